//! The ids of jobs, data files, contexts and files in a [`Combined`](crate::Combined).

/// The id of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u32);

/// The id of a data file: its number in the order in which they were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataFileId(pub u32);

/// The id of a context, the same for equal names in all data files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Context(pub u32);

/// The id of a file: an index into [`Combined::files`](crate::Combined::files), valid until paths
/// are mapped again or data files are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);
