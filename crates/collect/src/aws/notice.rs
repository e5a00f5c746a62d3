//! What a message of the queue says: which objects there are.
//!
//! S3 tells by itself, through SNS, or through EventBridge; CloudTrail tells through SNS. All four are understood, so
//! that whoever has a queue already can use it.

use serde::Deserialize;
use serde_json::Value;

/// An object of S3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) bucket: String,
    pub(super) key: String,
    /// Where the bucket is, if the notice says so.
    pub(super) region: Option<String>,
}

/// What a message means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// These objects are there.
    Objects(Vec<Object>),
    /// It is no object: a test, a removal. To be thrown away.
    Nothing,
    /// Nobody knows what it is.
    Unknown(&'static str),
}

/// Wrappings within wrappings that are followed.
const DEEP: usize = 3;

#[derive(Deserialize)]
struct Record {
    #[serde(rename = "eventName", default)]
    name: String,
    #[serde(rename = "awsRegion")]
    region: Option<String>,
    s3: S3,
}

#[derive(Deserialize)]
struct S3 {
    bucket: Bucket,
    object: Key,
}

#[derive(Deserialize)]
struct Bucket {
    name: String,
}

#[derive(Deserialize)]
struct Key {
    key: String,
}

/// Reads a message.
pub(super) fn read(body: &str) -> Notice {
    read_within(body, DEEP)
}

fn read_within(body: &str, deep: usize) -> Notice {
    let Ok(value) = serde_json::from_str::<Value>(body) else {
        return Notice::Unknown("it is not JSON");
    };
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    if text("Event") == Some("s3:TestEvent") {
        return Notice::Nothing;
    }
    if let (Some("Notification"), Some(inner)) = (text("Type"), text("Message")) {
        return match deep {
            0 => Notice::Unknown("it is wrapped too often"),
            _ => read_within(inner, deep - 1),
        };
    }
    if let Some(records) = value.get("Records") {
        return of_records(records);
    }
    if let (Some(bucket), Some(keys)) = (text("s3Bucket"), value.get("s3ObjectKey")) {
        return of_trail(bucket, keys);
    }
    if let Some(detail) = value.get("detail") {
        return of_bridge(&value, detail);
    }
    Notice::Unknown("it is no notice of S3 or CloudTrail")
}

fn of_records(records: &Value) -> Notice {
    let Ok(records) = Vec::<Record>::deserialize(records) else {
        return Notice::Unknown("its records name no object of S3");
    };
    let mut objects = Vec::new();
    for record in records {
        if !record
            .name
            .trim_start_matches("s3:")
            .starts_with("ObjectCreated:")
        {
            continue;
        }
        let Some(key) = unescape(&record.s3.object.key) else {
            return Notice::Unknown("the name of its object is not UTF-8");
        };
        objects.push(Object {
            bucket: record.s3.bucket.name,
            key,
            region: record.region,
        });
    }
    checked(objects)
}

/// CloudTrail's own notice.
fn of_trail(bucket: &str, keys: &Value) -> Notice {
    let keys = keys.as_array().into_iter().flatten().filter_map(Value::as_str);
    let objects = keys.map(|key| Object {
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        region: None,
    });
    checked(objects.collect())
}

/// EventBridge does not escape names.
fn of_bridge(value: &Value, detail: &Value) -> Notice {
    if value.get("detail-type").and_then(Value::as_str) != Some("Object Created") {
        return Notice::Nothing;
    }
    let text = |pointer: &str| detail.pointer(pointer).and_then(Value::as_str);
    let (Some(bucket), Some(key)) = (text("/bucket/name"), text("/object/key")) else {
        return Notice::Unknown("its detail names no object of S3");
    };
    let region = value.get("region").and_then(Value::as_str);
    checked(vec![Object {
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        region: region.map(str::to_owned),
    }])
}

/// Names become parts of addresses: what is no name of a bucket or region goes nowhere.
fn checked(objects: Vec<Object>) -> Notice {
    let is_word = |text: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        (1..=255).contains(&text.len()) && text.bytes().all(is_plain) && !text.contains("..")
    };
    let is_fine = objects.iter().all(|object| {
        is_word(&object.bucket) && object.region.as_deref().is_none_or(is_word) && !object.key.is_empty()
    });
    match (objects.is_empty(), is_fine) {
        (true, _) => Notice::Nothing,
        (false, true) => Notice::Objects(objects),
        (false, false) => Notice::Unknown("it names no bucket that can be"),
    }
}

/// Names in S3's notices are escaped as in forms: `+` is a space.
fn unescape(text: &str) -> Option<String> {
    let pairs = format!("k={}", text.replace('&', "%26"));
    let (_, value) = url::form_urlencoded::parse(pairs.as_bytes()).next()?;
    (!value.contains('\u{fffd}')).then(|| value.into_owned())
}

/// Whether an object holds events: digests, and what other services write, do not.
pub(super) fn holds_events(key: &str) -> bool {
    let is_json = key.ends_with(".json.gz") || key.ends_with(".json");
    is_json && !key.contains("/CloudTrail-Digest/") && !key.contains("/Config/")
}

/// The account whose trail it is: `…AWSLogs/[o-organization/]account/CloudTrail/…`.
pub(super) fn account_of(key: &str) -> &str {
    let (_, rest) = key.split_once("AWSLogs/").unwrap_or(("", key));
    let mut parts = rest.split('/').take(2);
    parts
        .find(|part| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
