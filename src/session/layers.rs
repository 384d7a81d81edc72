//! What several dropped things gave of one path: the last one counts, and when it is taken out
//! again, the one before it does.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Layers, at least one of them, the one that counts last.
#[derive(Clone, Debug)]
pub(crate) struct Layers<T> {
    below: Vec<Layer<T>>,
    top: Layer<T>,
}

#[derive(Clone, Debug)]
struct Layer<T> {
    /// The number of the dropped thing that it came in.
    owner: u32,
    /// The hash of the bytes as they came.
    hash: u64,
    value: T,
}

/// The hash that tells versions of a file apart. Nobody gains by two that have the same.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

impl<T: Clone> Layers<T> {
    /// One layer.
    pub(crate) fn new(owner: u32, hash: u64, value: T) -> Layers<T> {
        Layers { below: Vec::new(), top: Layer { owner, hash, value } }
    }

    /// Puts a layer on top. What is there of the same bytes is shared, with all that was made of
    /// it; tells whose other version does not count any more.
    pub(crate) fn put(&mut self, owner: u32, hash: u64, value: T) -> Option<u32> {
        let is_same = self.top.hash == hash;
        let value = if is_same { self.top.value.clone() } else { value };
        let before = std::mem::replace(&mut self.top, Layer { owner, hash, value });
        let other = (!is_same).then_some(before.owner);
        self.below.push(before);
        other
    }

    /// Takes out what `owner` gave; nothing where nobody else gave anything.
    pub(crate) fn without(mut self, owner: u32) -> Option<Layers<T>> {
        self.below.retain(|layer| layer.owner != owner);
        if self.top.owner == owner {
            self.top = self.below.pop()?;
        }
        Some(self)
    }

    /// What counts.
    pub(crate) fn top(&self) -> &T {
        &self.top.value
    }

    /// What counts, to be changed.
    pub(crate) fn top_mut(&mut self) -> &mut T {
        &mut self.top.value
    }

    /// What counts and what may come to count, to be changed.
    pub(crate) fn all_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.below.iter_mut().chain([&mut self.top]).map(|layer| &mut layer.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_counts_until_it_goes() {
        let mut layers = Layers::new(1, 10, "a");
        assert_eq!(layers.put(2, 20, "b"), Some(1));
        assert_eq!(layers.put(3, 20, "b again"), None, "the same bytes");
        assert_eq!(*layers.top(), "b");
        let layers = layers.without(2).unwrap();
        assert_eq!(*layers.top(), "b");
        let layers = layers.without(3).unwrap();
        assert_eq!(*layers.top(), "a");
        assert!(layers.without(1).is_none());
    }
}
