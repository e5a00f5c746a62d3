//! `COPY (query) TO STDOUT`: rows as a file, for `\copy` of psql and for drivers. Source: PostgreSQL documentation, COPY.

use datafusion::sql::sqlparser::ast::{
    CopyLegacyCsvOption, CopyLegacyOption, CopyOption, CopySource, CopyTarget, Ident, Statement,
};
use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
use datafusion::sql::sqlparser::parser::Parser;

use super::SqlText;
use crate::error::{ErrorCode, QueryError};

/// How the rows are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CopyForm {
    pub(crate) format: CopyFormat,
    /// Whether the first line names the columns.
    pub(crate) has_header: bool,
    /// Between two values.
    pub(crate) delimiter: u8,
    /// What stands for NULL.
    pub(crate) null: String,
    pub(crate) quote: u8,
    /// Before a quote within quotes.
    pub(crate) escape: u8,
    pub(crate) force_quote: ForceQuote,
}

/// The three of PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CopyFormat {
    Text,
    Csv,
    Binary,
}

/// Which columns are quoted whatever is in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ForceQuote {
    All,
    Named(Vec<String>),
}

impl ForceQuote {
    /// Whether the column `name` is.
    pub(crate) fn covers(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.iter().any(|named| named == name),
        }
    }
}

/// The query within a `COPY … TO STDOUT`, and how its rows are written; every other statement as it is.
///
/// # Errors
/// A `COPY` that would write, or reach a file or a program; an option that does not go with the format.
pub(super) fn take_apart(
    statement: Statement,
    text: &SqlText,
) -> Result<(Statement, Option<CopyForm>), QueryError> {
    let Statement::Copy {
        source,
        to,
        target,
        options,
        legacy_options,
        ..
    } = statement
    else {
        return Ok((statement, None));
    };
    if !(to && matches!(target, CopyTarget::Stdout)) {
        let what = if to {
            "COPY to a file of the server"
        } else {
            "COPY FROM"
        };
        return Err(QueryError::new(
            ErrorCode::ReadOnly,
            format!("{what} is refused: queries can only read"),
        )
        .hint("use COPY (query) TO STDOUT; psql writes it to a file of yours with \\copy")
        .at(text.find_word("COPY")));
    }
    let form = form(&options, &legacy_options).map_err(|error| error.at(text.find_word("COPY")))?;
    let query = match source {
        CopySource::Query(query) => Statement::Query(query),
        CopySource::Table { table_name, columns } => {
            let columns: Vec<String> = columns.iter().map(Ident::to_string).collect();
            let columns = if columns.is_empty() {
                "*".to_owned()
            } else {
                columns.join(", ")
            };
            let sql = format!("SELECT {columns} FROM {table_name}");
            Parser::parse_sql(&PostgreSqlDialect {}, &sql)
                .ok()
                .and_then(|mut statements| statements.pop())
                .ok_or_else(|| QueryError::internal("a table to copy is no query"))?
        }
    };
    Ok((query, Some(form)))
}

/// What was asked for, the newer way in brackets or the older one without.
#[derive(Default)]
struct Asked {
    format: Option<CopyFormat>,
    has_header: bool,
    delimiter: Option<char>,
    null: Option<String>,
    quote: Option<char>,
    escape: Option<char>,
    force_quote: Option<Vec<Ident>>,
}

fn form(options: &[CopyOption], legacy: &[CopyLegacyOption]) -> Result<CopyForm, QueryError> {
    let mut asked = Asked::default();
    options.iter().try_for_each(|option| asked.option(option))?;
    legacy.iter().try_for_each(|option| asked.legacy(option))?;
    let format = asked.format.unwrap_or(CopyFormat::Text);
    let is_csv = format == CopyFormat::Csv;
    if !is_csv && (asked.quote.is_some() || asked.escape.is_some() || asked.force_quote.is_some()) {
        return Err(wrong("QUOTE, ESCAPE and FORCE_QUOTE need FORMAT csv"));
    }
    if format == CopyFormat::Binary && (asked.delimiter.is_some() || asked.null.is_some() || asked.has_header)
    {
        return Err(wrong("DELIMITER, NULL and HEADER do not go with FORMAT binary"));
    }
    let quote = byte("QUOTE", asked.quote, b'"')?;
    let delimiter = byte("DELIMITER", asked.delimiter, if is_csv { b',' } else { b'\t' })?;
    if is_csv && quote == delimiter {
        return Err(wrong("DELIMITER and QUOTE must differ"));
    }
    if !is_csv && (delimiter == b'\\' || delimiter.is_ascii_lowercase() || delimiter.is_ascii_digit()) {
        return Err(wrong("this DELIMITER cannot be told from an escaped character"));
    }
    let force_quote = match asked.force_quote {
        // The parser has no column of this name: it stands for all of them.
        Some(columns) if columns.iter().any(|column| column.value == "*") => ForceQuote::All,
        columns => ForceQuote::Named(
            columns
                .iter()
                .flatten()
                .map(|column| column.value.clone())
                .collect(),
        ),
    };
    Ok(CopyForm {
        format,
        has_header: asked.has_header,
        delimiter,
        null: asked
            .null
            .unwrap_or_else(|| if is_csv { String::new() } else { "\\N".to_owned() }),
        quote,
        escape: byte("ESCAPE", asked.escape, quote)?,
        force_quote,
    })
}

impl Asked {
    fn option(&mut self, option: &CopyOption) -> Result<(), QueryError> {
        match option {
            CopyOption::Format(name) => {
                self.format = Some(match name.value.to_ascii_lowercase().as_str() {
                    "text" => CopyFormat::Text,
                    "csv" => CopyFormat::Csv,
                    "binary" => CopyFormat::Binary,
                    other => return Err(wrong(format!("there is no format `{other}`"))),
                });
            }
            CopyOption::Header(is_on) => self.has_header = *is_on,
            CopyOption::Delimiter(char) => self.delimiter = Some(*char),
            CopyOption::Null(text) => self.null = Some(text.clone()),
            CopyOption::Quote(char) => self.quote = Some(*char),
            CopyOption::Escape(char) => self.escape = Some(*char),
            CopyOption::ForceQuote(columns) => self.force_quote = Some(columns.clone()),
            CopyOption::Encoding(name) => encoding(name)?,
            other => return Err(wrong(format!("{other} does not go with COPY TO"))),
        }
        Ok(())
    }

    fn legacy(&mut self, option: &CopyLegacyOption) -> Result<(), QueryError> {
        match option {
            CopyLegacyOption::Binary => self.format = Some(CopyFormat::Binary),
            CopyLegacyOption::Delimiter(char) => self.delimiter = Some(*char),
            CopyLegacyOption::Null(text) => self.null = Some(text.clone()),
            CopyLegacyOption::Header => self.has_header = true,
            CopyLegacyOption::Csv(options) => {
                self.format = Some(CopyFormat::Csv);
                for option in options {
                    match option {
                        CopyLegacyCsvOption::Header => self.has_header = true,
                        CopyLegacyCsvOption::Quote(char) => self.quote = Some(*char),
                        CopyLegacyCsvOption::Escape(char) => self.escape = Some(*char),
                        CopyLegacyCsvOption::ForceQuote(columns) => {
                            self.force_quote = Some(columns.clone());
                        }
                        CopyLegacyCsvOption::ForceNotNull(_) => {
                            return Err(wrong(format!("{option} does not go with COPY TO")));
                        }
                    }
                }
            }
            other => return Err(wrong(format!("COPY has no option {other}"))),
        }
        Ok(())
    }
}

fn encoding(name: &str) -> Result<(), QueryError> {
    if ["utf8", "utf-8", "unicode"].contains(&name.to_ascii_lowercase().as_str()) {
        return Ok(());
    }
    Err(wrong(format!("the encoding `{name}` is not supported")).hint("everything is UTF8"))
}

fn byte(what: &str, given: Option<char>, otherwise: u8) -> Result<u8, QueryError> {
    match given {
        None => Ok(otherwise),
        Some(char) if char.is_ascii() && !matches!(char, '\n' | '\r') => Ok(char as u8),
        Some(_) => Err(wrong(format!(
            "{what} has to be one character of ASCII, and no end of line"
        ))),
    }
}

fn wrong(message: impl Into<String>) -> QueryError {
    QueryError::new(ErrorCode::NotSupported, message)
}
