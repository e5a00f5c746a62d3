//! Creating, changing, activating and deleting apps.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::stamp::Stamp;
use crate::state::{App, Org};

use super::defaults::{body as defaults, catalogue_name, lay, tidy};
use super::view::AppView;

/// Members that are none of an app's own business to set.
const FIXED: [&str; 9] = [
    "id",
    "name",
    "label",
    "status",
    "created",
    "lastUpdated",
    "signOnMode",
    "_links",
    "_embedded",
];

/// `POST /api/v1/apps?activate`
pub(crate) fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    if !call.caller.rights.may_everyone(super::MANAGE) {
        return Err(Refusal::forbidden());
    }
    let body = call.object()?;
    let ordinal = new_app(org, &body, call.now)?;
    let activate = call.flag("activate", true);
    let secret = new_credentials(org, ordinal, call.now);
    if let Some(app) = org.apps.get_mut(ordinal) {
        app.active = activate;
    }
    let target = Target::app(org, ordinal);
    org.log_event(
        call,
        "application.lifecycle.create",
        std::slice::from_ref(&target),
    );
    if activate {
        org.log_event(call, "application.lifecycle.activate", &[target]);
    }
    let policies = [
        (
            "~accessPolicy",
            crate::org::policies::default_of(org, "ACCESS_POLICY", call.now),
        ),
        (
            "~profileEnrollment",
            crate::org::policies::default_of(org, "PROFILE_ENROLLMENT", call.now),
        ),
    ];
    if let Some(app) = org.apps.get_mut(ordinal) {
        for (member, policy) in policies {
            app.body.entry(member).or_insert(json!(policy));
        }
    }
    // Only answers to those who may change the app show the secret.
    let mut shown = shown(org, call, ordinal)?;
    if let (Some(secret), Some(client)) = (secret, shown.pointer_mut("/credentials/oauthClient")) {
        lay(client, json!({"client_secret": secret}));
    }
    Ok(Reply::json(shown))
}

/// Adds an app in the form in which the API creates it; dates and id come from the body only where `id` is given
/// by a world (then `created` may be too).
pub(crate) fn new_app(org: &mut Org, body: &Object, now: Stamp) -> Result<u32, Refusal> {
    let label = text(body, "label").filter(|label| !label.is_empty());
    let label = label.ok_or_else(|| Refusal::validation("label", "label: The field cannot be left blank"))?;
    let sign_on = text(body, "signOnMode");
    let name = match (text(body, "name"), sign_on) {
        (Some(name), _) => name.to_owned(),
        (None, Some(mode)) => catalogue_name(mode, &org.identity.subdomain, label, org.apps.len()),
        (None, None) => {
            return Err(Refusal::validation(
                "signOnMode",
                "signOnMode: The field cannot be left blank",
            ));
        }
    };
    let sign_on = sign_on.or((name == "oidc_client").then_some("OPENID_CONNECT"));
    if org
        .apps
        .iter()
        .any(|(_, other)| *other.label == *label && *other.name == *name && name == "oidc_client")
    {
        let cause = "label: An object with this field already exists in the current organization";
        return Err(Refusal::validation("label", cause));
    }
    let id = text(body, "~id").map_or_else(|| org.mint.id("0oa"), str::to_owned);
    let kid = org.mint.secret(43);
    // Apps of the catalogue that sign on by OpenID Connect keep their client to themselves.
    let client = name == "oidc_client" || body.contains_key("~id");
    let form = sign_on.filter(|mode| client || *mode != "OPENID_CONNECT");
    let mut whole = Value::Object(defaults(&name, form, &kid));
    if form != sign_on {
        lay(&mut whole, json!({"credentials": {"signing": {"kid": kid}}}));
    }
    lay(&mut whole, Value::Object(without_fixed(body)));
    if form == Some("OPENID_CONNECT") {
        let client = whole.pointer_mut("/credentials/oauthClient");
        let own_id = client
            .as_ref()
            .and_then(|client| client.get("client_id")?.as_str().map(str::to_owned));
        if let Some(client) = client {
            lay(client, json!({"client_id": own_id.unwrap_or_else(|| id.clone())}));
            if let Value::Object(members) = client {
                members.remove("client_secret");
            }
        }
    }
    let Value::Object(mut members) = whole else {
        return Err(Refusal::malformed());
    };
    tidy(&name, sign_on, &mut members);
    members.insert(
        "orn".to_owned(),
        json!(format!("orn:okta:idp:{}:apps:{name}:{id}", org.identity.id)),
    );
    Ok(org.apps.push(App {
        id: id.into(),
        name: name.into(),
        label: label.into(),
        active: true,
        created: now,
        last_updated: now,
        sign_on: sign_on.map(Into::into),
        body: Box::new(members),
        groups: BTreeMap::new(),
        users: Vec::new(),
        assignments: BTreeMap::new(),
    }))
}

/// The OAuth client id of an app.
pub(crate) fn client_id(app: &App) -> Option<&str> {
    app.body
        .get("credentials")?
        .get("oauthClient")?
        .get("client_id")?
        .as_str()
}

/// Whether an app is an API services app: an identity of its own.
pub(crate) fn is_service(app: &App) -> bool {
    let kind = || {
        app.body
            .get("settings")?
            .get("oauthClient")?
            .get("application_type")?
            .as_str()
    };
    kind() == Some("service")
}

/// Makes the client secret of an app that authenticates with one, and notes the keys of one that brings keys.
fn new_credentials(org: &mut Org, ordinal: u32, now: Stamp) -> Option<String> {
    let app = org.apps.get(ordinal)?;
    let method = app
        .body
        .get("credentials")?
        .get("oauthClient")?
        .get("token_endpoint_auth_method")?
        .as_str()?
        .to_owned();
    let keys = || {
        app.body
            .get("settings")?
            .get("oauthClient")?
            .get("jwks")?
            .get("keys")?
            .as_array()
    };
    let keys: Vec<Value> = keys().cloned().unwrap_or_default();
    let id = app.id.to_string();
    for key in keys {
        let Value::Object(mut key) = key else { continue };
        let key_id = org.mint.id("pks");
        key.insert("id".to_owned(), json!(key_id));
        key.entry("status").or_insert_with(|| json!("ACTIVE"));
        key.insert("created".to_owned(), json!(now));
        key.insert("lastUpdated".to_owned(), json!(now));
        org.docs.put(&format!("apps/{id}/credentials/jwks"), &key_id, key);
    }
    if !method.starts_with("client_secret") {
        return None;
    }
    let secret = org.mint.secret(64);
    let secret_id = org.mint.id("ocs");
    let hash: String = org.mint.secret(22);
    let mut document = Object::new();
    for (name, value) in [
        ("id", json!(secret_id)),
        ("status", json!("ACTIVE")),
        ("client_secret", json!(secret)),
        ("secret_hash", json!(hash)),
        ("created", json!(now)),
        ("lastUpdated", json!(now)),
    ] {
        document.insert(name.to_owned(), value);
    }
    org.docs
        .put(&format!("apps/{id}/credentials/secrets"), &secret_id, document);
    Some(secret)
}

/// `PUT /api/v1/apps/{id}`
pub(crate) fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = super::within(org, call, super::MANAGE)?;
    let body = call.object()?;
    let label = text(&body, "label").unwrap_or(&app.label).to_owned();
    check_signing_key(org, app, &body)?;
    let mut whole = Value::Object((*app.body).clone());
    lay(&mut whole, Value::Object(without_fixed(&body)));
    if let Some(Value::Object(client)) = whole.pointer_mut("/credentials/oauthClient") {
        client.remove("client_secret");
    }
    if let (Some(app), Value::Object(mut members)) = (org.apps.get_mut(ordinal), whole) {
        tidy(&app.name, app.sign_on.as_deref(), &mut members);
        app.label = label.into();
        *app.body = members;
        app.last_updated = call.now;
    }
    let target = Target::app(org, ordinal);
    org.log_event(call, "application.lifecycle.update", &[target]);
    let mut shown = shown(org, call, ordinal)?;
    if let (Some(secret), Some(client)) = (
        secret_in_use(org, ordinal),
        shown.pointer_mut("/credentials/oauthClient"),
    ) {
        lay(client, json!({"client_secret": secret}));
    }
    Ok(Reply::json(shown))
}

/// The client secret of an app that authenticates with one.
fn secret_in_use(org: &Org, ordinal: u32) -> Option<String> {
    let app = org.apps.get(ordinal)?;
    let client = app.body.get("credentials")?.get("oauthClient")?;
    let method = client.get("token_endpoint_auth_method")?.as_str()?;
    let active = |secret: &&Object| text(secret, "status") == Some("ACTIVE");
    let secret = org
        .docs
        .list(&format!("apps/{}/credentials/secrets", app.id))
        .find(active)
        .filter(|_| method.starts_with("client_secret"))?;
    text(secret, "client_secret").map(str::to_owned)
}

/// An app can only sign with a key that it has.
fn check_signing_key(org: &Org, app: &App, body: &Object) -> Result<(), Refusal> {
    let wanted = body
        .get("credentials")
        .and_then(|all| all.get("signing")?.get("kid")?.as_str());
    let known = |kid: &str| {
        org.docs
            .get(&crate::saml::keys::collection(&app.id), kid)
            .is_some()
    };
    match wanted {
        Some(kid) if crate::saml::keys::active_kid(app) != Some(kid) && !known(kid) => Err(
            Refusal::validation("signing", "kid: The key is not one of this app's"),
        ),
        _ => Ok(()),
    }
}

/// `POST /api/v1/apps/{id}/lifecycle/{activate, deactivate}`
pub(crate) fn lifecycle(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = super::within(org, call, super::MANAGE)?;
    let (active, event) = match call.param(1) {
        "activate" => (true, "application.lifecycle.activate"),
        "deactivate" => (false, "application.lifecycle.deactivate"),
        _ => return Err(Refusal::not_found(&call.request.path, "Endpoint")),
    };
    let changed = app.active != active;
    if let Some(app) = org.apps.get_mut(ordinal).filter(|_| changed) {
        app.active = active;
        app.last_updated = call.now;
        let target = Target::app(org, ordinal);
        org.log_event(call, event, &[target]);
    }
    Ok(Reply::json(json!({})))
}

/// `DELETE /api/v1/apps/{id}`: only inactive apps.
pub(crate) fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = super::within(org, call, super::MANAGE)?;
    if app.active {
        let refusal = Refusal::new(403, "E0000056", "Delete application forbidden.");
        return Err(refusal.cause("The application must be deactivated before deletion."));
    }
    let target = Target::app(org, ordinal);
    let client = client_id(app).map(|id| format!("clients/{id}/"));
    let (groups, users): (Vec<u32>, Vec<u32>) = (app.groups.keys().copied().collect(), app.users.clone());
    groups.into_iter().for_each(|group| {
        org.unassign_group(ordinal, group);
    });
    users.into_iter().for_each(|user| {
        org.unassign_user(ordinal, user);
    });
    org.apps.remove(ordinal);
    org.docs.remove_tree(&format!("apps/{}/", target.id));
    if let Some(client) = client {
        org.docs.remove_tree(&client);
    }
    org.log_event(call, "application.lifecycle.delete", &[target]);
    Ok(Reply::none())
}

/// `PUT /api/v1/apps/{id}/policies/{policy}`
pub(crate) fn set_policy(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, _) = super::within(org, call, super::MANAGE)?;
    if org.docs.get("policies", call.param(1)).is_none() {
        return Err(Refusal::not_found(call.param(1), "Policy"));
    }
    if let Some(app) = org.apps.get_mut(ordinal) {
        app.body.insert("~accessPolicy".to_owned(), json!(call.param(1)));
    }
    let target = Target::app(org, ordinal);
    org.log_event(call, "application.policy.sign_on.update", &[target]);
    Ok(Reply::none())
}

fn without_fixed(body: &Object) -> Object {
    let own = body
        .iter()
        .filter(|(name, _)| !FIXED.contains(&name.as_str()) && *name != "~id");
    own.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn shown(org: &Org, call: &Call<'_>, ordinal: u32) -> Result<Value, Refusal> {
    let app = org
        .apps
        .get(ordinal)
        .ok_or_else(|| Refusal::not_found(call.param(0), "AppInstance"))?;
    Ok(serde_json::to_value(AppView {
        app,
        base: call.base,
        embedded: None,
    })
    .unwrap_or_default())
}
