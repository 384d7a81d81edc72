//! The limits of diffs.

/// The most bytes that a diff may have.
pub const MAX_BYTES: usize = 64 << 20;

/// The most lines that a diff may have.
pub(crate) const MAX_LINES: usize = 2_000_000;
