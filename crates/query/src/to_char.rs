//! `to_char(moment, 'YYYY-MM-DD')`: the engine's function takes patterns in the manner of `strftime`; here
//! PostgreSQL's are taken too. A pattern with a `%` is left as it is.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature};

/// Wraps the engine's function.
pub(crate) fn to_char(inner: Arc<ScalarUDF>) -> ScalarUDF {
    ScalarUDF::from(ToChar { inner })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ToChar {
    inner: Arc<ScalarUDF>,
}

impl ScalarUDFImpl for ToChar {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.inner.inner().return_type(types)
    }

    fn invoke_with_args(&self, mut args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        if let Some(ColumnarValue::Scalar(pattern)) = args.args.get_mut(1)
            && let Some(Some(text)) = pattern.try_as_str().map(|text| text.map(strftime))
        {
            *pattern = match pattern {
                ScalarValue::Utf8View(_) => ScalarValue::Utf8View(Some(text)),
                ScalarValue::LargeUtf8(_) => ScalarValue::LargeUtf8(Some(text)),
                _ => ScalarValue::Utf8(Some(text)),
            };
        }
        self.inner.invoke_with_args(args)
    }
}

/// PostgreSQL's words, longer ones before those that they begin with. Source: PostgreSQL documentation, "Data Type
/// Formatting Functions".
const WORDS: [(&str, &str); 26] = [
    ("YYYY", "%Y"),
    ("IYYY", "%G"),
    ("YY", "%y"),
    ("Month", "%B"),
    ("Mon", "%b"),
    ("MM", "%m"),
    ("MI", "%M"),
    ("MS", "%3f"),
    ("DDD", "%j"),
    ("DD", "%d"),
    ("Day", "%A"),
    ("Dy", "%a"),
    ("ID", "%u"),
    ("IW", "%V"),
    ("HH24", "%H"),
    ("HH12", "%I"),
    ("HH", "%I"),
    ("SS", "%S"),
    ("US", "%6f"),
    ("AM", "%p"),
    ("PM", "%p"),
    ("am", "%P"),
    ("pm", "%P"),
    ("OF", "%:z"),
    ("TZ", "%Z"),
    ("FM", ""),
];

/// PostgreSQL's pattern as one of `strftime`; upper and lower case of numbers count the same.
fn strftime(pattern: &str) -> String {
    if pattern.contains('%') {
        return pattern.to_owned();
    }
    let (mut made, mut rest) = (String::new(), pattern);
    while let Some(first) = rest.chars().next() {
        if first == '"' {
            let (quoted, after) = rest[1..].split_once('"').unwrap_or((&rest[1..], ""));
            made.push_str(quoted);
            rest = after;
            continue;
        }
        let is_next = |word: &str| {
            let is_named = word.chars().any(char::is_lowercase) || matches!(word, "AM" | "PM");
            rest.get(..word.len())
                .is_some_and(|next| next == word || (!is_named && next.eq_ignore_ascii_case(word)))
        };
        match WORDS.into_iter().find(|(word, _)| is_next(word)) {
            Some((word, meaning)) => {
                made.push_str(meaning);
                rest = &rest[word.len()..];
            }
            None => {
                made.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::strftime;

    #[test]
    fn patterns_of_postgresql_are_understood() {
        for (theirs, ours) in [
            ("YYYY-MM-DD", "%Y-%m-%d"),
            ("yyyy-mm-dd hh24:mi:ss", "%Y-%m-%d %H:%M:%S"),
            ("FMMonth DD, YYYY", "%B %d, %Y"),
            ("Dy HH12:MI AM", "%a %I:%M %p"),
            ("YYYY\"-week-\"IW", "%Y-week-%V"),
            ("HH24:MI:SS.MS", "%H:%M:%S.%3f"),
            ("%d.%m.", "%d.%m."),
            ("é", "é"),
        ] {
            assert_eq!(strftime(theirs), ours);
        }
    }
}
