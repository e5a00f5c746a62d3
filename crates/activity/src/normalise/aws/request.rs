//! What a call was about: target, all resources, and facts that rules ask for.

use super::Parts;
use crate::event::{Draft, Field};
use crate::json::{Kind, Value};
use crate::normalise::{Scratch, push_item};

/// Parameters that name a target, best first, with the kind each names.
const NAMES: [(&str, &str); 15] = [
    ("userName", "user"),
    ("roleArn", "role"),
    ("roleName", "role"),
    ("groupName", "group"),
    ("sAMLProviderArn", "idp"),
    ("openIDConnectProviderArn", "idp"),
    ("secretId", "secret"),
    ("policyArn", "policy"),
    ("policyName", "policy"),
    ("bucketName", "resource"),
    ("functionName", "resource"),
    ("instanceId", "resource"),
    ("detectorId", "resource"),
    ("name", "resource"),
    ("trailName", "log_stream"),
];

/// Parameters longer than this are left to the raw text, in bytes.
const CHANGES_MAX: usize = 8_192;

pub(super) fn fill(parts: &Parts<'_>, target: &str, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    draft.put(Field::TargetKind, target);
    for resource in parts.resources.into_iter().flat_map(Value::members) {
        if let Some(arn) = resource.get("ARN") {
            push_item(&mut scratch.targets, &["resource:", arn.source()]);
            if draft.get(Field::TargetId).is_none() {
                draft.put_value(Field::TargetId, arn);
            }
        }
    }
    if let Some(request) = parts.request.filter(|request| request.kind() == Kind::Object) {
        parameters(parts, request, scratch, draft);
    }
    console(parts, scratch, draft);
    let session = parts
        .response
        .and_then(|answer| answer.at(&["assumedRoleUser", "arn"]));
    if let Some(session) = session {
        // The account that acts from now on.
        push_item(&mut scratch.targets, &["session:", session.source()]);
    }
    if draft.get(Field::TargetId).is_none() {
        draft.copy(Field::TargetName, Field::TargetId);
    }
    if parts.kind == "AwsConsoleSignIn" && draft.get(Field::TargetName).is_none() {
        draft.put(Field::TargetName, "AWS console");
    }
}

fn parameters(parts: &Parts<'_>, request: Value<'_>, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    let text = request.source();
    if text.len() <= CHANGES_MAX && text != "{}" {
        draft.put(Field::Changes, text);
    }
    for (name, kind) in NAMES {
        if let Some(value) = request.get(name).filter(|value| value.kind() == Kind::Text) {
            push_item(&mut scratch.targets, &[kind, ":", value.source()]);
            if draft.get(Field::TargetName).is_none() {
                draft.put_value(Field::TargetName, value);
                draft.put(Field::TargetKind, kind);
            }
        }
    }
    // Without a user name the caller changes itself.
    let user = request.get("userName").map_or("", Value::source);
    let actor = draft.get(Field::ActorName).unwrap_or("");
    if !user.is_empty() && user != actor {
        push_item(&mut scratch.signals, &["other_user"]);
    }
    let policy = request.get("policyArn").map_or("", Value::source);
    let document = request.get("policyDocument").map_or("", Value::source);
    if policy.ends_with("AdministratorAccess") || policy.ends_with("IAMFullAccess") || allows_all(document) {
        push_item(&mut scratch.signals, &["privilege:administrator"]);
    }
    if policy.contains("AWSCompromisedKeyQuarantine") {
        push_item(&mut scratch.signals, &["key_quarantined"]);
    }
    let trust = request.get("assumeRolePolicyDocument").or_else(|| {
        (parts.name == "UpdateAssumeRolePolicy")
            .then(|| request.get("policyDocument"))
            .flatten()
    });
    if let Some(trust) = trust {
        trusted(trust.source(), draft.get(Field::SourceOrg).unwrap_or(""), scratch);
    }
}

/// A policy that allows every action on every resource. It comes as JSON inside a string.
fn allows_all(document: &str) -> bool {
    let plain: String = document
        .chars()
        .filter(|char| !char.is_whitespace() && *char != '\\')
        .collect();
    plain.contains(r#""Effect":"Allow""#)
        && (plain.contains(r#""Action":"*""#) || plain.contains(r#""Action":["*"]"#))
        && (plain.contains(r#""Resource":"*""#) || plain.contains(r#""Resource":["*"]"#))
}

/// Principals of a trust policy that lie outside the account.
fn trusted(document: &str, account: &str, scratch: &mut Scratch) {
    let plain: String = document
        .chars()
        .filter(|char| !char.is_whitespace() && *char != '\\')
        .collect();
    let anyone = plain.contains(r#""AWS":"*""#) || plain.contains(r#""Principal":"*""#);
    let mut foreign = plain
        .split("arn:aws:iam::")
        .skip(1)
        .filter_map(|rest| rest.get(..12));
    if anyone || foreign.any(|other| !account.is_empty() && other != account) {
        push_item(&mut scratch.signals, &["trusts_other_account"]);
    }
}

fn console(parts: &Parts<'_>, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    let Some(extra) = parts.extra else {
        return;
    };
    if let Some(used) = extra.get("MFAUsed") {
        let used = used.source() == "Yes";
        draft.mfa(Some(used));
        if !used {
            push_item(&mut scratch.signals, &["mfa_not_used"]);
        }
    }
    if let Some(provider) = extra.get("SamlProviderArn") {
        draft.put_value(Field::IdpId, provider);
        draft.put(Field::AuthMethod, "saml");
    }
}
