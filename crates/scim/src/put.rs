//! PUT (RFC 7644 section 3.5.1): the resource becomes what the body says, but for what a client cannot know.
//!
//! Left as they are when the body does not name them: `externalId` and `active`, which Okta may not send back (a
//! person must not become active again because a profile was written), write-only and immutable attributes, and the
//! members of a group. An empty list of members removes them all.

use crate::fault::Fault;
use crate::intake::Incoming;
use crate::schema::{Attribute, Mutability, ResourceType};
use crate::store::{Change, MemberChange, Stored};
use crate::value;

/// What a PUT changes on the present state; nothing when it says what already is.
pub(crate) fn change(of: &ResourceType, stored: &Stored, incoming: &Incoming) -> Result<Change, Fault> {
    let mut document = incoming.document.clone();
    for (name, value) in &stored.document.0 {
        if of.attribute(name).is_some_and(stays) && !document.0.contains_key(name) {
            document.0.insert(name.clone(), value.clone());
        }
    }
    value::check_document(of, &document)?;
    value::check_immutable(of, &stored.document, &document)?;
    Ok(Change {
        document: (document != stored.document).then_some(document),
        members: incoming.members.iter().cloned().map(MemberChange::Set).collect(),
    })
}

fn stays(attribute: &Attribute) -> bool {
    matches!(attribute.name, "externalId" | "active")
        || matches!(
            attribute.mutability,
            Mutability::WriteOnly | Mutability::Immutable
        )
}
