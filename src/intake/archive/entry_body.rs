//! The content of one entry, which is read piece by piece.

use std::io::{self, Read};

use super::limits::PIECE;

/// The content of an entry that is being read.
#[derive(Debug)]
pub(crate) struct EntryBody {
    /// Its path in the archive.
    pub(crate) path: String,
    /// The number of bytes that are left.
    pub(crate) left: u64,
    /// The bytes so far, if the entry is wanted.
    bytes: Option<Vec<u8>>,
}

impl EntryBody {
    /// A content of `size` bytes, which is kept or only skipped.
    pub(crate) fn new(path: String, size: u64, is_kept: bool) -> EntryBody {
        EntryBody { path, left: size, bytes: is_kept.then(Vec::new) }
    }

    /// Reads the next piece; gives its number of bytes, which is zero at the end, and where the
    /// archive is cut off.
    pub(crate) fn read(&mut self, from: &mut impl Read) -> io::Result<u64> {
        let mut piece = from.take(self.left.min(PIECE as u64));
        let count = match &mut self.bytes {
            Some(bytes) => piece.read_to_end(bytes)? as u64,
            None => io::copy(&mut piece, &mut io::sink())?,
        };
        self.left -= count;
        Ok(count)
    }

    /// The bytes since `start`.
    pub(crate) fn since(&self, start: usize) -> &[u8] {
        self.bytes.as_deref().and_then(|bytes| bytes.get(start..)).unwrap_or_default()
    }

    /// The number of bytes that are kept so far.
    pub(crate) fn len(&self) -> usize {
        self.bytes.as_ref().map_or(0, Vec::len)
    }

    /// The path and, if it was wanted, the content.
    pub(crate) fn finish(self) -> (String, Option<Vec<u8>>) {
        (self.path, self.bytes)
    }
}
