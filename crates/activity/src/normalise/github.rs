//! GitHub audit log
//! (https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization).

use super::{Filled, Scratch, agent, classify, kinds::Kinds, push_item, put_address, put_time};
use crate::event::{Draft, Field, Source};
use crate::json::{Kind, Value};

/// Members that say what changed, in the order in which they are tried.
const CHANGES: [&str; 7] = [
    "changes",
    "data",
    "permission",
    "old_permission",
    "visibility",
    "previous_visibility",
    "permissions",
];

pub(super) fn fill(
    root: Value<'_>,
    kinds: &mut Kinds,
    scratch: &mut Scratch,
    draft: &mut Draft<'_>,
) -> Filled {
    let mut had_time = false;
    let (mut name, mut bot) = ("", false);
    for member in root.members() {
        match member.key() {
            "_document_id" => draft.put_value(Field::Uid, member),
            "@timestamp" | "created_at" | "at_sign_timestamp" if !had_time => {
                had_time = put_time(member, draft);
            }
            "action" => name = member.source(),
            "actor" => draft.put_value(Field::ActorName, member),
            "actor_id" => draft.put_value(Field::ActorId, member),
            "actor_is_bot" => bot |= member.truth() == Some(true),
            "org" => draft.put_value(Field::SourceOrg, member),
            "repo" | "repository" if draft.get(Field::SourcePart).is_none() => {
                draft.put_value(Field::SourcePart, member);
            }
            "actor_ip" => put_address(member.source(), draft),
            "actor_location" => location(member, draft),
            "user_agent" => {
                draft.put_value(Field::UserAgent, member);
                let (browser, system) = agent::family(member.source());
                draft.put_parts(Field::UaFamily, &[browser, "/", system]);
            }
            "hashed_token" => draft.put_value(Field::CredentialId, member),
            "token_id" if draft.get(Field::CredentialId).is_none() => {
                draft.put_value(Field::CredentialId, member);
            }
            "programmatic_access_type" => draft.put_value(Field::AuthMethod, member),
            "external_identity_nameid" => draft.put_value(Field::IdentityId, member),
            "operation_type" => push_item(&mut scratch.signals, &["operation:", member.source()]),
            "visibility" | "permission" | "conclusion" if member.kind() == Kind::Text => {
                push_item(&mut scratch.signals, &[member.key(), ":", member.source()]);
            }
            "public_repo" | "repository_public" => {
                let word = if member.truth() == Some(true) {
                    "public"
                } else {
                    "private"
                };
                push_item(&mut scratch.signals, &["repo:", word]);
            }
            _ => {}
        }
    }
    draft.put(Field::EventType, name);
    let bot = bot
        || draft
            .get(Field::ActorName)
            .is_some_and(|actor| actor.ends_with("[bot]"));
    draft.put(Field::ActorKind, if bot { "bot" } else { "user" });
    let meaning = classify(kinds, Source::Github, name, draft);
    targets(
        root,
        meaning.map_or("repo", |meaning| meaning.target),
        scratch,
        draft,
    );
    changes(root, draft);
    let failed = name.contains("failed") || name.contains("blocked") || name.contains("denied");
    draft.put(Field::Status, if failed { "failure" } else { "success" });
    draft.severity(1);
    Filled { meaning, had_time }
}

fn location(value: Value<'_>, draft: &mut Draft<'_>) {
    if let Some(code) = value.get("country_code") {
        draft.put_value(Field::Country, code);
    }
}

fn targets(root: Value<'_>, preferred: &str, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    let named = [
        ("user", "user", "user_id"),
        ("repo", "repo", "repo_id"),
        ("repository", "repo", "repository_id"),
        ("team", "group", "team_id"),
        ("name", "app", "integration_id"),
        ("hook_id", "hook", "hook_id"),
        ("org", "org", "org_id"),
    ];
    draft.put(Field::TargetKind, preferred);
    let mut rank = 0;
    for (name, kind, id) in named {
        let value = root.get(name).or_else(|| root.at(&["data", name]));
        let Some(value) = value.filter(|value| !value.source().is_empty()) else {
            continue;
        };
        push_item(&mut scratch.targets, &[kind, ":", value.source()]);
        let fit = if kind == preferred { 2 } else { 1 };
        if fit > rank {
            rank = fit;
            draft.put_value(Field::TargetName, value);
            draft.put(Field::TargetKind, kind);
            draft.put_value(Field::TargetId, root.get(id).unwrap_or(value));
        }
    }
}

fn changes(root: Value<'_>, draft: &mut Draft<'_>) {
    let found = CHANGES.iter().find_map(|name| root.get(name));
    if let Some(value) = found.filter(|value| value.source().len() <= 8_192) {
        draft.put(Field::Changes, value.source());
    }
}
