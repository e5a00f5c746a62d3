//! What it costs to judge a response, in processor time: `cargo bench -p portolan-saml --bench verify [-- PART-OF-A-NAME]`.
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
    for (name, xml) in hostile() {
        measure(name, &forge::encode(&xml));
    }
}

/// Documents as dear as the limits allow, which anybody may post.
fn hostile() -> [(&'static str, String); 4] {
    let signed = |extensions: &str| {
        let content = Response::default().assertion.text("");
        let signature = forge::Signer::default().sign("id2response", "");
        let extensions = format!("<saml2p:Extensions>{extensions}</saml2p:Extensions>{content}");
        Response::default().text(&signature, &extensions)
    };
    let namespaces: String = (0..40).map(|n| format!(" xmlns:n{n}=\"urn:{n}\"")).collect();
    [
        ("60,000 elements", signed(&"<a/>".repeat(60_000))),
        (
            "40 namespaces around 40,000 elements",
            signed(&format!("<a{namespaces}>{}</a>", "<b/>".repeat(40_000))),
        ),
        (
            "namespaces bound anew 15,000 times",
            signed(&format!(
                "<a{namespaces}>{}</a>",
                "<b xmlns=\"u:\"/>".repeat(15_000)
            )),
        ),
        (
            "a long namespace used 5,000 times",
            signed(&format!(
                "<a xmlns:p=\"u:{}\">{}</a>",
                "x".repeat(100_000),
                "<p:b/>".repeat(5_000)
            )),
        ),
    ]
}

fn measure(name: &str, field: &str) {
    let only = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    if only.is_some_and(|only| !name.contains(&only)) {
        return;
    }
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
    let rounds = if field.len() > 100_000 {
        ROUNDS / 100
    } else {
        ROUNDS
    };
    for _ in 0..rounds {
        let _ = black_box(judge());
    }
    let spent = processor_time().saturating_sub(started) / rounds;
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
