//! What Okta really sends, from the recorded data that `PORTOLAN_RECORDED_DATA` names; skipped without.

use std::path::PathBuf;

use crate::saml::{Locations, ServiceProvider, TrustedKey, Waiting, read_metadata};
use crate::world::{Bench, code};

fn recorded(name: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("PORTOLAN_RECORDED_DATA") else {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
        return None;
    };
    let file = PathBuf::from(folder).join(name);
    if file.exists() {
        return Some(file);
    }
    println!("skipped: {} does not exist", file.display());
    None
}

#[test]
fn metadata_of_okta() {
    let Some(file) = recorded("okta/recorded/apps/GET_api__v1__apps__appId__sso__saml__metadata.ndjson")
    else {
        return;
    };
    let mut read = 0;
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let call: serde_json::Value = serde_json::from_str(line).unwrap();
        let Some(xml) = call["response"]["body"]
            .as_str()
            .filter(|body| body.starts_with("<?xml"))
        else {
            continue;
        };
        let idp = read_metadata(
            xml,
            None,
            Locations::Https,
            "2023-01-01T00:00:00Z".parse().unwrap(),
        );
        let idp = idp.unwrap_or_else(|fault| panic!("{fault}: {xml}"));
        assert!(!idp.keys.is_empty() && idp.sso_redirect.is_some());
        read += 1;
    }
    println!("{read} metadata documents read");
    assert!(read > 0);
}

/// A response of an Okta organization of 2016, signed on response and assertion with an `InclusiveNamespaces` list.
#[test]
fn a_response_of_okta() {
    let (Some(xml), Some(certificate)) = (
        recorded("saml/okta-response.xml"),
        recorded("saml/okta-response.cert.pem"),
    ) else {
        return;
    };
    let xml = std::fs::read_to_string(xml).unwrap();
    let mut bench = Bench {
        waiting: Waiting::Request("_213843b4-0693-47b8-b2f6-c41e316015cc"),
        now: "2016-03-22T19:23:00Z",
        ..Bench::default()
    };
    bench.sp = ServiceProvider {
        entity_id: "123".to_owned(),
        acs_url: "http://localhost:8080/v1/_saml_callback".to_owned(),
        ..bench.sp
    };
    bench.idp.entity_id = "http://www.okta.com/exk5zt0r12Edi4rD20h7".to_owned();
    let pem = std::fs::read_to_string(certificate).unwrap();
    bench.idp.keys = vec![TrustedKey::from_text(&pem).unwrap()];
    let person = bench.sign_in(&xml).unwrap();
    assert_eq!(person.name_id.value, "phoebe.simon@scaleft.com");
    assert_eq!(person.values("LastName"), ["Simon"]);
    assert_eq!(
        code(bench.sign_in(&xml.replace("Simon", "Admin"))),
        "signature_changed"
    );
}
