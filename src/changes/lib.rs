//! Reads diffs, and finds the lines of a source that changed.
//!
//! [`read`] turns the bytes of a unified diff into the [`FileChange`]s of a [`Diff`].
//! [`TextChange::fit`] compares a change with the source that it should have led to, so that a diff
//! of another commit is recognised. [`Alignment`] maps lines of the old source to those of the new
//! one; [`Alignment::of_texts`] makes one where there is no diff.
//!
//! `diffy` reads the format, including git's extended headers, quoted names and binary files. It
//! has no limits, refuses mails after the first one and combined diffs without a reason, and keeps
//! the carriage returns of a diff with CRLF: [`prepare`](mod@prepare) does this part. Of the other
//! crates, `unidiff` reads neither names in quotes nor binary files, and `patch` and `gitpatch` no
//! headers of git at all.

mod alignment;
mod error;
mod file_change;
mod fit;
mod limits;
mod paths;
mod prepare;
mod read;
mod series;

pub use alignment::{Alignment, Edit};
pub use error::DiffError;
pub use file_change::{ChangeKind, Content, FileChange, TextChange};
pub use fit::Fit;
pub use limits::MAX_BYTES;
pub use prepare::is_diff;
pub use read::{Diff, read};
