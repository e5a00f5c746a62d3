//! Judging what a browser brings back from the identity provider (`saml-profiles-2.0-os` section 4.1.4).
//!
//! The order is the safety: shape, then signature, then a new document from the signed bytes, and only from that the
//! words. Nothing is taken from a tree that was not made of signed bytes, except what can only lead to a refusal.

mod assertion;
mod attributes;
mod conditions;
mod envelope;
mod subject;
#[cfg(test)]
mod tests;

pub(crate) use assertion::Judge;
pub use attributes::Attribute;
pub use subject::NameId;

use jiff::{SignedDuration, Timestamp};

use crate::base64_text;
use crate::c14n::{CANONICAL_BYTES_MAX, canonicalize};
use crate::encryption;
use crate::names::PROTOCOL;
use crate::provider::{IdentityProvider, ServiceProvider};
use crate::refusal::Refusal;
use crate::signature;
use crate::xml::{self, BYTES_MAX, Node};
use envelope::Content;

/// Most seconds by which two clocks may differ, whatever the settings say.
const SKEW_S_MAX: u8 = 60;

/// What a connector allows.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Seconds by which our clock and the identity provider's may differ; above 60 counts as 60.
    pub skew_s: u8,
    /// Most seconds from now that an assertion may still be good for: bounds the memory of used assertions.
    pub lifetime_max_s: u32,
    /// Whether a sign-in may begin at the identity provider.
    pub allow_idp_initiated: bool,
    /// The name format that was asked for, if one was.
    pub name_id_format: Option<String>,
    /// The person must have been authenticated after this: the time of a request with `force_authn`.
    pub authenticated_after: Option<Timestamp>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            skew_s: SKEW_S_MAX,
            lifetime_max_s: 3600,
            allow_idp_initiated: false,
            name_id_format: None,
            authenticated_after: None,
        }
    }
}

impl Rules {
    fn skew(&self) -> SignedDuration {
        SignedDuration::from_secs(i64::from(self.skew_s.min(SKEW_S_MAX)))
    }
}

/// Which answer this browser waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting<'a> {
    /// For the answer to the request with this id: bound to the browser by a cookie, unused, not older than allowed.
    Request(&'a str),
    /// For nothing.
    Nothing,
}

/// What must be recorded as used, in one durable step and before a session exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneUse {
    /// The issuer, whose ids are unique among its own only.
    pub issuer: String,
    /// The assertion's id.
    pub assertion_id: String,
    /// The request that it answers, to be consumed with it.
    pub request_id: Option<String>,
    /// Until when it must be remembered.
    pub until: Timestamp,
}

/// A response that is right in itself. Whether it is used for the first time is the caller's to find out: without
/// that answer there is no way to what it says.
#[derive(Debug)]
#[must_use]
pub struct Verified {
    sign_in: SignIn,
    one_use: OneUse,
}

impl Verified {
    /// What to record as used.
    #[must_use]
    pub fn one_use(&self) -> &OneUse {
        &self.one_use
    }

    /// Gives what the assertion says, if it was recorded now for the first time.
    pub fn accept(self, is_first_use: bool) -> Result<SignIn, Refusal> {
        if is_first_use {
            Ok(self.sign_in)
        } else {
            Err(Refusal::Replayed)
        }
    }
}

/// What the identity provider says of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Who says it.
    pub issuer: String,
    /// The person.
    pub name_id: NameId,
    /// All attributes with all values, in order.
    pub attributes: Vec<Attribute>,
    /// The assertion's id.
    pub assertion_id: String,
    /// The request that it answers; `None` if the sign-in began at the identity provider.
    pub request_id: Option<String>,
    /// When all this was said.
    pub issued_at: Timestamp,
    /// When the person was authenticated there.
    pub authenticated_at: Timestamp,
    /// How, as an authentication context class.
    pub authn_context: Option<String>,
    /// The name of the person's session there, for log-out.
    pub session_index: Option<String>,
    /// Until when a session here may last.
    pub session_until: Option<Timestamp>,
    /// The fingerprint of the pinned certificate that covers the assertion.
    pub key: String,
    /// Whether it came encrypted.
    pub was_encrypted: bool,
    /// The assertion as it was signed, for the connector tester: personal data, not for logs.
    pub assertion_xml: String,
}

impl SignIn {
    /// The values of the attribute with this name.
    #[must_use]
    pub fn values(&self, name: &str) -> &[String] {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
            .map_or(&[], |attribute| attribute.values.as_slice())
    }
}

/// The id of the request that the value of the form field `SAMLResponse` says it answers. Anybody can write one: it is good
/// for looking up what this browser waits for, and [`verify_response`] must be told that.
#[must_use]
pub fn answered_request(field: &str) -> Option<String> {
    xml::check_base64_length(field).ok()?;
    let text = xml::utf8(base64_text::decode(field)?, BYTES_MAX).ok()?;
    let document = xml::parse(&text).ok()?;
    let root = document.root_element();
    let named = xml::attribute(root, "InResponseTo").filter(|id| signature::is_id(id))?;
    xml::is(root, PROTOCOL, "Response").then(|| named.to_owned())
}

/// Judges the value of the form field `SAMLResponse`.
pub fn verify_response(
    field: &str,
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    rules: &Rules,
    waiting: Waiting<'_>,
    now: Timestamp,
) -> Result<Verified, Refusal> {
    idp.check_usable(now)?;
    xml::check_base64_length(field)?;
    let bytes = base64_text::decode(field).ok_or(Refusal::NotBase64)?;
    let text = xml::utf8(bytes, BYTES_MAX)?;
    let document = xml::parse(&text)?;
    let root = document.root_element();
    envelope::check_shape(root)?;

    let judge = Judge {
        sp,
        idp,
        rules,
        waiting,
        now,
    };
    match signature::verify(root, &idp.keys)? {
        Some(signed) => {
            let document = xml::parse_up_to(&signed.canonical, CANONICAL_BYTES_MAX)?;
            judge_envelope(&judge, document.root_element(), Some(signed.key))
        }
        None => judge_envelope(&judge, root, None),
    }
}

/// Looks into a response of which `key` says whether, and by which key, all of it is covered.
fn judge_envelope(judge: &Judge<'_>, root: Node<'_, '_>, key: Option<String>) -> Result<Verified, Refusal> {
    envelope::check_shape(root)?;
    let in_response_to = envelope::check(judge, root, key.is_some())?;
    match envelope::content(root)? {
        Content::Assertion(assertion) => judge_assertion(judge, assertion, key, in_response_to, false),
        Content::Encrypted(encrypted) => {
            if key.is_none() {
                return Err(Refusal::EncryptedInUnsigned);
            }
            let own: Vec<_> = judge.sp.key.iter().chain(&judge.sp.retired_keys).collect();
            let opened = xml::utf8(encryption::open(encrypted, &own)?, BYTES_MAX)?;
            let placed = encryption::in_place(encrypted, &opened);
            let document = xml::parse_up_to(&placed, CANONICAL_BYTES_MAX)?;
            let assertion = encryption::placed(&document)?;
            envelope::check_assertion_shape(assertion)?;
            judge_assertion(judge, assertion, key, in_response_to, true)
        }
    }
}

/// Reads an assertion: from its own signed bytes if it is signed, else only if the response's signature covers it.
fn judge_assertion(
    judge: &Judge<'_>,
    assertion: Node<'_, '_>,
    key: Option<String>,
    in_response_to: Option<&str>,
    was_encrypted: bool,
) -> Result<Verified, Refusal> {
    match (signature::verify(assertion, &judge.idp.keys)?, key) {
        (Some(signed), _) => {
            let document = xml::parse_up_to(&signed.canonical, CANONICAL_BYTES_MAX)?;
            let mut verified =
                judge.read(document.root_element(), in_response_to, signed.key, was_encrypted)?;
            drop(document);
            verified.sign_in.assertion_xml = signed.canonical;
            Ok(verified)
        }
        (None, Some(key)) => {
            let mut verified = judge.read(assertion, in_response_to, key, was_encrypted)?;
            verified.sign_in.assertion_xml = canonicalize(assertion, None, &[]).unwrap_or_default();
            Ok(verified)
        }
        (None, None) => Err(Refusal::Unsigned),
    }
}
