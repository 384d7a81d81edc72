//! Dense line sets: coverage.py's *numbits*, while their length stays in proportion to their lines.

use crate::Line;
use crate::words::{Words, bytes_for, word_at};

/// The bytes that a dense set may always take: those of a file of 2,048 lines.
pub const SMALL: usize = 256;

/// The bytes that a dense set may take for each of its lines. A sparse set takes fewer.
pub const BYTES_PER_LINE: usize = 32;

/// Numbits whose last byte is not zero, and whose bit 0 is never set.
#[derive(Clone, Default)]
pub(crate) struct Dense {
    bits: Vec<u8>,
    /// A lower bound of the number of lines. Counting them at each union would double its cost.
    at_least: usize,
}

impl Dense {
    /// Returns the empty set.
    pub(crate) const fn new() -> Dense {
        Dense { bits: Vec::new(), at_least: 0 }
    }

    /// Wraps numbits that have at least `at_least` lines, and neither line 0 nor zeros at the end.
    pub(crate) fn of_bits(bits: Vec<u8>, at_least: usize) -> Dense {
        Dense { bits, at_least }
    }

    /// Reads numbits whose last byte is not zero; the bit of line 0 is dropped. Returns `None` if
    /// they have too few lines for a dense set.
    pub(crate) fn from_numbits(numbits: &[u8]) -> Option<Dense> {
        let at_least = lines_to_be_dense(numbits)?;
        let mut bits = numbits.to_vec();
        if let Some(first) = bits.first_mut() {
            *first &= !1;
        }
        let mut dense = Dense { bits, at_least };
        dense.trim();
        Some(dense)
    }

    /// Returns the set as numbits.
    pub(crate) fn bits(&self) -> &[u8] {
        &self.bits
    }

    /// Returns the set as owned numbits.
    pub(crate) fn into_bits(self) -> Vec<u8> {
        self.bits
    }

    /// Returns true if `line` is in the set.
    #[inline]
    pub(crate) fn contains(&self, line: Line) -> bool {
        let (byte, bit) = position(line);
        self.bits.get(byte).is_some_and(|b| b & bit != 0)
    }

    /// Returns the greatest line.
    pub(crate) fn last(&self) -> Option<Line> {
        let byte = self.bits.len().checked_sub(1)?;
        let bit = 7 - self.bits[byte].leading_zeros() as usize;
        u32::try_from(byte * 8 + bit).ok().and_then(Line::new)
    }

    /// Returns the words that are not zero, with their indexes.
    #[inline]
    pub(crate) fn words(&self) -> Words<'_> {
        Words::of_bits(&self.bits)
    }

    /// Returns the word at `index`.
    pub(crate) fn word(&self, index: u32) -> u64 {
        word_at(&self.bits, index)
    }

    /// Adds `line`. Returns true if it is new, and `None` if the set would no longer be dense.
    #[inline]
    pub(crate) fn insert(&mut self, line: Line) -> Option<bool> {
        let (byte, bit) = position(line);
        if !self.may_grow_to(byte + 1) {
            return None;
        }
        if byte >= self.bits.len() {
            self.bits.resize(byte + 1, 0);
        }
        let is_new = self.bits[byte] & bit == 0;
        self.bits[byte] |= bit;
        self.at_least += usize::from(is_new);
        Some(is_new)
    }

    /// Adds the lines of a word, which is not zero. Returns false, and adds none, if the set would
    /// no longer be dense.
    pub(crate) fn add_word(&mut self, index: u32, word: u64) -> bool {
        let end = bytes_for(index, word);
        let is_dense = self.may_grow_to(end);
        if is_dense {
            if end > self.bits.len() {
                self.bits.resize(end, 0);
            }
            or_into(&mut self.bits, index, word);
        }
        is_dense
    }

    /// Removes the lines of a word.
    pub(crate) fn remove_word(&mut self, index: u32, word: u64) {
        let bytes = self.bits.iter_mut().skip(index as usize * 8);
        bytes.zip(word.to_le_bytes()).for_each(|(mine, gone)| *mine &= !gone);
        self.at_least = self.at_least.saturating_sub(word.count_ones() as usize);
        self.trim();
    }

    /// Adds every line of `other`. Both sets are dense, so the longer one has enough lines for the
    /// union.
    pub(crate) fn union_with(&mut self, other: &Dense) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine |= theirs;
        }
        self.at_least = self.at_least.max(other.at_least);
    }

    /// Keeps only the lines that `other` has too.
    pub(crate) fn intersect_with(&mut self, other: &Dense) {
        self.bits.truncate(other.bits.len());
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine &= theirs;
        }
        self.at_least = 0;
        self.trim();
    }

    /// Removes every line of `other`.
    pub(crate) fn subtract(&mut self, other: &Dense) {
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine &= !theirs;
        }
        self.at_least = 0;
        self.trim();
    }

    /// Returns true if the set may take `bytes` bytes once a line is added.
    fn may_grow_to(&mut self, bytes: usize) -> bool {
        let is_enough = |lines: usize| bytes <= SMALL.max((lines + 1) * BYTES_PER_LINE);
        if bytes <= self.bits.len() || is_enough(self.at_least) {
            return true;
        }
        self.at_least = self.words().map(|(_, word)| word.count_ones() as usize).sum();
        is_enough(self.at_least)
    }

    /// Removes zero bytes at the end.
    fn trim(&mut self) {
        while self.bits.last() == Some(&0) {
            self.bits.pop();
        }
    }
}

/// Adds the lines of a word to numbits that are long enough.
pub(crate) fn or_into(bits: &mut [u8], index: u32, word: u64) {
    let bytes = bits.iter_mut().skip(index as usize * 8);
    bytes.zip(word.to_le_bytes()).for_each(|(mine, new)| *mine |= new);
}

/// Returns a lower bound of the lines in `numbits` that makes them dense. Returns `None` if they
/// have too few lines.
fn lines_to_be_dense(numbits: &[u8]) -> Option<usize> {
    if numbits.len() <= SMALL {
        return Some(0);
    }
    let enough = numbits.len().div_ceil(BYTES_PER_LINE);
    let has_enough = numbits.iter().filter(|byte| **byte != 0).nth(enough).is_some();
    has_enough.then_some(enough)
}

/// Returns the index of the byte that holds `line`, and the line's bit in it.
fn position(line: Line) -> (usize, u8) {
    let n = line.get() as usize;
    (n / 8, 1 << (n % 8))
}
