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
    if let Some(more) = kind(sign_on.unwrap_or_default(), is_custom(name)) {
        lay(&mut body, more);
    }
    if let (Some(known), Some(app)) = (form_fields(name), body.pointer_mut("/settings/app")) {
        known.iter().for_each(|field| app[*field] = Value::Null);
    }
    match body {
        Value::Object(body) => body,
        _ => Object::new(),
    }
}

fn universal_logout(sign_on: Option<&str>) -> Value {
    match sign_on {
        Some("OPENID_CONNECT" | "SAML_2_0") => json!({
            "status": "DISABLED", "supportType": "FULL", "identityStack": "NOT_SHARED", "protocol": "GLOBAL_TOKEN_REVOCATION",
        }),
        _ => json!({"status": "UNSUPPORTED"}),
    }
}

/// Whether an app was made by hand: its name ends in a number.
pub(crate) fn is_custom(name: &str) -> bool {
    name.rsplit_once('_')
        .is_some_and(|(_, last)| !last.is_empty() && last.chars().all(|one| one.is_ascii_digit()))
}

/// The fields of Okta's templates for forms, which are null until they are filled in.
fn form_fields(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "template_swa" => &[
            "url",
            "usernameField",
            "passwordField",
            "buttonField",
            "loginUrlRegex",
            "redirectUrl",
            "checkbox",
        ],
        "template_swa3field" => &[
            "targetURL",
            "userNameSelector",
            "passwordSelector",
            "buttonSelector",
            "extraFieldSelector",
            "extraFieldValue",
            "loginUrlRegex",
            "redirectUrl",
        ],
        "template_sps" => &[
            "url",
            "usernameField",
            "passwordField",
            "optionalField1",
            "optionalField1Value",
            "optionalField2",
            "optionalField2Value",
            "optionalField3",
            "optionalField3Value",
        ],
        "template_basic_auth" => &["url", "authURL", "loginUrlRegex"],
        _ => return None,
    })
}

/// Brings what a caller sent into the form in which Okta shows it: credentials that only shared accounts have, and the
/// sign-on settings that an app of the catalogue takes.
pub(crate) fn tidy(name: &str, sign_on: Option<&str>, body: &mut Object) {
    if let Some(Value::Object(credentials)) = body.get_mut("credentials") {
        let shared =
            credentials.get("scheme").and_then(Value::as_str) == Some("SHARED_USERNAME_AND_PASSWORD");
        if shared && credentials.contains_key("password") {
            credentials.insert("password".to_owned(), json!({}));
        } else if !shared {
            credentials.remove("password");
            credentials.remove("userName");
        }
    }
    let known = body.get("credentials").is_some_and(|all| {
        all.get("oauthClient")
            .is_some_and(|client| client.get("client_id").is_some())
    });
    if sign_on == Some("OPENID_CONNECT") && !known {
        // An app of the catalogue: its client is its own business.
        for member in ["credentials", "settings"] {
            if let Some(Value::Object(inner)) = body.get_mut(member) {
                inner.remove("oauthClient");
            }
        }
    }
    let custom = is_custom(name);
    let settings = body
        .get_mut("settings")
        .and_then(|settings| settings.get_mut("signOn"));
    let Some(Value::Object(sign_on_settings)) = settings else {
        return;
    };
    const OVERRIDES: [&str; 4] = [
        "ssoAcsUrlOverride",
        "audienceOverride",
        "recipientOverride",
        "destinationOverride",
    ];
    match (sign_on, custom) {
        (Some("SAML_2_0"), true) => {
            // Apps made by hand name their addresses themselves: there is nothing to override.
            sign_on_settings
                .retain(|name, value| !(OVERRIDES.contains(&name.as_str()) && value_is_blank(value)));
            let issuer = sign_on_settings
                .get("slo")
                .and_then(|slo| slo.get("issuer"))
                .cloned();
            if let Some(issuer) = issuer.filter(Value::is_string) {
                sign_on_settings.insert("spIssuer".to_owned(), issuer);
            }
        }
        (Some("SAML_2_0" | "SAML_1_1"), false) => {
            let taken = |name: &str| {
                OVERRIDES.contains(&name) || matches!(name, "defaultRelayState" | "attributeStatements")
            };
            sign_on_settings.retain(|name, value| taken(name) || is_of_its_own(name, value));
            for (name, value) in sign_on_settings.iter_mut() {
                if value_is_blank(value) && name != "attributeStatements" {
                    *value = Value::Null;
                }
            }
        }
        _ => {}
    }
}

/// What the wizard writes into every app without meaning anything by it.
fn is_of_its_own(name: &str, value: &Value) -> bool {
    let blank = value_is_blank(value) || *value == false || value["enabled"] == false;
    let wizard = [
        "allowMultipleAcsEndpoints",
        "assertionSigned",
        "honorForceAuthn",
        "responseSigned",
        "samlSignedRequestEnabled",
        "slo",
    ];
    !(blank && wizard.contains(&name))
}

fn value_is_blank(value: &Value) -> bool {
    value.is_null() || value == ""
}

fn kind(sign_on: &str, custom: bool) -> Option<Value> {
    Some(match sign_on {
        "SAML_2_0" if custom => json!({"settings": {"signOn": {
            "defaultRelayState": null, "idpIssuer": "http://www.okta.com/${org.externalKey}", "spIssuer": null,
            "subjectNameIdTemplate": "${user.userName}",
            "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified", "responseSigned": true,
            "assertionSigned": true, "signatureAlgorithm": "RSA_SHA256", "digestAlgorithm": "SHA256",
            "honorForceAuthn": true,
            "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
            "requestCompressed": false, "attributeStatements": [], "inlineHooks": [],
            "assertionEncryption": {"enabled": false}, "allowMultipleAcsEndpoints": false, "acsEndpoints": [],
            "samlSignedRequestEnabled": false, "slo": {"enabled": false},
        }}}),
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
        "SAML_1_1" => json!({"settings": {"signOn": {
            "defaultRelayState": null, "ssoAcsUrlOverride": null, "audienceOverride": null, "recipientOverride": null,
        }}}),
        "BROWSER_PLUGIN" | "SECURE_PASSWORD_STORE" | "AUTO_LOGIN" | "BASIC_AUTH" => json!({"credentials": {
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
