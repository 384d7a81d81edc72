//! Finds errors that Python reports after parsing, such as `return` outside a function.
//!
//! coverage.py compiles a source, so it refuses these files too. The parser's crate implements the
//! checks; this module walks the tree and provides the context of each node.

mod scope;

use std::cell::RefCell;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{self as ast, Expr, PythonVersion, Stmt};
use ruff_python_parser::semantic_errors::{
    LazyImportContext, SemanticSyntaxChecker, SemanticSyntaxContext, SemanticSyntaxError,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::TargetVersion;
use crate::predicates::imports_future_annotations;
use scope::{Scope, ScopeKind};

/// The maximum number of loops, `try` and `with` statements that CPython nests within one code
/// object.
const MAX_BLOCKS: u32 = 20;

/// The maximum number of type parameters of a statement that is checked: the parser's crate
/// compares each of them with every other one.
const MAX_CHECKED_TYPE_PARAMS: usize = 1000;

/// Returns the offset and message of the first error in a module, if any. The walk recurses as deep
/// as the tree.
pub(crate) fn first_error(
    module: &[Stmt],
    text: &str,
    target: TargetVersion,
) -> Option<(TextSize, String)> {
    let mut walk = Walk {
        text,
        version: target.syntax(),
        checker: SemanticSyntaxChecker::new(),
        error: RefCell::new(None),
        scopes: vec![Scope::new(ScopeKind::Module, module)],
        future_annotations: false,
    };
    walk.visit_body(module);
    walk.error.into_inner()
}

struct Walk<'a> {
    text: &'a str,
    version: PythonVersion,
    checker: SemanticSyntaxChecker,
    error: RefCell<Option<(TextSize, String)>>,
    /// The scopes around the current node, the innermost last.
    scopes: Vec<Scope<'a>>,
    /// Whether `from __future__ import annotations` was seen.
    future_annotations: bool,
}

impl<'a> Walk<'a> {
    fn inside(&mut self, scope: Scope<'a>, walk: impl FnOnce(&mut Self)) {
        self.scopes.push(scope);
        walk(self);
        self.scopes.pop();
    }

    fn kinds(&self) -> impl Iterator<Item = ScopeKind<'a>> {
        self.scopes.iter().rev().map(|scope| scope.kind)
    }

    fn kind(&self) -> ScopeKind<'a> {
        self.kinds().next().unwrap_or(ScopeKind::Module)
    }

    /// Counts the `try` statements of the innermost scope around the current node.
    fn tries(&self) -> u32 {
        self.scopes.last().map_or(0, |scope| scope.tries)
    }

    fn report(&self, at: TextSize, message: String) {
        let mut error = self.error.borrow_mut();
        if error.as_ref().is_none_or(|(earlier, _)| at < *earlier) {
            *error = Some((at, message));
        }
    }

    /// Reports a definition or import before the `global` that declares its name.
    fn check_global(&self, stmt: &'a Stmt) {
        let check = |name: &str| {
            if self.global(name).is_some_and(|global| stmt.start() < global.start()) {
                let message = format!("name '{name}' is assigned to before global declaration");
                self.report(stmt.start(), message);
            }
        };
        match stmt {
            Stmt::FunctionDef(def) => check(&def.name),
            Stmt::ClassDef(def) => check(&def.name),
            Stmt::Import(import) => import.names.iter().for_each(|alias| {
                let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                check(bound.split('.').next().unwrap_or_default());
            }),
            Stmt::ImportFrom(import) => import.names.iter().for_each(|alias| {
                check(alias.asname.as_ref().unwrap_or(&alias.name));
            }),
            _ => {}
        }
    }

    /// Walks a statement that opens `blocks` blocks, whose nesting CPython limits.
    fn in_blocks(&mut self, blocks: u32, stmt: &'a Stmt) {
        let Some(scope) = self.scopes.last_mut() else { return };
        let is_loop = u32::from(matches!(stmt, Stmt::For(_) | Stmt::While(_)));
        scope.blocks += blocks;
        scope.loops += is_loop;
        scope.tries += u32::from(stmt.is_try_stmt());
        if scope.blocks > MAX_BLOCKS {
            self.report(stmt.start(), "too many statically nested blocks".to_owned());
        }
        match stmt {
            // The else part is outside the loop.
            Stmt::For(node) => {
                self.visit_expr(&node.target);
                self.visit_expr(&node.iter);
                self.visit_body(&node.body);
            }
            Stmt::While(node) => {
                self.visit_expr(&node.test);
                self.visit_body(&node.body);
            }
            _ => walk_stmt(self, stmt),
        }
        if let Some(scope) = self.scopes.last_mut() {
            scope.blocks -= blocks;
            scope.loops -= is_loop;
            scope.tries -= u32::from(stmt.is_try_stmt());
        }
        match stmt {
            Stmt::For(node) => self.visit_body(&node.orelse),
            Stmt::While(node) => self.visit_body(&node.orelse),
            _ => {}
        }
    }

    /// Walks a comprehension, whose first iterable belongs to the scope around it.
    fn comprehension(
        &mut self,
        kind: ScopeKind<'a>,
        elements: &[Option<&'a Expr>],
        generators: &'a [ast::Comprehension],
    ) {
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        self.inside(Scope::new(kind, &[]), |walk| {
            for (index, generator) in generators.iter().enumerate() {
                walk.visit_expr(&generator.target);
                if index > 0 {
                    walk.visit_expr(&generator.iter);
                }
                generator.ifs.iter().for_each(|test| walk.visit_expr(test));
            }
            elements.iter().copied().flatten().for_each(|element| walk.visit_expr(element));
        });
    }
}

fn count_type_params(stmt: &Stmt) -> usize {
    let params = match stmt {
        Stmt::FunctionDef(def) => def.type_params.as_deref(),
        Stmt::ClassDef(def) => def.type_params.as_deref(),
        Stmt::TypeAlias(alias) => alias.type_params.as_deref(),
        _ => None,
    };
    params.map_or(0, |params| params.type_params.len())
}

impl<'a> Visitor<'a> for Walk<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if count_type_params(stmt) <= MAX_CHECKED_TYPE_PARAMS {
            let mut checker = std::mem::take(&mut self.checker);
            checker.visit_stmt(stmt, self);
            self.checker = checker;
        }
        self.future_annotations |= imports_future_annotations(stmt);
        self.check_global(stmt);
        match stmt {
            Stmt::FunctionDef(def) => {
                for decorator in &def.decorator_list {
                    self.visit_decorator(decorator);
                }
                if let Some(type_params) = &def.type_params {
                    self.visit_type_params(type_params);
                }
                self.visit_parameters(&def.parameters);
                if let Some(returns) = &def.returns {
                    self.visit_annotation(returns);
                }
                let kind =
                    ScopeKind::Function { is_async: def.is_async, parameters: &def.parameters };
                self.inside(Scope::new(kind, &def.body), |walk| walk.visit_body(&def.body));
            }
            Stmt::ClassDef(def) => {
                for decorator in &def.decorator_list {
                    self.visit_decorator(decorator);
                }
                if let Some(type_params) = &def.type_params {
                    self.visit_type_params(type_params);
                }
                if let Some(arguments) = &def.arguments {
                    self.visit_arguments(arguments);
                }
                self.inside(Scope::new(ScopeKind::Class, &def.body), |walk| {
                    walk.visit_body(&def.body);
                });
            }
            Stmt::For(_) | Stmt::While(_) => self.in_blocks(1, stmt),
            Stmt::With(node) => {
                self.in_blocks(u32::try_from(node.items.len()).unwrap_or(u32::MAX), stmt);
            }
            Stmt::Try(node) => {
                let blocks = [node.handlers.is_empty(), node.finalbody.is_empty()];
                self.in_blocks(blocks.into_iter().map(|absent| u32::from(!absent)).sum(), stmt);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let mut checker = std::mem::take(&mut self.checker);
        checker.visit_expr(expr, self);
        self.checker = checker;
        match expr {
            Expr::Lambda(node) => {
                let parameters = node.parameters.as_deref();
                if let Some(parameters) = parameters {
                    self.visit_parameters(parameters);
                }
                let scope = Scope::new(ScopeKind::Lambda { parameters }, &[]);
                self.inside(scope, |walk| walk.visit_expr(&node.body));
            }
            Expr::ListComp(node) => {
                let kind = ScopeKind::comprehension(&node.generators);
                self.comprehension(kind, &[Some(&node.elt)], &node.generators);
            }
            Expr::SetComp(node) => {
                let kind = ScopeKind::comprehension(&node.generators);
                self.comprehension(kind, &[Some(&node.elt)], &node.generators);
            }
            Expr::DictComp(node) => {
                let kind = ScopeKind::comprehension(&node.generators);
                let elements = [node.key.as_deref(), Some(&*node.value)];
                self.comprehension(kind, &elements, &node.generators);
            }
            Expr::Generator(node) => {
                self.comprehension(ScopeKind::Generator, &[Some(&node.elt)], &node.generators);
            }
            _ => walk_expr(self, expr),
        }
    }
}

impl SemanticSyntaxContext for Walk<'_> {
    fn future_annotations_or_stub(&self) -> bool {
        self.future_annotations
    }

    fn lazy_import_context(&self) -> Option<LazyImportContext> {
        match self.kind() {
            ScopeKind::Module if self.tries() > 0 => Some(LazyImportContext::TryExceptBlocks),
            ScopeKind::Module => None,
            ScopeKind::Class => Some(LazyImportContext::Class),
            _ => Some(LazyImportContext::Function),
        }
    }

    fn python_version(&self) -> PythonVersion {
        self.version
    }

    fn source(&self) -> &str {
        self.text
    }

    fn global(&self, name: &str) -> Option<TextRange> {
        let globals = &self.scopes.last()?.globals;
        globals.iter().find(|(global, _)| *global == name).map(|&(_, range)| range)
    }

    fn has_nonlocal_binding(&self, name: &str) -> bool {
        if name == "__class__" {
            return true;
        }
        // The check ignores whether the enclosing function binds the name.
        self.kinds()
            .skip(1)
            .any(|kind| matches!(kind, ScopeKind::Function { .. } | ScopeKind::Lambda { .. }))
    }

    fn in_async_context(&self) -> bool {
        self.kinds()
            .find_map(|kind| match kind {
                ScopeKind::Function { is_async, .. } => Some(is_async),
                ScopeKind::Class | ScopeKind::Lambda { .. } => Some(false),
                ScopeKind::Module | ScopeKind::Generator | ScopeKind::Comprehension { .. } => None,
            })
            .unwrap_or(false)
    }

    fn in_await_allowed_context(&self) -> bool {
        self.kinds()
            .find_map(|kind| match kind {
                ScopeKind::Function { .. } | ScopeKind::Lambda { .. } | ScopeKind::Generator => {
                    Some(true)
                }
                ScopeKind::Class => Some(false),
                ScopeKind::Module | ScopeKind::Comprehension { .. } => None,
            })
            .unwrap_or(false)
    }

    fn in_yield_allowed_context(&self) -> bool {
        matches!(self.kind(), ScopeKind::Function { .. } | ScopeKind::Lambda { .. })
    }

    fn in_sync_comprehension(&self) -> bool {
        self.kinds().any(|kind| matches!(kind, ScopeKind::Comprehension { is_async: false }))
    }

    fn in_class_body_comprehension(&self) -> bool {
        let mut around = self
            .kinds()
            .skip_while(|k| matches!(k, ScopeKind::Generator | ScopeKind::Comprehension { .. }));
        matches!(around.next(), Some(ScopeKind::Class))
    }

    fn in_module_scope(&self) -> bool {
        matches!(self.kind(), ScopeKind::Module)
    }

    fn in_function_scope(&self) -> bool {
        matches!(self.kind(), ScopeKind::Function { .. })
    }

    fn in_generator_context(&self) -> bool {
        self.kinds().any(|kind| matches!(kind, ScopeKind::Generator))
    }

    fn in_notebook(&self) -> bool {
        false
    }

    fn report_semantic_error(&self, error: SemanticSyntaxError) {
        self.report(error.range.start(), error.to_string());
    }

    fn in_loop_context(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.loops > 0)
    }

    fn is_bound_parameter(&self, name: &str) -> bool {
        match self.kind() {
            ScopeKind::Function { parameters, .. }
            | ScopeKind::Lambda { parameters: Some(parameters) } => parameters.includes(name),
            _ => false,
        }
    }
}
