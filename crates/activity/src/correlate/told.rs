//! What events tell of whose an account is.

use super::{Account, Reason};
use crate::event::{Field, Moment, Source, View};
use serde::{Deserialize, Serialize};

/// What events told of an account for one reason, the earliest of them: so it does not depend on the order in which
/// they came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Claim {
    pub(super) reason: Reason,
    /// The value as it was told.
    pub(super) value: String,
    pub(super) uid: String,
    pub(super) since: Moment,
}

/// The account of an event's actor; none of a system.
pub fn account_of(event: &dyn View) -> Option<Account> {
    if event.text(Field::ActorKind) == Some("system") {
        return None;
    }
    Some(Account {
        source: Source::of_word(event.text(Field::Source)?)?,
        org: event.text(Field::SourceOrg).unwrap_or("").to_owned(),
        id: event
            .text(Field::ActorId)
            .or(event.text(Field::ActorName))?
            .to_owned(),
    })
}

/// What an event tells of who its actor is, the strongest.
pub(super) fn evidence<'e>(event: &'e dyn View, told: Option<&'e str>) -> Option<(Reason, &'e str)> {
    let name = event.text(Field::ActorName)?;
    let told = told.filter(|told| told.contains('@'));
    let source = event.text(Field::Source);
    Some(match (source, told) {
        (Some("github"), Some(told)) => (Reason::ExternalIdentity, told),
        (_, Some(told)) => (Reason::SignInAttribute, told),
        (_, None) if !name.contains('@') => (Reason::LocalName, name),
        (Some("aws"), None) if event.text(Field::ActorKind) == Some("role") => (Reason::SamlSubject, name),
        (_, None) => (Reason::Mail, name),
    })
}
