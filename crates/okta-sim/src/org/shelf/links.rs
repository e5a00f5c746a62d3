//! The `_links` of a document, which depend on its status.

use serde_json::{Value, json};

use super::kinds::Kind;
use crate::org::text;
use crate::reply::Object;

/// The document with its links; ones that it brought itself stay.
pub(super) fn linked(kind: &Kind, document: &Object) -> Object {
    let mut document = document.clone();
    let id = text(&document, "id").unwrap_or_default().to_owned();
    let own = format!("{{{{org}}}}/api/v1/{}/{id}", kind.segment);
    let mut links = Object::new();
    let hinted = |href: String, allow: &[&str]| json!({"href": href, "hints": {"allow": allow}});
    if kind.segment == "idps" {
        identity_provider(&mut links, &document, &id);
    } else if kind.segment == "logStreams" {
        log_stream(&mut links, &document, &own);
    } else {
        let this = match kind.segment {
            "realms" => json!({"rel": "self", "href": own, "method": "GET"}),
            _ if kind.allow.is_empty() => json!({"href": own}),
            _ => hinted(own.clone(), kind.allow),
        };
        links.insert("self".to_owned(), this);
        match text(&document, "status") {
            Some("ACTIVE") => {
                links.insert(
                    "deactivate".to_owned(),
                    hinted(format!("{own}/lifecycle/deactivate"), &["POST"]),
                );
            }
            Some("INACTIVE" | "DEACTIVATED") => {
                links.insert(
                    "activate".to_owned(),
                    hinted(format!("{own}/lifecycle/activate"), &["POST"]),
                );
            }
            Some("SUSPENDED") => {
                links.insert(
                    "unsuspend".to_owned(),
                    hinted(format!("{own}/lifecycle/unsuspend"), &["POST"]),
                );
            }
            _ => {}
        }
    }
    match kind.segment {
        "authenticators" => {
            links.insert("methods".to_owned(), hinted(format!("{own}/methods"), &["GET"]));
            if text(&document, "key") == Some("custom_app") {
                let enroll = hinted("{{org}}/idp/authenticators".to_owned(), &["POST"]);
                links.insert("enroll".to_owned(), enroll);
            }
        }
        "devices" => {
            links.insert("users".to_owned(), hinted(format!("{own}/users"), &["GET"]));
        }
        "eventHooks" if text(&document, "status") == Some("INACTIVE") => {
            links.insert("delete".to_owned(), hinted(own.clone(), &["DELETE"]));
        }
        "eventHooks" if text(&document, "verificationStatus") != Some("VERIFIED") => {
            links.insert(
                "verify".to_owned(),
                hinted(format!("{own}/lifecycle/verify"), &["POST"]),
            );
        }
        _ => {}
    }
    let given = document.entry("_links").or_insert_with(|| json!({}));
    if let Value::Object(given) = given {
        for (name, link) in links {
            given.entry(name).or_insert(link);
        }
    }
    document
}

/// The step of the life cycle that a document can take next.
fn step(document: &Object) -> &'static str {
    if text(document, "status") == Some("INACTIVE") {
        "activate"
    } else {
        "deactivate"
    }
}

/// Log streams name methods where others give hints.
fn log_stream(links: &mut Object, document: &Object, own: &str) {
    links.insert("self".to_owned(), json!({"href": own, "method": "GET"}));
    let step = step(document);
    links.insert(
        step.to_owned(),
        json!({"href": format!("{own}/lifecycle/{step}"), "method": "POST"}),
    );
}

fn identity_provider(links: &mut Object, document: &Object, id: &str) {
    let type_of = text(document, "type").unwrap_or_default();
    if type_of == "SAML2" {
        let metadata = format!("{{{{org}}}}/api/v1/idps/{id}/metadata.xml");
        links.insert(
            "metadata".to_owned(),
            json!({
                "href": metadata, "type": "application/xml", "hints": {"allow": ["GET"]},
            }),
        );
        links.insert("acs".to_owned(), json!({
            "href": format!("{{{{org}}}}/sso/saml2/{id}"), "type": "application/xml", "hints": {"allow": ["POST"]},
        }));
        let own = format!("{{{{org}}}}/api/v1/idps/{id}");
        let step = step(document);
        links.insert(
            "users".to_owned(),
            json!({"href": format!("{own}/users"), "hints": {"allow": ["GET"]}}),
        );
        links.insert(
            step.to_owned(),
            json!({"href": format!("{own}/lifecycle/{step}"), "hints": {"allow": ["POST"]}}),
        );
        return;
    }
    let authorize = format!(
        "{{{{org}}}}/oauth2/v1/authorize?idp={id}&client_id={{clientId}}&response_type={{responseType}}&response_mode={{responseMode}}&scope={{scopes}}&redirect_uri={{redirectUri}}&state={{state}}&nonce={{nonce}}"
    );
    links.insert(
        "authorize".to_owned(),
        json!({"href": authorize, "templated": true, "hints": {"allow": ["GET"]}}),
    );
    links.insert(
        "clientRedirectUri".to_owned(),
        json!({
            "href": "{{org}}/oauth2/v1/authorize/callback", "hints": {"allow": ["POST"]},
        }),
    );
}
