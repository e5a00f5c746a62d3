//! Strings of JSON as text: escapes resolved, lone surrogates replaced.

use std::borrow::Cow;

/// The text that an escaped JSON string stands for; borrowed when there is nothing to resolve.
pub fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    push_unescaped(raw, &mut out);
    Cow::Owned(out)
}

/// Appends the text that an escaped JSON string stands for. Unknown escapes are kept as they are.
pub fn push_unescaped(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('u') => {
                rest = push_code(chars.as_str(), out);
                continue;
            }
            Some(other) => out.push(other),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// Resolves what follows `\u` and returns the rest.
fn push_code<'r>(rest: &'r str, out: &mut String) -> &'r str {
    let Some((first, after)) = hex4(rest) else {
        out.push(char::REPLACEMENT_CHARACTER);
        return rest;
    };
    if !(0xD800..0xDC00).contains(&first) {
        out.push(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        return after;
    }
    let second = after.strip_prefix("\\u").and_then(hex4);
    match second {
        Some((low, end)) if (0xDC00..0xE000).contains(&low) => {
            let code = 0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00);
            out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            end
        }
        _ => {
            out.push(char::REPLACEMENT_CHARACTER);
            after
        }
    }
}

fn hex4(text: &str) -> Option<(u32, &str)> {
    let digits = text.get(..4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = is_hex.then(|| u32::from_str_radix(digits, 16).ok())??;
    Some((code, text.get(4..)?))
}
