//! Finds the lines with code: the lines to which Python's compiler gives code.
//!
//! coverage.py compiles a source and reads the lines from the bytecode. This needs no compiler:
//! lines are mapped to the first line of their logical line, so it is enough to know which
//! statements leave any code, and which are unreachable and therefore dropped. The rules were
//! compared with CPython's output for each version.

use covdrop_lines::{Line, LineSet};
use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::constant::{folded_truth, truth};
use crate::logical::LineMap;
use crate::orphans::{Nested, has_nested, kept_in_dead_code, nested_in};
use crate::predicates::{
    Scope, imports_future_annotations, is_docstring, is_empty_sequence, is_irrefutable,
};
use crate::{TargetVersion, old_statements};

/// Returns the lines with code, as far as they are needed to find logical lines: at least one line
/// of each multi-line statement, not every one.
pub(crate) fn lines_with_code(module: &[Stmt], lines: &LineMap, target: TargetVersion) -> LineSet {
    if target < TargetVersion::Py310 {
        return old_statements::lines_with_code(module, lines);
    }
    let mut walk = Walk {
        lines,
        target,
        found: LineSet::new(),
        loops: Vec::new(),
        conditional: false,
        future_annotations: false,
        unwinding: 0,
        dead: Vec::new(),
    };
    walk.body(module, Scope::Module);
    walk.found
}

struct Walk<'a> {
    lines: &'a LineMap,
    target: TargetVersion,
    found: LineSet,
    /// For each loop around the current statement, whether a live `break` leaves it.
    loops: Vec<bool>,
    /// Whether the statement stands in a compound statement of its class body.
    conditional: bool,
    /// Whether `from __future__ import annotations` was seen.
    future_annotations: bool,
    /// The number of `with` and finally parts that a `return` would unwind.
    unwinding: u32,
    /// The unreachable statements of the current code object.
    dead: Vec<TextRange>,
}

impl Walk<'_> {
    fn add(&mut self, offset: TextSize) {
        self.found.extend(Line::new(self.lines.line(offset)));
    }

    /// Walks the statements of a suite. Returns true if control can pass its end.
    fn suite(&mut self, body: &[Stmt], scope: Scope, may_start_with_docstring: bool) -> bool {
        for (index, stmt) in body.iter().enumerate() {
            if may_start_with_docstring && index == 0 && is_docstring(stmt) {
                if scope != Scope::Function {
                    self.add(stmt.start());
                }
            } else if !self.statement(stmt, scope) {
                self.mark_dead(body.get(index + 1..).unwrap_or_default());
                return false;
            }
        }
        true
    }

    /// Records unreachable statements.
    fn mark_dead(&mut self, body: &[Stmt]) {
        if let (Some(first), Some(last)) = (body.first(), body.last()) {
            self.dead.push(TextRange::new(first.start(), last.end()));
        }
    }

    /// Walks the body of a code object.
    fn body(&mut self, body: &[Stmt], scope: Scope) {
        let dead = std::mem::take(&mut self.dead);
        let conditional = std::mem::replace(&mut self.conditional, false);
        let loops = std::mem::take(&mut self.loops);
        let unwinding = std::mem::take(&mut self.unwinding);
        let completes = self.suite(body, scope, true);
        self.unwinding = unwinding;
        self.loops = loops;
        self.conditional = conditional;
        let dead = std::mem::replace(&mut self.dead, dead);
        if !dead.is_empty() {
            self.orphans(&kept_in_dead_code(body, &dead, scope, completes, self.target));
        }
    }

    /// Walks orphaned code objects.
    fn orphans(&mut self, orphans: &[Nested<'_>]) {
        for &orphan in orphans {
            match orphan {
                Nested::Expression(expr) => self.add(expr.start()),
                Nested::Definition(stmt) => {
                    let (decorators, name, body, scope) = match stmt {
                        Stmt::FunctionDef(def) => {
                            (&def.decorator_list, &def.name, &def.body, Scope::Function)
                        }
                        Stmt::ClassDef(def) => {
                            (&def.decorator_list, &def.name, &def.body, Scope::Class)
                        }
                        _ => continue,
                    };
                    // The code of a function starts on its first line only since 3.11.
                    if scope == Scope::Class || self.target >= TargetVersion::Py311 {
                        self.add(decorators.first().map_or(name.start(), Ranged::start));
                    }
                    self.named_body(name, body, scope);
                }
            }
        }
    }

    /// Walks the body of a function or class. Of one named `__annotate__`, which coverage.py skips,
    /// walks only the code objects inside.
    fn named_body(&mut self, name: &str, body: &[Stmt], scope: Scope) {
        if name == "__annotate__" {
            self.orphans(&nested_in(body, scope, self.target));
        } else {
            self.body(body, scope);
        }
    }

    /// Walks one statement. Returns true if control can pass it.
    fn statement(&mut self, stmt: &Stmt, scope: Scope) -> bool {
        match stmt {
            Stmt::FunctionDef(def) => {
                self.definition(&def.decorator_list, &def.name);
                self.named_body(&def.name, &def.body, Scope::Function);
                true
            }
            Stmt::ClassDef(def) => {
                self.definition(&def.decorator_list, &def.name);
                self.named_body(&def.name, &def.body, Scope::Class);
                true
            }
            Stmt::If(_)
            | Stmt::While(_)
            | Stmt::For(_)
            | Stmt::Try(_)
            | Stmt::With(_)
            | Stmt::Match(_) => {
                let before = std::mem::replace(&mut self.conditional, true);
                let live = self.compound(stmt, scope);
                self.conditional = before;
                live
            }
            _ => self.simple(stmt, scope),
        }
    }

    /// Adds the lines of decorators and of the `def` or `class` itself.
    fn definition(&mut self, decorators: &[ast::Decorator], name: &ast::Identifier) {
        for decorator in decorators {
            self.add(decorator.expression.start());
        }
        let def = self.lines.first_at(name.start());
        self.found.extend(Line::new(def));
    }

    fn simple(&mut self, stmt: &Stmt, scope: Scope) -> bool {
        match stmt {
            Stmt::Global(_) | Stmt::Nonlocal(_) => return true,
            Stmt::Delete(del) if del.targets.iter().all(is_empty_sequence) => return true,
            Stmt::AnnAssign(ann)
                if ann.value.is_none() && !self.annotation_has_code(ann, scope) =>
            {
                return true;
            }
            _ => {}
        }
        self.future_annotations |= imports_future_annotations(stmt);
        self.add(stmt.start());
        match stmt {
            Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) => false,
            Stmt::Break(_) => {
                if let Some(broken) = self.loops.last_mut() {
                    *broken = true;
                }
                false
            }
            Stmt::Assert(assert) => truth(&assert.test, self.target) != Some(false),
            _ => true,
        }
    }

    /// Returns true if `x: T` without a value leaves code.
    fn annotation_has_code(&self, ann: &ast::StmtAnnAssign, scope: Scope) -> bool {
        if !ann.target.is_name_expr() {
            return true;
        }
        match scope {
            Scope::Function => false,
            _ if self.target < TargetVersion::Py314 => ann.simple || !self.future_annotations,
            _ if !ann.simple => false,
            Scope::Module => true,
            Scope::Class => {
                self.future_annotations || self.conditional || has_nested(&ann.annotation)
            }
        }
    }

    fn compound(&mut self, stmt: &Stmt, scope: Scope) -> bool {
        match stmt {
            Stmt::If(node) => self.if_(node, scope),
            Stmt::While(node) => {
                self.add(node.test.start());
                let test = truth(&node.test, self.target);
                self.loops.push(false);
                if test == Some(false) {
                    self.mark_dead(&node.body);
                } else {
                    self.suite(&node.body, scope, false);
                }
                let broken = self.loops.pop().unwrap_or_default();
                if test == Some(true) {
                    self.mark_dead(&node.orelse);
                    return broken;
                }
                self.suite(&node.orelse, scope, false) || broken
            }
            Stmt::For(node) => {
                self.add(node.start());
                self.loops.push(false);
                self.suite(&node.body, scope, false);
                let broken = self.loops.pop().unwrap_or_default();
                self.suite(&node.orelse, scope, false) || broken
            }
            Stmt::With(node) => {
                self.add(node.start());
                self.unwinding += 1;
                self.suite(&node.body, scope, false);
                self.unwinding -= 1;
                // The context manager may swallow an exception.
                true
            }
            Stmt::Try(node) => self.try_(node, scope),
            Stmt::Match(node) => self.match_(node, scope),
            _ => true,
        }
    }

    fn if_(&mut self, node: &ast::StmtIf, scope: Scope) -> bool {
        let first = (Some(&*node.test), &node.body);
        let rest = node.elif_else_clauses.iter().map(|c| (c.test.as_ref(), &c.body));
        let mut live = false;
        let mut reached = true;
        for (test, body) in std::iter::once(first).chain(rest) {
            if !reached {
                self.mark_dead(body);
                continue;
            }
            let known = test.map_or(Some(true), |test| {
                self.add(test.start());
                truth(test, self.target)
            });
            if known == Some(false) {
                self.mark_dead(body);
            } else {
                live |= self.suite(body, scope, false);
            }
            reached = known != Some(true);
        }
        live || reached
    }

    fn try_(&mut self, node: &ast::StmtTry, scope: Scope) -> bool {
        self.add(node.start());
        let before = self.loops.clone();
        let has_finally = u32::from(!node.finalbody.is_empty());
        self.unwinding += has_finally;
        let mut live = self.suite(&node.body, scope, false);
        if live {
            live = self.suite(&node.orelse, scope, false);
        } else {
            self.mark_dead(&node.orelse);
        }
        for handler in &node.handlers {
            let ast::ExceptHandler::ExceptHandler(handler) = handler;
            self.add(handler.start());
            live |= self.suite(&handler.body, scope, false);
        }
        self.unwinding -= has_finally;
        if node.finalbody.is_empty() {
            return live;
        }
        // Breaks that wait for the finally part happen only if it completes.
        let pending = std::mem::replace(&mut self.loops, before);
        let completes = self.suite(&node.finalbody, scope, false);
        if completes {
            for (broken, pending) in self.loops.iter_mut().zip(pending) {
                *broken |= pending;
            }
        }
        if self.target == TargetVersion::Py311
            && let Some(place) = position_after(&node.finalbody, self.unwinding > 0)
        {
            self.add(place);
        }
        live && completes
    }

    fn match_(&mut self, node: &ast::StmtMatch, scope: Scope) -> bool {
        self.add(node.start());
        let mut live = false;
        let mut irrefutable = false;
        for case in &node.cases {
            self.add(case.pattern.start());
            if case.guard.as_ref().is_some_and(|guard| truth(guard, self.target) == Some(false)) {
                self.mark_dead(&case.body);
                continue;
            }
            live |= self.suite(&case.body, scope, false);
            irrefutable |= is_irrefutable(case);
        }
        live || !irrefutable
    }
}

/// Returns the position of Python 3.11's compiler after the statements of a finally part. The code
/// that raises the exception again gets this position, even if those statements never complete.
/// `None` if the compiler marks that code as artificial, as after a `return` that unwinds an
/// enclosing statement.
fn position_after(body: &[Stmt], unwinding: bool) -> Option<TextSize> {
    let stmt = body.last()?;
    match stmt {
        Stmt::Return(_) if unwinding => None,
        Stmt::Expr(node) => {
            folded_truth(&node.value, TargetVersion::Py311).is_some().then(|| stmt.start())
        }
        Stmt::FunctionDef(def) => Some(def.name.start()),
        Stmt::ClassDef(def) => Some(def.name.start()),
        Stmt::If(node) => {
            let rest = node.elif_else_clauses.last();
            position_after(rest.map_or(&node.body, |clause| &clause.body), unwinding)
        }
        Stmt::While(node) if !node.orelse.is_empty() => position_after(&node.orelse, unwinding),
        Stmt::For(node) => position_after(&node.orelse, unwinding),
        Stmt::Try(node) => position_after(&node.finalbody, unwinding),
        Stmt::Match(node) => {
            let last = node.cases.last()?;
            (!is_irrefutable(last)).then(|| last.pattern.start())
        }
        _ => Some(stmt.start()),
    }
}
