//! What ran in one file: lines and arcs, as recorded and as united.

use covdrop_lines::{Arc, Line, LineSet};

/// What ran in one source file, over whatever jobs and contexts were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The lines that ran; of branch data, all lines at either end of an arc.
    pub lines: LineSet,
    /// The arcs that were taken, sorted, each once.
    pub arcs: Vec<Arc>,
    /// Whether any of the jobs asked for measured branches; if none did, `arcs` is empty because
    /// nobody knows, and not because nothing ran.
    pub has_arcs: bool,
}

impl Hits {
    /// The lines at either end of an arc: those that branch data tells to have run.
    pub fn arc_lines(&self) -> LineSet {
        arc_lines(&self.arcs).collect()
    }
}

/// Lines and arcs as recorded: the lines are those of line data alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trace {
    pub(crate) lines: LineSet,
    /// Sorted, each once.
    pub(crate) arcs: Vec<Arc>,
    /// Whether line data has a line 0.
    pub(crate) line_zero: bool,
}

impl Trace {
    /// The union of `traces`.
    pub(crate) fn union<'a>(traces: impl IntoIterator<Item = &'a Trace>) -> Trace {
        let mut union = Trace::default();
        for trace in traces {
            union.lines.union_with(&trace.lines);
            union.line_zero |= trace.line_zero;
            union.arcs.extend_from_slice(&trace.arcs);
        }
        // Sorted lists one after the other: a stable sort merges them.
        union.arcs.sort_by_key(|arc| order(*arc));
        union.arcs.dedup();
        union.arcs.shrink_to_fit();
        union
    }

    /// Adds sorted arcs.
    pub(crate) fn add_arcs(&mut self, mut arcs: Vec<Arc>) {
        if self.arcs.is_empty() {
            self.arcs = arcs;
        } else {
            self.arcs.append(&mut arcs);
            self.arcs.sort();
            self.arcs.dedup();
        }
    }

    /// All lines of it: the recorded ones and those at the ends of arcs.
    pub(crate) fn all_lines(&self) -> LineSet {
        let mut lines = self.lines.clone();
        lines.extend(arc_lines(&self.arcs));
        lines
    }

    /// The lines in the order in which coverage.py comes upon them, with repetition.
    pub(crate) fn line_numbers(&self) -> impl Iterator<Item = u32> {
        let zero = self.line_zero.then_some(0);
        let lines = self.lines.iter().chain(arc_lines(&self.arcs)).map(Line::get);
        zero.into_iter().chain(lines)
    }

    /// Returns true if any line from `first` to `last` is among [all lines](Trace::all_lines).
    pub(crate) fn has_line(&self, first: Line, last: Line) -> bool {
        let is_asked = |line: Line| (first..=last).contains(&line);
        self.lines.contains(first)
            || first != last && self.lines.iter().any(is_asked)
            || arc_lines(&self.arcs).any(is_asked)
    }

    /// The trace as hits.
    pub(crate) fn into_hits(self, has_arcs: bool) -> Hits {
        Hits { lines: self.all_lines(), arcs: self.arcs, has_arcs }
    }
}

/// The order of arcs as one number, by which sorting them takes half the time.
fn order(arc: Arc) -> i64 {
    (i64::from(arc.from.get()) << 32) + i64::from(arc.to.get())
}

/// The lines at either end of `arcs`, with repetition.
fn arc_lines(arcs: &[Arc]) -> impl Iterator<Item = Line> {
    arcs.iter().flat_map(|arc| [arc.from.as_line(), arc.to.as_line()]).flatten()
}
