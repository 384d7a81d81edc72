//! The file that a recorded path names, which may differ by data file.

use crate::{DataFileId, RecordedPath, SourcePath};

/// The file that a recorded path names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResolvedPath {
    /// A file of the source tree.
    Source(SourcePath),
    /// No known file: the path as recorded, or as the path aliases changed it.
    Recorded(RecordedPath),
}

impl ResolvedPath {
    /// Returns the path as text.
    pub fn as_str(&self) -> &str {
        match self {
            ResolvedPath::Source(path) => path.as_str(),
            ResolvedPath::Recorded(path) => path.as_str(),
        }
    }
}

/// The file that a recorded path names in each data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// The same file in all data files.
    Same(ResolvedPath),
    /// Different files in different data files.
    ByDataFile {
        /// The files for some data files.
        places: Vec<(DataFileId, ResolvedPath)>,
        /// The file for all other data files.
        others: ResolvedPath,
    },
}

impl From<ResolvedPath> for Placement {
    fn from(place: ResolvedPath) -> Placement {
        Placement::Same(place)
    }
}
