//! Comparisons of several values at once: `(a, b) = (1, 2)`, `(a, b) IN ((1, 2), (3, 4))`.
//!
//! The engine would compare structures, whose types have to be the same to the letter; spelled out, each pair of values
//! is compared as everywhere. Source: PostgreSQL documentation, "Row Constructor Comparison".

use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value};

/// `expr` spelled out, if it compares several values at once.
pub(super) fn spelled_out(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::BinaryOp {
            left,
            op: op @ (BinaryOperator::Eq | BinaryOperator::NotEq),
            right,
        } => {
            let equal = equal(left, right)?;
            Some(unless(equal, *op == BinaryOperator::NotEq))
        }
        Expr::InList {
            expr: row,
            list,
            negated,
        } => {
            let each = list.iter().map(|item| equal(row, item));
            let one_of = each.collect::<Option<Vec<_>>>()?;
            let any =
                joined(one_of, &BinaryOperator::Or).unwrap_or_else(|| Expr::value(Value::Boolean(false)));
            Some(unless(any, *negated))
        }
        _ => None,
    }
}

/// Whether two rows are equal, value by value; `None` for what are no rows of one length.
fn equal(left: &Expr, right: &Expr) -> Option<Expr> {
    let (Expr::Tuple(left), Expr::Tuple(right)) = (left, right) else {
        return None;
    };
    if left.len() != right.len() {
        return None;
    }
    let pair = |(left, right): (&Expr, &Expr)| binary(left.clone(), BinaryOperator::Eq, right.clone());
    joined(left.iter().zip(right).map(pair).collect(), &BinaryOperator::And)
}

fn joined(parts: Vec<Expr>, op: &BinaryOperator) -> Option<Expr> {
    let all = parts
        .into_iter()
        .reduce(|all, part| binary(all, op.clone(), part))?;
    Some(Expr::Nested(Box::new(all)))
}

fn binary(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp {
        left: Box::new(left),
        op,
        right: Box::new(right),
    }
}

fn unless(expr: Expr, is_negated: bool) -> Expr {
    if !is_negated {
        return expr;
    }
    Expr::UnaryOp {
        op: UnaryOperator::Not,
        expr: Box::new(expr),
    }
}
