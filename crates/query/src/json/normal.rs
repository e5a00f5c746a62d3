//! JSON as PostgreSQL's `jsonb` writes it: names in order, the shorter first, the last of those that are equal, and a
//! space behind commas and colons. Two texts of one value become the same text.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

/// How deep JSON may nest.
const DEPTH_MAX: usize = 500;
/// Numbers with larger exponents are left as they are.
const EXPONENT_MAX: i64 = 1_000;

/// A name within an object, in the order of `jsonb`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Name(usize, String);

/// `text` as `jsonb` writes it.
///
/// # Errors
/// What is no JSON, in words.
pub(super) fn normal(text: &str) -> Result<String, String> {
    rewritten(text, false)
}

/// What is the same for all texts of values that `jsonb` takes for equal: `1.0` is `1`.
pub(super) fn key(text: &str) -> Result<String, String> {
    rewritten(text, true)
}

fn rewritten(text: &str, is_key: bool) -> Result<String, String> {
    serde_json::from_str::<&RawValue>(text).map_err(|error| error.to_string())?;
    let mut reader = Reader {
        rest: text,
        is_key,
        depth: 0,
        most: text.len() * 4 + 4_096,
    };
    let mut out = String::with_capacity(text.len());
    reader.value(&mut out)?;
    Ok(out)
}

/// `value` as `jsonb` writes it.
pub(crate) fn written(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(elements) => {
            out.push('[');
            for (at, element) in elements.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                write(element, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| (name.len(), *name));
            out.push('{');
            for (at, (name, member)) in members.into_iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push_str(": ");
                write(member, out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// Reads a text that is known to be JSON.
struct Reader<'a> {
    rest: &'a str,
    is_key: bool,
    depth: usize,
    /// Bytes that may be made: numbers with exponents grow when they are written out.
    most: usize,
}

impl Reader<'_> {
    fn value(&mut self, out: &mut String) -> Result<(), String> {
        match self.peek() {
            Some('{') => self.nested(|reader| reader.object(out)),
            Some('[') => self.nested(|reader| reader.array(out)),
            Some('"') => {
                out.push_str(&quoted(&self.text()?));
                Ok(())
            }
            _ => {
                let end = self
                    .rest
                    .find(|char: char| char.is_ascii_whitespace() || matches!(char, ',' | ']' | '}'))
                    .unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                if word.starts_with(|first: char| first.is_ascii_alphabetic()) {
                    out.push_str(word);
                } else {
                    out.push_str(&number(word, self.is_key));
                }
                if out.len() > self.most {
                    return Err("its numbers are too long when they are written out".to_owned());
                }
                Ok(())
            }
        }
    }

    /// The next character that says something.
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn skip(&mut self) {
        let mut chars = self.rest.chars();
        chars.next();
        self.rest = chars.as_str();
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Result<(), String>) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(format!("it nests deeper than {DEPTH_MAX} levels"));
        }
        self.skip();
        let read = read(self);
        self.skip();
        self.depth -= 1;
        read
    }

    fn array(&mut self, out: &mut String) -> Result<(), String> {
        out.push('[');
        while let Some(next) = self.peek().filter(|next| *next != ']') {
            if next == ',' {
                out.push_str(", ");
                self.skip();
            }
            self.value(out)?;
        }
        out.push(']');
        Ok(())
    }

    fn object(&mut self, out: &mut String) -> Result<(), String> {
        let mut members = BTreeMap::new();
        while let Some(next) = self.peek().filter(|next| *next != '}') {
            if next == ',' {
                self.skip();
                self.peek();
            }
            let name = self.text()?;
            self.peek();
            self.skip();
            let mut value = String::new();
            self.value(&mut value)?;
            members.insert(Name(name.len(), name), value);
        }
        out.push('{');
        for (at, (Name(_, name), value)) in members.iter().enumerate() {
            out.push_str(if at > 0 { ", " } else { "" });
            out.push_str(&quoted(name));
            out.push_str(": ");
            out.push_str(value);
        }
        out.push('}');
        Ok(())
    }

    /// A text in quotes.
    fn text(&mut self) -> Result<String, String> {
        let (mut is_escaped, mut end) = (false, self.rest.len());
        for (at, byte) in self.rest.bytes().enumerate().skip(1) {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => {
                    end = at + 1;
                    break;
                }
                _ => {}
            }
        }
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        let read: String = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if read.contains('\0') {
            return Err("\\u0000 cannot be kept as text".to_owned());
        }
        Ok(read)
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A number without an exponent; as a key without zeros at the end.
fn number(text: &str, is_key: bool) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let Some(exponent) = exponent
        .parse::<i64>()
        .ok()
        .filter(|power| power.abs() <= EXPONENT_MAX)
    else {
        return text.to_owned();
    };
    let mut all = format!("{whole}{fraction}");
    let mut behind = fraction.len() as i64 - exponent;
    if behind < 0 {
        all.extend(std::iter::repeat_n('0', usize::try_from(-behind).unwrap_or(0)));
        behind = 0;
    }
    let behind = usize::try_from(behind).unwrap_or(0);
    let all = format!("{}{all}", "0".repeat((behind + 1).saturating_sub(all.len())));
    let (whole, fraction) = all.split_at(all.len() - behind);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = if is_key {
        fraction.trim_end_matches('0')
    } else {
        fraction
    };
    let is_nothing = whole == "0" && fraction.bytes().all(|byte| byte == b'0');
    let sign = if is_nothing { "" } else { sign };
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{key, normal, written};

    /// As PostgreSQL 15 answers.
    #[test]
    fn json_is_written_as_jsonb_is() {
        for (text, expected) in [
            (r#"{"b":1,"a":2,"a":3}"#, r#"{"a": 3, "b": 1}"#),
            (
                r#" { "bb" : [1,2 , {}] , "c" : null } "#,
                r#"{"c": null, "bb": [1, 2, {}]}"#,
            ),
            ("1.50", "1.50"),
            ("1e2", "100"),
            ("1.5e1", "15"),
            ("12E-1", "1.2"),
            ("-0", "0"),
            ("-0.0", "0.0"),
            ("12345678901234567890123.10", "12345678901234567890123.10"),
            (r#""a\u00e9\/\"\n""#, r#""aé/\"\n""#),
            ("[]", "[]"),
            ("true", "true"),
            (r#"{"a\"}":"}"}"#, r#"{"a\"}": "}"}"#),
        ] {
            assert_eq!(normal(text).as_deref(), Ok(expected), "{text}");
        }
        for text in ["", "{", "{\"a\":}", "nothing", "\"\\u0000\"", "1 2"] {
            assert!(normal(text).is_err(), "{text}");
        }
        assert!(normal(&"[".repeat(100_000)).is_err());
        assert!(normal(&format!("[{}1]", "1e999,".repeat(100))).is_err());
        assert!(normal(&format!("{}{}", "[".repeat(600), "]".repeat(600))).is_err());
    }

    #[test]
    fn equal_values_have_one_key() {
        assert_eq!(key("1.0"), key("1"));
        assert_eq!(key("[1e2, 0.10]"), key("[100,0.1]"));
        assert_ne!(key("\"1\""), key("1"));
    }

    #[test]
    fn values_are_written_alike() {
        let value = json!({"bb": [1, "x"], "c": {"b": null, "a": 1.5}});
        assert_eq!(written(&value), r#"{"c": {"a": 1.5, "b": null}, "bb": [1, "x"]}"#);
        assert_eq!(normal(&value.to_string()), Ok(written(&value)));
    }
}
