//! `format('%s has %s', name, count)`. Source: PostgreSQL documentation, 9.4.1.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, StringViewBuilder};
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// The function.
pub(crate) fn format() -> ScalarUDF {
    ScalarUDF::from(Format {
        signature: Signature::variadic_any(Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Format {
    signature: Signature,
}

impl ScalarUDFImpl for Format {
    fn name(&self) -> &'static str {
        "format"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8View)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = args.args.iter().map(|arg| arg.to_array(args.number_rows));
        let arrays: Vec<ArrayRef> = arrays.collect::<Result<_>>()?;
        let options = FormatOptions::default();
        let shown = arrays
            .iter()
            .map(|array| ArrayFormatter::try_new(array, &options));
        let shown = shown.collect::<std::result::Result<Vec<_>, _>>()?;
        let mut out = StringViewBuilder::new();
        for row in 0..args.number_rows {
            let texts = arrays.iter().zip(&shown);
            let texts: Vec<Option<String>> = texts
                .map(|(array, shown)| {
                    let is_null = *array.data_type() == DataType::Null || array.is_null(row);
                    (!is_null).then(|| shown.value(row).to_string())
                })
                .collect();
            match texts.split_first() {
                Some((Some(pattern), values)) => match filled(pattern, values) {
                    Ok(text) => out.append_value(text),
                    Err(told) => return exec_err!("{told}"),
                },
                _ => out.append_null(),
            }
        }
        Ok(ColumnarValue::Array(Arc::new(out.finish())))
    }
}

/// The pattern with its values.
fn filled(pattern: &str, values: &[Option<String>]) -> std::result::Result<String, String> {
    let (mut out, mut next) = (String::new(), 0);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('%') {
            out.push('%');
            rest = after;
            continue;
        }
        let end = after
            .find(|char: char| !(char.is_ascii_digit() || matches!(char, '$' | '-')))
            .unwrap_or(after.len());
        let (place, after) = after.split_at(end);
        let (place, width) = match place.split_once('$') {
            Some((place, width)) => (Some(place), width),
            None => (None, place),
        };
        let at = match place {
            Some(place) => place.parse::<usize>().ok().and_then(|place| place.checked_sub(1)),
            None => Some(next),
        };
        let value = at
            .and_then(|at| values.get(at))
            .ok_or("format has too few values for its pattern")?;
        next = at.unwrap_or(next) + 1;
        let mut chars = after.chars();
        let text = match (chars.next(), value) {
            (Some('s'), value) => value.clone().unwrap_or_default(),
            (Some('I'), Some(name)) => format!("\"{}\"", name.replace('"', "\"\"")),
            (Some('I'), None) => return Err("NULL cannot be a name".to_owned()),
            (Some('L'), Some(text)) => format!("'{}'", text.replace('\'', "''")),
            (Some('L'), None) => "NULL".to_owned(),
            _ => return Err("format knows %s, %I, %L and %%".to_owned()),
        };
        out.push_str(&padded(&text, width));
        rest = chars.as_str();
    }
    out.push_str(rest);
    Ok(out)
}

/// Widest that a value is made.
const WIDTH_MAX: usize = 1_000;

/// `text` in that many places: to the right, or with a minus to the left.
fn padded(text: &str, width: &str) -> String {
    let is_left = width.starts_with('-');
    let places = width
        .trim_start_matches('-')
        .parse::<usize>()
        .unwrap_or(0)
        .min(WIDTH_MAX);
    if is_left {
        format!("{text:<places$}")
    } else {
        format!("{text:>places$}")
    }
}

#[cfg(test)]
mod tests {
    use super::filled;

    fn told(pattern: &str) -> String {
        let values = [Some("Bob".to_owned()), None, Some("it's".to_owned())];
        filled(pattern, &values).unwrap_or_else(|told| told)
    }

    /// Examples of PostgreSQL's documentation among them.
    #[test]
    fn values_are_put_where_the_pattern_says() {
        assert_eq!(told("Hello %s"), "Hello Bob");
        assert_eq!(told("%s|%s|%s|%%"), "Bob||it's|%");
        assert_eq!(told("%3$L %1$I %2$L"), "'it''s' \"Bob\" NULL");
        assert_eq!(told("|%5s|%-5s|"), "|  Bob|     |");
        assert_eq!(told("%1$s %s"), "Bob ");
        assert_eq!(told("%4$s"), "format has too few values for its pattern");
        assert_eq!(told("%d"), "format knows %s, %I, %L and %%");
        assert_eq!(told("100%"), "format knows %s, %I, %L and %%");
    }
}
