//! What a rule may ask of an event, wherever it is kept: in a batch just taken in, or in columns of the archive.

use super::{Field, Moment};
use std::fmt;
use std::sync::Arc;

/// One event as rules read it. Implement it for rows of a columnar batch to run rules over stored history.
pub trait View {
    /// When it happened.
    fn time(&self) -> Moment;

    /// The text of a column of texts or words; `None` when the column is null or not of texts.
    fn text(&self, field: Field) -> Option<&str>;

    /// The number of a column of numbers or times.
    fn number(&self, field: Field) -> Option<f64>;

    /// True, false or unknown.
    fn truth(&self, field: Field) -> Option<bool>;

    /// Whether any item of a list column passes the test; items come in their order until one does.
    fn any_item(&self, field: Field, test: &mut dyn FnMut(&str) -> bool) -> bool;

    /// The source's text, when the reader has it at hand. Only rules on fields that are no columns need it.
    fn raw(&self) -> Option<&str>;

    /// The same event as numbers, when it is kept in columns: what is asked of a number need not be asked again of the
    /// next event that has it.
    fn numbered(&self) -> Option<&dyn Numbered> {
        None
    }
}

/// An event whose columns are numbers of values. It answers as its [`View`] does.
pub trait Numbered {
    /// Which book the numbers are of: there, the same number of the same column is always the same value. No two books
    /// of one process are called the same.
    fn book(&self) -> u64;

    /// The number of a column's value, or of its list; zero is null, and nothing else is. `None` when the column has
    /// no numbers.
    fn number_of(&self, field: Field) -> Option<u32>;

    /// Appends the text that a number of a column stands for; false when there is none at hand.
    fn put_text(&self, _field: Field, _number: u32, _out: &mut String) -> bool {
        false
    }

    /// Whether it is sure that the events come in order and no other of them bears the same time.
    fn is_alone(&self) -> bool;

    /// Whether the source's text may have that text as a value or in one, in letters of either case and however JSON
    /// writes it; false only when it surely has not. The text is letters, digits, `_`, `-`, `.` and spaces.
    fn may_say(&self, text: &str) -> bool;

    /// A way to read the event again when it is gone.
    fn later(&self) -> Later;
}

/// Reads events again that are kept.
pub trait Again: fmt::Debug + Send + Sync {
    /// Calls with the event of a row; says whether it could be read.
    fn read(&self, row: usize, f: &mut dyn FnMut(&dyn View)) -> bool;
}

/// One event that can be read again.
#[derive(Clone, Debug)]
pub struct Later {
    /// Where it is kept.
    pub from: Arc<dyn Again>,
    /// Which of its rows.
    pub row: usize,
}
