//! Sets of lines, one bit a line, in the very form that coverage.py's data files hold.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Line;

/// A set of lines.
///
/// Held as coverage.py's *numbits*: line n is bit `n % 8` (least significant first) of byte
/// `n / 8`. Reading one from a data file is thus a copy, and a union is a bytewise or. Bit 0 is
/// never set, and the last byte is never zero, so that equal sets are equal bytes.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct LineSet {
    bits: Vec<u8>,
}

/// A set of lines that goes beyond [`Line::MAX`].
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

/// The bytes of a set that holds [`Line::MAX`].
const MAX_BYTES: usize = Line::MAX as usize / 8 + 1;

impl LineSet {
    /// The empty set.
    pub const fn new() -> LineSet {
        LineSet { bits: Vec::new() }
    }

    /// The set that `numbits` spells; the bit of line 0, which no line has, is dropped.
    ///
    /// # Errors
    /// [`TooLong`] where a line beyond [`Line::MAX`] is in it.
    pub fn from_numbits(numbits: &[u8]) -> Result<LineSet, TooLong> {
        let used = numbits.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        if used > MAX_BYTES {
            return Err(TooLong { bytes: used });
        }
        let mut set = LineSet { bits: numbits[..used].to_vec() };
        if let Some(first) = set.bits.first_mut() {
            *first &= !1;
        }
        set.trim();
        Ok(set)
    }

    /// The set as numbits.
    pub fn as_numbits(&self) -> &[u8] {
        &self.bits
    }

    /// Whether no line is in the set.
    pub fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }

    /// How many lines are in the set.
    pub fn len(&self) -> usize {
        self.bits.iter().map(|byte| byte.count_ones() as usize).sum()
    }

    /// Whether `line` is in the set.
    pub fn contains(&self, line: Line) -> bool {
        let (byte, bit) = place(line);
        self.bits.get(byte).is_some_and(|b| b & bit != 0)
    }

    /// Adds `line`; tells whether it is new.
    pub fn insert(&mut self, line: Line) -> bool {
        let (byte, bit) = place(line);
        if byte >= self.bits.len() {
            self.bits.resize(byte + 1, 0);
        }
        let new = self.bits[byte] & bit == 0;
        self.bits[byte] |= bit;
        new
    }

    /// Removes `line`; tells whether it was there.
    pub fn remove(&mut self, line: Line) -> bool {
        let (byte, bit) = place(line);
        let there = self.contains(line);
        if there {
            self.bits[byte] &= !bit;
            self.trim();
        }
        there
    }

    /// Adds every line of `other`.
    pub fn union_with(&mut self, other: &LineSet) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine |= theirs;
        }
    }

    /// Keeps only what is in `other` too.
    pub fn intersect_with(&mut self, other: &LineSet) {
        self.bits.truncate(other.bits.len());
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine &= theirs;
        }
        self.trim();
    }

    /// Removes every line of `other`.
    pub fn subtract(&mut self, other: &LineSet) {
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine &= !theirs;
        }
        self.trim();
    }

    /// Returns true if every line is in `other`.
    pub fn is_subset_of(&self, other: &LineSet) -> bool {
        // The last byte is not zero, so that a longer set has a line more.
        self.bits.len() <= other.bits.len()
            && self.bits.iter().zip(&other.bits).all(|(mine, theirs)| mine & !theirs == 0)
    }

    /// The least line.
    pub fn first(&self) -> Option<Line> {
        self.iter().next()
    }

    /// The greatest line.
    pub fn last(&self) -> Option<Line> {
        let byte = self.bits.len().checked_sub(1)?;
        let bit = 7 - self.bits[byte].leading_zeros() as usize;
        line_at(byte * 8 + bit)
    }

    /// The lines in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = Line> {
        self.bits.iter().enumerate().flat_map(|(index, &byte)| {
            (0..8)
                .filter(move |bit| byte >> bit & 1 == 1)
                .filter_map(move |bit| line_at(index * 8 + bit))
        })
    }

    /// Restores the rule that the last byte is not zero.
    fn trim(&mut self) {
        while self.bits.last() == Some(&0) {
            self.bits.pop();
        }
    }
}

/// The byte that holds `line`, and its bit in there.
fn place(line: Line) -> (usize, u8) {
    let n = line.get() as usize;
    (n / 8, 1 << (n % 8))
}

/// The line of the bit numbered `n`.
fn line_at(n: usize) -> Option<Line> {
    u32::try_from(n).ok().and_then(Line::new)
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

impl TryFrom<Vec<u8>> for LineSet {
    type Error = TooLong;

    fn try_from(numbits: Vec<u8>) -> Result<LineSet, TooLong> {
        LineSet::from_numbits(&numbits)
    }
}

impl From<LineSet> for Vec<u8> {
    fn from(set: LineSet) -> Vec<u8> {
        set.bits
    }
}

impl fmt::Debug for LineSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn set(lines: &[u32]) -> LineSet {
        lines.iter().filter_map(|&n| Line::new(n)).collect()
    }

    #[test]
    fn the_bytes_are_coverage_pys() {
        assert_eq!(set(&[1, 3, 9]).as_numbits(), [0x0a, 0x02]);
        assert_eq!(set(&[]).as_numbits(), [0u8; 0]);
        assert_eq!(LineSet::from_numbits(&[0x0a, 0x02, 0, 0]), Ok(set(&[1, 3, 9])));
    }

    #[test]
    fn line_zero_is_dropped_and_the_absurd_refused() {
        assert_eq!(LineSet::from_numbits(&[1]), Ok(LineSet::new()));
        let mut long = vec![0; MAX_BYTES + 1];
        assert_eq!(LineSet::from_numbits(&long), Ok(LineSet::new()));
        long[MAX_BYTES] = 1;
        assert_eq!(LineSet::from_numbits(&long), Err(TooLong { bytes: MAX_BYTES + 1 }));
    }

    #[test]
    fn the_ends_of_a_set() {
        assert_eq!(set(&[5, 300]).first().map(Line::get), Some(5));
        assert_eq!(set(&[5, 300]).last().map(Line::get), Some(300));
        assert_eq!(LineSet::new().last(), None);
    }

    proptest! {
        #[test]
        fn operations_are_those_of_sets(
            a in prop::collection::btree_set(1u32..200, 0..40),
            b in prop::collection::btree_set(1u32..200, 0..40),
        ) {
            let list = |s: &BTreeSet<u32>| s.iter().copied().collect::<Vec<_>>();
            let (sa, sb) = (set(&list(&a)), set(&list(&b)));
            let numbers = |s: &LineSet| s.iter().map(Line::get).collect::<Vec<_>>();
            prop_assert_eq!(numbers(&sa), list(&a));
            prop_assert_eq!(sa.len(), a.len());
            let mut union = sa.clone();
            union.union_with(&sb);
            prop_assert_eq!(numbers(&union), a.union(&b).copied().collect::<Vec<_>>());
            let mut both = sa.clone();
            both.intersect_with(&sb);
            prop_assert_eq!(&both, &set(&a.intersection(&b).copied().collect::<Vec<_>>()));
            let mut rest = sa.clone();
            rest.subtract(&sb);
            prop_assert_eq!(&rest, &set(&a.difference(&b).copied().collect::<Vec<_>>()));
            prop_assert_eq!(sa.is_subset_of(&sb), a.is_subset(&b));
            prop_assert!(sa.is_subset_of(&union));
            let mut removed = union;
            for &n in &b {
                prop_assert!(removed.remove(Line::new(n).unwrap()));
            }
            prop_assert_eq!(removed, rest);
        }
    }
}
