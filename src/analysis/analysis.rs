//! The outcome for one source, and how it is put together.

use std::collections::BTreeMap;

use covdrop_lines::{Arc, End, Line, LineSet};
use serde::{Deserialize, Serialize};

use crate::arcs;
use crate::evidence::{Evidence, Witnesses};
use crate::exclusion::{complete, matching_lines, spread};
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

/// What the analysis is to follow.
#[derive(Clone, Debug)]
pub struct Options {
    /// The Python whose rules hold.
    pub rules: TargetVersion,
    /// The patterns of excluded lines.
    pub exclude: Patterns,
    /// The patterns of lines whose missing branches are excused: coverage.py's partial and
    /// partial-always patterns, in this order.
    pub partial: Patterns,
}

impl Options {
    /// coverage.py's default settings under `rules`.
    pub fn new(rules: TargetVersion) -> Result<Options, PatternError> {
        let partial = [&DEFAULT_PARTIAL[..], &DEFAULT_PARTIAL_ALWAYS[..]].concat();
        Ok(Options {
            rules,
            exclude: Patterns::new(&DEFAULT_EXCLUDE)?,
            partial: Patterns::new(&partial)?,
        })
    }
}

/// What could run in one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    statements: LineSet,
    excluded: LineSet,
    docstrings: LineSet,
    recordable: LineSet,
    no_branch: LineSet,
    multiline: Multiline,
    arcs: Vec<Arc>,
    /// The lines with more than one exit, ascending, each with the number of exits.
    branches: Vec<(Line, u32)>,
    with_jumps: WithJumps,
    messages: Messages,
    regions: Vec<Region>,
    witnesses: Witnesses,
    approximate: bool,
}

/// Analyses a source as coverage.py does.
pub fn analyze(source: &Source, options: &Options) -> Result<Analysis, AnalysisError> {
    if let Some(line) = source.early.filter(|_| options.rules < TargetVersion::Py314) {
        let message = "it is not UTF-8, and no encoding is declared before it".to_owned();
        return Err(AnalysisError::Syntax { line, message });
    }
    let tree = syntax::parse(source.text(), options.rules)?;
    put_together(source, options, &tree, false)
}

/// Analyses what error recovery makes of a Python 2 source; the outcome is marked as approximate.
pub fn analyze_python2(source: &Source, options: &Options) -> Result<Analysis, AnalysisError> {
    let tree = syntax::parse_leniently(source.text(), options.rules)?;
    put_together(source, options, &tree, true)
}

fn put_together(
    source: &Source,
    options: &Options,
    tree: &Tree,
    approximate: bool,
) -> Result<Analysis, AnalysisError> {
    let (text, tokens, module) = (source.text(), tree.tokens(), tree.module());
    let lines = LineMap::new(text, tokens);
    let code = lines_with_code(module, &lines, options.rules);
    let matched = matching_lines(text, &options.exclude)?;
    let mut excluded = spread(&matched, tokens, &lines);
    let docstrings = complete(module, &lines, &code, &mut excluded);

    let mut rest = code.clone();
    rest.subtract(&excluded);
    rest.subtract(&docstrings);
    let mut statements = lines.first_lines(&rest);
    statements.subtract(&excluded);
    statements.subtract(&docstrings);

    let code = lines.first_lines(&code);
    let found = arcs::possible_arcs(module, &lines, &code, options.rules);
    let with_jumps = found.withs.jumps(&found.arcs);
    let mut arcs: Vec<Arc> = found
        .arcs
        .iter()
        .filter_map(|&arc| with_jumps.mend(arc))
        .filter(|&(from, to)| from != to)
        .filter_map(|(from, to)| Arc::new(from.into(), to.into()))
        .collect();
    arcs.sort_unstable();
    arcs.dedup();

    arcs.shrink_to_fit();
    let branches = exit_counts(&arcs, &excluded).filter(|(_, exits)| *exits > 1).collect();
    Ok(Analysis {
        statements,
        no_branch: lines.first_lines(&matching_lines(text, &options.partial)?),
        docstrings,
        excluded,
        arcs,
        branches,
        with_jumps,
        messages: Messages::new(found.fragments),
        regions: regions(module, &lines, text.len())?,
        witnesses: Witnesses::of(module, &lines),
        recordable: recordable_lines(&lines, tokens),
        multiline: lines.into_multiline(),
        approximate,
    })
}

/// The number of `arcs`, which are sorted, that leave each line, without those from and to `excluded`
/// lines.
fn exit_counts(arcs: &[Arc], excluded: &LineSet) -> impl Iterator<Item = (Line, u32)> {
    let counts = |end: End| end.as_line().is_none_or(|line| !excluded.contains(line));
    arcs.chunk_by(|a, b| a.from == b.from).filter_map(move |from_line| {
        let line = from_line.first()?.from.as_line().filter(|line| !excluded.contains(*line))?;
        let exits = from_line.iter().filter(|arc| counts(arc.to)).count();
        (exits > 0).then(|| (line, u32::try_from(exits).unwrap_or(u32::MAX)))
    })
}

impl Analysis {
    /// The executable statements: first lines, without excluded ones and docstrings.
    pub fn statements(&self) -> &LineSet {
        &self.statements
    }

    /// The excluded lines; blank lines and comments can be among them.
    pub fn excluded(&self) -> &LineSet {
        &self.excluded
    }

    /// The lines of the docstrings of module, classes and functions.
    pub fn docstrings(&self) -> &LineSet {
        &self.docstrings
    }

    /// The lines that a measurement can record, whichever Python ran the source. Data with any other
    /// line was recorded on another version of the source.
    pub fn recordable_lines(&self) -> &LineSet {
        &self.recordable
    }

    /// The lines whose missing branches are excused.
    pub fn no_branch(&self) -> &LineSet {
        &self.no_branch
    }

    /// The first line of the statement that `line` belongs to.
    pub fn first_line(&self, line: Line) -> Line {
        Line::new(self.multiline.first(line.get())).unwrap_or(line)
    }

    /// The first lines of the statements that `lines` belong to.
    pub fn first_lines(&self, lines: &LineSet) -> LineSet {
        lines.iter().map(|line| self.first_line(line)).collect()
    }

    /// The first and last line of each logical line that spans several, ascending.
    pub fn multiline(&self) -> impl Iterator<Item = (Line, Line)> {
        self.multiline.iter()
    }

    /// The possible arcs, sorted.
    pub fn arcs(&self) -> &[Arc] {
        &self.arcs
    }

    /// The number of possible arcs that leave each line that any leaves, by line. Arcs from and to
    /// excluded lines do not count.
    pub fn exit_counts(&self) -> impl Iterator<Item = (Line, u32)> {
        exit_counts(&self.arcs, &self.excluded)
    }

    /// The number of exits of a line; `None` if it has no more than one.
    pub fn branch_exits(&self, line: Line) -> Option<u32> {
        let at = self.branches.binary_search_by_key(&line, |(line, _)| *line).ok()?;
        self.branches.get(at).map(|(_, exits)| *exits)
    }

    /// The lines with more than one exit, ascending.
    pub fn branch_lines(&self) -> impl Iterator<Item = Line> {
        self.branches.iter().map(|(line, _)| *line)
    }

    /// The functions and classes, in source order but for functions in `except` parts, which
    /// follow those of the `else` and `finally` parts.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Returns true if the source is Python 2, so that its numbers are approximate.
    pub fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// What the arcs recorded for this source, in any order, and the lines tell about the Python
    /// that recorded them. Lines are asked for only where they can tell anything.
    pub fn evidence(
        &self,
        arcs: impl IntoIterator<Item = Arc>,
        lines: impl FnOnce() -> LineSet,
    ) -> Evidence {
        Evidence::from_arcs(arcs).and(self.witnesses.question(lines))
    }

    /// What the recorded arcs of a file say was executed, sorted.
    ///
    /// Takes both dialects: that of tracers, which record every step, and that of
    /// `sys.monitoring`, which records `(l, l)` for a line that ran.
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

    /// What one recorded arc says was executed, which starts from the same statement; `None` if it
    /// tells no more than that a statement ran.
    pub fn executed_arc(&self, recorded: Arc) -> Option<Arc> {
        let pair = self.translate((recorded.from.get(), recorded.to.get()))?;
        let (from, to) = self.translate(pair).filter(|_| pair.0 != pair.1)?;
        Arc::new(from.into(), to.into())
    }

    /// For each line with possible arcs, where the only one leads; nothing where there are more.
    fn only_exits(&self) -> BTreeMap<i32, Option<i32>> {
        let mut exits = BTreeMap::new();
        for arc in &self.arcs {
            exits
                .entry(arc.from.get())
                .and_modify(|only| *only = None)
                .or_insert(Some(arc.to.get()));
        }
        exits
    }

    /// An arc with `with` jumps mended, between first lines.
    fn translate(&self, arc: RawArc) -> Option<RawArc> {
        let (from, to) = self.with_jumps.mend(arc)?;
        Some((self.first_end(from), self.first_end(to)))
    }

    fn first_end(&self, end: i32) -> i32 {
        let first = self.multiline.first(end.unsigned_abs());
        i32::try_from(first).map_or(end, |first| first * end.signum())
    }

    /// The sentence for an arc that was not taken, as in coverage.py's JSON and HTML reports.
    pub fn missing_arc_description(&self, arc: Arc) -> String {
        self.messages.missing((arc.from.get(), arc.to.get()))
    }

    /// What an arc does, such as "jump to line 4" or "return from function 'f'": the name of a
    /// branch in coverage.py's LCOV report.
    pub fn arc_description(&self, arc: Arc) -> String {
        self.messages.action((arc.from.get(), arc.to.get()))
    }
}
