//! From conditions of a query to what the keeper of events can narrow by.
//!
//! What comes out may let more pass than the conditions do, never less: the engine's conditions are worked out on
//! whatever passes.

use activity::event::{Field, Shape};
use datafusion::arrow::array::Array;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::expr::{InList, Like};
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{Between, BinaryExpr, Expr, Operator};

use super::{Condition, Narrow};

const DAY_US: i64 = 86_400_000_000;
/// Shorter pieces of text are in nearly every event.
const PIECE_MIN: usize = 3;
/// The years 1 to 9999: moments beyond cannot be written.
const MOMENTS: std::ops::Range<i64> = -62_135_596_800_000_000..253_402_300_800_000_000;

/// What `conditions` narrow to, and whether that is all they say.
pub(super) fn narrow(conditions: &[Expr]) -> (Narrow, bool) {
    let mut narrow = Narrow::default();
    let mut is_all = true;
    for condition in conditions.iter().flat_map(split_conjunction) {
        if !bound(condition, &mut narrow) {
            is_all = false;
            narrow.all.extend(read(condition));
        }
    }
    (narrow, is_all)
}

/// Takes a bound of the time of events into `narrow`, if `condition` is nothing else.
fn bound(condition: &Expr, narrow: &mut Narrow) -> bool {
    match condition {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            if let (Some(is_day), Some(at)) = (time_column(left), literal(right)) {
                return bound_by(*op, is_day, at, narrow);
            }
            match (time_column(right), literal(left), op.swap()) {
                (Some(is_day), Some(at), Some(op)) => bound_by(op, is_day, at, narrow),
                _ => false,
            }
        }
        Expr::Between(Between {
            expr,
            negated: false,
            low,
            high,
        }) => match (time_column(expr), literal(low), literal(high)) {
            (Some(is_day), Some(low), Some(high)) => {
                bound_by(Operator::GtEq, is_day, low, narrow)
                    && bound_by(Operator::LtEq, is_day, high, narrow)
            }
            _ => false,
        },
        _ => false,
    }
}

/// `is_day`: the day is compared, not the moment. `at` is in nanoseconds.
fn bound_by(op: Operator, is_day: bool, at: i128, narrow: &mut Narrow) -> bool {
    let unit = if is_day { i128::from(DAY_US) } else { 1 } * 1_000;
    let (first, is_whole) = (at.div_euclid(unit), at.rem_euclid(unit) == 0);
    let us = |units: i128| {
        let us = i64::try_from(units * unit / 1_000).ok()?;
        MOMENTS.contains(&us).then_some(us)
    };
    // The first unit of time that is not before `at`, and the first that is after.
    let (at_least, after) = (first + i128::from(!is_whole), first + 1);
    let (from, until) = match op {
        Operator::GtEq => (Some(at_least), None),
        Operator::Gt => (Some(after), None),
        Operator::Lt => (None, Some(at_least)),
        Operator::LtEq => (None, Some(after)),
        Operator::Eq if is_whole => (Some(first), Some(after)),
        _ => return false,
    };
    let (from_us, until_us) = (from.map(us), until.map(us));
    if from_us == Some(None) || until_us == Some(None) {
        return false;
    }
    if let Some(from) = from_us.flatten() {
        narrow.from_us = Some(narrow.from_us.map_or(from, |known| known.max(from)));
    }
    if let Some(until) = until_us.flatten() {
        narrow.until_us = Some(narrow.until_us.map_or(until, |known| known.min(until)));
    }
    true
}

/// Whether `expr` is the time of the event (`false`) or its day (`true`).
fn time_column(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Column(column) if column.name == "event_time" => Some(false),
        Expr::Column(column) if column.name == "event_date" => Some(true),
        // A finer or coarser unit, or a zone, of the same moment; the midnight of a day is one of UTC.
        Expr::Cast(cast) if is_moment(cast.field.data_type()) => {
            time_column(&cast.expr).filter(|is_day| !is_day || is_in_utc(cast.field.data_type()))
        }
        _ => None,
    }
}

const fn is_moment(data_type: &datafusion::arrow::datatypes::DataType) -> bool {
    use datafusion::arrow::datatypes::{DataType, TimeUnit};
    // Seconds and milliseconds would cut the moment.
    matches!(
        data_type,
        DataType::Timestamp(TimeUnit::Microsecond | TimeUnit::Nanosecond, _)
    )
}

fn is_in_utc(data_type: &datafusion::arrow::datatypes::DataType) -> bool {
    use datafusion::arrow::datatypes::DataType;
    match data_type {
        DataType::Timestamp(_, zone) => zone.as_deref().is_none_or(|zone| zone == "UTC"),
        _ => false,
    }
}

/// A moment in nanoseconds.
fn literal(expr: &Expr) -> Option<i128> {
    let Expr::Literal(value, _) = expr else {
        return None;
    };
    Some(match value {
        ScalarValue::TimestampSecond(Some(at), _) => i128::from(*at) * 1_000_000_000,
        ScalarValue::TimestampMillisecond(Some(at), _) => i128::from(*at) * 1_000_000,
        ScalarValue::TimestampMicrosecond(Some(at), _) => i128::from(*at) * 1_000,
        ScalarValue::TimestampNanosecond(Some(at), _) => i128::from(*at),
        ScalarValue::Date32(Some(day)) => i128::from(*day) * i128::from(DAY_US) * 1_000,
        _ => return None,
    })
}

/// What else `condition` narrows to.
fn read(condition: &Expr) -> Option<Condition> {
    match condition {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::And,
            right,
        }) => match (read(left), read(right)) {
            (Some(left), Some(right)) => Some(Condition::All(vec![left, right])),
            (one, other) => one.or(other),
        },
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::Or,
            right,
        }) => Some(Condition::Any(vec![read(left)?, read(right)?])),
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::Eq,
            right,
        }) => is(left, &[right]).or_else(|| is(right, &[left])),
        Expr::InList(InList {
            expr,
            list,
            negated: false,
        }) => is(expr, &list.iter().collect::<Vec<_>>()),
        Expr::Column(_) | Expr::IsTrue(_) => truth(condition, true),
        Expr::Not(inner) => truth(inner, false),
        Expr::IsFalse(inner) => truth(inner, false),
        Expr::IsNotNull(inner) => match field(inner)? {
            Field::EventTime | Field::EventDate | Field::IngestTime | Field::Source | Field::Raw => None,
            field => Some(Condition::Known(field)),
        },
        Expr::Like(like) if !like.negated => form(like),
        Expr::ScalarFunction(call) if call.name() == "array_has" => match call.args.as_slice() {
            [list, item] => is(list, &[item]),
            _ => None,
        },
        // `@>` and `&&` of lists.
        Expr::ScalarFunction(call) => match (call.name(), call.args.as_slice()) {
            ("array_has_all", [list, wanted]) => {
                let each = items(wanted)?.into_iter().map(|item| is(list, &[&item]));
                let mut each = each.collect::<Option<Vec<_>>>()?;
                if each.len() == 1 {
                    each.pop()
                } else {
                    (!each.is_empty()).then_some(Condition::All(each))
                }
            }
            ("array_has_any", [list, wanted]) => {
                let wanted = items(wanted).filter(|items| !items.is_empty())?;
                is(list, &wanted.iter().collect::<Vec<_>>())
            }
            _ => None,
        },
        _ => None,
    }
}

/// The items of a list that is written out.
fn items(list: &Expr) -> Option<Vec<Expr>> {
    match list {
        Expr::Cast(cast) => items(&cast.expr),
        Expr::ScalarFunction(call) if call.name() == "make_array" => Some(call.args.clone()),
        Expr::Literal(ScalarValue::List(list), _) if list.len() == 1 && list.is_valid(0) => {
            let values = list.value(0);
            let item = |at| ScalarValue::try_from_array(&values, at).ok();
            (0..values.len())
                .map(|at| item(at).map(|value| Expr::Literal(value, None)))
                .collect()
        }
        _ => None,
    }
}

fn field(expr: &Expr) -> Option<Field> {
    match expr {
        Expr::Column(column) => Field::of_name(&column.name).filter(|field| field.name() == column.name),
        _ => None,
    }
}

fn truth(expr: &Expr, wanted: bool) -> Option<Condition> {
    let inner = match expr {
        Expr::IsTrue(inner) => inner,
        other => other,
    };
    let field = field(inner).filter(|field| field.column().shape == Shape::Truth)?;
    Some(Condition::Is(field, vec![wanted.to_string()]))
}

/// The column `expr` compared with some values.
fn is(expr: &Expr, values: &[&Expr]) -> Option<Condition> {
    let field = field(expr)?;
    let texts = values.iter().map(|value| value_of(field, value));
    Some(Condition::Is(field, texts.collect::<Option<Vec<_>>>()?))
}

/// A value as the columns of events write it.
fn value_of(field: Field, value: &Expr) -> Option<String> {
    let Expr::Literal(value, _) = value else {
        return None;
    };
    match field.column().shape {
        Shape::Word | Shape::Text | Shape::List if field != Field::Raw => {
            value.try_as_str().flatten().map(str::to_owned)
        }
        Shape::Truth => match value {
            ScalarValue::Boolean(Some(truth)) => Some(truth.to_string()),
            _ => None,
        },
        Shape::Number if !matches!(field, Field::Latitude | Field::Longitude) => match value {
            ScalarValue::Int64(Some(number)) => u64::try_from(*number).ok().map(|number| number.to_string()),
            _ => None,
        },
        _ => None,
    }
}

/// `column LIKE 'form'`.
fn form(like: &Like) -> Option<Condition> {
    let field = field(&like.expr)?;
    let Expr::Literal(pattern, _) = like.pattern.as_ref() else {
        return None;
    };
    let pattern = pattern.try_as_str().flatten()?;
    let is_plain = like.escape_char.is_none_or(|escape| escape == '\\');
    // Case is one for ASCII letters only where events are kept.
    if !is_plain || (like.case_insensitive && !pattern.is_ascii()) {
        return None;
    }
    match field.column().shape {
        _ if field == Field::Raw => {
            let piece = pieces(pattern).into_iter().max_by_key(String::len)?;
            // Raw text that is no UTF-8 has replacement characters here, which are not there.
            let is_fit = piece.len() >= PIECE_MIN && !piece.contains('\u{fffd}');
            is_fit.then_some(Condition::Contains(piece))
        }
        Shape::Word | Shape::Text => {
            let escaped = |piece: String| piece.replace('\\', "\\\\").replace('*', "\\*");
            let pieces: Vec<String> = pieces(pattern).into_iter().map(escaped).collect();
            Some(Condition::Like(field, pieces.join("*")))
        }
        _ => None,
    }
}

/// The texts between the `%` and `_` of a form.
fn pieces(pattern: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        let char = match char {
            '%' | '_' => {
                pieces.push(String::new());
                continue;
            }
            '\\' => chars.next().unwrap_or('\\'),
            other => other,
        };
        if let Some(last) = pieces.last_mut() {
            last.push(char);
        }
    }
    pieces
}

#[cfg(test)]
mod tests;
