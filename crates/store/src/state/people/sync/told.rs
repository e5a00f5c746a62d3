//! What is told of a step: in labels, and in the audit log.

use super::PersonStep;

/// The seeds' labels.
pub(super) fn labels(org_url: &str) -> String {
    serde_json::json!({"okta/org": org_url, "teleport.dev/origin": "okta"}).to_string()
}

/// What the audit log keeps of a step.
pub(super) fn detail(step: &PersonStep, org_url: &str) -> serde_json::Value {
    match step {
        PersonStep::Create { facts, role } => {
            serde_json::json!({"org": org_url, "okta_id": facts.okta_id, "role": role})
        }
        PersonStep::Update { name, facts, .. } if *name != facts.name => {
            serde_json::json!({"org": org_url, "okta_id": facts.okta_id, "renamed_to": facts.name})
        }
        PersonStep::Update { facts, .. } => serde_json::json!({"org": org_url, "okta_id": facts.okta_id}),
        PersonStep::Deactivate { why, .. } => serde_json::json!({"org": org_url, "why": why}),
        PersonStep::Suspend { .. } => serde_json::json!({"org": org_url, "why": "suspended in Okta"}),
        PersonStep::Restore { .. } => serde_json::json!({"org": org_url}),
        PersonStep::Withdraw { roles, .. } => {
            serde_json::json!({"org": org_url, "roles": roles, "why": "left the group in Okta"})
        }
    }
}
