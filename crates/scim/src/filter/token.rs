//! Words, quoted texts and brackets of a filter, each with its place.

use super::FilterError;
use crate::schema::Name;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'t> {
    Open,
    Close,
    OpenList,
    CloseList,
    Text(String),
    Word(&'t str),
}

/// Cuts a filter into tokens.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// An error at the next token.
    pub(super) fn error<T>(&mut self, problem: impl Into<String>) -> Result<T, FilterError> {
        self.skip_spaces();
        Err(self.error_here(problem))
    }

    /// The next token without taking it.
    pub(super) fn peek(&self) -> Result<Option<Token<'t>>, FilterError> {
        self.clone().next()
    }

    /// Takes the next token; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'t>>, FilterError> {
        self.skip_spaces();
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(None);
        };
        let single = match first {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            '[' => Some(Token::OpenList),
            ']' => Some(Token::CloseList),
            _ => None,
        };
        if let Some(token) = single {
            self.at += 1;
            return Ok(Some(token));
        }
        if first == '"' {
            return self.quoted().map(Some);
        }
        let end = rest
            .find(|c| !(Name::may_hold(c) || c == '+'))
            .unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        if word.is_empty() {
            return Err(self.error_here(format!("`{}` has no place here", first.escape_debug())));
        }
        self.at += end;
        Ok(Some(Token::Word(word)))
    }

    fn quoted(&mut self) -> Result<Token<'t>, FilterError> {
        let rest = self.rest();
        let mut escaped = false;
        let end = rest.char_indices().skip(1).find_map(|(at, c)| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes.then_some(at + 1)
        });
        let Some(quoted) = end.and_then(|end| rest.get(..end)) else {
            return Err(self.error_here("the text that begins here is not closed by a double quote"));
        };
        match serde_json::from_str::<String>(quoted) {
            Ok(text) if !text.contains('\0') => {
                self.at += quoted.len();
                Ok(Token::Text(text))
            }
            _ => Err(self.error_here("the text that begins here is not a JSON string")),
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn error_here(&self, problem: impl Into<String>) -> FilterError {
        let position = self.text.get(..self.at).unwrap_or_default().chars().count();
        FilterError {
            position,
            problem: problem.into(),
        }
    }
}
