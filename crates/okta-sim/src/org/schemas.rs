//! Schemas of users and groups: which attributes profiles have, those of Okta and those added here; and user types.

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::apps::lay;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::Org;

const READ: &str = "okta.schemas.read";
const MANAGE: &str = "okta.schemas.manage";
const TYPES_MANAGE: &str = "okta.userTypes.manage";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/meta/schemas/user/{}", READ, user),
    write("POST", "/api/v1/meta/schemas/user/{}", MANAGE, change_user),
    read("GET", "/api/v1/meta/schemas/group/default", READ, group),
    write("POST", "/api/v1/meta/schemas/group/default", MANAGE, change_group),
    write("POST", "/api/v1/meta/types/user", TYPES_MANAGE, create_type),
    write("PUT", "/api/v1/meta/types/user/{}", TYPES_MANAGE, change_type),
    write("POST", "/api/v1/meta/types/user/{}", TYPES_MANAGE, change_type),
    write("DELETE", "/api/v1/meta/types/user/{}", TYPES_MANAGE, delete_type),
];

/// Attributes of every user: name, title, what the person may do with it, format.
const BASE: &[(&str, &str, &str, Option<&str>)] = &[
    ("login", "Username", "READ_WRITE", None),
    ("firstName", "First name", "READ_WRITE", None),
    ("lastName", "Last name", "READ_WRITE", None),
    ("middleName", "Middle name", "READ_ONLY", None),
    ("honorificPrefix", "Honorific prefix", "READ_ONLY", None),
    ("honorificSuffix", "Honorific suffix", "READ_ONLY", None),
    ("email", "Primary email", "READ_WRITE", Some("email")),
    ("title", "Title", "READ_ONLY", None),
    ("displayName", "Display name", "READ_ONLY", None),
    ("nickName", "Nickname", "READ_ONLY", None),
    ("profileUrl", "Profile Url", "READ_ONLY", Some("uri")),
    ("secondEmail", "Secondary email", "READ_WRITE", Some("email")),
    ("mobilePhone", "Mobile phone", "READ_WRITE", None),
    ("primaryPhone", "Primary phone", "HIDE", None),
    ("streetAddress", "Street address", "HIDE", None),
    ("city", "City", "HIDE", None),
    ("state", "State", "HIDE", None),
    ("zipCode", "Zip code", "HIDE", None),
    ("countryCode", "Country code", "HIDE", Some("country-code")),
    ("postalAddress", "Postal Address", "HIDE", None),
    (
        "preferredLanguage",
        "Preferred language",
        "READ_ONLY",
        Some("language-code"),
    ),
    ("locale", "Locale", "READ_ONLY", Some("locale")),
    ("timezone", "Time zone", "READ_ONLY", Some("timezone")),
    ("userType", "User type", "READ_ONLY", None),
    ("employeeNumber", "Employee number", "READ_ONLY", None),
    ("costCenter", "Cost center", "READ_ONLY", None),
    ("organization", "Organization", "READ_ONLY", None),
    ("division", "Division", "READ_ONLY", None),
    ("department", "Department", "READ_ONLY", None),
    ("managerId", "ManagerId", "READ_ONLY", None),
    ("manager", "Manager", "READ_ONLY", None),
];

fn user(org: &Org, call: &Call<'_>) -> Answer {
    let key = user_key(org, call)?;
    Ok(Reply::json(user_schema(org, &key)))
}

fn change_user(org: &mut Org, call: &Call<'_>) -> Answer {
    let key = user_key(org, call)?;
    change(org, call, &key)?;
    Ok(Reply::json(user_schema(org, &key)))
}

fn group(org: &Org, _call: &Call<'_>) -> Answer {
    Ok(Reply::json(group_schema(org)))
}

fn change_group(org: &mut Org, call: &Call<'_>) -> Answer {
    change(org, call, "group")?;
    Ok(Reply::json(group_schema(org)))
}

/// `default`, or the schema of the type with this id.
fn user_key(org: &Org, call: &Call<'_>) -> Result<String, Refusal> {
    let id = call.param(0);
    let default = org.identity.user_type.replacen("oty", "osc", 1);
    if id == "default" || id == default {
        return Ok("default".to_owned());
    }
    let known = id
        .strip_prefix("osc")
        .is_some_and(|rest| org.docs.get("meta/types/user", &format!("oty{rest}")).is_some());
    if known {
        Ok(id.to_owned())
    } else {
        Err(Refusal::not_found(id, "Schema"))
    }
}

/// Adds, changes and (with null) deletes attributes of its own; of Okta's own only permissions and masters change.
fn change(org: &mut Org, call: &Call<'_>, key: &str) -> Result<(), Refusal> {
    let body = call.object()?;
    let mut kept = org.docs.get("meta/schemas", key).cloned().unwrap_or_default();
    let given = |part: &str| -> Option<Object> {
        let definitions = body.get("definitions")?;
        definitions.get(part)?.get("properties")?.as_object().cloned()
    };
    for (name, property) in given("custom").unwrap_or_default() {
        if property.is_null() {
            kept.remove(&name);
            continue;
        }
        let mut whole = json!({
            "mutability": "READ_WRITE", "scope": "NONE", "permissions": [{"principal": "SELF", "action": "READ_ONLY"}],
            "master": {"type": "PROFILE_MASTER"},
        });
        lay(&mut whole, property);
        if let Value::Object(whole) = &mut whole {
            whole.retain(|name, value| !(value.is_null() || name == "required" && *value == false));
        }
        if text(whole.as_object().unwrap_or(&Object::new()), "title").is_none() {
            return Err(Refusal::validation(
                "title",
                "title: The field cannot be left blank",
            ));
        }
        kept.insert(name, whole);
    }
    for (name, property) in given("base").unwrap_or_default() {
        if BASE.iter().any(|(known, ..)| *known == name) {
            kept.insert(format!("~{name}"), property);
        }
    }
    kept.insert("~changed".to_owned(), json!(call.now));
    org.docs.put("meta/schemas", key, kept);
    Ok(())
}

fn base(kept: &Object) -> Value {
    let mut properties = Object::new();
    for (name, title, action, format) in BASE {
        let mut property = json!({
            "title": title, "type": "string", "mutability": "READ_WRITE", "scope": "NONE",
            "permissions": [{"principal": "SELF", "action": action}], "master": {"type": "PROFILE_MASTER"},
        });
        if let Some(format) = format {
            property["format"] = json!(format);
        }
        let (least, most) = match *name {
            "login" => (Some(5), Some(100)),
            "firstName" | "lastName" => (Some(1), Some(50)),
            "mobilePhone" | "primaryPhone" => (None, Some(100)),
            _ => (None, None),
        };
        for (member, value) in [("minLength", least), ("maxLength", most)] {
            if let Some(value) = value {
                property[member] = json!(value);
            }
        }
        if matches!(*name, "login" | "firstName" | "email") {
            property["required"] = json!(true);
        }
        if let Some(changed) = kept.get(&format!("~{name}")) {
            lay(&mut property, changed.clone());
        }
        properties.insert((*name).to_owned(), property);
    }
    json!({"id": "#base", "type": "object", "properties": properties, "required": ["login", "firstName", "email"]})
}

fn user_schema(org: &Org, key: &str) -> Value {
    let kept = org.docs.get("meta/schemas", key).cloned().unwrap_or_default();
    let kind = match key.strip_prefix("osc") {
        Some(rest) => format!("oty{rest}"),
        None => org.identity.user_type.clone(),
    };
    let schema = kind.replacen("oty", "osc", 1);
    let mut whole = frame(org, &kept, "user", key);
    lay(
        &mut whole,
        json!({
            "title": "User", "description": "Okta user profile template with default permission settings",
            "definitions": {"base": base(&kept)},
            "_links": {
                "self": {"rel": "self", "href": format!("{{{{org}}}}/api/v1/meta/schemas/user/{schema}"), "method": "GET"},
                "type": {"rel": "type", "href": format!("{{{{org}}}}/api/v1/meta/types/user/{kind}"), "method": "GET"},
            },
        }),
    );
    whole
}

fn group_schema(org: &Org) -> Value {
    let kept = org.docs.get("meta/schemas", "group").cloned().unwrap_or_default();
    let property = |title: &str, required: Option<bool>, most: u32| {
        let mut property = json!({
            "title": title, "description": title, "type": "string", "mutability": "READ_WRITE", "scope": "NONE",
            "maxLength": most, "permissions": [{"principal": "SELF", "action": "READ_WRITE"}],
            "master": {"type": "PROFILE_MASTER"},
        });
        if let Some(required) = required {
            property["required"] = json!(required);
        }
        property
    };
    let mut whole = frame(org, &kept, "group", "default");
    lay(
        &mut whole,
        json!({
            "title": "Okta group", "description": "Okta group profile template",
            "definitions": {"base": {"id": "#base", "type": "object", "required": ["name"], "properties": {
                "name": property("Name", Some(true), 255), "description": property("Description", None, 1024),
            }}},
            "_links": {
                "self": {"rel": "self", "href": "{{org}}/api/v1/meta/schemas/group/default", "method": "GET"},
            },
        }),
    );
    whole
}

/// What schemas of all kinds have.
fn frame(org: &Org, kept: &Object, kind: &str, key: &str) -> Value {
    let own: Object = kept
        .iter()
        .filter(|(name, _)| !name.starts_with('~'))
        .map(|(name, property)| (name.clone(), property.clone()))
        .collect();
    let created = json!(org.identity.created);
    json!({
        "id": format!("{{{{org}}}}/meta/schemas/{kind}/{key}"), "$schema": "http://json-schema.org/draft-04/schema#",
        "name": kind, "created": created, "lastUpdated": kept.get("~changed").unwrap_or(&created), "type": "object",
        "definitions": {"custom": {"id": "#custom", "type": "object", "properties": own, "required": []}},
        "properties": {"profile": {"allOf": [{"$ref": "#/definitions/custom"}, {"$ref": "#/definitions/base"}]}},
    })
}

/// `POST /api/v1/meta/types/user`
fn create_type(org: &mut Org, call: &Call<'_>) -> Answer {
    let body = call.object()?;
    let name = text(&body, "name").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Refusal::validation("name", "name: The field cannot be left blank"))?;
    let taken = org
        .docs
        .list(TYPES)
        .any(|known| text(known, "name") == Some(name));
    if taken || name == "user" {
        return Err(Refusal::validation(
            "name",
            "name: An object with this field already exists in the current organization",
        ));
    }
    let id = org.mint.id("oty");
    let shown = user_type(call, &id, &body, name, call.now.to_string());
    org.docs.put(TYPES, &id, shown.clone());
    Ok(Reply::json(Value::Object(shown)))
}

/// `PUT` and `POST` of one type; its name stays.
fn change_type(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = call.param(0).to_owned();
    let before = org
        .docs
        .get(TYPES, &id)
        .ok_or_else(|| Refusal::not_found(&id, "UserType"))?;
    let mut body = before.clone();
    body.extend(call.object()?);
    let name = text(before, "name").unwrap_or_default();
    let created = text(before, "created").unwrap_or_default().to_owned();
    let shown = user_type(call, &id, &body, name, created);
    org.docs.put(TYPES, &id, shown.clone());
    Ok(Reply::json(Value::Object(shown)))
}

fn delete_type(org: &mut Org, call: &Call<'_>) -> Answer {
    let removed = org.docs.remove(TYPES, call.param(0));
    removed.ok_or_else(|| Refusal::not_found(call.param(0), "UserType"))?;
    Ok(Reply::none())
}

const TYPES: &str = "meta/types/user";

fn user_type(call: &Call<'_>, id: &str, body: &Object, name: &str, created: String) -> Object {
    let by = &call.caller.credential;
    let schema = id.replacen("oty", "osc", 1);
    let shown = json!({
        "id": id, "name": name, "displayName": text(body, "displayName").unwrap_or(name),
        "description": text(body, "description"), "createdBy": by, "lastUpdatedBy": by, "created": created,
        "lastUpdated": call.now, "default": false,
        "_links": {
            "schema": {"rel": "schema", "href": format!("{{{{org}}}}/api/v1/meta/schemas/user/{schema}"), "method": "GET"},
            "self": {"rel": "self", "href": format!("{{{{org}}}}/api/v1/meta/types/user/{id}"), "method": "GET"},
        },
    });
    match shown {
        Value::Object(shown) => shown,
        _ => Object::new(),
    }
}
