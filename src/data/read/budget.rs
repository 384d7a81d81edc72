//! Limits how much may be read from a file, in proportion to the file's size.
//!
//! Every row and every byte of text or blob of an intact data file takes at least one byte of it. A
//! damaged or malicious file can refer to the same page many times, so the readers count everything
//! that they read, and stop once it exceeds what the file could hold.

/// The maximum number of files that a data file may name: each takes some hundred bytes, and the
/// largest projects have a fifth as many.
pub(crate) const MAX_FILES: usize = 200_000;

/// The maximum number of contexts that a data file may name: each takes some hundred bytes.
pub(crate) const MAX_CONTEXTS: usize = 1_000_000;

/// The amount that may still be read.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    left: usize,
}

impl Budget {
    /// Creates the budget of a file of `bytes` bytes.
    pub(crate) fn of(bytes: usize) -> Budget {
        Budget { left: bytes }
    }

    /// Spends `amount`. Returns false if less than that was left.
    pub(crate) fn spend(&mut self, amount: usize) -> bool {
        match self.left.checked_sub(amount) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}
