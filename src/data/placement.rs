//! Which file a recorded path is, and in which data files.

use crate::{DataFileId, RecordedPath, SourcePath};

/// Which file a recorded path is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResolvedPath {
    /// A file of the source tree.
    Source(SourcePath),
    /// None that is known: the path as recorded, or as rules made it.
    Recorded(RecordedPath),
}

impl ResolvedPath {
    /// The path.
    pub fn as_str(&self) -> &str {
        match self {
            ResolvedPath::Source(path) => path.as_str(),
            ResolvedPath::Recorded(path) => path.as_str(),
        }
    }
}

/// Which file a recorded path is in each data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// The same in all.
    Same(ResolvedPath),
    /// Another one in some data files than in the others.
    Apart {
        /// The files that it is in some data files.
        places: Vec<(DataFileId, ResolvedPath)>,
        /// What it is in the others.
        others: ResolvedPath,
    },
}

impl From<ResolvedPath> for Placement {
    fn from(place: ResolvedPath) -> Placement {
        Placement::Same(place)
    }
}
