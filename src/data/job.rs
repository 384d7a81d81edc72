//! Jobs: named groups of data files.

use crate::{Context, DataFileId, DataFormat, DataKind, Meta, ReadWarning};

/// A named group of data files.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// The name that the page shows.
    pub label: String,
    /// The data files, in the order in which they were added.
    pub data_files: Vec<DataFileInfo>,
}

impl Job {
    /// Returns true if any data file measured `kind`.
    pub fn has(&self, kind: DataKind) -> bool {
        self.data_files.iter().any(|source| source.kind == kind)
    }
}

/// A data file of a job, without its hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFileInfo {
    /// The id of the data file.
    pub id: DataFileId,
    /// The name of the data file.
    pub name: String,
    /// Its format.
    pub format: DataFormat,
    /// The version of coverage.py that wrote it.
    pub version: Option<String>,
    /// Whether it measured lines or branches.
    pub kind: DataKind,
    /// Facts about its test run.
    pub meta: Meta,
    /// The number of files that it names.
    pub files: usize,
    /// Whether it has a row for any line or arc, even an empty one.
    pub has_hits: bool,
    /// The contexts that it names.
    pub contexts: Vec<Context>,
    /// Its parts that could not be read, or are odd.
    pub warnings: Vec<ReadWarning>,
}
