//! Collects the constants of a code object in the compiler's order.
//!
//! When dead code is dropped, this order decides which of its code objects remain.

use std::collections::HashMap;
use std::fmt::Display;

use super::Nested;

/// The constants so far.
#[derive(Default)]
pub(super) struct Constants<'a> {
    indexes: HashMap<Box<str>, usize>,
    count: usize,
    /// The index of the last used constant.
    pub(super) last_in_use: usize,
    /// Whether a used constant comes after all others.
    pub(super) uses_last: bool,
    /// The code objects among them, with their indexes.
    pub(super) nested: Vec<(Nested<'a>, usize)>,
}

impl<'a> Constants<'a> {
    /// Adds a constant, which `key` identifies.
    pub(super) fn add(&mut self, key: &str, live: bool) {
        let index = *self.indexes.entry(key.into()).or_insert(self.count);
        self.count = self.count.max(index + 1);
        if live {
            self.last_in_use = self.last_in_use.max(index);
        }
    }

    /// Adds a tuple of names.
    pub(super) fn add_names<'n>(&mut self, names: impl IntoIterator<Item = &'n str>, live: bool) {
        let names: Vec<&str> = names.into_iter().collect();
        self.add(&format!("names {}", names.join(",")), live);
    }

    /// Adds a whole number, as if the source had it.
    pub(super) fn add_number(&mut self, number: impl Display, live: bool) {
        self.add(&format!("Int({number})"), live);
    }

    /// Adds a tuple that the compiler builds last, after all other constants.
    pub(super) const fn add_last(&mut self) {
        self.uses_last = true;
    }

    pub(super) fn add_code(&mut self, nested: Nested<'a>, live: bool) {
        // The compiler visits finally parts more than once.
        let key = format!("code {}", nested.start().start().to_u32());
        if !self.indexes.contains_key(key.as_str()) {
            self.nested.push((nested, self.count));
        }
        self.add(&key, live);
    }
}
