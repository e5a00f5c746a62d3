//! Splits an expression into words, literals and parentheses.

use super::FilterError;

/// One token and the byte offset at which it starts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Open,
    Close,
    /// An attribute name, an operator, a bare number or a keyword.
    Word(String),
    /// Text between double quotes, unescaped.
    Text(String),
}

/// Longest expression that is read, in bytes. Okta refuses URLs far shorter than this.
const LONGEST: usize = 64 * 1024;

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, FilterError> {
    if text.len() > LONGEST {
        return Err(FilterError::TooComplex);
    }
    let mut found = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some(&(at, character)) = rest.peek() {
        let kind = match character {
            '(' => {
                rest.next();
                Kind::Open
            }
            ')' => {
                rest.next();
                Kind::Close
            }
            '"' => Kind::Text(quoted(text, &mut rest)?),
            space if space.is_whitespace() => {
                rest.next();
                continue;
            }
            _ => Kind::Word(word(text, at, &mut rest)),
        };
        found.push(Token { at, kind });
    }
    Ok(found)
}

type Characters<'t> = std::iter::Peekable<std::str::CharIndices<'t>>;

fn quoted(text: &str, rest: &mut Characters<'_>) -> Result<String, FilterError> {
    rest.next();
    let mut value = String::new();
    while let Some((_, character)) = rest.next() {
        match character {
            '"' => return Ok(value),
            '\\' => match rest.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, 't')) => value.push('\t'),
                Some((_, escaped)) => value.push(escaped),
                None => break,
            },
            other => value.push(other),
        }
    }
    Err(FilterError::Syntax {
        found: "end of expression inside quotes".to_owned(),
        at: text.len(),
    })
}

fn word(text: &str, start: usize, rest: &mut Characters<'_>) -> String {
    let mut end = text.len();
    while let Some(&(at, character)) = rest.peek() {
        if character.is_whitespace() || matches!(character, '(' | ')' | '"') {
            end = at;
            break;
        }
        rest.next();
    }
    text.get(start..end).unwrap_or_default().to_owned()
}
