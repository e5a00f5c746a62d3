//! Relations between users (`manager` and `subordinate`): their definitions, and who stands in them.

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::{text, users};
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::Org;

const READ: &str = "okta.linkedObjects.read";
const MANAGE: &str = "okta.linkedObjects.manage";
const DEFINITIONS: &str = "meta/schemas/user/linkedObjects";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/meta/schemas/user/linkedObjects", READ, list),
    write("POST", "/api/v1/meta/schemas/user/linkedObjects", MANAGE, define),
    read("GET", "/api/v1/meta/schemas/user/linkedObjects/{}", READ, get),
    write(
        "DELETE",
        "/api/v1/meta/schemas/user/linkedObjects/{}",
        MANAGE,
        drop_definition,
    ),
    read(
        "GET",
        "/api/v1/users/{}/linkedObjects/{}",
        "okta.users.read",
        related,
    ),
    write(
        "PUT",
        "/api/v1/users/{}/linkedObjects/{}/{}",
        "okta.users.manage",
        relate,
    ),
    write(
        "DELETE",
        "/api/v1/users/{}/linkedObjects/{}",
        "okta.users.manage",
        unrelate,
    ),
];

fn list(org: &Org, _call: &Call<'_>) -> Answer {
    let all = org.docs.list(DEFINITIONS).cloned().map(Value::Object);
    Ok(Reply::json(Value::Array(all.collect())))
}

fn define(org: &mut Org, call: &Call<'_>) -> Answer {
    let mut body = call.object()?;
    for side in ["primary", "associated"] {
        let name = side_name(&body, side).unwrap_or_default();
        if name.is_empty() {
            return Err(Refusal::validation(
                side,
                format!("{side}: The field cannot be left blank"),
            ));
        }
        if find(org, name).is_some() {
            return Err(Refusal::validation(
                side,
                "name: An object with this field already exists in the current organization",
            ));
        }
    }
    let name = side_name(&body, "primary").unwrap_or_default().to_owned();
    let own = format!("{{{{org}}}}/api/v1/meta/schemas/user/linkedObjects/{name}");
    body.insert("_links".to_owned(), json!({"self": {"href": own}}));
    org.docs.put(DEFINITIONS, &name, body.clone());
    Ok(Reply::json(Value::Object(body)).status(201))
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    let found = known(org, call.param(0))?;
    Ok(Reply::json(Value::Object(found.clone())))
}

fn drop_definition(org: &mut Org, call: &Call<'_>) -> Answer {
    let name = side_name(known(org, call.param(0))?, "primary")
        .unwrap_or_default()
        .to_owned();
    org.docs.remove(DEFINITIONS, &name);
    org.docs.remove_tree(&relation(&name));
    Ok(Reply::none())
}

/// Seen from the associated side, the one above; from the primary side, all below.
fn related(org: &Org, call: &Call<'_>) -> Answer {
    let (_, user) = users::within(org, call, "okta.users.read")?;
    let Some(definition) = find(org, call.param(1)) else {
        return Ok(Reply::json(json!([])));
    };
    let primary = side_name(definition, "primary").unwrap_or_default();
    let upward = primary == call.param(1);
    let rows = org.docs.entries(&relation(primary)).filter_map(|(below, row)| {
        let above = text(row, "above")?;
        let (own, other) = if upward { (below, above) } else { (above, below) };
        let href = format!("{{{{org}}}}/api/v1/users/{other}");
        (own == &*user.id).then(|| json!({"_links": {"self": {"href": href}}}))
    });
    Ok(Reply::json(Value::Array(rows.collect())))
}

/// `PUT /api/v1/users/{associated}/linkedObjects/{primary name}/{primary}`
fn relate(org: &mut Org, call: &Call<'_>) -> Answer {
    let (_, user) = users::within(org, call, "okta.users.manage")?;
    let below = user.id.to_string();
    let name = side_name(known(org, call.param(1))?, "primary")
        .unwrap_or_default()
        .to_owned();
    let above = org
        .find_user(call.param(2))
        .and_then(|user| org.users.get(user))
        .ok_or_else(|| Refusal::not_found(call.param(2), "User"))?;
    let mut row = Object::new();
    row.insert("above".to_owned(), json!(above.id));
    org.docs.put(&relation(&name), &below, row);
    Ok(Reply::none())
}

fn unrelate(org: &mut Org, call: &Call<'_>) -> Answer {
    let (_, user) = users::within(org, call, "okta.users.manage")?;
    let id = user.id.to_string();
    let definition = known(org, call.param(1))?;
    let name = side_name(definition, "primary").unwrap_or_default().to_owned();
    if name == call.param(1) {
        org.docs.remove(&relation(&name), &id);
    } else {
        let below: Vec<String> = org
            .docs
            .entries(&relation(&name))
            .filter(|(_, row)| text(row, "above") == Some(id.as_str()))
            .map(|(below, _)| below.to_owned())
            .collect();
        for one in below {
            org.docs.remove(&relation(&name), &one);
        }
    }
    Ok(Reply::none())
}

fn known<'o>(org: &'o Org, name: &str) -> Result<&'o Object, Refusal> {
    find(org, name).ok_or_else(|| Refusal::not_found(name, "LinkedObject"))
}

/// The definition in which a name stands on either side.
fn find<'o>(org: &'o Org, name: &str) -> Option<&'o Object> {
    let named = |definition: &&Object| {
        ["primary", "associated"]
            .iter()
            .any(|side| side_name(definition, side) == Some(name))
    };
    org.docs.list(DEFINITIONS).find(named)
}

fn side_name<'o>(definition: &'o Object, side: &str) -> Option<&'o str> {
    definition.get(side)?.get("name")?.as_str()
}

fn relation(name: &str) -> String {
    format!("relations/{name}")
}
