//! What a rule may ask of an event, wherever it is kept: in a batch just taken in, or in columns of the archive.

use super::{Field, Moment};

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
}
