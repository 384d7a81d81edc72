//! Why a data file could not be read, and what to do about it.

use thiserror::Error;

/// Why a data file cannot be parsed. It does not know the file's name: the caller adds it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// It has no bytes.
    #[error("The file is empty (0 bytes)")]
    Empty,
    /// It is of no form that coverage.py ever wrote.
    #[error("This is not a coverage.py data file")]
    NotData,
    /// A SQLite database without coverage.py's tables.
    #[error("This SQLite database has no table '{0}', so coverage.py did not write it")]
    NoTable(&'static str),
    /// A schema that no released coverage.py wrote.
    #[error("The database has schema {0}; known are 1, 2, 3 and 7")]
    UnknownSchema(i64),
    /// Something other than a plain table.
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
    /// A pickle that wants more than plain data.
    #[error("The pickle has code {0:#04x}, which no data file needs; nothing of it was run")]
    PickleCode(u8),
    /// More of something than can be held.
    #[error("The file has more than {limit} {what}")]
    TooMany {
        /// `files`, `contexts` or `objects`.
        what: &'static str,
        /// The most there may be.
        limit: usize,
    },
    /// More than can be held.
    #[error("The file is larger than {} MiB", limit / (1 << 20))]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
}

impl ReadError {
    /// What a person can do about it.
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
