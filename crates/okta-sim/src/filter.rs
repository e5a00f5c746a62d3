//! Okta's expression language, as used by `filter` and `search` on lists and by `filter` on the System Log.
//!
//! An expression is text such as `status eq "ACTIVE" and (profile.login sw "a" or not (id pr))`. [`parse`] checks
//! it against a [`Dialect`] (which attributes and operators one endpoint knows), [`Filter::matches`] evaluates it
//! over anything that can show its attributes, so that generated objects need no JSON.
//! Source: Okta, "Design principles", section Filter, and the System Log query page.
//! It never reads an object and never fails while evaluating: what is absent just does not match.

mod dialect;
mod eval;
mod lex;
mod parse;
#[cfg(test)]
mod tests;

pub(crate) use dialect::{
    ANYTHING, APPS_FILTER, Dialect, GROUPS_FILTER, GROUPS_SEARCH, LOGS_FILTER, USERS_FILTER, USERS_SEARCH,
};
pub(crate) use eval::{Attributes, Value};

/// A comparison or presence test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Greater than.
    Gt,
    /// Greater than or equal.
    Ge,
    /// Less than.
    Lt,
    /// Less than or equal.
    Le,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
    /// Contains.
    Co,
    /// Present: has a value that is not empty.
    Pr,
}

impl Op {
    fn parse(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "eq" => Self::Eq,
            "ne" => Self::Ne,
            "gt" => Self::Gt,
            "ge" => Self::Ge,
            "lt" => Self::Lt,
            "le" => Self::Le,
            "sw" => Self::Sw,
            "ew" => Self::Ew,
            "co" => Self::Co,
            "pr" => Self::Pr,
            _ => return None,
        })
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A value written in an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    /// Text between double quotes.
    Text(String),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
}

/// The parsed tree.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Test {
        attribute: String,
        op: Op,
        literal: Literal,
        instant: Option<i64>,
        folded: String,
    },
}

/// A checked expression, ready to be evaluated any number of times.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filter {
    root: Node,
}

/// Why an expression was refused. Every one of them is HTTP 400 at Okta.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FilterError {
    /// The text is not an expression.
    #[error("unexpected {found} at position {at}")]
    Syntax {
        /// What stands there.
        found: String,
        /// Byte offset in the text.
        at: usize,
    },
    /// The endpoint does not know this attribute.
    #[error("invalid attribute {0}")]
    Attribute(String),
    /// The endpoint knows the attribute, but not with this operator.
    #[error("operator {op:?} is not supported for attribute {attribute}")]
    Operator {
        /// The attribute.
        attribute: String,
        /// The operator.
        op: Op,
    },
    /// Nested too deeply or too long.
    #[error("the expression is too complex")]
    TooComplex,
}

/// Parses `text` and checks it against what the endpoint knows.
///
/// # Errors
/// Returns the first thing that is wrong, from left to right.
pub(crate) fn parse(text: &str, dialect: &Dialect) -> Result<Filter, FilterError> {
    let root = parse::expression(text)?;
    dialect.check(&root)?;
    Ok(Filter { root })
}

impl Filter {
    /// Whether the object behind `attributes` matches.
    pub(crate) fn matches(&self, attributes: &(impl Attributes + ?Sized)) -> bool {
        eval::holds(&self.root, attributes)
    }

    /// The text that an attribute must equal for the whole expression to hold, when there is one: lets a list jump
    /// to `id eq "…"`, `profile.login eq "…"` or `user.id eq "…"` instead of walking every object.
    pub(crate) fn required_text(&self, attribute: &str) -> Option<&str> {
        match &self.root {
            Node::And(parts) => parts.iter().find_map(|part| equal_text(part, attribute)),
            node => equal_text(node, attribute),
        }
    }
}

fn equal_text<'f>(node: &'f Node, attribute: &str) -> Option<&'f str> {
    match node {
        Node::Test {
            attribute: name,
            op: Op::Eq,
            literal: Literal::Text(text),
            ..
        } if name == attribute => Some(text),
        _ => None,
    }
}
