//! Recursive descent over the tokens: `or` binds weakest, then `and`, then `not` and parentheses.

use super::lex::{self, Kind, Token};
use super::{FilterError, Literal, Node, Op};

/// Deepest nesting that is read; keeps a hostile expression from exhausting the stack.
const DEEPEST: usize = 64;

pub(super) fn expression(text: &str) -> Result<Node, FilterError> {
    let tokens = lex::tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        next: 0,
        end: text.len(),
        depth: 0,
    };
    let node = parser.any_of()?;
    match parser.peek() {
        None => Ok(node),
        Some(_) => Err(parser.unexpected()),
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    next: usize,
    end: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn any_of(&mut self) -> Result<Node, FilterError> {
        let mut parts = vec![self.all_of()?];
        while self.take_word("or") {
            parts.push(self.all_of()?);
        }
        Ok(single_or(parts, Node::Or))
    }

    fn all_of(&mut self) -> Result<Node, FilterError> {
        let mut parts = vec![self.unary()?];
        while self.take_word("and") {
            parts.push(self.unary()?);
        }
        Ok(single_or(parts, Node::And))
    }

    fn unary(&mut self) -> Result<Node, FilterError> {
        if self.depth >= DEEPEST {
            return Err(FilterError::TooComplex);
        }
        self.depth += 1;
        let node = match self.peek() {
            Some(Kind::Open) => {
                self.next += 1;
                self.inside_parentheses()?
            }
            Some(Kind::Word(word)) if word.eq_ignore_ascii_case("not") && self.opens_at(1) => {
                self.next += 2;
                Node::Not(Box::new(self.inside_parentheses()?))
            }
            _ => self.test()?,
        };
        self.depth -= 1;
        Ok(node)
    }

    fn inside_parentheses(&mut self) -> Result<Node, FilterError> {
        let node = self.any_of()?;
        if self.peek() != Some(&Kind::Close) {
            return Err(self.unexpected());
        }
        self.next += 1;
        Ok(node)
    }

    fn test(&mut self) -> Result<Node, FilterError> {
        let Some(Kind::Word(attribute)) = self.peek() else {
            return Err(self.unexpected());
        };
        if !is_attribute(attribute) {
            return Err(self.unexpected());
        }
        let attribute = attribute.clone();
        self.next += 1;
        let Some(op) = self.peek_word().and_then(Op::parse) else {
            return Err(self.unexpected());
        };
        self.next += 1;
        let literal = if op == Op::Pr {
            Literal::Null
        } else {
            self.literal()?
        };
        let instant = match &literal {
            Literal::Text(text) => super::eval::instant(text),
            _ => None,
        };
        let folded = match &literal {
            Literal::Text(text) => text.to_lowercase(),
            _ => String::new(),
        };
        Ok(Node::Test {
            attribute,
            op,
            literal,
            instant,
            folded,
        })
    }

    fn literal(&mut self) -> Result<Literal, FilterError> {
        let literal = match self.peek() {
            Some(Kind::Text(text)) => Some(Literal::Text(text.clone())),
            Some(Kind::Word(word)) => bare(word),
            _ => None,
        };
        let literal = literal.ok_or_else(|| self.unexpected())?;
        self.next += 1;
        Ok(literal)
    }

    fn peek(&self) -> Option<&'t Kind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn peek_word(&self) -> Option<&'t str> {
        match self.peek() {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn opens_at(&self, ahead: usize) -> bool {
        self.tokens
            .get(self.next + ahead)
            .is_some_and(|token| token.kind == Kind::Open)
    }

    fn take_word(&mut self, keyword: &str) -> bool {
        let matches = self
            .peek_word()
            .is_some_and(|word| word.eq_ignore_ascii_case(keyword));
        if matches {
            self.next += 1;
        }
        matches
    }

    fn unexpected(&self) -> FilterError {
        match self.tokens.get(self.next) {
            None => FilterError::Syntax {
                found: "end of expression".to_owned(),
                at: self.end,
            },
            Some(token) => FilterError::Syntax {
                found: match &token.kind {
                    Kind::Open => "(".to_owned(),
                    Kind::Close => ")".to_owned(),
                    Kind::Word(word) => word.clone(),
                    Kind::Text(_) => "text".to_owned(),
                },
                at: token.at,
            },
        }
    }
}

fn single_or(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => join(parts),
    }
}

fn is_attribute(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && word
            .chars()
            .all(|each| each.is_alphanumeric() || matches!(each, '.' | '_' | '-' | '$' | ':'))
}

fn bare(word: &str) -> Option<Literal> {
    match word {
        "true" => Some(Literal::Bool(true)),
        "false" => Some(Literal::Bool(false)),
        "null" => Some(Literal::Null),
        _ => word
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map(Literal::Number),
    }
}
