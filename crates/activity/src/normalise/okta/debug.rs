//! `debugContext.debugData`: Okta's facts in text. Behaviours and risk come in three spellings; all are read here, once.

use super::{Scratch, method, signal};
use crate::event::{Draft, Field};
use crate::json::{Kind, Value};

pub(super) fn fill(debug: Value<'_>, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    for member in debug.members() {
        let text = member.source();
        match member.key() {
            "behaviors" => braced(text, |name, value| behaviour(name, value, scratch)),
            "risk" => risk(text, scratch, draft),
            "logOnlySecurityData" => log_only(member, scratch, draft),
            "threatSuspected" if text.eq_ignore_ascii_case("true") => signal(scratch, &["threat_suspected"]),
            "dtHash" if draft.get(Field::DeviceId).is_none() => draft.put_value(Field::DeviceId, member),
            "privilegeGranted" => privileges(text, scratch, draft),
            "networkConnection" if text.eq_ignore_ascii_case("anywhere") => {
                signal(scratch, &["network:anywhere"]);
            }
            "grantedScopes" => scopes(text, scratch),
            "scopes" | "requestedScopes" if !scratch.signals.contains("scope:") => scopes(text, scratch),
            "grantType" => signal(scratch, &["grant:", text]),
            "factor" | "authMethodFirstType" => put_method(text, draft),
            "pushWithNumberChallengeResponseType" => signal(scratch, &["number_challenge:", text]),
            "initiationType" | "signOnMode" => {}
            "threatDetections" => signal(scratch, &["threat:", text]),
            "pushOnlyResponseType" => signal(scratch, &["push:", text]),
            "promptingPolicyTypes" => signal(scratch, &["prompt:", text]),
            "clientAuthType" => signal(scratch, &["client_auth:", text]),
            _ => {}
        }
    }
}

fn put_method(text: &str, draft: &mut Draft<'_>) {
    draft.put(Field::AuthMethod, method(text));
}

/// `{New Geo-Location=NEGATIVE, New Device=POSITIVE}`
fn braced(text: &str, mut each: impl FnMut(&str, &str)) {
    let inner = text.trim().trim_start_matches('{').trim_end_matches('}');
    for pair in inner.split(',') {
        if let Some((name, value)) = pair.split_once('=') {
            each(name.trim(), value.trim());
        }
    }
}

fn behaviour(name: &str, value: &str, scratch: &mut Scratch) {
    if value != "POSITIVE" {
        return;
    }
    let word = match name {
        "New Device" => "new_device",
        "New IP" => "new_ip",
        "New Geo-Location" => "new_geo",
        "New Country" => "new_country",
        "New State" => "new_state",
        "New City" => "new_city",
        "Velocity" => "velocity",
        other => {
            signal(scratch, &["behaviour:", other]);
            return;
        }
    };
    once(scratch, word);
}

/// `{reasons=Anomalous Location, Anomalous Device, level=MEDIUM}`: commas stand inside a value too, so that a part
/// without `=` belongs to the value before it.
fn risk(text: &str, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    let inner = text.trim().trim_start_matches('{').trim_end_matches('}');
    let mut name = "";
    for part in inner.split(',') {
        let value = match part.split_once('=') {
            Some((key, value)) => {
                name = key.trim();
                value.trim()
            }
            None => part.trim(),
        };
        match name {
            "level" => level(value, draft),
            "reasons" | "reason" if !value.is_empty() => signal(scratch, &["risk_reason:", value]),
            "detectionName" | "detection" if !value.is_empty() => {
                signal(scratch, &["risk_detection:", value])
            }
            _ => {}
        }
    }
}

fn level(word: &str, draft: &mut Draft<'_>) {
    let level = match word {
        "LOW" | "low" | "Low" => "low",
        "MEDIUM" | "medium" | "Medium" => "medium",
        "HIGH" | "high" | "High" => "high",
        _ => "",
    };
    draft.put(Field::RiskLevel, level);
}

/// The same facts as JSON, on other plans as JSON inside a string.
fn log_only(value: Value<'_>, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    if value.kind() == Kind::Object {
        log_only_facts(value, scratch, draft);
        return;
    }
    scratch.words.clear();
    crate::json::push_unescaped(value.source(), &mut scratch.words);
    let words = std::mem::take(&mut scratch.words);
    let mut tape = std::mem::take(&mut scratch.tape);
    if let Ok(doc) = tape.scan(&words) {
        log_only_facts(doc.root(), scratch, draft);
    }
    scratch.words = words;
    scratch.tape = tape;
}

fn log_only_facts(facts: Value<'_>, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    if let Some(word) = facts.at(&["risk", "level"]) {
        level(word.source(), draft);
    }
    for member in facts.get("behaviors").into_iter().flat_map(Value::members) {
        behaviour(member.key(), member.source(), scratch);
    }
}

/// "Super administrator, Application administrator (all)" as `privilege:super_admin`, `privilege:application_admin`.
fn privileges(text: &str, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    for name in text.split(',') {
        let name = name.split('(').next().unwrap_or(name).trim();
        if !name.is_empty() {
            let word = name
                .to_ascii_lowercase()
                .replace("administrator", "admin")
                .replace(' ', "_");
            signal(scratch, &["privilege:", &word]);
        }
    }
    draft.put(Field::Changes, text);
}

fn scopes(text: &str, scratch: &mut Scratch) {
    for scope in text.split([',', ' ']).filter(|scope| !scope.is_empty()) {
        signal(scratch, &["scope:", scope]);
    }
}

/// Adds a signal that another spelling may have added already.
fn once(scratch: &mut Scratch, word: &str) {
    let known = scratch
        .signals
        .split(crate::event::LIST_SEPARATOR)
        .any(|item| item == word);
    if !known {
        signal(scratch, &[word]);
    }
}
