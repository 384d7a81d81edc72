//! A parsed data file of an import.

use covdrop_data::{CoverageData, DataKey, ReadError, read};
use covdrop_protocol::FileIndex;

use crate::input_path::InputPath;
use crate::job_facts::JobFacts;

/// A data file that was parsed.
#[derive(Debug)]
pub struct DataFile {
    /// Its path in the drop.
    pub path: InputPath,
    /// Identifies equal data.
    pub key: DataKey,
    /// Its content.
    pub data_file: CoverageData,
    /// Facts from which its job is inferred.
    pub facts: JobFacts,
    /// The dropped file that contained it.
    pub(crate) index: FileIndex,
}

/// The result of parsing a data file.
pub(crate) struct ParsedData {
    /// The size of the file.
    pub(crate) bytes: usize,
    pub(crate) key: DataKey,
    pub(crate) data_file: Result<CoverageData, ReadError>,
}

impl ParsedData {
    /// Parses the data file of this name.
    pub(crate) fn new(name: &str, bytes: &[u8]) -> ParsedData {
        let data_file = read(bytes);
        let key = DataKey::of(name, bytes, data_file.as_ref().ok());
        ParsedData { bytes: bytes.len(), key, data_file }
    }
}
