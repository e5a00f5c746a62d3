//! What Okta adds to a new app: the members that every app of a kind has.

use serde_json::{Value, json};

use crate::reply::Object;

/// The catalogue key of an app created without one.
pub(crate) fn catalogue_name(sign_on: &str, subdomain: &str, label: &str, count: usize) -> String {
    match sign_on {
        "OPENID_CONNECT" => "oidc_client".to_owned(),
        "BOOKMARK" => "bookmark".to_owned(),
        "BASIC_AUTH" => "template_basic_auth".to_owned(),
        "SECURE_PASSWORD_STORE" => "template_sps".to_owned(),
        "BROWSER_PLUGIN" => "template_swa".to_owned(),
        "WS_FEDERATION" => "template_wsfed".to_owned(),
        _ => {
            // Custom SAML and AUTO_LOGIN apps are named after organization and label.
            let plain: String = label
                .to_lowercase()
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect();
            format!("{subdomain}_{plain}_{}", count + 1)
        }
    }
}

/// The defaults of a kind, under which the caller's members are laid.
pub(crate) fn body(name: &str, sign_on: Option<&str>, kid: &str) -> Object {
    let link = match sign_on {
        Some("OPENID_CONNECT") => format!("{name}_link"),
        Some("SAML_2_0") if name.contains('_') && name.ends_with(|last: char| last.is_ascii_digit()) => {
            format!("{name}_link")
        }
        _ => "login".to_owned(),
    };
    let hidden = sign_on == Some("OPENID_CONNECT");
    let signing = if matches!(
        sign_on,
        Some("OPENID_CONNECT" | "SAML_2_0" | "SAML_1_1" | "WS_FEDERATION")
    ) {
        json!({"kid": kid})
    } else {
        json!({})
    };
    let mut body = json!({
        "accessibility": {"selfService": false, "errorRedirectUrl": null, "loginRedirectUrl": null},
        "visibility": {
            "autoLaunch": false, "autoSubmitToolbar": false, "hide": {"iOS": hidden, "web": hidden},
            "appLinks": {link: true},
        },
        "features": [],
        "universalLogout": universal_logout(sign_on),
        "credentials": {
            "userNameTemplate": {"template": "${source.login}", "type": "BUILT_IN"}, "signing": signing,
        },
        "settings": {
            "app": {},
            "notifications": {"vpn": {"network": {"connection": "DISABLED"}, "message": null, "helpUrl": null}},
            "manualProvisioning": false, "implicitAssignment": false, "emOptInStatus": "NONE",
            "notes": {"admin": null, "enduser": null},
        },
    });
    if let Some(more) = kind(sign_on.unwrap_or_default()) {
        lay(&mut body, more);
    }
    match body {
        Value::Object(body) => body,
        _ => Object::new(),
    }
}

fn universal_logout(sign_on: Option<&str>) -> Value {
    match sign_on {
        Some("OPENID_CONNECT") => json!({
            "status": "DISABLED", "supportType": "FULL", "identityStack": "NOT_SHARED", "protocol": "GLOBAL_TOKEN_REVOCATION",
        }),
        Some("BOOKMARK") | None => Value::Null,
        Some(_) => json!({"status": "UNSUPPORTED"}),
    }
}

fn kind(sign_on: &str) -> Option<Value> {
    Some(match sign_on {
        "OPENID_CONNECT" => json!({
            "credentials": {"oauthClient": {
                "autoKeyRotation": true, "token_endpoint_auth_method": "client_secret_basic", "pkce_required": false,
            }},
            "settings": {"oauthClient": {
                "client_uri": null, "logo_uri": null, "redirect_uris": [], "response_types": ["code"],
                "grant_types": ["authorization_code"], "application_type": "web", "consent_method": "TRUSTED",
                "issuer_mode": "ORG_URL", "idp_initiated_login": {"mode": "DISABLED", "default_scope": []},
                "wildcard_redirect": "DISABLED", "dpop_bound_access_tokens": false, "participate_slo": false,
            }},
        }),
        "SAML_2_0" => json!({"settings": {"signOn": {
            "defaultRelayState": null, "ssoAcsUrlOverride": null, "audienceOverride": null,
            "recipientOverride": null, "destinationOverride": null, "attributeStatements": [],
        }}}),
        "BROWSER_PLUGIN" | "SECURE_PASSWORD_STORE" | "AUTO_LOGIN" => json!({"credentials": {
            "scheme": "EDIT_USERNAME_AND_PASSWORD", "revealPassword": false,
        }}),
        "BOOKMARK" => json!({"settings": {"app": {"requestIntegration": false}}}),
        _ => return None,
    })
}

/// Lays one value over another: members of objects are merged, everything else is replaced.
pub(crate) fn lay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (name, value) in over {
                match under.get_mut(&name) {
                    Some(slot) => lay(slot, value),
                    None => {
                        under.insert(name, value);
                    }
                }
            }
        }
        (under, over) => *under = over,
    }
}
