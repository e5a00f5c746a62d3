//! A row written down as bytes, for the time between its arrival and the commit.
//!
//! Numbers are big-endian and the row's id or ordinal comes first, so that rows of a table without ordinals are in
//! a lasting order when sorted by their bytes.

use domain::Timestamp;
use domain::facts::RoleTarget;

use crate::snapshot::record::{Record, Visitor};

/// Appends `row` to `out`.
pub(in crate::snapshot) fn encode<'a, R: Record<'a>>(mut row: R, out: &mut Vec<u8>) {
    row.columns(&mut Encoder(out));
}

/// The id in a written row that begins with an ordinal and an id.
pub(in crate::snapshot) fn id_after_ordinal(row: &[u8]) -> String {
    let id = || {
        let length = row.get(4..8)?.try_into().ok().map(u32::from_be_bytes)?;
        row.get(8..)?.get(..usize::try_from(length).ok()?)
    };
    String::from_utf8_lossy(id().unwrap_or_default()).into_owned()
}

struct Encoder<'o>(&'o mut Vec<u8>);

impl Encoder<'_> {
    fn put_length(&mut self, length: usize) {
        // A longer text cannot be told apart here; the buffer refuses rows that long.
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
    }

    fn put_text(&mut self, text: &str) {
        self.put_length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn put_option<T>(&mut self, value: Option<T>, put: impl FnOnce(&mut Self, T)) {
        self.0.push(u8::from(value.is_some()));
        if let Some(value) = value {
            put(self, value);
        }
    }

    fn put_bytes<const N: usize>(&mut self, bytes: [u8; N]) {
        self.0.extend_from_slice(&bytes);
    }
}

impl<'a> Visitor<'a> for Encoder<'_> {
    fn number(&mut self, _: &'static str, value: &mut u32) {
        self.put_bytes(value.to_be_bytes());
    }
    fn opt_number(&mut self, _: &'static str, value: &mut Option<u32>) {
        self.put_option(*value, |to, number| to.put_bytes(number.to_be_bytes()));
    }
    fn priority(&mut self, _: &'static str, value: &mut Option<i32>) {
        self.put_option(*value, |to, number| to.put_bytes(number.to_be_bytes()));
    }
    fn count(&mut self, _: &'static str, value: &mut u64) {
        self.put_bytes(value.to_be_bytes());
    }
    fn flag(&mut self, _: &'static str, value: &mut bool) {
        self.0.push(u8::from(*value));
    }
    fn word(&mut self, _: &'static str, value: &mut &'a str) {
        self.put_text(value);
    }
    fn text(&mut self, _: &'static str, value: &mut &'a str) {
        self.put_text(value);
    }
    fn opt_text(&mut self, _: &'static str, value: &mut Option<&'a str>) {
        self.put_option(*value, Self::put_text);
    }
    fn time(&mut self, _: &'static str, value: &mut Option<Timestamp>) {
        self.put_option(*value, |to, moment| to.put_bytes(moment.as_ms().to_be_bytes()));
    }
    fn texts(&mut self, _: &'static str, value: &mut &'a [&'a str]) {
        self.put_length(value.len());
        for text in *value {
            self.put_text(text);
        }
    }
    fn targets(&mut self, _: &'static str, value: &mut &'a [RoleTarget<'a>]) {
        self.put_length(value.len());
        for target in *value {
            let (tag, ordinal, name) = match *target {
                RoleTarget::Group(ordinal) => (0, Some(ordinal), None),
                RoleTarget::App(ordinal) => (1, Some(ordinal), None),
                RoleTarget::CatalogApp(name) => (2, None, Some(name)),
                RoleTarget::Unseen(id) => (3, None, Some(id)),
            };
            self.0.push(tag);
            self.put_option(ordinal, |to, number| to.put_bytes(number.to_be_bytes()));
            self.put_option(name, Self::put_text);
        }
    }
    fn document(&mut self, _: &'static str, value: &mut &'a str) {
        self.put_text(value);
    }
}
