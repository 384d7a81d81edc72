//! The errors of reading a data file, with advice.

use thiserror::Error;

/// A data file cannot be parsed. The error does not name the file: the caller adds it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// The file has no bytes.
    #[error("The file is empty (0 bytes)")]
    Empty,
    /// The file has no format that coverage.py ever wrote.
    #[error("This is not a coverage.py data file")]
    NotData,
    /// A SQLite database without coverage.py's tables.
    #[error("This SQLite database has no table '{0}', so coverage.py did not write it")]
    NoTable(&'static str),
    /// A schema that no released coverage.py wrote.
    #[error("The database has schema {0}; known are 1, 2, 3 and 7")]
    UnknownSchema(i64),
    /// An object other than a plain table.
    #[error("The database has a {kind} named '{name}', which coverage.py never makes")]
    Suspicious {
        /// `view`, `trigger`, `virtual table` or `computed column`.
        kind: &'static str,
        /// Its name.
        name: String,
    },
    /// Damage that leaves nothing to read.
    #[error("The file is damaged: {0}")]
    Damaged(String),
    /// A pickle that needs more than plain data.
    #[error("The pickle has code {0:#04x}, which no data file needs; it was not executed")]
    PickleCode(u8),
    /// Too many items of one kind.
    #[error("The file has more than {limit} {what}")]
    TooMany {
        /// `files`, `contexts` or `objects`.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A file that is too large.
    #[error("The file is larger than {} MiB", limit / (1 << 20))]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
}

impl ReadError {
    /// Returns advice for the user.
    pub fn advice(&self) -> &'static str {
        match self {
            ReadError::Empty => {
                "A worker that was killed leaves such a file. Look at the log of that job; the \
                 other files can be used without it."
            }
            ReadError::NotData => {
                "Drop the files named '.coverage' or '.coverage.*' that coverage.py leaves where \
                 it ran. Reports made of them (XML, JSON, HTML, LCOV) cannot be merged exactly."
            }
            ReadError::NoTable(_) => {
                "Another program uses SQLite too; drop the '.coverage.*' files instead."
            }
            ReadError::UnknownSchema(_) => {
                "It may come from a newer coverage.py: look for a newer Covdrop."
            }
            ReadError::Suspicious { .. } | ReadError::PickleCode(_) => {
                "Do not use this file unless you know who made it and why."
            }
            ReadError::Damaged(_) => {
                "It was probably cut short while it was written or copied. Take it again from the \
                 job that made it."
            }
            ReadError::TooLarge { .. } | ReadError::TooMany { .. } => {
                "Combine the data where it was made, or record fewer contexts."
            }
        }
    }
}
