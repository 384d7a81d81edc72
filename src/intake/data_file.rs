//! A data file of an import, and the result of parsing it.

use covdrop_data::{CoverageData, DataKey, ReadError, read};
use covdrop_protocol::FileIndex;

use crate::input_path::InputPath;
use crate::job_facts::JobFacts;

/// A data file that was parsed.
#[derive(Debug)]
pub struct DataFile {
    /// Its path in what was dropped.
    pub path: InputPath,
    /// Tells its data from other data.
    pub key: DataKey,
    /// Its content.
    pub data_file: CoverageData,
    /// Facts that tell its job.
    pub facts: JobFacts,
    /// The dropped file that it came in.
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
