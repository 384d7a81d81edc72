//! Drops syntax trees that are too deep for recursion.
//!
//! A sum of ten thousand terms is a tree of that depth, and Rust drops a tree by recursion. This
//! module takes such a tree apart from the outside, so that no part is deep when it is dropped.

use std::cell::RefCell;

use ruff_python_ast::visitor::transformer::{Transformer, walk_expr};
use ruff_python_ast::{Expr, ExprEllipsisLiteral, ModModule};

/// Drops a module of any depth.
pub(crate) fn dismantle(mut module: ModModule) {
    let mut rest = taken(|taker| module.body.iter_mut().for_each(|stmt| taker.visit_stmt(stmt)));
    while let Some(mut expr) = rest.pop() {
        rest.append(&mut taken(|taker| walk_expr(taker, &mut expr)));
    }
}

/// Takes the outermost expressions that `walk` meets out of the tree.
fn taken(walk: impl FnOnce(&Taker)) -> Vec<Expr> {
    let taker = Taker { taken: RefCell::new(vec![]) };
    walk(&taker);
    taker.taken.into_inner()
}

/// A transformer that takes every expression that it meets out of the tree, without looking into
/// it.
struct Taker {
    taken: RefCell<Vec<Expr>>,
}

impl Transformer for Taker {
    fn visit_expr(&self, expr: &mut Expr) {
        let nothing = Expr::EllipsisLiteral(ExprEllipsisLiteral::default());
        self.taken.borrow_mut().push(std::mem::replace(expr, nothing));
    }
}
