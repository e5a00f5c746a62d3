//! Filters (RFC 7644 section 3.4.2.2): text to tree and back. What the names mean is a question for [`bind`], what an
//! index can do with it for [`lower`].

pub(crate) mod bind;
pub(crate) mod lower;
pub(crate) mod matches;
mod parse;
mod print;
mod token;

#[cfg(test)]
mod tests;

use serde_json::Number;

use crate::fault::Fault;
use crate::limits::Limits;
use crate::schema::Name;

/// A filter as it was written.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All of them; at least two, none of them `And`.
    And(Vec<Filter>),
    /// One of them; at least two, none of them `Or`.
    Or(Vec<Filter>),
    /// Not this one.
    Not(Box<Filter>),
    /// `name op value`
    Compare(Name, Operator, Literal),
    /// `name pr`
    Present(Name),
    /// `name[filter]`: one value of the list meets the whole filter.
    Within(Name, Box<Filter>),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `eq`
    Equal,
    /// `ne`
    NotEqual,
    /// `co`
    Contains,
    /// `sw`
    StartsWith,
    /// `ew`
    EndsWith,
    /// `gt`
    Greater,
    /// `ge`
    GreaterOrEqual,
    /// `lt`
    Less,
    /// `le`
    LessOrEqual,
}

/// The value after an operator.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A text in double quotes.
    Text(String),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Bool(bool),
    /// `null`: unassigned.
    Null,
}

/// Where a filter or a path stopped making sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}, at character {}", position + 1)]
pub struct FilterError {
    /// Characters before the place.
    pub position: usize,
    /// What is wrong there and what was expected.
    pub problem: String,
}

impl From<FilterError> for Fault {
    fn from(error: FilterError) -> Self {
        Self::invalid_filter(error.to_string())
    }
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// When it is not one, or is longer or deeper than the limits.
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, FilterError> {
        parse::filter(text, limits)
    }
}

/// The path of a PATCH operation (RFC 7644 section 3.5.2).
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The attribute; with the sub-attribute when there is no filter.
    pub name: Name,
    /// Which values of the list.
    pub filter: Option<Filter>,
    /// The sub-attribute after the filter.
    pub sub: Option<String>,
}

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// When it is not one, or is longer or deeper than the limits.
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, FilterError> {
        parse::path(text, limits)
    }
}

impl Operator {
    pub(crate) const ALL: [(&'static str, Self); 9] = [
        ("eq", Self::Equal),
        ("ne", Self::NotEqual),
        ("co", Self::Contains),
        ("sw", Self::StartsWith),
        ("ew", Self::EndsWith),
        ("gt", Self::Greater),
        ("ge", Self::GreaterOrEqual),
        ("lt", Self::Less),
        ("le", Self::LessOrEqual),
    ];
}
