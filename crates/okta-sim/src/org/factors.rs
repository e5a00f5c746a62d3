//! Second factors of users: listed, enrolled, activated and reset.

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::{text, users};
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::Org;

const READ: &str = "okta.users.read";
const MANAGE: &str = "okta.users.credentials.manage";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/users/{}/factors", READ, list),
    write("POST", "/api/v1/users/{}/factors", MANAGE, enroll),
    read("GET", "/api/v1/users/{}/factors/catalog", READ, catalog),
    read("GET", "/api/v1/users/{}/factors/{}", READ, get),
    write(
        "POST",
        "/api/v1/users/{}/factors/{}/lifecycle/{}",
        MANAGE,
        activate,
    ),
    write("DELETE", "/api/v1/users/{}/factors/{}", MANAGE, unenroll),
];

fn list(org: &Org, call: &Call<'_>) -> Answer {
    let (_, user) = users::within(org, call, READ)?;
    let rows: Vec<Value> = org
        .docs
        .list(&collection(&user.id))
        .cloned()
        .map(Value::Object)
        .collect();
    Ok(Reply::json(Value::Array(rows)))
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    let (_, user) = users::within(org, call, READ)?;
    Ok(Reply::json(Value::Object(
        find(org, &user.id, call.param(1))?.clone(),
    )))
}

/// Factors that the person could enrol.
fn catalog(org: &Org, call: &Call<'_>) -> Answer {
    let (_, user) = users::within(org, call, READ)?;
    let enroll = format!("{{{{org}}}}/api/v1/users/{}/factors", user.id);
    let kinds = [
        ("push", "OKTA"),
        ("token:software:totp", "GOOGLE"),
        ("sms", "OKTA"),
        ("email", "OKTA"),
        ("webauthn", "FIDO"),
    ];
    let rows: Vec<Value> = kinds
        .iter()
        .map(|(kind, provider)| {
            let held = org
                .docs
                .list(&collection(&user.id))
                .any(|factor| text(factor, "factorType") == Some(kind));
            json!({
                "factorType": kind, "provider": provider, "vendorName": provider, "enrollment": "OPTIONAL",
                "status": if held { "ACTIVE" } else { "NOT_SETUP" },
                "_links": {"enroll": {"href": enroll, "hints": {"allow": ["POST"]}}},
            })
        })
        .collect();
    Ok(Reply::json(Value::Array(rows)))
}

fn enroll(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, user) = users::within(org, call, MANAGE)?;
    let owner = user.id.to_string();
    let mut body = call.object()?;
    let kind = text(&body, "factorType").unwrap_or_default().to_owned();
    let provider = text(&body, "provider").unwrap_or_default().to_owned();
    if kind.is_empty() || provider.is_empty() {
        return Err(Refusal::validation(
            "factorEnrollRequest",
            "factorEnrollRequest: Invalid request",
        ));
    }
    let already = |factor: &Object| {
        text(factor, "factorType") == Some(&kind) && text(factor, "provider") == Some(&provider)
    };
    if kind != "webauthn" && org.docs.list(&collection(&owner)).any(already) {
        return Err(Refusal::validation(
            "factorEnrollRequest",
            "A factor of this type is already set up.",
        ));
    }
    let prefix = match kind.as_str() {
        "sms" => "mbl",
        "call" => "clf",
        "email" => "emf",
        "question" => "ufs",
        "webauthn" => "fwf",
        "token:software:totp" => "uft",
        _ => "opf",
    };
    let id = org.mint.id(prefix);
    let active = call.flag("activate", false) || kind == "question";
    let at = call.now.to_string();
    let own = format!("{{{{org}}}}/api/v1/users/{owner}");
    for secret in ["passCode", "activation", "verify"] {
        body.remove(secret);
    }
    if let Some(profile) = body.get_mut("profile").and_then(Value::as_object_mut) {
        profile.remove("answer");
    }
    let mut links = json!({
        "self": {"href": format!("{own}/factors/{id}"), "hints": {"allow": ["GET", "DELETE"]}},
        "user": {"href": own, "hints": {"allow": ["GET"]}},
    });
    if !active {
        links["activate"] =
            json!({"href": format!("{own}/factors/{id}/lifecycle/activate"), "hints": {"allow": ["POST"]}});
    }
    for (member, value) in [
        ("id", json!(id)),
        ("vendorName", json!(provider)),
        (
            "status",
            json!(if active { "ACTIVE" } else { "PENDING_ACTIVATION" }),
        ),
        ("created", json!(at)),
        ("lastUpdated", json!(at)),
        ("_links", links),
    ] {
        body.insert(member.to_owned(), value);
    }
    org.docs.put(&collection(&owner), &id, body.clone());
    if active {
        log(org, call, ordinal, "user.mfa.factor.activate", &kind);
    }
    Ok(Reply::json(Value::Object(body)))
}

fn activate(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, user) = users::within(org, call, MANAGE)?;
    let owner = user.id.to_string();
    let kind = text(find(org, &owner, call.param(1))?, "factorType")
        .unwrap_or_default()
        .to_owned();
    if call.param(2) != "activate" {
        return Err(Refusal::not_found(call.param(2), "Endpoint"));
    }
    if let Some(factor) = org.docs.get_mut(&collection(&owner), call.param(1)) {
        factor.insert("status".to_owned(), json!("ACTIVE"));
        factor.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
        if let Some(links) = factor.get_mut("_links").and_then(Value::as_object_mut) {
            links.remove("activate");
        }
    }
    log(org, call, ordinal, "user.mfa.factor.activate", &kind);
    Ok(Reply::json(Value::Object(
        find(org, &owner, call.param(1))?.clone(),
    )))
}

fn unenroll(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, user) = users::within(org, call, MANAGE)?;
    let owner = user.id.to_string();
    let kind = text(find(org, &owner, call.param(1))?, "factorType")
        .unwrap_or_default()
        .to_owned();
    org.docs.remove(&collection(&owner), call.param(1));
    log(org, call, ordinal, "user.mfa.factor.deactivate", &kind);
    Ok(Reply::none())
}

fn collection(user: &str) -> String {
    format!("users/{user}/factors")
}

fn find<'o>(org: &'o Org, user: &str, id: &str) -> Result<&'o Object, Refusal> {
    org.docs
        .get(&collection(user), id)
        .ok_or_else(|| Refusal::not_found(id, "UserFactor"))
}

fn log(org: &mut Org, call: &Call<'_>, user: u32, event: &str, kind: &str) {
    let mut debug = Object::new();
    debug.insert("factor".to_owned(), json!(kind.to_uppercase().replace(':', "_")));
    let target = Target::user(org, user);
    org.log_event_with(call, event, &[target], debug);
}
