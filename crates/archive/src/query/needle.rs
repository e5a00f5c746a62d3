//! A text looked for in raw texts: as a whole word, or anywhere.
//!
//! Raw text is cut into words (runs of letters, digits, `_` and all bytes beyond ASCII). What is looked for is cut in
//! the same way, so that each of its pieces says something about the words of a text that has it.

use memchr::memmem::Finder;

/// Letters, digits, `_`, and every byte of a character beyond ASCII.
pub(crate) const fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// What a piece says about a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bound {
    /// The word is the piece.
    Exact,
    /// The word begins with it.
    Prefix,
    /// The word ends with it.
    Suffix,
    /// The word has it somewhere.
    Inside,
}

/// A part of a needle that lies in one word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Piece {
    pub(crate) text: Vec<u8>,
    pub(crate) bound: Bound,
}

impl Piece {
    /// Whether a text in lower case has it as a word or a part of one, as it is bound. `finder` looks for its text.
    pub(crate) fn is_in(&self, text: &[u8], finder: &Finder<'_>) -> bool {
        let is_word = |at: Option<usize>| {
            at.and_then(|at| text.get(at))
                .is_some_and(|byte| is_word_byte(*byte))
        };
        let starts = matches!(self.bound, Bound::Exact | Bound::Prefix);
        let ends = matches!(self.bound, Bound::Exact | Bound::Suffix);
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| finder.find(rest)) {
            let (start, end) = (from + found, from + found + self.text.len());
            if !(starts && is_word(start.checked_sub(1)) || ends && is_word(Some(end))) {
                return true;
            }
            from = start + 1;
        }
        false
    }
}

/// A text to look for, in lower case.
#[derive(Clone, Debug)]
pub(crate) struct Needle {
    finder: Finder<'static>,
    whole: bool,
    pub(crate) pieces: Vec<Piece>,
    /// Whether the one piece says all.
    pub(crate) is_one_word: bool,
}

impl Needle {
    /// `whole`: not as a part of longer words.
    pub(crate) fn new(text: &str, whole: bool) -> Self {
        let text = text.to_ascii_lowercase().into_bytes();
        let mut pieces = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let length = text[at..].iter().take_while(|byte| is_word_byte(**byte)).count();
            if length > 0 {
                let end = at + length;
                let bound = match (at > 0 || whole, end < text.len() || whole) {
                    (true, true) => Bound::Exact,
                    (true, false) => Bound::Prefix,
                    (false, true) => Bound::Suffix,
                    (false, false) => Bound::Inside,
                };
                let text = text[at..end].to_vec();
                pieces.push(Piece { text, bound });
            }
            at += length.max(1);
        }
        let is_one_word = matches!(pieces.as_slice(), [piece] if piece.text.len() == text.len());
        Self {
            finder: Finder::new(&text).into_owned(),
            whole,
            pieces,
            is_one_word,
        }
    }

    /// Whether it must not be a part of longer words.
    pub(crate) const fn is_whole(&self) -> bool {
        self.whole
    }

    /// What is looked for, in lower case.
    pub(crate) fn text(&self) -> &[u8] {
        self.finder.needle()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.finder.needle().is_empty()
    }

    /// Whether a text in lower case has it.
    pub(crate) fn is_in(&self, text: &[u8]) -> bool {
        if !self.whole {
            return self.finder.find(text).is_some();
        }
        let needle = self.finder.needle();
        let touches_start = needle.first().is_none_or(|byte| is_word_byte(*byte));
        let touches_end = needle.last().is_none_or(|byte| is_word_byte(*byte));
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| self.finder.find(rest)) {
            let (start, end) = (from + found, from + found + needle.len());
            let is_word_before = start > 0 && text.get(start - 1).is_some_and(|byte| is_word_byte(*byte));
            let is_word_after = text.get(end).is_some_and(|byte| is_word_byte(*byte));
            let is_part = touches_start && is_word_before || touches_end && is_word_after;
            if !is_part {
                return true;
            }
            from = start + 1;
        }
        false
    }
}
