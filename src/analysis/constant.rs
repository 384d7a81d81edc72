//! Evaluates constant tests at compile time.
//!
//! Python's compiler drops code behind tests that it can decide. Its decisions differ between
//! versions ([`truth`]); coverage.py's own rule for constant tests, which determines the possible
//! branches, is simpler ([`constant_test`]).

use ruff_python_ast::{BoolOp, Expr, Number, Operator, UnaryOp};

use crate::TargetVersion;

/// Deeper expressions are not evaluated; no real test comes near.
const MAX_DEPTH: u32 = 64;

/// Returns the value of `test` if Python's compiler knows it, else `None`.
pub(crate) fn truth(test: &Expr, target: TargetVersion) -> Option<bool> {
    truth_at(test, target, MAX_DEPTH)
}

/// Like [`truth`], but only if the test itself is folded to a constant, without looking into `and`
/// and `or`. Python 3.9 knows no more.
pub(crate) fn folded_truth(test: &Expr, target: TargetVersion) -> Option<bool> {
    fold(test, target, MAX_DEPTH).map(Value::truth)
}

fn truth_at(test: &Expr, target: TargetVersion, depth: u32) -> Option<bool> {
    let depth = depth.checked_sub(1)?;
    match test {
        Expr::BoolOp(node) => {
            // One operand that decides the result is enough.
            let decisive = node.op == BoolOp::Or;
            let mut all_known = true;
            for value in &node.values {
                match truth_at(value, target, depth) {
                    Some(known) if known == decisive => return Some(decisive),
                    Some(_) => {}
                    None => all_known = false,
                }
            }
            all_known.then_some(!decisive)
        }
        Expr::UnaryOp(node) if node.op == UnaryOp::Not => {
            truth_at(&node.operand, target, depth).map(|known| !known)
        }
        _ => fold(test, target, depth).map(Value::truth),
    }
}

/// A value that the compiler folds; only the length of strings, bytes and tuples matters.
#[derive(Clone, Copy, PartialEq)]
enum Value {
    Int(i128),
    Float(f64),
    Sized(Kind, usize),
    /// Any other true value: an ellipsis, a complex or very large number other than zero.
    Truthy,
    None,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Str,
    Bytes,
    Tuple,
}

impl Value {
    fn truth(self) -> bool {
        match self {
            Value::Int(n) => n != 0,
            Value::Float(x) => x != 0.0,
            Value::Sized(_, len) => len != 0,
            Value::Truthy => true,
            Value::None => false,
        }
    }

    fn as_f64(self) -> Option<f64> {
        match self {
            #[allow(clippy::cast_precision_loss, reason = "Python rounds the same way")]
            Value::Int(n) => Some(n as f64),
            Value::Float(x) => Some(x),
            _ => None,
        }
    }
}

fn fold(expr: &Expr, target: TargetVersion, depth: u32) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    // From 3.14 on, arithmetic is folded too late to make code unreachable.
    let arithmetic = target < TargetVersion::Py314;
    match expr {
        Expr::BooleanLiteral(node) => Some(Value::Int(node.value.into())),
        Expr::NoneLiteral(_) => Some(Value::None),
        Expr::EllipsisLiteral(_) => Some(Value::Truthy),
        Expr::NumberLiteral(node) => Some(match &node.value {
            Number::Int(n) => n.as_u64().map_or(Value::Truthy, |n| Value::Int(n.into())),
            Number::Float(x) => Value::Float(*x),
            Number::Complex { real, imag } if *real == 0.0 && *imag == 0.0 => Value::Float(0.0),
            Number::Complex { .. } => Value::Truthy,
        }),
        Expr::StringLiteral(node) => Some(Value::Sized(Kind::Str, node.value.to_str().len())),
        Expr::BytesLiteral(node) => Some(Value::Sized(Kind::Bytes, node.value.bytes().count())),
        Expr::FString(node) if target >= TargetVersion::Py313 => {
            let mut elements = node.value.elements();
            elements.next().is_none().then_some(Value::Sized(Kind::Str, 0))
        }
        Expr::Name(node) if node.id == "__debug__" => Some(Value::Int(1)),
        Expr::UnaryOp(node) => match (node.op, fold(&node.operand, target, depth)?) {
            (UnaryOp::Not, value) => Some(Value::Int((!value.truth()).into())),
            _ if !arithmetic => None,
            (UnaryOp::USub, Value::Int(n)) => n.checked_neg().map(Value::Int),
            (UnaryOp::USub, Value::Float(x)) => Some(Value::Float(-x)),
            (UnaryOp::UAdd, value @ (Value::Int(_) | Value::Float(_))) => Some(value),
            (UnaryOp::Invert, Value::Int(n)) => Some(Value::Int(!n)),
            _ => None,
        },
        Expr::BinOp(node) if arithmetic => {
            let left = fold(&node.left, target, depth)?;
            operate(node.op, left, fold(&node.right, target, depth)?)
        }
        Expr::Subscript(node) if arithmetic => {
            let (Expr::Tuple(tuple), Value::Int(index)) =
                (&*node.value, fold(&node.slice, target, depth)?)
            else {
                return None;
            };
            fold(&node.value, target, depth)?;
            fold(tuple.elts.get(usize::try_from(index).ok()?)?, target, depth)
        }
        Expr::Tuple(node) if arithmetic => {
            let constant = node.elts.iter().all(|e| fold(e, target, depth).is_some());
            constant.then_some(Value::Sized(Kind::Tuple, node.elts.len()))
        }
        _ => None,
    }
}

/// Returns the result of arithmetic that Python's compiler computes, if it stays small.
fn operate(op: Operator, left: Value, right: Value) -> Option<Value> {
    match (op, left, right) {
        (_, Value::Int(a), Value::Int(b)) => match op {
            Operator::Add => a.checked_add(b),
            Operator::Sub => a.checked_sub(b),
            Operator::Mult => a.checked_mul(b),
            Operator::BitAnd => Some(a & b),
            Operator::BitOr => Some(a | b),
            Operator::BitXor => Some(a ^ b),
            Operator::FloorDiv => floor_div(a, b),
            Operator::Mod => floor_div(a, b).map(|q| a - q * b),
            Operator::LShift => shift(b).and_then(|b| a.checked_mul(1 << b)),
            Operator::RShift => shift(b).map(|b| a >> b),
            Operator::Pow => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
            Operator::Div if b != 0 => return Some(Value::Float(left.as_f64()? / right.as_f64()?)),
            _ => None,
        }
        .map(Value::Int),
        (Operator::Add, Value::Sized(a, n), Value::Sized(b, m)) if a == b => {
            Some(Value::Sized(a, n.checked_add(m)?))
        }
        (Operator::Mult, Value::Sized(kind, n), Value::Int(m))
        | (Operator::Mult, Value::Int(m), Value::Sized(kind, n)) => {
            let times = usize::try_from(m.max(0)).ok()?;
            Some(Value::Sized(kind, n.checked_mul(times)?))
        }
        _ => {
            let (a, b) = (left.as_f64()?, right.as_f64()?);
            match op {
                Operator::Add => Some(a + b),
                Operator::Sub => Some(a - b),
                Operator::Mult => Some(a * b),
                Operator::Div if b != 0.0 => Some(a / b),
                Operator::FloorDiv if b != 0.0 => Some((a / b).floor()),
                _ => None,
            }
            .map(Value::Float)
        }
    }
}

fn floor_div(a: i128, b: i128) -> Option<i128> {
    let quotient = a.checked_div(b)?;
    let exact = a.checked_rem(b)? == 0;
    Some(if exact || (a < 0) == (b < 0) { quotient } else { quotient - 1 })
}

/// Returns the distance of a shift that Python's compiler computes: it skips results of more than
/// 128 bits.
fn shift(by: i128) -> Option<u32> {
    u32::try_from(by).ok().filter(|&by| by < 126)
}

/// Returns the value of `test` if coverage.py treats it as constant, else `None`.
pub(crate) fn constant_test(test: &Expr) -> Option<bool> {
    constant_test_at(test, MAX_DEPTH)
}

fn constant_test_at(test: &Expr, depth: u32) -> Option<bool> {
    let depth = depth.checked_sub(1)?;
    match test {
        Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_) => fold(test, TargetVersion::Py314, depth).map(Value::truth),
        Expr::Name(node) if node.id == "__debug__" => Some(true),
        Expr::UnaryOp(node) if node.op == UnaryOp::Not => {
            constant_test_at(&node.operand, depth).map(|known| !known)
        }
        Expr::BoolOp(node) => {
            let values: Option<Vec<bool>> =
                node.values.iter().map(|value| constant_test_at(value, depth)).collect();
            let values = values?;
            Some(match node.op {
                BoolOp::And => values.iter().all(|&value| value),
                BoolOp::Or => values.iter().any(|&value| value),
            })
        }
        _ => None,
    }
}
