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
        ..kind("eventHooks", "who", "EventHook", "event_hook.lifecycle")
    },
    Kind {
        required: &["name", "origin"],
        ..kind(
            "trustedOrigins",
            "tos",
            "TrustedOrigin",
            "security.trusted_origin",
        )
    },
    Kind {
        required: &["name", "type"],
        ..kind(
            "behaviors",
            "bhv",
            "BehaviorDetectionRule",
            "security.behavior.settings",
        )
    },
    Kind {
        required: &["name", "type"],
        ..kind("logStreams", "0oa", "LogStream", "system.log_stream.lifecycle")
    },
    Kind {
        required: &["key", "name"],
        page: None,
        allow: &["GET", "PUT"],
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
        ..kind("inlineHooks", "cal", "InlineHook", "inline_hook.lifecycle")
    },
    Kind {
        page: None,
        ..kind("agentPools", "0oa", "AgentPool", "system.agent")
    },
    Kind {
        page: None,
        ..kind(
            "device-assurances",
            "dae",
            "DeviceAssurancePolicy",
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

fn identity_provider(body: &mut Object) {
    set_default(body, "issuerMode", json!("ORG_URL"));
    if let Some(policy) = body.get_mut("policy").and_then(Value::as_object_mut) {
        set_default(policy, "maxClockSkew", json!(0));
    }
}

fn event_hook(body: &mut Object) {
    set_default(body, "verificationStatus", json!("UNVERIFIED"));
    // The secret that Okta sends to the hook is never shown again.
    let secret = body
        .get_mut("channel")
        .and_then(|channel| channel.get_mut("config")?.get_mut("authScheme"));
    if let Some(scheme) = secret.and_then(Value::as_object_mut) {
        scheme.remove("value");
    }
}
