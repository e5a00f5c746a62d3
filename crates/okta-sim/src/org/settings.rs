//! Settings of the organization itself: names and address, contacts, Okta's support access.

use serde_json::{Value, json};

use crate::call::Call;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::Org;

const READ: &str = "okta.orgs.read";
const MANAGE: &str = "okta.orgs.manage";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/org", READ, get),
    write("PUT", "/api/v1/org", MANAGE, update),
    write("POST", "/api/v1/org", MANAGE, update),
    read("GET", "/api/v1/org/contacts", READ, contacts),
    read("GET", "/api/v1/org/contacts/{}", READ, contact),
    write("PUT", "/api/v1/org/contacts/{}", MANAGE, set_contact),
    read("GET", "/api/v1/org/preferences", READ, preferences),
    read("GET", "/api/v1/org/privacy/oktaSupport", READ, support),
    write("POST", "/api/v1/org/privacy/oktaSupport/{}", MANAGE, set_support),
    read(
        "GET",
        "/api/v1/org/privacy/oktaCommunication",
        READ,
        communication,
    ),
    read(
        "GET",
        "/api/v1/threats/configuration",
        "okta.threatInsights.read",
        threats,
    ),
    write(
        "POST",
        "/api/v1/threats/configuration",
        "okta.threatInsights.manage",
        set_threats,
    ),
    read(
        "GET",
        "/api/v1/meta/types/user",
        "okta.userTypes.read",
        user_types,
    ),
    read(
        "GET",
        "/api/v1/meta/types/user/{}",
        "okta.userTypes.read",
        user_type,
    ),
    read(
        "GET",
        "/api/v1/first-party-app-settings/{}",
        "okta.apps.read",
        console_settings,
    ),
];

/// Members of the org object that callers may write.
const WRITABLE: &[&str] = &[
    "companyName",
    "website",
    "phoneNumber",
    "endUserSupportHelpURL",
    "supportPhoneNumber",
    "address1",
    "address2",
    "city",
    "state",
    "country",
    "postalCode",
];
/// Hours that Okta's support may look in, once granted or extended.
const SUPPORT_HOURS: i64 = 24;

fn stored(org: &Org, name: &str) -> Object {
    org.docs.get("org", name).cloned().unwrap_or_default()
}

fn get(org: &Org, _call: &Call<'_>) -> Answer {
    let identity = &org.identity;
    let created = identity.created.to_string();
    let mut shown = json!({
        "id": identity.id, "subdomain": identity.subdomain, "companyName": identity.company, "status": "ACTIVE",
        "expiresAt": null, "created": created, "lastUpdated": created, "website": "", "phoneNumber": "",
        "endUserSupportHelpURL": "", "supportPhoneNumber": "", "address1": null, "address2": null, "city": null,
        "state": null, "country": null, "postalCode": null,
        "_links": {
            "preferences": {"href": "{{org}}/api/v1/org/preferences"},
            "uploadLogo": {"href": "{{org}}/api/v1/org/logo", "hints": {"allow": ["POST"]}},
            "oktaCommunication": {"href": "{{org}}/api/v1/org/privacy/oktaCommunication"},
            "logo": null,
            "oktaSupport": {"href": "{{org}}/api/v1/org/privacy/oktaSupport"},
            "contacts": {"href": "{{org}}/api/v1/org/contacts"},
        },
    });
    for (name, value) in stored(org, "settings") {
        shown[name] = value;
    }
    Ok(Reply::json(shown))
}

/// PUT replaces, POST changes what is named.
fn update(org: &mut Org, call: &Call<'_>) -> Answer {
    let body = call.object()?;
    let whole = call.request.method == http::Method::PUT;
    let mut settings = if whole {
        Object::new()
    } else {
        stored(org, "settings")
    };
    for name in WRITABLE {
        if let Some(value) = body.get(*name) {
            settings.insert((*name).to_owned(), value.clone());
        }
    }
    settings.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
    org.docs.put("org", "settings", settings);
    org.log_event(call, "system.org.settings.update", &[]);
    get(org, call)
}

fn contacts(_org: &Org, _call: &Call<'_>) -> Answer {
    let row = |kind: &str| {
        let name = kind.to_lowercase();
        json!({"contactType": kind, "_links": {name.clone(): {"href": format!("{{{{org}}}}/api/v1/org/contacts/{name}")}}})
    };
    Ok(Reply::json(json!([row("BILLING"), row("TECHNICAL")])))
}

fn contact(org: &Org, call: &Call<'_>) -> Answer {
    let kind = contact_kind(call)?;
    let chosen = stored(org, &kind)
        .get("userId")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let first = || org.users.iter().next().map(|(_, user)| user.id.to_string());
    let user = chosen.or_else(first).unwrap_or_default();
    Ok(Reply::json(
        json!({"userId": user, "_links": {"user": {"href": format!("{{{{org}}}}/api/v1/users/{user}")}}}),
    ))
}

fn set_contact(org: &mut Org, call: &Call<'_>) -> Answer {
    let kind = contact_kind(call)?;
    let body = call.object()?;
    let user = crate::org::text(&body, "userId").unwrap_or_default();
    org.users
        .find(user)
        .ok_or_else(|| Refusal::not_found(user, "User"))?;
    let mut document = Object::new();
    document.insert("userId".to_owned(), json!(user));
    org.docs.put("org", &kind, document);
    contact(org, call)
}

fn contact_kind(call: &Call<'_>) -> Result<String, Refusal> {
    let kind = call.param(0).to_lowercase();
    let known = kind == "billing" || kind == "technical";
    if known {
        Ok(kind)
    } else {
        Err(Refusal::not_found(call.param(0), "ContactType"))
    }
}

fn preferences(_org: &Org, _call: &Call<'_>) -> Answer {
    Ok(Reply::json(json!({"showEndUserFooter": true, "_links": {
        "hideEndUserFooter": {"href": "{{org}}/api/v1/org/preferences/hideEndUserFooter", "hints": {"allow": ["POST"]}},
    }})))
}

fn support(org: &Org, _call: &Call<'_>) -> Answer {
    let own = "{{org}}/api/v1/org/privacy/oktaSupport";
    let link = |step: &str| json!({"href": format!("{own}/{step}"), "hints": {"allow": ["POST"]}});
    let expiration = stored(org, "support")
        .get("expiration")
        .cloned()
        .unwrap_or(Value::Null);
    let open = !expiration.is_null();
    let links = if open {
        json!({"extend": link("extend"), "revoke": link("revoke")})
    } else {
        json!({"grant": link("grant")})
    };
    let word = if open { "ENABLED" } else { "DISABLED" };
    Ok(Reply::json(
        json!({"support": word, "expiration": expiration, "_links": links}),
    ))
}

fn set_support(org: &mut Org, call: &Call<'_>) -> Answer {
    let step = call.param(0).to_owned();
    let expiration = match step.as_str() {
        "grant" | "extend" => json!(call.now.plus_ms(SUPPORT_HOURS * 3_600_000).to_string()),
        "revoke" => Value::Null,
        _ => return Err(Refusal::not_found(&step, "Endpoint")),
    };
    let mut document = Object::new();
    document.insert("expiration".to_owned(), expiration);
    org.docs.put("org", "support", document);
    org.log_event(call, &format!("user.session.impersonation.{step}"), &[]);
    support(org, call)
}

fn communication(_org: &Org, _call: &Call<'_>) -> Answer {
    Ok(Reply::json(json!({"optOutEmailUsers": false, "_links": {
        "optOut": {"href": "{{org}}/api/v1/org/privacy/oktaCommunication/optOut", "hints": {"allow": ["POST"]}},
    }})))
}

fn threats(org: &Org, _call: &Call<'_>) -> Answer {
    let at = org.identity.created.to_string();
    let mut shown = json!({"action": "none", "excludeZones": [], "created": at, "lastUpdated": at, "_links": {
        "self": {"href": "{{org}}/api/v1/threats/configuration", "hints": {"allow": ["GET", "POST"]}},
    }});
    for (name, value) in stored(org, "threats") {
        shown[name] = value;
    }
    Ok(Reply::json(shown))
}

fn set_threats(org: &mut Org, call: &Call<'_>) -> Answer {
    let mut body = call.object()?;
    body.retain(|name, _| name == "action" || name == "excludeZones");
    body.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
    org.docs.put("org", "threats", body);
    org.log_event(call, "security.threat.configuration.update", &[]);
    threats(org, call)
}

fn default_type(org: &Org) -> Value {
    let id = &org.identity.user_type;
    let at = org.identity.created.to_string();
    json!({
        "id": id, "displayName": "User", "name": "user", "description": "Okta user profile template with default permission settings",
        "createdBy": "sprdefault0000005d7", "lastUpdatedBy": "sprdefault0000005d7", "created": at, "lastUpdated": at,
        "default": true,
        "_links": {
            "schema": {"rel": "schema", "href": format!("{{{{org}}}}/api/v1/meta/schemas/user/{}", id.replacen("oty", "osc", 1)), "method": "GET"},
            "self": {"rel": "self", "href": format!("{{{{org}}}}/api/v1/meta/types/user/{id}"), "method": "GET"},
        },
    })
}

fn user_types(org: &Org, _call: &Call<'_>) -> Answer {
    let more = org.docs.list("meta/types/user").cloned().map(Value::Object);
    Ok(Reply::json(Value::Array(
        std::iter::once(default_type(org)).chain(more).collect(),
    )))
}

fn user_type(org: &Org, call: &Call<'_>) -> Answer {
    let id = call.param(0);
    if id == org.identity.user_type || id == "default" {
        return Ok(Reply::json(default_type(org)));
    }
    let found = org
        .docs
        .get("meta/types/user", id)
        .ok_or_else(|| Refusal::not_found(id, "UserType"))?;
    Ok(Reply::json(Value::Object(found.clone())))
}

fn console_settings(_org: &Org, call: &Call<'_>) -> Answer {
    if call.param(0) != "admin-console" {
        return Err(Refusal::not_found(call.param(0), "AppInstance"));
    }
    Ok(Reply::json(
        json!({"sessionIdleTimeoutMinutes": 15, "sessionMaxLifetimeMinutes": 720}),
    ))
}
