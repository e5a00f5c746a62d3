//! Servers that are busy, broken or strict, imports, and the calls as they are sent.

use super::*;

#[test]
fn busy_and_broken_servers_are_asked_again_and_refusals_are_shown() {
    let mut bench = Bench::new(ScimKind::Catalogue, &["Auditors"], &[]);
    bench.server.instead = vec![
        Outcome::Answered {
            status: 429,
            retry_after_s: Some(7),
            body: Value::Null,
        },
        answer(503, Value::Null),
        Outcome::Lost("connection refused".to_owned()),
    ];
    let before = bench.desk.now;
    bench.settle();
    assert_eq!(bench.server.users.len(), 2);
    assert!(bench.desk.now.0 - before.0 >= 7000, "waits as long as it is told");
    assert_eq!(bench.report()["retries"], 3);
    bench.server.instead = vec![
        answer(409, json!({"detail": "taken"})),
        answer(200, json!({"totalResults": 0})),
    ];
    let users = format!("/api/v1/apps/{}/users", bench.app);
    let grace = bench.desk.get(&format!("/api/v1/users/{GRACE}"))["id"].clone();
    bench.desk.post(&users, json!({"id": grace, "scope": "USER"}));
    assert_eq!(bench.settle().len(), 2, "a refusal is not tried again");
    assert_eq!(bench.report()["errors"][0]["error"], "status 409: taken");
    bench.desk.asks(
        Method::POST,
        "/_sim/scim/retry",
        Some(json!({"app": "Portolan SSO"})),
        200,
    );
    assert_eq!(bench.settle().len(), 2);
    assert_eq!(
        (bench.report()["errors"].clone(), bench.server.users.len()),
        (json!([]), 3)
    );
    // An account that the other side lost is made again.
    bench.server.users.clear();
    bench.desk.post(
        &format!("/api/v1/users/{GRACE}"),
        json!({"profile": {"lastName": "Lee"}}),
    );
    assert_eq!(bench.settle().len(), 3);
    assert_eq!(bench.server.named(GRACE)["name"]["familyName"], "Lee");
}

#[test]
fn wrong_credentials_stop_everything_until_they_are_set_right() {
    let mut bench = Bench::new(ScimKind::Catalogue, &["Auditors"], &[]);
    bench.server.instead = vec![answer(401, json!({"detail": "who are you"}))];
    for _ in 0..3 {
        for (app, _, task) in bench.desk.sim.provisioning_tasks(bench.desk.now) {
            let outcome = bench.server.handle(&task);
            bench
                .desk
                .sim
                .provisioning_took(&app, &task.key, outcome, bench.desk.now);
        }
    }
    assert_eq!(
        (bench.server.asked().len(), bench.report()["test_error"].clone()),
        (1, json!("status 401: who are you"))
    );
    assert_eq!(bench.report()["state"], "refused");
    let body = json!({"base_url": BASE, "token": "right", "parallel": 1});
    bench.desk.asks(Method::POST, "/_sim/scim", Some(body), 200);
    bench.settle();
    assert_eq!(bench.server.users.len(), 2);
}

#[test]
fn an_import_reads_page_after_page() {
    let mut bench = Bench::new(ScimKind::Catalogue, &["Auditors"], &[]);
    bench.settle();
    let page =
        |count: usize| json!({"totalResults": 150, "Resources": vec![json!({"userName": "a@b"}); count]});
    bench.server.instead = vec![
        answer(200, json!({"totalResults": 0})),
        answer(200, page(50)),
        answer(200, page(100)),
    ];
    bench.desk.asks(Method::POST, "/_sim/scim/import", None, 200);
    assert_eq!(
        bench.settle(),
        [
            "GET /Users?startIndex=1&count=100",
            "GET /Users?startIndex=101&count=100",
            "GET /Groups?startIndex=1&count=100",
        ]
    );
    assert_eq!(bench.report()["import"]["users"], 150);
    assert_eq!(bench.events("application.provision.user.import"), 1);
}

#[test]
fn an_inactive_app_sends_nothing() {
    let mut bench = Bench::new(ScimKind::Catalogue, &["Auditors"], &[]);
    bench.settle();
    bench.desk.post(
        &format!("/api/v1/apps/{}/lifecycle/deactivate", bench.app),
        json!({}),
    );
    assert_eq!(
        (bench.settle(), bench.report()["state"].clone()),
        (Vec::<String>::new(), json!("paused"))
    );
    bench.desk.asks(Method::DELETE, "/_sim/scim", None, 200);
    assert_eq!(bench.desk.get("/_sim/scim"), json!({"apps": []}));
}

#[test]
fn settings_that_cannot_be_met_change_nothing() {
    let desk = Desk::small();
    let set = |target: ScimTarget| desk.sim.provision(target);
    assert_eq!(
        set(ScimTarget::new("ftp://x", "t")),
        Err(ScimError::Address("ftp://x".to_owned()))
    );
    assert_eq!(
        set(ScimTarget::new(BASE, "t")),
        Err(ScimError::App("Portolan SSO".to_owned()))
    );
    let group = ScimTarget {
        app: "Slack".to_owned(),
        push_groups: vec!["x".to_owned()],
        ..ScimTarget::new(BASE, "t")
    };
    assert!(!format!("{group:?}").contains("\"t\""));
    assert_eq!(set(group), Err(ScimError::Group("x".to_owned())));
    assert_eq!(desk.get("/_sim/scim"), json!({"apps": []}));
    desk.asks(Method::POST, "/_sim/scim", Some(json!({"base_url": BASE})), 400);
}

/// Over real sockets: https with a test authority, and what the head of a request says.
#[tokio::test]
async fn requests_go_over_https_with_oktas_headers() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let identity = crate::tls::identity(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(identity.config);
    let served = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = acceptor.accept(stream).await.unwrap();
        let mut request = vec![0_u8; 4096];
        let length = stream.read(&mut request).await.unwrap();
        stream
            .write_all(b"HTTP/1.1 429 Slow\r\nretry-after: 3\r\ncontent-length: 2\r\n\r\n{}")
            .await
            .unwrap();
        stream.flush().await.unwrap();
        String::from_utf8_lossy(&request[..length]).to_lowercase()
    });
    let mut target = ScimTarget::new(&format!("https://{address}/scim/v2"), "secret");
    let task = Task {
        key: super::super::Key::Test,
        method: "GET",
        target: "/Users?startIndex=1&count=2".to_owned(),
        body: None,
    };
    assert!(
        matches!(super::super::client::send(&target, &task).await, Outcome::Lost(why) if why.contains("ca_pem"))
    );
    let waiting = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let lost = super::super::client::send(&ScimTarget::new(&format!("http://{waiting}"), "t"), &task).await;
    assert!(matches!(lost, Outcome::Lost(_)));
    // The first connection above was never made: the listener still waits for its one.
    target.ca_pem = Some(identity.ca_pem);
    let outcome = super::super::client::send(&target, &task).await;
    assert_eq!(
        outcome,
        Outcome::Answered {
            status: 429,
            retry_after_s: Some(3),
            body: json!({})
        }
    );
    let head = served.await.unwrap();
    for line in [
        "get /scim/v2/users?startindex=1&count=2 http/1.1",
        "authorization: bearer secret",
        "user-agent: okta scim client 1.0.0",
        "accept: application/scim+json",
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
}
