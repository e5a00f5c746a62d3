//! What OCSF knows of the objects that the export writes (https://github.com/ocsf/ocsf-schema, objects that are the same
//! in 1.5, 1.8 and 1.9): their attributes, those that must be there, and those of which one must be there.

use serde_json::Value;

/// What an attribute holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Holds {
    Text,
    /// A whole number.
    Number,
    /// A number that may have a fraction.
    Fraction,
    Truth,
    /// Milliseconds since the epoch.
    Time,
    Texts,
    One(&'static str),
    Many(&'static str),
    /// Any JSON.
    Any,
}

use Holds::{Any, Fraction, Many, Number, One, Text, Texts, Time, Truth};

/// An object: name, attributes, those that are required, those of which one is.
type Object = (
    &'static str,
    &'static [(&'static str, Holds)],
    &'static [&'static str],
    &'static [&'static str],
);

/// Members of every event, then those of classes.
const EVENT: &[(&str, Holds)] = &[
    ("activity_id", Number),
    ("category_uid", Number),
    ("class_uid", Number),
    ("class_name", Text),
    ("type_uid", Number),
    ("time", Time),
    ("time_dt", Text),
    ("start_time", Time),
    ("end_time", Time),
    ("count", Number),
    ("severity_id", Number),
    ("severity", Text),
    ("status_id", Number),
    ("status", Text),
    ("status_detail", Text),
    ("message", Text),
    ("metadata", One("metadata")),
    ("unmapped", Any),
];
const IAM: &[(&str, Holds)] = &[
    ("actor", One("actor")),
    ("src_endpoint", One("network_endpoint")),
    ("http_request", One("http_request")),
];
const OF_CLASS: &[(u32, &[(&str, Holds)])] = &[
    (
        2004,
        &[
            ("finding_info", One("finding_info")),
            ("evidences", Many("evidences")),
            ("resources", Many("resource_details")),
            ("remediation", One("remediation")),
            ("is_alert", Truth),
        ],
    ),
    (3001, &[("user", One("user"))]),
    (
        3002,
        &[
            ("user", One("user")),
            ("service", One("service")),
            ("session", One("session")),
            ("is_mfa", Truth),
        ],
    ),
    (
        3003,
        &[
            ("user", One("user")),
            ("session", One("session")),
            ("privileges", Texts),
        ],
    ),
    (3004, &[("entity", One("managed_entity"))]),
    (3005, &[("user", One("user")), ("privileges", Texts)]),
    (
        3006,
        &[
            ("user", One("user")),
            ("group", One("group")),
            ("privileges", Texts),
        ],
    ),
    (3007, &[("user", One("user")), ("privileges", Texts)]),
    (
        6003,
        &[("api", One("api")), ("resources", Many("resource_details"))],
    ),
];

const OBJECTS: &[Object] = &[
    (
        "metadata",
        &[
            ("version", Text),
            ("uid", Text),
            ("event_code", Text),
            ("tenant_uid", Text),
            ("profiles", Texts),
            ("product", One("product")),
        ],
        &["version", "product"],
        &[],
    ),
    (
        "product",
        &[("name", Text), ("vendor_name", Text)],
        &["vendor_name"],
        &["name", "uid"],
    ),
    (
        "actor",
        &[("user", One("user")), ("session", One("session"))],
        &[],
        &["user", "session", "process", "idp", "app_name", "invoked_by"],
    ),
    (
        "user",
        &[
            ("uid", Text),
            ("name", Text),
            ("email_addr", Text),
            ("uid_alt", Text),
            ("credential_uid", Text),
            ("type_id", Number),
            ("type", Text),
        ],
        &[],
        &["account", "name", "uid"],
    ),
    ("session", &[("uid", Text), ("is_mfa", Truth)], &[], &[]),
    (
        "network_endpoint",
        &[
            ("ip", Text),
            ("uid", Text),
            ("svc_name", Text),
            ("autonomous_system", One("autonomous_system")),
            ("location", One("location")),
        ],
        &[],
        &["ip", "uid", "name", "hostname", "svc_name"],
    ),
    (
        "autonomous_system",
        &[("number", Number), ("name", Text)],
        &[],
        &["number", "name"],
    ),
    (
        "location",
        &[
            ("country", Text),
            ("region", Text),
            ("city", Text),
            ("lat", Fraction),
            ("long", Fraction),
        ],
        &[],
        &[],
    ),
    ("http_request", &[("user_agent", Text)], &[], &[]),
    ("service", &[("name", Text)], &[], &["name", "uid"]),
    (
        "managed_entity",
        &[("name", Text), ("uid", Text), ("type", Text)],
        &[],
        &["name", "uid"],
    ),
    (
        "group",
        &[("name", Text), ("uid", Text), ("type", Text)],
        &[],
        &["name", "uid"],
    ),
    (
        "resource_details",
        &[("name", Text), ("uid", Text), ("type", Text)],
        &[],
        &["name", "uid"],
    ),
    (
        "api",
        &[("operation", Text), ("service", One("service"))],
        &["operation"],
        &[],
    ),
    (
        "finding_info",
        &[
            ("uid", Text),
            ("title", Text),
            ("analytic", One("analytic")),
            ("attacks", Many("attack")),
            ("first_seen_time", Time),
            ("last_seen_time", Time),
            ("related_events", Many("related_event")),
            ("related_events_count", Number),
            ("src_url", Text),
        ],
        &["uid"],
        &[],
    ),
    (
        "analytic",
        &[("uid", Text), ("name", Text), ("type_id", Number), ("type", Text)],
        &["type_id"],
        &["name", "uid"],
    ),
    (
        "attack",
        &[("technique", One("technique")), ("tactic", One("tactic"))],
        &[],
        &["technique", "tactic", "sub_technique"],
    ),
    ("technique", &[("uid", Text)], &[], &["name", "uid"]),
    ("tactic", &[("name", Text)], &[], &["name", "uid"]),
    (
        "related_event",
        &[("uid", Text), ("type", Text), ("product_uid", Text)],
        &["uid"],
        &[],
    ),
    (
        "evidences",
        &[
            ("actor", One("actor")),
            ("src_endpoint", One("network_endpoint")),
            ("http_request", One("http_request")),
        ],
        &[],
        &["actor", "src_endpoint", "api", "data", "user"],
    ),
    ("remediation", &[("desc", Text)], &["desc"], &[]),
];

/// What in an event its class or an object of it does not know, or lacks.
pub(super) fn breaches(event: &Value, class: u32) -> Vec<String> {
    let mut breaches = Vec::new();
    let of_class = OF_CLASS.iter().find(|(uid, _)| *uid == class);
    let of_class = of_class.map_or(&[][..], |(_, members)| *members);
    let of_category = if class == 2004 { &[][..] } else { IAM };
    for (name, value) in event.as_object().into_iter().flatten() {
        let mut known = EVENT.iter().chain(of_category).chain(of_class);
        match known.find(|(member, _)| member == name) {
            Some((_, holds)) => hold(value, *holds, name, &mut breaches),
            None => breaches.push(format!("class {class} has no {name}")),
        }
    }
    breaches
}

fn hold(value: &Value, holds: Holds, path: &str, breaches: &mut Vec<String>) {
    let is_so = match holds {
        Text => value.is_string(),
        Fraction => value.is_number(),
        // JSON has one kind of number; a float that happens to be whole is none of the schema's integers.
        Number | Time => value.is_i64() || value.is_u64(),
        Truth => value.is_boolean(),
        Any => true,
        Texts => value
            .as_array()
            .is_some_and(|items| items.iter().all(Value::is_string)),
        One(name) => return object(value, name, path, breaches),
        Many(name) => {
            for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                object(item, name, &format!("{path}[{at}]"), breaches);
            }
            value.is_array()
        }
    };
    if !is_so {
        breaches.push(format!("{path} is no {holds:?}"));
    }
}

fn object(value: &Value, name: &str, path: &str, breaches: &mut Vec<String>) {
    let Some((_, known, needed, one_of)) = OBJECTS.iter().find(|(known, ..)| *known == name) else {
        breaches.push(format!("{path}: no object {name}"));
        return;
    };
    let Some(members) = value.as_object() else {
        breaches.push(format!("{path} is no {name}"));
        return;
    };
    for (member, value) in members {
        let path = format!("{path}.{member}");
        match known.iter().find(|(known, _)| known == member) {
            Some((_, holds)) => hold(value, *holds, &path, breaches),
            None => breaches.push(format!("{name} has no {path}")),
        }
    }
    let missing = needed.iter().filter(|member| !members.contains_key(**member));
    breaches.extend(missing.map(|member| format!("{path} needs {member}")));
    if !one_of.is_empty() && !one_of.iter().any(|member| members.contains_key(*member)) {
        breaches.push(format!("{path} needs one of {one_of:?}"));
    }
}
