//! Examples: a whole event of each source, of which an example says only what differs.

use super::Example;
use crate::detect::yaml::{Fault, File, Kind, Node, span_us};
use crate::event::{Batch, Event, Moment, Source};
use crate::normalise::{Normaliser, Origin, time};
use serde_json::{Map, Value, json};

/// The first moment of every example.
const START: Moment = Moment(1_772_442_000_000_000);

/// The events of an example, taken in like real ones.
#[derive(Debug)]
pub struct ExampleEvents {
    batches: Vec<(Batch, Vec<u8>)>,
}

impl ExampleEvents {
    /// All events, in the order of the example.
    pub fn events(&self) -> impl Iterator<Item = Event<'_>> {
        self.batches
            .iter()
            .flat_map(|(batch, input)| batch.events(Some(input)))
    }
}

/// Builds the events of an example.
///
/// Each entry is `{okta: {eventType: …, actor.alternateId: …}, at: 5m, repeat: 3, every: 10s}`; `dd.` stands for
/// `debugContext.debugData.`, `{n}` in a text for the number of the repetition.
pub fn events_of(file: File<'_>, example: &Example) -> Result<ExampleEvents, Fault> {
    let mut normaliser = Normaliser::new();
    let mut batches = Vec::new();
    let mut number = 0;
    for entry in file.need(&example.node, "events")?.items() {
        let source = Source::ALL
            .into_iter()
            .find_map(|source| Some((source, entry.get(source.word())?)));
        let Some((source, fields)) = source else {
            return Err(file.fault(entry, "an event begins with okta, aws, github, teleport or self"));
        };
        let span = |name| entry.get(name).and_then(Node::text).and_then(span_us);
        let repeat = entry
            .get("repeat")
            .map(|node| file.number_of::<u32>(node))
            .transpose()?
            .unwrap_or(1);
        for turn in 0..repeat {
            let offset = span("at").unwrap_or(0) + i64::from(turn) * span("every").unwrap_or(1_000_000);
            let mut event = template(source, number, START.plus_us(offset));
            for (key, value) in fields.entries() {
                put(&mut event, file.text_of(key)?, value_of(value, turn));
            }
            number += 1;
            let input = event.to_string().into_bytes();
            let mut batch = Batch::default();
            let origin = Origin { source, org: "acme" };
            normaliser.intake(origin, &input, START.plus_us(offset), &mut batch);
            batches.push((batch, input));
        }
    }
    Ok(ExampleEvents { batches })
}

fn put(event: &mut Value, path: &str, value: Value) {
    let path = match path.strip_prefix("dd.") {
        Some(rest) => format!("debugContext.debugData.{rest}"),
        None => path.to_owned(),
    };
    // Teleport has dots inside names.
    let names: Vec<&str> = if path.starts_with("addr.") {
        vec![&path]
    } else {
        path.split('.').collect()
    };
    let Some((last, parents)) = names.split_last() else {
        return;
    };
    let mut place = event;
    for name in parents {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[*name];
    }
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    place[*last] = value;
}

fn value_of(node: &Node, turn: u32) -> Value {
    match &node.kind {
        Kind::List(items) => items.iter().map(|item| value_of(item, turn)).collect(),
        Kind::Map(entries) => {
            let entries = entries
                .iter()
                .filter_map(|(key, value)| Some((key.text()?.to_owned(), value_of(value, turn))));
            Value::Object(entries.collect())
        }
        Kind::Scalar { text, plain: false } => filled(text, turn).into(),
        Kind::Scalar { text, .. } => match text.as_str() {
            "" | "~" | "null" => Value::Null,
            "true" => true.into(),
            "false" => false.into(),
            text => match text.parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => match text.parse::<f64>() {
                    Ok(number) if number.is_finite() => json!(number),
                    _ => filled(text, turn).into(),
                },
            },
        },
    }
}

fn filled(text: &str, turn: u32) -> String {
    text.replace("{n}", &turn.to_string())
}

fn template(source: Source, number: u32, at: Moment) -> Value {
    let (uid, when) = (format!("event-{number}"), time::to_text(at));
    match source {
        Source::Okta => json!({
            "uuid": uid, "published": when, "eventType": "user.session.start", "severity": "INFO",
            "displayMessage": "",
            "actor": {"id": "00u-ann", "type": "User", "alternateId": "ann@acme.example", "displayName": "Ann"},
            "client": {
                "ipAddress": "198.51.100.10", "device": "Computer", "zone": "null",
                "userAgent": {"rawUserAgent": "Mozilla/5.0 (Macintosh)", "os": "Mac OS X", "browser": "CHROME"},
                "geographicalContext": {
                    "city": "Berlin", "state": "Land Berlin", "country": "Germany",
                    "geolocation": {"lat": 52.52, "lon": 13.40},
                },
            },
            "outcome": {"result": "SUCCESS"}, "target": [], "transaction": {"detail": {}, "type": "WEB"},
            "debugContext": {"debugData": {}},
            "authenticationContext": {"externalSessionId": "session-ann"},
            "securityContext": {"asNumber": 64500, "asOrg": "Example ISP", "isProxy": false},
        }),
        Source::Aws => json!({
            "eventID": uid, "eventTime": when, "eventVersion": "1.09", "eventType": "AwsApiCall",
            "eventSource": "iam.amazonaws.com", "eventName": "ListUsers", "awsRegion": "us-east-1",
            "sourceIPAddress": "198.51.100.10", "userAgent": "aws-cli/2.15.0 Linux",
            "recipientAccountId": "111122223333",
            "userIdentity": {
                "type": "IAMUser", "userName": "ann", "accountId": "111122223333",
                "arn": "arn:aws:iam::111122223333:user/ann", "accessKeyId": "AKIAEXAMPLE",
            },
            "requestParameters": {}, "responseElements": null,
        }),
        Source::Github => json!({
            "_document_id": uid, "@timestamp": at.0 / 1_000, "action": "repo.create", "actor": "ann",
            "actor_id": 7, "org": "acme", "actor_ip": "198.51.100.10", "actor_location": {"country_code": "DE"},
            "user_agent": "Mozilla/5.0 (Macintosh)",
        }),
        Source::Teleport => json!({
            "uid": uid, "time": when, "event": "user.login", "code": "T1000I", "cluster_name": "acme.teleport.sh",
            "user": "ann", "success": true, "addr.remote": "198.51.100.10:50000",
        }),
        Source::Own => json!({
            "seq": number, "at": when, "actor": "ann", "action": "session.create", "target": "user/ann",
        }),
    }
}
