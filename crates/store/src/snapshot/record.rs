//! What one row of each table consists of, said once.
//!
//! [`Record::columns`] walks the fields of a row in order and shows each, with its name and kind, to a [`Visitor`].
//! The same walk makes the schema, writes a row down, turns written rows into columns, and fills a row from columns,
//! so that none of these can disagree about a field.

mod access;
mod admin;
mod credential;
mod directory;
mod trust;

use domain::Timestamp;
use domain::facts::RoleTarget;

pub(super) use access::{AppGroupRow, AppUserRow};
pub(super) use directory::MembershipRow;
pub(super) use trust::CoverageRow;

use super::table::Table;

/// A row that can be stored.
pub(super) trait Record<'a>: Copy {
    /// Where it is stored.
    const TABLE: Table;

    /// A row to be filled in.
    fn blank() -> Self;

    /// Rows are sorted by this number, then by content.
    fn key(&self) -> Key;

    /// Shows every field to `visitor`, in the order of the columns.
    fn columns<V: Visitor<'a>>(&mut self, visitor: &mut V);
}

/// The place of a row in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The row is the only one with this number; of two, the later one counts.
    Unique(u64),
    /// The row has no number of its own; rows that are alike in every field are one.
    Content,
}

impl Key {
    /// The key of a link between two ordinals.
    pub(super) fn pair(first: u32, second: u32) -> Self {
        Self::Unique((u64::from(first) << 32) | u64::from(second))
    }
}

/// Is shown the fields of a row: it may read them, or put values in.
pub(super) trait Visitor<'a> {
    /// A number that is always there.
    fn number(&mut self, name: &'static str, value: &mut u32);
    /// A number that may be absent.
    fn opt_number(&mut self, name: &'static str, value: &mut Option<u32>);
    /// A priority.
    fn priority(&mut self, name: &'static str, value: &mut Option<i32>);
    /// A count that is always there.
    fn count(&mut self, name: &'static str, value: &mut u64);
    /// Yes or no.
    fn flag(&mut self, name: &'static str, value: &mut bool);
    /// A word out of few.
    fn word(&mut self, name: &'static str, value: &mut &'a str);
    /// Text, mostly different in each row.
    fn text(&mut self, name: &'static str, value: &mut &'a str);
    /// Text that may be absent.
    fn opt_text(&mut self, name: &'static str, value: &mut Option<&'a str>);
    /// A moment that may be absent.
    fn time(&mut self, name: &'static str, value: &mut Option<Timestamp>);
    /// A list of texts.
    fn texts(&mut self, name: &'static str, value: &mut &'a [&'a str]);
    /// What a role is limited to.
    fn targets(&mut self, name: &'static str, value: &mut &'a [RoleTarget<'a>]);
    /// JSON text, possibly long, that a replay may leave out.
    fn document(&mut self, name: &'static str, value: &mut &'a str);
}

/// Shows an enum as a word.
fn visit_word<'a, V: Visitor<'a>, W: Copy>(
    visitor: &mut V,
    name: &'static str,
    value: &mut W,
    to_word: impl FnOnce(W) -> &'static str,
    from_word: impl FnOnce(&str) -> W,
) {
    let mut word = to_word(*value);
    visitor.word(name, &mut word);
    *value = from_word(word);
}
