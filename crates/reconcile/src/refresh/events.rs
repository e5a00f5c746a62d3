//! The table from event types to what they touch. Source: Okta's event type catalogue (release 2026.08), and what
//! recorded events name as targets.
//!
//! Sign-ins, evaluations and what the organization tells about itself change nothing that is charted and are not
//! even asked for. An event of an administrator's kind that this table does not know, or that does not name what it
//! was done to, asks for a whole scan: better late than wrong.

use super::touched::Touched;
use std::collections::BTreeSet;

/// An event as the table sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// For example `group.user_membership.add`.
    pub event_type: String,
    /// Whether it happened at all.
    pub is_success: bool,
    /// Type and id of what it was done to.
    pub targets: Vec<(String, String)>,
}

/// Beginnings of the event types that are asked for.
pub const PREFIXES: [&str; 17] = [
    "user.lifecycle.",
    "user.account.",
    "group.",
    "application.",
    "app.oauth2.client.",
    "app.oauth2.credentials.",
    "app.oauth2.as.consent.",
    "app.keys.",
    "app.user_management.",
    "iam.",
    "system.api_token.",
    "system.idp.",
    "system.import.",
    "policy.lifecycle.",
    "policy.rule.",
    "zone.",
    "directory.external.",
];

/// Beginnings of event types that change nothing that is charted, or that others follow which say more.
const WITHOUT_CONSEQUENCE: [&str; 26] = [
    "user.account.access_super_user_app",
    "user.account.preference_update",
    "user.account.report_suspicious_activity_by_enduser",
    "user.account.subscriptions.",
    "user.account.unlock_failure",
    "user.account.unlock_token",
    "user.account.use_token",
    "user.lifecycle.jit.error",
    "group.user_membership.rule.error",
    "group.user_membership.rule.evaluation",
    "group.user_membership.rule.trigger",
    "group.application_assignment.skip_assignment_reconcile",
    "application.account.",
    "application.appuser.mapping.",
    "application.cache.",
    "application.configuration.detect_error",
    "application.configuration.read_client_secret",
    "application.integration.",
    "application.policy.sign_on.deny_access",
    "application.provision.",
    "application.user_membership.show_password",
    "app.oauth2.client.read_client_secret",
    "app.user_management.",
    "system.api_token.request_outside_allowed_range",
    "system.idp.lifecycle.read_client_secret",
    "policy.rule.action.execute",
];

/// Okta's filter that lets through what the table may know.
pub fn filter() -> String {
    let tests: Vec<String> = PREFIXES
        .iter()
        .map(|prefix| format!("eventType sw \"{prefix}\""))
        .collect();
    tests.join(" or ")
}

/// What all these events touched.
pub fn touched(events: &[Event]) -> Touched {
    let mut all = Touched::default();
    for event in events {
        all.merge(touched_by(event));
    }
    all
}

/// What one event touched.
pub fn touched_by(event: &Event) -> Touched {
    let name = event.event_type.as_str();
    let is_known = PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    let is_idle = WITHOUT_CONSEQUENCE.iter().any(|prefix| name.starts_with(prefix));
    if !event.is_success || !is_known || is_idle {
        return Touched::default();
    }
    by_family(event, name).unwrap_or_else(|| Touched {
        whole: Some(format!("`{name}` does not say enough about what it changed")),
        ..Touched::default()
    })
}

/// `None` where the event names too little, or is of a kind that the table does not know.
fn by_family(event: &Event, name: &str) -> Option<Touched> {
    let (family, rest) = name.split_once('.')?;
    match family {
        "user" => of_user(event, rest),
        "group" => of_group(event, rest),
        "application" => of_application(event, rest),
        "app" => of_client(event, rest),
        "iam" => Some(Touched {
            definitions: true,
            ..Touched::default()
        }),
        "system" => of_system(rest),
        "policy" => Some(Touched {
            policies: true,
            ..Touched::default()
        }),
        "zone" => Some(Touched {
            zones: true,
            ..Touched::default()
        }),
        _ => None,
    }
}

fn of_user(event: &Event, rest: &str) -> Option<Touched> {
    let users = event.ids("User");
    if users.is_empty() {
        return None;
    }
    if rest.starts_with("account.privilege.") {
        // What a member has through a group is no fact of the member's own; the group has an event of its own.
        let is_inherited = event.targets.iter().any(|(kind, _)| kind.contains("_GROUP_"));
        return Some(Touched {
            user_roles: if is_inherited { Default::default() } else { users },
            ..Touched::default()
        });
    }
    let lives = match rest.starts_with("lifecycle.") {
        true => users.clone(),
        false => Default::default(),
    };
    Some(Touched {
        users,
        lives,
        ..Touched::default()
    })
}

fn of_group(event: &Event, rest: &str) -> Option<Touched> {
    let mut touched = Touched::default();
    if rest.starts_with("rule.") || rest.starts_with("user_membership.rule.") {
        touched.rules = true;
        return Some(touched);
    }
    let groups = event.ids("UserGroup");
    if groups.is_empty() {
        return None;
    }
    let users = event.ids("User");
    let apps = event.ids("AppInstance");
    match rest.split('.').next()? {
        "user_membership" if !users.is_empty() => touched.members = pairs(&groups, &users),
        "application_assignment" if !apps.is_empty() => touched.group_assignments = pairs(&apps, &groups),
        "user_membership" | "application_assignment" => return None,
        "privilege" => touched.group_roles.clone_from(&groups),
        "owner" => touched.owners.clone_from(&groups),
        "lifecycle" | "profile" | "attribute_statement" => {}
        _ => return None,
    }
    touched.groups = groups;
    Some(touched)
}

fn of_application(event: &Event, rest: &str) -> Option<Touched> {
    let apps = event.ids("AppInstance");
    if apps.is_empty() {
        return None;
    }
    let mut touched = Touched::default();
    match rest.split('.').next()? {
        "user_membership" => {
            let users = event.ids("User");
            if users.is_empty() {
                return None;
            }
            touched.assignments = pairs(&apps, &users);
            return Some(touched);
        }
        // An update is of the app alone; whatever else happens to an app may take people's access away.
        "lifecycle" if rest == "lifecycle.update" => touched.credentials.clone_from(&apps),
        "lifecycle" => touched.app_lives.clone_from(&apps),
        "policy" => touched.policies = true,
        _ => {}
    }
    touched.apps = apps;
    Some(touched)
}

fn of_client(event: &Event, rest: &str) -> Option<Touched> {
    let mut apps = event.ids("AppInstance");
    apps.extend(event.ids("PublicClientApp"));
    if apps.is_empty() {
        return None;
    }
    let mut touched = Touched::default();
    if rest.starts_with("oauth2.client.privilege.") {
        touched.client_roles = apps;
        return Some(touched);
    }
    touched.credentials.clone_from(&apps);
    touched.apps = apps;
    Some(touched)
}

fn of_system(rest: &str) -> Option<Touched> {
    let mut touched = Touched::default();
    match rest.split('.').next()? {
        "api_token" => touched.tokens = true,
        "idp" => touched.identity_providers = true,
        // Everything may have changed once an import is through; its steps say nothing that its end does not.
        "import" if rest.ends_with("complete") => return None,
        "import" => {}
        _ => return None,
    }
    Some(touched)
}

impl Event {
    fn ids(&self, kind: &str) -> BTreeSet<String> {
        let named = self
            .targets
            .iter()
            .filter(|(of, id)| of == kind && !id.is_empty());
        named
            .map(|(_, id)| id.clone())
            .filter(|id| id != "unknown")
            .collect()
    }
}

fn pairs(left: &BTreeSet<String>, right: &BTreeSet<String>) -> BTreeSet<(String, String)> {
    left.iter()
        .flat_map(|left| right.iter().map(move |right| (left.clone(), right.clone())))
        .collect()
}

#[cfg(test)]
mod tests;
