//! Scopes that an app was granted for the whole organization. Only super administrators see and change them.

use serde_json::{Value, json};

use crate::call::Call;
use crate::oauth;
use crate::org::events::Target;
use crate::org::{apps, text};
use crate::reply::{Answer, Refusal, Reply};
use crate::state::Org;

pub(super) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let (_, app) = apps::within(org, call, "okta.appGrants.read")?;
    let collection = format!("apps/{}/grants", app.id);
    let rows: Vec<Value> = org.docs.list(&collection).cloned().map(Value::Object).collect();
    Ok(Reply::json(Value::Array(rows)))
}

pub(super) fn get(org: &Org, call: &Call<'_>) -> Answer {
    let (_, app) = apps::within(org, call, "okta.appGrants.read")?;
    let found = org.docs.get(&format!("apps/{}/grants", app.id), call.param(1));
    let found = found.ok_or_else(|| Refusal::not_found(call.param(1), "OAuth2ScopeConsentGrant"))?;
    Ok(Reply::json(Value::Object(found.clone())))
}

/// Granting a scope that is granted already answers the grant there is.
pub(super) fn grant(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, "okta.appGrants.manage")?;
    let (app_id, client, label) = (
        app.id.to_string(),
        oauth::client_id(app).to_owned(),
        app.label.to_string(),
    );
    let body = call.object()?;
    let scope = text(&body, "scopeId").filter(|scope| scope.starts_with("okta."));
    let scope = scope.ok_or_else(|| Refusal::validation("scopeId", "scopeId: 'scopeId' is invalid"))?;
    let collection = format!("apps/{app_id}/grants");
    if let Some(known) = org
        .docs
        .list(&collection)
        .find(|grant| text(grant, "scopeId") == Some(scope))
    {
        return Ok(Reply::json(Value::Object(known.clone())));
    }
    let by = call
        .caller
        .user()
        .and_then(|user| org.users.get(user))
        .map(|user| user.id.to_string());
    let id = org.mint.id("oag");
    let at = call.now.to_string();
    let own = format!("{{{{org}}}}/api/v1/apps/{app_id}");
    let grant = json!({
        "id": id, "status": "ACTIVE", "created": at, "createdBy": {"id": by.unwrap_or_else(|| client.clone()), "type": "User"},
        "lastUpdated": at, "issuer": "{{org}}", "clientId": client, "scopeId": scope, "source": "ADMIN",
        "_links": {
            "app": {"href": own, "title": label},
            "self": {"href": format!("{own}/grants/{id}"), "hints": {"allow": ["GET", "DELETE"]}},
            "client": {"href": format!("{{{{org}}}}/oauth2/v1/clients/{client}"), "title": label},
        },
    });
    if let Value::Object(grant) = grant.clone() {
        org.docs.put(&collection, &id, grant);
    }
    let targets = [
        Target::app(org, ordinal),
        Target::new("Scope", scope, "unknown", scope),
    ];
    org.log_event(call, "app.oauth2.as.consent.grant", &targets);
    let mut shown = grant;
    shown["_embedded"] = json!({"scope": {"id": scope}});
    Ok(Reply::json(shown))
}

pub(super) fn revoke(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, "okta.appGrants.manage")?;
    let collection = format!("apps/{}/grants", app.id);
    let removed = org.docs.remove(&collection, call.param(1));
    let removed = removed.ok_or_else(|| Refusal::not_found(call.param(1), "OAuth2ScopeConsentGrant"))?;
    let scope = text(&removed, "scopeId").unwrap_or_default();
    let targets = [
        Target::app(org, ordinal),
        Target::new("Scope", scope, "unknown", scope),
    ];
    org.log_event(call, "app.oauth2.as.consent.revoke", &targets);
    Ok(Reply::none())
}
