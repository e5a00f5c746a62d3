//! API tokens: listed, read, restricted to networks and revoked; made in the Admin Console only.
//!
//! A token has the rights that its owner has now; see [`crate::caller`].

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::Org;

const READ: &str = "okta.apiTokens.read";
const MANAGE: &str = "okta.apiTokens.manage";
const ALL: &str = "api-tokens";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/api-tokens", READ, list),
    read("GET", "/api/v1/api-tokens/{}", READ, get),
    write("PUT", "/api/v1/api-tokens/{}", MANAGE, replace),
    write("DELETE", "/api/v1/api-tokens/{}", MANAGE, delete),
    write("DELETE", "/api/v1/api-tokens/current", "*", delete_current),
];

/// One array of the tokens whose owners are still active; no paging.
fn list(org: &Org, call: &Call<'_>) -> Answer {
    let filter = call
        .query("filter")
        .map(|text| crate::filter::parse(text, &crate::filter::ANYTHING));
    let filter = filter.transpose().map_err(crate::org::bad_filter)?;
    let living = |token: &Object| {
        let owner = text(token, "userId")
            .and_then(|id| org.users.find(id))
            .and_then(|user| org.users.get(user));
        owner.is_some_and(crate::state::User::is_living)
    };
    let tokens: Vec<Value> = org
        .docs
        .list(ALL)
        .filter(|token| living(token))
        .map(|token| shown(org, token))
        .filter(|token| filter.as_ref().is_none_or(|filter| filter.matches(token)))
        .collect();
    Ok(Reply::json(Value::Array(tokens)))
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    Ok(Reply::json(shown(org, find(org, call.param(0))?)))
}

/// A token with its end as its last use moved it.
fn shown(org: &Org, token: &Object) -> Value {
    let mut token = token.clone();
    if let Some((last, end)) = text(&token, "id").and_then(|id| org.token_use.of(id)) {
        token.insert("lastUpdated".to_owned(), json!(last));
        token.insert("expiresAt".to_owned(), json!(end));
    }
    Value::Object(token)
}

/// Only the network condition can be changed.
fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    find(org, call.param(0))?;
    let body = call.object()?;
    let network = body.get("network").filter(|network| network.is_object());
    let network =
        network.ok_or_else(|| Refusal::validation("network", "network: The field cannot be left blank"))?;
    for zone in ["include", "exclude"]
        .iter()
        .filter_map(|list| network.get(list)?.as_array())
        .flatten()
    {
        let id = zone.as_str().unwrap_or_default();
        if id != "ALL_ZONES" && org.docs.get("zones", id).is_none() {
            return Err(Refusal::validation(
                "network",
                format!("network: Invalid zone {id}"),
            ));
        }
    }
    let network = network.clone();
    if let Some(token) = org.docs.get_mut(ALL, call.param(0)) {
        token.insert("network".to_owned(), network);
        token.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
    }
    log(org, call, "system.api_token.update", call.param(0));
    get(org, call)
}

fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    find(org, call.param(0))?;
    revoke(org, call, call.param(0));
    Ok(Reply::none())
}

/// A token revokes itself.
fn delete_current(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = call.caller.credential.as_str();
    find(org, id)?;
    revoke(org, call, id);
    Ok(Reply::none())
}

fn revoke(org: &mut Org, call: &Call<'_>, id: &str) {
    log(org, call, "system.api_token.revoke", id);
    org.docs.remove(ALL, id);
}

fn find<'o>(org: &'o Org, id: &str) -> Result<&'o Object, Refusal> {
    org.docs
        .get(ALL, id)
        .ok_or_else(|| Refusal::not_found(id, "Token"))
}

fn log(org: &mut Org, call: &Call<'_>, event: &str, id: &str) {
    let name = org
        .docs
        .get(ALL, id)
        .and_then(|token| text(token, "name"))
        .unwrap_or("unknown")
        .to_owned();
    org.log_event(call, event, &[Target::new("Token", id, "unknown", &name)]);
}
