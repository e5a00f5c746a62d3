//! What people are shown of a machine.

use serde_json::{Value, json};

use super::Machine;

impl Machine {
    /// What the control interface shows.
    pub(in crate::provision) fn report(&self) -> Value {
        let phase = match (&self.broken, self.tested) {
            (Some(_), _) => "refused",
            (None, false) => "testing",
            (None, true) if self.wanted.is_none() => "paused",
            (None, true) if self.is_idle() => "idle",
            (None, true) => "working",
        };
        let mut errors: Vec<Value> = Vec::new();
        for (id, link) in &self.users {
            errors.extend(
                link.refused
                    .as_ref()
                    .map(|(why, _)| json!({"user": id, "name": link.name, "error": why})),
            );
        }
        for (id, link) in &self.groups {
            errors.extend(
                link.refused
                    .as_ref()
                    .map(|(why, _)| json!({"group": id, "name": link.name, "error": why})),
            );
        }
        json!({
            "app": self.target.app, "base_url": self.target.base_url, "kind": self.target.kind, "state": phase,
            "test_error": self.broken, "last_trouble": self.last_trouble, "requests": self.requests,
            "retries": self.retries,
            "users": {
                "wanted": self.wanted.as_ref().map(|wanted| wanted.users.len()),
                "active": self.users.values().filter(|link| link.active).count(),
                "deactivated": self.users.values().filter(|link| !link.active && link.scim_id.is_some()).count(),
            },
            "groups": self.groups.values().filter(|link| link.scim_id.is_some()).count(),
            "waiting": self.jobs.len() + self.pending.len(), "errors": errors, "import": self.imported,
        })
    }
}
