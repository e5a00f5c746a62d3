//! Messages from service providers: `AuthnRequest` and `LogoutRequest`, by redirect (deflated) or by POST.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Largest message that is read, in bytes.
const LARGEST: usize = 256 * 1024;

/// A request for an assertion; empty texts stand for what the request leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AuthnRequest {
    pub(super) id: String,
    pub(super) issuer: String,
    pub(super) acs_url: String,
    pub(super) acs_index: String,
    /// `NameIDPolicy/@Format`
    pub(super) name_format: String,
    pub(super) force: bool,
    pub(super) passive: bool,
}

/// A request to end a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LogoutRequest {
    pub(super) id: String,
    pub(super) issuer: String,
    pub(super) name: String,
}

/// The XML in a parameter: base64, deflated or not.
pub(super) fn decode(parameter: &str) -> Option<String> {
    let plain: String = parameter
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let bytes = STANDARD.decode(plain).ok()?;
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') {
        return String::from_utf8(bytes).ok().filter(|text| text.len() <= LARGEST);
    }
    let inflated = miniz_oxide::inflate::decompress_to_vec_with_limit(&bytes, LARGEST).ok()?;
    String::from_utf8(inflated).ok()
}

/// Reads an `AuthnRequest`; `None` when the text is none.
pub(super) fn authn_request(xml: &str) -> Option<AuthnRequest> {
    let document = roxmltree::Document::parse(xml).ok()?;
    let root = document.root_element();
    if root.tag_name().name() != "AuthnRequest" || root.tag_name().namespace() != Some(PROTOCOL) {
        return None;
    }
    let attribute = |name: &str| root.attribute(name).unwrap_or_default().to_owned();
    let flag = |name: &str| matches!(root.attribute(name), Some("true" | "1"));
    let child = |name: &str| root.children().find(|node| node.tag_name().name() == name);
    let policy = child("NameIDPolicy").and_then(|policy| policy.attribute("Format"));
    Some(AuthnRequest {
        id: root.attribute("ID")?.to_owned(),
        issuer: child("Issuer")
            .and_then(|issuer| issuer.text())
            .unwrap_or_default()
            .trim()
            .to_owned(),
        acs_url: attribute("AssertionConsumerServiceURL"),
        acs_index: attribute("AssertionConsumerServiceIndex"),
        name_format: policy.unwrap_or_default().to_owned(),
        force: flag("ForceAuthn"),
        passive: flag("IsPassive"),
    })
}

/// Reads a `LogoutRequest`; `None` when the text is none.
pub(super) fn logout_request(xml: &str) -> Option<LogoutRequest> {
    let document = roxmltree::Document::parse(xml).ok()?;
    let root = document.root_element();
    if root.tag_name().name() != "LogoutRequest" || root.tag_name().namespace() != Some(PROTOCOL) {
        return None;
    }
    let child = |name: &str| root.children().find(|node| node.tag_name().name() == name);
    let text = |name: &str| {
        child(name)
            .and_then(|node| node.text())
            .map(|text| text.trim().to_owned())
    };
    Some(LogoutRequest {
        id: root.attribute("ID")?.to_owned(),
        issuer: text("Issuer")?,
        name: text("NameID")?,
    })
}

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
