//! Filters by recursive descent: `or` binds less than `and`, `and` less than `not` and parentheses.

use serde_json::Number;

use super::token::{Token, Tokens};
use super::{Filter, FilterError, Literal, Operator, Path};
use crate::limits::Limits;
use crate::schema::Name;

pub(super) fn filter(text: &str, limits: &Limits) -> Result<Filter, FilterError> {
    let mut parser = Parser::new(text, limits)?;
    let filter = parser.any()?;
    parser.end()?;
    Ok(filter)
}

pub(super) fn path(text: &str, limits: &Limits) -> Result<Path, FilterError> {
    let mut parser = Parser::new(text, limits)?;
    let name = parser.name()?;
    let (filter, sub) = if parser.takes(&Token::OpenList)? {
        (Some(parser.list_filter()?), parser.sub()?)
    } else {
        (None, None)
    };
    parser.end()?;
    Ok(Path { name, filter, sub })
}

struct Parser<'t> {
    tokens: Tokens<'t>,
    depth_left: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, limits: &Limits) -> Result<Self, FilterError> {
        if text.len() > limits.filter_bytes_max {
            let problem = format!("longer than {} bytes", limits.filter_bytes_max);
            return Err(FilterError { position: 0, problem });
        }
        Ok(Self {
            tokens: Tokens::new(text),
            depth_left: limits.filter_depth_max,
        })
    }

    fn any(&mut self) -> Result<Filter, FilterError> {
        let mut parts = Vec::new();
        loop {
            match self.all()? {
                Filter::Or(inner) => parts.extend(inner),
                part => parts.push(part),
            }
            if !self.takes_word("or")? {
                return Ok(one_or(parts, Filter::Or));
            }
        }
    }

    fn all(&mut self) -> Result<Filter, FilterError> {
        let mut parts = Vec::new();
        loop {
            match self.single()? {
                Filter::And(inner) => parts.extend(inner),
                part => parts.push(part),
            }
            if !self.takes_word("and")? {
                return Ok(one_or(parts, Filter::And));
            }
        }
    }

    fn single(&mut self) -> Result<Filter, FilterError> {
        if self.takes(&Token::Open)? {
            return self.inside(&Token::Close, "`)`");
        }
        let mut ahead = self.tokens.clone();
        let negates = matches!(ahead.next()?, Some(Token::Word(word)) if word.eq_ignore_ascii_case("not"));
        if negates && ahead.next()? == Some(Token::Open) {
            self.tokens = ahead;
            return Ok(Filter::Not(Box::new(self.inside(&Token::Close, "`)`")?)));
        }
        let name = self.name()?;
        if !self.takes(&Token::OpenList)? {
            return self.comparison(name);
        }
        let inner = self.list_filter()?;
        // `emails[type eq "work"].value eq "x"` is not in the RFC's grammar, but Entra sends it.
        let Some(sub) = self.sub()? else {
            return Ok(Filter::Within(name, Box::new(inner)));
        };
        let test = self.comparison(Name {
            urn: None,
            attribute: sub,
            sub: None,
        })?;
        let both = match inner {
            Filter::And(mut parts) => {
                parts.push(test);
                parts
            }
            inner => vec![inner, test],
        };
        Ok(Filter::Within(name, Box::new(Filter::And(both))))
    }

    fn list_filter(&mut self) -> Result<Filter, FilterError> {
        self.inside(&Token::CloseList, "`]`")
    }

    fn inside(&mut self, close: &Token<'_>, shown: &str) -> Result<Filter, FilterError> {
        let Some(left) = self.depth_left.checked_sub(1) else {
            return self.tokens.error("too deeply nested");
        };
        self.depth_left = left;
        let inner = self.any()?;
        self.depth_left += 1;
        if self.takes(close)? {
            return Ok(inner);
        }
        self.tokens.error(format!("expected `and`, `or` or {shown}"))
    }

    fn comparison(&mut self, name: Name) -> Result<Filter, FilterError> {
        if self.takes_word("pr")? {
            return Ok(Filter::Present(name));
        }
        let found = match self.tokens.peek()? {
            Some(Token::Word(word)) => Operator::ALL
                .into_iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(word)),
            _ => None,
        };
        let Some((_, operator)) = found else {
            return self
                .tokens
                .error("expected an operator: eq, ne, co, sw, ew, gt, ge, lt, le or pr");
        };
        self.tokens.next()?;
        Ok(Filter::Compare(name, operator, self.literal()?))
    }

    fn literal(&mut self) -> Result<Literal, FilterError> {
        let literal = match self.tokens.peek()? {
            Some(Token::Text(text)) => Some(Literal::Text(text)),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("true") => Some(Literal::Bool(true)),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("false") => Some(Literal::Bool(false)),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("null") => Some(Literal::Null),
            Some(Token::Word(word)) => number(word).map(Literal::Number),
            _ => None,
        };
        let Some(literal) = literal else {
            return self
                .tokens
                .error("expected a value: a text in double quotes, a number, true, false or null");
        };
        self.tokens.next()?;
        Ok(literal)
    }

    fn name(&mut self) -> Result<Name, FilterError> {
        let found = match self.tokens.peek()? {
            Some(Token::Word(word)) => Name::parse(word),
            _ => None,
        };
        let Some(name) = found else {
            return self.tokens.error("expected the name of an attribute");
        };
        self.tokens.next()?;
        Ok(name)
    }

    /// The `.value` after a `]`.
    fn sub(&mut self) -> Result<Option<String>, FilterError> {
        let Some(Token::Word(word)) = self.tokens.peek()? else {
            return Ok(None);
        };
        let Some(sub) = word.strip_prefix('.') else {
            return Ok(None);
        };
        match Name::parse(sub) {
            Some(Name {
                urn: None,
                attribute,
                sub: None,
            }) => {
                self.tokens.next()?;
                Ok(Some(attribute))
            }
            _ => self.tokens.error("expected the name of a sub-attribute"),
        }
    }

    fn takes(&mut self, wanted: &Token<'_>) -> Result<bool, FilterError> {
        let is_there = self.tokens.peek()?.as_ref() == Some(wanted);
        if is_there {
            self.tokens.next()?;
        }
        Ok(is_there)
    }

    fn takes_word(&mut self, wanted: &str) -> Result<bool, FilterError> {
        let next = self.tokens.peek()?;
        let is_there = matches!(next, Some(Token::Word(word)) if word.eq_ignore_ascii_case(wanted));
        if is_there {
            self.tokens.next()?;
        }
        Ok(is_there)
    }

    fn end(&mut self) -> Result<(), FilterError> {
        match self.tokens.peek()? {
            None => Ok(()),
            Some(_) => self.tokens.error("expected the end"),
        }
    }
}

/// A JSON number. serde_json reads fractions faster than exactly, so the standard library reads those.
fn number(word: &str) -> Option<Number> {
    let number: Number = serde_json::from_str(word).ok()?;
    if number.is_f64() {
        word.parse().ok().and_then(Number::from_f64)
    } else {
        Some(number)
    }
}

fn one_or(mut parts: Vec<Filter>, many: fn(Vec<Filter>) -> Filter) -> Filter {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            many(parts)
        }
    }
}
