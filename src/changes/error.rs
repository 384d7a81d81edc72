//! Why a diff cannot be read.

use crate::limits::{MAX_BYTES, MAX_LINES};

/// Why a diff cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiffError {
    /// It is no unified diff.
    #[error("It is not a unified diff")]
    NotADiff,
    /// It compares a merge with several parents.
    #[error("It is a combined diff, which compares a merge with each of its parents")]
    Combined,
    /// Its format is broken.
    #[error("The diff is damaged {place}: {reason}")]
    Damaged {
        /// The place in the diff: at its start, or after a file.
        place: String,
        /// The fault.
        reason: String,
    },
    /// It is too large.
    #[error("The diff has more than {} MiB", MAX_BYTES >> 20)]
    TooLarge,
    /// It has too many lines.
    #[error("The diff has more than {MAX_LINES} lines")]
    TooLong,
    /// It has too many patches of the same file.
    #[error("The diff changes the same files too many times")]
    TooMuchWork,
}

impl DiffError {
    /// Creates the error for a diff that is damaged after the file at the path `after`.
    pub(crate) fn damaged(after: Option<&str>, reason: impl Into<String>) -> DiffError {
        let place =
            after.map_or_else(|| "at its start".to_owned(), |path| format!("after '{path}'"));
        DiffError::Damaged { place, reason: reason.into() }
    }

    /// Returns a sentence with advice.
    pub fn advice(&self) -> &'static str {
        match self {
            DiffError::NotADiff => "Make one by `git diff BRANCH...`",
            DiffError::Combined => {
                "Compare with one commit, by `git diff BRANCH...` or `git show --first-parent`"
            }
            DiffError::Damaged { .. } => "Make it again, and do not edit it",
            DiffError::TooLarge | DiffError::TooLong => {
                "Restrict it to Python files, by `git diff BRANCH... -- '*.py'`"
            }
            DiffError::TooMuchWork => "Make one diff of all commits, by `git diff BRANCH...`",
        }
    }
}
