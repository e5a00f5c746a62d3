//! What a resource may hold: attributes with their characteristics (RFC 7643 sections 2 and 7).
//!
//! Everything that reads, changes, filters or shows a resource asks this table; no attribute is known by name elsewhere,
//! but those that a store indexes.

mod common;
mod discovery;
mod enterprise;
mod group;
mod name;
mod resolve;
mod user;

pub use name::Name;
pub use resolve::Target;

pub(crate) use discovery::{resource_type_json, schema_json};

/// Users or groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `/Users`
    User,
    /// `/Groups`
    Group,
}

impl Kind {
    /// Both, in the order in which a search over everything lists them.
    pub const ALL: [Self; 2] = [Self::User, Self::Group];

    /// The name of the resource type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
        }
    }

    /// The first segment of its addresses.
    #[must_use]
    pub fn endpoint(self) -> &'static str {
        match self {
            Self::User => "Users",
            Self::Group => "Groups",
        }
    }

    /// The attribute that is a relation between resources and not part of the document.
    #[must_use]
    pub fn relation(self) -> &'static str {
        match self {
            Self::User => "groups",
            Self::Group => "members",
        }
    }
}

/// Data types (RFC 7643 section 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text.
    String,
    /// True or false.
    Boolean,
    /// A number with a fraction.
    Decimal,
    /// A whole number.
    Integer,
    /// A point in time.
    DateTime,
    /// Bytes in base64.
    Binary,
    /// An address.
    Reference,
    /// An object of sub-attributes.
    Complex,
}

/// Who may change an attribute, and when (RFC 7643 section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    /// Only the server; what a client sends is left out.
    ReadOnly,
    /// Anybody, always.
    ReadWrite,
    /// A client once; a later value must be the same.
    Immutable,
    /// A client; nobody can read it.
    WriteOnly,
}

/// When an attribute is part of an answer (RFC 7643 section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// Even when the client excludes it.
    Always,
    /// Not even when the client asks for it.
    Never,
    /// Unless the client names others or excludes it.
    Default,
    /// Only when the client asks for it.
    Request,
}

/// Where a value may occur once only (RFC 7643 section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uniqueness {
    /// Anywhere.
    None,
    /// Within this server.
    Server,
    /// Within all servers.
    Global,
}

/// One attribute or sub-attribute.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// As it is spelt in answers; requests may use any letter case.
    pub name: &'static str,
    /// Data type.
    pub kind: Type,
    /// Whether it holds a list.
    pub multi_valued: bool,
    /// For people.
    pub description: &'static str,
    /// Whether a resource must have it.
    pub required: bool,
    /// Whether letter case tells two values apart.
    pub case_exact: bool,
    /// Who may change it.
    pub mutability: Mutability,
    /// When it is part of an answer.
    pub returned: Returned,
    /// Where a value may occur once only.
    pub uniqueness: Uniqueness,
    /// Usual values; others are taken too.
    pub canonical: &'static [&'static str],
    /// What a reference may point to.
    pub references: &'static [&'static str],
    /// Sub-attributes of a complex attribute.
    pub subs: Vec<Attribute>,
}

impl Attribute {
    /// An optional single value that anybody may read and write, where letter case does not matter.
    #[must_use]
    pub fn new(name: &'static str, kind: Type, description: &'static str) -> Self {
        Self {
            name,
            kind,
            multi_valued: false,
            description,
            required: false,
            case_exact: matches!(kind, Type::Binary | Type::Reference),
            mutability: Mutability::ReadWrite,
            returned: Returned::Default,
            uniqueness: Uniqueness::None,
            canonical: &[],
            references: &[],
            subs: Vec::new(),
        }
    }

    /// The sub-attribute of this name, in any letter case.
    #[must_use]
    pub fn sub(&self, name: &str) -> Option<&Self> {
        find(&self.subs, name)
    }

    pub(crate) fn many(self) -> Self {
        Self {
            multi_valued: true,
            ..self
        }
    }

    pub(crate) fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    pub(crate) fn exact(self) -> Self {
        Self {
            case_exact: true,
            ..self
        }
    }

    pub(crate) fn mutability(self, mutability: Mutability) -> Self {
        Self { mutability, ..self }
    }

    pub(crate) fn returned(self, returned: Returned) -> Self {
        Self { returned, ..self }
    }

    pub(crate) fn unique(self) -> Self {
        Self {
            uniqueness: Uniqueness::Server,
            ..self
        }
    }

    pub(crate) fn canonical(self, canonical: &'static [&'static str]) -> Self {
        Self { canonical, ..self }
    }

    pub(crate) fn references(self, references: &'static [&'static str]) -> Self {
        Self { references, ..self }
    }

    pub(crate) fn subs(self, subs: Vec<Self>) -> Self {
        Self { subs, ..self }
    }
}

/// A named set of attributes.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Its URN.
    pub id: &'static str,
    /// For people.
    pub name: &'static str,
    /// For people.
    pub description: &'static str,
    /// What it holds.
    pub attributes: Vec<Attribute>,
}

/// A kind of resource with everything that it may hold.
#[derive(Debug, Clone)]
pub struct ResourceType {
    /// Which.
    pub kind: Kind,
    /// The schema whose attributes stand at the top of the resource.
    pub core: Schema,
    /// Schemas whose attributes stand under their URN.
    pub extensions: Vec<Schema>,
    common: Vec<Attribute>,
}

/// All kinds of resources that a provider serves.
#[derive(Debug, Clone)]
pub struct Schemas {
    /// `/Users`
    pub user: ResourceType,
    /// `/Groups`
    pub group: ResourceType,
}

impl Schemas {
    /// User with the enterprise extension, and group, as RFC 7643 section 8.7 has them.
    ///
    /// `password` is left out: a server that takes one and does nothing with it would answer success for nothing. What
    /// a client sends for it is dropped like any attribute that the schema does not have.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            user: ResourceType::new(Kind::User, user::schema(), vec![enterprise::schema()]),
            group: ResourceType::new(Kind::Group, group::schema(), Vec::new()),
        }
    }

    /// The type of this kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> &ResourceType {
        match kind {
            Kind::User => &self.user,
            Kind::Group => &self.group,
        }
    }
}

impl ResourceType {
    /// A kind of resource with the common attributes (RFC 7643 section 3.1) and those of the schemas.
    #[must_use]
    pub fn new(kind: Kind, core: Schema, extensions: Vec<Schema>) -> Self {
        let common = common::attributes();
        Self {
            kind,
            core,
            extensions,
            common,
        }
    }

    /// The attribute at the top of a resource that has this name, in any letter case.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        find(&self.core.attributes, name).or_else(|| find(&self.common, name))
    }

    /// The extension with this URN, in any letter case.
    #[must_use]
    pub fn extension(&self, urn: &str) -> Option<&Schema> {
        self.extensions
            .iter()
            .find(|schema| schema.id.eq_ignore_ascii_case(urn))
    }
}

impl Schema {
    /// The attribute of this name, in any letter case.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        find(&self.attributes, name)
    }
}

fn find<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes
        .iter()
        .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}
