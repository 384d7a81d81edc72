//! Measures the changed part of a file.
//!
//! A statement is changed if any of its lines is, and a branch if the statement where it starts is.
//! Thus the changed part of a file is a region of it, and counts as functions and classes do.

use covdrop_analysis::Analysis;
use covdrop_lines::{Arc, Line, LineSet};

use crate::measured::{destination, range_text};
use crate::{CoverageBits, CoverageItems, Numbers};

/// The coverage of the changed part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeCoverage {
    /// The counts.
    pub numbers: Numbers,
    /// The changed lines.
    pub lines: LineSet,
    /// The changed statements that did not run, ascending.
    pub missing: Vec<Extent>,
    /// The changed statements that ran, with branches that were not taken, ascending.
    pub partial: Vec<PartialStatement>,
    /// The missing lines and branches as text, such as `3, 10-11, 4->6, 9->exit`.
    pub missing_text: String,
}

/// The lines of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extent {
    /// The first line.
    pub first: Line,
    /// The last line.
    pub last: Line,
}

/// A statement that ran, with branches that were not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialStatement {
    /// The lines of the statement.
    pub extent: Extent,
    /// The branches, in order.
    pub branches: Vec<Arc>,
    /// For each branch, coverage.py's sentence about it.
    pub messages: Vec<String>,
}

impl CoverageItems {
    /// Measures the part of a file to which the changed `lines` belong, for the `covered` items.
    /// `by_arcs` is as in [`CoverageItems::numbers`].
    pub fn change(
        &self,
        analysis: &Analysis,
        lines: LineSet,
        covered: &CoverageBits,
        by_arcs: Option<&CoverageBits>,
    ) -> ChangeCoverage {
        let mut region = analysis.first_lines(&lines);
        region.union_with(&lines);
        let region_map = self.region_map(analysis, &[&region]);
        let numbers = self.numbers_of(&region_map, covered, by_arcs).pop().unwrap_or_default();
        let mut change = ChangeCoverage {
            numbers,
            lines,
            missing: Vec::new(),
            partial: Vec::new(),
            missing_text: String::new(),
        };
        if numbers.missing == 0 && numbers.partial_branches == 0 {
            return change;
        }
        let extents = Extents::new(analysis);
        let mut text: Vec<(Line, String)> = Vec::new();
        let mut range: Option<(Line, Line)> = None;
        let mut missing = LineSet::new();
        for (item, line) in analysis.statements().iter().enumerate() {
            let is_missing = !covered.has(item);
            if is_missing {
                missing.insert(line);
            }
            if is_missing && region.contains(line) {
                change.missing.push(extents.of(line));
                range = Some(range.map_or((line, line), |(start, _)| (start, line)));
            } else {
                text.extend(range.take().map(range_text));
            }
        }
        text.extend(range.map(range_text));
        let partial = by_arcs.map(|by_arcs| self.partial_branches(by_arcs)).unwrap_or_default();
        for arc in partial {
            let Some(from) = arc.from.as_line().filter(|line| region.contains(*line)) else {
                continue;
            };
            if !arc.to.as_line().is_some_and(|to| missing.contains(to)) {
                text.push((from, format!("{from}->{}", destination(arc))));
            }
            let message = analysis.missing_arc_description(arc);
            match change.partial.last_mut().filter(|last| last.extent.first == from) {
                Some(last) => {
                    last.branches.push(arc);
                    last.messages.push(message);
                }
                None => change.partial.push(PartialStatement {
                    extent: extents.of(from),
                    branches: vec![arc],
                    messages: vec![message],
                }),
            }
        }
        text.sort();
        let text: Vec<String> = text.into_iter().map(|(_, text)| text).collect();
        change.missing_text = text.join(", ");
        change
    }
}

/// The statements of a source that have several lines.
struct Extents(Vec<(Line, Line)>);

impl Extents {
    fn new(analysis: &Analysis) -> Extents {
        Extents(analysis.multiline().collect())
    }

    /// Returns the lines of the statement whose first line is `first`.
    fn of(&self, first: Line) -> Extent {
        let at = self.0.binary_search_by_key(&first, |(first, _)| *first).ok();
        let last = at.and_then(|at| self.0.get(at)).map_or(first, |(_, last)| *last);
        Extent { first, last }
    }
}
