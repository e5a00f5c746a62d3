//! All strings of a graph in one run of bytes.
//!
//! A string is named by the place where it begins; its length stands before it, six bits a byte, so that the
//! whole run stays valid UTF-8 and four bytes name a string. The bytes can be shared with a columnar engine,
//! which points into them instead of copying.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

/// A string of a [`Texts`]. The default is the empty string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Text(u32);

impl Text {
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The finished strings.
#[derive(Clone, Debug)]
pub(crate) struct Texts(Arc<str>);

impl Texts {
    #[inline]
    pub(crate) fn get(&self, text: Text) -> &str {
        let (start, len) = span(&self.0, text);
        self.0.get(start..start + len).unwrap_or_default()
    }

    /// Where the string lies in [`Texts::bytes`]: offset and length, in bytes.
    pub(crate) fn span(&self, text: Text) -> (u32, u32) {
        let (start, len) = span(&self.0, text);
        (start as u32, len as u32)
    }

    pub(crate) fn bytes(&self) -> Arc<[u8]> {
        Arc::from(Arc::clone(&self.0))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Strings while they are gathered.
#[derive(Debug)]
pub(crate) struct TextBuilder {
    run: String,
    known: HashMap<Box<str>, Text>,
    is_full: bool,
}

/// Columnar engines count string offsets in 31 bits.
const BYTES_MAX: usize = i32::MAX as usize;

impl TextBuilder {
    pub(crate) fn new() -> Self {
        Self {
            run: String::from("\0"),
            known: HashMap::new(),
            is_full: false,
        }
    }

    /// Adds a string that will hardly come again.
    pub(crate) fn push(&mut self, text: &str) -> Text {
        self.push_parts(&[text])
    }

    /// Adds the strings of `parts` as one.
    pub(crate) fn push_parts(&mut self, parts: &[&str]) -> Text {
        let len = parts.iter().map(|part| part.len()).sum::<usize>();
        if len == 0 {
            return Text::default();
        }
        if self.run.len() + len + 6 > BYTES_MAX {
            self.is_full = true;
            return Text::default();
        }
        let place = Text(self.run.len() as u32);
        let mut rest = len;
        loop {
            let more = rest >= 64;
            self.run
                .push(char::from((rest & 63) as u8 | if more { 64 } else { 0 }));
            rest >>= 6;
            if !more {
                break;
            }
        }
        for part in parts {
            self.run.push_str(part);
        }
        place
    }

    /// Adds a string that many things share, once.
    pub(crate) fn intern(&mut self, text: &str) -> Text {
        if let Some(&known) = self.known.get(text) {
            return known;
        }
        let place = self.push(text);
        self.known.insert(text.into(), place);
        place
    }

    /// As [`intern`](Self::intern); nothing becomes the empty string.
    pub(crate) fn intern_opt(&mut self, text: Option<&str>) -> Text {
        self.intern(text.unwrap_or_default())
    }

    pub(crate) fn get(&self, text: Text) -> &str {
        let (start, len) = span(&self.run, text);
        self.run.get(start..start + len).unwrap_or_default()
    }

    /// Whether a string was left out because no more fit.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    pub(crate) fn finish(self) -> Texts {
        Texts(Arc::from(self.run))
    }
}

#[inline]
fn span(run: &str, text: Text) -> (usize, usize) {
    let (mut at, mut len, mut shift) = (text.0 as usize, 0, 0);
    while let Some(&byte) = run.as_bytes().get(at) {
        at += 1;
        len |= usize::from(byte & 63) << shift;
        shift += 6;
        if byte & 64 == 0 {
            break;
        }
    }
    (at, len)
}
