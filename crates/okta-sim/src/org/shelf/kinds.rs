//! What is special about each kind of document.

use serde_json::{Value, json};

use crate::reply::Object;

/// One kind.
pub(super) struct Kind {
    /// Its collection and path below `/api/v1/`.
    pub(super) segment: &'static str,
    /// First characters of its ids.
    pub(super) prefix: &'static str,
    /// Okta's word in "Resource not found".
    pub(super) word: &'static str,
    /// Log events are this and the step: `zone` gives `zone.create`.
    pub(super) event: &'static str,
    /// `type` of the event's target.
    pub(super) target: &'static str,
    /// Members that a new one must have.
    pub(super) required: &'static [&'static str],
    /// Default and largest page; `None` for lists that come whole.
    pub(super) page: Option<(usize, usize)>,
    /// Methods in the hints of the `self` link.
    pub(super) allow: &'static [&'static str],
    /// Fills in what the caller left out.
    pub(super) defaults: fn(&mut Object),
    /// Members that tell when it was made and changed.
    pub(super) dates: (&'static str, &'static str),
    /// Members that tell who made and who changed it last.
    pub(super) signers: (Option<&'static str>, Option<&'static str>),
    /// Whether it has a status.
    pub(super) status: bool,
    /// Whether `POST` of one changes it, besides `PUT`.
    pub(super) post: bool,
}

const FULL: &[&str] = &["GET", "PUT", "DELETE"];

const fn kind(segment: &'static str, prefix: &'static str, word: &'static str, event: &'static str) -> Kind {
    Kind {
        segment,
        prefix,
        word,
        event,
        target: word,
        required: &["name"],
        page: Some((20, 200)),
        allow: FULL,
        defaults: nothing,
        dates: ("created", "lastUpdated"),
        signers: (None, None),
        status: true,
        post: false,
    }
}

pub(super) const KINDS: &[Kind] = &[
    Kind {
        required: &["name", "type"],
        defaults: zone,
        target: "NetworkZone",
        ..kind("zones", "nzo", "NetworkZone", "zone")
    },
    Kind {
        required: &["name", "type"],
        allow: &[],
        defaults: identity_provider,
        target: "AppInstance",
        ..kind("idps", "0oa", "Idp", "system.idp.lifecycle")
    },
    Kind {
        required: &["name", "channel", "events"],
        page: None,
        defaults: event_hook,
        allow: &[],
        signers: (Some("createdBy"), None),
        target: "EventHook",
        ..kind("eventHooks", "who", "Webhook", "event_hook.lifecycle")
    },
    Kind {
        required: &["name", "origin"],
        signers: (Some("createdBy"), Some("lastUpdatedBy")),
        ..kind(
            "trustedOrigins",
            "tos",
            "TrustedOrigin",
            "security.trusted_origin",
        )
    },
    Kind {
        required: &["name", "type"],
        target: "BehaviorDetectionRule",
        defaults: behavior,
        ..kind(
            "behaviors",
            "bhv",
            "BehaviorSettings",
            "security.behavior.settings",
        )
    },
    Kind {
        required: &["name", "type"],
        allow: &[],
        defaults: log_stream,
        ..kind("logStreams", "0oa", "LogStream", "system.log_stream.lifecycle")
    },
    Kind {
        required: &["key", "name"],
        page: None,
        allow: &["GET", "PUT"],
        defaults: authenticator,
        ..kind(
            "authenticators",
            "aut",
            "Authenticator",
            "security.authenticator.lifecycle",
        )
    },
    Kind {
        page: Some((200, 200)),
        ..kind("devices", "guo", "Device", "device.lifecycle")
    },
    Kind {
        required: &["profile"],
        allow: &[],
        defaults: realm,
        status: false,
        ..kind("realms", "guo", "Realm", "realm")
    },
    Kind {
        page: None,
        ..kind("features", "ftr", "Feature", "feature")
    },
    Kind {
        ..kind("authorizationServers", "aus", "AuthorizationServer", "oauth2.as")
    },
    Kind {
        page: None,
        post: true,
        ..kind("inlineHooks", "cal", "InlineHook", "inline_hook.lifecycle")
    },
    Kind {
        page: None,
        ..kind("agentPools", "0oa", "AgentPool", "system.agent")
    },
    Kind {
        page: None,
        target: "DeviceAssurancePolicy",
        defaults: device_assurance,
        dates: ("createdDate", "lastUpdate"),
        signers: (Some("createdBy"), Some("lastUpdatedBy")),
        status: false,
        ..kind(
            "device-assurances",
            "dae",
            "DeviceAssuranceEntity",
            "device.assurance.policy",
        )
    },
];

fn nothing(_: &mut Object) {}

fn set_default(body: &mut Object, name: &str, value: Value) {
    body.entry(name).or_insert(value);
}

fn zone(body: &mut Object) {
    set_default(body, "usage", json!("POLICY"));
    set_default(body, "system", json!(false));
    if body.get("type").and_then(Value::as_str) == Some("IP") {
        set_default(body, "gateways", Value::Null);
        set_default(body, "proxies", Value::Null);
    }
}

/// Lays a default below a member that is an object, with the members on the way.
fn deep_default(body: &mut Object, pointer: &[&str], value: Value) {
    let Some((name, rest)) = pointer.split_first() else {
        return;
    };
    if rest.is_empty() {
        set_default(body, name, value);
    } else if let Value::Object(inner) = body.entry(*name).or_insert_with(|| json!({})) {
        deep_default(inner, rest, value);
    }
}

fn identity_provider(body: &mut Object) {
    if let Some(policy) = body.get_mut("policy").and_then(Value::as_object_mut) {
        set_default(policy, "maxClockSkew", json!(0));
        set_default(policy, "trustClaims", json!(false));
        set_default(policy, "transformedUsernameMatchingEnabled", json!(false));
        deep_default(policy, &["accountLink", "filter"], Value::Null);
        deep_default(policy, &["subject", "filter"], Value::Null);
        deep_default(policy, &["subject", "matchAttribute"], Value::Null);
    }
    let kind = body
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let name = body
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    if kind == "SAML2" {
        // Where Okta is the service provider, its own address is the issuer.
        body.remove("issuerMode");
        let provider: String = name
            .bytes()
            .map(|byte| char::from(b'a' + byte % 26))
            .chain("a".repeat(17).chars())
            .take(17)
            .collect();
        for (member, value) in [
            (
                "audience",
                json!(format!(
                    "https://www.okta.com/saml2/service-provider/spc{provider}"
                )),
            ),
            ("revocation", Value::Null),
            ("revocationCacheLifetime", json!(0)),
        ] {
            deep_default(body, &["protocol", "credentials", "trust", member], value);
        }
        deep_default(
            body,
            &["protocol", "credentials", "signing", "kid"],
            json!("b-aWcq9q5sjB_wfWfazE-KJC4wRL5bDSuySCSVIOqFo"),
        );
        return;
    }
    set_default(body, "issuerMode", json!("ORG_URL"));
    if kind == "OIDC" {
        deep_default(body, &["protocol", "settings", "nameFormat"], Value::Null);
    }
    let protocol = body.get_mut("protocol").and_then(Value::as_object_mut);
    let Some(protocol) = protocol else {
        return;
    };
    if let Some(Value::Object(settings)) = protocol.get_mut("settings") {
        settings.remove("honorPersistentNameId");
    }
    let client = protocol
        .get_mut("credentials")
        .and_then(|all| all.get_mut("client")?.as_object_mut());
    if let Some(client) = client.filter(|client| client.get("pkce_required").is_some_and(Value::is_null)) {
        client.remove("pkce_required");
    }
    let out = protocol
        .get_mut("endpoints")
        .and_then(|all| all.get_mut("slo")?.as_object_mut());
    if let Some(out) = out {
        set_default(out, "binding", json!("HTTP-REDIRECT"));
    }
}

fn behavior(body: &mut Object) {
    if body
        .get("type")
        .and_then(Value::as_str)
        .is_some_and(|kind| kind != "VELOCITY")
    {
        deep_default(body, &["settings", "minEventsNeededForEvaluation"], json!(0));
    }
}

/// The token of a Splunk endpoint is never shown.
fn log_stream(body: &mut Object) {
    if let Some(Value::Object(settings)) = body.get_mut("settings") {
        settings.remove("token");
    }
}

fn authenticator(body: &mut Object) {
    body.remove("agreeToTerms");
    let kind = match body.get("key").and_then(Value::as_str) {
        Some("custom_app" | "okta_verify" | "google_otp" | "duo" | "symantec_vip") => "app",
        Some("okta_email") => "email",
        Some("okta_password") => "password",
        Some("phone_number") => "phone",
        Some("security_question") => "security_question",
        Some("webauthn" | "custom_otp" | "onprem_mfa" | "rsa_token" | "yubikey_token") => "security_key",
        Some("external_idp") => "federated",
        _ => return,
    };
    set_default(body, "type", json!(kind));
    let app = body
        .get("settings")
        .and_then(|settings| settings.get("appInstanceId").cloned());
    if let Some(app) = app {
        deep_default(body, &["settings", "oauthClientId"], app);
    }
}

fn realm(body: &mut Object) {
    set_default(body, "isDefault", json!(false));
    deep_default(body, &["profile", "domains"], json!([]));
}

fn device_assurance(body: &mut Object) {
    set_default(body, "displayRemediationMode", json!("HIDE"));
    set_default(body, "resourceType", json!("DeviceAssurancePolicyEntity"));
    let name = body.get("name").cloned().unwrap_or_default();
    body.insert(
        "resourceDisplayName".to_owned(),
        json!({"value": name, "sensitive": false}),
    );
}

fn event_hook(body: &mut Object) {
    set_default(body, "verificationStatus", json!("UNVERIFIED"));
    set_default(body, "description", Value::Null);
    deep_default(body, &["events", "filter"], Value::Null);
    for (member, value) in [
        ("headers", json!([])),
        ("method", json!("POST")),
        ("authScheme", Value::Null),
    ] {
        deep_default(body, &["channel", "config", member], value);
    }
    // The secret that Okta sends to the hook is never shown again.
    let secret = body
        .get_mut("channel")
        .and_then(|channel| channel.get_mut("config")?.get_mut("authScheme"));
    if let Some(scheme) = secret.and_then(Value::as_object_mut) {
        scheme.remove("value");
    }
}
