//! What Okta adds to policies and rules that callers leave out.

use serde_json::{Value, json};

use crate::org::apps::lay;
use crate::reply::Object;

/// Completes a policy of a type.
pub(super) fn policy(kind: &str, body: &mut Object) {
    let known = match kind {
        "PASSWORD" => json!({"settings": {"password": {
            "complexity": {"excludeAttributes": []},
            "breachedProtection": {"expireAfterDays": null, "logoutEnabled": false, "delegatedWorkflowId": null},
        }}}),
        _ => return,
    };
    if body.get("settings").is_some() {
        complete(body, known);
    }
    if let Some(settings) = body.get_mut("settings").and_then(Value::as_object_mut) {
        settings.remove("type");
    }
}

/// Completes a rule of a type.
pub(super) fn rule(kind: &str, body: &mut Object) {
    let known = match kind {
        "SIGN_ON" => json!({
            "conditions": {"people": {"users": {"exclude": []}}},
            "actions": {"signon": {"primaryFactor": "PASSWORD_IDP_ANY_FACTOR"}},
        }),
        "ACCESS_POLICY" => json!({
            "conditions": {
                "people": {"users": {"exclude": []}}, "network": {"connection": "ANYWHERE"},
                "riskScore": {"level": "ANY"}, "userType": {"include": [], "exclude": []},
            },
            "actions": {"appSignOn": {"keepMeSignedIn": {"postAuth": "NOT_ALLOWED"}}},
        }),
        "PASSWORD" | "MFA_ENROLL" => json!({"conditions": {"people": {"users": {"exclude": []}}}}),
        _ => return,
    };
    if kind == "ACCESS_POLICY" {
        blank_platform(body);
    }
    complete(body, known);
}

/// A platform condition without platforms is none.
fn blank_platform(body: &mut Object) {
    let Some(conditions) = body.get_mut("conditions").and_then(Value::as_object_mut) else {
        return;
    };
    let blank = |platform: &Value| {
        platform.as_object().is_some_and(|platform| {
            platform
                .values()
                .all(|value| value.is_null() || value.as_array().is_some_and(Vec::is_empty))
        })
    };
    if conditions.get("platform").is_some_and(blank) {
        conditions.remove("platform");
    } else if let Some(Value::Object(platform)) = conditions.get_mut("platform") {
        platform.entry("exclude").or_insert_with(|| json!([]));
    }
}

/// Lays what the caller gave over what Okta adds; null counts as not given.
fn complete(body: &mut Object, mut known: Value) {
    for (name, value) in std::mem::take(body) {
        match known.get_mut(&name) {
            Some(slot) if !value.is_null() => lay(slot, value),
            Some(_) => {}
            None => known[name] = value,
        }
    }
    if let Value::Object(whole) = known {
        *body = whole;
    }
}
