//! What the identity provider states about the person (`saml-core-2.0-os` section 2.7.3).

use crate::names::{ASSERTION, XSI};
use crate::refusal::{Refusal, shown};
use crate::xml::{Node, attribute, children, elements, is, text};

/// One attribute with all its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name, unique within a sign-in.
    pub name: String,
    /// How the name is to be understood.
    pub name_format: Option<String>,
    /// A name for people.
    pub friendly_name: Option<String>,
    /// The values in order; none for an attribute that is stated as empty.
    pub values: Vec<String>,
}

/// All attributes of all statements, in order.
pub(super) fn read_attributes(assertion: Node<'_, '_>) -> Result<Vec<Attribute>, Refusal> {
    let mut attributes: Vec<Attribute> = Vec::new();
    for statement in children(assertion, ASSERTION, "AttributeStatement") {
        for part in elements(statement) {
            if is(part, ASSERTION, "EncryptedAttribute") {
                return Err(Refusal::EncryptedPart);
            }
            if !is(part, ASSERTION, "Attribute") {
                return Err(Refusal::Unexpected(shown(part.tag_name().name())));
            }
            let read = read_attribute(part)?;
            if attributes.iter().any(|known| known.name == read.name) {
                return Err(Refusal::RepeatedAttribute(shown(&read.name)));
            }
            attributes.push(read);
        }
    }
    Ok(attributes)
}

fn read_attribute(node: Node<'_, '_>) -> Result<Attribute, Refusal> {
    let name = attribute(node, "Name").ok_or(Refusal::Missing("Name"))?;
    let mut values = Vec::new();
    for value in children(node, ASSERTION, "AttributeValue") {
        if value
            .attribute((XSI, "nil"))
            .is_some_and(|nil| matches!(nil, "true" | "1"))
        {
            continue;
        }
        let text = text(value).ok_or_else(|| Refusal::ComplexAttribute(shown(name)))?;
        values.push(text.into_owned());
    }
    Ok(Attribute {
        name: name.to_owned(),
        name_format: attribute(node, "NameFormat").map(str::to_owned),
        friendly_name: attribute(node, "FriendlyName").map(str::to_owned),
        values,
    })
}
