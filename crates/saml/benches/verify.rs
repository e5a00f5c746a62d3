//! What it costs to judge a response, in processor time: `cargo bench -p portolan-saml`.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

#[path = "../tests/it/forge.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod forge;

use std::hint::black_box;
use std::time::Duration;

use forge::{ACS, AUDIENCE, Assertion, IDP, ISSUER, NOW, REQUEST, Response, attribute};
use portolan_saml::{
    IdentityProvider, Refusal, Rules, ServiceProvider, TrustedKey, Waiting, verify_response,
};

const ROUNDS: u32 = 2000;

fn main() {
    let both = Response::default();
    let assertion_only = Response {
        sign_response: None,
        ..Response::default()
    };
    let many: Vec<String> = (0..1000).map(|n| format!("Group number {n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let large = Response {
        assertion: Assertion {
            attributes: attribute("groups", &many),
            ..Assertion::default()
        },
        ..Response::default()
    };
    let forged = Response::default().xml().replace("alice", "admin");
    measure("response and assertion signed", &both.field());
    measure("assertion signed", &assertion_only.field());
    measure("1,000 groups, both signed", &large.field());
    measure("changed, refused", &forge::encode(&forged));
}

fn measure(name: &str, field: &str) {
    let sp = ServiceProvider {
        entity_id: AUDIENCE.to_owned(),
        acs_url: ACS.to_owned(),
        slo_url: None,
        key: None,
        retired_keys: Vec::new(),
    };
    let idp = IdentityProvider {
        entity_id: ISSUER.to_owned(),
        sso_redirect: None,
        sso_post: None,
        slo_redirect: None,
        slo_post: None,
        slo_response: None,
        keys: vec![TrustedKey::from_text(IDP.certificate).unwrap()],
        wants_signed_requests: false,
        name_id_formats: Vec::new(),
        valid_until: None,
    };
    let rules = Rules::default();
    let now = NOW.parse().unwrap();
    let judge = || {
        let verified = verify_response(
            black_box(field),
            &sp,
            &idp,
            &rules,
            Waiting::Request(REQUEST),
            now,
        );
        verified.and_then(|verified| verified.accept(true))
    };
    let outcome = match judge() {
        Ok(_) => "accepted",
        Err(Refusal::Signature(_)) => "refused",
        Err(_) => "refused for another reason",
    };
    let started = processor_time();
    for _ in 0..ROUNDS {
        let _ = black_box(judge());
    }
    let spent = processor_time().saturating_sub(started) / ROUNDS;
    println!(
        "{name}: {} bytes, {outcome}, {:.1} µs of processor time",
        field.len(),
        spent.as_secs_f64() * 1e6
    );
}

/// Processor time of this thread.
fn processor_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}
