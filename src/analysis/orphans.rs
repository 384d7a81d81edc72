//! Finds orphaned code objects, which remain although the code around them is dropped.
//!
//! The compiler stores a function, lambda or comprehension among the constants of the code around
//! it, and coverage.py looks at all constants. Two causes orphan code objects. coverage.py skips
//! code named `__annotate__`, but not the code objects inside it. And when Python drops unreachable
//! code, it always keeps the first constant, where a docstring would be, and before 3.12 all
//! constants up to the last used one.

mod constants;
mod leaving;

use std::collections::HashSet;

use ruff_python_ast::comparable::ComparableExpr;
use ruff_python_ast::visitor::{Visitor, walk_except_handler, walk_expr, walk_pattern, walk_stmt};
use ruff_python_ast::{ExceptHandler, Expr, MatchCase, Parameters, Pattern, Stmt, StmtIf, UnaryOp};
use ruff_text_size::{Ranged, TextRange, TextSize};

use self::constants::Constants;
use self::leaving::Cleanup;
use crate::TargetVersion;
use crate::constant::{folded_truth, truth};
use crate::predicates::Scope;

/// The depth below which expressions are not searched.
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

/// Returns the code objects directly inside the code of `body`.
pub(crate) fn nested_in(body: &[Stmt], scope: Scope, target: TargetVersion) -> Vec<Nested<'_>> {
    let mut scan = Scan::new(&[], scope, target);
    scan.visit_body(body);
    scan.constants.nested.into_iter().map(|(nested, _)| nested).collect()
}

/// Returns true if the annotation `expr` compiles to code objects of its own, as a lambda does.
pub(crate) fn has_nested(expr: &Expr) -> bool {
    // No version inlines comprehensions in annotations.
    let target = TargetVersion::Py311;
    let mut scan = Scan::new(&[], Scope::Module, target);
    scan.visit_expr(expr);
    !scan.constants.nested.is_empty()
}

/// Returns the code objects of dead code that Python 3.10 and newer keeps. `body` is the whole body
/// of the enclosing code object; `dead` has the ranges of its dead statements.
pub(crate) fn kept_in_dead_code<'a>(
    body: &'a [Stmt],
    dead: &[TextRange],
    scope: Scope,
    completes: bool,
    target: TargetVersion,
) -> Vec<Nested<'a>> {
    let mut scan = Scan::new(dead, scope, target);
    // The first constant of a class is its name; that of a function is its docstring, or before
    // 3.14 else None.
    if scope == Scope::Class {
        scan.constants.add("a name", true);
    }
    match body.first() {
        Some(Stmt::Expr(first)) if first.value.is_string_literal_expr() => {
            scan.visit_expr(&first.value);
        }
        _ if scope == Scope::Function && target < TargetVersion::Py314 => {
            scan.constants.add("None", true);
        }
        _ => {}
    }
    scan.visit_body(body);
    // A function returns None at its end.
    scan.constants.add("None", completes);
    let Constants { nested, last_in_use, uses_last, .. } = scan.constants;
    let kept = match uses_last {
        _ if target >= TargetVersion::Py312 => 0,
        true => usize::MAX,
        false => last_in_use,
    };
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

/// Walks the code of one code object.
struct Scan<'a, 'd> {
    target: TargetVersion,
    /// Whether the current code is not dead, but its constants end up unused.
    is_unused: bool,
    dead: &'d [TextRange],
    constants: Constants<'a>,
    scope: Scope,
    /// The enclosing statements with code to run on leaving, the outermost first.
    around: Vec<Cleanup<'a>>,
    /// The number of them around the innermost loop.
    left_around_loop: usize,
    /// The finally parts that were visited early.
    left: HashSet<TextSize>,
    depth: u32,
}

impl<'a, 'd> Scan<'a, 'd> {
    fn new(dead: &'d [TextRange], scope: Scope, target: TargetVersion) -> Scan<'a, 'd> {
        Scan {
            target,
            scope,
            is_unused: false,
            dead,
            constants: Constants::default(),
            around: Vec::new(),
            left: HashSet::new(),
            left_around_loop: 0,
            depth: 0,
        }
    }

    fn if_(&mut self, node: &'a StmtIf) {
        let first = (Some(&*node.test), &node.body);
        let rest = node.elif_else_clauses.iter().map(|c| (c.test.as_ref(), &c.body));
        let mut reached = true;
        for (test, body) in std::iter::once(first).chain(rest) {
            if let Some(test) = test {
                let known = truth(test, self.target);
                // A test that the compiler decides is an unused constant.
                if known.is_some() || !reached {
                    self.unused(test);
                } else {
                    self.visit_expr(test);
                }
                reached &= known != Some(true);
            }
            self.visit_body(body);
        }
    }

    /// Visits a test that the compiler decides.
    fn unused(&mut self, test: &'a Expr) {
        let before = std::mem::replace(&mut self.is_unused, true);
        match test {
            Expr::BoolOp(node) => node.values.iter().for_each(|value| self.unused(value)),
            _ if test.is_literal_expr() || folded_truth(test, self.target).is_none() => {
                self.visit_expr(test);
            }
            Expr::UnaryOp(node) if node.op == UnaryOp::Not => {
                let known = folded_truth(test, self.target) == Some(true);
                self.constants.add(&known.to_string(), false);
            }
            // The result is a constant, perhaps the only one.
            _ => self.constants.add(&format!("test {}", test.start().to_u32()), false),
        }
        self.is_unused = before;
    }
}

/// Returns true if a function has defaults and all are constants: the compiler folds them to a
/// tuple.
fn defaults_are_constant(parameters: &Parameters) -> bool {
    let mut defaults = parameters
        .posonlyargs
        .iter()
        .chain(&parameters.args)
        .filter_map(|parameter| parameter.default.as_deref())
        .peekable();
    defaults.peek().is_some()
        && defaults.all(|default| truth(default, TargetVersion::Py311).is_some())
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
                if live && defaults_are_constant(&def.parameters) {
                    self.constants.add_last();
                }
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
                self.constants.add_number(0, live);
                self.constants.add("None", live);
            }
            Stmt::ImportFrom(import) => {
                self.constants.add_number(import.level, live);
                self.constants.add_names(import.names.iter().map(|alias| &*alias.name), live);
            }
            Stmt::If(node) => self.if_(node),
            // A test that the compiler decides is an unused constant.
            Stmt::While(node) if truth(&node.test, self.target).is_some() => {
                self.unused(&node.test);
                let around = std::mem::replace(&mut self.left_around_loop, self.around.len());
                self.visit_body(&node.body);
                self.visit_body(&node.orelse);
                self.left_around_loop = around;
            }
            // So is a constant that stands alone.
            Stmt::Expr(node) if node.value.is_literal_expr() => {}
            Stmt::Return(node) => self.return_(node, live),
            Stmt::Break(_) | Stmt::Continue(_) => {
                self.leave(self.left_around_loop, live);
            }
            // A function never evaluates the annotations of its variables.
            Stmt::AnnAssign(node) if self.scope == Scope::Function => {
                if let Some(value) = &node.value {
                    self.visit_expr(value);
                }
                self.visit_expr(&node.target);
            }
            Stmt::Try(node) => self.try_(node),
            Stmt::For(_) | Stmt::While(_) => {
                let around = std::mem::replace(&mut self.left_around_loop, self.around.len());
                walk_stmt(self, stmt);
                self.left_around_loop = around;
            }
            Stmt::With(_) => {
                self.around.push(Cleanup::With);
                walk_stmt(self, stmt);
                self.around.pop();
                self.constants.add("None", live);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        walk_except_handler(self, handler);
        let ExceptHandler::ExceptHandler(node) = handler;
        if node.name.is_some() {
            // The handler sets the name to None at its end.
            self.constants.add("None", !is_within(node.range(), self.dead));
        }
    }

    fn visit_match_case(&mut self, case: &'a MatchCase) {
        self.visit_pattern(&case.pattern);
        if let Some(guard) = &case.guard {
            if truth(guard, self.target).is_some() {
                self.unused(guard);
            } else {
                self.visit_expr(guard);
            }
        }
        self.visit_body(&case.body);
    }

    /// Adds the lengths and attribute names that patterns check.
    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let live = !is_within(pattern.range(), self.dead);
        match pattern {
            Pattern::MatchClass(node) => {
                self.visit_expr(&node.cls);
                let names = node.arguments.keywords.iter().map(|keyword| &*keyword.attr);
                self.constants.add_names(names, live);
                self.visit_pattern_arguments(&node.arguments);
            }
            Pattern::MatchSequence(node) => {
                let star = node.patterns.iter().any(Pattern::is_match_star);
                let least = node.patterns.len() - usize::from(star);
                if !star || least > 0 {
                    self.constants.add_number(least, live);
                }
                walk_pattern(self, pattern);
            }
            _ => walk_pattern(self, pattern),
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
                if self.target <= TargetVersion::Py311 =>
            {
                self.constants.add_code(Nested::Expression(expr), live);
            }
            Expr::Call(node) => {
                walk_expr(self, expr);
                let names = node.arguments.keywords.iter().map(|keyword| keyword.arg.as_deref());
                if let Some(names) = names.collect::<Option<Vec<_>>>()
                    && !names.is_empty()
                {
                    self.constants.add_names(names, live);
                }
            }
            // Python folds it for any content.
            Expr::Tuple(_) if truth(expr, self.target.min(TargetVersion::Py313)).is_some() => {
                self.constants.add(&format!("tuple {:?}", ComparableExpr::from(expr)), live);
            }
            Expr::NumberLiteral(node) => self.constants.add(&format!("{:?}", node.value), live),
            Expr::StringLiteral(node) => {
                let text = node.value.to_str();
                // The parser replaces lone surrogates, which makes such strings look equal.
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
