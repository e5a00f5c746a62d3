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

    /// Adds a place for a text that may be missing.
    pub(in crate::state) fn maybe_text(&mut self, value: Option<impl Into<String>>) -> &mut Self {
        self.value(Value::Text(value.map(Into::into)))
    }

    /// Adds a place for a number that may be missing.
    pub(in crate::state) fn maybe_number(&mut self, value: Option<i64>) -> &mut Self {
        self.value(Value::Number(value))
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

/// Statements that go to the database together: one way there and back, in this order.
///
/// INVARIANT: no row is written by two of them, and none reads what an earlier one wrote. PostgreSQL runs them as parts of
/// one statement, which all see what was there before; on SQLite they run one after the other.
pub(in crate::state) struct Batch {
    sql: Sql,
    starts: Vec<usize>,
}

impl Batch {
    pub(in crate::state) fn new() -> Self {
        Self {
            sql: Sql::new(""),
            starts: Vec::new(),
        }
    }

    /// Begins another statement, which gives no rows back.
    pub(in crate::state) fn then(&mut self, text: &str) -> &mut Sql {
        self.starts.push(self.sql.text.len());
        self.sql.push(text)
    }

    /// Runs them, within a transaction: a part that fails leaves what came before it.
    pub(in crate::state) async fn execute(self, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
        if self.starts.is_empty() {
            return Ok(());
        }
        let is_sqlite = connection.backend_name() == SQLITE;
        let text = together(&self.sql.text, &self.starts, is_sqlite);
        self.sql.with_text(text).execute(connection).await
    }
}

/// The driver's name of the database that takes several statements in one text.
const SQLITE: &str = "SQLite";

fn together(text: &str, starts: &[usize], is_sqlite: bool) -> String {
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts: Vec<&str> = starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| text.get(*start..end))
        .collect();
    match parts.split_last() {
        Some((last, before)) if !is_sqlite && !before.is_empty() => {
            let mut whole = String::from("WITH ");
            for (number, part) in before.iter().enumerate() {
                let comma = if number == 0 { "" } else { ", " };
                whole.push_str(&format!("{comma}part{number} AS ({part})"));
            }
            whole.push(' ');
            whole.push_str(last);
            whole
        }
        _ => parts.join("; "),
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

    pub(in crate::state) fn maybe_text(&mut self, value: Option<impl Into<String>>) -> &mut Self {
        self.part().maybe_text(value);
        self
    }

    pub(in crate::state) fn maybe_number(&mut self, value: Option<i64>) -> &mut Self {
        self.part().maybe_number(value);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_that_go_together() {
        let mut batch = Batch::new();
        batch.then("DELETE FROM a WHERE id = ").text("1");
        batch
            .then("UPDATE b SET c = ")
            .number(2)
            .push(" WHERE d = ")
            .text("3");
        let text = |is_sqlite| together(&batch.sql.text, &batch.starts, is_sqlite);
        assert_eq!(
            text(true),
            "DELETE FROM a WHERE id = $1; UPDATE b SET c = $2 WHERE d = $3"
        );
        assert_eq!(
            text(false),
            "WITH part0 AS (DELETE FROM a WHERE id = $1) UPDATE b SET c = $2 WHERE d = $3"
        );
        let mut one = Batch::new();
        one.then("DELETE FROM a");
        assert_eq!(together(&one.sql.text, &one.starts, false), "DELETE FROM a");
    }
}
