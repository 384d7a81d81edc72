//! Questions about the coverage of several jobs, and their answers.

use serde::{Deserialize, Serialize};

use crate::JobId;

/// A question whose answer is a set of statements and branches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// Which ones do only these enabled jobs cover, so that the coverage is lost without them?
    Only(Vec<JobId>),
    /// Which ones does any of the first jobs cover, and none of the second?
    Minus(Vec<JobId>, Vec<JobId>),
    /// Which ones does exactly one enabled job cover?
    Single,
}

/// The answer to a [`Question`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The question.
    pub question: Question,
    /// The number of statements.
    pub stmts: u64,
    /// The number of branches.
    pub branches: u64,
    /// Their share of all statements and branches, as percentages are printed, with its sign.
    pub share: String,
    /// The files that have any of them, those with most of them first.
    pub rows: Vec<FoundRow>,
}

/// The part of the answer in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundRow {
    /// The path in the source tree.
    pub path: String,
    /// The path as shown: invisible characters are escaped.
    pub name: String,
    /// The number of statements.
    pub stmts: u64,
    /// The number of branches.
    pub branches: u64,
    /// The first line of the answer in this file.
    pub line: u32,
}

/// A minimal job set: few jobs with the coverage of all enabled jobs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinimalJobs {
    /// The jobs, in the order of the overview.
    pub jobs: Vec<JobId>,
    /// Whether Covdrop has proven that no smaller set has this coverage; if not, there were too
    /// many jobs to try all sets.
    pub proven: bool,
}
