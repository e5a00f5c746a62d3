//! The words of the raw texts, each with its rows.
//!
//! A word is read once for each value that has it, not once for each row: all rows that have a value have its words.

use super::container::{self, Section, WORDS};
use super::dict;
use super::postings::{Groups, Postings};
use super::rare;
use super::raw::{Kept, Settled, Slot};
use super::terms::Terms;
use crate::bitmap::Bitmap;
use crate::bytes::put_varint;
use crate::hash;
use crate::query::is_word_byte;
use std::collections::HashMap;
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

/// Collects the words of a segment.
#[derive(Debug, Default)]
pub(crate) struct Words {
    terms: Terms,
    /// Which word is in which group of rows.
    members: Vec<(u32, u32)>,
    groups: Groups,
    rare: rare::Collector,
    overlong: Vec<u32>,
    lowered: Vec<u8>,
}

impl Words {
    pub(crate) fn of(raws: &Settled) -> Self {
        let mut words = Self::default();
        for kind in &raws.kinds {
            let all = words.groups.add(&kind.rows);
            kind.shape.literals().for_each(|literal| words.put(literal, all));
            for (slot, column) in kind.columns.iter().enumerate() {
                match kind.shape.slots.get(slot) {
                    Some(Slot::OneOf(texts)) => words.choices(raws, kind, slot, texts),
                    Some(Slot::New(_)) => {
                        for (row, value) in kind.rows.iter().zip(column) {
                            words.put_rare(raws.values.get(*value as usize), *row);
                        }
                    }
                    _ => {}
                }
            }
        }
        words
    }

    /// Takes the words of each text of a slot, and of those that follow from it.
    fn choices(&mut self, raws: &Settled, kind: &Kept, slot: usize, texts: &[u32]) {
        let first = self.groups.split(&kind.rows, &kind.columns[slot], texts.len());
        let mut followers = vec![texts];
        for other in &kind.shape.slots {
            if let Slot::Follows { parent, texts } = other
                && *parent == slot
            {
                followers.push(texts);
            }
        }
        for texts in followers {
            for (choice, text) in texts.iter().enumerate() {
                self.put(raws.values.get(*text as usize), first + choice as u32);
            }
        }
    }

    /// Takes the words of a text that all rows of a group have.
    fn put(&mut self, text: &[u8], group: u32) {
        let mut is_overlong = false;
        let (terms, members) = (&mut self.terms, &mut self.members);
        each(text, &mut self.lowered, &mut |word, is_cut| {
            is_overlong |= is_cut;
            members.push((terms.intern(word), group));
        });
        if is_overlong {
            self.overlong.extend_from_slice(self.groups.rows(group));
        }
    }

    fn put_rare(&mut self, text: &[u8], row: u32) {
        let (rare, overlong) = (&mut self.rare, &mut self.overlong);
        each(text, &mut self.lowered, &mut |word, is_cut| {
            if word.len() >= rare::SHORTEST {
                rare.push(hash::of(word), row);
            }
            if is_cut {
                overlong.push(row);
            }
        });
    }

    pub(crate) fn finish(
        mut self,
        rows: usize,
        postings: &mut Postings,
        out: &mut container::Writer,
    ) -> io::Result<()> {
        let by_word = by_word(&self.members, self.terms.len());
        let order = self.terms.sorted();
        let mut united: HashMap<Vec<u32>, Vec<u32>> = HashMap::new();
        let mut writer = dict::Writer::new(WORDS);
        for number in order {
            let members = by_word.rows(number);
            let found = match members {
                [group] => self.groups.rows(*group),
                many => {
                    let groups = many.to_vec();
                    let unite = |groups: &Vec<u32>| self.groups.union(groups, rows);
                    united.entry(groups).or_insert_with_key(unite).as_slice()
                }
            };
            writer.put(self.terms.get(number as usize), found, postings)?;
        }
        writer.finish(out)?;
        self.rare.write(rows, out)?;
        self.overlong.sort_unstable();
        self.overlong.dedup();
        let mut overlong = Vec::new();
        for row in self.overlong {
            put_varint(&mut overlong, row.into());
        }
        out.section(Section::Overlong, &overlong)
    }
}

/// The groups of each word, ascending.
fn by_word(members: &[(u32, u32)], words: usize) -> Groups {
    let (of, groups): (Vec<u32>, Vec<u32>) = members.iter().copied().unzip();
    let mut by_word = Groups::default();
    by_word.split(&groups, &of, words);
    by_word.sort();
    by_word.dedup();
    by_word
}

/// Calls with each word of a text in lower case, and whether it was too long and cut.
fn each(text: &[u8], lowered: &mut Vec<u8>, f: &mut dyn FnMut(&[u8], bool)) {
    lowered.clear();
    lowered.extend_from_slice(text);
    lowered.make_ascii_lowercase();
    let words = lowered.split(|byte| !IS_WORD[usize::from(*byte)]);
    for word in words.filter(|word| !word.is_empty()) {
        let is_cut = word.len() > WORD_MAX;
        f(&word[..word.len().min(WORD_MAX)], is_cut);
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
