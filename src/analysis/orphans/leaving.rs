//! Visits the cleanup code of `try` and `with` statements in the compiler's order: the compiler
//! copies it to every jump that leaves the statement.

use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{Expr, Stmt, StmtReturn, StmtTry};
use ruff_text_size::Ranged;

use super::{Scan, is_within};
use crate::TargetVersion;
use crate::constant::folded_truth;

/// A statement with cleanup code.
#[derive(Clone, Copy)]
pub(super) enum Cleanup<'a> {
    /// A `try` with this finally part.
    Try(&'a [Stmt]),
    /// A `with`, which passes None three times to its context manager.
    With,
}

impl<'a> Scan<'a, '_> {
    /// Visits the finally parts that a jump leaves, down to the one at index `outermost`, at the
    /// place where the compiler first does. Returns false if one of these parts stops the jump.
    pub(super) fn leave(&mut self, outermost: usize, mut live: bool) -> bool {
        let left = self.around.split_off(outermost.min(self.around.len()));
        for &around in left.iter().rev() {
            match around {
                Cleanup::With => self.constants.add("None", live),
                Cleanup::Try(finalbody) => {
                    if let Some(first) = finalbody.first()
                        && self.left.insert(first.start())
                    {
                        self.visit_body(finalbody);
                    }
                    live &= finalbody.last().is_none_or(|last| {
                        !last.is_raise_stmt()
                            && !last.is_return_stmt()
                            && !is_within(last.range(), self.dead)
                    });
                }
            }
        }
        self.around.extend(left);
        live
    }

    /// Visits a `return`. The compiler adds a constant value after the cleanup code, and any other
    /// value before.
    pub(super) fn return_(&mut self, node: &'a StmtReturn, live: bool) {
        let is_constant = |value: &Expr| match self.target {
            target if target >= TargetVersion::Py314 => value.is_literal_expr(),
            target => folded_truth(value, target).is_some(),
        };
        match &node.value {
            Some(value) if is_constant(value) => {
                let before = self.is_unused;
                self.is_unused |= !self.leave(0, live);
                self.visit_expr(value);
                self.is_unused = before;
            }
            Some(value) => {
                self.visit_expr(value);
                self.leave(0, live);
            }
            None => {
                let live = self.leave(0, live);
                self.constants.add("None", live);
            }
        }
    }

    pub(super) fn try_(&mut self, node: &'a StmtTry) {
        self.around.push(Cleanup::Try(&node.finalbody));
        self.visit_body(&node.body);
        if self.target >= TargetVersion::Py311 {
            self.visit_body(&node.orelse);
        }
        for handler in &node.handlers {
            self.visit_except_handler(handler);
        }
        if self.target < TargetVersion::Py311 {
            self.visit_body(&node.orelse);
        }
        self.around.pop();
        self.visit_body(&node.finalbody);
    }
}
