//! Moments, intervals and time zones as PostgreSQL's users write them.
//!
//! Moments are counted in microseconds: the engine's nanoseconds end in the year 2262, and 9999-12-31 is everybody's
//! "never".

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    TimezoneInfo, UnaryOperator, Value,
};

use super::dialect::{call_of, function};
use crate::time::canonical;

/// Digits behind the point of a second.
const DIGITS: Option<u64> = Some(6);

/// Gives moments their microseconds, and intervals words that the engine reads.
pub(super) fn precise(expr: &mut Expr) {
    match expr {
        Expr::Cast { expr, data_type, .. } => {
            in_microseconds(data_type);
            if matches!(data_type, DataType::Interval { .. })
                && let Expr::Value(value) = &mut **expr
            {
                in_words(&mut value.value, None);
            }
        }
        Expr::TypedString(typed) => {
            in_microseconds(&mut typed.data_type);
            if matches!(typed.data_type, DataType::Interval { .. }) {
                in_words(&mut typed.value.value, None);
            }
        }
        Expr::Interval(interval) if interval.last_field.is_none() => {
            let unit = interval.leading_field.as_ref().map(ToString::to_string);
            if let Expr::Value(value) = &mut *interval.value
                && in_words(&mut value.value, unit.as_deref())
            {
                interval.leading_field = None;
            }
        }
        // The engine would turn the sign of the first part alone.
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr: inner,
        } => {
            if let Expr::Interval(interval) = &mut **inner
                && let Expr::Value(value) = &mut *interval.value
                && in_words(&mut value.value, Some("ago"))
            {
                *expr = (**inner).clone();
            }
        }
        _ => {}
    }
}

const fn in_microseconds(data_type: &mut DataType) {
    if let DataType::Timestamp(digits @ (None | Some(1..=9)), _) = data_type {
        *digits = DIGITS;
    }
}

fn in_words(value: &mut Value, unit: Option<&str>) -> bool {
    let Value::SingleQuotedString(text) = value else {
        return false;
    };
    let whole = match unit {
        Some(unit) => canonical(&format!("{text} {unit}")),
        None => canonical(text),
    };
    if let Some(whole) = whole {
        *text = whole;
        return true;
    }
    false
}

/// An expression that is written differently here.
pub(super) fn expression(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::AtTimeZone { timestamp, time_zone } => Some(at_zone(timestamp, time_zone)),
        Expr::Cast { expr, data_type, .. } if is_moment(data_type) => {
            let Expr::Value(value) = expr.as_ref() else {
                return None;
            };
            counted_from_now(&value.value, data_type)
        }
        Expr::TypedString(typed) if is_moment(&typed.data_type) => {
            counted_from_now(&typed.value.value, &typed.data_type)
        }
        _ => None,
    }
}

/// A call of a function that is called differently here.
pub(super) fn call(written: &str, call: &Function) -> Option<Expr> {
    let args = match &call.args {
        FunctionArguments::List(list) => list.args.as_slice(),
        _ => &[],
    };
    let args: Vec<&Expr> = args
        .iter()
        .filter_map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
            _ => None,
        })
        .collect();
    match (written, args.as_slice()) {
        (
            "now" | "current_timestamp" | "transaction_timestamp" | "statement_timestamp" | "clock_timestamp",
            [] | [_],
        ) => Some(now()),
        ("localtimestamp", [] | [_]) => Some(cast(now(), TimezoneInfo::None)),
        ("timezone", [zone, moment]) => Some(at_zone(moment, zone)),
        ("date_trunc", [unit, moment, zone]) => Some(truncated(unit, moment, zone)),
        _ => None,
    }
}

fn now() -> Expr {
    cast(
        Expr::Function(function("now", Vec::new())),
        TimezoneInfo::WithTimeZone,
    )
}

fn at_zone(moment: &Expr, zone: &Expr) -> Expr {
    let moment = match moment {
        Expr::Value(_) => cast(moment.clone(), TimezoneInfo::WithTimeZone),
        other => other.clone(),
    };
    call_of("at_time_zone", vec![moment, zone.clone()])
}

/// `date_trunc('day', moment, 'Europe/Berlin')`: cut where the clocks of that zone say, and a moment again. Parts of a
/// day are taken off the moment itself: an hour may come twice.
fn truncated(unit: &Expr, moment: &Expr, zone: &Expr) -> Expr {
    let moment = cast(moment.clone(), TimezoneInfo::WithTimeZone);
    let clock = call_of("at_time_zone", vec![moment.clone(), zone.clone()]);
    let cut = call_of("date_trunc", vec![unit.clone(), clock.clone()]);
    let is_part = matches!(unit, Expr::Value(value) if matches!(&value.value, Value::SingleQuotedString(unit)
        if ["hour", "minute", "second", "milliseconds", "microseconds"].contains(&unit.to_ascii_lowercase().as_str())));
    if !is_part {
        return call_of("at_time_zone", vec![cut, zone.clone()]);
    }
    let minus = |left: Expr, right: Expr| {
        Expr::Nested(Box::new(Expr::BinaryOp {
            left: Box::new(left),
            op: BinaryOperator::Minus,
            right: Box::new(right),
        }))
    };
    minus(moment, minus(clock, cut))
}

/// `'today'::timestamp`.
fn counted_from_now(value: &Value, data_type: &DataType) -> Option<Expr> {
    let Value::SingleQuotedString(text) = value else {
        return None;
    };
    let days = match text.trim().to_ascii_lowercase().as_str() {
        "now" => return Some(cast_to(now(), data_type.clone())),
        "today" => 0,
        "tomorrow" => 1,
        "yesterday" => -1,
        _ => return None,
    };
    let today = cast_to(now(), DataType::Date);
    let moved = match days {
        0 => today,
        days => Expr::Nested(Box::new(Expr::BinaryOp {
            left: Box::new(today),
            op: if days > 0 {
                BinaryOperator::Plus
            } else {
                BinaryOperator::Minus
            },
            right: Box::new(Expr::value(Value::Number("1".to_owned(), false))),
        })),
    };
    Some(cast_to(moved, data_type.clone()))
}

const fn is_moment(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Timestamp(..) | DataType::Date)
}

fn cast(expr: Expr, zone: TimezoneInfo) -> Expr {
    cast_to(expr, DataType::Timestamp(DIGITS, zone))
}

fn cast_to(expr: Expr, data_type: DataType) -> Expr {
    Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(expr),
        data_type,
        array: false,
        format: None,
    }
}
