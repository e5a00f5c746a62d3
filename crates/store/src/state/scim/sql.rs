//! Statements that are put together: text and values grow side by side, so that no value is ever part of a text.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

/// Lengths of lists in statements. A list is filled up with its last value to the next of these, so that there are few
/// texts and the database can keep its plans.
const LENGTHS: [usize; 4] = [1, 8, 64, 512];

/// Values in one statement at most.
pub(super) const LIST_MAX: usize = 512;

enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

/// A statement with its values.
pub(super) struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    /// Adds text of ours.
    pub(super) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a place for a text.
    pub(super) fn text(&mut self, value: impl Into<String>) -> &mut Self {
        self.value(Value::Text(Some(value.into())))
    }

    /// Adds a place for a number.
    pub(super) fn number(&mut self, value: i64) -> &mut Self {
        self.value(Value::Number(Some(value)))
    }

    fn value(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Adds a list of texts in parentheses; it must not be longer than [`LIST_MAX`].
    pub(super) fn list(&mut self, values: &[String]) -> &mut Self {
        self.push("(");
        for (number, value) in filled_up(values).into_iter().enumerate() {
            if number > 0 {
                self.push(", ");
            }
            self.text(value);
        }
        self.push(")")
    }

    /// What has been written so far; the places in it may stand once more.
    pub(super) fn written(&self) -> &str {
        &self.text
    }

    /// The same values under another text.
    pub(super) fn with_text(self, text: String) -> Self {
        Self { text, ..self }
    }

    pub(super) async fn fetch_all(self, connection: &mut AnyConnection) -> Result<Vec<AnyRow>, sqlx::Error> {
        let mut query = sqlx::query(AssertSqlSafe(self.text));
        for value in self.values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
            };
        }
        query.fetch_all(connection).await
    }
}

/// The values, with the last one repeated up to one of the usual lengths.
pub(super) fn filled_up(values: &[String]) -> Vec<&str> {
    let length = LENGTHS
        .into_iter()
        .find(|length| *length >= values.len())
        .unwrap_or(values.len());
    let last = values.last().map(String::as_str);
    let mut filled: Vec<&str> = values.iter().map(String::as_str).collect();
    if let Some(last) = last {
        filled.resize(length.max(values.len()), last);
    }
    filled
}
