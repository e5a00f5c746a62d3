//! The group (RFC 7643 sections 4.2 and 8.7.1).

use super::{Attribute, Mutability, Returned, Schema, Type};
use crate::urn;

pub(super) fn schema() -> Schema {
    let immutable = Mutability::Immutable;
    Schema {
        id: urn::GROUP,
        name: "Group",
        description: "Group",
        attributes: vec![
            Attribute::new("displayName", Type::String, "The name of the group.").required(),
            Attribute::new("members", Type::Complex, "Who belongs to the group.")
                .many()
                .subs(vec![
                    Attribute::new("value", Type::String, "Identifier of the member.")
                        .exact()
                        .mutability(immutable),
                    Attribute::new("$ref", Type::Reference, "Address of the member.")
                        .references(&["User", "Group"])
                        .mutability(immutable),
                    Attribute::new("type", Type::String, "Kind of the member.")
                        .canonical(&["User", "Group"])
                        .mutability(immutable),
                    Attribute::new(
                        "display",
                        Type::String,
                        "Name of the member; given when it is asked for.",
                    )
                    .mutability(Mutability::ReadOnly)
                    .returned(Returned::Request),
                ]),
        ],
    }
}
