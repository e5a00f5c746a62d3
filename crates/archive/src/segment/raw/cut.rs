//! Where the values of a text are.

use memchr::memchr2;

/// From which byte up to which a value lies.
pub(crate) type Span = (u32, u32);

/// A text with more values is one value.
const VALUES_MAX: usize = 2_048;

/// Finds the values of a text: the strings that are no keys, the numbers and the bare words, in JSON. What is no JSON
/// is one value. The bytes beside a value are never those of words.
pub(super) fn cut(text: &[u8], values: &mut Vec<Span>) {
    values.clear();
    let is_cut = find(text, values).is_some() && values.len() <= VALUES_MAX;
    if !is_cut {
        whole(text, values);
    }
}

/// Takes the text as one value.
pub(super) fn whole(text: &[u8], values: &mut Vec<Span>) {
    values.clear();
    values.push((0, text.len() as u32));
}

/// Cuts a text whose shape is guessed: its keys are only compared. False is another shape.
pub(super) fn cut_as<'l>(
    literals: impl Iterator<Item = &'l [u8]>,
    text: &[u8],
    values: &mut Vec<Span>,
) -> bool {
    values.clear();
    let mut at = 0;
    let mut is_open = false;
    for literal in literals {
        if is_open {
            let Some(end) = value_end(text, at) else {
                return false;
            };
            values.push((at as u32, end as u32));
            at = end;
        }
        is_open = true;
        match text.get(at..at + literal.len()) {
            Some(found) if found == literal => at += literal.len(),
            _ => return false,
        }
    }
    at == text.len()
}

fn find(text: &[u8], values: &mut Vec<Span>) -> Option<()> {
    if text.first() != Some(&b'{') {
        return None;
    }
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' => at += 1,
            b'"' | b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let end = value_end(text, at)?;
                if *byte != b'"' || !is_key(text, end) {
                    values.push((at as u32, end as u32));
                }
                at = end;
            }
            _ => return None,
        }
    }
    Some(())
}

/// The byte after a value that begins there.
#[inline]
fn value_end(text: &[u8], at: usize) -> Option<usize> {
    if text.get(at) == Some(&b'"') {
        return string_end(text, at + 1);
    }
    let ends = |byte: &u8| {
        matches!(
            byte,
            b',' | b'}' | b']' | b'{' | b'[' | b':' | b'"' | b' ' | b'\n' | b'\r' | b'\t'
        )
    };
    let rest = text.get(at..)?;
    Some(at + rest.iter().position(ends).unwrap_or(rest.len()))
}

/// The byte after the closing quote.
#[inline]
fn string_end(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = text.get(at..)?;
        let found = memchr2(b'"', b'\\', rest)?;
        if rest[found] == b'"' {
            return Some(at + found + 1);
        }
        at += found + 2;
    }
}

fn is_key(text: &[u8], end: usize) -> bool {
    let mut rest = text.get(end..).unwrap_or_default().iter();
    rest.find(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) == Some(&b':')
}
