//! `FETCH FIRST 3 ROWS WITH TIES`: the rows whose rank in the order is among the first three.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, OrderByExpr, OrderByKind, Query, Select, SelectItem, SetExpr, Value, WindowSpec,
    WindowType,
};

use super::dialect::function;

/// Turns the clause into a condition; another form stays for the engine to refuse.
pub(super) fn as_rank(query: &mut Query) {
    let is_fit = query
        .fetch
        .as_ref()
        .is_some_and(|fetch| fetch.with_ties && !fetch.percent)
        && query.limit_clause.is_none();
    let Some(OrderByKind::Expressions(keys)) = query.order_by.as_ref().map(|order| &order.kind) else {
        return;
    };
    let SetExpr::Select(select) = query.body.as_mut() else {
        return;
    };
    if !is_fit || select.distinct.is_some() || select.qualify.is_some() {
        return;
    }
    let Some(keys) = keys
        .iter()
        .map(|key| resolved(key, select))
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };
    let Some(quantity) = query.fetch.as_mut().and_then(|fetch| fetch.quantity.take()) else {
        return;
    };
    let mut rank = function("rank", Vec::new());
    rank.over = Some(WindowType::WindowSpec(WindowSpec {
        window_name: None,
        partition_by: Vec::new(),
        order_by: keys,
        window_frame: None,
    }));
    select.qualify = Some(Expr::BinaryOp {
        left: Box::new(Expr::Function(rank)),
        op: BinaryOperator::LtEq,
        right: Box::new(quantity),
    });
    query.fetch = None;
}

/// A key of the order as what it stands for: `1` and names of the answer are its columns.
fn resolved(key: &OrderByExpr, select: &Select) -> Option<OrderByExpr> {
    let stands_for = match &key.expr {
        Expr::Value(value) => {
            let Value::Number(place, _) = &value.value else {
                return None;
            };
            let at = place.parse::<usize>().ok()?.checked_sub(1)?;
            match select.projection.get(at)? {
                SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => Some(expr),
                _ => return None,
            }
        }
        Expr::Identifier(name) => select.projection.iter().find_map(|item| match item {
            SelectItem::ExprWithAlias { expr, alias } if alias.value.eq_ignore_ascii_case(&name.value) => {
                Some(expr)
            }
            _ => None,
        }),
        _ => None,
    };
    let mut key = key.clone();
    if let Some(expr) = stands_for {
        key.expr = expr.clone();
    }
    Some(key)
}
