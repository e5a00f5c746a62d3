//! Lists of several pages.

use std::collections::BTreeMap;

use okta::{Cause, FaultKind, LogStart, Moment};

use crate::fake::{Fake, Reply, client, path};
use crate::recorded;

fn ids(from: u32, to: u32) -> String {
    let ids: Vec<String> = (from..to).map(|n| format!(r#"{{"id":"00u{n}"}}"#)).collect();
    format!("[{}]", ids.join(","))
}

#[tokio::test(start_paused = true)]
async fn follows_next_however_it_is_written_to_the_end() {
    let link = |rest: &str| format!("<https://acme.okta.com/api/v1/groups/g/users{rest}>");
    let fake = Fake::script(vec![
        Reply::json(ids(0, 2)).header(
            "link",
            &format!("{}; rel=\"self\", {}; rel=\"next\"", link(""), link("?after=1")),
        ),
        Reply::json(ids(2, 4))
            .header("link", &format!("{}; rel=\"self\"", link("")))
            .next("/api/v1/groups/g/users?after=2"),
        Reply::json(ids(4, 5)).header("link", &format!("{}; rel=\"self\"", link(""))),
    ]);
    let members = client(fake.clone()).group_member_ids("g").all().await.unwrap();
    assert_eq!(members.len(), 5);
    assert_eq!(
        fake.paths(),
        [
            "/api/v1/groups/g/users?limit=1000",
            "/api/v1/groups/g/users?after=1",
            "/api/v1/groups/g/users?after=2"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn wrapped_lists_go_on_in_their_body_and_never_on_the_admin_host() {
    let fake = Fake::script(vec![
        Reply::json(
            r#"{"members":[{"id":"irb1","_links":{"self":{"href":"https://acme-admin.okta.com/api/v1/users/00u1"}}}],
                "_links":{"next":{"href":"https://acme-admin.okta.com/api/v1/iam/x?after=irb1"}}}"#,
        ),
        Reply::json(
            r#"{"members":[],"_links":{"self":{"href":"https://acme-admin.okta.com/api/v1/iam/x"}}}"#,
        ),
    ]);
    let members = client(fake.clone())
        .binding_members("s", "r")
        .all()
        .await
        .unwrap();
    assert_eq!(members[0].value.member(), Some((okta::MemberKind::User, "00u1")));
    let asked = fake.asked.lock().unwrap();
    assert_eq!(asked[1].url, "https://acme.okta.com/api/v1/iam/x?after=irb1");
}

#[tokio::test(start_paused = true)]
async fn a_link_to_another_host_gets_no_request() {
    for evil in [
        "https://evil.example/api/v1/users?after=1",
        "http://acme.okta.com/api/v1/users?after=1",
    ] {
        let fake = Fake::script(vec![
            Reply::json(ids(0, 1)).header("link", &format!("<{evil}>; rel=\"next\"")),
        ]);
        let fault = client(fake.clone()).users().next().await.unwrap().unwrap_err();
        assert_eq!(fault.cause, Cause::ForeignLink);
        assert_eq!(fake.paths().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_circle_is_seen() {
    let fake = Fake::script(vec![
        Reply::json(ids(0, 1)).next("/api/v1/users?after=1"),
        Reply::json(ids(1, 2)).next("/api/v1/users?after=2"),
        Reply::json(ids(2, 3)).next("/api/v1/users?after=1"),
    ]);
    let mut pages = client(fake).users();
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_ok());
    let fault = pages.next().await.unwrap().unwrap_err();
    assert_eq!((fault.cause, fault.kind), (Cause::LinkLoop, FaultKind::Malformed));
}

#[tokio::test(start_paused = true)]
async fn goes_on_with_the_same_page_after_trouble() {
    let limited = Reply::json(r#"{"errorCode":"E0000047"}"#)
        .status(429)
        .header("date", "Tue, 06 Jan 2026 19:50:00 GMT")
        .header("x-rate-limit-limit", "600")
        .header("x-rate-limit-remaining", "0")
        .header("x-rate-limit-reset", "1767729030");
    let mut cut = Reply::json("[{\"id\":\"00u");
    cut.breaks = true;
    let fake = Fake::script(vec![
        Reply::json(ids(0, 2)).next("/api/v1/users?after=1"),
        Reply::json("").status(503),
        limited,
        cut,
        Reply::json("[{\"id\":\"00u"),
        Reply::json(ids(2, 4)),
    ]);
    let client = client(fake.clone());
    let before = tokio::time::Instant::now();
    let users = client.users().all().await.unwrap();
    assert_eq!(users.len(), 4);
    assert_eq!(fake.paths()[1..], ["/api/v1/users?after=1"; 5]);
    // The limit is renewed 30 s after the 429 by Okta's own clock.
    assert!(before.elapsed().as_secs() >= 30);
    assert_eq!(client.progress().retries, 4);
    assert_eq!(client.progress().requests, 6);
}

#[tokio::test(start_paused = true)]
async fn the_system_log_stops_at_its_end_and_can_go_on() {
    let event = r#"{"uuid":"u1","published":"2026-01-01T00:00:00.000Z","eventType":"x"}"#;
    let full = format!("[{}]", vec![event; 1000].join(","));
    let fake = Fake::script(vec![
        Reply::json(full).next("/api/v1/logs?after=1_1"),
        Reply::json(format!("[{event}]")).next("/api/v1/logs?after=2_1"),
        Reply::json("[]").next("/api/v1/logs?after=2_1"),
        Reply::json("[]"),
    ]);
    let client = client(fake.clone());
    let mut pages = client.logs(&LogStart::Since(Moment(0))).unwrap();
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 1000);
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    assert!(pages.next().await.is_none());
    let position = pages.position().to_owned();
    assert_eq!(fake.paths().len(), 2);
    let mut later = client.logs(&LogStart::Position(position.clone())).unwrap();
    assert!(later.next().await.is_none());
    assert_eq!(later.position(), position);
    let mut lost = client.logs(&LogStart::Position(position)).unwrap();
    assert_eq!(lost.next().await.unwrap().unwrap_err().cause, Cause::NoNextLink);
    assert!(
        client
            .logs(&LogStart::Position("https://evil.example/api/v1/logs".to_owned()))
            .is_err()
    );
}

/// Follows every recorded list of users from its first page, as far as it was recorded.
#[tokio::test(start_paused = true)]
async fn recorded_lists_are_followed() {
    let Some(folder) = recorded::folder() else { return };
    let local = |url: &str| {
        url.splitn(4, '/')
            .nth(3)
            .map(|rest| format!("/{rest}"))
            .unwrap_or_default()
    };
    let mut sessions: BTreeMap<String, BTreeMap<String, Reply>> = BTreeMap::new();
    let mut heads = Vec::new();
    for line in recorded::lines(&folder.join("okta/recorded/users/GET_api__v1__users.ndjson")) {
        let here = local(&line.request.url);
        let mut reply = line
            .response
            .reply(line.response.body.as_ref().unwrap().get().to_owned());
        let links = line
            .response
            .headers
            .get("link")
            .and_then(|links| links.as_array().cloned());
        for value in links.unwrap_or_default() {
            let value = value.as_str().unwrap();
            for link in okta::parse_links(value) {
                let text = format!(
                    "<https://acme.okta.com{}>; rel=\"{}\"",
                    local(link.target),
                    link.rel
                );
                reply = reply.header("link", &text);
                if link.is("next") && !here.contains("after=") {
                    heads.push((line.cassette.clone(), here.clone()));
                }
            }
        }
        sessions.entry(line.cassette).or_default().insert(here, reply);
    }
    let mut followed = 0;
    for (cassette, head) in heads {
        let session = sessions[&cassette].clone();
        let mut begun = false;
        let fake = Fake::new(move |request| {
            let here = if std::mem::replace(&mut begun, true) {
                path(request).to_owned()
            } else {
                head.clone()
            };
            let missing = Reply::json(r#"{"errorCode":"E0000007"}"#).status(404);
            session.get(&here).cloned().unwrap_or(missing)
        });
        let mut pages = client(fake).users();
        while let Some(page) = pages.next().await {
            match page {
                Ok(_) => followed += 1,
                // The recording ends here.
                Err(fault) if fault.kind == FaultKind::Gone => break,
                Err(fault) => panic!("{cassette}: {fault}"),
            }
        }
    }
    assert!(followed >= 20, "{followed}");
}
