//! The numbers of a file, or of all files.

use serde::{Deserialize, Serialize};

/// The numbers of a file or of all, as `coverage report` prints them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Numbers {
    /// Statements.
    pub stmts: u64,
    /// Statements that did not run.
    pub miss: u64,
    /// Excluded lines.
    pub excluded: u64,
    /// Possible ways out of branching lines.
    pub branch: u64,
    /// Ways out, not taken, of lines that ran.
    pub brpart: u64,
    /// Statements that ran and left a way out.
    pub partial: u64,
    /// The percentage as it is printed, sign included: `87%`.
    pub cover: String,
    /// The percentage, from 0 to 100, for sorting and drawing.
    pub percent: f64,
    /// The percentage of statements alone, as it is printed.
    pub stmt_cover: String,
    /// The percentage of branches alone, as it is printed.
    pub branch_cover: String,
}
