//! `EXISTS (SELECT …)` as a value: `SELECT name, EXISTS (…) FROM …`, `CASE WHEN EXISTS (…)`.
//!
//! The engine knows it in conditions only. As a value it is whether the rows, counted, are more than none. The count
//! stands in the subquery itself where that is possible, so that it still sees the query around it.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, FunctionArgExpr, GroupByExpr, LimitClause, Query, Select, SelectItem,
    SetExpr, Value,
};

use super::dialect::{function, select_from_query};
use super::walk::{Change, change};

/// Spells out every `EXISTS` in what `select` gives and in its `HAVING`; those in conditions stay.
pub(super) fn as_values(select: &mut Select) {
    for item in &mut select.projection {
        if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item {
            change(expr, &mut Values);
        }
    }
    if let Some(having) = &mut select.having {
        change(having, &mut Values);
    }
}

struct Values;

impl Change for Values {
    fn expr_after(&mut self, expr: &mut Expr) {
        if let Expr::Exists { subquery, negated } = &*expr
            && let Some(value) = value(subquery, *negated)
        {
            *expr = value;
        }
    }
}

fn value(query: &Query, negated: bool) -> Option<Expr> {
    let count = function("count", vec![FunctionArg::Unnamed(FunctionArgExpr::Wildcard)]);
    let is_there = Expr::BinaryOp {
        left: Box::new(Expr::Function(count)),
        op: if negated {
            BinaryOperator::Eq
        } else {
            BinaryOperator::Gt
        },
        right: Box::new(Expr::value(Value::Number("0".to_owned(), false))),
    };
    let mut query = query.clone();
    if let SetExpr::Select(select) = &mut *query.body
        && query.with.is_none()
        && query.fetch.is_none()
        && query.limit_clause.as_ref().is_none_or(keeps_one)
        && gives_its_rows(select)
    {
        select.projection = vec![SelectItem::UnnamedExpr(is_there)];
        select.distinct = None;
        query.order_by = None;
        query.limit_clause = None;
        return Some(Expr::Subquery(Box::new(query)));
    }
    select_from_query(query, is_there).map(|query| Expr::Subquery(Box::new(query)))
}

/// Whether a limit leaves a row wherever there is one.
fn keeps_one(limit: &LimitClause) -> bool {
    let LimitClause::LimitOffset {
        limit: Some(Expr::Value(limit)),
        offset: None,
        ..
    } = limit
    else {
        return false;
    };
    matches!(&limit.value, Value::Number(rows, _) if rows.parse::<u64>().is_ok_and(|rows| rows > 0))
}

/// Whether there is a row for each that the condition lets through: nothing is grouped, and what is selected counts
/// nothing together.
fn gives_its_rows(select: &Select) -> bool {
    let is_plain = |item: &SelectItem| match item {
        SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..) => true,
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => matches!(
            expr,
            Expr::Value(_) | Expr::Identifier(_) | Expr::CompoundIdentifier(_)
        ),
        _ => false,
    };
    select.having.is_none()
        && matches!(&select.group_by, GroupByExpr::Expressions(by, _) if by.is_empty())
        && select.projection.iter().all(is_plain)
}
