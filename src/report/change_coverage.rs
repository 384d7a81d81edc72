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

#[cfg(test)]
mod tests {
    use covdrop_analysis::{Options, Source, TargetVersion, analyze};
    use covdrop_data::Hits;
    use proptest::prelude::*;

    use super::*;
    use crate::{Finder, Measured, measure};

    /// Statements of several lines, branches, and excluded ones of both kinds.
    const SOURCE: &str = "\
import os
def f(a,
      b):
    '''Words.'''
    if a:
        return [
            x for x in b
        ]
    while b:
        b = b[1:]
    if a:  # pragma: no branch
        a = 1
    if b:  # pragma: no cover
        b = 1
    with open(a) as c:
        pass
    f(1,
      2)
    return a
";

    fn analysis() -> Analysis {
        let source = Source::decode_with(SOURCE.as_bytes(), |_, _| None).unwrap();
        analyze(&source, &Options::new(TargetVersion::default()).unwrap()).unwrap()
    }

    fn lines(numbers: impl IntoIterator<Item = u32>) -> LineSet {
        numbers.into_iter().filter_map(Line::new).collect()
    }

    proptest! {
        /// A file that is new as a whole has the numbers and the missing lines of the ordinary
        /// report; the parts of a file have its numbers together.
        #[test]
        fn changes_count_as_reports_do(
            taken in prop::collection::vec(prop::sample::select(analysis().arcs().to_vec()), 0..12),
            split in prop::collection::vec(any::<bool>(), 20),
        ) {
            let analysis = analysis();
            let mut arcs = taken;
            arcs.sort();
            arcs.dedup();
            let ends = arcs.iter().flat_map(|arc| [arc.from.as_line(), arc.to.as_line()]);
            let hits = Hits { lines: ends.flatten().collect(), arcs, has_arcs: true };
            let coverage = measure(&analysis, &hits);
            let items = CoverageItems::new(&analysis);
            let mut covered = items.none();
            Finder::new(&analysis, &items).cover(&mut covered, &hits.lines, &hits.arcs);
            let whole = items.change(&analysis, lines(1..=20), &covered, Some(&covered));
            prop_assert_eq!(whole.numbers, coverage.numbers);
            let text = Measured { analysis: &analysis, coverage: &coverage }.missing_text();
            prop_assert_eq!(whole.missing_text, text);

            // Statements with several lines belong to both parts if both have lines of them.
            let firsts = |numbers: LineSet| analysis.first_lines(&numbers);
            let part = |side: bool| lines((1..=20).filter(|n| split.get(*n as usize - 1) == Some(&side)));
            let (one, other) = (firsts(part(true)), firsts(part(false)));
            let mut other_alone = other.clone();
            other_alone.subtract(&one);
            let measured = [one, other_alone]
                .map(|part| items.change(&analysis, part, &covered, Some(&covered)).numbers);
            let sum: Numbers = measured.into_iter().sum();
            prop_assert_eq!((sum.statements, sum.missing), (whole.numbers.statements, whole.numbers.missing));
            prop_assert_eq!(
                (sum.branches, sum.missing_branches, sum.partial_branches),
                (whole.numbers.branches, whole.numbers.missing_branches, whole.numbers.partial_branches)
            );
        }
    }

    #[test]
    fn a_later_line_changes_its_statement_and_the_branches_there() {
        let analysis = analysis();
        let items = CoverageItems::new(&analysis);
        let change =
            |line| items.change(&analysis, lines([line]), &items.none(), Some(&items.none()));
        let extents = |line| {
            let missing = change(line).missing.into_iter();
            missing.map(|extent| (extent.first.get(), extent.last.get())).collect::<Vec<_>>()
        };
        assert_eq!(extents(3), [(2, 3)]);
        assert_eq!(extents(18), [(17, 18)]);
        assert_eq!(extents(4), []);
        assert_eq!(extents(14), []);
        assert_eq!((change(5).numbers.branches, change(6).numbers.branches), (2, 0));
        assert_eq!(change(13).numbers.excluded, 1);
    }
}
