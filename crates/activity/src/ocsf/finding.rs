//! An alert as a Detection Finding (2004).

use super::{Version, is_empty, object};
use crate::detect::Alert;
use crate::normalise::time;
use serde_json::{Map, Value, json};

/// Where an alert stands, for OCSF's `status_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingState {
    /// Nobody works on it.
    New,
    /// Somebody does, or has looked.
    InProgress,
    /// It is done with.
    Resolved,
}

impl FindingState {
    /// Of the status of an alert.
    pub fn of_status(status: &str) -> Self {
        match status {
            "in_progress" | "triaged" => Self::InProgress,
            "resolved" | "closed" => Self::Resolved,
            _ => Self::New,
        }
    }

    const fn number(self) -> u32 {
        match self {
            Self::New => 1,
            Self::InProgress => 2,
            Self::Resolved => 4,
        }
    }
}

/// An alert as OCSF; `url` leads to it.
pub fn finding(alert: &Alert, state: FindingState, url: &str, version: Version) -> Value {
    let (create, update) = (1, 2);
    let activity = if alert.findings > 1 { update } else { create };
    let ms = |moment: crate::event::Moment| moment.0.div_euclid(1_000);
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        if !is_empty(&value) {
            out.insert(name.to_owned(), value);
        }
    };
    put("activity_id", json!(activity));
    put("category_uid", json!(2));
    put("class_uid", json!(2004));
    put("class_name", json!(super::class_name(2004)));
    put("type_uid", json!(200_400 + activity));
    put("time", json!(ms(alert.last_seen)));
    put("time_dt", json!(time::to_text(alert.last_seen)));
    put("start_time", json!(ms(alert.first_seen)));
    put("end_time", json!(ms(alert.last_seen)));
    put("count", json!(alert.findings));
    put("severity_id", json!(alert.severity.ocsf()));
    put("severity", json!(alert.severity.word()));
    put("status_id", json!(state.number()));
    put("is_alert", json!(true));
    put("message", json!(alert.title));
    put("metadata", metadata(alert, version));
    put("finding_info", info(alert, url));
    put("evidences", evidences(alert));
    put("resources", resources(alert));
    put("remediation", remediation(alert));
    Value::Object(out)
}

fn metadata(alert: &Alert, version: Version) -> Value {
    json!({
        "version": version.word(),
        "uid": alert.id,
        "product": { "name": "Portolan", "vendor_name": "Portolan" },
        "profiles": ["datetime"],
    })
}

fn info(alert: &Alert, url: &str) -> Value {
    let tactic = alert.tactics.first().map(|name| json!({ "name": name }));
    let techniques = alert
        .techniques
        .iter()
        .map(|uid| object([("technique", json!({ "uid": uid })), ("tactic", json!(tactic))]));
    let mut attacks: Vec<Value> = techniques.collect();
    if attacks.is_empty() {
        attacks.extend(tactic.iter().map(|tactic| json!({ "tactic": tactic })));
    }
    let evidence = alert.evidence.iter();
    let related: Vec<Value> = evidence
        .map(|event| json!({ "uid": event.uid, "type": event.event_type, "product_uid": event.source }))
        .collect();
    object([
        ("uid", json!(alert.id)),
        ("title", json!(alert.title)),
        (
            "analytic",
            // 1 is a rule.
            json!({ "uid": alert.rule, "name": alert.rule, "type_id": 1, "type": "Rule" }),
        ),
        ("attacks", json!(attacks)),
        ("first_seen_time", json!(alert.first_seen.0.div_euclid(1_000))),
        ("last_seen_time", json!(alert.last_seen.0.div_euclid(1_000))),
        ("related_events", json!(related)),
        (
            "related_events_count",
            json!(alert.evidence.len() as u64 + alert.evidence_left_off),
        ),
        ("src_url", json!(Some(url).filter(|url| !url.is_empty()))),
    ])
}

fn evidences(alert: &Alert) -> Value {
    let about = &alert.about;
    let text = |text: &str| json!(Some(text).filter(|text| !text.is_empty()));
    let user = object([
        ("uid", text(&about.actor_id)),
        ("name", text(&about.actor_name)),
        ("uid_alt", text(&about.person)),
    ]);
    let location = object([("country", text(&about.country))]);
    let actor = object([
        ("user", user),
        ("session", object([("uid", text(&about.session_id))])),
    ]);
    let evidence = object([
        ("actor", actor),
        (
            "src_endpoint",
            object([("ip", text(&about.ip)), ("location", location)]),
        ),
    ]);
    if is_empty(&evidence) {
        return Value::Null;
    }
    json!([evidence])
}

fn resources(alert: &Alert) -> Value {
    let text = |text: &str| json!(Some(text).filter(|text| !text.is_empty()));
    let target = object([
        ("name", text(&alert.about.target)),
        ("type", text(&alert.about.target_kind)),
    ]);
    if target.get("name").is_none() {
        return Value::Null;
    }
    json!([target])
}

fn remediation(alert: &Alert) -> Value {
    if alert.steps.is_empty() {
        return Value::Null;
    }
    json!({ "desc": alert.steps.join("\n") })
}
