//! The bytes of an archive, shared by all that read parts of them.

use std::cell::Cell;
use std::io::{self, Read};
use std::ops::Range;
use std::rc::Rc;

/// Bytes that are held once, whoever reads them.
#[derive(Clone, Debug)]
pub(crate) struct Shared(Rc<Vec<u8>>);

impl Shared {
    pub(crate) fn new(bytes: Vec<u8>) -> Shared {
        Shared(Rc::new(bytes))
    }

    /// How many bytes there are.
    pub(crate) fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// A reader of a part; nothing where there are not so many bytes.
    pub(crate) fn part(&self, range: Range<u64>) -> Option<Part> {
        let start = usize::try_from(range.start).ok()?;
        let end = usize::try_from(range.end).ok()?;
        self.0.get(start..end)?;
        Some(Part { bytes: self.clone(), end, at: Rc::new(Cell::new(start)) })
    }
}

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A reader of a part of shared bytes.
#[derive(Debug)]
pub(crate) struct Part {
    bytes: Shared,
    end: usize,
    at: Rc<Cell<usize>>,
}

impl Part {
    /// Where the reader is, to be looked at while something else reads.
    pub(crate) fn position(&self) -> Rc<Cell<usize>> {
        Rc::clone(&self.at)
    }
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut rest = self.bytes.as_ref().get(self.at.get()..self.end).unwrap_or_default();
        let count = rest.read(buffer)?;
        self.at.set(self.at.get() + count);
        Ok(count)
    }
}
