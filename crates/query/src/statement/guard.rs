//! Which statements may run.

use datafusion::sql::sqlparser::ast::{
    DiscardObject, Expr, ObjectName, ObjectNamePart, Query, Reset, Select, Set, SetExpr, SetOperator,
    SetQuantifier, Statement, TableFactor, Value,
};

use super::walk::{Look, look};
use super::{CopyForm, CursorCall, Declared, SqlText, cursor, expanded};
use crate::error::{ErrorCode, QueryError};

/// A statement that may run.
#[derive(Clone, Debug)]
pub(crate) enum Checked {
    /// Gives rows.
    Rows(Box<Statement>),
    /// `COPY (statement) TO STDOUT`
    Copy {
        /// Gives the rows.
        statement: Box<Statement>,
        /// How they are written.
        form: CopyForm,
    },
    /// `DECLARE … CURSOR FOR statement`
    Declare {
        /// Gives the rows.
        statement: Box<Statement>,
        /// Where they are taken from.
        cursor: Declared,
    },
    /// `FETCH`, `CLOSE`
    Cursor(CursorCall),
    /// `SET name = value`; `None` is `DEFAULT`.
    Set {
        /// Lower-case name with dots.
        name: String,
        /// Its new value as text.
        value: Option<String>,
    },
    /// `SHOW name`.
    Show(String),
    /// `RESET ALL`, `DISCARD ALL`: all settings are the default again; with the tag that PostgreSQL answers.
    ResetAll(&'static str),
    /// Session housekeeping without effect here, with the tag that PostgreSQL answers.
    Housekeeping(&'static str),
}

/// Table functions that compute their rows.
const TABLE_FUNCTIONS: [&str; 4] = ["generate_series", "range", "unnest", "pg_get_keywords"];

/// Tables and subqueries of one query: planning takes time that grows with the square of their number.
const TABLES_MAX: usize = 100;

/// Refuses what does more than read.
pub(crate) fn check(statement: Statement, text: &SqlText) -> Result<Checked, QueryError> {
    let checked = match statement {
        Statement::Set(set) => return check_set(set),
        Statement::Reset(reset) => return Ok(check_reset(&reset.reset)),
        Statement::ShowVariable { variable } => {
            let words: Vec<String> = variable.iter().map(|word| word.value.to_lowercase()).collect();
            return Ok(Checked::Show(words.join(".")));
        }
        Statement::StartTransaction { .. } => return Ok(Checked::Housekeeping("BEGIN")),
        Statement::Commit { .. } => return Ok(Checked::Housekeeping("COMMIT")),
        Statement::Rollback {
            savepoint: Some(_), ..
        } => return Ok(Checked::Housekeeping("ROLLBACK TO")),
        Statement::Rollback { .. } => return Ok(Checked::Housekeeping("ROLLBACK")),
        Statement::Savepoint { .. } => return Ok(Checked::Housekeeping("SAVEPOINT")),
        Statement::ReleaseSavepoint { .. } => return Ok(Checked::Housekeeping("RELEASE")),
        Statement::UNLISTEN { .. } => return Ok(Checked::Housekeeping("UNLISTEN")),
        Statement::Discard { object_type } => {
            return Ok(match object_type {
                DiscardObject::ALL => Checked::ResetAll("DISCARD ALL"),
                DiscardObject::PLANS => Checked::Housekeeping("DISCARD PLANS"),
                DiscardObject::SEQUENCES => Checked::Housekeeping("DISCARD SEQUENCES"),
                DiscardObject::TEMP => Checked::Housekeeping("DISCARD TEMP"),
            });
        }
        Statement::Deallocate { .. } => return Ok(Checked::Housekeeping("DEALLOCATE")),
        Statement::Close { cursor } => return Ok(Checked::Cursor(cursor::close(&cursor))),
        Statement::Fetch {
            name,
            direction,
            into,
            ..
        } => return cursor::fetch(&name, &direction, into.is_some(), text).map(Checked::Cursor),
        Statement::Explain {
            statement: ref inner, ..
        } if !matches!(**inner, Statement::Query(_)) => {
            return Err(read_only("EXPLAIN of anything but a query", text));
        }
        reading @ (Statement::Query(_)
        | Statement::Explain { .. }
        | Statement::ExplainTable { .. }
        | Statement::ShowTables { .. }
        | Statement::ShowColumns { .. }) => reading,
        other => return Err(read_only(&verb(&other), text)),
    };
    look(&checked, &mut Reader { text, tables: 0 })?;
    expanded::check(&checked)?;
    Ok(Checked::Rows(Box::new(checked)))
}

struct Reader<'a> {
    text: &'a SqlText,
    /// Tables seen so far.
    tables: usize,
}

impl Look for Reader<'_> {
    fn query(&mut self, query: &Query) -> Result<(), QueryError> {
        if !query.locks.is_empty() {
            return Err(read_only("FOR UPDATE", self.text));
        }
        self.body(&query.body)
    }

    fn select(&mut self, select: &Select) -> Result<(), QueryError> {
        match select.into {
            Some(_) => Err(read_only("SELECT INTO", self.text)),
            None => Ok(()),
        }
    }

    fn expr(&mut self, expr: &Expr) -> Result<(), QueryError> {
        match expr {
            // The engine takes the pattern for a regular expression, which it is not.
            Expr::SimilarTo { .. } => Err(QueryError::new(
                ErrorCode::NotSupported,
                "SIMILAR TO is not supported",
            )
            .hint("use LIKE, or ~ with a regular expression")
            .at(self.text.find_word("SIMILAR"))),
            _ => Ok(()),
        }
    }

    fn table(&mut self, table: &TableFactor) -> Result<(), QueryError> {
        self.tables += 1;
        if self.tables > TABLES_MAX {
            let message = format!("the query reads more than {TABLES_MAX} tables and subqueries");
            return Err(QueryError::new(ErrorCode::TooLarge, message).hint("ask in several queries"));
        }
        if let TableFactor::Table { sample: Some(_), .. } | TableFactor::Derived { sample: Some(_), .. } =
            table
        {
            return Err(
                QueryError::new(ErrorCode::NotSupported, "TABLESAMPLE is not supported")
                    .hint("write ORDER BY random() LIMIT n")
                    .at(self.text.find_word("TABLESAMPLE")),
            );
        }
        let name = match table {
            TableFactor::Table {
                name, args: Some(_), ..
            }
            | TableFactor::Function { name, .. } => last_part(name),
            _ => return Ok(()),
        };
        if TABLE_FUNCTIONS.contains(&name.as_str()) {
            return Ok(());
        }
        let message = format!("there is no table function `{name}`");
        Err(QueryError::new(ErrorCode::UnknownFunction, message)
            .hint(format!("table functions are {}", TABLE_FUNCTIONS.join(", ")))
            .at(self.text.find_word(&name)))
    }
}

impl Reader<'_> {
    fn body(&self, body: &SetExpr) -> Result<(), QueryError> {
        match body {
            SetExpr::Insert(inner)
            | SetExpr::Update(inner)
            | SetExpr::Delete(inner)
            | SetExpr::Merge(inner) => Err(read_only(&verb(inner), self.text)),
            SetExpr::SetOperation {
                op: op @ (SetOperator::Except | SetOperator::Intersect),
                set_quantifier: SetQuantifier::All,
                ..
            } => Err(
                // The engine gives rows of the left side without counting those of the right.
                QueryError::new(ErrorCode::NotSupported, format!("{op} ALL is not supported"))
                    .hint(format!(
                        "{op} without ALL works; count with GROUP BY where repeats matter"
                    ))
                    .at(self.text.find_word("ALL")),
            ),
            SetExpr::SetOperation { left, right, .. } => {
                self.body(left)?;
                self.body(right)
            }
            SetExpr::Select(_) | SetExpr::Query(_) | SetExpr::Values(_) | SetExpr::Table(_) => Ok(()),
        }
    }
}

fn check_set(set: Set) -> Result<Checked, QueryError> {
    match set {
        Set::SingleAssignment { variable, values, .. } => {
            let words: Vec<String> = variable
                .0
                .iter()
                .filter_map(part)
                .map(str::to_lowercase)
                .collect();
            let value = values.iter().map(literal).collect::<Vec<_>>().join(", ");
            let value = (!value.eq_ignore_ascii_case("default")).then_some(value);
            Ok(Checked::Set {
                name: words.join("."),
                value,
            })
        }
        Set::SetTimeZone { value, .. } => Ok(Checked::Set {
            name: "timezone".to_owned(),
            value: Some(literal(&value)),
        }),
        Set::SetNames { .. } | Set::SetTransaction { .. } | Set::SetSessionParam(_) => {
            Ok(Checked::Housekeeping("SET"))
        }
        _ => Err(QueryError::new(
            ErrorCode::Setting,
            "only one setting at a time can be set",
        )),
    }
}

fn check_reset(reset: &Reset) -> Checked {
    match reset {
        Reset::ALL => Checked::ResetAll("RESET"),
        Reset::ConfigurationParameter(name) => {
            let words: Vec<String> = name.0.iter().filter_map(part).map(str::to_lowercase).collect();
            Checked::Set {
                name: words.join("."),
                value: None,
            }
        }
    }
}

fn literal(value: &Expr) -> String {
    match value {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) | Value::DoubleQuotedString(text) => text.clone(),
            other => other.to_string(),
        },
        Expr::Identifier(name) => name.value.clone(),
        other => other.to_string(),
    }
}

fn part(part: &ObjectNamePart) -> Option<&str> {
    match part {
        ObjectNamePart::Identifier(name) => Some(&name.value),
        ObjectNamePart::Function(_) => None,
    }
}

pub(super) fn last_part(name: &ObjectName) -> String {
    name.0.last().and_then(part).unwrap_or_default().to_lowercase()
}

/// The leading words of a statement.
fn verb(statement: &Statement) -> String {
    let text = statement.to_string();
    let is_keyword = |word: &&str| word.chars().all(|c| c.is_ascii_uppercase());
    let words: Vec<&str> = text.split_whitespace().take(2).take_while(is_keyword).collect();
    if words.is_empty() {
        "this statement".to_owned()
    } else {
        words.join(" ")
    }
}

fn read_only(what: &str, text: &SqlText) -> QueryError {
    let first = what.split_whitespace().next().unwrap_or_default();
    QueryError::new(
        ErrorCode::ReadOnly,
        format!("{what} is refused: queries can only read"),
    )
    .hint("use SELECT, WITH, VALUES, EXPLAIN or SHOW")
    .at(text.find_word(first))
}
