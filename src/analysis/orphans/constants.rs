//! The constants of a code object, in the order in which the compiler meets them.
//!
//! Where dead code is dropped, their order decides which of its code objects stay behind.

use std::collections::HashMap;
use std::fmt::Display;

use super::Nested;

/// The constants met so far.
#[derive(Default)]
pub(super) struct Constants<'a> {
    indexes: HashMap<Box<str>, usize>,
    count: usize,
    /// The place of the last one that is in use.
    pub(super) last_in_use: usize,
    /// Whether a constant is in use that comes after all others.
    pub(super) uses_last: bool,
    /// The code objects among them, with their places.
    pub(super) nested: Vec<(Nested<'a>, usize)>,
}

impl<'a> Constants<'a> {
    /// Notes a constant, which is told from others by `key`.
    pub(super) fn add(&mut self, key: &str, live: bool) {
        let index = *self.indexes.entry(key.into()).or_insert(self.count);
        self.count = self.count.max(index + 1);
        if live {
            self.last_in_use = self.last_in_use.max(index);
        }
    }

    /// Notes a tuple of names.
    pub(super) fn add_names<'n>(&mut self, names: impl IntoIterator<Item = &'n str>, live: bool) {
        let names: Vec<&str> = names.into_iter().collect();
        self.add(&format!("names {}", names.join(",")), live);
    }

    /// Notes a whole number, as if it stood in the source.
    pub(super) fn add_number(&mut self, number: impl Display, live: bool) {
        self.add(&format!("Int({number})"), live);
    }

    /// Notes a tuple that is put together last, after all other constants.
    pub(super) const fn add_last(&mut self) {
        self.uses_last = true;
    }

    pub(super) fn add_code(&mut self, nested: Nested<'a>, live: bool) {
        // The finally parts are met more than once.
        let key = format!("code {}", nested.start().start().to_u32());
        if !self.indexes.contains_key(key.as_str()) {
            self.nested.push((nested, self.count));
        }
        self.add(&key, live);
    }
}
