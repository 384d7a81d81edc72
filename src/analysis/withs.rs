//! Corrects arcs that leave `with` statements.
//!
//! Since Python 3.10, leaving the body of a `with` runs its first line again, to call `__exit__`:
//! lines 1, 2, 3, 1, 4. coverage.py shows lines 1, 2, 3, 4, in possible and in recorded arcs: it
//! redirects the arc back to the `with` to the line where control finally goes, and drops the arc
//! from the `with` to there.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::raw_arc::RawArc;

/// Facts about `with` statements from a walk over the syntax tree.
#[derive(Default)]
pub(crate) struct Withs {
    /// The lines of the `with` statements around the current statement.
    current: Vec<i32>,
    /// The lines of all `with` statements.
    starts: BTreeSet<i32>,
    /// The arcs from a `with` into its body.
    entries: BTreeSet<RawArc>,
    /// The arcs from the end of a body back to its `with`.
    exits: BTreeSet<RawArc>,
}

impl Withs {
    pub(crate) fn enter(&mut self, line: i32) {
        self.current.push(line);
        self.starts.insert(line);
    }

    pub(crate) fn leave(&mut self, line: i32) {
        self.current.retain(|&current| current != line);
    }

    /// Records an arc if it leads into a body.
    pub(crate) fn entered(&mut self, from: i32, to: i32) {
        if self.current.contains(&from) {
            self.entries.insert((from, to));
        }
    }

    pub(crate) fn exited(&mut self, from: i32, to: i32) {
        self.exits.insert((from, to));
    }

    /// Returns the corrections for `arcs`, all arcs of this file.
    pub(crate) fn jumps(&self, arcs: &[RawArc]) -> WithJumps {
        let mut nexts: BTreeMap<i32, i32> = BTreeMap::new();
        if !self.starts.is_empty() {
            for &(from, to) in arcs {
                if self.starts.contains(&from) && !self.entries.contains(&(from, to)) {
                    nexts.entry(from).or_insert(to);
                }
            }
        }
        let mut jumps = BTreeMap::new();
        for &(end, start) in &self.exits {
            if let Some(landing) = self.landing(start, &nexts) {
                jumps.insert((end, start), Some((end, landing)));
            }
        }
        for (&start, &next) in &nexts {
            // A body on the same line does not jump back, so its only arc leads onward.
            if !self.exits.contains(&(start, start)) {
                jumps.insert((start, next), None);
            }
        }
        WithJumps { jumps }
    }

    /// Returns the line where control goes after the `with` on line `start`, through all `with`
    /// statements that end together.
    fn landing(&self, start: i32, nexts: &BTreeMap<i32, i32>) -> Option<i32> {
        let (mut from, mut next) = (start, *nexts.get(&start)?);
        // Each step leads to an enclosing `with`, so there are no more steps than `with`
        // statements.
        for _ in 0..nexts.len() {
            match nexts.get(&next) {
                Some(&after) if self.exits.contains(&(from, next)) => (from, next) = (next, after),
                _ => break,
            }
        }
        Some(next)
    }
}

/// The arcs to redirect, and those to drop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WithJumps {
    jumps: BTreeMap<RawArc, Option<RawArc>>,
}

impl WithJumps {
    /// Returns the arc to show for `arc`, if any.
    pub(crate) fn corrected(&self, arc: RawArc) -> Option<RawArc> {
        if self.jumps.is_empty() {
            return Some(arc);
        }
        self.jumps.get(&arc).copied().unwrap_or(Some(arc))
    }
}
