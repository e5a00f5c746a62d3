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
        (_, None) if is_name_chosen(event) => (Reason::SessionName, name),
        (_, None) if !name.contains('@') => (Reason::LocalName, name),
        (Some("aws"), None) if event.text(Field::ActorKind) == Some("role") => (Reason::SamlSubject, name),
        (_, None) => (Reason::Mail, name),
    })
}

/// Whether whoever acts chose the name that the event bears: the session of a role of AWS that no identity provider
/// named. Anybody who may take the role may take it in anybody's name.
pub(crate) fn is_name_chosen(event: &dyn View) -> bool {
    if event.text(Field::Source) != Some("aws") || event.text(Field::ActorKind) != Some("role") {
        return false;
    }
    // Roles of AWS's own single sign-on trust nothing else.
    let is_named_by_aws = event
        .text(Field::ActorId)
        .is_some_and(|id| id.contains(":assumed-role/AWSReservedSSO_"));
    !is_named_by_aws && event.text(Field::AuthMethod) != Some("saml")
}

/// The session that a sign-in by SAML began, and whom the identity provider named.
pub(super) fn session_of(event: &dyn View) -> Option<(Account, &str)> {
    let is_told = event.text(Field::Source) == Some("aws")
        && event.text(Field::EventType) == Some("AssumeRoleWithSAML")
        && event.text(Field::Status) == Some("success");
    let subject = event.text(Field::ActorName).filter(|_| is_told)?;
    let mut session = None;
    event.any_item(Field::TargetIds, &mut |item| {
        session = item.strip_prefix("session:").map(str::to_owned);
        session.is_some()
    });
    let account = Account {
        source: Source::Aws,
        org: event.text(Field::SourceOrg).unwrap_or("").to_owned(),
        id: session?,
    };
    // The session must bear the name: else the provider named somebody, and the role somebody else.
    account
        .id
        .ends_with(&format!("/{subject}"))
        .then_some((account, subject))
}
