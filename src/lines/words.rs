//! Views a line set as 64-bit words: line n is bit `n % 64` of word `n / 64`.

use std::collections::{BTreeMap, btree_map};

use crate::Line;

/// Iterates over the words of a set that are not zero, in ascending order with their indexes.
pub(crate) enum Words<'a> {
    /// The bytes of numbits that remain, and the index of their first word.
    Bits(&'a [u8], u32),
    /// The entries of a map without zeros.
    Map(btree_map::Iter<'a, u32, u64>),
}

impl<'a> Words<'a> {
    /// Iterates over the words of numbits.
    pub(crate) fn of_bits(bits: &'a [u8]) -> Words<'a> {
        Words::Bits(bits, 0)
    }

    /// Iterates over the words of a map.
    pub(crate) fn of_map(words: &'a BTreeMap<u32, u64>) -> Words<'a> {
        Words::Map(words.iter())
    }
}

impl Iterator for Words<'_> {
    type Item = (u32, u64);

    #[inline]
    fn next(&mut self) -> Option<(u32, u64)> {
        match self {
            Words::Bits(bits, next) => loop {
                let (word, rest) = first_word(bits)?;
                let index = *next;
                (*bits, *next) = (rest, index + 1);
                if word != 0 {
                    return Some((index, word));
                }
            },
            Words::Map(words) => words.next().map(|(&index, &word)| (index, word)),
        }
    }
}

/// Iterates over the lines of words.
pub(crate) struct Iter<'a> {
    words: Words<'a>,
    index: u32,
    /// The remaining lines of the word at `index`.
    word: u64,
}

impl<'a> Iter<'a> {
    /// Iterates over the lines of `words`.
    pub(crate) fn new(words: Words<'a>) -> Iter<'a> {
        Iter { words, index: 0, word: 0 }
    }
}

impl Iterator for Iter<'_> {
    type Item = Line;

    #[inline]
    fn next(&mut self) -> Option<Line> {
        if self.word == 0 {
            (self.index, self.word) = self.words.next()?;
        }
        let bit = self.word.trailing_zeros();
        self.word &= self.word - 1;
        Line::new(self.index * 64 + bit)
    }
}

/// Splits off the first word of numbits.
fn first_word(bits: &[u8]) -> Option<(u64, &[u8])> {
    if let Some((word, rest)) = bits.split_first_chunk::<8>() {
        return Some((u64::from_le_bytes(*word), rest));
    }
    let last = bits.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    (!bits.is_empty()).then_some((last, &[]))
}

/// Returns the word of numbits at `index`.
pub(crate) fn word_at(bits: &[u8], index: u32) -> u64 {
    let word = bits.get(index as usize * 8..).and_then(first_word);
    word.map_or(0, |(word, _)| word)
}

/// Returns the index of the word that holds `line`, and the line's bit in it.
pub(crate) fn word_of(line: Line) -> (u32, u64) {
    (line.get() / 64, 1 << (line.get() % 64))
}

/// Returns the length of numbits that reach to the last line of a word.
pub(crate) fn bytes_for(index: u32, word: u64) -> usize {
    index as usize * 8 + word.checked_ilog2().map_or(0, |bit| bit as usize / 8 + 1)
}
