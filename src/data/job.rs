//! Jobs: named groups of data files.

use crate::{Context, DataFileId, Format, Kind, Meta, ReadWarning};

/// A named group of data files.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// What people call it.
    pub label: String,
    /// The data files, in the order they came in.
    pub data_files: Vec<Source>,
}

impl Job {
    /// Returns true if any data file measured `kind`.
    pub fn has(&self, kind: Kind) -> bool {
        self.data_files.iter().any(|source| source.kind == kind)
    }
}

/// Where the data of a job came from: a data file without its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Which data file it is.
    pub id: DataFileId,
    /// The name of the data file.
    pub name: String,
    /// The form it was in.
    pub format: Format,
    /// The version of coverage.py that wrote it.
    pub version: Option<String>,
    /// What was measured.
    pub kind: Kind,
    /// What it says about its run.
    pub meta: Meta,
    /// How many files it names.
    pub files: usize,
    /// Whether it has a row for any line or arc, be it an empty one.
    pub has_hits: bool,
    /// The contexts that it names.
    pub contexts: Vec<Context>,
    /// What was wrong with it.
    pub warnings: Vec<ReadWarning>,
}
