//! Gives the names of a filter their meaning, and refuses comparisons that cannot be made.

use jiff::Timestamp;

use super::{Filter, Literal, Operator};
use crate::document::fold;
use crate::fault::Fault;
use crate::schema::{Attribute, Mutability, Name, ResourceType, Returned, Target, Type};

/// A filter over known attributes.
#[derive(Debug, Clone)]
pub(crate) enum Bound<'s> {
    And(Vec<Bound<'s>>),
    Or(Vec<Bound<'s>>),
    Not(Box<Bound<'s>>),
    Compare(Target<'s>, Operator, Expected),
    Present(Target<'s>),
    Within(Target<'s>, Box<Bound<'s>>),
    /// The attribute does not exist here, and so has no value.
    Absent {
        matches: bool,
    },
}

/// A value in the form in which it is compared.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expected {
    /// Letter case matters.
    Exact(String),
    /// Letter case does not matter; folded.
    Folded(String),
    Bool(bool),
    Number(f64),
    Time(Timestamp),
    Null,
}

/// Where names are looked up.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope<'s> {
    /// A whole resource.
    Resource(&'s ResourceType),
    /// One value of a list.
    Element(&'s Attribute),
}

/// What an unknown name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// The filter is wrong.
    Refused,
    /// There is no such value here: a search over all kinds of resources (RFC 7644 section 3.4.2.1).
    Absent,
}

/// Binds a filter to a scope.
pub(crate) fn bind<'s>(filter: &Filter, scope: Scope<'s>, unknown: Unknown) -> Result<Bound<'s>, Fault> {
    let all = |parts: &[Filter]| {
        parts
            .iter()
            .map(|part| bind(part, scope, unknown))
            .collect::<Result<_, _>>()
    };
    match filter {
        Filter::And(parts) => all(parts).map(Bound::And),
        Filter::Or(parts) => all(parts).map(Bound::Or),
        Filter::Not(inner) => Ok(Bound::Not(Box::new(bind(inner, scope, unknown)?))),
        Filter::Present(name) => match find(name, scope) {
            Some(target) => readable(target, name).map(Bound::Present),
            None => absent(name, unknown, false),
        },
        Filter::Within(name, inner) => match find(name, scope) {
            Some(target) => within(target, name, inner),
            None => absent(name, unknown, false),
        },
        Filter::Compare(name, operator, literal) => match find(name, scope) {
            Some(target) => compare(target, name, *operator, literal),
            None => absent(
                name,
                unknown,
                (*operator == Operator::NotEqual) != (*literal == Literal::Null),
            ),
        },
    }
}

fn find<'s>(name: &Name, scope: Scope<'s>) -> Option<Target<'s>> {
    match scope {
        Scope::Resource(of) => of.resolve(name),
        Scope::Element(attribute) if name.urn.is_none() && name.sub.is_none() => {
            attribute.sub(&name.attribute).map(Target::top)
        }
        Scope::Element(_) => None,
    }
}

fn absent<'s>(name: &Name, unknown: Unknown, matches: bool) -> Result<Bound<'s>, Fault> {
    match unknown {
        Unknown::Absent => Ok(Bound::Absent { matches }),
        Unknown::Refused => Err(Fault::invalid_filter(format!("there is no attribute `{name}`"))),
    }
}

fn readable<'s>(target: Target<'s>, name: &Name) -> Result<Target<'s>, Fault> {
    let hidden = |attribute: &Attribute| {
        attribute.returned == Returned::Never || attribute.mutability == Mutability::WriteOnly
    };
    match target {
        Target::Attribute { attribute, sub, .. } if hidden(attribute) || sub.is_some_and(hidden) => Err(
            Fault::invalid_filter(format!("`{name}` cannot be read and so not be searched")),
        ),
        _ => Ok(target),
    }
}

fn within<'s>(target: Target<'s>, name: &Name, inner: &Filter) -> Result<Bound<'s>, Fault> {
    match target {
        Target::Attribute {
            attribute, sub: None, ..
        } if attribute.kind == Type::Complex => {
            let inner = bind(inner, Scope::Element(attribute), Unknown::Refused)?;
            Ok(Bound::Within(readable(target, name)?, Box::new(inner)))
        }
        _ => Err(Fault::invalid_filter(format!(
            "`{name}` has no sub-attributes to filter by"
        ))),
    }
}

fn compare<'s>(
    target: Target<'s>,
    name: &Name,
    operator: Operator,
    literal: &Literal,
) -> Result<Bound<'s>, Fault> {
    let target = value_of(readable(target, name)?);
    let Some(leaf) = target.leaf().filter(|leaf| leaf.kind != Type::Complex) else {
        return Err(Fault::invalid_filter(format!(
            "`{name}` is not one value: name a sub-attribute of it"
        )));
    };
    let ordered = !matches!(operator, Operator::Equal | Operator::NotEqual);
    if ordered && (matches!(leaf.kind, Type::Boolean | Type::Binary) || *literal == Literal::Null) {
        return Err(Fault::invalid_filter(format!(
            "`{name}` cannot be compared by `{operator}`"
        )));
    }
    match expected(leaf, operator, literal) {
        Some(expected) => Ok(Bound::Compare(target, operator, expected)),
        None => Err(Fault::invalid_filter(format!(
            "`{name}` cannot be compared with `{literal}`"
        ))),
    }
}

/// A list of objects is compared by its `value` (RFC 7644 section 3.4.2.2, the example `emails co "example.com"`).
fn value_of(target: Target<'_>) -> Target<'_> {
    match target {
        Target::Attribute {
            extension,
            attribute,
            sub: None,
        } if attribute.kind == Type::Complex => Target::Attribute {
            extension,
            attribute,
            sub: attribute.sub("value"),
        },
        other => other,
    }
}

fn expected(leaf: &Attribute, operator: Operator, literal: &Literal) -> Option<Expected> {
    let is_text_search = matches!(
        operator,
        Operator::Contains | Operator::StartsWith | Operator::EndsWith
    );
    match (leaf.kind, literal) {
        (_, Literal::Null) => Some(Expected::Null),
        (Type::Boolean, Literal::Bool(value)) => Some(Expected::Bool(*value)),
        (Type::Boolean, Literal::Text(text)) if text.eq_ignore_ascii_case("true") => {
            Some(Expected::Bool(true))
        }
        (Type::Boolean, Literal::Text(text)) if text.eq_ignore_ascii_case("false") => {
            Some(Expected::Bool(false))
        }
        (Type::Integer | Type::Decimal, Literal::Number(number)) if !is_text_search => {
            number.as_f64().map(Expected::Number)
        }
        (Type::DateTime, Literal::Text(text)) if !is_text_search => text.parse().ok().map(Expected::Time),
        (Type::DateTime, Literal::Text(text)) => Some(Expected::Exact(text.clone())),
        (Type::String | Type::Reference | Type::Binary, Literal::Text(text)) => Some(if leaf.case_exact {
            Expected::Exact(text.clone())
        } else {
            Expected::Folded(fold(text))
        }),
        _ => None,
    }
}

impl Bound<'_> {
    /// How much work the filter is for one resource: 1 for up to eight comparisons, 2 for up to sixteen, and so on.
    pub(crate) fn weight(&self) -> usize {
        self.comparisons().div_ceil(8)
    }

    fn comparisons(&self) -> usize {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().map(Self::comparisons).sum(),
            Self::Not(inner) | Self::Within(_, inner) => inner.comparisons(),
            Self::Compare(..) | Self::Present(_) | Self::Absent { .. } => 1,
        }
    }

    /// Whether the filter looks at this attribute of the resource.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        let is_it = |target: &Target<'_>| match target {
            Target::Attribute {
                extension: None,
                attribute,
                ..
            } => attribute.name == name,
            _ => false,
        };
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.mentions(name)),
            Self::Not(inner) => inner.mentions(name),
            Self::Compare(target, ..) | Self::Present(target) | Self::Within(target, _) => is_it(target),
            Self::Absent { .. } => false,
        }
    }
}
