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
    /// Branches.
    pub branch: u64,
    /// Branches, not taken, of lines that ran.
    pub brpart: u64,
    /// Statements that ran and did not take all of their branches.
    pub partial: u64,
    /// The percentage as printed, with its sign: `87%`.
    pub cover: String,
    /// The percentage, from 0 to 100, for sorting and drawing.
    pub percent: f64,
    /// The percentage of statements alone, as printed.
    pub stmt_cover: String,
    /// The percentage of branches alone, as printed.
    pub branch_cover: String,
}
