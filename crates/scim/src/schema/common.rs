//! Attributes that every resource has (RFC 7643 section 3.1). Schemas do not list them.

use super::{Attribute, Mutability, Returned, Type};

pub(super) fn attributes() -> Vec<Attribute> {
    let read_only = Mutability::ReadOnly;
    vec![
        Attribute::new("schemas", Type::Reference, "URNs of the schemas in use.")
            .many()
            .required()
            .returned(Returned::Always)
            .mutability(read_only),
        Attribute::new("id", Type::String, "The server's own identifier.")
            .exact()
            .unique()
            .returned(Returned::Always)
            .mutability(read_only),
        Attribute::new("externalId", Type::String, "The client's identifier.").exact(),
        Attribute::new("meta", Type::Complex, "About the resource.")
            .mutability(read_only)
            .subs(vec![
                Attribute::new("resourceType", Type::String, "Kind of resource.")
                    .exact()
                    .mutability(read_only),
                Attribute::new("created", Type::DateTime, "When it was made.").mutability(read_only),
                Attribute::new("lastModified", Type::DateTime, "When it last changed.").mutability(read_only),
                Attribute::new("location", Type::Reference, "Its address.").mutability(read_only),
                Attribute::new("version", Type::String, "Its entity tag.")
                    .exact()
                    .mutability(read_only),
            ]),
    ]
}
