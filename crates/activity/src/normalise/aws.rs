//! AWS CloudTrail records
//! (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).

mod identity;
mod request;

use super::kinds::{Kinds, Meaning};
use super::{Filled, Scratch, address, agent, classify, push_item, put_time};
use crate::event::{Draft, Field, Source};
use crate::json::{Kind, Value};

#[derive(Default)]
struct Parts<'t> {
    name: &'t str,
    service: &'t str,
    kind: &'t str,
    identity: Option<Value<'t>>,
    request: Option<Value<'t>>,
    response: Option<Value<'t>>,
    extra: Option<Value<'t>>,
    resources: Option<Value<'t>>,
    error: Option<Value<'t>>,
    message: Option<Value<'t>>,
    /// What CloudTrail says of whether the call changed anything.
    read_only: Option<bool>,
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
            "eventID" | "eventid" => draft.put_value(Field::Uid, member),
            "eventTime" | "eventtime" => parts.had_time |= put_time(member, draft),
            "eventName" | "eventname" => parts.name = member.source(),
            "eventSource" | "eventsource" => parts.service = member.source(),
            "eventType" | "eventtype" => parts.kind = member.source(),
            "recipientAccountId" => draft.put_value(Field::SourceOrg, member),
            "awsRegion" | "awsregion" => draft.put_value(Field::Region, member),
            "sourceIPAddress" | "sourceipaddress" => client(member.source(), draft),
            "userAgent" | "useragent" => user_agent(member, draft),
            "userIdentity" | "useridentity" => parts.identity = Some(member),
            "requestParameters" | "requestparameters" => parts.request = Some(member),
            "responseElements" => parts.response = Some(member),
            "readOnly" => parts.read_only = member.truth(),
            "additionalEventData" => parts.extra = Some(member),
            "resources" => parts.resources = Some(member),
            "errorCode" => parts.error = Some(member).filter(|code| code.kind() == Kind::Text),
            "errorMessage" => parts.message = Some(member).filter(|text| text.kind() == Kind::Text),
            _ => {}
        }
    }
    // The region of the call is no place of the caller.
    if let Some(region) = draft.get(Field::Region).map(str::to_owned) {
        push_item(&mut scratch.signals, &["region:", &region]);
        draft.forget(Field::Region);
    }
    let service = parts.service.split('.').next().unwrap_or("");
    draft.put(Field::SourcePart, parts.service);
    draft.put(Field::EventType, parts.name);
    scratch.words.push_str(service);
    scratch.words.push(':');
    scratch.words.push_str(parts.name);
    let meaning = classify(kinds, Source::Aws, &scratch.words, draft);
    let meaning = told_apart(meaning, &parts, draft);
    if let Some(identity) = parts.identity {
        identity::fill(identity, scratch, draft);
    }
    outcome(&parts, draft);
    if parts.kind == "AwsServiceEvent" {
        push_item(&mut scratch.signals, &["service_event"]);
    }
    if draft.get(Field::SourceOrg).is_none()
        && let Some(account) = parts.identity.and_then(|identity| identity.get("accountId"))
    {
        draft.put_value(Field::SourceOrg, account);
    }
    request::fill(
        &parts,
        meaning.map_or("resource", |meaning| meaning.target),
        scratch,
        draft,
    );
    draft.severity(1);
    Filled {
        meaning,
        had_time: parts.had_time,
    }
}

/// Where the table knows a call by its verb alone, or not at all, CloudTrail's own word counts.
fn told_apart(meaning: Option<Meaning>, parts: &Parts<'_>, draft: &mut Draft<'_>) -> Option<Meaning> {
    let told = |action: &'static str, activity_id: u8| Meaning {
        class_uid: 6003,
        activity_id,
        action,
        target: "resource",
    };
    let is = |wanted: &str| meaning.is_some_and(|meaning| meaning.action == wanted);
    let told = match parts.read_only {
        Some(true) if is("config.change") || meaning.is_none() => told("read", 2),
        Some(false) if is("read") && parts.name.starts_with("Batch") => told("config.change", 3),
        _ => return meaning,
    };
    draft.class(told.class_uid, told.activity_id);
    draft.put(Field::Action, told.action);
    Some(told)
}

/// The caller may be a service: then it is a name, not an address.
fn client(text: &str, draft: &mut Draft<'_>) {
    match address::of_text(text) {
        Some(ip) => draft.put(Field::Ip, ip),
        None => draft.put(Field::AsOrg, text),
    }
}

fn user_agent(value: Value<'_>, draft: &mut Draft<'_>) {
    draft.put_value(Field::UserAgent, value);
    let (browser, system) = agent::family(value.source());
    draft.put_parts(Field::UaFamily, &[browser, "/", system]);
}

fn outcome(parts: &Parts<'_>, draft: &mut Draft<'_>) {
    let answer = parts.response.into_iter().flat_map(Value::members);
    let refused = answer.filter(|member| member.source() == "Failure").count() > 0;
    let failed = parts.error.is_some() || refused;
    draft.put(Field::Status, if failed { "failure" } else { "success" });
    match (parts.error, parts.message) {
        (Some(code), _) => draft.put_value(Field::StatusDetail, code),
        (None, Some(message)) => draft.put_value(Field::StatusDetail, message),
        (None, None) => {}
    }
}
