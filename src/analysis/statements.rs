//! Which lines have code: what Python's compiler makes of each statement.
//!
//! coverage.py compiles a source and asks the bytecode for its lines. No compiler is needed for
//! that: since lines are mapped to the first line of their logical line, it is enough to know
//! which statements leave any code, and which are unreachable and therefore dropped. The rules
//! were held against CPython's own output, version by version.

use covdrop_lines::{Line, LineSet};
use ruff_python_ast::{self as ast, Expr, Pattern, Stmt};
use ruff_text_size::{Ranged, TextSize};

use crate::RuleSet;
use crate::constant::truth;
use crate::logical::LineMap;

/// The lines with code, each as far as it is needed to find the logical line: not every line of
/// a multi-line statement, but at least one.
pub(crate) fn lines_with_code(module: &[Stmt], lines: &LineMap, rules: RuleSet) -> LineSet {
    let mut walk = Walk {
        lines,
        rules,
        found: LineSet::new(),
        loops: Vec::new(),
        conditional: false,
        future_annotations: false,
    };
    walk.suite(module, Scope::Module, true);
    walk.found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Module,
    Class,
    Function,
}

struct Walk<'a> {
    lines: &'a LineMap,
    rules: RuleSet,
    found: LineSet,
    /// For each loop around the statement at hand, whether a live `break` leaves it.
    loops: Vec<bool>,
    /// Whether the statement stands in a compound statement of its class body.
    conditional: bool,
    /// Whether `from __future__ import annotations` was seen.
    future_annotations: bool,
}

impl Walk<'_> {
    fn add(&mut self, offset: TextSize) {
        self.found.extend(Line::new(self.lines.line(offset)));
    }

    /// Walks the statements of a suite; tells whether control can go on past it.
    fn suite(&mut self, body: &[Stmt], scope: Scope, may_start_with_docstring: bool) -> bool {
        for (index, stmt) in body.iter().enumerate() {
            if may_start_with_docstring && index == 0 && is_docstring(stmt) {
                if scope != Scope::Function {
                    self.add(stmt.start());
                }
            } else if !self.statement(stmt, scope) {
                return false;
            }
        }
        true
    }

    /// Walks one statement; tells whether control can go on past it.
    fn statement(&mut self, stmt: &Stmt, scope: Scope) -> bool {
        match stmt {
            Stmt::FunctionDef(def) => {
                self.code_object(&def.decorator_list, def.name.start(), &def.body, Scope::Function);
                true
            }
            Stmt::ClassDef(def) => {
                self.code_object(&def.decorator_list, def.name.start(), &def.body, Scope::Class);
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

    fn code_object(
        &mut self,
        decorators: &[ast::Decorator],
        name: TextSize,
        body: &[Stmt],
        scope: Scope,
    ) {
        for decorator in decorators {
            self.add(decorator.expression.start());
        }
        let def = self.lines.first_at(name);
        self.found.extend(Line::new(def));
        let conditional = std::mem::replace(&mut self.conditional, false);
        let loops = std::mem::take(&mut self.loops);
        self.suite(body, scope, true);
        self.loops = loops;
        self.conditional = conditional;
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
            Stmt::ImportFrom(import) => {
                self.future_annotations |= import.module.as_deref() == Some("__future__")
                    && import.names.iter().any(|alias| &alias.name == "annotations");
            }
            _ => {}
        }
        self.add(stmt.start());
        match stmt {
            Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) => false,
            Stmt::Break(_) => {
                if let Some(broken) = self.loops.last_mut() {
                    *broken = true;
                }
                false
            }
            Stmt::Assert(assert) => truth(&assert.test, self.rules) != Some(false),
            _ => true,
        }
    }

    /// Whether `x: T` without a value leaves code.
    fn annotation_has_code(&self, ann: &ast::StmtAnnAssign, scope: Scope) -> bool {
        if !ann.target.is_name_expr() {
            return true;
        }
        match scope {
            Scope::Function => false,
            _ if self.rules < RuleSet::Py314 => true,
            _ if !ann.simple => false,
            Scope::Module => true,
            Scope::Class => self.future_annotations || self.conditional,
        }
    }

    fn compound(&mut self, stmt: &Stmt, scope: Scope) -> bool {
        match stmt {
            Stmt::If(node) => self.if_(node, scope),
            Stmt::While(node) => {
                self.add(node.test.start());
                let test = truth(&node.test, self.rules);
                self.loops.push(false);
                if test != Some(false) {
                    self.suite(&node.body, scope, false);
                }
                let broken = self.loops.pop().unwrap_or_default();
                let completes = test != Some(true) && self.suite(&node.orelse, scope, false);
                completes || broken
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
                self.suite(&node.body, scope, false);
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
        for (test, body) in std::iter::once(first).chain(rest) {
            let Some(test) = test else {
                return self.suite(body, scope, false) || live;
            };
            self.add(test.start());
            let known = truth(test, self.rules);
            if known != Some(false) {
                live |= self.suite(body, scope, false);
            }
            if known == Some(true) {
                return live;
            }
        }
        true
    }

    fn try_(&mut self, node: &ast::StmtTry, scope: Scope) -> bool {
        self.add(node.start());
        let before = self.loops.clone();
        let mut live =
            self.suite(&node.body, scope, false) && self.suite(&node.orelse, scope, false);
        for handler in &node.handlers {
            let ast::ExceptHandler::ExceptHandler(handler) = handler;
            self.add(handler.start());
            live |= self.suite(&handler.body, scope, false);
        }
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
        live && completes
    }

    fn match_(&mut self, node: &ast::StmtMatch, scope: Scope) -> bool {
        self.add(node.start());
        let mut live = false;
        let mut irrefutable = false;
        for case in &node.cases {
            self.add(case.pattern.start());
            if case.guard.as_ref().is_some_and(|guard| truth(guard, self.rules) == Some(false)) {
                continue;
            }
            live |= self.suite(&case.body, scope, false);
            irrefutable |= is_irrefutable(case);
        }
        live || !irrefutable
    }
}

/// Whether `stmt`, standing first in a module, class or function, is its docstring.
pub(crate) fn is_docstring(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(expr) if expr.value.is_string_literal_expr())
}

fn is_empty_sequence(target: &Expr) -> bool {
    match target {
        Expr::Tuple(node) => node.elts.is_empty(),
        Expr::List(node) => node.elts.is_empty(),
        _ => false,
    }
}

/// Whether a `case` takes whatever reaches it, as `case _:` does: the rule of coverage.py, which
/// looks at the last alternative alone.
pub(crate) fn is_irrefutable(case: &ast::MatchCase) -> bool {
    let mut pattern = &case.pattern;
    loop {
        match pattern {
            Pattern::MatchOr(node) => match node.patterns.last() {
                Some(last) => pattern = last,
                None => return false,
            },
            Pattern::MatchAs(node) => match &node.pattern {
                Some(inner) => pattern = inner,
                None => return case.guard.is_none(),
            },
            _ => return false,
        }
    }
}
