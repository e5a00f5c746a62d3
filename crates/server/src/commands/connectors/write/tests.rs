use super::{Wanted, body, mapping};
use crate::cli::{OidcSet, SamlSet, SharedSet};
use serde_json::json;

fn nothing() -> Wanted {
    Wanted {
        shared: SharedSet::default(),
        saml: SamlSet::default(),
        oidc: OidcSet::default(),
    }
}

#[test]
fn a_line_of_the_mapping_is_taken_apart_at_its_ends() {
    let line = |text: &str| mapping(text).ok();
    assert_eq!(
        line("groups=IT-*=editor, auditor"),
        Some(json!({"name": "groups", "value": "IT-*", "roles": ["editor", "auditor"]}))
    );
    assert_eq!(
        line("dn=CN=IT,DC=acme=access"),
        Some(json!({"name": "dn", "value": "CN=IT,DC=acme", "roles": ["access"]}))
    );
    assert_eq!(line("groups=IT"), None);
    assert_eq!(line("groups"), None);
}

#[test]
fn what_is_not_named_stays() {
    let mut wanted = nothing();
    wanted.shared.display = Some("Acme".to_owned());
    wanted.oidc.client_id = Some("0oa2".to_owned());
    let known = json!({"issuer": "https://acme.okta.com", "client_id": "0oa1", "display": ""});
    let sent = body("oidc", &wanted, known).unwrap();
    assert_eq!(
        sent,
        json!({"oidc": {"issuer": "https://acme.okta.com", "client_id": "0oa2", "display": "Acme"}})
    );
}

#[test]
fn flags_of_the_other_kind_are_wrong_usage() {
    let mut wanted = nothing();
    wanted.saml.sign_requests = Some(true);
    assert!(body("saml", &wanted, json!({})).is_ok());
    assert!(body("oidc", &wanted, json!({})).is_err());
    let mut wanted = nothing();
    wanted.oidc.client_secret_file = Some("/nowhere".to_owned());
    assert!(body("saml", &wanted, json!({})).is_err());
}

#[test]
fn another_address_takes_the_pinned_metadata_away() {
    let mut wanted = nothing();
    wanted.saml.metadata_url = Some("https://acme.okta.com/x".to_owned());
    let sent = body("saml", &wanted, json!({"metadata_xml": "<old/>"})).unwrap();
    assert_eq!(
        sent["spec"],
        json!({"metadata_xml": "", "metadata_url": "https://acme.okta.com/x"})
    );
}
