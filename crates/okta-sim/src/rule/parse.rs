//! The expression language of group rules, as far as rules use it.

/// A parsed expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expression {
    pub(super) root: Node,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    /// `user.department`: name of the attribute.
    Attribute(String),
    /// `String.stringContains(a, b)`, `isMemberOfGroupName("x")` …
    Call(String, Vec<Node>),
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Compare(Box<Node>, Comparison, Box<Node>),
    /// `condition ? yes : no`
    Choose(Box<Node>, Box<Node>, Box<Node>),
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
}

/// Why a text is no expression.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid expression: {what} at position {at}")]
pub(crate) struct ExpressionError {
    what: &'static str,
    at: usize,
}

/// Deepest nesting that is parsed.
const DEPTH: usize = 50;

impl Expression {
    pub(crate) fn parse(text: &str) -> Result<Self, ExpressionError> {
        let mut parser = Parser {
            text,
            at: 0,
            depth: 0,
        };
        let root = parser.choice()?;
        parser.space();
        if parser.at < text.len() {
            return Err(parser.error("unexpected text"));
        }
        Ok(Self { root })
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn error(&self, what: &'static str) -> ExpressionError {
        ExpressionError { what, at: self.at }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Takes a sign such as `==`.
    fn sign(&mut self, sign: &str) -> bool {
        self.space();
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len();
        }
        found
    }

    /// Takes a whole word, without regard to case.
    fn word(&mut self, word: &str) -> bool {
        self.space();
        let rest = self.rest();
        let head = rest
            .get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word));
        let ends = !rest
            .get(word.len()..)
            .unwrap_or_default()
            .starts_with(|next: char| next.is_alphanumeric() || next == '_');
        if head && ends {
            self.at += word.len();
        }
        head && ends
    }

    fn choice(&mut self) -> Result<Node, ExpressionError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.error("too deeply nested"));
        }
        let condition = self.either()?;
        let node = if self.sign("?") {
            let yes = self.choice()?;
            if !self.sign(":") {
                return Err(self.error("expected ':'"));
            }
            Node::Choose(Box::new(condition), Box::new(yes), Box::new(self.choice()?))
        } else {
            condition
        };
        self.depth -= 1;
        Ok(node)
    }

    fn either(&mut self) -> Result<Node, ExpressionError> {
        let mut left = self.both()?;
        while self.sign("||") || self.word("or") {
            left = Node::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Node, ExpressionError> {
        let mut left = self.comparison()?;
        while self.sign("&&") || self.word("and") {
            left = Node::And(Box::new(left), Box::new(self.comparison()?));
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Node, ExpressionError> {
        let left = self.unary()?;
        let signs = [
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            (">=", Comparison::GreaterEqual),
            ("<=", Comparison::LessEqual),
            (">", Comparison::Greater),
            ("<", Comparison::Less),
        ];
        let words = [
            ("eq", Comparison::Equal),
            ("ne", Comparison::NotEqual),
            ("ge", Comparison::GreaterEqual),
            ("le", Comparison::LessEqual),
            ("gt", Comparison::Greater),
            ("lt", Comparison::Less),
        ];
        let found = signs.into_iter().find(|(sign, _)| self.sign(sign));
        let found = found.or_else(|| words.into_iter().find(|(word, _)| self.word(word)));
        match found {
            Some((_, comparison)) => Ok(Node::Compare(Box::new(left), comparison, Box::new(self.unary()?))),
            None => Ok(left),
        }
    }

    fn unary(&mut self) -> Result<Node, ExpressionError> {
        self.space();
        let negated = (self.rest().starts_with('!') && !self.rest().starts_with("!=") && self.sign("!"))
            || self.word("not");
        if !negated {
            return self.primary();
        }
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.error("too deeply nested"));
        }
        let inner = self.unary()?;
        self.depth -= 1;
        Ok(Node::Not(Box::new(inner)))
    }

    fn primary(&mut self) -> Result<Node, ExpressionError> {
        self.space();
        match self.rest().chars().next() {
            Some('(') => {
                self.at += 1;
                let inner = self.choice()?;
                if self.sign(")") {
                    Ok(inner)
                } else {
                    Err(self.error("expected ')'"))
                }
            }
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            Some(first) if first.is_ascii_digit() || first == '-' => self.number(),
            Some(first) if first.is_alphabetic() => self.name(),
            _ => Err(self.error("expected a value")),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<Node, ExpressionError> {
        self.at += 1;
        let mut text = String::new();
        let mut escaped = false;
        for (offset, next) in self.rest().char_indices() {
            if escaped {
                text.push(next);
                escaped = false;
            } else if next == '\\' {
                escaped = true;
            } else if next == quote {
                self.at += offset + next.len_utf8();
                return Ok(Node::Text(text));
            } else {
                text.push(next);
            }
        }
        Err(self.error("text without an end"))
    }

    fn number(&mut self) -> Result<Node, ExpressionError> {
        let rest = self.rest();
        let length = rest
            .find(|next: char| !(next.is_ascii_digit() || matches!(next, '-' | '.')))
            .unwrap_or(rest.len());
        let number = rest
            .get(..length)
            .unwrap_or_default()
            .parse()
            .map_err(|_| self.error("not a number"))?;
        self.at += length;
        Ok(Node::Number(number))
    }

    fn name(&mut self) -> Result<Node, ExpressionError> {
        let rest = self.rest();
        let length = rest
            .find(|next: char| !(next.is_alphanumeric() || matches!(next, '_' | '.')))
            .unwrap_or(rest.len());
        let mut name = rest.get(..length).unwrap_or_default().to_owned();
        self.at += length;
        // Okta lets blanks stand around the dots of a name.
        while self.sign(".") {
            self.space();
            let rest = self.rest();
            let length = rest
                .find(|next: char| !(next.is_alphanumeric() || matches!(next, '_' | '.')))
                .unwrap_or(rest.len());
            name.push('.');
            name.push_str(rest.get(..length).unwrap_or_default());
            self.at += length;
        }
        if self.sign("(") {
            let call = self.arguments(&name)?;
            return Ok(self.member_of(call));
        }
        match name.as_str() {
            "true" => Ok(Node::Bool(true)),
            "false" => Ok(Node::Bool(false)),
            "null" => Ok(Node::Null),
            _ => match name.strip_prefix("user.") {
                Some(attribute) => {
                    let attribute = attribute.strip_prefix("profile.").unwrap_or(attribute);
                    Ok(Node::Attribute(attribute.to_owned()))
                }
                None => Err(self.error("unknown name")),
            },
        }
    }

    /// `findDirectoryUser().managerUpn`: an attribute of somebody in another directory, where nobody is.
    fn member_of(&mut self, call: Node) -> Node {
        if !self.rest().starts_with('.') {
            return call;
        }
        self.at += 1;
        let rest = self.rest();
        let length = rest
            .find(|next: char| !(next.is_alphanumeric() || matches!(next, '_' | '.')))
            .unwrap_or(rest.len());
        self.at += length;
        Node::Null
    }

    fn arguments(&mut self, name: &str) -> Result<Node, ExpressionError> {
        if !super::eval::FUNCTIONS.contains(&name) {
            return Err(self.error("unknown function"));
        }
        let mut arguments = Vec::new();
        if !self.sign(")") {
            loop {
                arguments.push(self.choice()?);
                if self.sign(")") {
                    break;
                }
                if !self.sign(",") {
                    return Err(self.error("expected ',' or ')'"));
                }
            }
        }
        Ok(Node::Call(name.to_owned(), arguments))
    }
}
