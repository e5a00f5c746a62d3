//! From a written name to an attribute of the schema.

use super::{Attribute, Name, ResourceType, Schema};

/// What a name means for a kind of resource.
#[derive(Debug, Clone, Copy)]
pub enum Target<'s> {
    /// A whole extension: its URN alone.
    Extension(&'s Schema),
    /// An attribute, or one of its sub-attributes.
    Attribute {
        /// URN of the extension under which it stands; `None` at the top.
        extension: Option<&'s str>,
        /// The attribute.
        attribute: &'s Attribute,
        /// The sub-attribute, if the name has one.
        sub: Option<&'s Attribute>,
    },
}

impl<'s> Target<'s> {
    /// An attribute at the top of what is looked at.
    pub(crate) fn top(attribute: &'s Attribute) -> Self {
        Self::Attribute {
            extension: None,
            attribute,
            sub: None,
        }
    }

    /// The attribute that holds the value: the sub-attribute where there is one.
    #[must_use]
    pub fn leaf(&self) -> Option<&'s Attribute> {
        match *self {
            Self::Extension(_) => None,
            Self::Attribute { attribute, sub, .. } => Some(sub.unwrap_or(attribute)),
        }
    }
}

impl ResourceType {
    /// What a name means here; `None` when there is no such attribute.
    #[must_use]
    pub fn resolve(&self, name: &Name) -> Option<Target<'_>> {
        let Some(urn) = &name.urn else {
            return with_sub(None, self.attribute(&name.attribute)?, name);
        };
        if let Some(extension) = self.extension(urn) {
            return with_sub(Some(extension.id), extension.attribute(&name.attribute)?, name);
        }
        if urn.eq_ignore_ascii_case(self.core.id) {
            return with_sub(None, self.attribute(&name.attribute)?, name);
        }
        // The URN of an extension alone reads as a name whose last word is the end of the URN.
        self.extension(&name.to_string()).map(Target::Extension)
    }
}

fn with_sub<'s>(extension: Option<&'s str>, attribute: &'s Attribute, name: &Name) -> Option<Target<'s>> {
    let sub = match &name.sub {
        Some(sub) => Some(attribute.sub(sub)?),
        None => None,
    };
    Some(Target::Attribute {
        extension,
        attribute,
        sub,
    })
}
