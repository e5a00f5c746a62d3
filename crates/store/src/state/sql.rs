//! Statements that are put together: text and values grow side by side, so that no value is ever part of a text.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

/// Lengths of lists in statements. A list is filled up with its last value to the next of these, so that there are few
/// texts and the database can keep its plans.
const LENGTHS: [usize; 4] = [1, 8, 64, 512];

/// Values in one statement at most.
pub(in crate::state) const LIST_MAX: usize = 512;

enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

/// A statement with its values.
pub(in crate::state) struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub(in crate::state) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    /// Adds text of ours.
    pub(in crate::state) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a place for a text.
    pub(in crate::state) fn text(&mut self, value: impl Into<String>) -> &mut Self {
        self.value(Value::Text(Some(value.into())))
    }

    /// Adds a place for a number.
    pub(in crate::state) fn number(&mut self, value: i64) -> &mut Self {
        self.value(Value::Number(Some(value)))
    }

    fn value(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Adds a list of texts in parentheses; it must not be longer than [`LIST_MAX`].
    pub(in crate::state) fn list(&mut self, values: &[String]) -> &mut Self {
        self.push("(");
        for (number, value) in filled_up(values).into_iter().enumerate() {
            if number > 0 {
                self.push(", ");
            }
            self.text(value);
        }
        self.push(")")
    }

    /// Adds a row of places in parentheses, after a comma where it is not the first one.
    pub(in crate::state) fn row(&mut self, is_first: bool, fill: impl FnOnce(&mut Row<'_>)) -> &mut Self {
        self.push(if is_first { "(" } else { ", (" });
        fill(&mut Row {
            sql: self,
            is_first: true,
        });
        self.push(")")
    }

    /// What has been written so far; the places in it may stand once more.
    pub(in crate::state) fn written(&self) -> &str {
        &self.text
    }

    /// The same values under another text.
    pub(in crate::state) fn with_text(self, text: String) -> Self {
        Self { text, ..self }
    }

    pub(in crate::state) async fn fetch_all(
        self,
        connection: &mut AnyConnection,
    ) -> Result<Vec<AnyRow>, sqlx::Error> {
        self.query().fetch_all(connection).await
    }

    pub(in crate::state) async fn execute(self, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
        self.query().execute(connection).await.map(|_| ())
    }

    fn query(self) -> sqlx::query::Query<'static, sqlx::Any, sqlx::any::AnyArguments> {
        let mut query = sqlx::query(AssertSqlSafe(self.text));
        for value in self.values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
            };
        }
        query
    }
}

/// The places of one row.
pub(in crate::state) struct Row<'a> {
    sql: &'a mut Sql,
    is_first: bool,
}

impl Row<'_> {
    pub(in crate::state) fn text(&mut self, value: impl Into<String>) -> &mut Self {
        self.part().text(value);
        self
    }

    pub(in crate::state) fn number(&mut self, value: i64) -> &mut Self {
        self.part().number(value);
        self
    }

    fn part(&mut self) -> &mut Sql {
        if !std::mem::take(&mut self.is_first) {
            self.sql.push(", ");
        }
        self.sql
    }
}

/// The values, with the last one repeated up to one of the usual lengths.
pub(in crate::state) fn filled_up(values: &[String]) -> Vec<&str> {
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
