//! Bit sets of coverage items: union and difference take a few machine words of work.

/// A set of a file's [`CoverageItems`](crate::CoverageItems): a bit for each statement in order of
/// lines, then a bit for each branch in order of arcs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageBits {
    /// All sets of one file have the same length.
    pub(crate) words: Box<[u64]>,
}

impl CoverageBits {
    /// Returns true if `item` is in the set.
    pub fn has(&self, item: usize) -> bool {
        self.words.get(item / 64).is_some_and(|word| word >> (item % 64) & 1 == 1)
    }

    /// Adds `item`, an item of the file.
    pub(crate) fn insert(&mut self, item: usize) {
        if let Some(word) = self.words.get_mut(item / 64) {
            *word |= 1 << (item % 64);
        }
    }

    /// Iterates over the items, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        (0..).step_by(64).zip(&self.words).flat_map(|(first, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(first + bit)
            })
        })
    }

    /// Adds every item of `other`, a set of the same file.
    pub fn union_with(&mut self, other: &CoverageBits) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine |= theirs;
        }
    }

    /// Adds every item of `other`, and adds those that were in the set already to `again`.
    pub fn union_noting_overlap(&mut self, other: &CoverageBits, again: &mut CoverageBits) {
        let words = self.words.iter_mut().zip(&other.words).zip(&mut again.words);
        for ((mine, theirs), again) in words {
            *again |= *mine & theirs;
            *mine |= theirs;
        }
    }

    /// Keeps only the items that `other` has too.
    pub fn intersect(&mut self, other: &CoverageBits) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= theirs;
        }
    }

    /// Removes every item of `other`.
    pub fn subtract(&mut self, other: &CoverageBits) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= !theirs;
        }
    }
}
