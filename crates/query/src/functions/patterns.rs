//! Regular expressions: what is found, what is between, and what is put in its place. Source: PostgreSQL documentation,
//! 9.7.3.

use std::cell::RefCell;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::common::{Result, ScalarValue, exec_err};
use regex::{Captures, Regex, RegexBuilder};

use super::rowwise::{RowWise, Takes, of_text, of_texts, text, texts_type, whole};

/// Longest text that is made.
const MADE_MAX: usize = 8 * 1024 * 1024;

pub(super) fn functions() -> [RowWise; 3] {
    use Takes::{Text, Whole};
    let found = DataType::List(Arc::new(Field::new_list_field(texts_type(), true)));
    [
        RowWise::new("regexp_found", &[Text, Text, Text], found, found_in).at_least(2),
        RowWise::new("regexp_split_to_array", &[Text, Text, Text], texts_type(), split).at_least(2),
        RowWise::new(
            "regexp_replace_from",
            &[Text, Text, Text, Whole, Whole, Text],
            DataType::Utf8,
            replaced,
        )
        .at_least(4),
    ]
}

/// PostgreSQL's escapes as those of the engine: `\m` and `\M` are where a word begins and ends, `\y` is either.
pub(crate) fn translated(pattern: &str) -> String {
    let (mut out, mut chars) = (String::with_capacity(pattern.len()), pattern.chars());
    while let Some(char) = chars.next() {
        if char != '\\' {
            out.push(char);
            continue;
        }
        match chars.next() {
            Some('m') => out.push_str(r"\b{start}"),
            Some('M') => out.push_str(r"\b{end}"),
            Some('y') => out.push_str(r"\b"),
            Some('Y') => out.push_str(r"\B"),
            Some('Z') => out.push_str(r"\z"),
            other => {
                out.push('\\');
                out.extend(other);
            }
        }
    }
    out
}

/// The pattern and its flags, read once for rows that have the same.
fn regex(pattern: &str, flags: &str) -> Result<Regex> {
    thread_local! {
        static LAST: RefCell<Option<(String, String, Regex)>> = const { RefCell::new(None) };
    }
    let known = LAST.with_borrow(|last| match last {
        Some((kept, with, regex)) if kept == pattern && with == flags => Some(regex.clone()),
        _ => None,
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let mut builder = RegexBuilder::new(&translated(pattern));
    builder.dot_matches_new_line(true);
    for flag in flags.chars() {
        match flag {
            'i' => builder.case_insensitive(true),
            'c' => builder.case_insensitive(false),
            'n' | 'm' => builder.dot_matches_new_line(false).multi_line(true),
            'x' => builder.ignore_whitespace(true),
            'g' | 's' => &mut builder,
            other => {
                return exec_err!("`{other}` is no flag of a regular expression: there are g, i, n, s and x");
            }
        };
    }
    match builder.build() {
        Ok(regex) => {
            LAST.with_borrow_mut(|last| *last = Some((pattern.to_owned(), flags.to_owned(), regex.clone())));
            Ok(regex)
        }
        Err(error) => exec_err!("{error}"),
    }
}

fn flags(given: &[ScalarValue], at: usize) -> Result<&str> {
    if given.len() > at { text(given, at) } else { Ok("") }
}

/// The groups of each place that is found, or of the first; all of the place where there are no groups.
fn found_in(given: &[ScalarValue]) -> Result<ScalarValue> {
    let flags = flags(given, 2)?;
    let regex = regex(text(given, 1)?, flags)?;
    let most = if flags.contains('g') { usize::MAX } else { 1 };
    let each = regex.captures_iter(text(given, 0)?).take(most).map(|captures| {
        let first = usize::from(captures.len() > 1);
        of_texts(
            captures
                .iter()
                .skip(first)
                .map(|group| group.map(|group| group.as_str())),
        )
    });
    let each: Vec<ScalarValue> = each.collect();
    Ok(ScalarValue::List(ScalarValue::new_list_nullable(
        &each,
        &texts_type(),
    )))
}

fn split(given: &[ScalarValue]) -> Result<ScalarValue> {
    let whole = text(given, 0)?;
    let regex = regex(text(given, 1)?, flags(given, 2)?)?;
    let (mut parts, mut from) = (Vec::new(), 0);
    for place in regex.find_iter(whole) {
        // Nothing is found where a part would have no length.
        if place.is_empty() && (place.start() == from || place.start() == whole.len()) {
            continue;
        }
        parts.push(whole.get(from..place.start()));
        from = place.end();
    }
    parts.push(whole.get(from..));
    Ok(of_texts(parts))
}

/// `regexp_replace(text, pattern, replacement, start, n, flags)`
fn replaced(given: &[ScalarValue]) -> Result<ScalarValue> {
    let (all, replacement) = (text(given, 0)?, text(given, 2)?);
    let flags = flags(given, 5)?;
    let regex = regex(text(given, 1)?, flags)?;
    let start = whole(given, 3, 1);
    let nth = whole(given, 4, if flags.contains('g') { 0 } else { 1 });
    let (Some(skipped), Ok(nth)) = (
        start.checked_sub(1).and_then(|skip| usize::try_from(skip).ok()),
        usize::try_from(nth),
    ) else {
        return exec_err!("regexp_replace counts from 1");
    };
    let at = all.char_indices().nth(skipped).map_or(all.len(), |(at, _)| at);
    let (before, rest) = all.split_at(at);
    let mut out = before.to_owned();
    let mut from = 0;
    for (count, captures) in regex.captures_iter(rest).enumerate() {
        let Some(place) = captures.get(0) else { continue };
        if nth > 0 && count + 1 != nth {
            continue;
        }
        out.push_str(rest.get(from..place.start()).unwrap_or_default());
        expand(replacement, &captures, &mut out);
        from = place.end();
        if out.len() > MADE_MAX {
            return exec_err!("regexp_replace makes at most 8 MiB of one text");
        }
    }
    out.push_str(rest.get(from..).unwrap_or_default());
    Ok(of_text(out))
}

/// `\1` is a group, `\&` all that was found.
fn expand(replacement: &str, captures: &Captures<'_>, out: &mut String) {
    let mut chars = replacement.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            out.push(char);
            continue;
        }
        let group = |number: usize| captures.get(number).map_or("", |group| group.as_str());
        match chars.next() {
            Some('&') => out.push_str(group(0)),
            Some(digit @ '1'..='9') => out.push_str(group(digit as usize - '0' as usize)),
            Some('\\') | None => out.push('\\'),
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use datafusion::common::ScalarValue;

    use super::{found_in, of_text, replaced, split, translated};

    #[test]
    fn escapes_are_those_of_the_engine() {
        assert_eq!(translated(r"\mfoo\M|\y\d\\m"), r"\b{start}foo\b{end}|\b\d\\m");
    }

    /// As PostgreSQL 15 answers.
    #[test]
    fn patterns_find_split_and_replace() {
        let texts = |given: &[&str]| {
            given
                .iter()
                .map(|text| of_text(*text))
                .collect::<Vec<ScalarValue>>()
        };
        let shown = |value: datafusion::common::Result<ScalarValue>| value.expect("is one").to_string();
        assert_eq!(shown(split(&texts(&["a1b22c", r"\d+"]))), "[a, b, c]");
        assert_eq!(shown(split(&texts(&["abc", ""]))), "[a, b, c]");
        assert_eq!(
            shown(found_in(&texts(&["foobarbequebaz", "(bar)(beque)"]))),
            "[[bar, beque]]"
        );
        assert_eq!(shown(found_in(&texts(&["aXbX", "X", "g"]))), "[[X], [X]]");
        assert_eq!(shown(found_in(&texts(&["a", "b"]))), "[]");
        let replace = |start: i64, nth: i64, flags: &str| {
            let mut given = texts(&["Thomas", ".[mN]a.", r"<\&>"]);
            given.extend([
                ScalarValue::Int64(Some(start)),
                ScalarValue::Int64(Some(nth)),
                of_text(flags),
            ]);
            shown(replaced(&given))
        };
        assert_eq!(replace(1, 0, ""), "Th<omas>");
        assert_eq!(replace(4, 0, ""), "Thomas");
        assert_eq!(replace(1, 1, "i"), "Th<omas>");
    }
}
