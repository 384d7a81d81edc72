//! Infers the Python version that recorded the data.
//!
//! Data files do not name it. But a bare annotation in a class body (`x: int`) has code before 3.14
//! and none since, and only `sys.monitoring`, coverage.py's default core on 3.14, records `(l, l)`
//! for a line.

use covdrop_lines::{Arc, Line, LineSet};
use ruff_python_ast::Stmt;
use ruff_text_size::Ranged;
use serde::{Deserialize, Serialize};

use crate::TargetVersion;
use crate::logical::LineMap;
use crate::suites::suites;

/// The lines of one source that show which Python version recorded them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Witnesses {
    /// For each bare annotation directly in a class body, its line and the line of the `class`.
    annotations: Vec<(Line, Line)>,
}

/// Evidence about the Python version that recorded data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The data has lines or arcs that only Python before 3.14 records.
    pub before_314: bool,
    /// The data has arcs that only Python 3.14 and newer records.
    pub since_314: bool,
}

impl Evidence {
    /// Returns the Python version that the evidence supports; `None` if there is no evidence or it
    /// contradicts itself, as for data of several versions.
    pub fn target(self) -> Option<TargetVersion> {
        match (self.before_314, self.since_314) {
            (true, false) => Some(TargetVersion::Py313),
            (false, true) => Some(TargetVersion::Py314),
            _ => None,
        }
    }

    /// Combines the evidence of two data files.
    #[must_use]
    pub fn and(self, other: Evidence) -> Evidence {
        Evidence {
            before_314: self.before_314 || other.before_314,
            since_314: self.since_314 || other.since_314,
        }
    }

    /// Returns the evidence in the recorded arcs of any source.
    ///
    /// A tracer also records `(l, l)` for a loop on one line. But it always records the entry of a
    /// code object, which `sys.monitoring` never does.
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
    /// Finds the witnesses in the body of a module. There are none if the module postpones
    /// annotations, because they then have code in every version.
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

    /// Returns the evidence in the lines recorded for this source. Calls `recorded` only if there
    /// are witnesses.
    pub(crate) fn evidence(&self, recorded: impl FnOnce() -> LineSet) -> Evidence {
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
    fn a_bare_annotation_is_evidence() {
        let text = "class A:\n    a: int\n    b = 1\n";
        assert_eq!(evidence(text, &[1, 2, 3], &[]).target(), Some(TargetVersion::Py313));
        assert_eq!(evidence(text, &[1, 3], &[]).target(), Some(TargetVersion::Py314));
        assert_eq!(evidence(text, &[], &[]).target(), None);
    }

    #[test]
    fn a_postponed_annotation_is_no_evidence() {
        let text = "from __future__ import annotations\nclass A:\n    a: int\n";
        assert_eq!(evidence(text, &[1, 2, 3], &[]).target(), None);
    }

    #[test]
    fn arcs_of_sys_monitoring_are_evidence() {
        let text = "for i in x: f(i)\n";
        assert_eq!(evidence(text, &[1], &[(1, 1), (1, -1)]).target(), Some(TargetVersion::Py314));
        assert_eq!(evidence(text, &[1], &[(-1, 1), (1, 1), (1, -1)]).target(), None);
    }
}
