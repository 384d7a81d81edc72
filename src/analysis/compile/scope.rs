//! The scopes of CPython's compiler, in the detail that syntax errors depend on.

use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::TextRange;

use crate::suites::suites;

/// The construct that opens a scope.
#[derive(Clone, Copy)]
pub(super) enum ScopeKind<'a> {
    Module,
    Class,
    Function {
        is_async: bool,
        parameters: &'a ast::Parameters,
    },
    Lambda {
        parameters: Option<&'a ast::Parameters>,
    },
    Generator,
    /// A list, set or dict comprehension.
    Comprehension {
        is_async: bool,
    },
}

impl<'a> ScopeKind<'a> {
    /// Returns the kind of a list, set or dict comprehension.
    pub(super) fn comprehension(generators: &[ast::Comprehension]) -> ScopeKind<'a> {
        ScopeKind::Comprehension { is_async: generators.iter().any(|generator| generator.is_async) }
    }
}

/// A scope while its nodes are walked.
pub(super) struct Scope<'a> {
    pub(super) kind: ScopeKind<'a>,
    /// The names declared global, with their declarations.
    pub(super) globals: Vec<(&'a str, TextRange)>,
    /// The number of loops, blocks and `try` statements around the current node.
    pub(super) loops: u32,
    pub(super) blocks: u32,
    pub(super) tries: u32,
}

impl<'a> Scope<'a> {
    pub(super) fn new(kind: ScopeKind<'a>, body: &'a [Stmt]) -> Scope<'a> {
        let mut scope = Scope { kind, globals: vec![], loops: 0, blocks: 0, tries: 0 };
        scope.find_globals(body);
        scope
    }

    fn find_globals(&mut self, body: &'a [Stmt]) {
        for stmt in body {
            match stmt {
                Stmt::Global(global) => {
                    let names = global.names.iter().map(|name| (name.as_str(), global.range));
                    self.globals.extend(names);
                }
                Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
                _ => suites(stmt).for_each(|suite| self.find_globals(suite)),
            }
        }
    }
}
