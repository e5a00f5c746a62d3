//! Teleport audit events (https://goteleport.com/docs/reference/monitoring/audit/), as files and the event handler
//! deliver them.

use super::{Filled, Scratch, agent, classify, kinds::Kinds, push_item, put_address, time};
use crate::event::{Draft, Field, Moment, Source};
use crate::json::{Kind, Value};

/// Members that name a target, best first, with the kind each names.
const TARGETS: [(&str, &str); 14] = [
    ("app_name", "app"),
    ("db_service", "db"),
    ("kubernetes_cluster", "kube"),
    ("desktop_addr", "desktop"),
    ("server_hostname", "node"),
    ("server_id", "node"),
    ("mfa_device_name", "device"),
    ("mfa_device_uuid", "device"),
    ("access_list_name", "group"),
    ("name", ""),
    ("id", "access_request"),
    ("connector", "idp"),
    ("role", "role"),
    ("addr.local", "node"),
];

/// The signal `long_lived_cert` is put on certificates that live longer, in microseconds.
const CERT_LIFE_MAX: i64 = 12 * 3_600 * 1_000_000;

pub(super) fn fill(
    root: Value<'_>,
    kinds: &mut Kinds,
    scratch: &mut Scratch,
    draft: &mut Draft<'_>,
) -> Filled {
    // The event handler wraps the event.
    let root = root
        .get("event")
        .filter(|inner| inner.kind() == Kind::Object)
        .unwrap_or(root);
    let mut when = None;
    let mut identity = None;
    let (mut name, mut code, mut success) = ("", "", None);
    for member in root.members() {
        match member.key() {
            "uid" => draft.put_value(Field::Uid, member),
            "time" => when = time::of_value(member),
            "event" => name = member.source(),
            "code" => code = member.source(),
            "cluster_name" => draft.put_value(Field::SourceOrg, member),
            "user" => user(member, draft),
            "user_kind" => push_item(&mut scratch.signals, &["user_kind:", member.source()]),
            "sid" => draft.put_value(Field::SessionId, member),
            "success" => success = member.truth(),
            "error" | "exitError" => draft.put_value(Field::StatusDetail, member),
            "addr.remote" | "addr_remote" => put_address(member.source(), draft),
            "user_agent" => {
                draft.put_value(Field::UserAgent, member);
                let (browser, system) = agent::family(member.source());
                draft.put_parts(Field::UaFamily, &[browser, "/", system]);
            }
            "method" => draft.put_value(Field::AuthMethod, member),
            "impersonator" => draft.put_value(Field::OnBehalfOf, member),
            "login" => push_item(&mut scratch.signals, &["login:", member.source()]),
            "program" => push_item(&mut scratch.signals, &["program:", member.source()]),
            "argv" => argv(member, scratch),
            "mfa_device" if member.kind() == Kind::Object => push_item(&mut scratch.signals, &["mfa_device"]),
            "trusted_device" => {
                if let Some(id) = member.get("device_id") {
                    draft.put_value(Field::DeviceId, id);
                }
            }
            "join_token" | "token_name" => draft.put_value(Field::CredentialId, member),
            "identity" => identity = Some(member),
            "attributes" => attributes(member, draft),
            "state" | "proposed_state" => push_item(&mut scratch.signals, &["state:", member.source()]),
            "updated_fields" | "roles" | "target" => draft.put(Field::Changes, member.source()),
            _ => {}
        }
    }
    if let Some(moment) = when {
        draft.time(moment);
    }
    if let Some(identity) = identity {
        certificate(identity, when, scratch, draft);
    }
    draft.put(Field::EventType, name);
    push_item(&mut scratch.signals, &["code:", code]);
    let meaning = classify(kinds, Source::Teleport, name, draft);
    login(name, scratch, draft);
    targets(
        root,
        meaning.map_or("resource", |meaning| meaning.target),
        scratch,
        draft,
    );
    outcome(code, success, draft);
    Filled {
        meaning,
        had_time: when.is_some(),
    }
}

fn user(value: Value<'_>, draft: &mut Draft<'_>) {
    let name = if value.kind() == Kind::Object {
        value.get("user")
    } else {
        Some(value)
    };
    let Some(name) = name else {
        return;
    };
    draft.put_value(Field::ActorName, name);
    draft.put_value(Field::ActorId, name);
    let kind = match name.source() {
        user if user.starts_with("bot-") => "bot",
        user if user.starts_with("system") || user.starts_with("-teleport") => "system",
        _ => "user",
    };
    draft.put(Field::ActorKind, kind);
}

fn argv(value: Value<'_>, scratch: &mut Scratch) {
    for argument in value.members() {
        push_item(&mut scratch.signals, &["argument:", argument.source()]);
    }
}

/// Lifetime and impersonation of a certificate that was issued.
fn certificate(identity: Value<'_>, when: Option<Moment>, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    if draft.get(Field::ActorName).is_none()
        && let Some(name) = identity.get("user")
    {
        user(name, draft);
    }
    if let Some(impersonator) = identity.get("impersonator") {
        draft.put_value(Field::OnBehalfOf, impersonator);
    }
    let expires = identity.get("expires").and_then(time::of_value);
    if let (Some(expires), Some(issued)) = (expires, when)
        && expires.since_us(issued) > CERT_LIFE_MAX
    {
        push_item(&mut scratch.signals, &["long_lived_cert"]);
    }
}

/// What the identity provider told of a person who signed in.
fn attributes(value: Value<'_>, draft: &mut Draft<'_>) {
    for name in ["email", "mail", "username"] {
        let said = value.get(name).map(|said| said.members().next().unwrap_or(said));
        if let Some(mail) = said.filter(|mail| mail.source().contains('@')) {
            draft.put_value(Field::IdentityId, mail);
            return;
        }
    }
}

fn login(name: &str, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    if name == "user.login" {
        let used = scratch.signals.contains("mfa_device");
        draft.mfa(if used {
            Some(true)
        } else {
            (draft.get(Field::AuthMethod) == Some("local")).then_some(false)
        });
    }
}

fn targets(root: Value<'_>, preferred: &str, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    draft.put(Field::TargetKind, preferred);
    for (name, kind) in TARGETS {
        let Some(value) = root.get(name).filter(|value| !value.source().is_empty()) else {
            continue;
        };
        let kind = if kind.is_empty() { preferred } else { kind };
        push_item(&mut scratch.targets, &[kind, ":", value.source()]);
        if draft.get(Field::TargetName).is_none() {
            draft.put_value(Field::TargetName, value);
            draft.put_value(Field::TargetId, value);
            draft.put(Field::TargetKind, kind);
        }
    }
}

/// Codes end in I, W or E. A warning is a failure only where the event says so.
fn outcome(code: &str, success: Option<bool>, draft: &mut Draft<'_>) {
    let last = code.bytes().last().map(|byte| byte.to_ascii_uppercase());
    let failed = match success {
        Some(success) => !success,
        None => last == Some(b'E') || draft.get(Field::StatusDetail).is_some(),
    };
    draft.put(Field::Status, if failed { "failure" } else { "success" });
    draft.severity(match last {
        Some(b'I') => 1,
        Some(b'W') => 3,
        Some(b'E') => 4,
        _ => 0,
    });
}
