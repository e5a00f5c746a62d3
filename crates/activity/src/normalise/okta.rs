//! Okta System Log (`LogEvent`, https://developer.okta.com/docs/reference/api/system-log/).

mod debug;
mod targets;

use super::{
    Filled, Scratch, address, agent, classify, country, kinds::Kinds, push_item, put_address, put_time,
};
use crate::event::{Draft, Field, Source};
use crate::json::{Kind, Value};

/// Parts of an event that are read after the type is known.
#[derive(Default)]
struct Parts<'t> {
    event_type: Option<Value<'t>>,
    targets: Option<Value<'t>>,
    debug: Option<Value<'t>>,
    actor: Option<Value<'t>>,
    outcome: Option<Value<'t>>,
    chain: Option<Value<'t>>,
    had_time: bool,
}

pub(super) fn fill(
    root: Value<'_>,
    kinds: &mut Kinds,
    scratch: &mut Scratch,
    draft: &mut Draft<'_>,
) -> Filled {
    let mut parts = Parts::default();
    for member in root.members() {
        match member.key() {
            "uuid" => draft.put_value(Field::Uid, member),
            "published" => parts.had_time |= put_time(member, draft),
            "eventType" => parts.event_type = Some(member),
            "severity" => draft.severity(severity(member.source())),
            "actor" => parts.actor = Some(member),
            "client" => client(member, draft),
            "outcome" => parts.outcome = Some(member),
            "target" => parts.targets = Some(member),
            "transaction" => transaction(member, draft),
            "debugContext" => parts.debug = member.get("debugData"),
            "authenticationContext" => authentication(member, draft),
            "securityContext" => security(member, draft),
            "device" => device(member, draft),
            "request" => parts.chain = member.get("ipChain"),
            _ => {}
        }
    }
    actor(parts.actor, draft);
    outcome(parts.outcome, draft);
    if let Some(name) = parts.event_type {
        draft.put_value(Field::EventType, name);
    }
    let name = parts.event_type.map_or("", Value::source);
    let meaning = classify(kinds, Source::Okta, name, draft);
    let preferred = meaning.map_or("", |meaning| meaning.target);
    let changed = targets::fill(parts.targets, preferred, kinds, scratch, draft);
    if let Some(debug) = parts.debug {
        debug::fill(debug, scratch, draft);
    }
    if let Some(changed) = changed {
        targets::changes(changed, scratch, draft);
    }
    if draft.get(Field::Ip).is_none() {
        last_hop(parts.chain, draft);
    }
    mfa(name, draft);
    Filled {
        meaning,
        had_time: parts.had_time,
    }
}

fn actor(actor: Option<Value<'_>>, draft: &mut Draft<'_>) {
    let mut kind = "user";
    let mut display = None;
    for member in actor.into_iter().flat_map(Value::members) {
        match member.key() {
            "id" => draft.put_value(Field::ActorId, member),
            "alternateId" => draft.put_value(Field::ActorName, member),
            "displayName" => display = Some(member),
            "type" => {
                kind = match member.source() {
                    "User" | "AppUser" => "user",
                    "SystemPrincipal" | "System" => "system",
                    "OktaSupport" | "SupportUser" => "support",
                    "PublicClientApp" | "PublicClientAppEntity" | "ServiceApp" | "App" => "app",
                    _ => "other",
                }
            }
            _ => {}
        }
    }
    if let Some(display) = display.filter(|_| draft.get(Field::ActorName).is_none()) {
        draft.put_value(Field::ActorName, display);
    }
    let is_system = draft.get(Field::ActorName) == Some("system@okta.com")
        || draft.get(Field::ActorId).is_some_and(|id| id.starts_with("okta"));
    draft.put(Field::ActorKind, if is_system { "system" } else { kind });
}

fn client(client: Value<'_>, draft: &mut Draft<'_>) {
    for member in client.members() {
        match member.key() {
            "ipAddress" => put_address(member.source(), draft),
            "userAgent" => user_agent(member, draft),
            "geographicalContext" => geography(member, draft),
            _ => {}
        }
    }
}

fn user_agent(value: Value<'_>, draft: &mut Draft<'_>) {
    let (mut browser, mut system) = ("", "");
    for member in value.members() {
        match member.key() {
            "rawUserAgent" => draft.put_value(Field::UserAgent, member),
            "browser" => browser = member.source(),
            "os" => system = member.source(),
            _ => {}
        }
    }
    if browser.is_empty() && system.is_empty() {
        return;
    }
    let mut lower = [0_u8; 32];
    let length = browser.len().min(lower.len());
    let name = lower.get_mut(..length).unwrap_or_default();
    name.copy_from_slice(browser.as_bytes().get(..length).unwrap_or_default());
    name.make_ascii_lowercase();
    let browser = match std::str::from_utf8(name) {
        Ok("" | "unknown" | "null") | Err(_) => "other",
        Ok(browser) => browser,
    };
    draft.put_parts(Field::UaFamily, &[browser, "/", agent::system(system)]);
}

fn geography(value: Value<'_>, draft: &mut Draft<'_>) {
    for member in value.members() {
        match member.key() {
            "country" => draft.put(Field::Country, country::code(member.source())),
            "state" => draft.put_value(Field::Region, member),
            "city" => draft.put_value(Field::City, member),
            "geolocation" => {
                let degrees = |name| member.get(name).and_then(Value::number);
                if let (Some(latitude), Some(longitude)) = (degrees("lat"), degrees("lon")) {
                    draft.place(latitude, longitude);
                }
            }
            _ => {}
        }
    }
}

/// SUCCESS and ALLOW let someone in; UNANSWERED and ABANDONED did not.
fn outcome(outcome: Option<Value<'_>>, draft: &mut Draft<'_>) {
    let (mut result, mut reason) = ("", None);
    for member in outcome.into_iter().flat_map(Value::members) {
        match (member.key(), member.kind()) {
            ("result", Kind::Text) => result = member.source(),
            ("reason", Kind::Text) => reason = member.text(),
            _ => {}
        }
    }
    let status = match result {
        "SUCCESS" | "ALLOW" => "success",
        "FAILURE" | "DENY" | "UNANSWERED" | "ABANDONED" => "failure",
        "CHALLENGE" => "challenge",
        _ => "",
    };
    draft.put_parts(
        Field::Status,
        &[if status.is_empty() { "unknown" } else { status }],
    );
    match reason.as_deref() {
        Some(reason) if !reason.is_empty() => draft.put_parts(Field::StatusDetail, &[result, ":", reason]),
        _ => draft.put(Field::StatusDetail, result),
    }
}

fn transaction(value: Value<'_>, draft: &mut Draft<'_>) {
    if let Some(token) = value.at(&["detail", "requestApiTokenId"]) {
        draft.put_value(Field::CredentialId, token);
    }
}

fn authentication(value: Value<'_>, draft: &mut Draft<'_>) {
    for member in value.members() {
        match member.key() {
            "externalSessionId" => draft.put_value(Field::SessionId, member),
            "rootSessionId" => draft.put_value(Field::SessionRoot, member),
            "credentialType" => draft.put(Field::AuthMethod, method(member.source())),
            "issuer" => {
                if let Some(id) = member.get("id") {
                    draft.put_value(Field::IdpId, id);
                }
            }
            _ => {}
        }
    }
}

/// Our word for a factor or credential type; empty for what says nothing.
fn method(word: &str) -> &'static str {
    match word {
        "PASSWORD" | "Password" | "password" => "password",
        "OTP" | "OKTA_SOFT_TOKEN" | "GOOGLE_OTP" | "TOTP" => "otp",
        "SMS" | "SMS_FACTOR" => "sms",
        "CALL" | "CALL_FACTOR" | "VOICE" => "call",
        "EMAIL" | "EMAIL_FACTOR" => "email",
        "QUESTION" | "SECURITY_QUESTION" => "question",
        "PUSH" | "OKTA_VERIFY_PUSH" => "push",
        "SIGNED_NONCE" | "FASTPASS" | "OKTA_VERIFY_SIGNED_NONCE" => "fastpass",
        "FIDO_WEBAUTHN" | "FIDO2_WEBAUTHN" | "WEBAUTHN" | "U2F" | "FIDO_U2F" => "webauthn",
        "ASSERTION" | "SAML" | "SAML_2_0" => "saml",
        "IWA" | "KERBEROS" => "kerberos",
        "CERTIFICATE" | "X509" => "certificate",
        "OIDC" | "OPENID_CONNECT" => "oidc",
        _ => "",
    }
}

fn security(value: Value<'_>, draft: &mut Draft<'_>) {
    for member in value.members() {
        match member.key() {
            "asNumber" => draft.asn(
                member
                    .number()
                    .map(|number| number as u32)
                    .filter(|number| *number > 0),
            ),
            "asOrg" => draft.put_value(Field::AsOrg, member),
            "isProxy" => draft.anonymiser(member.truth()),
            _ => {}
        }
    }
}

fn device(value: Value<'_>, draft: &mut Draft<'_>) {
    if let Some(id) = value.get("id") {
        draft.put_value(Field::DeviceId, id);
    }
}

/// The address nearest to the client; Okta lists the hops from the client to itself.
fn last_hop(chain: Option<Value<'_>>, draft: &mut Draft<'_>) {
    let mut hops = chain.into_iter().flat_map(Value::members);
    let hop = hops.find_map(|hop| address::of_text(hop.get("ip")?.source()));
    if let Some(ip) = hop {
        draft.put(Field::Ip, ip);
    }
}

fn mfa(name: &str, draft: &mut Draft<'_>) {
    let by_method = match draft.get(Field::AuthMethod) {
        Some("password" | "question") => Some(false),
        Some("otp" | "sms" | "call" | "email" | "push" | "fastpass" | "webauthn") => Some(true),
        _ => None,
    };
    let is_mfa = if name == "user.authentication.auth_via_mfa" {
        Some(true)
    } else {
        by_method
    };
    draft.mfa(is_mfa);
}

/// DEBUG and INFO are informational; Okta's own scale has four words.
fn severity(word: &str) -> u8 {
    match word {
        "DEBUG" | "INFO" => 1,
        "WARN" => 3,
        "ERROR" => 4,
        _ => 0,
    }
}

/// Adds a signal with a name of its own.
fn signal(scratch: &mut Scratch, parts: &[&str]) {
    push_item(&mut scratch.signals, parts);
}
