use http::Method;
use http::header::{CONTENT_TYPE, DATE, LINK};

use super::{Fault, FaultKind, FaultRule, Faults};
use crate::request::{Delivery, Request, Response};
use crate::stamp::Stamp;

const NOW: Stamp = Stamp(1_800_000_000_000);

fn request(target: &str) -> Request {
    Request::new(Method::GET, target)
}

fn page() -> Response {
    let mut headers = http::HeaderMap::new();
    headers.append(
        LINK,
        "<https://acme.okta.com/api/v1/users?limit=2>; rel=\"self\""
            .parse()
            .unwrap(),
    );
    headers.append(
        LINK,
        "<https://acme.okta.com/api/v1/users?limit=2&after=00u2>; rel=\"next\""
            .parse()
            .unwrap(),
    );
    headers.append("x-rate-limit-reset", "1800000060".parse().unwrap());
    Response {
        status: 200,
        headers,
        body: b"[{\"id\":\"00u1\"}]".to_vec(),
        delivery: Delivery::default(),
    }
}

fn spoiled(kind: FaultKind) -> Response {
    let mut response = page();
    Fault::of(&FaultRule::new(kind)).spoil(&request("/api/v1/users?limit=2"), &mut response, NOW);
    response
}

#[test]
fn a_rule_waits_strikes_so_often_and_only_its_paths() {
    let mut faults = Faults::new(1);
    let path = Some("/api/v1/apps".to_owned());
    faults.arm(FaultRule {
        path,
        after: 2,
        times: Some(1),
        ..FaultRule::new(FaultKind::ServerError)
    });
    let mut struck = |target: &str| faults.strike(&request(target), "00T1").len();
    assert_eq!(struck("/api/v1/users"), 0);
    assert_eq!(
        [
            struck("/api/v1/apps"),
            struck("/api/v1/apps/0oa1"),
            struck("/api/v1/apps"),
            struck("/api/v1/apps")
        ],
        [0, 0, 1, 0]
    );
    assert_eq!(faults.report()[0]["fired"], 1);
}

#[test]
fn the_same_seed_strikes_the_same_requests() {
    let run = |seed| {
        let mut faults = Faults::new(seed);
        faults.arm(FaultRule {
            chance: Some(0.3),
            ..FaultRule::new(FaultKind::RateLimit)
        });
        (0..50)
            .map(|_| faults.strike(&request("/api/v1/users"), "").len())
            .collect::<Vec<_>>()
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
    assert!((5..25).contains(&run(7).iter().sum::<usize>()));
}

#[test]
fn a_revoked_credential_stays_revoked_for_everything() {
    let mut faults = Faults::new(1);
    faults.arm(FaultRule {
        times: Some(1),
        ..FaultRule::new(FaultKind::Revoke)
    });
    for _ in 0..3 {
        let struck = faults.strike(&request("/api/v1/groups"), "SSWS a");
        assert_eq!(struck[0].refusal(NOW).unwrap().code, "E0000011");
    }
    assert!(faults.strike(&request("/api/v1/groups"), "SSWS b").is_empty());
    faults.clear();
    assert!(faults.strike(&request("/api/v1/groups"), "SSWS a").is_empty());
}

#[test]
fn expired_cursors_concern_only_requests_with_a_cursor() {
    let mut faults = Faults::new(1);
    faults.arm(FaultRule::new(FaultKind::ExpiredCursor));
    assert!(faults.strike(&request("/api/v1/apps?limit=5"), "").is_empty());
    let struck = faults.strike(&request("/api/v1/apps?limit=5&after=x"), "");
    assert_eq!(struck[0].refusal(NOW).unwrap().code, "E0000029");
}

#[test]
fn refusals_have_oktas_form() {
    let refusal = Fault::of(&FaultRule::new(FaultKind::RateLimit))
        .refusal(NOW)
        .unwrap();
    assert_eq!((refusal.status, refusal.code), (429, "E0000047"));
    assert!(
        refusal
            .headers
            .iter()
            .any(|(name, value)| name == "x-rate-limit-reset" && value == "1800000020")
    );
    assert!(!refusal.headers.iter().any(|(name, _)| name == "retry-after"));
}

#[test]
fn links_lead_astray() {
    assert_eq!(
        spoiled(FaultKind::NextElsewhere).link("next").unwrap(),
        "https://elsewhere.example/api/v1/users?limit=2&after=00u2"
    );
    let own = spoiled(FaultKind::NextSelf);
    assert_eq!(own.link("next"), own.link("self"));
}

#[test]
fn bodies_are_cut_replaced_or_late() {
    assert_eq!(spoiled(FaultKind::CutBody).delivery.cut_at, Some(7));
    assert!(serde_json::from_slice::<serde_json::Value>(&spoiled(FaultKind::BrokenJson).body).is_err());
    assert_eq!(spoiled(FaultKind::Slow).delivery.delay.as_secs(), 3);
    let html = spoiled(FaultKind::Html);
    assert_eq!(
        (html.status, html.headers[CONTENT_TYPE].to_str().unwrap()),
        (200, "text/html;charset=utf-8")
    );
    assert_eq!(spoiled(FaultKind::Unavailable).status, 503);
}

#[test]
fn a_skewed_clock_moves_date_and_reset_together() {
    let response = spoiled(FaultKind::ClockSkew);
    assert_eq!(response.headers[DATE], "Fri, 15 Jan 2027 08:05:00 GMT");
    assert_eq!(response.headers["x-rate-limit-reset"], "1800000360");
}

#[test]
fn rules_are_read_from_json_and_unknown_members_refused() {
    let rule: FaultRule =
        serde_json::from_str(r#"{"kind":"next_self","path":"/api/v1/users","times":1}"#).unwrap();
    assert_eq!(rule.kind, FaultKind::NextSelf);
    assert!(serde_json::from_str::<FaultRule>(r#"{"kind":"next_self","tims":1}"#).is_err());
}
