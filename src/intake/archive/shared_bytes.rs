//! The bytes of an archive, shared by the readers of its parts.

use std::cell::Cell;
use std::io::{self, Read};
use std::ops::Range;
use std::rc::Rc;

/// Bytes that all readers share.
#[derive(Clone, Debug)]
pub(crate) struct SharedBytes(Rc<Vec<u8>>);

impl SharedBytes {
    pub(crate) fn new(bytes: Vec<u8>) -> SharedBytes {
        SharedBytes(Rc::new(bytes))
    }

    /// Returns the number of bytes.
    pub(crate) fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// Returns a reader of a range, or `None` if the range is out of bounds.
    pub(crate) fn range(&self, range: Range<u64>) -> Option<SharedRange> {
        let start = usize::try_from(range.start).ok()?;
        let end = usize::try_from(range.end).ok()?;
        self.0.get(start..end)?;
        Some(SharedRange { bytes: self.clone(), end, at: Rc::new(Cell::new(start)) })
    }
}

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A reader of a range of shared bytes.
#[derive(Debug)]
pub(crate) struct SharedRange {
    bytes: SharedBytes,
    end: usize,
    at: Rc<Cell<usize>>,
}

impl SharedRange {
    /// Returns the reader's position, which stays readable after the reader moves elsewhere.
    pub(crate) fn position(&self) -> Rc<Cell<usize>> {
        Rc::clone(&self.at)
    }
}

impl Read for SharedRange {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut rest = self.bytes.as_ref().get(self.at.get()..self.end).unwrap_or_default();
        let count = rest.read(buffer)?;
        self.at.set(self.at.get() + count);
        Ok(count)
    }
}
