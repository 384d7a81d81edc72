//! The hits in one file: the lines and arcs that ran.

use covdrop_lines::{Arc, Line, LineSet};

/// The lines and arcs that ran in one source file, over the requested jobs and contexts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The lines that ran; for branch data, all lines at either end of an arc.
    pub lines: LineSet,
    /// The arcs taken, sorted, each once.
    pub arcs: Vec<Arc>,
    /// Whether any of the requested jobs measured branches. If none did, `arcs` is empty because no
    /// arcs were recorded, not because none were taken.
    pub has_arcs: bool,
}

impl Hits {
    /// Returns the lines at either end of an arc: the lines that ran according to branch data.
    pub fn arc_lines(&self) -> LineSet {
        arc_lines(&self.arcs).collect()
    }
}

/// Lines and arcs as recorded: `lines` has only those of line data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trace {
    pub(crate) lines: LineSet,
    /// Sorted, each once.
    pub(crate) arcs: Vec<Arc>,
    /// Whether line data has a line 0.
    pub(crate) line_zero: bool,
}

impl Trace {
    /// Returns the union of `traces`.
    pub(crate) fn union<'a>(traces: impl IntoIterator<Item = &'a Trace>) -> Trace {
        let mut union = Trace::default();
        for trace in traces {
            union.lines.union_with(&trace.lines);
            union.line_zero |= trace.line_zero;
            union.arcs.extend_from_slice(&trace.arcs);
        }
        // A stable sort merges sorted lists that follow each other.
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

    /// Returns all its lines: the recorded ones and those at the ends of arcs.
    pub(crate) fn all_lines(&self) -> LineSet {
        let mut lines = self.lines.clone();
        lines.extend(arc_lines(&self.arcs));
        lines
    }

    /// Returns the lines in the order in which coverage.py meets them, with repetition.
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

    /// Converts the trace to hits.
    pub(crate) fn into_hits(self, has_arcs: bool) -> Hits {
        Hits { lines: self.all_lines(), arcs: self.arcs, has_arcs }
    }
}

/// Encodes the order of arcs in one number, which halves the time to sort them.
fn order(arc: Arc) -> i64 {
    (i64::from(arc.from.get()) << 32) + i64::from(arc.to.get())
}

/// Returns the lines at either end of `arcs`, with repetition.
fn arc_lines(arcs: &[Arc]) -> impl Iterator<Item = Line> {
    arcs.iter().flat_map(|arc| [arc.from.as_line(), arc.to.as_line()]).flatten()
}
