//! Finds functions and classes, with the lines of each.

use covdrop_lines::{Line, LineSet};
use ruff_python_ast::Stmt;
use ruff_text_size::Ranged;
use serde::{Deserialize, Serialize};

use crate::AnalysisError;
use crate::logical::LineMap;
use crate::suites::{start_line, suites};

/// The kind of a [`Region`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RegionKind {
    /// A `def` or `async def`.
    Function,
    /// A `class`.
    Class,
}

/// A function or class of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Function or class.
    pub kind: RegionKind,
    /// Its qualified name: the names of all enclosing functions and classes and its own, joined by
    /// dots.
    pub name: String,
    /// The line of the `def` or `class`, not of a decorator.
    pub start: Line,
    /// The lines of a function are those of its body without nested functions; the lines of a class
    /// are those of its methods. Both include blank lines and comments.
    pub lines: LineSet,
}

/// The maximum number of bytes of qualified names for each byte of a source, and the bytes that any
/// source may have: 64 KiB. In real projects, the names take less than the source.
const NAMES_PER_BYTE: usize = 8;
const NAMES: usize = 64 << 10;

/// Returns the regions of a module of `size` bytes, in the order of coverage.py's walk.
///
/// # Errors
/// Fails if the names take many times the memory of the source.
pub(crate) fn regions(
    module: &[Stmt],
    lines: &LineMap,
    size: usize,
) -> Result<Vec<Region>, AnalysisError> {
    let room = NAMES.max(size.saturating_mul(NAMES_PER_BYTE));
    let mut finder = Finder { lines, regions: vec![], context: vec![], room, full: None };
    finder.suite(module);
    match finder.full {
        Some(line) => Err(AnalysisError::LongNames { line }),
        None => Ok(finder.regions),
    }
}

struct Finder<'a> {
    lines: &'a LineMap,
    regions: Vec<Region>,
    /// The regions around the current statement, as indexes into `regions`.
    context: Vec<usize>,
    /// The bytes left for names, and the line of the first region whose name does not fit.
    room: usize,
    full: Option<Line>,
}

impl Finder<'_> {
    fn suite(&mut self, body: &[Stmt]) {
        for stmt in body {
            match stmt {
                Stmt::FunctionDef(def) => {
                    self.function(&def.name, def.name.start().into(), &def.body);
                }
                Stmt::ClassDef(def) => self.class(&def.name, def.name.start().into(), &def.body),
                _ => suites(stmt).for_each(|suite| self.suite(suite)),
            }
        }
    }

    fn function(&mut self, name: &str, at: u32, body: &[Stmt]) {
        let lines = self.body_lines(body);
        if let Some(parent) = self.context.last().and_then(|&index| self.regions.get_mut(index))
            && parent.kind == RegionKind::Class
        {
            parent.lines.union_with(&lines);
        }
        let enclosing = self.enclosing(RegionKind::Function).next_back();
        if let Some(region) = enclosing.and_then(|index| self.regions.get_mut(index)) {
            region.lines.subtract(&lines);
        }
        self.enter(RegionKind::Function, name, at, lines, body);
    }

    fn class(&mut self, name: &str, at: u32, body: &[Stmt]) {
        let index = self.regions.len();
        self.enter(RegionKind::Class, name, at, LineSet::new(), body);
        let Some(lines) = self.regions.get(index).map(|region| region.lines.clone()) else {
            return;
        };
        for index in self.enclosing(RegionKind::Class).collect::<Vec<_>>() {
            if let Some(region) = self.regions.get_mut(index) {
                region.lines.subtract(&lines);
            }
        }
    }

    fn enter(&mut self, kind: RegionKind, name: &str, at: u32, lines: LineSet, body: &[Stmt]) {
        let Some(start) = Line::new(self.lines.first_at(at.into())) else { return };
        if self.full.is_some() {
            return;
        }
        let outer = self.context.last().and_then(|&index| self.regions.get(index));
        let length = outer.map_or(0, |outer| outer.name.len() + 1) + name.len();
        let Some(room) = self.room.checked_sub(length) else {
            self.full = Some(start);
            return;
        };
        self.room = room;
        let name = match outer {
            Some(outer) => format!("{}.{name}", outer.name),
            None => name.to_owned(),
        };
        self.context.push(self.regions.len());
        self.regions.push(Region { kind, name, start, lines });
        self.suite(body);
        self.context.pop();
    }

    /// Returns the regions of `kind` around the current statement, the innermost last.
    fn enclosing(&self, kind: RegionKind) -> impl DoubleEndedIterator<Item = usize> {
        self.context
            .iter()
            .copied()
            .filter(move |&index| self.regions.get(index).is_some_and(|r| r.kind == kind))
    }

    fn body_lines(&self, body: &[Stmt]) -> LineSet {
        let (Some(first), Some(last)) = (body.first(), body.last()) else {
            return LineSet::new();
        };
        let start = start_line(first, self.lines);
        let end = self.lines.line(last.end());
        (start..=end).filter_map(Line::new).collect()
    }
}
