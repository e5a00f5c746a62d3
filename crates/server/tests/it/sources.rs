//! Sources besides Okta, through the real binary: what is sent, what is read, what is exported.

use crate::house::{House, portolan, text};
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

fn json_of(house: &House, environment: &[(&str, &str)], arguments: &[&str]) -> Value {
    let address = [
        ("PORTOLAN_URL", house.fact("url")),
        ("PORTOLAN_TOKEN", house.fact("token")),
    ];
    let all = [arguments, &["--format", "json"]].concat();
    let output = portolan(&[&address, environment].concat(), &all);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Asks until the answer is so.
fn until(house: &House, arguments: &[&str], is_so: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..3_000 {
        let answer = json_of(house, &[], arguments);
        if is_so(&answer) {
            return answer;
        }
    }
    panic!(
        "{arguments:?} never came to it: {}",
        json_of(house, &[], arguments)
    )
}

fn collector<'v>(list: &'v Value, name: &str) -> &'v Value {
    let all = list["collectors"].as_array().unwrap().iter();
    all.clone()
        .find(|one| one["name"] == name)
        .unwrap_or(&Value::Null)
}

struct Outside {
    runtime: tokio::runtime::Runtime,
    http: reqwest::Client,
}

impl Outside {
    fn new() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            runtime: tokio::runtime::Runtime::new().unwrap(),
            http: reqwest::Client::new(),
        }
    }

    /// Listens on loopback until this goes.
    fn serve(&self, router: Router) -> String {
        let listening = tokio::net::TcpListener::bind("127.0.0.1:0");
        let listener = self.runtime.block_on(listening).unwrap();
        let address = listener.local_addr().unwrap();
        self.runtime
            .spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    fn send(&self, url: &str, token: &str, body: &Value) -> (u16, Value) {
        self.runtime.block_on(async {
            let request = self.http.post(url).basic_auth("portolan", Some(token));
            let answer = request.body(body.to_string()).send().await.unwrap();
            let status = answer.status().as_u16();
            (
                status,
                serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default(),
            )
        })
    }
}

fn sign_in(uid: &str) -> Value {
    json!({"uid": uid, "time": "2026-02-01T10:00:00Z", "event": "user.login", "code": "T1000I", "success": true,
        "user": "ada", "cluster_name": "acme", "method": "local"})
}

#[test]
fn the_event_handler_sends_with_a_token_that_is_good_for_nothing_else() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let outside = Outside::new();
    let made = json_of(&house, &[], &["activity", "sources", "add", "teleport", "prod"]);
    let (url, token) = (
        made["source"]["intake_url"].as_str().unwrap(),
        made["token"].as_str().unwrap(),
    );
    let sent = outside.send(url, token, &sign_in("t-1"));
    assert_eq!((sent.0, &sent.1["stored"]), (200, &json!(1)), "{sent:?}");
    // Events of a session go beside; what comes twice is known.
    let both = json!([sign_in("t-1"), sign_in("t-2")]);
    let sent = outside.send(&format!("{url}.5f0c.log"), token, &both);
    assert_eq!(
        (sent.0, &sent.1["stored"], &sent.1["repeated"]),
        (200, &json!(1), &json!(1))
    );
    let found = json_of(&house, &[], &["activity", "search", "source:teleport"]);
    assert_eq!(found["count"], 2, "{found}");
    assert_eq!(outside.send(url, "ptn_in_wrong", &sign_in("t-3")).0, 401);
    let github = url.replace("/teleport", "/github");
    assert_eq!(outside.send(&github, token, &sign_in("t-3")).0, 401);
    let address = [("PORTOLAN_URL", house.fact("url")), ("PORTOLAN_TOKEN", token)];
    assert!(
        !portolan(&address, &["activity", "stats"]).status.success(),
        "it may not read"
    );
    let list = json_of(&house, &[], &["activity", "sources", "ls"]);
    let row = collector(&list, "prod");
    assert_eq!(
        (&row["state"], &row["stored"], &row["repeated"]),
        (&json!("following"), &json!(2), &json!(1))
    );

    let renewed = json_of(&house, &[], &["activity", "sources", "token", "prod"]);
    assert_eq!(
        outside.send(url, token, &sign_in("t-3")).0,
        401,
        "the old one is over"
    );
    let fresh = renewed["token"].as_str().unwrap();
    json_of(&house, &[], &["activity", "sources", "set", "prod", "--off"]);
    assert_eq!(outside.send(url, fresh, &sign_in("t-3")).0, 503);
    json_of(&house, &[], &["activity", "sources", "set", "prod", "--on"]);
    assert_eq!(outside.send(url, fresh, &sign_in("t-3")).0, 200);
    json_of(&house, &[], &["activity", "sources", "rm", "prod"]);
    assert_eq!(outside.send(url, fresh, &sign_in("t-4")).0, 401);
    let found = json_of(&house, &[], &["activity", "search", "source:teleport"]);
    assert_eq!(found["count"], 3, "events stay: {found}");
}

#[test]
fn github_is_read_and_shows_how_it_goes() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let outside = Outside::new();
    let log = async |headers: HeaderMap| {
        if headers["authorization"] != "Bearer ghp_right" {
            return (
                axum::http::StatusCode::UNAUTHORIZED,
                "{\"message\":\"Bad credentials\"}".to_owned(),
            );
        }
        let event = json!({"_document_id": "g-1", "@timestamp": 1_769_940_000_000_i64, "action": "repo.create",
            "actor": "ada", "actor_id": 42, "org": "acme", "repo": "acme/x"});
        (axum::http::StatusCode::OK, json!([event]).to_string())
    };
    let api = outside.serve(Router::new().route("/orgs/acme/audit-log", get(log)));
    let add = [
        "activity",
        "sources",
        "add",
        "github",
        "acme-log",
        "--org",
        "acme",
        "--api-url",
        &api,
    ];
    let made = json_of(&house, &[("PORTOLAN_GITHUB_TOKEN", "ghp_wrong")], &add);
    assert_eq!(made["source"]["credential"], "token", "{made}");
    assert!(!made.to_string().contains("ghp_wrong"), "{made}");
    let list = until(&house, &["activity", "sources", "ls"], |list| {
        collector(list, "acme-log")["state"] == "failing"
    });
    let advice = collector(&list, "acme-log")["advice"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(advice.contains("token is not valid"), "{advice}");

    let right = [("PORTOLAN_GITHUB_TOKEN", "ghp_right")];
    json_of(&house, &right, &["activity", "sources", "set", "acme-log"]);
    until(&house, &["activity", "search", "source:github"], |found| {
        found["count"] == 1
    });
    let list = until(&house, &["activity", "sources", "ls"], |list| {
        collector(list, "acme-log")["state"] == "following"
    });
    assert_eq!(collector(&list, "acme-log")["error"], Value::Null);
    let ran = json_of(&house, &[], &["activity", "sources", "run", "acme-log"]);
    assert!(ran["message"].as_str().unwrap().contains("acme-log"));
    let metrics = outside.runtime.block_on(async {
        let url = format!("{}/metrics", house.fact("url"));
        outside.http.get(url).send().await.unwrap().text().await.unwrap()
    });
    let up = "portolan_collector_up{source=\"github\",name=\"acme-log\"} 1";
    assert!(metrics.contains(up), "{metrics}");
}

/// One queue with one message, and the object it tells of.
#[derive(Default)]
struct Bucket {
    is_deleted: bool,
    calls: Vec<String>,
}

async fn queue(State(bucket): State<Arc<Mutex<Bucket>>>, headers: HeaderMap) -> impl IntoResponse {
    let mut bucket = bucket.lock().unwrap();
    let target = headers["x-amz-target"].to_str().unwrap().to_owned();
    assert!(
        headers["authorization"]
            .to_str()
            .unwrap()
            .starts_with("AWS4-HMAC-SHA256 Credential=AKIATEST/")
    );
    bucket.calls.push(target.clone());
    if target == "AmazonSQS.DeleteMessage" {
        bucket.is_deleted = true;
    }
    if target != "AmazonSQS.ReceiveMessage" || bucket.is_deleted {
        return "{}".to_owned();
    }
    let notice = json!({"Records": [{"eventName": "ObjectCreated:Put", "awsRegion": "eu-west-1",
        "s3": {"bucket": {"name": "trail"}, "object": {"key": "AWSLogs/111122223333/CloudTrail/a.json"}}}]});
    json!({"Messages": [{"MessageId": "m-1", "ReceiptHandle": "r-1", "Body": notice.to_string()}]})
        .to_string()
}

async fn object(State(bucket): State<Arc<Mutex<Bucket>>>) -> String {
    bucket.lock().unwrap().calls.push("GetObject".to_owned());
    json!({"Records": [{
        "eventVersion": "1.08", "eventID": "a-1", "eventTime": "2026-02-01T10:00:00Z", "eventName": "ConsoleLogin",
        "eventSource": "signin.amazonaws.com", "recipientAccountId": "111122223333",
        "userIdentity": {"type": "Root", "accountId": "111122223333", "principalId": "111122223333"},
        "responseElements": {"ConsoleLogin": "Success"}, "sourceIPAddress": "192.0.2.2",
    }]})
    .to_string()
}

#[test]
fn cloudtrail_is_read_kept_and_then_forgotten_by_the_queue() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let outside = Outside::new();
    let bucket = Arc::new(Mutex::new(Bucket::default()));
    let router = Router::new()
        .route("/", post(queue))
        .route("/trail/{*key}", get(object))
        .with_state(Arc::clone(&bucket));
    let cloud = outside.serve(router);
    let queue_url = format!("{cloud}/111122223333/trail");
    let add = [
        "activity",
        "sources",
        "add",
        "aws",
        "trail",
        "--queue-url",
        &queue_url,
        "--region",
        "eu-west-1",
        "--s3-endpoint",
        &cloud,
        "--access-key-id",
        "AKIATEST",
    ];
    let made = json_of(&house, &[("PORTOLAN_AWS_SECRET_ACCESS_KEY", "SECRET-MARK")], &add);
    assert_eq!(made["source"]["credential"], "access key AKIATEST", "{made}");
    assert!(!made.to_string().contains("SECRET-MARK"), "{made}");
    until(&house, &["activity", "search", "source:aws"], |found| {
        found["count"] == 1
    });
    until(&house, &["activity", "sources", "ls"], |list| {
        let row = collector(list, "trail");
        row["state"] == "following" && row["stored"] == 1
    });
    let calls = bucket.lock().unwrap().calls.clone();
    let wanted = ["AmazonSQS.ReceiveMessage", "GetObject", "AmazonSQS.DeleteMessage"];
    assert_eq!(calls[..3], wanted, "{calls:?}");
    let folder = house.kill();
    // Nothing of the secret lies there in the open.
    for entry in std::fs::read_dir(folder.path().join("data")).unwrap().flatten() {
        if let Ok(bytes) = std::fs::read(entry.path()) {
            assert!(
                !bytes.windows(11).any(|part| part == b"SECRET-MARK"),
                "{}",
                entry.path().display()
            );
        }
    }
}

#[test]
fn events_are_exported_in_every_form() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let file = house.folder.path().join("in.json");
    std::fs::write(&file, json!([sign_in("t-1"), sign_in("t-2")]).to_string()).unwrap();
    let file = file.to_string_lossy().into_owned();
    json_of(
        &house,
        &[],
        &["activity", "import", "--source", "teleport", &file],
    );
    for (form, first) in [
        ("csv", "event_time,"),
        ("ndjson", "{"),
        ("ocsf", "{"),
        ("parquet", "PAR1"),
    ] {
        let to = house.folder.path().join(form);
        let name = to.to_string_lossy().into_owned();
        let wrote = house.portolan(&[
            "activity",
            "export",
            "source:teleport",
            "--as",
            form,
            "--to",
            &name,
        ]);
        assert!(wrote.status.success(), "{}", text(&wrote.stderr));
        let bytes = std::fs::read(&to).unwrap();
        assert!(bytes.starts_with(first.as_bytes()), "{form}");
        if form == "parquet" {
            assert!(bytes.ends_with(b"PAR1"), "it is whole");
        } else {
            let lines = String::from_utf8(bytes).unwrap().lines().count();
            assert_eq!(lines, if form == "csv" { 3 } else { 2 });
        }
    }
}
