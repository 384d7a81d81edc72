//! Analyses one source: combines statements, exclusions, arcs and regions.

use std::collections::BTreeMap;

use covdrop_lines::{Arc, End, Line, LineSet};
use serde::{Deserialize, Serialize};

use crate::arcs::{self, PossibleArcs};
use crate::evidence::{Evidence, Witnesses};
use crate::exclusion::{complete_exclusion, exclude_suites, matching_lines};
use crate::logical::{LineMap, Multiline};
use crate::messages::Messages;
use crate::raw_arc::RawArc;
use crate::recordable::recordable_lines;
use crate::regions::{Region, regions};
use crate::statements::lines_with_code;
use crate::syntax::Tree;
use crate::withs::WithJumps;
use crate::{
    AnalysisError, DEFAULT_EXCLUDE, DEFAULT_PARTIAL, DEFAULT_PARTIAL_ALWAYS, PatternError,
    Patterns, Source, TargetVersion, syntax,
};

/// Options of the analysis.
#[derive(Clone, Debug)]
pub struct Options {
    /// The Python version whose rules apply.
    pub target: TargetVersion,
    /// The patterns of excluded lines.
    pub exclude: Patterns,
    /// The patterns of partial branches, on whose lines missing branches do not count:
    /// coverage.py's `partial_branches` and `partial_branches_always`, in this order.
    pub partial: Patterns,
}

impl Options {
    /// Returns coverage.py's default settings for a Python version.
    pub fn new(target: TargetVersion) -> Result<Options, PatternError> {
        let partial = [&DEFAULT_PARTIAL[..], &DEFAULT_PARTIAL_ALWAYS[..]].concat();
        Ok(Options {
            target,
            exclude: Patterns::new(&DEFAULT_EXCLUDE)?,
            partial: Patterns::new(&partial)?,
        })
    }
}

/// The statements, excluded lines, arcs and regions of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    statements: LineSet,
    excluded: LineSet,
    docstrings: LineSet,
    recordable: LineSet,
    no_branch: LineSet,
    multiline: Multiline,
    arcs: ArcTable,
    regions: Vec<Region>,
    witnesses: Witnesses,
    approximate: bool,
}

/// The possible arcs of one source, with their messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ArcTable {
    /// Sorted, each once.
    possible: Vec<Arc>,
    /// The lines with more than one exit, ascending, each with its number of exits.
    branches: Vec<(Line, u32)>,
    with_jumps: WithJumps,
    messages: Messages,
}

/// Analyses a source as coverage.py does.
pub fn analyze(source: &Source, options: &Options) -> Result<Analysis, AnalysisError> {
    if let Some(line) = source.undeclared_line.filter(|_| options.target < TargetVersion::Py314) {
        let message = "it is not UTF-8, and no encoding is declared before it".to_owned();
        return Err(AnalysisError::Syntax { line, message });
    }
    let tree = syntax::parse(source.text(), options.target)?;
    assemble(source, options, &tree, false)
}

/// Analyses a Python 2 source by error recovery; the result is marked as approximate.
pub fn analyze_python2(source: &Source, options: &Options) -> Result<Analysis, AnalysisError> {
    let tree = syntax::parse_leniently(source.text(), options.target)?;
    assemble(source, options, &tree, true)
}

fn assemble(
    source: &Source,
    options: &Options,
    tree: &Tree,
    approximate: bool,
) -> Result<Analysis, AnalysisError> {
    let (text, tokens, module) = (source.text(), tree.tokens(), tree.module());
    let lines = LineMap::new(text, tokens);
    let code = lines_with_code(module, &lines, options.target);
    let matched = matching_lines(text, &options.exclude)?;
    let mut excluded = exclude_suites(&matched, tokens, &lines);
    let docstrings = complete_exclusion(module, &lines, &code, &mut excluded);

    let mut rest = code.clone();
    rest.subtract(&excluded);
    rest.subtract(&docstrings);
    let mut statements = lines.first_lines(&rest);
    statements.subtract(&excluded);
    statements.subtract(&docstrings);

    let code = lines.first_lines(&code);
    let arcs = ArcTable::new(arcs::possible_arcs(module, &lines, &code, options.target), &excluded);
    Ok(Analysis {
        statements,
        no_branch: lines.first_lines(&matching_lines(text, &options.partial)?),
        docstrings,
        excluded,
        arcs,
        regions: regions(module, &lines, text.len())?,
        witnesses: Witnesses::of(module, &lines),
        recordable: recordable_lines(&lines, tokens),
        multiline: lines.into_multiline(),
        approximate,
    })
}

impl ArcTable {
    fn new(found: PossibleArcs, excluded: &LineSet) -> ArcTable {
        let with_jumps = found.withs.jumps(&found.arcs);
        let mut possible: Vec<Arc> = found
            .arcs
            .iter()
            .filter_map(|&arc| with_jumps.corrected(arc))
            .filter(|&(from, to)| from != to)
            .filter_map(|(from, to)| Arc::new(from.into(), to.into()))
            .collect();
        possible.sort_unstable();
        possible.dedup();
        possible.shrink_to_fit();
        let branches = exit_counts(&possible, excluded).filter(|(_, exits)| *exits > 1).collect();
        ArcTable { possible, branches, with_jumps, messages: Messages::new(found.fragments) }
    }
}

/// Counts the arcs that leave each line, without those from and to `excluded` lines. `arcs` are
/// sorted.
fn exit_counts(arcs: &[Arc], excluded: &LineSet) -> impl Iterator<Item = (Line, u32)> {
    let counts = |end: End| end.as_line().is_none_or(|line| !excluded.contains(line));
    arcs.chunk_by(|a, b| a.from == b.from).filter_map(move |from_line| {
        let line = from_line.first()?.from.as_line().filter(|line| !excluded.contains(*line))?;
        let exits = from_line.iter().filter(|arc| counts(arc.to)).count();
        (exits > 0).then(|| (line, u32::try_from(exits).unwrap_or(u32::MAX)))
    })
}

impl Analysis {
    /// Returns the executable statements by their first lines, without excluded ones and
    /// docstrings.
    pub fn statements(&self) -> &LineSet {
        &self.statements
    }

    /// Returns the excluded lines, which may include blank lines and comments.
    pub fn excluded(&self) -> &LineSet {
        &self.excluded
    }

    /// Returns the lines of the docstrings of the module, classes and functions.
    pub fn docstrings(&self) -> &LineSet {
        &self.docstrings
    }

    /// Returns the lines that a measurement can record, for any Python version. Data with any other
    /// line was recorded from another version of the source.
    pub fn recordable_lines(&self) -> &LineSet {
        &self.recordable
    }

    /// Returns the lines whose missing branches do not count.
    pub fn no_branch(&self) -> &LineSet {
        &self.no_branch
    }

    /// Returns the first line of the statement that `line` belongs to.
    pub fn first_line(&self, line: Line) -> Line {
        Line::new(self.multiline.first(line.get())).unwrap_or(line)
    }

    /// Returns the first lines of the statements that `lines` belong to.
    pub fn first_lines(&self, lines: &LineSet) -> LineSet {
        lines.iter().map(|line| self.first_line(line)).collect()
    }

    /// Returns the first and last line of each logical line that spans several, ascending.
    pub fn multiline(&self) -> impl Iterator<Item = (Line, Line)> {
        self.multiline.iter()
    }

    /// Returns the possible arcs, sorted.
    pub fn arcs(&self) -> &[Arc] {
        &self.arcs.possible
    }

    /// Returns the number of possible arcs that leave each line, by line, for lines with any. Arcs
    /// from and to excluded lines do not count.
    pub fn exit_counts(&self) -> impl Iterator<Item = (Line, u32)> {
        exit_counts(&self.arcs.possible, &self.excluded)
    }

    /// Returns the number of exits of a line, or `None` if it has no more than one.
    pub fn branch_exits(&self, line: Line) -> Option<u32> {
        let at = self.arcs.branches.binary_search_by_key(&line, |(line, _)| *line).ok()?;
        self.arcs.branches.get(at).map(|(_, exits)| *exits)
    }

    /// Returns the lines with more than one exit, ascending.
    pub fn branch_lines(&self) -> impl Iterator<Item = Line> {
        self.arcs.branches.iter().map(|(line, _)| *line)
    }

    /// Returns the functions and classes in source order, except that functions in `except` parts
    /// follow those of the `else` and `finally` parts.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Returns true if the source is Python 2, so that its numbers are approximate.
    pub fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// Infers the Python version that recorded the data, from the arcs recorded for this source, in
    /// any order, and the lines. Calls `lines` only if lines can contribute evidence.
    pub fn evidence(
        &self,
        arcs: impl IntoIterator<Item = Arc>,
        lines: impl FnOnce() -> LineSet,
    ) -> Evidence {
        Evidence::from_arcs(arcs).and(self.witnesses.evidence(lines))
    }

    /// Returns the executed arcs for the recorded arcs of a file, sorted.
    ///
    /// Accepts the arcs of both measurement cores: tracers record every step, and `sys.monitoring`
    /// records `(l, l)` for a line that ran.
    pub fn executed_arcs(&self, recorded: &[Arc]) -> Vec<Arc> {
        let is_monitored = recorded.iter().any(|arc| arc.from == arc.to);
        let only_exits = if is_monitored { self.only_exits() } else { BTreeMap::new() };
        let mut executed: Vec<Arc> = Vec::with_capacity(recorded.len());
        let mut note = |pair: RawArc| {
            let pair = self.translate(pair);
            executed.extend(pair.and_then(|(from, to)| Arc::new(from.into(), to.into())));
        };
        for &arc in recorded {
            let Some((from, to)) = self.translate((arc.from.get(), arc.to.get())) else { continue };
            if from != to {
                note((from, to));
            } else if let Some(&Some(only)) = only_exits.get(&from) {
                note((from, only));
            }
        }
        executed.sort_unstable();
        executed.dedup();
        executed
    }

    /// Returns the executed arc for one recorded arc; it starts from the same statement. Returns
    /// `None` if the arc only shows that a statement ran.
    pub fn executed_arc(&self, recorded: Arc) -> Option<Arc> {
        let pair = self.translate((recorded.from.get(), recorded.to.get()))?;
        let (from, to) = self.translate(pair).filter(|_| pair.0 != pair.1)?;
        Arc::new(from.into(), to.into())
    }

    /// Returns the target of each line with exactly one possible arc, and `None` for lines with
    /// more.
    fn only_exits(&self) -> BTreeMap<i32, Option<i32>> {
        let mut exits = BTreeMap::new();
        for arc in &self.arcs.possible {
            exits
                .entry(arc.from.get())
                .and_modify(|only| *only = None)
                .or_insert(Some(arc.to.get()));
        }
        exits
    }

    /// Maps an arc to first lines, after correcting jumps out of `with`.
    fn translate(&self, arc: RawArc) -> Option<RawArc> {
        let (from, to) = self.arcs.with_jumps.corrected(arc)?;
        Some((self.first_end(from), self.first_end(to)))
    }

    fn first_end(&self, end: i32) -> i32 {
        let first = self.multiline.first(end.unsigned_abs());
        i32::try_from(first).map_or(end, |first| first * end.signum())
    }

    /// Returns coverage.py's sentence for an arc that was not taken, as in its JSON and HTML
    /// reports.
    pub fn missing_arc_description(&self, arc: Arc) -> String {
        self.arcs.messages.missing((arc.from.get(), arc.to.get()))
    }

    /// Describes an arc, such as "jump to line 4" or "return from function 'f'": the name of a
    /// branch in coverage.py's LCOV report.
    pub fn arc_description(&self, arc: Arc) -> String {
        self.arcs.messages.action((arc.from.get(), arc.to.get()))
    }
}
