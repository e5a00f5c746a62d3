//! The words of the raw texts, each with its rows.

use super::container::{self, WORDS};
use super::dict;
use super::postings::Collector;
use super::terms::Terms;
use crate::bitmap::Bitmap;
use crate::bytes::put_varint;
use crate::query::is_word_byte;
use std::io;

/// Longer words are cut, and their rows looked at.
pub(crate) const WORD_MAX: usize = 64;

static IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = is_word_byte(byte as u8);
        byte += 1;
    }
    table
};

/// Collects words row by row.
#[derive(Debug, Default)]
pub(crate) struct Words {
    terms: Terms,
    rows: Vec<Collector>,
    overlong: Vec<u32>,
    lowered: Vec<u8>,
}

impl Words {
    /// Takes the words of a raw text. Rows come in ascending order.
    pub(crate) fn push(&mut self, row: u32, raw: &[u8]) {
        self.lowered.clear();
        self.lowered.extend_from_slice(raw);
        self.lowered.make_ascii_lowercase();
        let text = self.lowered.as_slice();
        let mut at = 0;
        while at < text.len() {
            if !IS_WORD[text[at] as usize] {
                at += 1;
                continue;
            }
            let start = at;
            while at < text.len() && IS_WORD[text[at] as usize] {
                at += 1;
            }
            let mut word = &text[start..at];
            if word.len() > WORD_MAX {
                word = &word[..WORD_MAX];
                if self.overlong.last() != Some(&row) {
                    self.overlong.push(row);
                }
            }
            let number = self.terms.intern(word) as usize;
            if number == self.rows.len() {
                self.rows.push(Collector::default());
            }
            self.rows[number].push(row);
        }
    }

    pub(crate) fn finish(self, rows: usize, out: &mut container::Writer) -> io::Result<()> {
        let mut writer = dict::Writer::new(WORDS, rows);
        for number in self.terms.sorted() {
            let number = number as usize;
            writer.put(self.terms.get(number), self.rows.get(number))?;
        }
        writer.finish(out)?;
        let mut overlong = Vec::new();
        for row in self.overlong {
            put_varint(&mut overlong, row.into());
        }
        out.section(container::Section::Overlong, &overlong)
    }
}

/// The rows with overlong words.
pub(crate) fn overlong(bytes: &[u8], rows: usize) -> Bitmap {
    let mut map = Bitmap::none(rows);
    let mut reader = crate::bytes::Reader::new(bytes);
    while let Some(row) = reader.size() {
        map.insert(row);
    }
    map
}
