//! Finds the [items](CoverageItems) that recorded lines and arcs cover.
//!
//! It runs for every arc of every job, so it neither copies nor sorts.

use covdrop_analysis::Analysis;
use covdrop_lines::{Arc, Line, LineSet};

use crate::{CoverageBits, CoverageItems};

/// Finds the items that recorded lines and arcs cover.
#[derive(Debug)]
pub struct Finder<'a> {
    analysis: &'a Analysis,
    items: &'a CoverageItems,
    /// By line: the index of its statement plus one, or 0.
    numbers: Vec<u32>,
    /// By line: whether branches start at its statement.
    branching: Vec<bool>,
}

impl<'a> Finder<'a> {
    /// Creates a finder for `items`, which come from `analysis`.
    pub fn new(analysis: &'a Analysis, items: &'a CoverageItems) -> Finder<'a> {
        let starts = items.branching_lines();
        let end = analysis.multiline().map(|(_, last)| last).chain(starts.clone()).max();
        let end = end.max(analysis.statements().last()).map_or(0, |line| line.index() + 1);
        let mut own = vec![(0, false); end];
        for (number, line) in (1..).zip(analysis.statements().iter()) {
            if let Some(place) = own.get_mut(line.index()) {
                place.0 = number;
            }
        }
        for line in starts {
            if let Some(place) = own.get_mut(line.index()) {
                place.1 = true;
            }
        }
        let first = |index| Line::from_index(index).map(|line| analysis.first_line(line).index());
        let of_line =
            |index| first(index).and_then(|first| own.get(first)).copied().unwrap_or_default();
        let (numbers, branching) = (0..end).map(of_line).unzip();
        Finder { analysis, items, numbers, branching }
    }

    /// Adds the items that recorded lines and arcs cover to `covered`.
    pub fn cover(&self, covered: &mut CoverageBits, lines: &LineSet, arcs: &[Arc]) {
        for line in lines.iter() {
            self.cover_line(covered, line);
        }
        for arc in arcs {
            if let Some(line) = arc.to.as_line() {
                self.cover_line(covered, line);
            }
            let Some(line) = arc.from.as_line() else { continue };
            self.cover_line(covered, line);
            // Whatever its target, the arc starts from the same statement.
            if self.branching.get(line.index()) == Some(&true)
                && let Some(arc) = self.analysis.executed_arc(*arc)
                && let Some(item) = self.items.branch(arc)
            {
                covered.insert(item);
            }
        }
    }

    fn cover_line(&self, covered: &mut CoverageBits, line: Line) {
        let number = self.numbers.get(line.index()).and_then(|number| number.checked_sub(1));
        if let Some(number) = number {
            covered.insert(number as usize);
        }
    }
}
