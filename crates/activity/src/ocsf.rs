//! Events as OCSF (https://schema.ocsf.io): an export view, made from columns alone.
//!
//! Classes of 1.8 by default; 1.9 moves account changes and user access to User Management (3007).

mod about;
mod classes;
mod finding;
mod schema;

#[cfg(test)]
mod tests;

pub use classes::{check, class_name};
pub use finding::{FindingState, finding};

use crate::event::{Event, Field, View};
use crate::normalise::time;
use classes::moved;
use serde_json::{Map, Value, json};

/// The version of the schema that the export speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Version {
    /// As Security Lake takes it.
    V1_5,
    /// The default.
    V1_8,
    /// With User Management in place of two deprecated classes.
    V1_9,
}

impl Version {
    const fn word(self) -> &'static str {
        match self {
            Self::V1_5 => "1.5.0",
            Self::V1_8 => "1.8.0",
            Self::V1_9 => "1.9.0",
        }
    }
}

/// One event as OCSF.
pub fn export(event: &Event<'_>, version: Version) -> Value {
    let number = |field| event.number(field).unwrap_or(0.0) as u32;
    let action = event.get(Field::Action).unwrap_or("other");
    let (class, activity) = moved(
        (number(Field::ClassUid), number(Field::ActivityId)),
        action,
        version,
    );
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        if !is_empty(&value) {
            out.insert(name.to_owned(), value);
        }
    };
    put("activity_id", json!(activity));
    put("category_uid", json!(class / 1_000));
    put("class_uid", json!(class));
    put("class_name", json!(class_name(class)));
    put("type_uid", json!(class * 100 + activity));
    put("time", json!(event.time().0.div_euclid(1_000)));
    put("time_dt", json!(time::to_text(event.time())));
    put("severity_id", json!(number(Field::SeverityId)));
    let status = event.get(Field::Status).unwrap_or("unknown");
    let is_finding = class == 2004;
    put(
        "status_id",
        json!(match status {
            // Of a finding it says whether somebody works on it.
            _ if is_finding => 1,
            "success" => 1,
            "failure" => 2,
            _ => 99,
        }),
    );
    put("status", json!(if is_finding { "New" } else { status }));
    put("status_detail", text(event, Field::StatusDetail));
    put("message", json!(event.get(Field::EventType)));
    put("metadata", metadata(event, version));
    let who = object([("user", user(event)), ("session", session(event))]);
    let agent = object([("user_agent", text(event, Field::UserAgent))]);
    if is_finding {
        let evidence = object([
            ("actor", who),
            ("src_endpoint", endpoint(event)),
            ("http_request", agent),
        ]);
        put("evidences", json!([evidence]));
    } else {
        put("actor", who);
        put("src_endpoint", endpoint(event));
        put("http_request", agent);
    }
    about::put(event, class, &mut put);
    put("unmapped", unmapped(event));
    Value::Object(out)
}

fn metadata(event: &Event<'_>, version: Version) -> Value {
    let (product, vendor) = match event.get(Field::Source) {
        Some("okta") => ("System Log", "Okta"),
        Some("aws") => ("CloudTrail", "AWS"),
        Some("github") => ("Audit Log", "GitHub"),
        Some("teleport") => ("Audit Log", "Teleport"),
        _ => ("Portolan", "Portolan"),
    };
    object([
        ("version", json!(version.word())),
        ("uid", text(event, Field::Uid)),
        ("event_code", text(event, Field::EventType)),
        ("product", json!({ "name": product, "vendor_name": vendor })),
        ("tenant_uid", text(event, Field::SourceOrg)),
        // The actor of classes of identity belongs to the profile of hosts.
        ("profiles", json!(["datetime", "host"])),
    ])
}

fn user(event: &Event<'_>) -> Value {
    let kind = event.get(Field::ActorKind).unwrap_or("");
    let type_id = match kind {
        "user" => 1,
        "admin" => 2,
        "system" => 3,
        "" => 0,
        _ => 99,
    };
    let name = event.get(Field::ActorName);
    object([
        ("uid", text(event, Field::ActorId)),
        (
            "name",
            json!(name.or(event.get(Field::ActorId)).unwrap_or("unknown")),
        ),
        ("email_addr", json!(name.filter(|name| name.contains('@')))),
        ("uid_alt", text(event, Field::IdentityId)),
        ("credential_uid", text(event, Field::CredentialId)),
        ("type_id", json!(type_id)),
        ("type", json!(Some(kind).filter(|kind| !kind.is_empty()))),
    ])
}

fn session(event: &Event<'_>) -> Value {
    object([
        ("uid", text(event, Field::SessionId)),
        ("is_mfa", json!(event.truth(Field::IsMfa))),
    ])
}

fn endpoint(event: &Event<'_>) -> Value {
    let asn = object([
        // Whole numbers are written as such: many readers take `64499.0` for no integer.
        ("number", json!(event.number(Field::Asn).map(|asn| asn as u64))),
        ("name", text(event, Field::AsOrg)),
    ]);
    let place = event.place();
    let location = object([
        ("country", text(event, Field::Country)),
        ("region", text(event, Field::Region)),
        ("city", text(event, Field::City)),
        ("lat", json!(place.map(|place| place.0))),
        ("long", json!(place.map(|place| place.1))),
    ]);
    object([
        ("ip", text(event, Field::Ip)),
        (
            "svc_name",
            if event.get(Field::Ip).is_none() {
                json!(event.get(Field::AsOrg).unwrap_or("unknown"))
            } else {
                Value::Null
            },
        ),
        ("autonomous_system", asn),
        ("location", location),
        ("uid", text(event, Field::DeviceId)),
    ])
}

/// Columns without a place in the class.
fn unmapped(event: &Event<'_>) -> Value {
    let list = |field| event.items(field).collect::<Vec<_>>();
    object([
        ("action", text(event, Field::Action)),
        ("targets", json!(list(Field::TargetIds))),
        ("signals", json!(list(Field::Signals))),
        ("changes", text(event, Field::Changes)),
        ("risk_level", text(event, Field::RiskLevel)),
        ("auth_method", text(event, Field::AuthMethod)),
        ("on_behalf_of", text(event, Field::OnBehalfOf)),
        ("idp", text(event, Field::IdpId)),
        ("session_root", text(event, Field::SessionRoot)),
    ])
}

fn text(event: &Event<'_>, field: Field) -> Value {
    json!(event.get(field))
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let kept = members.into_iter().filter(|(_, value)| !is_empty(value));
    Value::Object(kept.map(|(name, value)| (name.to_owned(), value)).collect())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
