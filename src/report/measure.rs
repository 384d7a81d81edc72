//! Measures the coverage of a file and of its regions from hits and an analysis.

use covdrop_analysis::Analysis;
use covdrop_data::Hits;
use covdrop_lines::{Arc, End, Line, LineSet};

use crate::Numbers;

/// The coverage of a file, or of a region of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCoverage {
    /// The counts.
    pub numbers: Numbers,
    /// Whether branches were measured.
    pub has_arcs: bool,
    /// Statements that ran.
    pub executed: LineSet,
    /// Statements that did not run.
    pub missing: LineSet,
    /// Statements that ran only in line data, in a file that has branch data too. Their branches
    /// count as missing, though nobody knows which were taken.
    pub unmeasured_branches: LineSet,
    /// Branches that were taken, sorted.
    pub executed_branches: Vec<Arc>,
    /// Branches that were not taken, sorted. Branches excluded by a comment or a setting are in
    /// neither list.
    pub missing_branches: Vec<Arc>,
}

/// Measures the coverage of `hits` by `analysis`.
pub fn measure(analysis: &Analysis, hits: &Hits) -> FileCoverage {
    let mut executed = analysis.first_lines(&hits.lines);
    executed.intersect_with(analysis.statements());
    let branches =
        hits.has_arcs.then(|| Branches::new(analysis, &analysis.executed_arcs(&hits.arcs)));
    let mut unmeasured_branches = LineSet::default();
    if hits.has_arcs {
        unmeasured_branches = executed.clone();
        unmeasured_branches.subtract(&analysis.first_lines(&hits.arc_lines()));
    }
    FileCoverage::new(
        analysis.statements(),
        analysis.excluded(),
        executed,
        unmeasured_branches,
        branches,
    )
}

impl FileCoverage {
    fn new(
        statements: &LineSet,
        excluded: &LineSet,
        executed: LineSet,
        unmeasured_branches: LineSet,
        branches: Option<Branches>,
    ) -> FileCoverage {
        let mut missing = statements.clone();
        missing.subtract(&executed);
        let has_arcs = branches.is_some();
        let branches = branches.unwrap_or_default();
        let is_judged = |line| !missing.contains(line) && !unmeasured_branches.contains(line);
        let ran = |arc: &&Arc| arc.from.as_line().is_none_or(is_judged);
        let mut partial: Vec<End> = branches.missing.iter().filter(ran).map(|a| a.from).collect();
        let partial_branches = partial.len() as u64;
        partial.dedup();
        FileCoverage {
            numbers: Numbers {
                n_files: 1,
                statements: statements.len() as u64,
                excluded: excluded.len() as u64,
                missing: missing.len() as u64,
                branches: branches.exits,
                partial_branches,
                missing_branches: branches.missing.len() as u64,
                partial_lines: partial.len() as u64,
            },
            has_arcs,
            executed,
            missing,
            unmeasured_branches,
            executed_branches: branches.executed,
            missing_branches: branches.missing,
        }
    }

    /// Returns the branches from `line` that were not taken.
    pub fn missing_branches_from(&self, line: Line) -> &[Arc] {
        branches_from(&self.missing_branches, line)
    }

    /// Returns the branches from `line` that were taken.
    pub fn executed_branches_from(&self, line: Line) -> &[Arc] {
        branches_from(&self.executed_branches, line)
    }

    /// Returns the lines that ran with a branch not taken.
    pub fn partial(&self) -> LineSet {
        let mut lines: LineSet =
            self.missing_branches.iter().filter_map(|arc| arc.from.as_line()).collect();
        lines.subtract(&self.missing);
        lines.subtract(&self.unmeasured_branches);
        lines
    }

    /// Returns the coverage of each of `regions`, which are disjoint sets of lines of this file.
    ///
    /// `analysis` is the one that measured this coverage. A branch belongs to the region where it
    /// starts.
    pub fn narrow(&self, analysis: &Analysis, regions: &[&LineSet]) -> Vec<FileCoverage> {
        let mut branches_by_region = BranchesByRegion::new(regions);
        if self.has_arcs {
            for line in analysis.branch_lines() {
                if let Some(region) = branches_by_region.of(line.into()) {
                    region.exits += u64::from(exits(analysis, line));
                }
            }
        }
        for &arc in &self.executed_branches {
            if let Some(region) = branches_by_region.of(arc.from) {
                region.executed.push(arc);
            }
        }
        for &arc in &self.missing_branches {
            if let Some(region) = branches_by_region.of(arc.from) {
                region.missing.push(arc);
            }
        }
        let within = |set: &LineSet, region: &LineSet| {
            // With many regions, each is small, and so are the results.
            let mut within = region.clone();
            within.intersect_with(set);
            within
        };
        let narrowed = regions.iter().zip(branches_by_region.branches).map(|(region, branches)| {
            FileCoverage::new(
                &within(analysis.statements(), region),
                &within(analysis.excluded(), region),
                within(&self.executed, region),
                within(&self.unmeasured_branches, region),
                self.has_arcs.then_some(branches),
            )
        });
        narrowed.collect()
    }
}

/// Returns the arcs of sorted `arcs` that start at `line`.
fn branches_from(arcs: &[Arc], line: Line) -> &[Arc] {
    let from = line.into();
    let start = arcs.partition_point(|arc| arc.from < from);
    let end = arcs.partition_point(|arc| arc.from <= from);
    arcs.get(start..end).unwrap_or_default()
}

/// Returns the number of branches of `line`: 0 if it has only one exit.
pub(crate) fn exits(analysis: &Analysis, line: Line) -> u32 {
    analysis.branch_exits(line).unwrap_or(0)
}

/// The branches of a file or region.
#[derive(Clone, Default)]
struct Branches {
    /// The number of branches.
    exits: u64,
    executed: Vec<Arc>,
    missing: Vec<Arc>,
}

impl Branches {
    /// Finds the branches of a whole file. `taken` has the arcs that were taken, sorted.
    fn new(analysis: &Analysis, taken: &[Arc]) -> Branches {
        let mut branches = Branches::default();
        for line in analysis.branch_lines() {
            branches.exits += u64::from(exits(analysis, line));
        }
        for &arc in analysis.arcs() {
            let Some(from) = arc.from.as_line() else { continue };
            if exits(analysis, from) < 2 {
                continue;
            }
            let excluded = arc.to.as_line().is_some_and(|to| analysis.excluded().contains(to));
            if taken.binary_search(&arc).is_ok() {
                branches.executed.push(arc);
            } else if !excluded && !analysis.no_branch().contains(from) {
                branches.missing.push(arc);
            }
        }
        branches
    }
}

/// The branches of several disjoint regions.
struct BranchesByRegion {
    branches: Vec<Branches>,
    /// By line: the index of its region plus one, or 0.
    owners: Vec<u32>,
}

impl BranchesByRegion {
    fn new(regions: &[&LineSet]) -> BranchesByRegion {
        let last = regions.iter().filter_map(|lines| lines.last()).max();
        let mut owners = vec![0; last.map_or(0, |line| line.index() + 1)];
        for (owner, lines) in (1u32..).zip(regions) {
            for line in lines.iter() {
                if let Some(place) = owners.get_mut(line.index()) {
                    *place = owner;
                }
            }
        }
        BranchesByRegion { branches: vec![Branches::default(); regions.len()], owners }
    }

    /// Returns the branches of the region that contains `from`.
    fn of(&mut self, from: End) -> Option<&mut Branches> {
        let owner = self.owners.get(from.as_line()?.index())?.checked_sub(1)?;
        self.branches.get_mut(owner as usize)
    }
}
