//! Agreement with published mappers on the classes and values of the same events.

use super::{lines, source_of};
use crate::event::{Batch, Event, Field, Moment, View};
use crate::normalise::{Normaliser, Origin, time};
use serde_json::Value;

fn with_event<T>(record: &Value, read: impl Fn(Event<'_>) -> T) -> Option<T> {
    let source = source_of(record["source"].as_str()?)?;
    let input = record["input"].to_string().into_bytes();
    let mut batch = Batch::default();
    Normaliser::new().intake(Origin { source, org: "acme" }, &input, Moment(0), &mut batch);
    batch.event(0, Some(&input)).map(read)
}

#[test]
fn ocsf_classes_agree_with_published_mappers() {
    let Some(records) = lines("pairs-ocsf.ndjson") else {
        return;
    };
    let (mut agreed, mut asked, mut table) = (0, 0, String::new());
    for record in &records {
        let wanted = &record["expected"];
        let checks = with_event(record, |event| {
            let number = |field| event.number(field).unwrap_or(0.0);
            let user = &wanted["actor"]["user"];
            let ids = [
                user["uid"].as_str(),
                user["uid_alt"].as_str(),
                user["name"].as_str(),
            ];
            let ours = crate::ocsf::export(&event, crate::ocsf::Version::V1_8);
            let lacks = crate::ocsf::check(&ours);
            assert!(lacks.is_empty(), "{lacks:?}");
            let status = wanted["status"].as_str().map(str::to_ascii_lowercase);
            // Mappers differ in which of a user's names they call the name.
            let same_party = |party: &str| {
                let names = ["uid", "uid_alt", "name", "email_addr", "full_name"];
                let named = |value: &Value| -> Vec<String> {
                    let texts = names.iter().filter_map(|name| value[party][name].as_str());
                    texts.map(str::to_owned).collect()
                };
                let (theirs, mine) = (named(wanted), named(&ours));
                theirs.is_empty() || theirs.iter().any(|name| mine.contains(name))
            };
            vec![
                ("user", same_party("user"), ours["user"].to_string()),
                ("group", same_party("group"), ours["group"].to_string()),
                (
                    "class",
                    wanted["class_uid"].as_f64() == Some(number(Field::ClassUid)),
                    number(Field::ClassUid).to_string(),
                ),
                (
                    "activity",
                    wanted["activity_id"].as_f64() == Some(number(Field::ActivityId)),
                    number(Field::ActivityId).to_string(),
                ),
                (
                    "severity",
                    wanted["severity_id"].as_f64() == Some(number(Field::SeverityId)),
                    number(Field::SeverityId).to_string(),
                ),
                (
                    "ip",
                    wanted["src_endpoint"]["ip"]
                        .as_str()
                        .is_none_or(|ip| event.text(Field::Ip) == Some(ip)),
                    format!("{:?}", event.text(Field::Ip)),
                ),
                (
                    "actor",
                    ids.iter().all(Option::is_none)
                        || ids.iter().flatten().any(|id| {
                            event.text(Field::ActorId) == Some(id) || event.text(Field::ActorName) == Some(id)
                        }),
                    format!("{:?}", event.text(Field::ActorId)),
                ),
                (
                    "status",
                    status.is_none() || status.as_deref() == event.text(Field::Status),
                    format!("{:?}", event.text(Field::Status)),
                ),
            ]
        });
        for (name, agrees, ours) in checks.into_iter().flatten() {
            asked += 1;
            agreed += u32::from(agrees);
            if !agrees {
                table.push_str(&format!(
                    "{} {name}: ours {ours}\n",
                    record["case"].as_str().unwrap_or("")
                ));
            }
        }
    }
    println!("OCSF pairs: {agreed} of {asked} values agree\n{table}");
    assert!(agreed * 100 >= asked * 90, "{agreed} of {asked}\n{table}");
}

#[test]
fn values_agree_with_ecs_mappings() {
    let Some(records) = lines("pairs-ecs.ndjson") else {
        return;
    };
    let (mut agreed, mut asked, mut table) = (0, 0, String::new());
    for record in &records {
        let wanted = &record["expected"];
        let checks = with_event(record, |event| {
            let same = |pointer: &str, ours: Option<&str>| {
                wanted
                    .pointer(pointer)
                    .and_then(Value::as_str)
                    .map(|theirs| (Some(theirs) == ours, format!("{theirs} / {ours:?}")))
            };
            let when = wanted["@timestamp"].as_str().and_then(time::of_text);
            vec![
                (
                    "time",
                    when.map(|when| (when == event.time(), format!("{when:?}"))),
                ),
                ("action", same("/event/action", event.text(Field::EventType))),
                ("outcome", same("/event/outcome", event.text(Field::Status))),
                ("ip", same("/source/ip", event.text(Field::Ip))),
                (
                    "agent",
                    same("/user_agent/original", event.text(Field::UserAgent)),
                ),
            ]
        });
        for (name, check) in checks.into_iter().flatten() {
            let Some((agrees, told)) = check else {
                continue;
            };
            asked += 1;
            agreed += u32::from(agrees);
            if !agrees {
                table.push_str(&format!(
                    "{} {name}: {told}\n",
                    record["case"].as_str().unwrap_or("")
                ));
            }
        }
    }
    println!("ECS pairs: {agreed} of {asked} values agree\n{table}");
    assert!(agreed * 100 >= asked * 95, "{agreed} of {asked}\n{table}");
}
