//! Who may vouch for whom: a login is somebody's within one organization, and another identity provider may have the same
//! login for somebody else.

use store::state::{Person, PersonOrigin};

use super::enter::{Barred, Vouched};
use super::judge::OTHER_CONNECTOR;
use crate::app::App;
use crate::connectors::Space;
use crate::error::ApiError;

/// Where a person belongs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home<'a> {
    /// Where the person comes from.
    pub(super) origin: PersonOrigin,
    /// The organization behind the person.
    pub(super) org_url: Option<&'a str>,
    /// The connector of the last sign-in.
    pub(super) connector: Option<&'a str>,
}

/// Whether `by` may vouch for somebody who is known here. People of an organization belong to its connectors; those whom a
/// connector brought belong to that one, or to another one of the same connected organization (`before` is theirs).
pub(super) fn may_vouch(by: &Space, home: Home<'_>, before: Option<&Space>, connected: &[String]) -> bool {
    match home.origin {
        // Nobody comes through a connector as somebody with a password here: the store refuses that with its own reason.
        PersonOrigin::Local => true,
        PersonOrigin::Okta => home.org_url.is_some_and(|org| by.is_of(org)),
        PersonOrigin::SingleSignOn => {
            let is_same = home.connector == Some(by.connector.as_str());
            let is_connected = connected.iter().any(|org| by.is_of(org));
            is_same || (is_connected && before.is_some_and(|before| before.org == by.org))
        }
    }
}

/// Why this connector may not vouch for this person; nothing when it may.
pub(super) async fn stranger(
    app: &App,
    vouched: &Vouched,
    person: &Person,
) -> Result<Option<Barred>, ApiError> {
    let (state, by) = (&app.parts.state, &vouched.space);
    let home = Home {
        origin: person.origin,
        org_url: person.org_url.as_deref(),
        connector: person.connector.as_deref(),
    };
    let mut is_ours = may_vouch(by, home, None, &[]);
    if !is_ours && let (PersonOrigin::SingleSignOn, Some(name)) = (home.origin, home.connector) {
        let row = state.connector(name).await?;
        let before = row.map(|row| Space::of(app, row)).transpose()?;
        let connected = state.integrations().await?.into_iter();
        let connected: Vec<String> = connected.map(|one| one.org_url).collect();
        is_ours = may_vouch(by, home, before.as_ref(), &connected);
    }
    Ok((!is_ours).then(|| why(by, person)))
}

fn why(by: &Space, person: &Person) -> Barred {
    let (name, connector) = (&person.name, &by.connector);
    let speaks = by.org.as_deref().unwrap_or("no organization");
    match &person.org_url {
        Some(org) if person.origin == PersonOrigin::Okta => (
            OTHER_CONNECTOR,
            format!("`{name}` is a person of {org}, and the connector `{connector}` speaks for {speaks}"),
            "if both are the same organization, name the person's as `organization` of the connector; if not, two people \
             have the same login",
        ),
        _ => (
            OTHER_CONNECTOR,
            format!(
                "`{name}` came through the connector `{}`, and this is `{connector}`",
                person.connector.as_deref().unwrap_or("of nobody")
            ),
            "two identity providers can have the same login for two people; if it is one person, remove the person here, who \
             then begins anew with this connector",
        ),
    }
}

#[cfg(test)]
mod tests;
