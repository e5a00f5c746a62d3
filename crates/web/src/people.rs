//! People, their roles and locks, and one's own account.

pub(crate) mod account;
pub(crate) mod change;
pub(crate) mod giving;
pub(crate) mod list;
pub(crate) mod locks;
pub(crate) mod passkeys;
pub(crate) mod role_spec;
mod role_use;
pub(crate) mod roles;
pub(crate) mod sessions;

use domain::OrgUrl;
use domain::Reach;
use store::state::{Person, PersonOrigin};

use crate::app::App;
use crate::error::ApiError;
use crate::view::{OriginWord, PersonStateWord, PersonView, time_text};

/// The person with this id.
pub(crate) async fn person(app: &App, id: &str) -> Result<Person, ApiError> {
    let found = app.parts.state.person(id, app.now()).await?;
    found.ok_or_else(|| ApiError::not_found("there is no such person", "the list of people has the ids"))
}

/// A person as pages show them.
pub(crate) fn view(person: Person) -> PersonView {
    let state = if person.inactive.is_some() || person.disabled.is_some() {
        PersonStateWord::Inactive
    } else if person.is_locked {
        PersonStateWord::Locked
    } else {
        PersonStateWord::Active
    };
    PersonView {
        node: node_of(person.org_url.as_deref(), person.okta_id.as_deref()),
        inactive_since: person.inactive.or(person.disabled).map(time_text),
        purge_at: person.purge_after.map(time_text),
        id: person.id,
        name: person.name,
        display_name: person.display_name,
        email: person.email,
        origin: match person.origin {
            PersonOrigin::Local => OriginWord::Local,
            PersonOrigin::SingleSignOn => OriginWord::Sso,
            PersonOrigin::Okta => OriginWord::Okta,
        },
        state,
        org_url: person.org_url,
        okta_id: person.okta_id,
        roles: person.roles,
        mapped_roles: person.mapped_roles,
        connector: person.connector,
        labels: person.labels,
        traits: person.traits,
        has_password: person.has_password,
        has_second_factor: person.has_second_factor,
        created_at: time_text(person.created),
        updated_at: time_text(person.updated),
        last_sign_in_at: person.last_sign_in.map(time_text),
        revision: person.revision,
    }
}

/// Text id of a person's node in the access graph.
fn node_of(org_url: Option<&str>, okta_id: Option<&str>) -> Option<String> {
    let org = OrgUrl::parse(org_url?, Reach::Loopback).ok()?;
    Some(format!("okta/{}/{}", org.authority(), okta_id?))
}
