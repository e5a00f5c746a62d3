//! The text of a query and the places in it.

use std::sync::OnceLock;

use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
use datafusion::sql::sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, TokenizerError};

use crate::error::{ErrorCode, Position, QueryError};

/// The text of a query, with its tokens once they are needed.
#[derive(Debug)]
pub(crate) struct SqlText {
    sql: String,
    tokens: OnceLock<Result<Vec<TokenWithSpan>, TokenizerError>>,
}

impl SqlText {
    /// Keeps `sql`.
    pub(crate) fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            tokens: OnceLock::new(),
        }
    }

    /// The text itself.
    pub(crate) fn sql(&self) -> &str {
        &self.sql
    }

    pub(super) fn tokens(&self) -> Result<&[TokenWithSpan], QueryError> {
        let tokens = self
            .tokens
            .get_or_init(|| Tokenizer::new(&PostgreSqlDialect {}, &self.sql).tokenize_with_location());
        match tokens {
            Ok(tokens) => Ok(tokens),
            Err(error) => Err(
                QueryError::new(ErrorCode::Syntax, super::lower_first(&error.message))
                    .at(self.position(error.location.line, error.location.column)),
            ),
        }
    }

    /// The place at `line` and `column`, both from 1.
    pub(crate) fn position(&self, line: u64, column: u64) -> Option<Position> {
        let (line, column) = (u32::try_from(line).ok()?, u32::try_from(column).ok()?);
        if line == 0 || column == 0 {
            return None;
        }
        let lines_before = usize::try_from(line).ok()? - 1;
        let before: usize = self
            .sql
            .split_inclusive('\n')
            .take(lines_before)
            .map(|text| text.chars().count())
            .sum();
        Some(Position {
            line,
            column,
            offset: u32::try_from(before).ok()?.saturating_add(column),
        })
    }

    /// The place behind the last character that is not white space.
    pub(crate) fn end(&self) -> Option<Position> {
        let text = self.sql.trim_end();
        let line = text.matches('\n').count() as u64 + 1;
        let column = text.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
        self.position(line, column)
    }

    /// Where the word `name` is first used, quoted or not.
    pub(crate) fn find_word(&self, name: &str) -> Option<Position> {
        let (_, _, place) = self
            .words()
            .find(|(word, _, _)| word.eq_ignore_ascii_case(name))?;
        self.position(place.line, place.column)
    }

    /// Whether `name` is used in double quotes.
    pub(crate) fn is_double_quoted(&self, name: &str) -> bool {
        self.words()
            .any(|(word, quote, _)| quote == Some('"') && word == name)
    }

    /// Where the second statement begins.
    pub(crate) fn second_statement(&self) -> Option<Position> {
        let tokens = self.tokens().ok()?;
        let mut rest = tokens.iter().skip_while(|token| token.token != Token::SemiColon);
        let next =
            rest.find(|token| !matches!(token.token, Token::Whitespace(_) | Token::SemiColon | Token::EOF))?;
        self.position(next.span.start.line, next.span.start.column)
    }

    fn words(&self) -> impl Iterator<Item = (&str, Option<char>, Location)> {
        self.tokens()
            .unwrap_or_default()
            .iter()
            .filter_map(|token| match &token.token {
                Token::Word(word) => Some((word.value.as_str(), word.quote_style, token.span.start)),
                _ => None,
            })
    }
}
