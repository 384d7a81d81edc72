//! Small predicates about statements, targets and cases that several modules share.

use ruff_python_ast::{self as ast, Expr, Pattern, Stmt};

/// The kind of code that a body belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Module,
    Class,
    Function,
}

/// Returns true if `stmt` is a docstring, provided that it is the first statement of a module,
/// class or function.
pub(crate) fn is_docstring(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(expr) if expr.value.is_string_literal_expr())
}

/// Returns true if `stmt` is `from __future__ import annotations`.
pub(crate) fn imports_future_annotations(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::ImportFrom(import)
        if import.module.as_deref() == Some("__future__")
            && import.names.iter().any(|alias| &alias.name == "annotations"))
}

/// Returns true if `target` is `()` or `[]`: deleting it or assigning to it does nothing.
pub(crate) fn is_empty_sequence(target: &Expr) -> bool {
    match target {
        Expr::Tuple(node) => node.elts.is_empty(),
        Expr::List(node) => node.elts.is_empty(),
        _ => false,
    }
}

/// Returns true if a `case` matches anything, like `case _:`. Follows coverage.py, which looks only
/// at the last alternative.
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
