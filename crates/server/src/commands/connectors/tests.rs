use super::{provider_of, told};
use serde_json::json;

#[test]
fn both_kinds_are_told_with_what_to_enter_in_okta() {
    let saml = json!({
        "name": "okta", "kind": "saml", "display": "Okta", "oidc": null, "oidc_client": null,
        "spec": {"attributes_to_roles": [{"name": "groups", "value": "IT", "roles": ["editor"]}]},
        "service_provider": {"acs_url": "https://p/acs"}, "identity_provider": {"entity_id": "http://www.okta.com/x"},
    });
    let oidc = json!({
        "name": "other", "kind": "oidc", "display": "Other",
        "oidc": {
            "issuer": "https://acme.okta.com", "scopes": ["groups"],
            "attributes_to_roles": [{"name": "groups", "value": "IT", "roles": ["access"]}],
        },
        "oidc_client": {"redirect_url": "https://p/callback/other"},
    });
    assert_eq!(provider_of(&saml), "http://www.okta.com/x");
    assert_eq!(provider_of(&oidc), "https://acme.okta.com");
    let (saml, oidc) = (told(&saml), told(&oidc));
    assert!(saml.contains("single sign-on URL     https://p/acs"), "{saml}");
    assert!(saml.contains("groups = IT gives editor"), "{saml}");
    assert!(
        oidc.contains("sign-in redirect URI   https://p/callback/other"),
        "{oidc}"
    );
    assert!(oidc.contains("groups = IT gives access"), "{oidc}");
}
