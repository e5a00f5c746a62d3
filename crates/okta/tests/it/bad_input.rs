//! What goes wrong at enrolment and in mid-scan: a clear fault with advice, no crash, no endless waiting.

use okta::{Cause, Client, Config, Credential, Fault, FaultKind};

use crate::fake::{Fake, Reply, client};

async fn first_users(replies: Vec<Reply>) -> Fault {
    client(Fake::script(replies))
        .users()
        .next()
        .await
        .unwrap()
        .unwrap_err()
}

fn okta_error(status: u16, code: &str, summary: &str) -> Reply {
    Reply::json(format!(
        r#"{{"errorCode":"{code}","errorSummary":"{summary}","errorCauses":[]}}"#
    ))
    .status(status)
}

#[tokio::test(start_paused = true)]
async fn a_wrong_token_needs_a_person() {
    let fault = first_users(vec![okta_error(401, "E0000011", "Invalid token provided")]).await;
    assert_eq!(
        (fault.kind, fault.cause),
        (FaultKind::NeedsPerson, Cause::InvalidToken)
    );
    assert!(fault.advice().contains("Security › API › Tokens"));
}

#[tokio::test(start_paused = true)]
async fn a_missing_right_is_a_refusal() {
    let fault = first_users(vec![okta_error(403, "E0000006", "You do not have permission")]).await;
    assert_eq!((fault.kind, fault.cause), (FaultKind::Refused, Cause::Forbidden));
}

#[tokio::test(start_paused = true)]
async fn html_with_200_is_not_okta() {
    let page = Reply::json("<html><body>Maintenance</body></html>")
        .header("content-type", "text/html; charset=utf-8");
    let fault = first_users(vec![page]).await;
    insta::assert_snapshot!(fault, @"GET /api/v1/users: the answer is not JSON: text/html; charset=utf-8 (200)");
    // Also when it claims to be JSON.
    assert_eq!(
        first_users(vec![Reply::json("  <html>")]).await.cause,
        Cause::NotJson
    );
}

#[tokio::test(start_paused = true)]
async fn html_that_passes_is_forgiven() {
    let page = Reply::json("<html>").header("content-type", "text/html");
    let client = client(Fake::script(vec![page, Reply::json("[]")]));
    assert!(client.users().all().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn cut_json_is_named_after_three_tries() {
    let fake = Fake::script(vec![Reply::json(r#"[{"id":"00u1"},{"id":"00"#)]);
    let fault = client(fake.clone()).users().next().await.unwrap().unwrap_err();
    assert_eq!(
        (fault.kind, fault.cause),
        (FaultKind::Malformed, Cause::BrokenJson)
    );
    assert_eq!(fake.paths().len(), 3);
    assert_eq!(
        first_users(vec![Reply::json("[{\"id\":\"\u{7f}")]).await.kind,
        FaultKind::Malformed
    );
    assert_eq!(
        first_users(vec![Reply::json("")]).await.kind,
        FaultKind::Malformed
    );
}

#[tokio::test(start_paused = true)]
async fn a_429_without_headers_waits_longer_and_longer_and_goes_on() {
    let limited = okta_error(429, "E0000047", "API call exceeded rate limit");
    let fake = Fake::script(vec![limited.clone(), limited.clone(), limited, Reply::json("[]")]);
    let before = tokio::time::Instant::now();
    assert!(client(fake.clone()).users().all().await.unwrap().is_empty());
    let waited = before.elapsed().as_secs();
    assert!((7..=14).contains(&waited), "{waited}");
    assert_eq!(fake.paths().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_host_that_is_not_there_is_given_up_after_minutes() {
    let before = tokio::time::Instant::now();
    let fault = first_users(vec![Reply::json("").status(0)]).await;
    assert_eq!(
        (fault.kind, fault.cause),
        (FaultKind::RetryLater, Cause::Unreachable)
    );
    let waited = before.elapsed().as_secs();
    assert!((300..=400).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn a_redirect_is_not_followed() {
    let fake = Fake::script(vec![
        Reply::json("")
            .status(302)
            .header("location", "https://evil.example/"),
    ]);
    let fault = client(fake.clone()).users().next().await.unwrap().unwrap_err();
    assert_eq!(
        (fault.kind, fault.cause),
        (FaultKind::NeedsPerson, Cause::Redirected)
    );
    assert_eq!(fake.paths().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_body_without_end_is_stopped() {
    let huge = Reply::json(format!("[\"{}", "x".repeat(65 << 20)));
    let fault = first_users(vec![huge]).await;
    assert_eq!(fault.cause, Cause::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn deep_json_does_no_harm() {
    let deep = format!(
        "[{{\"id\":\"00u1\",\"x\":{}1{}}}]",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let users = client(Fake::script(vec![Reply::json(deep)]))
        .users()
        .all()
        .await
        .unwrap();
    assert_eq!(users[0].without_secrets().len(), users[0].raw.get().len());
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(
        first_users(vec![Reply::json(deep)]).await.kind,
        FaultKind::Malformed
    );
}

#[test]
fn wrong_settings_are_refused_before_anything_is_sent() {
    let make = |url: &str, token: &str| Client::new(Config::new(url, Credential::api_token(token)));
    for url in [
        "acme.okta.com",
        "http://acme.okta.com",
        "https://acme.okta.com/x",
        "https://a@acme.okta.com",
        "",
    ] {
        assert!(make(url, "t").is_err(), "{url}");
    }
    for token in ["", "a b", "a\nb", "tök\u{1}en"] {
        assert!(make("https://acme.okta.com", token).is_err(), "{token:?}");
    }
    assert!(make("https://id.acme.com", "00abc").is_ok());
}

#[tokio::test]
async fn a_public_client_refuses_this_machine() {
    for url in [
        "https://127.0.0.1:1",
        "https://[::1]:1",
        "https://localhost:1",
        "https://169.254.169.254",
    ] {
        let client = Client::new(Config::new(url, Credential::api_token("t"))).unwrap();
        let fault = client.users().next().await.unwrap().unwrap_err();
        assert_eq!(
            (fault.kind, fault.cause),
            (FaultKind::NeedsPerson, Cause::ForbiddenAddress),
            "{url}: {fault}"
        );
    }
}
