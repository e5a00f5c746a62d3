//! Functions and operators that the engine does not have, by others that are there.

use datafusion::sql::sqlparser::ast::{
    Array, BinaryOperator, CastKind, DataType, ExactNumberInfo, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgumentClause, FunctionArgumentList, FunctionArguments, Ident, ObjectName, TimezoneInfo,
    UnaryOperator, Value, ValueWithSpan,
};

use super::dialect::call_of;
use crate::functions::translated;

/// Functions whose second argument is a pattern.
const OF_PATTERNS: [&str; 9] = [
    "regexp_replace",
    "regexp_match",
    "regexp_like",
    "regexp_count",
    "regexp_instr",
    "regexp_substr",
    "regexp_replace_from",
    "regexp_found",
    "substring",
];

/// The arguments of `make_interval` in order.
const PARTS: [&str; 7] = ["years", "months", "weeks", "days", "hours", "mins", "secs"];

/// A call of a function that is called differently here.
pub(super) fn call(written: &str, call: &Function) -> Option<Expr> {
    let FunctionArguments::List(list) = &call.args else {
        return None;
    };
    if written == "make_interval" {
        return interval(&list.args);
    }
    let args: Vec<&Expr> = list.args.iter().filter_map(unnamed).collect();
    match (written, args.as_slice()) {
        ("percentile_disc", [share]) if !call.within_group.is_empty() => Some(call_of(
            "percentile_of_list",
            vec![gathered(call)?, (*share).clone()],
        )),
        ("mode", []) if !call.within_group.is_empty() => Some(call_of("mode_of_list", vec![gathered(call)?])),
        ("regexp_replace", [_, _, _, start, ..]) if args.len() > 4 || is_number(start) => Some(call_of(
            "regexp_replace_from",
            args.into_iter().cloned().collect(),
        )),
        (name, [_, pattern, ..]) if OF_PATTERNS.contains(&name) => {
            let pattern = in_words_of_engine(pattern)?;
            let mut args: Vec<Expr> = args.iter().map(|arg| (*arg).clone()).collect();
            *args.get_mut(1)? = pattern;
            Some(call_of(name, args))
        }
        ("jsonb_extract_path" | "json_extract_path", [value, path @ ..]) => {
            Some(at_path(value, path, BinaryOperator::HashArrow))
        }
        ("jsonb_extract_path_text" | "json_extract_path_text", [value, path @ ..]) => {
            Some(at_path(value, path, BinaryOperator::HashLongArrow))
        }
        ("make_timestamptz", [_, _, _, _, _, _]) => Some(cast(
            call_of("make_timestamp", args.into_iter().cloned().collect()),
            DataType::Timestamp(Some(6), TimezoneInfo::WithTimeZone),
        )),
        ("array_fill", [value, Expr::Array(Array { elem: sizes, .. })]) => {
            let filled = sizes.iter().rev().fold((*value).clone(), |inner, size| {
                call_of("array_repeat", vec![inner, size.clone()])
            });
            Some(filled)
        }
        ("to_number", [value, pattern]) => number(value, pattern),
        _ => None,
    }
}

/// An expression that is written differently here.
pub(super) fn expression(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::BinaryOp { left, op, right } => match op {
            BinaryOperator::PGRegexMatch
            | BinaryOperator::PGRegexIMatch
            | BinaryOperator::PGRegexNotMatch
            | BinaryOperator::PGRegexNotIMatch => Some(Expr::BinaryOp {
                left: left.clone(),
                op: op.clone(),
                right: Box::new(in_words_of_engine(right)?),
            }),
            BinaryOperator::HashMinus => {
                Some(call_of("json_without_path", vec![*left.clone(), *right.clone()]))
            }
            BinaryOperator::PGStartsWith => Some(call_of("starts_with", vec![*left.clone(), *right.clone()])),
            _ => None,
        },
        Expr::UnaryOp { op, expr } => {
            let function = match op {
                UnaryOperator::PGAbs => "abs",
                UnaryOperator::PGSquareRoot => "sqrt",
                UnaryOperator::PGCubeRoot => "cbrt",
                _ => return None,
            };
            Some(call_of(function, vec![*expr.clone()]))
        }
        Expr::Like {
            negated,
            any: false,
            expr,
            pattern,
            escape_char: Some(escape),
        } => Some(Expr::Like {
            negated: *negated,
            any: false,
            expr: expr.clone(),
            pattern: Box::new(with_backslashes(pattern, escape)?),
            escape_char: None,
        }),
        Expr::ILike {
            negated,
            any: false,
            expr,
            pattern,
            escape_char: Some(escape),
        } => Some(Expr::ILike {
            negated: *negated,
            any: false,
            expr: expr.clone(),
            pattern: Box::new(with_backslashes(pattern, escape)?),
            escape_char: None,
        }),
        _ => None,
    }
}

/// `'100#%' ESCAPE '#'` as `'100\%'`, which is the engine's own.
fn with_backslashes(pattern: &Expr, escape: &ValueWithSpan) -> Option<Expr> {
    let (Value::SingleQuotedString(pattern), Value::SingleQuotedString(escape)) =
        (literal(pattern)?, &escape.value)
    else {
        return None;
    };
    let escape = escape.chars().next();
    let (mut out, mut chars) = (String::new(), pattern.chars());
    while let Some(char) = chars.next() {
        if Some(char) == escape {
            out.push('\\');
            out.push(chars.next()?);
        } else if char == '\\' {
            out.push_str("\\\\");
        } else {
            out.push(char);
        }
    }
    Some(text(&out))
}

/// A pattern without escapes that the engine does not know; `None` where there are none.
fn in_words_of_engine(pattern: &Expr) -> Option<Expr> {
    let (Value::SingleQuotedString(written) | Value::EscapedStringLiteral(written)) = literal(pattern)?
    else {
        return None;
    };
    if !written.contains('\\') {
        return None;
    }
    let engines = translated(written);
    (engines != *written).then(|| text(&engines))
}

/// `array_agg(x ORDER BY x)` for `… WITHIN GROUP (ORDER BY x)`.
fn gathered(call: &Function) -> Option<Expr> {
    let [key] = call.within_group.as_slice() else {
        return None;
    };
    Some(Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new("array_agg")]),
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: None,
            args: vec![FunctionArg::Unnamed(FunctionArgExpr::Expr(key.expr.clone()))],
            clauses: vec![FunctionArgumentClause::OrderBy(vec![key.clone()])],
        }),
        within_group: Vec::new(),
        ..call.clone()
    }))
}

fn at_path(value: &Expr, path: &[&Expr], op: BinaryOperator) -> Expr {
    let elem = path.iter().map(|step| (*step).clone()).collect();
    Expr::Nested(Box::new(Expr::BinaryOp {
        left: Box::new(Expr::Nested(Box::new(value.clone()))),
        op,
        right: Box::new(Expr::Array(Array { elem, named: true })),
    }))
}

/// `make_interval(days => 10)` with all its parts.
fn interval(args: &[FunctionArg]) -> Option<Expr> {
    let mut parts: Vec<Expr> = PARTS
        .map(|_| Expr::value(Value::Number("0".to_owned(), false)))
        .to_vec();
    for (at, arg) in args.iter().enumerate() {
        let (at, value) = match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) => (at, value),
            FunctionArg::Named {
                name,
                arg: FunctionArgExpr::Expr(value),
                ..
            } => (place(&name.value)?, value),
            FunctionArg::ExprNamed {
                name: Expr::Identifier(name),
                arg: FunctionArgExpr::Expr(value),
                ..
            } => (place(&name.value)?, value),
            _ => return None,
        };
        *parts.get_mut(at)? = value.clone();
    }
    Some(call_of("make_interval", parts))
}

fn place(part: &str) -> Option<usize> {
    PARTS.iter().position(|known| known.eq_ignore_ascii_case(part))
}

/// `to_number('1,234.5', '9,999.9')`: a decimal with as many digits behind the point as the pattern has.
fn number(value: &Expr, pattern: &Expr) -> Option<Expr> {
    let Value::SingleQuotedString(written) = literal(pattern)? else {
        return None;
    };
    let behind = written
        .split_once(['.', 'D', 'd'])
        .map_or("", |(_, behind)| behind);
    let scale = behind.chars().filter(|char| matches!(char, '9' | '0')).count();
    let digits = call_of("digits_by_pattern", vec![value.clone(), pattern.clone()]);
    let scale = i64::try_from(scale).ok()?;
    Some(cast(
        digits,
        DataType::Numeric(ExactNumberInfo::PrecisionAndScale(38, scale)),
    ))
}

fn cast(expr: Expr, data_type: DataType) -> Expr {
    Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(expr),
        data_type,
        array: false,
        format: None,
    }
}

const fn unnamed(arg: &FunctionArg) -> Option<&Expr> {
    match arg {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    }
}

const fn is_number(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if matches!(value.value, Value::Number(..)))
}

const fn literal(expr: &Expr) -> Option<&Value> {
    match expr {
        Expr::Value(value) => Some(&value.value),
        _ => None,
    }
}

fn text(text: &str) -> Expr {
    Expr::value(Value::SingleQuotedString(text.to_owned()))
}
