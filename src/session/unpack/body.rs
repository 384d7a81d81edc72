//! The content of one entry, read piece by piece.

use std::io::{self, Read};

use super::limits::PIECE;

/// The content of an entry on its way out.
#[derive(Debug)]
pub(crate) struct Body {
    /// Its path in the archive.
    pub(crate) path: String,
    /// How many bytes are still to come.
    pub(crate) left: u64,
    /// What came, where it is wanted.
    bytes: Option<Vec<u8>>,
}

impl Body {
    /// A content of `size` bytes, that is kept or read only to get past it.
    pub(crate) fn new(path: String, size: u64, is_kept: bool) -> Body {
        Body { path, left: size, bytes: is_kept.then(Vec::new) }
    }

    /// Reads the next piece; gives back how many bytes came. None come at the end, or where the
    /// archive ends before it should.
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

    /// How many bytes are kept so far.
    pub(crate) fn len(&self) -> usize {
        self.bytes.as_ref().map_or(0, Vec::len)
    }

    /// The content, where it was wanted.
    pub(crate) fn finish(self) -> (String, Option<Vec<u8>>) {
        (self.path, self.bytes)
    }
}
