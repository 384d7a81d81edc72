//! Which Python recorded the data, as far as the data tells.
//!
//! Data files do not say. But a bare annotation in a class body (`x: int`) has code before 3.14
//! and none since, and only `sys.monitoring`, coverage.py's way to measure on 3.14, records
//! `(l, l)` for a line.

use covdrop_lines::{Arc, Line, LineSet};
use ruff_python_ast::Stmt;
use ruff_text_size::Ranged;
use serde::{Deserialize, Serialize};

use crate::TargetVersion;
use crate::logical::LineMap;
use crate::suites::suites;

/// The lines of one source that show which Python recorded them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Witnesses {
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
    pub fn rules(self) -> Option<TargetVersion> {
        match (self.before_314, self.since_314) {
            (true, false) => Some(TargetVersion::Py313),
            (false, true) => Some(TargetVersion::Py314),
            _ => None,
        }
    }

    /// The evidence of two data files together.
    #[must_use]
    pub fn and(self, other: Evidence) -> Evidence {
        Evidence {
            before_314: self.before_314 || other.before_314,
            since_314: self.since_314 || other.since_314,
        }
    }

    /// What arcs recorded for any source tell.
    ///
    /// A tracer records `(l, l)` too, for a loop on one line; but it always records how code was
    /// entered, which `sys.monitoring` never does.
    pub(crate) fn from_arcs(recorded: impl IntoIterator<Item = Arc>) -> Evidence {
        let mut stays = false;
        for arc in recorded {
            if arc.from.is_outside() {
                return Evidence::default();
            }
            stays |= arc.from == arc.to;
        }
        Evidence { since_314: stays, before_314: false }
    }
}

impl Witnesses {
    /// The witnesses in the body of a module: none where it postpones annotations by itself, since
    /// then these have code in every Python.
    pub(crate) fn of(body: &[Stmt], lines: &LineMap) -> Witnesses {
        let mut witnesses = Witnesses::default();
        if !body.iter().any(postpones_annotations) {
            witnesses.search(body, lines);
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

    /// What the lines recorded for this source tell; they are not asked for where there is nobody
    /// to tell.
    pub(crate) fn question(&self, recorded: impl FnOnce() -> LineSet) -> Evidence {
        let mut evidence = Evidence::default();
        if self.annotations.is_empty() {
            return evidence;
        }
        let recorded = recorded();
        for &(annotation, class) in &self.annotations {
            let ran = recorded.contains(annotation);
            evidence.before_314 |= ran;
            evidence.since_314 |= !ran && recorded.contains(class);
        }
        evidence
    }
}

/// Returns true if a statement is `from __future__ import annotations`.
fn postpones_annotations(stmt: &Stmt) -> bool {
    let Stmt::ImportFrom(import) = stmt else { return false };
    import.module.as_ref().is_some_and(|module| module.as_str() == "__future__")
        && import.names.iter().any(|alias| alias.name.as_str() == "annotations")
}

#[cfg(test)]
mod tests {
    use crate::{Evidence, Options, Source, TargetVersion, analyze};
    use covdrop_lines::{Arc, Line, LineSet};

    fn evidence(text: &str, lines: &[u32], arcs: &[(i64, i64)]) -> Evidence {
        let source = Source::decode(text.as_bytes()).unwrap();
        let analysis = analyze(&source, &Options::new(TargetVersion::default()).unwrap()).unwrap();
        let lines: LineSet = lines.iter().filter_map(|&line| Line::new(line)).collect();
        let arcs: Vec<Arc> = arcs.iter().filter_map(|&(from, to)| Arc::new(from, to)).collect();
        analysis.evidence(arcs, || lines)
    }

    #[test]
    fn a_bare_annotation_tells() {
        let text = "class A:\n    a: int\n    b = 1\n";
        assert_eq!(evidence(text, &[1, 2, 3], &[]).rules(), Some(TargetVersion::Py313));
        assert_eq!(evidence(text, &[1, 3], &[]).rules(), Some(TargetVersion::Py314));
        assert_eq!(evidence(text, &[], &[]).rules(), None);
    }

    #[test]
    fn a_postponed_annotation_tells_nothing() {
        let text = "from __future__ import annotations\nclass A:\n    a: int\n";
        assert_eq!(evidence(text, &[1, 2, 3], &[]).rules(), None);
    }

    #[test]
    fn arcs_of_sys_monitoring_stay_on_their_lines_and_enter_nowhere() {
        let text = "for i in x: f(i)\n";
        assert_eq!(evidence(text, &[1], &[(1, 1), (1, -1)]).rules(), Some(TargetVersion::Py314));
        assert_eq!(evidence(text, &[1], &[(-1, 1), (1, 1), (1, -1)]).rules(), None);
    }
}
