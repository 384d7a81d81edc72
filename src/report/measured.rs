//! Describes the lines of one file: the missing lines as text, each line's status, and notes on
//! branches not taken.

use covdrop_analysis::Analysis;
use covdrop_lines::{Arc, Line};

use crate::FileCoverage;
use crate::measure::exits;

/// A file's analysis, and the coverage measured by it.
#[derive(Clone, Copy)]
pub struct Measured<'a> {
    /// The analysis.
    pub analysis: &'a Analysis,
    /// The coverage.
    pub coverage: &'a FileCoverage,
}

/// The status of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It ran, and all branches from it were taken.
    Run,
    /// It did not run.
    Miss,
    /// It is excluded.
    Excluded,
    /// It ran, but not all branches from it were taken.
    Partial,
    /// It is no part of a statement.
    Plain,
}

/// The annotation of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineAnnotation {
    /// The status.
    pub status: Status,
    /// Whether it is a later line of a statement, and shares the statement's status.
    pub continued: bool,
}

/// A note on a branch that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// A short form such as `12 ↛ 14`, with narrow spaces.
    pub short: String,
    /// A sentence with the reason.
    pub long: String,
}

/// The branches of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchStats {
    /// The number of branches that start at it.
    pub exits: usize,
    /// The number of them that were taken or are excluded.
    pub taken: usize,
}

impl Measured<'_> {
    /// Returns the missing lines and branches as text, such as `3, 10-11, 4->6, 9->exit`.
    ///
    /// Missing lines form a range if no statement between them ran. Branches are listed if neither
    /// end is a missing line.
    pub fn missing_text(self) -> String {
        let missing = &self.coverage.missing;
        let mut items: Vec<(Line, String)> = Vec::new();
        let mut range: Option<(Line, Line)> = None;
        for line in self.analysis.statements().iter() {
            if missing.contains(line) {
                range = Some(range.map_or((line, line), |(start, _)| (start, line)));
            } else {
                items.extend(range.take().map(range_text));
            }
        }
        items.extend(range.map(range_text));
        for arc in &self.coverage.missing_branches {
            let Some(from) = arc.from.as_line() else { continue };
            let is_judged =
                !missing.contains(from) && !self.coverage.unmeasured_branches.contains(from);
            if !is_judged || arc.to.as_line().is_some_and(|to| missing.contains(to)) {
                continue;
            }
            items.push((from, format!("{from}->{}", destination(*arc))));
        }
        items.sort();
        items.into_iter().map(|(_, item)| item).collect::<Vec<_>>().join(", ")
    }

    /// Returns the branch counts of `line`, or `None` if it has no branches.
    pub fn branch_stats(self, line: Line) -> Option<BranchStats> {
        let exits = exits(self.analysis, line) as usize;
        if exits < 2 || !self.coverage.has_arcs {
            return None;
        }
        let missing = self.coverage.missing_branches_from(line).len();
        Some(BranchStats { exits, taken: exits.saturating_sub(missing) })
    }

    /// Returns the annotation of `line`.
    pub fn annotation(self, line: Line) -> LineAnnotation {
        let status = self.own_status(line);
        if status != Status::Plain {
            return LineAnnotation { status, continued: false };
        }
        let status = self.own_status(self.analysis.first_line(line));
        LineAnnotation { status, continued: status != Status::Plain }
    }

    fn own_status(self, line: Line) -> Status {
        if self.analysis.excluded().contains(line) {
            Status::Excluded
        } else if self.coverage.missing.contains(line) {
            Status::Miss
        } else if !self.coverage.missing_branches_from(line).is_empty()
            && !self.coverage.unmeasured_branches.contains(line)
        {
            Status::Partial
        } else if self.analysis.statements().contains(line) {
            Status::Run
        } else {
            Status::Plain
        }
    }

    /// Returns notes on the branches from `line` that were not taken or not measured; none if the
    /// line did not run.
    pub fn notes(self, line: Line) -> Vec<Note> {
        let missing = self.coverage.missing_branches_from(line);
        if self.coverage.unmeasured_branches.contains(line) && !missing.is_empty() {
            let long = format!("line {line} ran only where branches were not measured.");
            return vec![Note { short: "branches not measured".to_owned(), long }];
        }
        if self.own_status(line) != Status::Partial {
            return Vec::new();
        }
        let short = |to: &str| format!("{line}\u{202f}↛\u{202f}{to}");
        if self.branch_stats(line).is_some_and(|stats| stats.taken == 0) {
            let long = format!("line {line} didn't jump anywhere: it always raised an exception.");
            return vec![Note { short: short("anywhere"), long }];
        }
        missing
            .iter()
            .map(|&arc| Note {
                short: short(&destination(arc)),
                long: self.analysis.missing_arc_description(arc),
            })
            .collect()
    }
}

/// Formats a range of lines, and returns it with its first line.
pub(crate) fn range_text((start, end): (Line, Line)) -> (Line, String) {
    (start, if start == end { start.to_string() } else { format!("{start}-{end}") })
}

/// Formats the target of `arc`.
pub(crate) fn destination(arc: Arc) -> String {
    arc.to.as_line().map_or_else(|| "exit".to_owned(), |line| line.to_string())
}
