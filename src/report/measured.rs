//! One file's lines for people: what is missing in a few words, each line's status, and notes on
//! the branches that were not taken.

use covdrop_analysis::Analysis;
use covdrop_lines::{Arc, Line};

use crate::FileCoverage;
use crate::measure::exits;

/// A file's analysis and the coverage measured by it.
#[derive(Clone, Copy)]
pub struct Measured<'a> {
    /// What could run.
    pub analysis: &'a Analysis,
    /// What of it did.
    pub coverage: &'a FileCoverage,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It ran, and so did all branches from it.
    Run,
    /// It did not run.
    Miss,
    /// It does not count.
    Excluded,
    /// It ran, but not all branches from it were taken.
    Partial,
    /// It is no statement, nor part of one.
    Plain,
}

/// How a line is to be marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What became of it.
    pub status: Status,
    /// Whether it is a later line of a statement, whose status it shares.
    pub continued: bool,
}

/// A note on a branch that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Such as `12 ↛ 14`, with narrow spaces.
    pub short: String,
    /// A sentence that says why.
    pub long: String,
}

/// The branches of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchStats {
    /// How many lead away from it.
    pub exits: usize,
    /// How many of them were taken, or are excused.
    pub taken: usize,
}

impl Measured<'_> {
    /// The missing lines and branches, such as `3, 10-11, 4->6, 9->exit`.
    ///
    /// Missing lines are a range where no statement between them ran. Branches are told where
    /// neither end is a missing line.
    pub fn missing_text(self) -> String {
        let missing = &self.coverage.missing;
        let mut items: Vec<(Line, String)> = Vec::new();
        let mut range: Option<(Line, Line)> = None;
        for line in self.analysis.statements().iter() {
            if missing.contains(line) {
                range = Some(range.map_or((line, line), |(start, _)| (start, line)));
            } else {
                items.extend(range.take().map(range_item));
            }
        }
        items.extend(range.map(range_item));
        for arc in &self.coverage.missing_branches {
            let Some(from) = arc.from.as_line() else { continue };
            let is_judged = !missing.contains(from) && !self.coverage.unjudged.contains(from);
            if !is_judged || arc.to.as_line().is_some_and(|to| missing.contains(to)) {
                continue;
            }
            items.push((from, format!("{from}->{}", destination(*arc))));
        }
        items.sort();
        items.into_iter().map(|(_, item)| item).collect::<Vec<_>>().join(", ")
    }

    /// How many branches `line` has; `None` if it has none.
    pub fn branch_stats(self, line: Line) -> Option<BranchStats> {
        let exits = exits(self.analysis, line) as usize;
        if exits < 2 || !self.coverage.has_arcs {
            return None;
        }
        let missing = self.coverage.missing_branches_from(line).len();
        Some(BranchStats { exits, taken: exits.saturating_sub(missing) })
    }

    /// How `line` is to be marked.
    pub fn mark(self, line: Line) -> Mark {
        let status = self.own_status(line);
        if status != Status::Plain {
            return Mark { status, continued: false };
        }
        let status = self.own_status(self.analysis.first_line(line));
        Mark { status, continued: status != Status::Plain }
    }

    fn own_status(self, line: Line) -> Status {
        if self.analysis.excluded().contains(line) {
            Status::Excluded
        } else if self.coverage.missing.contains(line) {
            Status::Miss
        } else if !self.coverage.missing_branches_from(line).is_empty()
            && !self.coverage.unjudged.contains(line)
        {
            Status::Partial
        } else if self.analysis.statements().contains(line) {
            Status::Run
        } else {
            Status::Plain
        }
    }

    /// Notes on the branches from `line` that were not taken, or that nobody measured; none where
    /// it did not run.
    pub fn notes(self, line: Line) -> Vec<Note> {
        let missing = self.coverage.missing_branches_from(line);
        if self.coverage.unjudged.contains(line) && !missing.is_empty() {
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

/// A range of lines and where it stands.
fn range_item((start, end): (Line, Line)) -> (Line, String) {
    (start, if start == end { start.to_string() } else { format!("{start}-{end}") })
}

/// Where `arc` leads, in a word.
pub(crate) fn destination(arc: Arc) -> String {
    arc.to.as_line().map_or_else(|| "exit".to_owned(), |line| line.to_string())
}
