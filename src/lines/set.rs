//! Line sets whose memory depends on the number of lines, not on the largest one.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::Line;
use crate::dense::{BYTES_PER_LINE, Dense, SMALL, or_into};
use crate::words::{Iter, Words, bytes_for, word_of};

/// A set of lines.
///
/// Nearly every set is *dense*: it is stored as coverage.py's *numbits*, in which line n is bit `n
/// % 8` (least significant first) of byte `n / 8`. Reading one from a data file is a copy, and a
/// union is a bytewise or. A set with long gaps, as in damaged or hostile data, is *sparse*: a
/// sorted map of the 64-bit words that are not zero. A set thus takes at most [`BYTES_PER_LINE`]
/// bytes for each line, or [`SMALL`] bytes if that is more.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "Serialized", into = "Serialized")]
pub struct LineSet {
    repr: Repr,
}

#[derive(Clone)]
enum Repr {
    Dense(Dense),
    /// The words by their indexes; none is zero.
    Sparse(BTreeMap<u32, u64>),
}

/// The length in bytes of a set that holds [`Line::MAX`].
const MAX_BYTES: usize = Line::MAX as usize / 8 + 1;

/// A line set that goes beyond [`Line::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// The bytes that the set takes.
    pub bytes: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a set of lines of {} bytes goes beyond line {}", self.bytes, Line::MAX)
    }
}

impl std::error::Error for TooLong {}

impl LineSet {
    /// Returns the empty set.
    pub const fn new() -> LineSet {
        LineSet { repr: Repr::Dense(Dense::new()) }
    }

    /// Decodes `numbits`. Drops the bit of line 0, which is not a line.
    ///
    /// # Errors
    /// [`TooLong`] if it has a line beyond [`Line::MAX`].
    pub fn from_numbits(numbits: &[u8]) -> Result<LineSet, TooLong> {
        let used = numbits.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        if used > MAX_BYTES {
            return Err(TooLong { bytes: used });
        }
        let numbits = numbits.get(..used).unwrap_or_default();
        if let Some(dense) = Dense::from_numbits(numbits) {
            return Ok(LineSet { repr: Repr::Dense(dense) });
        }
        let words = Words::of_bits(numbits).map(|(index, word)| (index, without_zero(index, word)));
        Ok(LineSet::sparse(words.filter(|(_, word)| *word != 0).collect()))
    }

    /// Encodes the set as numbits.
    pub fn to_numbits(&self) -> Cow<'_, [u8]> {
        match &self.repr {
            Repr::Dense(dense) => Cow::Borrowed(dense.bits()),
            Repr::Sparse(words) => {
                let mut bits = vec![0; self.numbits_len()];
                for (&index, &word) in words {
                    or_into(&mut bits, index, word);
                }
                Cow::Owned(bits)
            }
        }
    }

    /// Returns the length of [`to_numbits`](LineSet::to_numbits).
    pub fn numbits_len(&self) -> usize {
        match &self.repr {
            Repr::Dense(dense) => dense.bits().len(),
            Repr::Sparse(words) => {
                words.last_key_value().map_or(0, |(&index, &word)| bytes_for(index, word))
            }
        }
    }

    /// Estimates the bytes that the set takes.
    pub fn memory(&self) -> usize {
        match &self.repr {
            Repr::Dense(dense) => dense.bits().len(),
            Repr::Sparse(words) => words.len() * 2 * size_of::<(u32, u64)>(),
        }
    }

    /// Returns true if no line is in the set.
    pub fn is_empty(&self) -> bool {
        match &self.repr {
            Repr::Dense(dense) => dense.bits().is_empty(),
            Repr::Sparse(words) => words.is_empty(),
        }
    }

    /// Returns the number of lines in the set.
    pub fn len(&self) -> usize {
        self.words().map(|(_, word)| word.count_ones() as usize).sum()
    }

    /// Returns true if `line` is in the set.
    #[inline]
    pub fn contains(&self, line: Line) -> bool {
        if let Repr::Dense(dense) = &self.repr {
            return dense.contains(line);
        }
        let (index, bit) = word_of(line);
        self.word(index) & bit != 0
    }

    /// Adds `line`; returns true if it is new.
    pub fn insert(&mut self, line: Line) -> bool {
        if let Repr::Dense(dense) = &mut self.repr
            && let Some(is_new) = dense.insert(line)
        {
            return is_new;
        }
        let is_new = !self.contains(line);
        let (index, bit) = word_of(line);
        self.add_word(index, bit);
        is_new
    }

    /// Removes `line`; returns true if it was there.
    pub fn remove(&mut self, line: Line) -> bool {
        let there = self.contains(line);
        if there {
            let (index, bit) = word_of(line);
            self.remove_word(index, bit);
        }
        there
    }

    /// Adds every line of `other`.
    pub fn union_with(&mut self, other: &LineSet) {
        if let (Repr::Dense(mine), Repr::Dense(theirs)) = (&mut self.repr, &other.repr) {
            mine.union_with(theirs);
            return;
        }
        // Words of the sparse set are added to the dense one, which has more.
        let added = match &other.repr {
            Repr::Dense(_) => &std::mem::replace(self, other.clone()),
            Repr::Sparse(_) => other,
        };
        added.words().for_each(|(index, word)| self.add_word(index, word));
    }

    /// Keeps only the lines that `other` has too.
    pub fn intersect_with(&mut self, other: &LineSet) {
        match (&mut self.repr, &other.repr) {
            (Repr::Dense(mine), Repr::Dense(theirs)) => mine.intersect_with(theirs),
            (Repr::Dense(_), Repr::Sparse(theirs)) => {
                let words = theirs.iter().map(|(&index, word)| (index, word & self.word(index)));
                *self = LineSet::sparse(words.filter(|(_, word)| *word != 0).collect());
            }
            (Repr::Sparse(mine), _) => {
                mine.retain(|&index, word| {
                    *word &= other.word(index);
                    *word != 0
                });
                self.make_dense();
            }
        }
    }

    /// Removes every line of `other`.
    pub fn subtract(&mut self, other: &LineSet) {
        match (&mut self.repr, &other.repr) {
            (Repr::Dense(mine), Repr::Dense(theirs)) => mine.subtract(theirs),
            (Repr::Dense(_), Repr::Sparse(theirs)) => {
                for (&index, &word) in theirs {
                    self.remove_word(index, word);
                }
            }
            (Repr::Sparse(mine), _) => {
                mine.retain(|&index, word| {
                    *word &= !other.word(index);
                    *word != 0
                });
                self.make_dense();
            }
        }
    }

    /// Returns true if every line is in `other`.
    pub fn is_subset_of(&self, other: &LineSet) -> bool {
        self.words().all(|(index, word)| word & !other.word(index) == 0)
    }

    /// Returns the least line.
    pub fn first(&self) -> Option<Line> {
        self.iter().next()
    }

    /// Returns the greatest line.
    pub fn last(&self) -> Option<Line> {
        match &self.repr {
            Repr::Dense(dense) => dense.last(),
            Repr::Sparse(words) => {
                let (&index, &word) = words.last_key_value()?;
                Line::new(index * 64 + word.checked_ilog2()?)
            }
        }
    }

    /// Iterates over the lines in ascending order.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = Line> {
        Iter::new(self.words())
    }

    /// Iterates over the words that are not zero, with their indexes.
    #[inline]
    fn words(&self) -> Words<'_> {
        match &self.repr {
            Repr::Dense(dense) => dense.words(),
            Repr::Sparse(words) => Words::of_map(words),
        }
    }

    /// Returns the word at `index`.
    fn word(&self, index: u32) -> u64 {
        match &self.repr {
            Repr::Dense(dense) => dense.word(index),
            Repr::Sparse(words) => words.get(&index).copied().unwrap_or(0),
        }
    }

    /// Adds the lines of a word, which is not zero.
    fn add_word(&mut self, index: u32, word: u64) {
        match &mut self.repr {
            Repr::Dense(dense) => {
                if !dense.add_word(index, word) {
                    let mut words: BTreeMap<u32, u64> = dense.words().collect();
                    *words.entry(index).or_default() |= word;
                    self.repr = Repr::Sparse(words);
                }
            }
            Repr::Sparse(words) => {
                let mine = words.entry(index).or_default();
                let is_new = *mine == 0;
                *mine |= word;
                if is_new {
                    self.make_dense();
                }
            }
        }
    }

    /// Removes the lines of a word.
    fn remove_word(&mut self, index: u32, word: u64) {
        match &mut self.repr {
            Repr::Dense(dense) => dense.remove_word(index, word),
            Repr::Sparse(words) => {
                if let Some(mine) = words.get_mut(&index) {
                    *mine &= !word;
                    if *mine == 0 {
                        words.remove(&index);
                    }
                }
            }
        }
    }

    /// Creates a set from words of which none is zero.
    fn sparse(words: BTreeMap<u32, u64>) -> LineSet {
        let mut set = LineSet { repr: Repr::Sparse(words) };
        set.make_dense();
        set
    }

    /// Makes a sparse set dense once it is twice as dense as required. The factor keeps a set from
    /// switching back and forth.
    fn make_dense(&mut self) {
        let Repr::Sparse(words) = &self.repr else { return };
        let bytes = self.numbits_len();
        if bytes <= SMALL.max(words.len() * BYTES_PER_LINE / 2) {
            let at_least = words.len();
            let bits = self.to_numbits().into_owned();
            self.repr = Repr::Dense(Dense::of_bits(bits, at_least));
        }
    }
}

/// Clears line 0 in a word.
fn without_zero(index: u32, word: u64) -> u64 {
    if index == 0 { word & !1 } else { word }
}

impl Default for LineSet {
    fn default() -> LineSet {
        LineSet::new()
    }
}

impl PartialEq for LineSet {
    fn eq(&self, other: &LineSet) -> bool {
        match (&self.repr, &other.repr) {
            (Repr::Dense(mine), Repr::Dense(theirs)) => mine.bits() == theirs.bits(),
            _ => self.words().eq(other.words()),
        }
    }
}

impl Eq for LineSet {}

impl Hash for LineSet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.words().for_each(|word| word.hash(state));
    }
}

impl FromIterator<Line> for LineSet {
    fn from_iter<I: IntoIterator<Item = Line>>(lines: I) -> LineSet {
        let mut set = LineSet::new();
        set.extend(lines);
        set
    }
}

impl Extend<Line> for LineSet {
    fn extend<I: IntoIterator<Item = Line>>(&mut self, lines: I) {
        for line in lines {
            self.insert(line);
        }
    }
}

/// The serialized form of a set.
#[derive(Serialize, Deserialize)]
enum Serialized {
    /// As numbits.
    Bits(Vec<u8>),
    /// As words, with their indexes.
    Words(Vec<(u32, u64)>),
}

impl TryFrom<Serialized> for LineSet {
    type Error = TooLong;

    fn try_from(serialized: Serialized) -> Result<LineSet, TooLong> {
        let words = match serialized {
            Serialized::Bits(numbits) => return LineSet::from_numbits(&numbits),
            Serialized::Words(words) => words,
        };
        let mut set = LineSet::new();
        for (index, word) in words {
            let word = without_zero(index, word);
            if word == 0 {
                continue;
            }
            if index > Line::MAX / 64 {
                return Err(TooLong { bytes: bytes_for(index, word) });
            }
            set.add_word(index, word);
        }
        Ok(set)
    }
}

impl From<LineSet> for Serialized {
    fn from(set: LineSet) -> Serialized {
        match set.repr {
            Repr::Dense(dense) => Serialized::Bits(dense.into_bits()),
            Repr::Sparse(words) => Serialized::Words(words.into_iter().collect()),
        }
    }
}

impl fmt::Debug for LineSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
