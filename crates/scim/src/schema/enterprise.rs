//! The enterprise extension of the user (RFC 7643 sections 4.3 and 8.7.1).

use super::{Attribute, Mutability, Schema, Type};
use crate::urn;

pub(super) fn schema() -> Schema {
    let text = |name, description| Attribute::new(name, Type::String, description);
    Schema {
        id: urn::ENTERPRISE_USER,
        name: "EnterpriseUser",
        description: "Enterprise User",
        attributes: vec![
            text(
                "employeeNumber",
                "Number or code that the organization gave to the person.",
            ),
            text("costCenter", "Name of a cost center."),
            text("organization", "Name of an organization."),
            text("division", "Name of a division."),
            text("department", "Name of a department."),
            Attribute::new("manager", Type::Complex, "The person's manager.").subs(vec![
                text("value", "Identifier of the manager.").exact(),
                Attribute::new("$ref", Type::Reference, "Address of the manager.").references(&["User"]),
                text("displayName", "Name of the manager.").mutability(Mutability::ReadOnly),
            ]),
        ],
    }
}
