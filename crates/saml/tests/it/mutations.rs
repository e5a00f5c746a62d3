//! Properties: a changed response is refused or says the same; anything at all never panics.
//!
//! `PROPTEST_CASES=1000000 cargo test --release -p portolan-saml mutations` is the long campaign.

use std::sync::LazyLock;

use proptest::prelude::*;

use crate::forge::{Response, Signer, encode};
use crate::saml::{
    IncomingLogout, Locations, Rules, SignIn, TrustedKey, Waiting, read_metadata, receive_logout,
};
use crate::world::{Bench, sign_in};

/// What a reader decides on: everything but the text that is only shown.
fn essence(person: &SignIn) -> SignIn {
    SignIn {
        assertion_xml: String::new(),
        ..person.clone()
    }
}

/// The three ways in which a response can be signed, with what each says.
static VARIANTS: LazyLock<Vec<(String, SignIn)>> = LazyLock::new(|| {
    let both = Response::default();
    let assertion_only = Response {
        sign_response: None,
        ..Response::default()
    };
    let response_only = Response {
        sign_assertion: None,
        ..Response::default()
    };
    [both, assertion_only, response_only]
        .iter()
        .map(|response| (response.xml(), essence(&sign_in(&response.xml()).unwrap())))
        .collect()
});

static BENCH: LazyLock<Bench> = LazyLock::new(Bench::default);

/// Unoptimised, a part of all places will do.
const STEP: usize = if cfg!(debug_assertions) { 11 } else { 1 };

#[test]
fn every_single_byte_removed_or_flipped() {
    for (xml, good) in VARIANTS.iter() {
        // Every byte once with one of the eight bits; the property below draws from all.
        for at in (0..xml.len()).step_by(STEP) {
            let mut bytes = xml.clone().into_bytes();
            bytes[at] ^= 1 << (at % 8);
            check(&bytes, good, at);
            if at % 7 == 0 {
                bytes.remove(at);
                check(&bytes, good, at);
            }
        }
    }
}

fn check(bytes: &[u8], good: &SignIn, at: usize) {
    use base64::Engine;
    let field = base64::engine::general_purpose::STANDARD.encode(bytes);
    if let Ok(verified) = BENCH.verify_field(&field) {
        let person = verified.accept(true).unwrap();
        assert_eq!(&essence(&person), good, "byte {at}");
    }
}

/// Pieces that attackers put into documents.
fn piece() -> impl Strategy<Value = String> {
    let signature = Signer::default().sign("evil", "<x></x>");
    let pieces = vec![
        "<!-- c -->".to_owned(),
        "<![CDATA[admin]]>".to_owned(),
        "<?pi?>".to_owned(),
        "&#x41;".to_owned(),
        " ID=\"id1assertion\"".to_owned(),
        " xmlns=\"urn:x\"".to_owned(),
        " xmlns:saml2=\"urn:x\"".to_owned(),
        "<saml2:NameID>admin@example.com</saml2:NameID>".to_owned(),
        "<saml2:Audience>x</saml2:Audience>".to_owned(),
        "</saml2:NameID><saml2:NameID>".to_owned(),
        "</saml2:Assertion>".to_owned(),
        "<x>".to_owned(),
        "</x>".to_owned(),
        "\r\n".to_owned(),
        "\u{feff}".to_owned(),
        "\"".to_owned(),
        signature,
    ];
    proptest::sample::select(pieces)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(300)))]

    #[test]
    fn pieces_put_in_anywhere(which in 0_usize..3, cuts in proptest::collection::vec((any::<prop::sample::Index>(), piece()), 1..4)) {
        let (xml, good) = &VARIANTS[which];
        let mut changed = xml.clone();
        for (at, piece) in cuts {
            let mut place = at.index(changed.len());
            while !changed.is_char_boundary(place) {
                place -= 1;
            }
            changed.insert_str(place, &piece);
        }
        if let Ok(person) = BENCH.sign_in(&changed) {
            prop_assert_eq!(&essence(&person), good);
        }
    }

    #[test]
    fn stretches_moved_and_doubled(which in 0_usize..3, from in any::<prop::sample::Index>(), length in 1_usize..400, to in any::<prop::sample::Index>()) {
        let (xml, good) = &VARIANTS[which];
        let start = from.index(xml.len());
        let end = (start + length).min(xml.len());
        let Some(stretch) = xml.get(start..end) else { return Ok(()) };
        let mut changed = xml.clone();
        let place = to.index(changed.len());
        if !changed.is_char_boundary(place) { return Ok(()) }
        changed.insert_str(place, stretch);
        if let Ok(person) = BENCH.sign_in(&changed) {
            prop_assert_eq!(&essence(&person), good);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        use base64::Engine;
        let bench = &*BENCH;
        let field = base64::engine::general_purpose::STANDARD.encode(&bytes);
        prop_assert!(bench.verify_field(&field).is_err());
        let _ = TrustedKey::from_der(&bytes);
        let now = bench.now.parse().unwrap();
        let rules = Rules::default();
        let _ = receive_logout(IncomingLogout::Post(&field), &bench.sp, &bench.idp, &rules, Waiting::Nothing, now);
        let text = String::from_utf8_lossy(&bytes);
        let query = format!("SAMLRequest={text}&Signature={text}&SigAlg={text}");
        let _ = receive_logout(IncomingLogout::Redirect(&query), &bench.sp, &bench.idp, &rules, Waiting::Nothing, now);
        prop_assert!(read_metadata(&text, None, Locations::HttpToo, now).is_err());
    }

    #[test]
    fn arbitrary_markup_never_panics(parts in proptest::collection::vec(proptest::sample::select(MARKUP.to_vec()), 0..60)) {
        let xml = parts.concat();
        prop_assert!(BENCH.verify_field(&encode(&xml)).is_err());
        let inside = Response { sign_response: None, ..Response::default() }.around(&xml);
        prop_assert!(BENCH.sign_in(&inside).is_err());
    }
}

const MARKUP: [&str; 24] = [
    "<a>",
    "</a>",
    "<a",
    ">",
    "/>",
    " a=\"",
    "\"",
    "'",
    "=",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&",
    ";",
    "&#0;",
    "<saml2:Assertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\">",
    "</saml2:Assertion>",
    "xmlns=\"\"",
    "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">",
    "</ds:Signature>",
    "<!DOCTYPE",
    "<?",
    "é",
];

fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}
