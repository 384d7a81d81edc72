//! The content of one entry, which is read in pieces.

use std::io::{self, Read};

use super::limits::PIECE;

/// The content of the current entry.
#[derive(Debug)]
pub(crate) struct EntryBody {
    /// Its path in the archive.
    pub(crate) path: String,
    /// The number of bytes that remain.
    pub(crate) left: u64,
    /// The bytes so far, if the entry is wanted.
    bytes: Option<Vec<u8>>,
}

impl EntryBody {
    /// Starts a content of `size` bytes. It is skipped unless `is_kept`.
    pub(crate) fn new(path: String, size: u64, is_kept: bool) -> EntryBody {
        EntryBody { path, left: size, bytes: is_kept.then(Vec::new) }
    }

    /// Reads the next piece, and returns its number of bytes: zero at the end, or if the archive is
    /// truncated.
    pub(crate) fn read(&mut self, from: &mut impl Read) -> io::Result<u64> {
        let mut piece = from.take(self.left.min(PIECE as u64));
        let count = match &mut self.bytes {
            Some(bytes) => piece.read_to_end(bytes)? as u64,
            None => io::copy(&mut piece, &mut io::sink())?,
        };
        self.left -= count;
        Ok(count)
    }

    /// Returns the bytes from `start` on.
    pub(crate) fn since(&self, start: usize) -> &[u8] {
        self.bytes.as_deref().and_then(|bytes| bytes.get(start..)).unwrap_or_default()
    }

    /// Returns the number of bytes kept so far.
    pub(crate) fn len(&self) -> usize {
        self.bytes.as_ref().map_or(0, Vec::len)
    }

    /// Returns the path and, if the entry is wanted, the content.
    pub(crate) fn finish(self) -> (String, Option<Vec<u8>>) {
        (self.path, self.bytes)
    }
}
