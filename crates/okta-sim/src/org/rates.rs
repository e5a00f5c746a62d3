//! The share of the rate limits that each principal may use. What is set here is in force with the next request.

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::Org;

const READ: &str = "okta.principalRateLimits.read";
const MANAGE: &str = "okta.principalRateLimits.manage";
const ALL: &str = "principal-rate-limits";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/principal-rate-limits", READ, list),
    write("POST", "/api/v1/principal-rate-limits", MANAGE, create),
    read("GET", "/api/v1/principal-rate-limits/{}", READ, get),
    write("PUT", "/api/v1/principal-rate-limits/{}", MANAGE, replace),
    read(
        "GET",
        "/api/v1/rate-limit-settings/{}",
        "okta.rateLimits.read",
        setting,
    ),
    write(
        "PUT",
        "/api/v1/rate-limit-settings/{}",
        "okta.rateLimits.manage",
        set_setting,
    ),
];

/// The share of a principal in per cent, when one was set: `00T…` or a client id.
pub(crate) fn share(org: &Org, principal: &str) -> Option<u32> {
    let row = org
        .docs
        .list(ALL)
        .find(|row| text(row, "principalId") == Some(principal))?;
    u32::try_from(row.get("defaultPercentage")?.as_u64()?).ok()
}

fn list(org: &Org, call: &Call<'_>) -> Answer {
    let refused = || {
        Refusal::validation(
            "principalRateLimitMediated",
            "The provided filter parameter did not contain the required attrbute filter \"principalType\"",
        )
    };
    let filter = crate::filter::parse(
        call.query("filter").ok_or_else(refused)?,
        &crate::filter::ANYTHING,
    );
    let filter = filter.map_err(crate::org::bad_filter)?;
    let kind = filter
        .required_text("principalType")
        .ok_or_else(refused)?
        .to_owned();
    let limit = call.limit(20, 50)?;
    let rows = tokens_and_apps(org, &kind).into_iter().map(Value::Object);
    let rows: Vec<Value> = rows.filter(|row| filter.matches(row)).take(limit).collect();
    Ok(Reply::json(Value::Array(rows)))
}

/// Every token or app of a kind has a row, with the default share when nothing else was set.
fn tokens_and_apps(org: &Org, kind: &str) -> Vec<Object> {
    let known = |id: &str| {
        org.docs
            .list(ALL)
            .find(|row| text(row, "principalId") == Some(id))
            .cloned()
    };
    let at = org.identity.created.to_string();
    let row = |id: &str| known(id).unwrap_or_else(|| object(org, id, kind, 50, 50, &at, &at));
    if kind == "SSWS_TOKEN" {
        return org.docs.entries("api-tokens").map(|(id, _)| row(id)).collect();
    }
    org.apps
        .iter()
        .filter(|(_, app)| crate::org::apps::is_service(app))
        .map(|(_, app)| row(crate::oauth::client_id(app)))
        .collect()
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    Ok(Reply::json(Value::Object(find(org, call.param(0))?)))
}

fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    let body = call.object()?;
    let principal = text(&body, "principalId").unwrap_or_default();
    let row = tokens_and_apps(org, text(&body, "principalType").unwrap_or_default())
        .into_iter()
        .find(|row| text(row, "principalId") == Some(principal))
        .ok_or_else(|| {
            Refusal::new(
                400,
                "E0000001",
                "Api validation failed: principalRateLimitMediated",
            )
        })?;
    keep(org, call, row, &body)
}

fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    let row = find(org, call.param(0))?;
    keep(org, call, row, &call.object()?)
}

fn keep(org: &mut Org, call: &Call<'_>, mut row: Object, body: &Object) -> Answer {
    for name in ["defaultPercentage", "defaultConcurrencyPercentage"] {
        let Some(value) = body.get(name) else { continue };
        if !value.as_u64().is_some_and(|percent| (1..=100).contains(&percent)) {
            return Err(Refusal::validation(
                name,
                format!("{name}: must be between 1 and 100"),
            ));
        }
        row.insert(name.to_owned(), value.clone());
    }
    row.insert("lastUpdate".to_owned(), json!(seconds(&call.now.to_string())));
    let by = call
        .caller
        .user()
        .and_then(|user| org.users.get(user))
        .map(|user| user.id.to_string());
    row.insert("lastUpdatedBy".to_owned(), json!(by));
    let id = text(&row, "id").unwrap_or_default().to_owned();
    org.docs.put(ALL, &id, row.clone());
    org.log_event(call, "system.principal_rate_limit.entity.update", &[]);
    Ok(Reply::json(Value::Object(row)))
}

fn find(org: &Org, id: &str) -> Result<Object, Refusal> {
    let all = ["SSWS_TOKEN", "OAUTH_CLIENT"]
        .into_iter()
        .flat_map(|kind| tokens_and_apps(org, kind));
    let mut found = all.filter(|row| text(row, "id") == Some(id));
    found
        .next()
        .ok_or_else(|| Refusal::not_found(id, "PrincipalRateLimit"))
}

fn object(
    org: &Org,
    principal: &str,
    kind: &str,
    percent: u32,
    concurrency: u32,
    created: &str,
    updated: &str,
) -> Object {
    let by = org.users.iter().next().map(|(_, user)| user.id.to_string());
    let row = json!({
        "id": format!("prl{}", principal.get(3..).unwrap_or_default()), "orgId": org.identity.id,
        "principalId": principal, "principalType": kind, "defaultPercentage": percent,
        "defaultConcurrencyPercentage": concurrency, "lastUpdate": seconds(updated), "lastUpdatedBy": by,
        "createdDate": seconds(created), "createdBy": by,
    });
    match row {
        Value::Object(row) => row,
        _ => Object::new(),
    }
}

/// These dates come without milliseconds, unlike all others.
fn seconds(stamp: &str) -> String {
    stamp.replace(".000Z", "Z")
}

fn setting(org: &Org, call: &Call<'_>) -> Answer {
    let name = call.param(0);
    let default = match name {
        "admin-notifications" => json!({"notificationsEnabled": true}),
        "warning-threshold" => json!({"warningThreshold": 90}),
        "per-client" => json!({"defaultMode": "ENFORCE", "useCaseModeOverrides": null}),
        _ => return Err(Refusal::not_found(name, "RateLimitSettings")),
    };
    Ok(Reply::json(
        org.docs
            .get("rate-limit-settings", name)
            .cloned()
            .map_or(default, Value::Object),
    ))
}

fn set_setting(org: &mut Org, call: &Call<'_>) -> Answer {
    setting(org, call)?;
    let body = call.object()?;
    org.docs.put("rate-limit-settings", call.param(0), body);
    setting(org, call)
}
