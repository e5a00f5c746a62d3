//! Expressions that PostgreSQL spells in its own way.

use datafusion::sql::sqlparser::ast::{
    Array, BinaryOperator, CastKind, CharacterLength, DataType, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArguments, Ident, ObjectName, UnaryOperator, Value,
};

use super::dialect::call_of;

/// Functions that have another name here.
const NAMES: [(&str, &str); 6] = [
    ("gen_random_uuid", "uuid"),
    ("sign", "signum"),
    ("every", "bool_and"),
    ("variance", "var_samp"),
    // The engine's own of these names change the first alone.
    ("array_remove", "array_remove_all"),
    ("array_replace", "array_replace_all"),
];

/// A call of a function that is called differently here.
pub(super) fn call(written: &str, function_call: &Function) -> Option<Expr> {
    if let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == written) {
        return Some(Expr::Function(Function {
            name: ObjectName::from(vec![Ident::new(*name)]),
            ..function_call.clone()
        }));
    }
    let FunctionArguments::List(list) = &function_call.args else {
        return None;
    };
    let args: Vec<&Expr> = list
        .args
        .iter()
        .filter_map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
            _ => None,
        })
        .collect();
    match (written, args.as_slice()) {
        ("mod", [left, right]) => Some(divided(left, BinaryOperator::Modulo, right)),
        ("div", [left, right]) => Some(call_of(
            "trunc",
            vec![divided(left, BinaryOperator::Divide, right)],
        )),
        ("array_upper", [list, dimension]) => Some(call_of(
            "array_length",
            vec![(*list).clone(), (*dimension).clone()],
        )),
        ("quote_literal" | "quote_nullable", [value]) => {
            Some(call_of("format", vec![text("%L"), (*value).clone()]))
        }
        ("to_date" | "to_timestamp", [value, form]) => {
            let form = strftime(&literal(form)?)?;
            Some(call_of(written, vec![(*value).clone(), text(&form)]))
        }
        _ => None,
    }
}

/// An expression that is written differently here.
pub(super) fn expression(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Substring {
            expr,
            substring_from: Some(from),
            substring_for: None,
            ..
        } => substring(expr, from),
        Expr::SimilarTo {
            expr,
            pattern,
            negated,
            escape_char: None,
        } => similar(expr, pattern, *negated),
        Expr::Like {
            negated: false,
            any: true,
            expr,
            pattern,
            escape_char,
        } => like_any(pattern, |pattern| Expr::Like {
            negated: false,
            any: false,
            expr: expr.clone(),
            pattern: Box::new(pattern),
            escape_char: escape_char.clone(),
        }),
        Expr::ILike {
            negated: false,
            any: true,
            expr,
            pattern,
            escape_char,
        } => like_any(pattern, |pattern| Expr::ILike {
            negated: false,
            any: false,
            expr: expr.clone(),
            pattern: Box::new(pattern),
            escape_char: escape_char.clone(),
        }),
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => power_of_negative(expr),
        Expr::Value(value) => far_number(&value.value),
        Expr::Cast { expr, data_type, .. } if is_address(data_type) => {
            Some(call_of("as_inet", vec![expr.as_ref().clone()]))
        }
        Expr::BinaryOp { left, op, right } if is_checked(left) || is_checked(right) => match op {
            BinaryOperator::PGBitwiseShiftLeft => {
                Some(call_of("inet_within", vec![*left.clone(), *right.clone()]))
            }
            BinaryOperator::PGBitwiseShiftRight => {
                Some(call_of("inet_within", vec![*right.clone(), *left.clone()]))
            }
            _ => None,
        },
        Expr::Cast { expr, data_type, .. } => cut(expr, data_type)
            .or_else(|| json_cast(data_type).map(|cast| call_of(cast, vec![*expr.clone()]))),
        // Texts are compared by their bytes everywhere.
        Expr::Collate { expr, collation }
            if ["\"C\"", "\"POSIX\""].contains(&collation.to_string().as_str()) =>
        {
            Some(expr.as_ref().clone())
        }
        Expr::TypedString(typed) => {
            json_cast(&typed.data_type).map(|cast| call_of(cast, vec![Expr::Value(typed.value.clone())]))
        }
        _ => None,
    }
}

/// Numbers further from one than exact ones reach here.
const POWER_MAX: i32 = 30;

/// `1e300` is a double: an exact number has no room for it.
fn far_number(value: &Value) -> Option<Expr> {
    let Value::Number(digits, _) = value else {
        return None;
    };
    let (_, power) = digits.split_once(['e', 'E'])?;
    let is_far = power.parse().map_or(true, |power: i32| power.abs() > POWER_MAX);
    is_far.then(|| Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(text(digits)),
        data_type: DataType::Double(datafusion::sql::sqlparser::ast::ExactNumberInfo::None),
        array: false,
        format: None,
    })
}

/// `-2 ^ 2` is 4: a minus binds tighter than `^`.
fn power_of_negative(negated: &Expr) -> Option<Expr> {
    let Expr::BinaryOp {
        left,
        op: BinaryOperator::PGExp,
        right,
    } = negated
    else {
        return None;
    };
    let base = power_of_negative(left).unwrap_or_else(|| Expr::UnaryOp {
        op: UnaryOperator::Minus,
        expr: left.clone(),
    });
    Some(Expr::BinaryOp {
        left: Box::new(base),
        op: BinaryOperator::PGExp,
        right: right.clone(),
    })
}

/// `(left) op (right)`
fn divided(left: &Expr, op: BinaryOperator, right: &Expr) -> Expr {
    let nested = |expr: &Expr| Box::new(Expr::Nested(Box::new(expr.clone())));
    Expr::Nested(Box::new(Expr::BinaryOp {
        left: nested(left),
        op,
        right: nested(right),
    }))
}

fn is_address(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Custom(name, _)
        if ["inet", "cidr"].contains(&name.to_string().to_ascii_lowercase().as_str()))
}

/// An address, by the cast that is translated by now.
fn is_checked(expr: &Expr) -> bool {
    matches!(expr, Expr::Function(call) if call.name.to_string() == "as_inet")
}

/// `x::varchar(3)` has the first three characters; those of `char(3)` end before the spaces that fill it up.
fn cut(expr: &Expr, data_type: &DataType) -> Option<Expr> {
    let (length, is_filled) = match data_type {
        DataType::Varchar(length) | DataType::CharacterVarying(length) | DataType::CharVarying(length) => {
            ((*length)?, false)
        }
        DataType::Char(Some(length)) | DataType::Character(Some(length)) => (*length, true),
        DataType::Char(None) | DataType::Character(None) => {
            let unit = None;
            (CharacterLength::IntegerLength { length: 1, unit }, true)
        }
        _ => return None,
    };
    let CharacterLength::IntegerLength { length, .. } = length else {
        return None;
    };
    let whole = Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(expr.clone()),
        data_type: DataType::Text,
        array: false,
        format: None,
    };
    let first = call_of(
        "left",
        vec![whole, Expr::value(Value::Number(length.to_string(), false))],
    );
    Some(if is_filled {
        call_of("rtrim", vec![first])
    } else {
        first
    })
}

/// The function behind a cast to JSON, which is text with operators of its own.
const fn json_cast(data_type: &DataType) -> Option<&'static str> {
    match data_type {
        DataType::JSON => Some("as_json"),
        DataType::JSONB => Some("as_jsonb"),
        _ => None,
    }
}

/// `substring(x FROM 'pattern')`.
fn substring(value: &Expr, from: &Expr) -> Option<Expr> {
    let pattern = literal(from)?;
    let found = call_of("regexp_match", vec![value.clone(), text(&pattern)]);
    Some(call_of(
        "array_element",
        vec![found, Expr::value(Value::Number("1".to_owned(), false))],
    ))
}

/// `x LIKE ANY (ARRAY['a%', 'b%'])`: one of them.
fn like_any(pattern: &Expr, like: impl Fn(Expr) -> Expr) -> Option<Expr> {
    let patterns = match pattern {
        Expr::Nested(inner) => return like_any(inner, like),
        Expr::Array(Array { elem, .. }) => elem,
        Expr::Tuple(items) => items,
        _ => return None,
    };
    let any = patterns
        .iter()
        .cloned()
        .map(like)
        .reduce(|one, other| Expr::BinaryOp {
            left: Box::new(one),
            op: BinaryOperator::Or,
            right: Box::new(other),
        })?;
    Some(Expr::Nested(Box::new(any)))
}

/// `x SIMILAR TO 'pattern'`: a regular expression over the whole, in which `%` and `_` are those of `LIKE`.
fn similar(value: &Expr, pattern: &Expr, negated: bool) -> Option<Expr> {
    let mut form = String::from("^(?:");
    let written = literal(pattern)?;
    let (mut chars, mut in_brackets) = (written.chars(), false);
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                form.push('\\');
                form.extend(chars.next());
            }
            '[' | ']' => {
                in_brackets = char == '[';
                form.push(char);
            }
            '%' if !in_brackets => form.push_str(".*"),
            '_' if !in_brackets => form.push('.'),
            '.' | '^' | '$' if !in_brackets => {
                form.push('\\');
                form.push(char);
            }
            other => form.push(other),
        }
    }
    form.push_str(")$");
    Some(Expr::BinaryOp {
        left: Box::new(value.clone()),
        op: if negated {
            BinaryOperator::PGRegexNotMatch
        } else {
            BinaryOperator::PGRegexMatch
        },
        right: Box::new(text(&form)),
    })
}

fn text(text: &str) -> Expr {
    Expr::value(Value::SingleQuotedString(text.to_owned()))
}

fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// PostgreSQL's form of a moment as the engine writes it; `None` where it is the engine's already.
fn strftime(form: &str) -> Option<String> {
    const PARTS: [(&str, &str); 8] = [
        ("YYYY", "%Y"),
        ("Month", "%B"),
        ("Mon", "%b"),
        ("MM", "%m"),
        ("DD", "%d"),
        ("HH24", "%H"),
        ("MI", "%M"),
        ("SS", "%S"),
    ];
    if form.contains('%') {
        return None;
    }
    Some(
        PARTS
            .iter()
            .fold(form.to_owned(), |form, (theirs, ours)| form.replace(theirs, ours)),
    )
}
