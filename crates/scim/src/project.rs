//! Which attributes an answer has: `attributes` and `excludedAttributes` (RFC 7644 section 3.9) against what the schema
//! says of each attribute's return.

use crate::schema::{Attribute, Kind, Name, ResourceType, Returned, Schemas, Target};
use crate::store::Wish;

/// The client's choice of attributes. Names that mean nothing choose nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Projection<'s> {
    only: Option<Vec<Target<'s>>>,
    without: Vec<Target<'s>>,
}

impl<'s> Projection<'s> {
    pub(crate) fn new(of: &'s ResourceType, attributes: &[String], excluded: &[String]) -> Self {
        let targets = |names: &[String]| -> Vec<Target<'s>> {
            names
                .iter()
                .filter_map(|name| of.resolve(&Name::parse(name)?))
                .collect()
        };
        Self {
            only: (!attributes.is_empty()).then(|| targets(attributes)),
            without: targets(excluded),
        }
    }

    /// Whether any of an attribute is shown.
    pub(crate) fn shows(&self, extension: Option<&str>, attribute: &Attribute) -> bool {
        let meets = |target: &Target<'_>| about(target, extension, attribute).is_some();
        match attribute.returned {
            Returned::Always => true,
            Returned::Never => false,
            Returned::Request => self.only.as_ref().is_some_and(|only| only.iter().any(meets)),
            Returned::Default => match &self.only {
                Some(only) => only.iter().any(meets),
                None => !self
                    .without
                    .iter()
                    .any(|target| about(target, extension, attribute) == Some(About::Whole)),
            },
        }
    }

    /// Whether a sub-attribute of a shown attribute is shown.
    pub(crate) fn shows_sub(&self, extension: Option<&str>, attribute: &Attribute, sub: &Attribute) -> bool {
        let meets =
            |target: &Target<'_>, wanted: About<'_>| about(target, extension, attribute) == Some(wanted);
        let named = About::Sub(sub.name);
        match sub.returned {
            Returned::Always => true,
            Returned::Never => false,
            Returned::Request => self
                .only
                .as_ref()
                .is_some_and(|only| only.iter().any(|each| meets(each, named))),
            Returned::Default => match &self.only {
                Some(only) => {
                    attribute.returned == Returned::Always
                        || only
                            .iter()
                            .any(|each| meets(each, About::Whole) || meets(each, named))
                }
                None => !self.without.iter().any(|each| meets(each, named)),
            },
        }
    }

    /// The relations that have to be loaded for it.
    pub(crate) fn wish(&self, of: &ResourceType) -> Wish {
        let Some(relation) = of
            .attribute(of.kind.relation())
            .filter(|relation| self.shows(None, relation))
        else {
            return Wish::default();
        };
        let display = relation.sub("display");
        Wish {
            members: of.kind == Kind::Group,
            member_names: of.kind == Kind::Group
                && display.is_some_and(|display| self.shows_sub(None, relation, display)),
            groups: of.kind == Kind::User,
        }
    }
}

/// Names from a query parameter: separated by commas.
pub(crate) fn names(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The choice for one kind of resource.
pub(crate) fn of<'s>(
    schemas: &'s Schemas,
    kind: Kind,
    attributes: &[String],
    excluded: &[String],
) -> Projection<'s> {
    Projection::new(schemas.of(kind), attributes, excluded)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About<'a> {
    Whole,
    Sub(&'a str),
}

/// What a target says of an attribute, if it is about it.
fn about<'a>(target: &Target<'a>, under: Option<&str>, wanted: &Attribute) -> Option<About<'a>> {
    match *target {
        Target::Extension(schema) => (under == Some(schema.id)).then_some(About::Whole),
        Target::Attribute {
            extension,
            attribute,
            sub,
        } => {
            let is_it = extension == under && attribute.name == wanted.name;
            is_it.then(|| sub.map_or(About::Whole, |sub| About::Sub(sub.name)))
        }
    }
}
