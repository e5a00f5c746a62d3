use serde_json::{Value, json};

use super::{beside, gives_oidc, gives_saml};
use crate::view::{OidcSpec, RoleMapping, SamlSpec};

fn changed<T: serde::de::DeserializeOwned>(whole: &Value, change: Value) -> T {
    let mut spec = whole.clone();
    for (name, value) in change.as_object().unwrap() {
        spec[name] = value.clone();
    }
    serde_json::from_value(spec).unwrap()
}

#[test]
fn what_decides_who_signs_in_as_whom_is_trust_and_the_rest_is_not() {
    let whole = json!({"metadata_url": "https://a.okta.com/m", "force_authn": true});
    let before: SamlSpec = changed(&whole, json!({}));
    for (change, gives) in [
        (json!({}), false),
        (
            json!({"display": "x", "sign_requests": true, "single_logout": true}),
            false,
        ),
        (
            json!({"attributes_to_roles": [{"name": "a", "value": "b", "roles": ["access"]}]}),
            false,
        ),
        (json!({"metadata_url": null}), true),
        (json!({"metadata_url": "https://evil.okta.com/m"}), true),
        (json!({"audience": "x"}), true),
        (json!({"name_attribute": "nickname"}), true),
        (json!({"name_id_format": "x"}), true),
        (json!({"organization": "https://b.okta.com"}), true),
        (json!({"allow_idp_initiated": true}), true),
        (json!({"force_authn": false}), true),
    ] {
        let after: SamlSpec = changed(&whole, change.clone());
        assert_eq!(gives_saml(&before, &after, &[]), gives, "{change}");
    }
    let stricter: SamlSpec = changed(&whole, json!({"allow_idp_initiated": true, "force_authn": false}));
    assert!(
        !gives_saml(&stricter, &before, &[]),
        "what takes trust away gives none"
    );

    let whole = json!({"issuer": "https://a.okta.com", "client_id": "0oa1"});
    let before: OidcSpec = changed(&whole, json!({}));
    for (change, gives) in [
        (
            json!({"display": "x", "scopes": ["groups"], "force_authn": true}),
            false,
        ),
        (json!({"issuer": "https://evil.okta.com"}), true),
        (json!({"client_id": "0oa2"}), true),
        (json!({"name_claim": "nickname"}), true),
        (json!({"organization": "https://b.okta.com"}), true),
    ] {
        let after: OidcSpec = changed(&whole, change.clone());
        assert_eq!(gives_oidc(&before, &after), gives, "{change}");
    }
}

#[test]
fn a_line_is_new_when_anything_of_it_is() {
    let line = |value: &str, role: &str| RoleMapping {
        name: "groups".to_owned(),
        value: value.to_owned(),
        roles: vec![role.to_owned()],
    };
    let before = [line("IT", "editor"), line("Staff", "access")];
    let after = [line("Staff", "access"), line("*", "editor")];
    assert_eq!(beside(&after, &before), [line("*", "editor")]);
    assert_eq!(beside(&before, &after), [line("IT", "editor")]);
}
