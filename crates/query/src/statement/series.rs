//! `FROM generate_series(now() - INTERVAL '7 days', now(), '1 day')`: the engine's table function takes constants of
//! the right types alone; its function of lists takes everything, once texts have the types that they mean.

use datafusion::sql::sqlparser::ast::{
    CastKind, DataType, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, TimezoneInfo, UnaryOperator,
    Value,
};

use super::dialect::{call_of, simple_name};

/// The arguments for the function of lists; `None` where all are numbers, which the engine takes.
pub(super) fn typed(args: &[FunctionArg]) -> Option<Vec<Expr>> {
    let mut args: Vec<Expr> = args
        .iter()
        .map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    if args.iter().all(is_number) {
        return None;
    }
    let moment = args.iter().take(2).find_map(|arg| match arg {
        Expr::Cast { data_type, .. } => Some(data_type.clone()),
        _ => None,
    });
    let moment = moment.unwrap_or(DataType::Timestamp(None, TimezoneInfo::WithTimeZone));
    let interval = DataType::Interval {
        fields: None,
        precision: None,
    };
    for (at, arg) in args.iter_mut().enumerate() {
        if is_text(arg) {
            let meant = if at < 2 { &moment } else { &interval };
            *arg = Expr::Cast {
                kind: CastKind::Cast,
                expr: Box::new(arg.clone()),
                data_type: meant.clone(),
                array: false,
                format: None,
            };
        }
    }
    Some(args)
}

/// `SELECT generate_series(…)` as the rows of a list.
pub(super) fn in_select(expr: &Expr) -> Option<Expr> {
    let Expr::Function(call) = expr else {
        return None;
    };
    let FunctionArguments::List(list) = &call.args else {
        return None;
    };
    if simple_name(&call.name)? != "generate_series" {
        return None;
    }
    let series = match typed(&list.args) {
        Some(args) => call_of("generate_series", args),
        None => expr.clone(),
    };
    Some(call_of("unnest", vec![series]))
}

fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::Value(value) => matches!(
            value.value,
            Value::Number(..) | Value::Placeholder(_) | Value::Null
        ),
        Expr::UnaryOp {
            op: UnaryOperator::Minus | UnaryOperator::Plus,
            expr,
        } => is_number(expr),
        _ => false,
    }
}

fn is_text(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if matches!(value.value, Value::SingleQuotedString(_)))
}
