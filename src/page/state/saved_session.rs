//! Slice: the session saved in this browser.

/// The state of the session saved in this browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SavedSession {
    /// Whether the person wants it saved.
    pub(crate) on: bool,
    /// The number of saved bytes.
    pub(crate) bytes: u64,
    /// The last failure, in a sentence; empty if there was none.
    pub(crate) fault: String,
}
