//! Lists the suites inside a statement, for walks that treat all kinds of suites alike.

use ruff_python_ast::{ExceptHandler, Stmt};
use ruff_text_size::Ranged;

use crate::logical::LineMap;

/// Returns the suites of `stmt` in coverage.py's order: body, else part, finally part, handlers,
/// cases.
pub(crate) fn suites(stmt: &Stmt) -> impl Iterator<Item = &[Stmt]> {
    let (body, orelse, finalbody): (&[Stmt], &[Stmt], &[Stmt]) = match stmt {
        Stmt::FunctionDef(node) => (&node.body, &[], &[]),
        Stmt::ClassDef(node) => (&node.body, &[], &[]),
        Stmt::For(node) => (&node.body, &node.orelse, &[]),
        Stmt::While(node) => (&node.body, &node.orelse, &[]),
        Stmt::If(node) => (&node.body, &[], &[]),
        Stmt::With(node) => (&node.body, &[], &[]),
        Stmt::Try(node) => (&node.body, &node.orelse, &node.finalbody),
        _ => (&[], &[], &[]),
    };
    let clauses = match stmt {
        Stmt::If(node) => &*node.elif_else_clauses,
        _ => &[],
    };
    let handlers = match stmt {
        Stmt::Try(node) => &*node.handlers,
        _ => &[],
    };
    let cases = match stmt {
        Stmt::Match(node) => &*node.cases,
        _ => &[],
    };
    [body, orelse, finalbody]
        .into_iter()
        .chain(clauses.iter().map(|clause| &*clause.body))
        .chain(handlers.iter().map(|ExceptHandler::ExceptHandler(handler)| &*handler.body))
        .chain(cases.iter().map(|case| &*case.body))
}

/// Returns the line of `stmt` in Python's syntax tree, which always starts a logical line: the line
/// of the `def` or `class`, even if it is decorated.
pub(crate) fn start_line(stmt: &Stmt, lines: &LineMap) -> u32 {
    match stmt {
        Stmt::FunctionDef(def) => lines.first_at(def.name.start()),
        Stmt::ClassDef(def) => lines.first_at(def.name.start()),
        _ => lines.line(stmt.start()),
    }
}
