//! Finds the lines with code by the rules of Python 3.8 and 3.9.
//!
//! Their compiler gives each instruction the line of the statement visited last. So the line of a
//! `pass` counts only if an instruction follows it, and a dropped suite may still contribute its
//! line. This walk visits statements in the compiler's order and records where the compiler emits
//! instructions.

use covdrop_lines::{Line, LineSet};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use crate::TargetVersion;
use crate::constant::folded_truth;
use crate::logical::LineMap;
use crate::orphans::{Nested, nested_in};
use crate::predicates::{Scope, is_docstring, is_empty_sequence};
use crate::suites::start_line;

/// Returns the lines with code, as far as they are needed to find logical lines.
pub(crate) fn lines_with_code(module: &[Stmt], lines: &LineMap) -> LineSet {
    let mut walk =
        Walk { lines, found: LineSet::new(), current: 1, last: None, muted: 0, dead: false };
    if !module.is_empty() {
        walk.body(module, Scope::Module);
    }
    walk.found
}

struct Walk<'a> {
    lines: &'a LineMap,
    found: LineSet,
    /// The line of the next instruction.
    current: u32,
    /// The line of the last instruction of the code object, even if it was dropped.
    last: Option<u32>,
    /// The number of enclosing suites that are compiled without output.
    muted: u32,
    /// Whether a `return` makes the following code unreachable, up to the next jump target.
    dead: bool,
}

impl Walk<'_> {
    fn emit(&mut self) {
        if self.muted > 0 {
            return;
        }
        self.last = Some(self.current);
        if !self.dead {
            self.found.extend(Line::new(self.current));
        }
    }

    fn emit_at(&mut self, node: &impl Ranged) {
        let before = std::mem::replace(&mut self.current, self.lines.line(node.start()));
        self.emit();
        self.current = before;
    }

    /// Marks a jump target.
    const fn target(&mut self) {
        self.dead = false;
    }

    fn body(&mut self, body: &[Stmt], scope: Scope) {
        let dead = std::mem::replace(&mut self.dead, false);
        let last = self.last.take();
        let current = self.current;
        if scope != Scope::Function
            && let Some(first) = body.first().filter(|stmt| is_docstring(stmt))
        {
            self.emit_at(first);
        }
        self.suite(body, scope);
        // The code returns at its end.
        self.emit();
        // The line table ends with the last line, even if its code was dropped.
        self.found.extend(self.last.and_then(Line::new));
        (self.dead, self.last, self.current) = (dead, last, current);
    }

    fn suite(&mut self, body: &[Stmt], scope: Scope) {
        for stmt in body {
            self.current = start_line(stmt, self.lines);
            if self.dead && self.muted == 0 {
                self.constants_of_dead(stmt, scope);
            }
            self.statement(stmt, scope);
        }
    }

    /// Walks the code objects in dropped code, which remain among the constants.
    fn constants_of_dead(&mut self, stmt: &Stmt, scope: Scope) {
        for nested in nested_in(std::slice::from_ref(stmt), scope, TargetVersion::Py39) {
            match nested {
                Nested::Expression(expr) => self.add(expr),
                Nested::Definition(Stmt::ClassDef(_)) => {
                    self.found.extend(Line::new(self.current));
                }
                Nested::Definition(_) => {}
            }
        }
    }

    fn add(&mut self, node: &impl Ranged) {
        self.found.extend(Line::new(self.lines.line(node.start())));
    }

    fn muted(&mut self, body: &[Stmt], scope: Scope) {
        self.muted += 1;
        self.suite(body, scope);
        self.muted -= 1;
    }

    fn statement(&mut self, stmt: &Stmt, scope: Scope) {
        match stmt {
            Stmt::Pass(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::Expr(node) if folded_truth(&node.value, TargetVersion::Py39).is_some() => {}
            Stmt::Delete(node) if node.targets.iter().all(is_empty_sequence) => {}
            Stmt::AnnAssign(node) if node.value.is_none() => {
                let in_function = scope == Scope::Function;
                if !(in_function && matches!(*node.target, Expr::Name(_))) {
                    self.emit();
                }
            }
            Stmt::FunctionDef(def) => {
                self.definition(&def.decorator_list);
                self.named_body(&def.name, &def.body, Scope::Function);
            }
            Stmt::ClassDef(def) => {
                self.definition(&def.decorator_list);
                self.named_body(&def.name, &def.body, Scope::Class);
            }
            Stmt::Return(_) => {
                self.emit();
                self.dead |= self.muted == 0;
            }
            Stmt::If(node) => self.if_(node, scope),
            Stmt::While(node) => self.while_(node, scope),
            Stmt::For(node) => {
                self.target();
                self.emit();
                self.suite(&node.body, scope);
                self.emit();
                self.target();
                self.suite(&node.orelse, scope);
                self.target();
            }
            Stmt::With(node) => {
                self.emit();
                self.suite(&node.body, scope);
                self.emit();
                self.target();
                // The code that runs when an exception leaves the body.
                self.emit();
            }
            Stmt::Try(node) => self.try_(node, scope),
            _ => self.emit(),
        }
    }

    fn definition(&mut self, decorators: &[ast::Decorator]) {
        for decorator in decorators {
            self.emit_at(&decorator.expression);
        }
        self.emit();
    }

    /// Walks the body of a function or class. Of one named `__annotate__`, which coverage.py skips,
    /// walks only the code objects inside.
    fn named_body(&mut self, name: &str, body: &[Stmt], scope: Scope) {
        if self.muted > 0 {
            return;
        }
        if name != "__annotate__" {
            self.body(body, scope);
            return;
        }
        for nested in nested_in(body, scope, TargetVersion::Py39) {
            match nested {
                Nested::Expression(expr) => self.add(expr),
                Nested::Definition(Stmt::FunctionDef(def)) => {
                    self.named_body(&def.name, &def.body, Scope::Function);
                }
                Nested::Definition(Stmt::ClassDef(def)) => {
                    match def.decorator_list.first() {
                        Some(decorator) => self.add(&decorator.expression),
                        None => self.add(&def.name),
                    }
                    self.named_body(&def.name, &def.body, Scope::Class);
                }
                Nested::Definition(_) => {}
            }
        }
    }

    fn if_(&mut self, node: &ast::StmtIf, scope: Scope) {
        let first = (Some(&*node.test), &node.body);
        let rest = node.elif_else_clauses.iter().map(|c| (c.test.as_ref(), &c.body));
        let clauses: Vec<_> = std::iter::once(first).chain(rest).collect();
        let mut muted = 0;
        let mut joined = false;
        for (index, &(test, body)) in clauses.iter().enumerate() {
            let Some(test) = test else {
                self.suite(body, scope);
                continue;
            };
            self.current = self.lines.line(test.start());
            match folded_truth(test, TargetVersion::Py39) {
                Some(true) => {
                    self.suite(body, scope);
                    self.muted += 1;
                    muted += 1;
                }
                Some(false) => self.muted(body, scope),
                None => {
                    if leaves_code(test) {
                        self.emit();
                    }
                    self.suite(body, scope);
                    if index + 1 < clauses.len() {
                        self.emit();
                    }
                    if self.muted == 0 {
                        self.target();
                        joined = true;
                    }
                }
            }
        }
        self.muted -= muted;
        if joined {
            self.target();
        }
    }

    fn while_(&mut self, node: &ast::StmtWhile, scope: Scope) {
        let known = folded_truth(&node.test, TargetVersion::Py39);
        if known == Some(false) {
            self.muted(&node.body, scope);
            self.suite(&node.orelse, scope);
            return;
        }
        self.target();
        if known.is_none() && leaves_code(&node.test) {
            self.emit();
        }
        self.suite(&node.body, scope);
        self.emit();
        if known.is_none() {
            self.target();
        }
        self.suite(&node.orelse, scope);
        self.target();
    }

    fn try_(&mut self, node: &ast::StmtTry, scope: Scope) {
        self.emit();
        self.suite(&node.body, scope);
        self.emit();
        for handler in &node.handlers {
            let ast::ExceptHandler::ExceptHandler(handler) = handler;
            self.target();
            self.current = self.lines.line(handler.start());
            self.emit();
            self.suite(&handler.body, scope);
            self.emit();
        }
        if !node.handlers.is_empty() {
            self.target();
        }
        self.suite(&node.orelse, scope);
        if !node.handlers.is_empty() {
            self.target();
        }
        if !node.finalbody.is_empty() {
            self.suite(&node.finalbody, scope);
            self.emit();
            self.target();
            // Once more, for the exit by an exception.
            self.suite(&node.finalbody, scope);
            self.emit();
            self.target();
        }
    }
}

/// Returns true if a test that is not folded leaves any code. Loading a true constant just to
/// continue leaves none.
fn leaves_code(test: &Expr) -> bool {
    match test {
        Expr::BoolOp(node) if node.op == ast::BoolOp::And => {
            !node.values.iter().all(|value| folded_truth(value, TargetVersion::Py39) == Some(true))
        }
        Expr::FString(node) => {
            let mut elements = node.value.elements().peekable();
            elements.peek().is_none() || elements.any(|element| !element.is_literal())
        }
        _ => true,
    }
}
