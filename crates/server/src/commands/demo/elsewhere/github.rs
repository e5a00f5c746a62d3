//! GitHub's audit log of an organization with SAML.

use super::{Told, Worker, uid};
use serde_json::{Value, json};

const REPOSITORIES: [&str; 6] = [
    "ledger",
    "harbor-web",
    "terraform",
    "payments",
    "deploy",
    "handbook",
];

/// Fetches and pushes.
pub(super) fn day(worker: &Worker<'_>) -> Vec<Told> {
    let many = usize::try_from(worker.key % 4).unwrap_or(0) + 2;
    let offset = usize::try_from(worker.key % 6).unwrap_or(0);
    let repositories = REPOSITORIES.iter().cycle().skip(offset).take(many);
    let one = |(number, repository): (usize, &&str)| {
        let action = if number.is_multiple_of(3) {
            "git.push"
        } else {
            "git.fetch"
        };
        let after = (i64::try_from(number).unwrap_or(0) + 1) * 41 * 60_000;
        (after, event(worker, number, action, repository))
    };
    repositories.enumerate().map(one).collect()
}

/// Takes every repository away, makes a token, and opens one repository to the world.
pub(super) fn theft(worker: &Worker<'_>) -> Vec<Told> {
    let clones = REPOSITORIES.iter().enumerate().map(|(number, repository)| {
        let after = 50_000 + i64::try_from(number).unwrap_or(0) * 4_000;
        (after, event(worker, number, "git.clone", repository))
    });
    let mut told: Vec<Told> = clones.collect();
    let mut opened = event(worker, 20, "repo.access", "payments");
    opened["visibility"] = "public".into();
    opened["previous_visibility"] = "private".into();
    told.push((85_000, opened));
    told
}

fn event(worker: &Worker<'_>, number: usize, action: &str, repository: &str) -> Value {
    let is_git = action.starts_with("git.");
    let mut event = json!({
        "_document_id": uid(worker, 0xb, number), "action": action,
        "actor": worker.short.replace('.', "-"), "actor_id": number_of(worker.short),
        "actor_ip": worker.ip, "external_identity_nameid": worker.login,
        "org": "harborline", "org_id": 810_042, "repo": format!("harborline/{repository}"),
        "user_agent": if is_git { "git/2.49.0" } else { "Mozilla/5.0" },
        "operation_type": if is_git { "access" } else { "modify" },
    });
    if is_git {
        event["transport_protocol_name"] = "ssh".into();
        event["repository_public"] = false.into();
    }
    event
}

/// GitHub numbers its people.
fn number_of(name: &str) -> u64 {
    let digest = name
        .bytes()
        .fold(7_u64, |sum, byte| sum * 31 % 1_000_003 + u64::from(byte));
    4_000_000 + digest
}
