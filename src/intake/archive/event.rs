//! The results of extraction steps.

use super::fault::ArchiveFault;

/// Returns true if the entry at this path is wanted.
pub(crate) type IsWanted<'a> = dyn Fn(&str) -> bool + 'a;

/// The result of one step.
#[derive(Debug)]
pub(crate) enum ArchiveEvent {
    /// A piece of work was done, and there is more.
    Progressed,
    /// A file that is not wanted was skipped.
    Skipped(String),
    /// A wanted file was extracted.
    Entry { path: String, bytes: Vec<u8> },
    /// An entry cannot be read, or without an entry, the whole archive.
    Fault { entry: Option<String>, fault: ArchiveFault },
    /// There are no more entries.
    End,
}
