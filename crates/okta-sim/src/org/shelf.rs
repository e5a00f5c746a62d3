//! Resources that are plain documents with a life cycle: network zones, identity providers, event hooks, trusted
//! origins, behaviours, log streams, authenticators, devices, realms, features.
//!
//! One set of handlers serves them all; [`kinds::KINDS`] says what is special about each.

pub(crate) mod idp_keys;
mod kinds;
mod links;

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::Org;

use kinds::{KINDS, Kind};

/// The usual endpoints of a kind: its path below `/api/v1/` and the family of its rights.
macro_rules! endpoints {
    ($($segment:literal $family:literal),* $(,)?) => {
        &[$(
            read("GET", concat!("/api/v1/", $segment), concat!("okta.", $family, ".read"), list),
            write("POST", concat!("/api/v1/", $segment), concat!("okta.", $family, ".manage"), create),
            read("GET", concat!("/api/v1/", $segment, "/{}"), concat!("okta.", $family, ".read"), get),
            write("PUT", concat!("/api/v1/", $segment, "/{}"), concat!("okta.", $family, ".manage"), replace),
            write("POST", concat!("/api/v1/", $segment, "/{}"), concat!("okta.", $family, ".manage"), replace),
            write("DELETE", concat!("/api/v1/", $segment, "/{}"), concat!("okta.", $family, ".manage"), delete),
            write(
                "POST",
                concat!("/api/v1/", $segment, "/{}/lifecycle/{}"),
                concat!("okta.", $family, ".manage"),
                lifecycle
            ),
        )*]
    };
}

pub(crate) const ROUTES: &[Route] = endpoints!(
    "zones" "networkZones",
    "idps" "idps",
    "eventHooks" "eventHooks",
    "trustedOrigins" "trustedOrigins",
    "behaviors" "behaviors",
    "logStreams" "logStreams",
    "authenticators" "authenticators",
    "devices" "devices",
    "realms" "realms",
    "features" "features",
    "authorizationServers" "authorizationServers",
    "inlineHooks" "inlineHooks",
    "agentPools" "agentPools",
    "device-assurances" "deviceAssurance",
);

/// Endpoints of single kinds.
pub(crate) const MORE: &[Route] = &[
    read(
        "GET",
        "/api/v1/authenticators/{}/methods",
        "okta.authenticators.read",
        part,
    ),
    read("GET", "/api/v1/devices/{}/users", "okta.devices.read", part),
    read("GET", "/api/v1/idps/{}/users", "okta.idps.read", part),
];

fn kind(call: &Call<'_>) -> Result<&'static Kind, Refusal> {
    let segment = call
        .request
        .path
        .split('/')
        .filter(|part| !part.is_empty())
        .nth(2)
        .unwrap_or_default();
    KINDS
        .iter()
        .find(|kind| kind.segment == segment)
        .ok_or_else(|| Refusal::not_found(segment, "Endpoint"))
}

fn list(org: &Org, call: &Call<'_>) -> Answer {
    let kind = kind(call)?;
    let filter = call
        .query("filter")
        .or_else(|| call.query("search"))
        .map(|text| crate::filter::parse(text, &crate::filter::ANYTHING).map_err(crate::org::bad_filter))
        .transpose()?;
    let of_type = call.query("type");
    let name = call.query("q").map(str::to_lowercase);
    let wanted = |document: &Object| {
        filter
            .as_ref()
            .is_none_or(|filter| filter.matches(&Value::Object(document.clone())))
            && of_type.is_none_or(|wanted| text(document, "type") == Some(wanted))
            && name.as_ref().is_none_or(|name| {
                text(document, "name").is_some_and(|known| known.to_lowercase().starts_with(name.as_str()))
            })
    };
    let show = |document: &Object| Value::Object(links::linked(kind, document));
    let Some((default, most)) = kind.page else {
        let all: Vec<Value> = org
            .docs
            .list(kind.segment)
            .filter(|document| wanted(document))
            .map(show)
            .collect();
        return Ok(Reply::json(Value::Array(all)));
    };
    let limit = call.limit(default, most)?;
    let (rows, next) = org.docs.page(kind.segment, call.after(), limit, wanted)?;
    Ok(Reply::json(Value::Array(rows.into_iter().map(show).collect())).paged(limit, next))
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    let kind = kind(call)?;
    Ok(Reply::json(Value::Object(links::linked(
        kind,
        find(org, kind, call.param(0))?,
    ))))
}

fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    let kind = kind(call)?;
    let mut body = call.object()?;
    for name in kind.required {
        if body.get(*name).is_none_or(|value| value.is_null() || value == "") {
            return Err(Refusal::validation(
                name,
                format!("{name}: The field cannot be left blank"),
            ));
        }
    }
    if let Some(name) = text(&body, "name")
        && org
            .docs
            .list(kind.segment)
            .any(|known| text(known, "name") == Some(name))
    {
        return Err(Refusal::validation(
            "name",
            "name: An object with this name already exists in the current organization",
        ));
    }
    let id = org.mint.id(kind.prefix);
    let at = call.now.to_string();
    (kind.defaults)(&mut body);
    body.remove("status");
    if kind.status {
        // New ones are active, whatever the caller says.
        body.insert("status".to_owned(), json!("ACTIVE"));
    }
    if kind.segment == "device-assurances" {
        body.insert("resourceId".to_owned(), json!(id));
    }
    let caller = caller_id(org, call);
    for name in [kind.signers.0, kind.signers.1].into_iter().flatten() {
        body.insert(name.to_owned(), json!(caller));
    }
    for name in ["created", "lastUpdated"] {
        body.remove(name);
    }
    body.insert("id".to_owned(), json!(id));
    body.insert(kind.dates.0.to_owned(), json!(at));
    body.insert(kind.dates.1.to_owned(), json!(at));
    body.remove("_links");
    org.docs.put(kind.segment, &id, body);
    log(org, call, kind, &id, "create");
    shown(org, kind, &id)
}

/// PUT, and POST for kinds that are updated so. What Okta sets itself stays.
fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    let kind = kind(call)?;
    if call.request.method == http::Method::POST && !kind.post {
        return Err(Refusal::method());
    }
    let mut body = call.object()?;
    let before = find(org, kind, call.param(0))?.clone();
    let id = text(&before, "id").unwrap_or_default().to_owned();
    if let Some(kept) = before.get("type") {
        body.insert("type".to_owned(), kept.clone());
    }
    (kind.defaults)(&mut body);
    if !kind.status {
        body.remove("status");
    }
    let status = text(&body, "status")
        .filter(|status| kind.segment != "behaviors" && matches!(*status, "ACTIVE" | "INACTIVE"));
    if status.is_none()
        && let Some(status) = before.get("status")
    {
        body.insert("status".to_owned(), status.clone());
    }
    let kept = ["id", "system", "isDefault", "resourceId"];
    let kept = kept.into_iter().chain([kind.dates.0]).chain(kind.signers.0);
    for name in kept {
        if let Some(kept) = before.get(name) {
            body.insert(name.to_owned(), kept.clone());
        }
    }
    if let Some(name) = kind.signers.1 {
        let caller = caller_id(org, call);
        body.insert(name.to_owned(), json!(caller));
    }
    for private in before.keys().filter(|name| name.starts_with('~')) {
        body.insert(private.clone(), before.get(private).cloned().unwrap_or_default());
    }
    body.insert(kind.dates.1.to_owned(), json!(call.now.to_string()));
    body.remove("_links");
    org.docs.put(kind.segment, &id, body);
    log(org, call, kind, &id, "update");
    shown(org, kind, &id)
}

fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let kind = kind(call)?;
    let found = find(org, kind, call.param(0))?;
    if found.get("system").and_then(Value::as_bool).unwrap_or(false) {
        return Err(Refusal::forbidden());
    }
    let id = text(found, "id").unwrap_or_default().to_owned();
    log(org, call, kind, &id, "delete");
    org.docs.remove(kind.segment, &id);
    org.docs.remove_tree(&format!("{}/{id}/", kind.segment));
    Ok(Reply::none())
}

fn lifecycle(org: &mut Org, call: &Call<'_>) -> Answer {
    let kind = kind(call)?;
    let id = text(find(org, kind, call.param(0))?, "id")
        .unwrap_or_default()
        .to_owned();
    let step = call.param(1).to_owned();
    let status = match step.as_str() {
        "activate" | "unsuspend" => "ACTIVE",
        "deactivate" if kind.segment == "devices" => "DEACTIVATED",
        "deactivate" => "INACTIVE",
        "suspend" => "SUSPENDED",
        "verify" => {
            if let Some(document) = org.docs.get_mut(kind.segment, &id) {
                document.insert("verificationStatus".to_owned(), json!("VERIFIED"));
            }
            return shown(org, kind, &id);
        }
        _ => return Err(Refusal::not_found(&step, "Endpoint")),
    };
    if let Some(document) = org.docs.get_mut(kind.segment, &id) {
        document.insert("status".to_owned(), json!(status));
        document.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
    }
    log(org, call, kind, &id, &step);
    if kind.segment == "devices" {
        Ok(Reply::none())
    } else {
        shown(org, kind, &id)
    }
}

/// A part of a document that is a list of its own, such as an authenticator's methods.
fn part(org: &Org, call: &Call<'_>) -> Answer {
    let kind = kind(call)?;
    let found = find(org, kind, call.param(0))?;
    let name = format!("~{}", call.request.path.rsplit('/').next().unwrap_or_default());
    Ok(Reply::json(
        found.get(&name).cloned().unwrap_or_else(|| json!([])),
    ))
}

/// Id of the person or client who calls.
fn caller_id(org: &Org, call: &Call<'_>) -> String {
    let person = call.caller.user().and_then(|user| org.users.get(user));
    person
        .map(|user| user.id.to_string())
        .or_else(|| call.caller.rights.client_id.clone())
        .unwrap_or_default()
}

fn find<'o>(org: &'o Org, kind: &Kind, id: &str) -> Result<&'o Object, Refusal> {
    let by_key = || {
        org.docs
            .list(kind.segment)
            .find(|document| text(document, "key") == Some(id))
    };
    org.docs
        .get(kind.segment, id)
        .or_else(by_key)
        .ok_or_else(|| Refusal::not_found(id, kind.word))
}

fn shown(org: &Org, kind: &Kind, id: &str) -> Answer {
    Ok(Reply::json(Value::Object(links::linked(
        kind,
        find(org, kind, id)?,
    ))))
}

fn log(org: &mut Org, call: &Call<'_>, kind: &Kind, id: &str, step: &str) {
    let name = org
        .docs
        .get(kind.segment, id)
        .and_then(|document| text(document, "name"))
        .unwrap_or(id)
        .to_owned();
    let event = format!("{}.{step}", kind.event);
    org.log_event(call, &event, &[Target::new(kind.target, id, "unknown", &name)]);
}
