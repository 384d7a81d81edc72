//! Ids of jobs, imports and queries.

use serde::{Deserialize, Serialize};

/// A job of the session. No other job ever gets the same id, even if a person removes or merges
/// jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub u32);

/// A query of the page. The worker answers each once, in the order in which the page sent them.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct QueryId(pub u64);

/// An import: one drop, or one choice of files. The page numbers its imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ImportId(pub u32);

/// A file of an import, by its position among all files that the page listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileIndex(pub u32);

/// An input: a dropped file, folder or archive. No other input of the session ever gets the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InputId(pub u32);
