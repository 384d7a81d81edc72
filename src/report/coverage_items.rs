//! The coverage items of a file: its statements and branches, each as one bit.
//!
//! Measuring looks at every recorded line and arc. Done once for each job, it gives a small bit set
//! ([`CoverageBits`]), and the coverage of several jobs is the union of theirs: the statement of a
//! recorded line and the branch of a recorded arc do not depend on other recorded data. (One rule
//! of [`Analysis::executed_arcs`] does, but it only adds arcs from lines with a single exit, which
//! are not branches.) So switching and comparing jobs never looks at the data.

use covdrop_analysis::Analysis;
use covdrop_lines::{Arc, Line, LineSet};

use crate::measure::exits;
use crate::{CoverageBits, Numbers};

/// The coverage items of a file: its statements, and its branches without excluded ones (`no
/// branch`).
#[derive(Clone, Debug)]
pub struct CoverageItems {
    statements: usize,
    excluded: u64,
    /// The number of exits of branching lines, including excluded branches.
    exits: u64,
    /// Sorted by arc.
    branches: Vec<Branch>,
}

/// A branch that counts as missing if it is not taken.
#[derive(Clone, Copy, Debug)]
struct Branch {
    arc: Arc,
    /// The index of the statement where it starts, if a statement starts there.
    from: Option<u32>,
}

/// Assigns the items of a file to its regions.
#[derive(Clone, Debug)]
pub struct RegionMap {
    /// By item: the index of its region plus one, or 0.
    owners: Box<[u32]>,
    /// By region: the number of excluded lines, and of exits of branching lines.
    fixed: Box<[(u64, u64)]>,
}

impl CoverageItems {
    /// Returns the items of the source that `analysis` belongs to.
    pub fn new(analysis: &Analysis) -> CoverageItems {
        let statements: Vec<Line> = analysis.statements().iter().collect();
        let number = |line: Line| {
            let at = statements.binary_search(&line).ok()?;
            u32::try_from(at).ok()
        };
        let branches = analysis.arcs().iter().filter_map(|&arc| {
            let from = arc.from.as_line()?;
            let is_excused = analysis.no_branch().contains(from)
                || arc.to.as_line().is_some_and(|to| analysis.excluded().contains(to));
            (exits(analysis, from) > 1 && !is_excused).then(|| Branch { arc, from: number(from) })
        });
        CoverageItems {
            statements: statements.len(),
            excluded: analysis.excluded().len() as u64,
            exits: analysis.branch_lines().map(|line| u64::from(exits(analysis, line))).sum(),
            branches: branches.collect(),
        }
    }

    /// Returns the number of statements.
    pub fn statements(&self) -> usize {
        self.statements
    }

    /// Returns the numbers of statements and branches, the denominators of percentages.
    pub fn all(&self) -> (u64, u64) {
        (self.statements as u64, self.exits)
    }

    /// Returns the empty set.
    pub fn none(&self) -> CoverageBits {
        let bits = self.statements + self.branches.len();
        CoverageBits { words: vec![0; bits.div_ceil(64)].into() }
    }

    /// Counts the statements and branches in `set`.
    pub fn count(&self, set: &CoverageBits) -> (u64, u64) {
        self.count_words(set.words.iter().copied())
    }

    /// Counts the statements and branches in both `set` and `other`.
    pub fn count_common(&self, set: &CoverageBits, other: &CoverageBits) -> (u64, u64) {
        self.count_words(set.words.iter().zip(&other.words).map(|(a, b)| a & b))
    }

    /// Counts the statements and branches in `set` and not in `other`.
    pub fn count_beyond(&self, set: &CoverageBits, other: &CoverageBits) -> (u64, u64) {
        self.count_words(set.words.iter().zip(&other.words).map(|(a, b)| a & !b))
    }

    fn count_words(&self, words: impl Iterator<Item = u64>) -> (u64, u64) {
        let (mut statements, mut branches) = (0, 0);
        for (first, word) in (0..).step_by(64).zip(words) {
            let mask = match self.statements.saturating_sub(first) {
                64.. => u64::MAX,
                rest => (1 << rest) - 1,
            };
            statements += u64::from((word & mask).count_ones());
            branches += u64::from((word & !mask).count_ones());
        }
        (statements, branches)
    }

    /// Returns the numbers of the file for the `covered` items. `by_arcs` has the items that branch
    /// data covers: if line data is mixed in, it has fewer, and lines that ran only in line data
    /// are not partial. Without branch data it is `None`, and the numbers have no branches.
    pub fn numbers(&self, covered: &CoverageBits, by_arcs: Option<&CoverageBits>) -> Numbers {
        let (ran, _) = self.count(covered);
        let mut numbers = Numbers {
            n_files: 1,
            statements: self.statements as u64,
            excluded: self.excluded,
            missing: self.statements as u64 - ran,
            ..Numbers::default()
        };
        if let Some(by_arcs) = by_arcs {
            numbers.branches = self.exits;
            self.missing(by_arcs, |_, is_partial, is_first| {
                numbers.missing_branches += 1;
                numbers.partial_branches += u64::from(is_partial);
                numbers.partial_lines += u64::from(is_first);
            });
        }
        numbers
    }

    /// Calls `visit` for each branch not in `covered`, which comes from branch data, with its item,
    /// whether its line ran, and whether it is the first such branch of that line.
    fn missing(&self, covered: &CoverageBits, mut visit: impl FnMut(usize, bool, bool)) {
        let mut last = None;
        for (item, branch) in (self.statements..).zip(&self.branches) {
            if covered.has(item) {
                continue;
            }
            let is_partial = branch.from.is_none_or(|from| covered.has(from as usize));
            let is_first = is_partial && last.replace(branch.arc.from) != Some(branch.arc.from);
            visit(item, is_partial, is_first);
        }
    }

    /// Returns the branches not in `covered`, which comes from branch data, of lines that ran.
    pub(crate) fn partial_branches(&self, covered: &CoverageBits) -> Vec<Arc> {
        let mut partial = Vec::new();
        self.missing(covered, |item, is_partial, _| {
            let branch = item.checked_sub(self.statements).and_then(|at| self.branches.get(at));
            partial.extend(branch.filter(|_| is_partial).map(|branch| branch.arc));
        });
        partial
    }

    /// Assigns each item to one of `regions`, which are disjoint sets of lines. A branch belongs to
    /// the region where it starts.
    pub fn region_map(&self, analysis: &Analysis, regions: &[&LineSet]) -> RegionMap {
        let last = regions.iter().filter_map(|lines| lines.last()).max();
        let mut by_line = vec![0; last.map_or(0, |line| line.index() + 1)];
        for (owner, lines) in (1_u32..).zip(regions) {
            for line in lines.iter() {
                if let Some(place) = by_line.get_mut(line.index()) {
                    *place = owner;
                }
            }
        }
        let owner = |line: Line| by_line.get(line.index()).copied().unwrap_or(0);
        let mut fixed = vec![(0, 0); regions.len()];
        let mut note = |line: Line, excluded: u64, exits: u64| {
            let region = owner(line).checked_sub(1).and_then(|at| fixed.get_mut(at as usize));
            if let Some((of_excluded, of_exits)) = region {
                *of_excluded += excluded;
                *of_exits += exits;
            }
        };
        analysis.excluded().iter().for_each(|line| note(line, 1, 0));
        analysis.branch_lines().for_each(|line| note(line, 0, exits(analysis, line).into()));
        let statements = analysis.statements().iter().map(owner);
        let branches =
            self.branches.iter().map(|branch| branch.arc.from.as_line().map_or(0, owner));
        RegionMap { owners: statements.chain(branches).collect(), fixed: fixed.into() }
    }

    /// Returns the numbers of each region of `region_map`, like [`CoverageItems::numbers`].
    pub fn numbers_of(
        &self,
        region_map: &RegionMap,
        covered: &CoverageBits,
        by_arcs: Option<&CoverageBits>,
    ) -> Vec<Numbers> {
        let new = |&(excluded, exits): &(u64, u64)| Numbers {
            n_files: 1,
            excluded,
            branches: if by_arcs.is_some() { exits } else { 0 },
            ..Numbers::default()
        };
        let mut all: Vec<Numbers> = region_map.fixed.iter().map(new).collect();
        let at = |item: usize| region_map.owners.get(item)?.checked_sub(1).map(|at| at as usize);
        for item in 0..self.statements {
            if let Some(numbers) = at(item).and_then(|at| all.get_mut(at)) {
                numbers.statements += 1;
                numbers.missing += u64::from(!covered.has(item));
            }
        }
        if let Some(by_arcs) = by_arcs {
            self.missing(by_arcs, |item, is_partial, is_first| {
                if let Some(numbers) = at(item).and_then(|at| all.get_mut(at)) {
                    numbers.missing_branches += 1;
                    numbers.partial_branches += u64::from(is_partial);
                    numbers.partial_lines += u64::from(is_first);
                }
            });
        }
        all
    }

    /// Returns the lines of the statements in `set`, and the lines where its branches start.
    /// `analysis` is the one that the items come from.
    pub fn lines(&self, analysis: &Analysis, set: &CoverageBits) -> LineSet {
        let statements = analysis.statements().iter().enumerate();
        let statements = statements.filter(|(item, _)| set.has(*item)).map(|(_, line)| line);
        let branches = (self.statements..).zip(&self.branches).filter(|(item, _)| set.has(*item));
        statements.chain(branches.filter_map(|(_, branch)| branch.arc.from.as_line())).collect()
    }

    /// Iterates over the lines where branches start, ascending and with repetition.
    pub(crate) fn branching_lines(&self) -> impl Iterator<Item = Line> + Clone {
        self.branches.iter().filter_map(|branch| branch.arc.from.as_line())
    }

    /// Returns the item of `arc`, or `None` if it is no branch or an excluded one.
    pub fn branch(&self, arc: Arc) -> Option<usize> {
        let at = self.branches.binary_search_by_key(&arc, |branch| branch.arc).ok()?;
        Some(self.statements + at)
    }
}

#[cfg(test)]
mod tests {
    use covdrop_analysis::{Options, RegionKind, Source, TargetVersion, analyze};
    use covdrop_data::Hits;
    use proptest::prelude::*;

    use super::*;
    use crate::{Finder, measure};

    /// Statements of several lines, and branches of all kinds, including excluded ones.
    const SOURCE: &str = "\
import os
class C:
    '''Words.'''
    def f(self, a,
          b):
        if a:
            return [
                x for x in b
                if x
            ]
        while b:
            b = b[
                1:
            ]
            if os: continue
        else:
            print()
        with open(a) as c:
            pass
        if a:  # pragma: no branch
            a = 1
        if b:  # pragma: no cover
            b = 1
        elif a:
            b = 2
        try:
            match a:
                case 1: pass
                case 2: b = 3
        except ValueError:
            raise
        finally:
            f(1,
              2)
        return a
f = lambda: 1 if os else 2
";

    fn analysis() -> Analysis {
        let source = Source::decode_with(SOURCE.as_bytes(), |_, _| None).unwrap();
        analyze(&source, &Options::new(TargetVersion::default()).unwrap()).unwrap()
    }

    fn hits() -> impl Strategy<Value = Hits> {
        let possible = analysis().arcs().to_vec();
        let arc = prop_oneof![
            4 => prop::sample::select(possible),
            1 => (-40_i64..40, -40_i64..40).prop_filter_map("no end is 0", |(from, to)| Arc::new(from, to)),
            1 => (1_i64..40).prop_filter_map("a line", |line| Arc::new(line, line)),
        ];
        let arcs = prop::collection::vec(arc, 0..40);
        let lines = prop::collection::vec((1_u32..40).prop_filter_map("a line", Line::new), 0..20);
        (any::<bool>(), lines, arcs).prop_map(|(has_arcs, lines, mut arcs)| {
            arcs.sort();
            arcs.dedup();
            if !has_arcs {
                return Hits { lines: lines.into_iter().collect(), arcs: vec![], has_arcs };
            }
            let ends = arcs.iter().flat_map(|arc| [arc.from.as_line(), arc.to.as_line()]);
            Hits { lines: ends.flatten().collect(), arcs, has_arcs }
        })
    }

    fn united(jobs: &[Hits]) -> Hits {
        let mut all = Hits::default();
        for job in jobs {
            all.lines.union_with(&job.lines);
            all.arcs.extend_from_slice(&job.arcs);
            all.has_arcs |= job.has_arcs;
        }
        all.arcs.sort();
        all.arcs.dedup();
        all
    }

    proptest! {
        #[test]
        fn the_union_of_items_equals_measuring_united_hits(
            jobs in prop::collection::vec(hits(), 0..4)
        ) {
            let analysis = analysis();
            let items = CoverageItems::new(&analysis);
            let finder = Finder::new(&analysis, &items);
            let (mut covered, mut by_arcs) = (items.none(), items.none());
            for job in &jobs {
                finder.cover(&mut covered, &job.lines, &job.arcs);
                finder.cover(&mut by_arcs, &LineSet::default(), &job.arcs);
            }
            let hits = united(&jobs);
            let by_arcs = hits.has_arcs.then_some(&by_arcs);
            let measured = measure(&analysis, &hits);
            prop_assert_eq!(items.numbers(&covered, by_arcs), measured.numbers);

            let mut lines = measured.executed.clone();
            let taken = measured.executed_branches.iter().filter(|arc| items.branch(**arc).is_some());
            lines.extend(taken.filter_map(|arc| arc.from.as_line()));
            prop_assert_eq!(items.lines(&analysis, &covered), lines);

            for kind in [RegionKind::Function, RegionKind::Class] {
                let regions: Vec<&LineSet> = analysis
                    .regions()
                    .iter()
                    .filter(|region| region.kind == kind)
                    .map(|region| &region.lines)
                    .collect();
                let region_map = items.region_map(&analysis, &regions);
                let ours = items.numbers_of(&region_map, &covered, by_arcs);
                let theirs = measured.narrow(&analysis, &regions);
                prop_assert_eq!(ours, theirs.iter().map(|part| part.numbers).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn statements_and_branches_are_counted_apart() {
        let analysis = analysis();
        let items = CoverageItems::new(&analysis);
        let mut all = items.none();
        (0..items.statements + items.branches.len()).for_each(|item| all.insert(item));
        assert_eq!(items.count(&all), (items.statements as u64, items.branches.len() as u64));
        assert_eq!(all.iter().count(), items.statements + items.branches.len());
        assert_eq!(items.numbers(&all, Some(&all)).missing_branches, 0);
    }
}
