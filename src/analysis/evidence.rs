//! Which Python recorded the data, as far as the data tells.
//!
//! Data files do not say. But a bare annotation in a class body (`x: int`) has code before 3.14
//! and none since, and only `sys.monitoring`, coverage.py's way to measure on 3.14, records
//! `(l, l)` for a line.

use covdrop_lines::{Arc, Line, LineSet};
use ruff_python_ast::Stmt;
use ruff_text_size::Ranged;

use crate::logical::LineMap;
use crate::suites::suites;
use crate::{RuleSet, Source, syntax};

/// The lines of one source by which recorded lines tell the recording Python.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witnesses {
    /// For each bare annotation directly in a class body: its line, and that of the `class`.
    annotations: Vec<(Line, Line)>,
}

/// What recorded data tells about the Python that recorded it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Something that only Python before 3.14 records.
    pub before_314: bool,
    /// Something that only Python 3.14 and later records.
    pub since_314: bool,
}

impl Evidence {
    /// The rules that the evidence speaks for; none where it is silent or contradicts itself,
    /// as data of several Pythons does.
    pub fn rules(self) -> Option<RuleSet> {
        match (self.before_314, self.since_314) {
            (true, false) => Some(RuleSet::Py313),
            (false, true) => Some(RuleSet::Py314),
            _ => None,
        }
    }

    /// The evidence of two recordings together.
    #[must_use]
    pub fn and(self, other: Evidence) -> Evidence {
        Evidence {
            before_314: self.before_314 || other.before_314,
            since_314: self.since_314 || other.since_314,
        }
    }

    /// What arcs recorded for any source tell.
    pub fn from_arcs(recorded: &[Arc]) -> Evidence {
        let monitored = recorded.iter().any(|arc| arc.from == arc.to);
        Evidence { since_314: monitored, before_314: false }
    }
}

impl Witnesses {
    /// The witnesses in `source`; none where it cannot be parsed.
    pub fn find(source: &Source) -> Witnesses {
        let mut witnesses = Witnesses::default();
        let text = source.text();
        // Most sources have no class at all.
        if memchr::memmem::find(text.as_bytes(), b"class").is_none() {
            return witnesses;
        }
        if let Ok(tree) = syntax::parse(text, RuleSet::Py314) {
            let lines = LineMap::new(text, tree.tokens());
            witnesses.search(tree.module(), &lines);
        }
        witnesses
    }

    fn search(&mut self, body: &[Stmt], lines: &LineMap) {
        for stmt in body {
            if let Stmt::ClassDef(def) = stmt
                && let Some(class) = Line::new(lines.first_at(def.name.start()))
            {
                let bare = def.body.iter().filter(|stmt| {
                    matches!(stmt, Stmt::AnnAssign(ann) if ann.value.is_none() && ann.simple)
                });
                self.annotations.extend(
                    bare.filter_map(|stmt| Some((Line::new(lines.first_at(stmt.start()))?, class))),
                );
            }
            suites(stmt).for_each(|suite| self.search(suite, lines));
        }
    }

    /// What the lines recorded for this source tell.
    pub fn question(&self, recorded: &LineSet) -> Evidence {
        let mut evidence = Evidence::default();
        for &(annotation, class) in &self.annotations {
            let ran = recorded.contains(annotation);
            evidence.before_314 |= ran;
            evidence.since_314 |= !ran && recorded.contains(class);
        }
        evidence
    }
}
