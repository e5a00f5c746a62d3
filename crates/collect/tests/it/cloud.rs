//! A stand-in for SQS and S3: checks Signature Version 4, answers as they do, and fails when told to.
//!
//! Speaks both protocols of SQS: JSON, and the query protocol with XML. Time of the queue is the test's clock.

mod signature;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use flate2::Compression;
use flate2::write::GzEncoder;
use ring::digest;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::io::Write as _;
use std::sync::{Arc, Mutex};

use crate::memory::{Clock, listen};
use signature::{hex, is_signed};

pub(crate) const KEY_ID: &str = "AKIDEXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub(crate) const REGION: &str = "eu-west-1";
pub(crate) const QUEUE: &str = "/111122223333/trail-notices";

pub(crate) struct Held {
    id: String,
    body: String,
    visible_at: i64,
    receives: u32,
}

/// One answer that goes wrong.
#[derive(Clone)]
pub(crate) struct Wrong {
    /// `ReceiveMessage`, `DeleteMessage`, `GetObject` …
    pub(crate) call: &'static str,
    pub(crate) status: u16,
    pub(crate) code: &'static str,
}

#[derive(Default)]
pub(crate) struct World {
    pub(crate) messages: Vec<Held>,
    pub(crate) objects: BTreeMap<String, Vec<u8>>,
    pub(crate) wrong: VecDeque<Wrong>,
    /// What was asked, in order.
    pub(crate) calls: Vec<String>,
    made: u32,
    /// A bucket that is in another region.
    pub(crate) moved: Option<(String, String)>,
}

#[derive(Clone)]
pub(crate) struct Cloud {
    pub(crate) world: Arc<Mutex<World>>,
    pub(crate) clock: Arc<Clock>,
}

impl Cloud {
    /// Starts it; gives its address.
    pub(crate) async fn start(clock: Arc<Clock>) -> (Self, String) {
        let cloud = Self {
            world: Arc::default(),
            clock,
        };
        let router = axum::Router::new()
            .route("/", post(sqs))
            .route("/{bucket}/", get(s3_list))
            .route("/{bucket}/{*key}", any(s3))
            .with_state(cloud.clone());
        let address = listen(router).await;
        (cloud, address)
    }

    pub(crate) fn put(&self, key: &str, bytes: Vec<u8>) {
        let mut world = self.world.lock().unwrap();
        world.objects.insert(format!("trail-bucket/{key}"), bytes);
    }

    pub(crate) fn send(&self, body: &str) {
        let mut world = self.world.lock().unwrap();
        world.made += 1;
        let id = format!("m-{}", world.made);
        let held = Held {
            id,
            body: body.to_owned(),
            visible_at: 0,
            receives: 0,
        };
        world.messages.push(held);
    }

    /// An object of CloudTrail with these events, and its notice.
    pub(crate) fn deliver(&self, name: &str, ids: &[&str]) {
        let key = key(name);
        self.put(&key, gz(&records(ids)));
        self.send(&notice(&key));
    }

    pub(crate) fn goes_wrong(&self, call: &'static str, status: u16, code: &'static str) {
        let wrong = Wrong { call, status, code };
        self.world.lock().unwrap().wrong.push_back(wrong);
    }

    pub(crate) fn left(&self) -> usize {
        self.world.lock().unwrap().messages.len()
    }
}

pub(crate) fn key(name: &str) -> String {
    format!("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/{name}.json.gz")
}

pub(crate) fn records(ids: &[&str]) -> String {
    let records: Vec<Value> = ids
        .iter()
        .map(|id| json!({"eventID": id, "eventName": "ConsoleLogin", "eventTime": "2026-03-01T11:59:00Z"}))
        .collect();
    json!({ "Records": records }).to_string()
}

pub(crate) fn notice(key: &str) -> String {
    json!({"Records": [{"eventName": "ObjectCreated:Put", "awsRegion": REGION,
        "s3": {"bucket": {"name": "trail-bucket"}, "object": {"key": key}}}]})
    .to_string()
}

pub(crate) fn gz(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

async fn sqs(
    State(cloud): State<Cloud>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let kind = headers
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let is_json = kind == "application/x-amz-json-1.0";
    let (action, asked) = if is_json {
        let target = headers["x-amz-target"].to_str().unwrap();
        let action = target.strip_prefix("AmazonSQS.").unwrap_or("").to_owned();
        (action, serde_json::from_slice::<Value>(&body).unwrap())
    } else {
        of_form(&body)
    };
    let mut world = cloud.world.lock().unwrap();
    world.calls.push(action.clone());
    if !is_signed(&method, &uri, &headers, &body, "sqs", &cloud.clock) {
        return refuse(403, "InvalidSignatureException", is_json);
    }
    if let Some(wrong) = take_wrong(&mut world, &action) {
        return refuse(wrong.status, wrong.code, is_json);
    }
    if !asked["QueueUrl"].as_str().unwrap_or("").ends_with(QUEUE) {
        return refuse(400, "QueueDoesNotExist", is_json);
    }
    let now = cloud.clock.now().as_ms();
    match action.as_str() {
        "ReceiveMessage" => {
            let found = receive(&mut world, &asked, now);
            if is_json {
                (
                    StatusCode::OK,
                    if found.is_empty() {
                        json!({})
                    } else {
                        json!({"Messages": found})
                    }
                    .to_string(),
                )
                    .into_response()
            } else {
                in_xml(&found)
            }
        }
        "DeleteMessage" => {
            let receipt = asked["ReceiptHandle"].as_str().unwrap_or("");
            world.messages.retain(|held| receipt_of(held) != receipt);
            (
                StatusCode::OK,
                if is_json { "{}" } else { "<DeleteMessageResponse/>" },
            )
                .into_response()
        }
        "ChangeMessageVisibility" => {
            let receipt = asked["ReceiptHandle"].as_str().unwrap_or("").to_owned();
            let hidden = asked["VisibilityTimeout"].as_i64().unwrap_or(0);
            if let Some(held) = world.messages.iter_mut().find(|held| receipt_of(held) == receipt) {
                held.visible_at = now + hidden * 1_000;
            }
            (StatusCode::OK, "{}").into_response()
        }
        _ => refuse(400, "InvalidAction", is_json),
    }
}

fn receipt_of(held: &Held) -> String {
    format!("r/{}/{}", held.id, held.receives)
}

fn receive(world: &mut World, asked: &Value, now: i64) -> Vec<Value> {
    let most = asked["MaxNumberOfMessages"].as_u64().unwrap_or(1) as usize;
    let hidden = asked["VisibilityTimeout"].as_i64().unwrap_or(30);
    let due = world.messages.iter_mut().filter(|held| held.visible_at <= now);
    due.take(most)
        .map(|held| {
            held.receives += 1;
            held.visible_at = now + hidden * 1_000;
            json!({"MessageId": held.id, "ReceiptHandle": receipt_of(held), "Body": held.body,
                "Attributes": {"ApproximateReceiveCount": held.receives.to_string()}})
        })
        .collect()
}

fn take_wrong(world: &mut World, call: &str) -> Option<Wrong> {
    let at = world.wrong.iter().position(|wrong| wrong.call == call)?;
    world.wrong.remove(at)
}

fn of_form(body: &[u8]) -> (String, Value) {
    let mut asked = serde_json::Map::new();
    for pair in String::from_utf8_lossy(body).split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = value.replace("%3A", ":").replace("%2F", "/");
        asked.insert(name.to_owned(), value.into());
    }
    let action = asked
        .get("Action")
        .and_then(Value::as_str)
        .unwrap_or("")
        .to_owned();
    (action, asked.into())
}

fn in_xml(found: &[Value]) -> Response {
    let mut text = "<ReceiveMessageResponse><ReceiveMessageResult>".to_owned();
    for one in found {
        let body = one["Body"].as_str().unwrap_or("").replace('"', "&quot;");
        text.push_str(&format!(
            "<Message><MessageId>{}</MessageId><Body>{body}</Body></Message>",
            one["MessageId"].as_str().unwrap_or("")
        ));
    }
    text.push_str("</ReceiveMessageResult></ReceiveMessageResponse>");
    ([("content-type", "text/xml")], text).into_response()
}

fn refuse(status: u16, code: &str, is_json: bool) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    if is_json {
        let body = json!({"__type": format!("com.amazonaws.sqs#{code}"), "message": "said the stand-in"});
        return (status, body.to_string()).into_response();
    }
    (
        status,
        format!("<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>"),
    )
        .into_response()
}

fn in_s3_xml(status: u16, code: &str) -> Response {
    let text = format!(
        "<?xml version=\"1.0\"?>\n<Error><Code>{code}</Code><Message>said the stand-in</Message></Error>"
    );
    (StatusCode::from_u16(status).unwrap(), text).into_response()
}

/// What stands for a content.
fn tag_of(bytes: &[u8]) -> String {
    format!(
        "\"{}\"",
        hex(&digest::digest(&digest::SHA256, bytes).as_ref()[..16])
    )
}

async fn s3(
    State(cloud): State<Cloud>,
    Path((bucket, key)): Path<(String, String)>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let call = match method {
        Method::PUT => "PutObject",
        Method::DELETE => "DeleteObject",
        _ => "GetObject",
    };
    let mut world = cloud.world.lock().unwrap();
    world.calls.push(call.to_owned());
    if let Some((moved, region)) = &world.moved
        && *moved == bucket
        && !headers["authorization"]
            .to_str()
            .unwrap()
            .contains(&format!("/{region}/"))
    {
        let mut response = in_s3_xml(301, "PermanentRedirect");
        response
            .headers_mut()
            .insert("x-amz-bucket-region", region.parse().unwrap());
        return response;
    }
    if !is_signed(&method, &uri, &headers, &body, "s3", &cloud.clock) {
        return in_s3_xml(403, "SignatureDoesNotMatch");
    }
    let wrong = take_wrong(&mut world, call);
    if let Some(wrong) = wrong.as_ref().filter(|wrong| wrong.status != 200) {
        return in_s3_xml(wrong.status, wrong.code);
    }
    let key = format!("{bucket}/{key}");
    let answer = match method {
        Method::PUT => s3_put(&mut world, key, &headers, &body),
        Method::DELETE => {
            world.objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => s3_get(&world, &key, &headers),
    };
    // What was asked is done, and the answer says little of it.
    match wrong {
        Some(_) if method == Method::GET => (StatusCode::PARTIAL_CONTENT, "torn").into_response(),
        Some(wrong) => in_s3_xml(500, wrong.code),
        None => answer,
    }
}

fn s3_put(world: &mut World, key: String, headers: &HeaderMap, body: &[u8]) -> Response {
    let there = world.objects.get(&key).map(|bytes| tag_of(bytes));
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    if let Some(wanted) = text("if-match")
        && there.as_ref() != Some(&wanted)
    {
        let code = if there.is_some() { 412 } else { 404 };
        return in_s3_xml(code, "PreconditionFailed");
    }
    if text("if-none-match").is_some() && there.is_some() {
        return in_s3_xml(412, "PreconditionFailed");
    }
    let tag = tag_of(body);
    world.objects.insert(key, body.to_vec());
    ([("etag", tag)], "").into_response()
}

fn s3_get(world: &World, key: &str, headers: &HeaderMap) -> Response {
    let Some(bytes) = world.objects.get(key) else {
        return in_s3_xml(404, "NoSuchKey");
    };
    let range = headers.get("range").map(|range| range.to_str().unwrap());
    if let Some(range) = range.and_then(|range| range.strip_prefix("bytes=")) {
        let (from, last) = range.split_once('-').unwrap();
        let (from, last): (usize, usize) = (from.parse().unwrap(), last.parse().unwrap());
        if from >= bytes.len() {
            return in_s3_xml(416, "InvalidRange");
        }
        let part = bytes[from..(last + 1).min(bytes.len())].to_vec();
        return (StatusCode::PARTIAL_CONTENT, part).into_response();
    }
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("content-encoding", "gzip".to_owned()),
        ("etag", tag_of(bytes)),
    ];
    (headers, bytes.clone()).into_response()
}

/// Lists two objects at a time.
async fn s3_list(
    State(cloud): State<Cloud>,
    Path(bucket): Path<String>,
    axum::extract::Query(asked): axum::extract::Query<BTreeMap<String, String>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let mut world = cloud.world.lock().unwrap();
    world.calls.push("ListObjectsV2".to_owned());
    if !is_signed(&method, &uri, &headers, b"", "s3", &cloud.clock) {
        return in_s3_xml(403, "SignatureDoesNotMatch");
    }
    if let Some(wrong) = take_wrong(&mut world, "ListObjectsV2") {
        return in_s3_xml(wrong.status, wrong.code);
    }
    let beginning = format!("{bucket}/{}", asked["prefix"]);
    let after = asked.get("continuation-token").cloned().unwrap_or_default();
    let all: Vec<_> = world
        .objects
        .iter()
        .filter(|(key, _)| key.starts_with(&beginning) && **key > after)
        .collect();
    let mut text = "<ListBucketResult>".to_owned();
    for (key, bytes) in all.iter().take(2) {
        let key = key
            .strip_prefix(&format!("{bucket}/"))
            .unwrap()
            .replace('&', "&amp;");
        let size = bytes.len();
        text.push_str(&format!(
            "<Contents><Key>{key}</Key><Size>{size}</Size></Contents>"
        ));
    }
    if let [_, (last, _), _, ..] = all.as_slice() {
        text.push_str(&format!(
            "<IsTruncated>true</IsTruncated><NextContinuationToken>{last}</NextContinuationToken>"
        ));
    }
    text.push_str("</ListBucketResult>");
    ([("content-type", "application/xml")], text).into_response()
}
