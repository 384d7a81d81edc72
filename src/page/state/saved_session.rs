//! Slice: the session saved in this browser.

/// Whether the session is saved in this browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SavedSession {
    /// Whether the person wants it saved.
    pub(crate) on: bool,
    /// How many bytes are saved.
    pub(crate) bytes: u64,
    /// What went wrong, in a sentence; empty if nothing did.
    pub(crate) fault: String,
}
