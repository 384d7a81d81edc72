//! Questions about what jobs cover together and alone.

use serde::{Deserialize, Serialize};

use crate::JobId;

/// A question whose answer is a set of lines and branches: "covered" is said of statements and
/// branches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// What these jobs cover and no other job that is on: what is lost without them.
    Only(Vec<JobId>),
    /// What any of the first covers and none of the second.
    Minus(Vec<JobId>, Vec<JobId>),
    /// What exactly one of the jobs that are on covers.
    Single,
}

/// The answer to a [`Question`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// What was asked.
    pub question: Question,
    /// How many statements it is.
    pub stmts: u64,
    /// How many branches.
    pub branches: u64,
    /// Their share of all statements and branches, as percentages are printed, sign included.
    pub share: String,
    /// The files with any of it, the most of it first.
    pub rows: Vec<FoundRow>,
}

/// What was found in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundRow {
    /// The path in the source tree.
    pub path: String,
    /// The same to show.
    pub name: String,
    /// How many statements.
    pub stmts: u64,
    /// How many branches.
    pub branches: u64,
    /// The first line with any.
    pub line: u32,
}

/// Few jobs that cover all that those that are on cover together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinimalJobs {
    /// The jobs, in the order of the overview.
    pub jobs: Vec<JobId>,
    /// Whether no smaller set does; if not, there were too many jobs to try all sets.
    pub proven: bool,
}
