//! The two sides of a sign-in, as the administrator has set them.

use jiff::Timestamp;

use crate::key::TrustedKey;
use crate::refusal::Refusal;
use crate::sp_key::SpKey;

/// This side: one connector.
#[derive(Debug)]
pub struct ServiceProvider {
    /// Our entity id: what assertions must name as their audience.
    pub entity_id: String,
    /// Where responses are posted to: what they must name as destination and recipient, letter by letter.
    pub acs_url: String,
    /// Where log-out messages come in, if log-out is offered.
    pub slo_url: Option<String>,
    /// For signing requests and opening encrypted assertions.
    pub key: Option<SpKey>,
    /// Keys that were in use before: they still open what is encrypted for them, and sign nothing.
    pub retired_keys: Vec<SpKey>,
}

/// The other side, from its metadata ([`crate::read_metadata`]) or from settings made by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProvider {
    /// What it must name as issuer; at Okta `http://www.okta.com/exk…`.
    pub entity_id: String,
    /// Where a browser is sent by redirect.
    pub sso_redirect: Option<String>,
    /// Where a browser posts its request.
    pub sso_post: Option<String>,
    /// Where log-out messages go by redirect.
    pub slo_redirect: Option<String>,
    /// Where log-out messages are posted.
    pub slo_post: Option<String>,
    /// Where answers to its log-out requests go, if elsewhere.
    pub slo_response: Option<String>,
    /// The pinned keys; several while they are being changed. Without any, nothing is accepted.
    pub keys: Vec<TrustedKey>,
    /// Whether it takes signed requests only.
    pub wants_signed_requests: bool,
    /// Name formats that it offers.
    pub name_id_formats: Vec<String>,
    /// From when on this description may no longer be used (`saml-metadata-2.0-os` 2.3.2).
    pub valid_until: Option<Timestamp>,
}

impl IdentityProvider {
    /// Whether anything of it may be accepted at `now`: it has pinned keys, and its description still holds.
    pub(crate) fn check_usable(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.keys.is_empty() {
            return Err(Refusal::NoPinnedKeys);
        }
        match self.valid_until.filter(|until| *until <= now) {
            Some(until) => Err(Refusal::MetadataExpired(until)),
            None => Ok(()),
        }
    }
}
