//! The errors of this crate.

use std::io;

/// The reason why a report cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No file is left to report on; coverage.py's message.
    #[error("No data to report.")]
    NoData,
    /// A precision out of range.
    #[error("A precision of {decimals} is invalid: it must be from 0 to {max}")]
    Precision {
        /// The requested decimals.
        decimals: i64,
        /// The maximum number of decimals.
        max: u16,
    },
    /// A threshold out of range.
    #[error("fail_under={percent} is invalid: it must be from 0 to 100")]
    FailUnder {
        /// The requested threshold.
        percent: f64,
    },
    /// No column has this name.
    #[error(
        "Cannot sort by {option:?}: the columns are name, stmts, miss, branch, brpart and cover"
    )]
    Sort {
        /// The option.
        option: String,
    },
    /// No table format has this name.
    #[error("There is no format {option:?}: the formats are text, markdown and total")]
    TableFormat {
        /// The option.
        option: String,
    },
    /// Sorting by branches without branch data.
    #[error("Cannot sort by branches: the data has none")]
    SortWithoutBranches,
    /// The report is too large.
    #[error(
        "The report would have more than {mib} MiB. Leave contexts out of it, or report on fewer files"
    )]
    TooLarge {
        /// The limit in MiB.
        mib: u64,
    },
    /// The report could not be written.
    #[error("The report could not be written: {0}")]
    Write(#[from] io::Error),
}
