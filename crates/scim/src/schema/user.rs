//! The user (RFC 7643 sections 4.1 and 8.7.1).

use super::{Attribute, Mutability, Schema, Type};
use crate::urn;

pub(super) fn schema() -> Schema {
    Schema {
        id: urn::USER,
        name: "User",
        description: "User Account",
        attributes: [singular(), plural()].concat(),
    }
}

fn text(name: &'static str, description: &'static str) -> Attribute {
    Attribute::new(name, Type::String, description)
}

fn singular() -> Vec<Attribute> {
    vec![
        text("userName", "The name with which the person signs in.")
            .required()
            .unique(),
        Attribute::new("name", Type::Complex, "The parts of the person's name.").subs(vec![
            text("formatted", "The whole name, ready to be shown."),
            text("familyName", "Family name."),
            text("givenName", "Given name."),
            text("middleName", "Middle names."),
            text("honorificPrefix", "Title before the name."),
            text("honorificSuffix", "Suffix after the name."),
        ]),
        text("displayName", "The name to show."),
        text("nickName", "The casual way to address the person."),
        Attribute::new("profileUrl", Type::Reference, "Address of the person's page.")
            .references(&["external"]),
        text("title", "Title, such as Vice President."),
        text("userType", "Relation to the organization, such as Contractor."),
        text("preferredLanguage", "Languages as in the Accept-Language header."),
        text("locale", "Locale for currency, dates and numbers."),
        text("timezone", "Time zone in the Olson format."),
        Attribute::new("active", Type::Boolean, "Whether the person may sign in."),
    ]
}

fn plural() -> Vec<Attribute> {
    let read_only = Mutability::ReadOnly;
    vec![
        valued(
            "emails",
            "E-mail addresses.",
            text("value", "An e-mail address."),
            &["work", "home", "other"],
        ),
        valued(
            "phoneNumbers",
            "Telephone numbers.",
            text("value", "A telephone number."),
            &["work", "home", "mobile", "fax", "pager", "other"],
        ),
        valued(
            "ims",
            "Instant messaging addresses.",
            text("value", "An instant messaging address."),
            &["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"],
        ),
        valued(
            "photos",
            "Addresses of photos.",
            Attribute::new("value", Type::Reference, "Address of a photo.").references(&["external"]),
            &["photo", "thumbnail"],
        ),
        addresses(),
        Attribute::new(
            "groups",
            Type::Complex,
            "Groups of the person; changed through the group.",
        )
        .many()
        .mutability(read_only)
        .subs(vec![
            text("value", "Identifier of the group.")
                .exact()
                .mutability(read_only),
            Attribute::new("$ref", Type::Reference, "Address of the group.")
                .references(&["Group"])
                .mutability(read_only),
            text("display", "Name of the group.").mutability(read_only),
            text("type", "How the person came to the group.")
                .canonical(&["direct", "indirect"])
                .mutability(read_only),
        ]),
        valued(
            "entitlements",
            "Things that the person has.",
            text("value", "An entitlement."),
            &[],
        ),
        valued("roles", "Collective of rights.", text("value", "A role."), &[]),
        valued(
            "x509Certificates",
            "Certificates issued to the person.",
            Attribute::new("value", Type::Binary, "A certificate, DER in base64."),
            &[],
        ),
    ]
}

/// A list with `value`, `display`, `type` and `primary` (RFC 7643 section 2.4).
fn valued(
    name: &'static str,
    description: &'static str,
    value: Attribute,
    types: &'static [&'static str],
) -> Attribute {
    Attribute::new(name, Type::Complex, description).many().subs(vec![
        value,
        text("display", "Name to show for it."),
        text("type", "What it is for.").canonical(types),
        Attribute::new(
            "primary",
            Type::Boolean,
            "Whether it is the preferred one; true at most once.",
        ),
    ])
}

fn addresses() -> Attribute {
    Attribute::new("addresses", Type::Complex, "Postal addresses.")
        .many()
        .subs(vec![
            text("formatted", "The whole address, ready to be shown."),
            text("streetAddress", "Street, house number, post box."),
            text("locality", "City."),
            text("region", "State or region."),
            text("postalCode", "Postal code."),
            text("country", "Country, ISO 3166-1 alpha 2."),
            text("type", "What it is for.").canonical(&["work", "home", "other"]),
            Attribute::new(
                "primary",
                Type::Boolean,
                "Whether it is the preferred one; true at most once.",
            ),
        ])
}
