//! What can go wrong in this crate.

use std::io;

/// Why a report cannot be given.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No file is left to report on; coverage.py's words.
    #[error("No data to report.")]
    NoData,
    /// A precision that percentages cannot be shown with.
    #[error("A precision of {decimals} is invalid: it must be from 0 to {max}")]
    Precision {
        /// The decimals asked for.
        decimals: i64,
        /// The most decimals there may be.
        max: u16,
    },
    /// A threshold that no total can be held against.
    #[error("fail_under={percent} is invalid: it must be from 0 to 100")]
    FailUnder {
        /// The threshold asked for.
        percent: f64,
    },
    /// No column has this name.
    #[error(
        "Cannot sort by {option:?}: the columns are name, stmts, miss, branch, brpart and cover"
    )]
    Sort {
        /// What was asked for.
        option: String,
    },
    /// No form of the table has this name.
    #[error("There is no format {option:?}: the formats are text, markdown and total")]
    TableFormat {
        /// What was asked for.
        option: String,
    },
    /// A column of branches, where none were measured.
    #[error("Cannot sort by branches: the data has none")]
    SortWithoutBranches,
    /// The report is larger than can be given.
    #[error(
        "The report would have more than {mib} MiB. Leave contexts out of it, or report on fewer files"
    )]
    TooLarge {
        /// The most MiB that it may have.
        mib: u64,
    },
    /// The report could not be written.
    #[error("The report could not be written: {0}")]
    Write(#[from] io::Error),
}
