//! Code objects whose own code is all that is left of the code around them.
//!
//! The compiler keeps a function, lambda or comprehension among the constants of the code around
//! it, and coverage.py looks at all constants. Two things orphan such code objects: coverage.py
//! skips code named `__annotate__`, but not what is inside it; and when Python drops unreachable
//! code, it always keeps the first constant, where a docstring would be, and before 3.12 all
//! constants up to the last one in use.

use std::collections::HashMap;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use crate::RuleSet;
use crate::constant::truth;

/// Expressions are not looked into below this depth.
const MAX_EXPRESSION_DEPTH: u32 = 400;

/// A code object inside another one.
#[derive(Clone, Copy)]
pub(crate) enum Nested<'a> {
    /// A function or class.
    Definition(&'a Stmt),
    /// A lambda, generator or comprehension.
    Expression(&'a Expr),
}

impl Nested<'_> {
    fn start(self) -> TextRange {
        match self {
            Nested::Definition(stmt) => stmt.range(),
            Nested::Expression(expr) => expr.range(),
        }
    }
}

/// The code objects directly inside the code of `body`.
pub(crate) fn nested_in(body: &[Stmt], rules: RuleSet) -> Vec<Nested<'_>> {
    let mut scan =
        Scan { rules, is_unused: false, dead: &[], constants: Constants::default(), depth: 0 };
    scan.visit_body(body);
    scan.constants.nested.into_iter().map(|(nested, _)| nested).collect()
}

/// Whether the annotation `expr` has code objects of its own, as a lambda is.
pub(crate) fn has_nested(expr: &Expr) -> bool {
    // Annotations do not inline comprehensions, whatever the version.
    let rules = RuleSet::Py311;
    let mut scan =
        Scan { rules, is_unused: false, dead: &[], constants: Constants::default(), depth: 0 };
    scan.visit_expr(expr);
    !scan.constants.nested.is_empty()
}

/// What a body belongs to, as far as its first constant depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A module has no constant of its own.
    Module,
    /// A class starts with its name.
    Class,
    /// A function starts with its docstring, or before 3.14 with None in place of it.
    Function,
}

/// The code objects of dead code that Python keeps since 3.10, given the whole body of the code
/// object around it and the ranges of its dead statements.
pub(crate) fn kept_in_dead_code<'a>(
    body: &'a [Stmt],
    dead: &[TextRange],
    owner: Owner,
    rules: RuleSet,
) -> Vec<Nested<'a>> {
    let mut scan =
        Scan { rules, is_unused: false, dead, constants: Constants::default(), depth: 0 };
    match (owner, body.first()) {
        (Owner::Function, Some(Stmt::Expr(first))) if first.value.is_string_literal_expr() => {
            scan.visit_expr(&first.value);
        }
        (Owner::Function, _) if rules < RuleSet::Py314 => scan.constants.add("None", true),
        (Owner::Class, _) => scan.constants.add("a name", true),
        _ => {}
    }
    scan.visit_body(body);
    let Constants { nested, last_in_use, .. } = scan.constants;
    let kept = if rules < RuleSet::Py312 { last_in_use } else { 0 };
    nested
        .into_iter()
        .filter(|&(_, index)| index == 0 || index < kept)
        .filter(|&(nested, _)| is_within(nested.start(), dead))
        .map(|(nested, _)| nested)
        .collect()
}

fn is_within(range: TextRange, dead: &[TextRange]) -> bool {
    dead.iter().any(|dead| dead.contains_range(range))
}

/// The constants of a code object, in the order in which the compiler meets them.
#[derive(Default)]
struct Constants<'a> {
    indexes: HashMap<Box<str>, usize>,
    count: usize,
    last_in_use: usize,
    nested: Vec<(Nested<'a>, usize)>,
}

impl<'a> Constants<'a> {
    /// Notes a constant, which is told from others by `key`.
    fn add(&mut self, key: &str, live: bool) {
        let index = *self.indexes.entry(key.into()).or_insert(self.count);
        self.count = self.count.max(index + 1);
        if live {
            self.last_in_use = self.last_in_use.max(index);
        }
    }

    fn add_code(&mut self, nested: Nested<'a>, live: bool) {
        self.nested.push((nested, self.count));
        if live {
            self.last_in_use = self.last_in_use.max(self.count);
        }
        self.count += 1;
    }
}

/// Walks the code of one code object.
struct Scan<'a, 'd> {
    rules: RuleSet,
    /// Whether what is walked ends up unused, although it is not dead.
    is_unused: bool,
    dead: &'d [TextRange],
    constants: Constants<'a>,
    depth: u32,
}

impl<'a> Scan<'a, '_> {
    fn unused(&mut self, test: &'a Expr) {
        let before = std::mem::replace(&mut self.is_unused, true);
        // The outcome is a constant, too, perhaps the only one.
        self.constants.add(&format!("test {}", test.start().to_u32()), false);
        self.visit_expr(test);
        self.is_unused = before;
    }
}

impl<'a> Visitor<'a> for Scan<'a, '_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let live = !is_within(stmt.range(), self.dead);
        match stmt {
            Stmt::FunctionDef(def) => {
                for decorator in &def.decorator_list {
                    self.visit_decorator(decorator);
                }
                self.visit_parameters(&def.parameters);
                if let Some(returns) = &def.returns {
                    self.visit_annotation(returns);
                }
                self.constants.add_code(Nested::Definition(stmt), live);
            }
            Stmt::ClassDef(def) => {
                for decorator in &def.decorator_list {
                    self.visit_decorator(decorator);
                }
                self.constants.add_code(Nested::Definition(stmt), live);
                self.constants.add(&format!("'{}'0", def.name), live);
                if let Some(arguments) = &def.arguments {
                    self.visit_arguments(arguments);
                }
            }
            Stmt::Import(_) => {
                self.constants.add("0", live);
                self.constants.add("None", live);
            }
            Stmt::ImportFrom(import) => {
                self.constants.add(&import.level.to_string(), live);
                let names: Vec<&str> = import.names.iter().map(|alias| &*alias.name).collect();
                self.constants.add(&names.join(","), live);
            }
            // A test that the compiler decides is a constant that nothing uses.
            Stmt::If(node) if truth(&node.test, self.rules).is_some() => {
                self.unused(&node.test);
                node.body.iter().for_each(|stmt| self.visit_stmt(stmt));
                for clause in &node.elif_else_clauses {
                    self.visit_body(&clause.body);
                }
            }
            Stmt::While(node) if truth(&node.test, self.rules).is_some() => {
                self.unused(&node.test);
                self.visit_body(&node.body);
                self.visit_body(&node.orelse);
            }
            // So is a constant that stands alone.
            Stmt::Expr(node) if node.value.is_literal_expr() => {}
            Stmt::Return(node) if node.value.is_none() => self.constants.add("None", live),
            Stmt::With(_) => {
                walk_stmt(self, stmt);
                self.constants.add("None", live);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if self.depth >= MAX_EXPRESSION_DEPTH {
            return;
        }
        let live = !self.is_unused && !is_within(expr.range(), self.dead);
        self.depth += 1;
        match expr {
            Expr::Lambda(node) => {
                if let Some(parameters) = &node.parameters {
                    self.visit_parameters(parameters);
                }
                self.constants.add_code(Nested::Expression(expr), live);
            }
            Expr::Generator(_) => self.constants.add_code(Nested::Expression(expr), live),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_)
                if self.rules <= RuleSet::Py311 =>
            {
                self.constants.add_code(Nested::Expression(expr), live);
            }
            Expr::NumberLiteral(node) => self.constants.add(&format!("{:?}", node.value), live),
            Expr::StringLiteral(node) => {
                let text = node.value.to_str();
                // The parser replaces lone surrogates, so that such strings look alike.
                let place = if text.contains('\u{fffd}') { expr.start().to_u32() } else { 0 };
                self.constants.add(&format!("'{text}'{place}"), live);
            }
            Expr::BytesLiteral(node) => {
                let bytes: Vec<u8> = node.value.bytes().collect();
                self.constants.add(&format!("b{bytes:?}"), live);
            }
            Expr::BooleanLiteral(node) => self.constants.add(&node.value.to_string(), live),
            Expr::NoneLiteral(_) => self.constants.add("None", live),
            Expr::EllipsisLiteral(_) => self.constants.add("...", live),
            _ => walk_expr(self, expr),
        }
        self.depth -= 1;
    }
}
