//! How much may be read out of a file, measured by its own size.
//!
//! Every row and every byte of text or blob of an honest data file takes at least a byte of it. A
//! damaged or malicious one can point at the same page again and again; so all that is read is
//! counted, and ends when it comes to more than the file could hold.

/// The most files that a data file may name: some hundred bytes are held for each, and the largest
/// projects have a fifth of it.
pub(crate) const MAX_FILES: usize = 200_000;

/// The most contexts that a data file may name: some hundred bytes are held for each.
pub(crate) const MAX_CONTEXTS: usize = 1_000_000;

/// What may still be read.
pub(crate) struct Budget {
    left: usize,
}

impl Budget {
    /// The budget of a file of `bytes` bytes.
    pub(crate) fn of(bytes: usize) -> Budget {
        Budget { left: bytes }
    }

    /// Takes `amount`; tells whether that much was left.
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
