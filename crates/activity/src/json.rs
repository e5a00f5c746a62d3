//! A borrowed view of one JSON text: a flat tape of nodes, no copies, no recursion.
//!
//! The tape is reused from event to event. It accepts what real feeds send (raw control characters in strings) and
//! never panics; what is not JSON is an error with the place, and the event is kept with its raw text.

mod text;
mod value;

#[cfg(test)]
mod tests;

pub use text::{push_unescaped, unescape};
pub use value::{Doc, Members, Value};

/// Containers may nest this deep; deeper text is refused, so that no reader of a value can be made to run long.
pub const DEPTH_MAX: usize = 128;
/// One JSON text may be this long, in bytes.
pub const TEXT_MAX: usize = 64 << 20;

/// What a node of the tape is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number, kept as its text.
    Number,
    /// A string, kept as the text between the quotes.
    Text,
    /// `[…]`
    Array,
    /// `{…}`
    Object,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    key: (u32, u32),
    value: (u32, u32),
    /// Index of the node after this one and all that it holds.
    next: u32,
    kind: Kind,
    key_escaped: bool,
    value_escaped: bool,
}

/// Why a text is not JSON that we take.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ScanError {
    /// Something else was due at this byte.
    #[error("not JSON at byte {0}")]
    Unexpected(usize),
    /// The text ends inside a value.
    #[error("the JSON text ends too early")]
    TooShort,
    /// Nesting beyond [`DEPTH_MAX`].
    #[error("nested deeper than {DEPTH_MAX} levels at byte {0}")]
    TooDeep(usize),
    /// Longer than [`TEXT_MAX`].
    #[error("longer than {TEXT_MAX} bytes")]
    TooLong,
}

/// The nodes of one scanned text; keep it and scan the next text into it.
#[derive(Default, Debug)]
pub struct Tape {
    nodes: Vec<Node>,
    open: Vec<u32>,
}

impl Tape {
    /// Reads one whole JSON value; white space around it is allowed, anything else after it is an error.
    pub fn scan<'t>(&'t mut self, text: &'t str) -> Result<Doc<'t>, ScanError> {
        let end = self.scan_prefix(text)?;
        match skip_space(text.as_bytes(), end) {
            rest if rest == text.len() => Ok(Doc::new(&self.nodes, text)),
            rest => Err(ScanError::Unexpected(rest)),
        }
    }

    /// The value that was scanned last, over the text it was scanned from.
    pub(crate) fn doc<'t>(&'t self, text: &'t str) -> Doc<'t> {
        Doc::new(&self.nodes, text)
    }

    /// Reads the JSON value that `text` starts with and returns the byte after it.
    pub fn scan_prefix(&mut self, text: &str) -> Result<usize, ScanError> {
        self.nodes.clear();
        self.open.clear();
        if text.len() > TEXT_MAX {
            return Err(ScanError::TooLong);
        }
        let bytes = text.as_bytes();
        let mut at = skip_space(bytes, 0);
        let mut key = Key::default();
        loop {
            at = match bytes.get(at) {
                Some(b'{') => match self.enter(Kind::Object, key, at)? {
                    inside if peek(bytes, inside) == Some(b'}') => skip_space(bytes, inside),
                    inside => {
                        (key, at) = read_key(bytes, inside)?;
                        continue;
                    }
                },
                Some(b'[') => match self.enter(Kind::Array, key, at)? {
                    inside if peek(bytes, inside) == Some(b']') => skip_space(bytes, inside),
                    inside => {
                        (key, at) = (Key::default(), skip_space(bytes, inside));
                        continue;
                    }
                },
                Some(_) => self.scalar(bytes, key, at)?,
                None => return Err(ScanError::TooShort),
            };
            match self.after_value(bytes, at)? {
                After::Done(end) => return Ok(end),
                After::Next(next_key, next) => (key, at) = (next_key, next),
            }
        }
    }

    fn enter(&mut self, kind: Kind, key: Key, at: usize) -> Result<usize, ScanError> {
        if self.open.len() == DEPTH_MAX {
            return Err(ScanError::TooDeep(at));
        }
        self.open.push(self.nodes.len() as u32);
        self.push(kind, key, (at as u32, at as u32), false);
        Ok(at + 1)
    }

    fn scalar(&mut self, bytes: &[u8], key: Key, at: usize) -> Result<usize, ScanError> {
        let (kind, span, escaped, end) = match bytes.get(at) {
            Some(b'"') => {
                let (close, escaped) = string_end(bytes, at + 1)?;
                (Kind::Text, (at as u32 + 1, close as u32), escaped, close + 1)
            }
            Some(b'-' | b'0'..=b'9') => {
                let length = bytes.get(at..).unwrap_or_default().iter();
                let length = length
                    .take_while(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'))
                    .count();
                (
                    Kind::Number,
                    (at as u32, (at + length) as u32),
                    false,
                    at + length,
                )
            }
            Some(b't') => word(bytes, at, b"true", Kind::Bool)?,
            Some(b'f') => word(bytes, at, b"false", Kind::Bool)?,
            Some(b'n') => word(bytes, at, b"null", Kind::Null)?,
            _ => return Err(ScanError::Unexpected(at)),
        };
        self.push(kind, key, span, escaped);
        Ok(end)
    }

    #[inline]
    fn push(&mut self, kind: Kind, key: Key, value: (u32, u32), value_escaped: bool) {
        self.nodes.push(Node {
            key: key.span,
            value,
            next: self.nodes.len() as u32 + 1,
            kind,
            key_escaped: key.escaped,
            value_escaped,
        });
    }

    /// Closes what closes here and finds where the next value starts.
    fn after_value(&mut self, bytes: &[u8], mut at: usize) -> Result<After, ScanError> {
        loop {
            let Some(&top) = self.open.last() else {
                return Ok(After::Done(at));
            };
            let length = self.nodes.len() as u32;
            let Some(node) = self.nodes.get_mut(top as usize) else {
                return Err(ScanError::Unexpected(at));
            };
            at = skip_space(bytes, at);
            let is_object = node.kind == Kind::Object;
            match bytes.get(at) {
                Some(b',') if is_object => {
                    let (key, next) = read_key(bytes, at + 1)?;
                    return Ok(After::Next(key, next));
                }
                Some(b',') => return Ok(After::Next(Key::default(), skip_space(bytes, at + 1))),
                Some(b'}') if is_object => {}
                Some(b']') if !is_object => {}
                Some(_) => return Err(ScanError::Unexpected(at)),
                None => return Err(ScanError::TooShort),
            }
            at += 1;
            node.next = length;
            node.value.1 = at as u32;
            self.open.pop();
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Key {
    span: (u32, u32),
    escaped: bool,
}

enum After {
    Done(usize),
    Next(Key, usize),
}

#[inline]
fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

fn peek(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(skip_space(bytes, at)).copied()
}

/// Reads `"key" :` and returns where its value starts.
#[inline]
fn read_key(bytes: &[u8], at: usize) -> Result<(Key, usize), ScanError> {
    let at = skip_space(bytes, at);
    match bytes.get(at) {
        Some(b'"') => {}
        Some(_) => return Err(ScanError::Unexpected(at)),
        None => return Err(ScanError::TooShort),
    }
    let (close, escaped) = string_end(bytes, at + 1)?;
    let colon = skip_space(bytes, close + 1);
    match bytes.get(colon) {
        Some(b':') => {
            let span = (at as u32 + 1, close as u32);
            Ok((Key { span, escaped }, skip_space(bytes, colon + 1)))
        }
        Some(_) => Err(ScanError::Unexpected(colon)),
        None => Err(ScanError::TooShort),
    }
}

/// The closing quote of a string that starts at `at`, and whether it holds escapes.
#[inline]
fn string_end(bytes: &[u8], mut at: usize) -> Result<(usize, bool), ScanError> {
    let mut escaped = false;
    loop {
        let rest = bytes.get(at..).ok_or(ScanError::TooShort)?;
        let found = first_quote(rest).ok_or(ScanError::TooShort)?;
        if rest.get(found) == Some(&b'"') {
            return Ok((at + found, escaped));
        }
        escaped = true;
        at += found + 2;
    }
}

/// The first quote or backslash. Most strings of a log are short, so eight bytes at a time beat a call.
#[inline]
fn first_quote(rest: &[u8]) -> Option<usize> {
    let mut chunks = rest.chunks_exact(8).take(16);
    for (index, chunk) in chunks.by_ref().enumerate() {
        let Ok(eight) = <[u8; 8]>::try_from(chunk) else {
            break;
        };
        let eight = u64::from_le_bytes(eight);
        let hits = equals(eight, b'"') | equals(eight, b'\\');
        if hits != 0 {
            return Some(index * 8 + (hits.trailing_zeros() / 8) as usize);
        }
    }
    let done = (rest.len() / 8).min(16) * 8;
    memchr::memchr2(b'"', b'\\', rest.get(done..)?).map(|found| done + found)
}

/// The high bit of the first byte that equals `byte` (later ones may be false alarms).
#[inline]
fn equals(eight: u64, byte: u8) -> u64 {
    let different = eight ^ (0x0101_0101_0101_0101 * u64::from(byte));
    different.wrapping_sub(0x0101_0101_0101_0101) & !different & 0x8080_8080_8080_8080
}

fn word(
    bytes: &[u8],
    at: usize,
    word: &[u8],
    kind: Kind,
) -> Result<(Kind, (u32, u32), bool, usize), ScanError> {
    let end = at + word.len();
    match bytes.get(at..end) {
        Some(found) if found == word => Ok((kind, (at as u32, end as u32), false, end)),
        Some(_) => Err(ScanError::Unexpected(at)),
        None => Err(ScanError::TooShort),
    }
}
