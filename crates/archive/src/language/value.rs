//! Values: bare, quoted, or with `*`. Reading them and writing them are inverse.

use super::KEYWORDS;

/// A value as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// This text.
    Exact { text: String, is_quoted: bool },
    /// A form with `*`; what is no `*` may be escaped by `\`.
    Form(String),
    /// A regular expression between slashes.
    Regex(String),
}

/// What begins with one of these is read as something else than a text.
const SIGNS: [char; 7] = ['=', '~', '<', '>', '/', '[', '\''];

/// Ends a bare value.
pub(super) fn ends_bare(char: char) -> bool {
    char.is_whitespace() || matches!(char, '(' | ')' | '"')
}

/// Reads a value at the beginning of a text; returns it and its length in bytes, or where a quote is missing.
pub(super) fn read(text: &str) -> Result<(Value, usize), usize> {
    if text.starts_with('"') {
        return read_quoted(text);
    }
    if let Some((regex, length)) = read_regex(text) {
        return Ok((Value::Regex(regex), length));
    }
    let (mut plain, mut form, mut has_star) = (String::new(), String::new(), false);
    let mut length = 0;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if ends_bare(char) {
            break;
        }
        length += char.len_utf8();
        match char {
            '*' => {
                has_star = true;
                form.push('*');
            }
            '\\' => {
                let escaped = chars.next().unwrap_or('\\');
                length += if chars.as_str().is_empty() && text.len() == length {
                    0
                } else {
                    escaped.len_utf8()
                };
                plain.push(escaped);
                push_escaped(escaped, &mut form);
            }
            char => {
                plain.push(char);
                push_escaped(char, &mut form);
            }
        }
    }
    let value = if has_star {
        Value::Form(form)
    } else {
        Value::Exact {
            text: plain,
            is_quoted: false,
        }
    };
    Ok((value, length))
}

fn read_quoted(text: &str) -> Result<(Value, usize), usize> {
    let mut plain = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => {
                let value = Value::Exact {
                    text: plain,
                    is_quoted: true,
                };
                return Ok((value, at + 1));
            }
            '\\' => plain.push(chars.next().ok_or(text.len())?.1),
            char => plain.push(char),
        }
    }
    Err(text.len())
}

/// A regular expression between slashes, if the value ends at the second; `\/` is a slash in it.
fn read_regex(text: &str) -> Option<(String, usize)> {
    let mut regex = String::new();
    let mut chars = text.strip_prefix('/')?.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '/' => {
                let rest = chars.as_str();
                let is_over = rest.chars().next().is_none_or(ends_bare);
                return (is_over && !regex.is_empty()).then_some((regex, at + 2));
            }
            '\\' => match chars.next()?.1 {
                '/' => regex.push('/'),
                char => regex.extend(['\\', char]),
            },
            char => regex.push(char),
        }
    }
    None
}

/// Writes a regular expression so that it is read as the same.
pub(super) fn write_regex(regex: &str) -> String {
    let mut out = String::from("/");
    let mut chars = regex.chars();
    while let Some(char) = chars.next() {
        match char {
            '/' => out.push_str("\\/"),
            '\\' => {
                out.push('\\');
                out.extend(chars.next());
            }
            char => out.push(char),
        }
    }
    out.push('/');
    out
}

fn push_escaped(char: char, form: &mut String) {
    if matches!(char, '*' | '\\') {
        form.push('\\');
    }
    form.push(char);
}

/// Writes a text as one value.
pub(super) fn write(text: &str) -> String {
    let is_plain = |char: char| !ends_bare(char) && !matches!(char, '*' | '\\' | ',');
    if !text.is_empty() && !text.starts_with(SIGNS) && text.chars().all(is_plain) && !KEYWORDS.contains(&text)
    {
        text.to_owned()
    } else {
        quote(text)
    }
}

/// Writes a text in quotes.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        if matches!(char, '"' | '\\') {
            out.push('\\');
        }
        out.push(char);
    }
    out.push('"');
    out
}

/// Writes a form with `*` so that it is read as the same.
pub(super) fn write_form(form: &str) -> String {
    let mut out = String::new();
    if form.starts_with(SIGNS) {
        out.push('\\');
    }
    let mut chars = form.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                out.push('\\');
                out.push(chars.next().unwrap_or('\\'));
            }
            char if ends_bare(char) => {
                out.push('\\');
                out.push(char);
            }
            char => out.push(char),
        }
    }
    out
}
