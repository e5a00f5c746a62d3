//! How each column is kept in the index, and which stream of a block it is.

use activity::event::{COLUMNS, Field, Shape};

/// How a column is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// As a number in the block.
    Time,
    /// Not at all: it follows from another column, or is the raw text.
    Derived,
    /// As the number of a term; terms may know their rows.
    Dict { postings: bool },
    /// As several numbers of terms, which know their rows.
    List,
    /// As a place in the raw text, where the value nearly always is; else as the number of a term.
    Quoted,
}

/// How that column is kept.
pub(crate) const fn kind(field: Field) -> Kind {
    match field {
        Field::EventTime | Field::IngestTime => Kind::Time,
        Field::EventDate | Field::Raw => Kind::Derived,
        Field::TargetIds | Field::Signals => Kind::List,
        Field::Uid | Field::Changes => Kind::Quoted,
        Field::ActorId
        | Field::ActorName
        | Field::IdentityId
        | Field::CredentialId
        | Field::SessionId
        | Field::SessionRoot
        | Field::OnBehalfOf
        | Field::Ip
        | Field::DeviceId
        | Field::TargetId
        | Field::TargetName => Kind::Dict { postings: true },
        _ => Kind::Dict { postings: false },
    }
}

/// Streams of one block.
pub(crate) const STREAMS: usize = stream(COLUMNS.len());

/// The first stream of a column: one for a time or a dictionary, two for a list (how many, which), three for a quoted
/// text (term, place, length).
pub(crate) const fn stream(column: usize) -> usize {
    let mut at = 0;
    let mut index = 0;
    while index < column {
        at += match kind(COLUMNS[index].field) {
            Kind::Derived => 0,
            Kind::Time | Kind::Dict { .. } => 1,
            Kind::List => 2,
            Kind::Quoted => 3,
        };
        index += 1;
    }
    at
}

/// The columns that have terms.
pub(crate) fn with_terms() -> impl Iterator<Item = Field> {
    COLUMNS
        .iter()
        .map(|column| column.field)
        .filter(|field| !matches!(kind(*field), Kind::Time | Kind::Derived))
}

/// Whether the values of a column can be counted.
pub(crate) fn is_facet(field: Field) -> bool {
    let is_place = matches!(field, Field::Latitude | Field::Longitude);
    !is_place
        && matches!(kind(field), Kind::Dict { .. } | Kind::List)
        && COLUMNS[field as usize].shape != Shape::Time
}
