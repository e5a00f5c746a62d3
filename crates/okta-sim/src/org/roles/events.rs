//! The log events of role changes. Okta logs taking away as `grant` too: the second target tells what happened, and
//! every member of a group gets an event of its own.

use super::Assignee;
use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::rights::standard;
use crate::state::Org;

/// Members that get an event of their own when their group's roles change.
const MEMBERS_TOLD: usize = 500;

/// What happened to an assignee's roles.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Change<'c> {
    /// A standard role.
    Standard {
        /// Id of the assignment.
        id: &'c str,
        /// `APP_ADMIN` …
        kind: &'c str,
        /// Given, not taken away.
        added: bool,
    },
    /// A custom role on a resource set.
    Custom {
        /// `cr0…`
        role: &'c str,
        /// `iam…`
        set: &'c str,
        /// Given, not taken away.
        added: bool,
    },
}

/// Writes the events of a change.
pub(crate) fn log_change(org: &mut Org, call: &Call<'_>, of: Assignee, change: Change<'_>) {
    let event = match of {
        Assignee::User(_) => "user.account.privilege.grant",
        Assignee::Group(_) => "group.privilege.grant",
        Assignee::Client(_) => "app.oauth2.client.privilege.grant",
    };
    let targets = targets(org, of, change, false);
    org.log_event(call, event, &targets);
    if let Assignee::Group(group) = of {
        let members: Vec<u32> = org.members_from(group, 0).take(MEMBERS_TOLD).collect();
        for member in members {
            let targets = self::targets(org, Assignee::User(member), change, true);
            org.log_event(call, "user.account.privilege.grant", &targets);
        }
    }
    let added = matches!(
        change,
        Change::Standard { added: true, .. } | Change::Custom { added: true, .. }
    );
    if !added && org.docs.len(&of.collection(org)) == 0 {
        let event = event.replace("grant", "revoke");
        org.log_event(call, &event, &[of.target(org)]);
    }
}

fn targets(org: &Org, of: Assignee, change: Change<'_>, inherited: bool) -> Vec<Target> {
    let mut targets = vec![of.target(org)];
    match change {
        Change::Standard { id, kind, added } => {
            let word = match (added, inherited) {
                (true, false) => ("ROLE_ASSIGNED", "Role Assigned"),
                (true, true) => (
                    "ROLE_ASSIGNED_GROUP_ROLE_CHANGE",
                    "Role Assigned from Group Role Change",
                ),
                (false, false) => ("ROLE_UNASSIGNED", "Role Unassigned"),
                (false, true) => (
                    "ROLE_UNASSIGNED_GROUP_ROLE_CHANGE",
                    "Role Unassigned from Group Role Change",
                ),
            };
            targets.push(Target::new(word.0, word.0, "unknown", word.1));
            targets.push(Target::new(
                "ROLE",
                &log_name(kind),
                id,
                standard::label(kind).unwrap_or(kind),
            ));
        }
        Change::Custom { role, set, added } => {
            let word = match (added, inherited) {
                (true, false) => ("CUSTOM_ROLE_BINDING_ADDED", "Custom role binding added"),
                (true, true) => (
                    "CUSTOM_ROLE_BINDING_ADDED_GROUP_CHANGE",
                    "Custom role binding added from Group Change",
                ),
                (false, false) => ("CUSTOM_ROLE_BINDING_REMOVED", "Custom role binding removed"),
                (false, true) => (
                    "CUSTOM_ROLE_BINDING_REMOVED_GROUP_CHANGE",
                    "Custom role binding removed from Group Change",
                ),
            };
            let label = |collection: &str, id: &str| {
                org.docs
                    .get(collection, id)
                    .and_then(|document| text(document, "label"))
                    .unwrap_or("unknown")
                    .to_owned()
            };
            targets.push(Target::new(word.0, word.0, "unknown", word.1));
            let path = format!("/api/v1/iam/roles/{role}");
            targets.push(Target::new("CUSTOM_ROLE", role, &path, &label("iam/roles", role)));
            let path = format!("/api/v1/iam/resource-sets/{set}");
            targets.push(Target::new(
                "RESOURCE_SET",
                set,
                &path,
                &label("iam/resource-sets", set),
            ));
        }
    }
    targets
}

/// Log events name roles in another way than the API: `APP_ADMIN` is `AppAdmin` there.
fn log_name(kind: &str) -> String {
    kind.split('_')
        .map(|word| {
            let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
            format!("{first}{}", rest.to_lowercase())
        })
        .collect()
}
