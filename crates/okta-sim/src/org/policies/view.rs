//! How policies and rules look from outside: the stored document with links that depend on status.

use serde_json::json;

use crate::org::text;
use crate::reply::Object;

/// A policy with its links.
pub(super) fn policy(document: &Object) -> Object {
    let own = format!(
        "{{{{org}}}}/api/v1/policies/{}",
        text(document, "id").unwrap_or_default()
    );
    let mut shown = linked(document, &own);
    if let Some(links) = shown.get_mut("_links").and_then(|links| links.as_object_mut()) {
        links.insert(
            "rules".to_owned(),
            json!({"href": format!("{own}/rules"), "hints": {"allow": ["GET", "POST"]}}),
        );
        let kind = text(document, "type").unwrap_or_default();
        if !super::is_system(document)
            && matches!(
                kind,
                "ACCESS_POLICY" | "PASSWORD" | "MFA_ENROLL" | "PROFILE_ENROLLMENT" | "OKTA_SIGN_ON"
            )
        {
            let mappings = json!({"href": format!("{own}/mappings"), "hints": {"allow": ["GET", "POST"]}});
            links.insert("mappings".to_owned(), mappings);
        }
    }
    shown
}

/// A rule with its links.
pub(super) fn rule(policy: &str, document: &Object) -> Object {
    let own = format!(
        "{{{{org}}}}/api/v1/policies/{policy}/rules/{}",
        text(document, "id").unwrap_or_default()
    );
    linked(document, &own)
}

fn linked(document: &Object, own: &str) -> Object {
    let mut shown = document.clone();
    let system = super::is_system(document);
    let allow = if system {
        json!(["GET", "PUT"])
    } else {
        json!(["GET", "PUT", "DELETE"])
    };
    let mut links = Object::new();
    links.insert("self".to_owned(), json!({"href": own, "hints": {"allow": allow}}));
    if !system {
        let step = if text(document, "status") == Some("INACTIVE") {
            "activate"
        } else {
            "deactivate"
        };
        let href = format!("{own}/lifecycle/{step}");
        links.insert(
            step.to_owned(),
            json!({"href": href, "hints": {"allow": ["POST"]}}),
        );
    }
    shown.insert("_links".to_owned(), serde_json::Value::Object(links));
    shown
}
