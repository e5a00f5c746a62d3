//! What every way of signing in through an identity provider ends with: a session, a trial's record, or a refusal.

use axum::response::{IntoResponse, Redirect, Response};
use domain::Timestamp;
use http::HeaderMap;
use http::header::SET_COOKIE;
use serde_json::json;
use store::state::{
    AuditEntry, Person, PersonOrigin, SingleSignOn, SsoPerson, SsoRequest, SsoTrial, StateError, new_id,
};

use super::judge::{ACCEPTED, BARRED, FORMER_NAME, LOCAL_NAME, NO_ROLES, OTHER_PERSON, Outcome};
use super::vouch::stranger;
use super::{mapped_by, page};
use crate::app::App;
use crate::connectors::Space;
use crate::error::ApiError;
use crate::session::{Beginning, begin_session};

/// The attributes in which Okta's apps put the name for people and the address.
const DISPLAY_ATTRIBUTES: [&str; 3] = ["displayName", "okta/displayName", "name"];
const EMAIL_ATTRIBUTES: [&str; 3] = ["email", "okta/email", "mail"];
/// The attribute that names a person for ever, where the protocol has one.
pub(super) const SUBJECT: &str = "sub";

/// Somebody for whom an identity provider vouches.
pub(super) struct Vouched {
    /// The login.
    pub(super) name: String,
    /// Who vouches.
    pub(super) issuer: String,
    /// For whose people.
    pub(super) space: Space,
    /// The provider's own id of the person, that nobody else ever gets; where the protocol has one.
    pub(super) subject: Option<String>,
    /// The session at the provider.
    pub(super) behind: SingleSignOn,
    /// When the provider said it, where its word can be held back.
    pub(super) said: Option<Timestamp>,
    /// Until when the provider lets the session last.
    pub(super) until: Option<Timestamp>,
    /// What an administrator may see of it.
    pub(super) outcome: Outcome,
}

/// Why nobody was signed in: code, text and advice, for the administrator alone.
pub(super) struct Refused {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) advice: String,
    pub(super) outcome: Outcome,
}

/// Lets the person in, or records what a trial would have come to.
pub(super) async fn conclude(
    app: &App,
    mut vouched: Vouched,
    waiting: Option<&SsoRequest>,
    headers: &HeaderMap,
    address: &str,
) -> Result<Response, ApiError> {
    let connector = vouched.behind.connector.clone();
    if let Some(trial) = waiting.filter(|request| request.is_trial) {
        let known = known(app, &vouched).await?;
        let other = match &known {
            Some(person) => stranger(app, &vouched, person).await?,
            None => None,
        };
        return finish_trial(app, &connector, trial, vouched.outcome, other).await;
    }
    vouched.outcome.assertion_xml = None;
    let go_to = waiting.map_or("/", |request| request.go_to.as_str());
    match enter(app, &vouched, headers, address).await? {
        Ok(cookie) => Ok(([(SET_COOKIE, cookie)], Redirect::to(go_to)).into_response()),
        Err((code, message, advice)) => {
            let refused = Refused {
                code: code.to_owned(),
                message,
                advice: advice.to_owned(),
                outcome: vouched.outcome,
            };
            refuse(app, &connector, waiting, refused, address).await
        }
    }
}

/// Why somebody may not come in: code, text, advice.
pub(super) type Barred = (&'static str, String, &'static str);

/// Notes the person, and begins the session if they may have one; the cookie.
async fn enter(
    app: &App,
    vouched: &Vouched,
    headers: &HeaderMap,
    address: &str,
) -> Result<Result<String, Barred>, ApiError> {
    let (state, now, outcome) = (&app.parts.state, app.now(), &vouched.outcome);
    let known = known(app, vouched).await?;
    if let Some(barred) = barred(app, vouched, known.as_ref()).await? {
        return Ok(Err(barred));
    }
    let organization = vouched.space.connected(state.integrations().await?);
    let person = SsoPerson {
        connector: &vouched.behind.connector,
        organization: organization.as_deref(),
        name: &vouched.name,
        display_name: first(outcome, &DISPLAY_ATTRIBUTES),
        email: first(outcome, &EMAIL_ATTRIBUTES),
        traits: &outcome.attributes,
        mapped_roles: &outcome.roles,
        mapped_by: &mapped_by(&outcome.matched, &outcome.attributes),
        // Who was looked at is who comes in, also when the name goes to somebody else in between.
        known_as: known
            .as_ref()
            .filter(|known| known.origin != PersonOrigin::Local)
            .map(|known| known.id.as_str()),
        said: vouched.said,
    };
    let entry = AuditEntry {
        detail: json!({
            "connector": vouched.behind.connector, "address": address, "roles": outcome.roles,
            "issuer": vouched.issuer,
        }),
        ..AuditEntry::new(&vouched.name, "session.create", "session")
    };
    let id = match state.note_sso_sign_in(&person, &entry, now).await {
        Ok(id) => id,
        Err(StateError::Exists { .. }) => {
            return Ok(Err((
                LOCAL_NAME,
                format!("a local account has the name `{}`", vouched.name),
                "rename or remove the local account: an identity provider cannot sign in as it",
            )));
        }
        Err(StateError::FormerName { name }) => {
            return Ok(Err((
                FORMER_NAME,
                format!("`{name}` was the login of somebody who has another one now"),
                "if Okta sends an old name, set the application's username to follow the login; if the login is somebody else's now, wait until user sync or SCIM brings them",
            )));
        }
        Err(error) => return Err(error.into()),
    };
    let user = state.user(&id).await?;
    let user = user.ok_or_else(|| ApiError::internal("the person is gone"))?;
    if user.roles.is_empty() {
        return Ok(Err((
            NO_ROLES,
            format!(
                "SCIM took `{}` out of the groups that gave roles, after this sign-in was signed",
                vouched.name
            ),
            "nothing to do if that is meant: the next sign-in brings the groups as they are",
        )));
    }
    let beginning = Beginning {
        headers,
        address,
        single_sign_on: Some(vouched.behind.clone()),
        until: vouched.until,
    };
    match begin_session(app, &user, beginning).await {
        Ok((cookie, _)) => Ok(Ok(cookie)),
        // Shut out since it was looked at.
        Err(error) if error.is("barred") => Ok(Err(shut_out(&vouched.name))),
        Err(error) => Err(error),
    }
}

fn shut_out(name: &str) -> Barred {
    (
        BARRED,
        format!("`{name}` is locked, inactive or barred"),
        "the page Locks says why; the lock must be lifted first",
    )
}

/// Who it is here: by the organization's own id of the person where the provider tells it, else by name.
async fn known(app: &App, vouched: &Vouched) -> Result<Option<Person>, ApiError> {
    let (state, now) = (&app.parts.state, app.now());
    if let Some(subject) = &vouched.subject {
        let found = state.person_of_okta_id(subject, now).await?;
        if let Some(person) = found.filter(|person| is_same(vouched, person)) {
            return Ok(Some(person));
        }
    }
    Ok(state.person_named(&vouched.name, now).await?)
}

/// Whether the organization itself vouches for this person of it, by id.
fn is_same(vouched: &Vouched, known: &Person) -> bool {
    vouched.subject.is_some() && known.okta_id == vouched.subject && is_of_org(vouched, known)
}

fn is_of_org(vouched: &Vouched, known: &Person) -> bool {
    known
        .org_url
        .as_deref()
        .is_some_and(|org| vouched.space.is_of(org))
}

/// Why somebody for whom a provider vouches may not come in all the same.
async fn barred(app: &App, vouched: &Vouched, known: Option<&Person>) -> Result<Option<Barred>, ApiError> {
    if let Some(person) = known
        && let Some(stranger) = stranger(app, vouched, person).await?
    {
        return Ok(Some(stranger));
    }
    let has_roles = !vouched.outcome.roles.is_empty() || known.is_some_and(|person| !person.roles.is_empty());
    if !has_roles {
        return Ok(Some((
            NO_ROLES,
            format!("`{}` gets no role from the mapping", vouched.name),
            "add a line to the connector's mapping that matches an attribute of this person, or send the groups along",
        )));
    }
    let Some(person) = known else {
        // Who is not here any more can be locked all the same: by whoever removed the record.
        let is_locked = app.parts.state.is_name_locked(&vouched.name, app.now()).await?;
        return Ok(is_locked.then(|| {
            (
                BARRED,
                format!("`{}` is locked", vouched.name),
                "the page Locks says why; the lock must be lifted first",
            )
        }));
    };
    if !app.parts.state.may_sign_in(&person.id, app.now()).await? {
        return Ok(Some(shut_out(&vouched.name)));
    }
    if is_other_person(vouched, person) {
        return Ok(Some((
            OTHER_PERSON,
            format!(
                "`{}` has another id at the identity provider than before",
                vouched.name
            ),
            "the login was given to somebody else: remove the person here, so that the new one begins anew",
        )));
    }
    Ok(None)
}

/// Whether a login has come to somebody else: what a person was must not be inherited by a name.
fn is_other_person(vouched: &Vouched, known: &Person) -> bool {
    let Some(subject) = &vouched.subject else {
        return false;
    };
    if let Some(id) = known.okta_id.as_ref().filter(|_| is_of_org(vouched, known)) {
        return id != subject;
    }
    let came_this_way = known.connector.as_ref() == Some(&vouched.behind.connector);
    let before = known.traits.get(SUBJECT).and_then(|all| all.first());
    came_this_way && before.is_some_and(|before| before != subject)
}

fn first<'a>(outcome: &'a Outcome, names: &[&str]) -> &'a str {
    names
        .iter()
        .find_map(|name| outcome.attributes.get(*name)?.first())
        .map_or("", String::as_str)
}

/// Records why, and tells the person nothing to learn from.
pub(super) async fn refuse(
    app: &App,
    connector: &str,
    waiting: Option<&SsoRequest>,
    refused: Refused,
    address: &str,
) -> Result<Response, ApiError> {
    let actor = refused
        .outcome
        .name
        .clone()
        .unwrap_or_else(|| "anonymous".to_owned());
    let detail = json!({
        "connector": connector, "address": address, "code": refused.code, "reason": refused.message,
        "advice": refused.advice,
    });
    let entry = AuditEntry {
        detail,
        ..AuditEntry::new(&actor, "session.refuse", "session")
    };
    if let Err(wait_s) = note_refusal(app, &entry, address).await? {
        return Ok(page::too_many(wait_s));
    }
    if let Some(trial) = waiting.filter(|request| request.is_trial) {
        let outcome = Outcome {
            message: Some(refused.message),
            advice: Some(refused.advice),
            ..refused.outcome
        };
        keep_trial(app, connector, &trial.id, &refused.code, &outcome).await?;
        return Ok(Redirect::to(&trial_page(connector)).into_response());
    }
    Ok(page::refused())
}

/// Writes a refusal down, unless its address had so many that nobody could read them: that is written down once, and then
/// nothing until the time is over; in how many seconds that is.
pub(super) async fn note_refusal(
    app: &App,
    entry: &AuditEntry<'_>,
    address: &str,
) -> Result<Result<(), u64>, ApiError> {
    let (now, refused) = (app.now(), &app.guards.refused);
    if let Err(wait_s) = refused.check(address, now) {
        return Ok(Err(wait_s));
    }
    app.parts.state.record(entry, now).await?;
    refused.failed(address, now);
    if let Err(wait_s) = refused.check(address, now) {
        let entry = AuditEntry {
            detail: json!({
                "address": address, "code": "too_many",
                "reason": format!("so many sign-ins from this address were refused that more are not written down for {wait_s} seconds"),
                "advice": "somebody tries, or a connector and Okta do not fit together: the entries before this one say why",
            }),
            ..AuditEntry::new("anonymous", "session.refuse", "session")
        };
        app.parts.state.record(&entry, now).await?;
    }
    Ok(Ok(()))
}

async fn finish_trial(
    app: &App,
    connector: &str,
    trial: &SsoRequest,
    mut outcome: Outcome,
    other: Option<Barred>,
) -> Result<Response, ApiError> {
    let code = if let Some((code, message, advice)) = other {
        outcome.message = Some(message);
        outcome.advice = Some(advice.to_owned());
        code
    } else if outcome.roles.is_empty() {
        outcome.message = Some("no line of the mapping matches".to_owned());
        NO_ROLES
    } else {
        ACCEPTED
    };
    keep_trial(app, connector, &trial.id, code, &outcome).await?;
    Ok(Redirect::to(&trial_page(connector)).into_response())
}

async fn keep_trial(
    app: &App,
    connector: &str,
    id: &str,
    code: &str,
    outcome: &Outcome,
) -> Result<(), ApiError> {
    let trial = SsoTrial {
        // The id of a request can be answered twice, with a refusal each time.
        id: format!("{id}.{}", new_id()),
        connector: connector.to_owned(),
        at: app.now(),
        outcome: code.to_owned(),
        detail: serde_json::to_string(outcome).map_err(ApiError::internal)?,
    };
    Ok(app.parts.state.note_sso_trial(&trial).await?)
}

fn trial_page(connector: &str) -> String {
    format!("/connectors/{connector}?tab=trial")
}
