//! Policies with their rules, network zones, identity providers, factors.

use serde_json::{Value, json};

use super::{DAY, FOUNDED, Story, put};
use crate::state::Status;

/// The zone of the offices.
pub(super) const OFFICE_ZONE: &str = "nzoharborln0000015d7";
const BLOCKED_ZONE: &str = "nzoharborln0000025d7";
const ANY_TWO: &str = "rstharborln0000015d7";
const STRONG: &str = "rstharborln0000025d7";

/// The access policy of an app: the strong one for what hurts.
pub(super) fn access_policy(label: &str) -> &'static str {
    match label {
        "Okta Admin Console" | "AWS Account Federation (Production)" | "Legacy Payroll" => STRONG,
        _ => ANY_TWO,
    }
}

/// Tells them all.
pub(super) fn tell(story: &mut Story) {
    zones(story);
    policies(story);
    identity_providers(story);
    factors(story);
}

fn zones(story: &mut Story) {
    let links = |id: &str| {
        json!({
            "self": {"href": format!("{{{{org}}}}/api/v1/zones/{id}"), "hints": {"allow": ["GET", "PUT", "DELETE"]}},
            "deactivate": {"href": format!("{{{{org}}}}/api/v1/zones/{id}/lifecycle/deactivate"), "hints": {"allow": ["POST"]}},
        })
    };
    put(
        story,
        "zones",
        OFFICE_ZONE,
        json!({
            "type": "IP", "name": "Offices and VPN", "status": "ACTIVE", "usage": "POLICY", "system": false,
            "gateways": [{"type": "CIDR", "value": "192.0.2.0/24"}, {"type": "CIDR", "value": "198.51.100.0/25"}],
            "proxies": null, "_links": links(OFFICE_ZONE),
        }),
    );
    put(
        story,
        "zones",
        BLOCKED_ZONE,
        json!({
            "type": "DYNAMIC", "name": "Anonymizers", "status": "ACTIVE", "usage": "BLOCKLIST", "system": false,
            "proxyType": "Any", "_links": links(BLOCKED_ZONE),
        }),
    );
}

fn policies(story: &mut Story) {
    let everyone = story.group_id("Everyone");
    let administrators = story.group_id("IT Administrators");
    let people = |group: &str| json!({"people": {"groups": {"include": [group]}}});
    let session = |minutes: u32, mfa: bool| {
        json!({"signon": {
            "access": "ALLOW", "requireFactor": mfa, "primaryFactor": "PASSWORD_IDP_ANY_FACTOR", "rememberDeviceByDefault": false,
            "session": {"usePersistentCookie": false, "maxSessionIdleMinutes": minutes, "maxSessionLifetimeMinutes": 0},
        }})
    };
    let verification = |factors: &str| {
        json!({"appSignOn": {"access": "ALLOW", "verificationMethod": {
            "type": "ASSURANCE", "factorMode": factors, "reauthenticateIn": "PT2H", "constraints": [],
        }}})
    };
    let lines = [
        (
            "00pharborln0000015d7",
            "OKTA_SIGN_ON",
            "Administrators",
            1,
            false,
            people(&administrators),
            session(60, true),
        ),
        (
            "00pharborln0000025d7",
            "OKTA_SIGN_ON",
            "Default Policy",
            2,
            true,
            people(&everyone),
            session(480, false),
        ),
        (
            "00pharborln0000035d7",
            "PASSWORD",
            "Default Policy",
            1,
            true,
            people(&everyone),
            json!({"passwordChange": {"access": "ALLOW"}, "selfServicePasswordReset": {"access": "ALLOW"}, "selfServiceUnlock": {"access": "DENY"}}),
        ),
        (
            "00pharborln0000045d7",
            "MFA_ENROLL",
            "Default Policy",
            1,
            true,
            people(&everyone),
            json!({"enroll": {"self": "CHALLENGE"}}),
        ),
        (
            STRONG,
            "ACCESS_POLICY",
            "Phishing resistant",
            1,
            false,
            Value::Null,
            verification("2FA"),
        ),
        (
            ANY_TWO,
            "ACCESS_POLICY",
            "Any two factors",
            1,
            true,
            Value::Null,
            verification("1FA"),
        ),
    ];
    for (number, (id, kind, name, priority, system, conditions, actions)) in (1u32..).zip(lines) {
        let this = format!("{{{{org}}}}/api/v1/policies/{id}");
        put(
            story,
            "policies",
            id,
            json!({
                "type": kind, "name": name, "description": name, "status": "ACTIVE", "priority": priority, "system": system,
                "conditions": conditions,
                "_links": {
                    "self": {"href": this, "hints": {"allow": ["GET", "PUT"]}},
                    "rules": {"href": format!("{this}/rules"), "hints": {"allow": ["GET", "POST"]}},
                },
            }),
        );
        if let Some(policy) = story
            .org
            .docs
            .get_mut("policies", id)
            .filter(|_| kind == "PASSWORD")
        {
            policy.insert("settings".to_owned(), password_settings());
            policy["conditions"]["authProvider"] = json!({"provider": "OKTA"});
        }
        let rule = format!("0prharborln{:06}5d7", 100 + number);
        let rule_type = if kind == "OKTA_SIGN_ON" { "SIGN_ON" } else { kind };
        put(
            story,
            &format!("policies/{id}/rules"),
            &rule,
            json!({
                "type": rule_type, "name": if system { "Default Rule" } else { "Everybody in it" }, "status": "ACTIVE",
                "priority": 1, "system": system, "actions": actions,
                "conditions": {"people": {"users": {"exclude": []}}, "network": {"connection": "ANYWHERE"}},
                "_links": {"self": {"href": format!("{this}/rules/{rule}"), "hints": {"allow": ["GET", "PUT"]}}},
            }),
        );
    }
}

/// What Okta asks of passwords when nobody has changed it.
fn password_settings() -> Value {
    json!({
        "password": {
            "complexity": {
                "minLength": 8, "minLowerCase": 1, "minUpperCase": 1, "minNumber": 1, "minSymbol": 0,
                "excludeUsername": true, "dictionary": {"common": {"exclude": false}}, "excludeAttributes": [],
            },
            "age": {"maxAgeDays": 0, "expireWarnDays": 0, "minAgeMinutes": 0, "historyCount": 5},
            "lockout": {
                "maxAttempts": 10, "autoUnlockMinutes": 0, "userLockoutNotificationChannels": [],
                "showLockoutFailures": false,
            },
            "breachedProtection": {"expireAfterDays": null, "logoutEnabled": false, "delegatedWorkflowId": null},
        },
        "recovery": {"factors": {
            "recovery_question": {"status": "ACTIVE", "properties": {"complexity": {"minLength": 4}}},
            "okta_email": {"status": "ACTIVE", "properties": {"recoveryToken": {"tokenLifetimeMinutes": 60}}},
            "okta_sms": {"status": "INACTIVE"}, "okta_call": {"status": "INACTIVE"},
        }},
        "delegation": {"options": {"skipUnlock": false}},
    })
}

/// A partner signs in its own people as contractors; a social login is switched off.
fn identity_providers(story: &mut Story) {
    let contractors = story.group_id("Contractors");
    put(
        story,
        "idps",
        "0oaharborln0009015d7",
        json!({
            "type": "SAML2", "name": "Cobalt Freight", "status": "ACTIVE", "issuerMode": "ORG_URL",
            "protocol": {
                "type": "SAML2", "endpoints": {
                    "sso": {"url": "https://sso.cobalt-freight.example/saml", "binding": "HTTP-POST", "destination": "https://sso.cobalt-freight.example/saml"},
                    "acs": {"binding": "HTTP-POST", "type": "INSTANCE"},
                },
                "algorithms": {
                    "request": {"signature": {"algorithm": "SHA-256", "scope": "REQUEST"}},
                    "response": {"signature": {"algorithm": "SHA-256", "scope": "ANY"}},
                },
                "settings": {"nameFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"},
                "credentials": {
                    "trust": {"issuer": "https://sso.cobalt-freight.example", "audience": "https://www.okta.com/saml2/service-provider/harborline", "kid": "cobalt-freight-2025"},
                    "signing": {"kid": "harborline-2019"},
                },
            },
            "policy": {
                "provisioning": {
                    "action": "AUTO", "profileMaster": false,
                    "groups": {"action": "ASSIGN", "assignments": [contractors]},
                    "conditions": {"deprovisioned": {"action": "NONE"}, "suspended": {"action": "NONE"}},
                },
                "accountLink": {"filter": null, "action": "AUTO"},
                "subject": {"userNameTemplate": {"template": "idpuser.email"}, "filter": null, "matchType": "USERNAME", "matchAttribute": null},
                "maxClockSkew": 120_000,
            },
            "_links": {"self": {"href": "{{org}}/api/v1/idps/0oaharborln0009015d7"}},
        }),
    );
    put(
        story,
        "idps",
        "0oaharborln0009025d7",
        json!({
            "type": "GOOGLE", "name": "Sign in with Google", "status": "INACTIVE", "issuerMode": "ORG_URL",
            "protocol": {
                "type": "OIDC", "scopes": ["openid", "email", "profile"],
                "endpoints": {
                    "authorization": {"url": "https://accounts.google.com/o/oauth2/auth", "binding": "HTTP-REDIRECT"},
                    "token": {"url": "https://www.googleapis.com/oauth2/v3/token", "binding": "HTTP-POST"},
                },
                "credentials": {"client": {"client_id": "harborline.apps.example"}},
            },
            "policy": {
                "provisioning": {
                    "action": "DISABLED", "profileMaster": false, "groups": {"action": "NONE"},
                    "conditions": {"deprovisioned": {"action": "NONE"}, "suspended": {"action": "NONE"}},
                },
                "accountLink": {"filter": null, "action": "DISABLED"},
                "subject": {"userNameTemplate": {"template": "idpuser.email"}, "filter": null, "matchType": "USERNAME", "matchAttribute": null},
                "maxClockSkew": 0,
            },
            "_links": {"self": {"href": "{{org}}/api/v1/idps/0oaharborln0009025d7"}},
        }),
    );
}

/// Everybody has a phone; platform and security have keys; contractors and services have nothing; the forgotten
/// super administrator has text messages only.
fn factors(story: &mut Story) {
    let people: Vec<(u32, String, Status, i64)> = story
        .org
        .users
        .iter()
        .map(|(at, user)| {
            let text = |name: &str| {
                crate::org::users::view::profile_text(user, name)
                    .unwrap_or_default()
                    .to_owned()
            };
            (
                at,
                format!(
                    "{}/{}/{}",
                    text("department"),
                    text("userType"),
                    text("displayName")
                ),
                user.status,
                user.created.0,
            )
        })
        .collect();
    for (user, what, status, created) in people {
        let mut parts = what.split('/');
        let (department, kind, name) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        if kind != "Employee" || matches!(status, Status::Staged | Status::Provisioned) {
            continue;
        }
        let at = crate::stamp::Stamp(created).plus_ms(DAY).max(FOUNDED);
        if name == "Wendell Price" {
            story.org.build_factor(user, "sms", at);
            continue;
        }
        story.org.build_factor(user, "push", at);
        if matches!(department, "Platform" | "Security" | "Executives") {
            story.org.build_factor(user, "webauthn", at);
        }
    }
}
