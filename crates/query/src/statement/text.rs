//! The text of a query and the places in it.

use std::sync::OnceLock;

use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer};

use crate::error::{ErrorCode, Position, QueryError};
use crate::moment::{moment_text, parse_moment};

/// The text of a query, with its tokens once they are needed.
#[derive(Debug)]
pub(crate) struct SqlText {
    sql: String,
    tokens: OnceLock<Vec<TokenWithSpan>>,
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

    /// Takes the text apart.
    pub(super) fn tokenize(&self) -> Result<Vec<TokenWithSpan>, QueryError> {
        Tokenizer::new(&PostgreSqlDialect {}, &self.sql)
            .tokenize_with_location()
            .map_err(|error| {
                QueryError::new(ErrorCode::Syntax, super::lower_first(&error.message))
                    .at(self.position(error.location.line, error.location.column))
            })
    }

    /// The parts, to find places by; none where the text cannot be taken apart.
    fn tokens(&self) -> &[TokenWithSpan] {
        self.tokens.get_or_init(|| self.tokenize().unwrap_or_default())
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

    /// Every word of the text outside of single quotes and comments: names, keywords.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.words().map(|(word, _, _)| word)
    }

    /// Whether `name` is used in double quotes.
    pub(crate) fn is_double_quoted(&self, name: &str) -> bool {
        self.words()
            .any(|(word, quote, _)| quote == Some('"') && word == name)
    }

    /// Where the moment stands that `message` is about, as it is written or as it is told.
    pub(crate) fn find_moment(&self, message: &str) -> Option<Position> {
        let mut is_moment = false;
        for token in self.tokens() {
            match &token.token {
                Token::Whitespace(_) => {}
                Token::Word(word) => {
                    is_moment = matches!(
                        word.keyword,
                        Keyword::OF | Keyword::TIMESTAMP | Keyword::TIMESTAMPTZ | Keyword::INTERVAL
                    )
                }
                Token::SingleQuotedString(moment) if is_moment => {
                    let told = parse_moment(moment).map(moment_text);
                    if message.contains(moment.as_str()) || told.is_ok_and(|told| message.contains(&told)) {
                        return self.position(token.span.start.line, token.span.start.column);
                    }
                    is_moment = false;
                }
                _ => is_moment = false,
            }
        }
        None
    }

    /// Where the text `value` stands in single quotes.
    pub(crate) fn find_literal(&self, value: &str) -> Option<Position> {
        let stands =
            |token: &&TokenWithSpan| matches!(&token.token, Token::SingleQuotedString(text) if text == value);
        let place = self.tokens().iter().find(stands)?.span.start;
        self.position(place.line, place.column)
    }

    /// Where the second statement begins.
    pub(crate) fn second_statement(&self) -> Option<Position> {
        let mut rest = self
            .tokens()
            .iter()
            .skip_while(|token| token.token != Token::SemiColon);
        let next =
            rest.find(|token| !matches!(token.token, Token::Whitespace(_) | Token::SemiColon | Token::EOF))?;
        self.position(next.span.start.line, next.span.start.column)
    }

    fn words(&self) -> impl Iterator<Item = (&str, Option<char>, Location)> {
        self.tokens().iter().filter_map(|token| match &token.token {
            Token::Word(word) => Some((word.value.as_str(), word.quote_style, token.span.start)),
            _ => None,
        })
    }
}
