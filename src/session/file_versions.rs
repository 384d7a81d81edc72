//! The versions of a file that several inputs contain. The last one overrides the others; when its
//! input is removed, the previous one counts again.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use covdrop_protocol::InputId;

/// The versions of a file, at least one.
#[derive(Clone, Debug)]
pub(crate) struct Versions<T> {
    overridden: Vec<Version<T>>,
    current: Version<T>,
}

#[derive(Clone, Debug)]
struct Version<T> {
    /// The input that contains it.
    input: InputId,
    /// The hash of its bytes.
    hash: u64,
    value: T,
}

/// Hashes the content of a version. It need not resist deliberate collisions: nobody gains from
/// one.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

impl<T: Clone> Versions<T> {
    /// Creates a file with one version.
    pub(crate) fn new(input: InputId, hash: u64, value: T) -> Versions<T> {
        Versions { overridden: Vec::new(), current: Version { input, hash, value } }
    }

    /// Adds a version that overrides the others. If the bytes are equal, it shares the value with
    /// everything computed from it; else returns the input of the overridden version.
    pub(crate) fn add(&mut self, input: InputId, hash: u64, value: T) -> Option<InputId> {
        let is_same = self.current.hash == hash;
        let value = if is_same { self.current.value.clone() } else { value };
        let before = std::mem::replace(&mut self.current, Version { input, hash, value });
        let other = (!is_same).then_some(before.input);
        self.overridden.push(before);
        other
    }

    /// Removes the versions of `input`. Returns `None` if no other version is left.
    pub(crate) fn without(mut self, input: InputId) -> Option<Versions<T>> {
        self.overridden.retain(|version| version.input != input);
        if self.current.input == input {
            self.current = self.overridden.pop()?;
        }
        Some(self)
    }

    /// Returns the version that counts.
    pub(crate) fn current(&self) -> &T {
        &self.current.value
    }

    /// Returns the version that counts, mutably.
    pub(crate) fn current_mut(&mut self) -> &mut T {
        &mut self.current.value
    }

    /// Returns all versions, mutably.
    pub(crate) fn all_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.overridden.iter_mut().chain([&mut self.current]).map(|version| &mut version.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_version_counts_until_it_is_removed() {
        let [one, two, three] = [1, 2, 3].map(InputId);
        let mut versions = Versions::new(one, 10, "a");
        assert_eq!(versions.add(two, 20, "b"), Some(one));
        assert_eq!(versions.add(three, 20, "b again"), None, "the same bytes");
        assert_eq!(*versions.current(), "b");
        let versions = versions.without(two).unwrap();
        assert_eq!(*versions.current(), "b");
        let versions = versions.without(three).unwrap();
        assert_eq!(*versions.current(), "a");
        assert!(versions.without(one).is_none());
    }
}
