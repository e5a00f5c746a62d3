//! What is fed with hostile bytes. Each function takes anything and must neither panic nor hang; what is accepted must be
//! what was signed.
//!
//! The keys are those of the tests of `crates/saml`, and so is the corpus: whoever can make one of its files say another
//! thing and be accepted has found a hole.

mod patch;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use saml::{
    IdentityProvider, IncomingLogout, Locations, Rules, ServiceProvider, SpKey, TrustedKey, Waiting,
    read_metadata, receive_logout, verify_response,
};
use scim::{Filter, Limits};

pub use patch::scim_patch;

const NOW: &str = "2026-01-31T12:00:00Z";

/// Both sides, as in the tests.
struct Bench {
    sp: ServiceProvider,
    idp: IdentityProvider,
    now: jiff::Timestamp,
}

static BENCH: LazyLock<Bench> = LazyLock::new(|| {
    let der = |pem: &str| {
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        STANDARD.decode(body).expect("a key of the tests")
    };
    let key = der(include_str!("../../crates/saml/tests/it/keys/sp.key.pem"));
    let certificate = der(include_str!("../../crates/saml/tests/it/keys/sp.cert.pem"));
    let at = |path: &str| Some(format!("https://org.okta.com/app/x/exk1test/{path}/saml"));
    Bench {
        sp: ServiceProvider {
            entity_id: "https://portolan.example/saml".to_owned(),
            acs_url: "https://portolan.example/saml/acs".to_owned(),
            slo_url: Some("https://portolan.example/saml/slo".to_owned()),
            key: Some(SpKey::from_der(&key, &certificate).expect("a key of the tests")),
            retired_keys: Vec::new(),
        },
        idp: IdentityProvider {
            entity_id: "http://www.okta.com/exk1test".to_owned(),
            sso_redirect: at("sso"),
            sso_post: at("sso"),
            slo_redirect: at("slo"),
            slo_post: at("slo"),
            slo_response: None,
            keys: vec![
                TrustedKey::from_text(include_str!("../../crates/saml/tests/it/keys/idp.cert.pem"))
                    .expect("a certificate of the tests"),
            ],
            wants_signed_requests: false,
            name_id_formats: Vec::new(),
            valid_until: None,
        },
        now: NOW.parse().expect("a time"),
    }
});

/// Who is accepted out of the corpus as it is: nobody else may ever be.
static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/saml_response");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter_map(|file| accepted(&std::fs::read(file.path()).ok()?))
        .collect()
});

/// Whom a response signs in, if anybody.
fn accepted(xml: &[u8]) -> Option<String> {
    let waiting = Waiting::Request("_request1");
    let (field, rules) = (STANDARD.encode(xml), Rules::default());
    let verified = verify_response(&field, &BENCH.sp, &BENCH.idp, &rules, waiting, BENCH.now).ok()?;
    Some(verified.accept(true).ok()?.name_id.value)
}

/// A response as XML.
pub fn saml_response(data: &[u8]) {
    if let Some(name) = accepted(data) {
        assert!(KNOWN.contains(&name), "somebody else was signed in: {name}");
    }
    // Also as the field itself, which need not be base64.
    if let Ok(field) = std::str::from_utf8(data) {
        let (rules, waiting) = (Rules::default(), Waiting::Nothing);
        let _ = verify_response(field, &BENCH.sp, &BENCH.idp, &rules, waiting, BENCH.now);
    }
}

/// A log-out message: as a query, and as XML that is posted.
pub fn saml_logout(data: &[u8]) {
    let (rules, waiting) = (Rules::default(), Waiting::Request("_request1"));
    let posted = STANDARD.encode(data);
    let mut ways = vec![IncomingLogout::Post(&posted)];
    if let Ok(query) = std::str::from_utf8(data) {
        ways.push(IncomingLogout::Redirect(query));
    }
    for way in ways {
        let _ = receive_logout(way, &BENCH.sp, &BENCH.idp, &rules, waiting, BENCH.now);
    }
}

/// Metadata of an identity provider.
pub fn saml_metadata(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = read_metadata(text, None, Locations::Https, BENCH.now);
    }
}

/// A filter, and the path of a patch.
pub fn scim_filter(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let limits = Limits::default();
        let _ = Filter::parse(text, &limits);
        let _ = scim::Path::parse(text, &limits);
    }
}
