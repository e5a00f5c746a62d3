//! Asking the identity provider to authenticate a person (`saml-core-2.0-os` section 3.4.1).

#[cfg(test)]
mod tests;

use jiff::Timestamp;

use crate::binding::{Kind, PostForm};
use crate::instant;
use crate::names::{ASSERTION, HTTP_POST, PROTOCOL};
use crate::outgoing::Outgoing;
use crate::provider::{IdentityProvider, ServiceProvider};
use crate::sp_key::{SpKey, SpKeyFault};
use crate::xml::Writer;

/// Why a message cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestFault {
    /// The metadata has no address for this way of sending.
    #[error(
        "the identity provider's metadata has no {0} address: load its metadata again, or use the other binding"
    )]
    NoLocation(&'static str),
    /// It must be signed and there is no key.
    #[error("the message must be signed, but the connector has no key: make one")]
    NoKey,
    /// More than 80 bytes of relay state.
    #[error("the relay state has {0} bytes, at most 80 are allowed: send a reference instead of a value")]
    RelayState(usize),
    /// The key failed.
    #[error(transparent)]
    Key(#[from] SpKeyFault),
}

/// An address to send the browser to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectTo {
    /// The message's id, to be bound to this browser.
    pub id: String,
    /// The address.
    pub url: String,
}

/// A request for authentication, not yet written.
#[derive(Debug, Clone, Copy)]
pub struct AuthnRequest<'a> {
    /// Who asks.
    pub sp: &'a ServiceProvider,
    /// Who is asked.
    pub idp: &'a IdentityProvider,
    /// When.
    pub now: Timestamp,
    /// Fresh randomness from a cryptographic source: becomes the id.
    pub entropy: [u8; 20],
    /// Comes back unchanged, and untrusted; at most 80 bytes.
    pub relay_state: &'a str,
    /// Whether the person must be authenticated anew; then check `Rules::authenticated_after`.
    pub force_authn: bool,
    /// The wanted name format; then check `Rules::name_id_format`.
    pub name_id_format: Option<&'a str>,
    /// Wanted authentication context classes, any of which will do; empty for no wish.
    pub authn_contexts: &'a [&'a str],
    /// Whether to sign even if the identity provider does not ask for it.
    pub sign: bool,
}

impl AuthnRequest<'_> {
    /// As an address for HTTP-Redirect.
    pub fn redirect(&self) -> Result<RedirectTo, RequestFault> {
        let location = self.idp.sso_redirect.as_deref();
        self.outgoing(location, "HTTP-Redirect sign-in")?
            .redirect(|id, destination| self.write(id, destination))
    }

    /// As a form for HTTP-POST; the id is to be bound to this browser.
    pub fn post(&self) -> Result<(String, PostForm), RequestFault> {
        let location = self.idp.sso_post.as_deref();
        self.outgoing(location, "HTTP-POST sign-in")?
            .post(|id, destination| self.write(id, destination))
    }

    fn outgoing<'s>(
        &'s self,
        location: Option<&'s str>,
        way: &'static str,
    ) -> Result<Outgoing<'s>, RequestFault> {
        Ok(Outgoing {
            kind: Kind::Request,
            location: location.ok_or(RequestFault::NoLocation(way))?,
            relay_state: self.relay_state,
            entropy: self.entropy,
            key: self.key()?,
        })
    }

    fn key(&self) -> Result<Option<&SpKey>, RequestFault> {
        if !self.sign && !self.idp.wants_signed_requests {
            return Ok(None);
        }
        self.sp.key.as_ref().map(Some).ok_or(RequestFault::NoKey)
    }

    fn write(&self, id: &str, destination: &str) -> String {
        let mut request = Writer::default();
        request
            .open(
                "samlp:AuthnRequest",
                &[
                    ("xmlns:samlp", Some(PROTOCOL)),
                    ("xmlns:saml", Some(ASSERTION)),
                    ("AssertionConsumerServiceURL", Some(&self.sp.acs_url)),
                    ("Destination", Some(destination)),
                    ("ForceAuthn", self.force_authn.then_some("true")),
                    ("ID", Some(id)),
                    ("IssueInstant", Some(&instant::write(self.now))),
                    ("ProtocolBinding", Some(HTTP_POST)),
                    ("Version", Some("2.0")),
                ],
            )
            .leaf("saml:Issuer", &[], &self.sp.entity_id);
        if let Some(format) = self.name_id_format {
            request.empty(
                "samlp:NameIDPolicy",
                &[("AllowCreate", Some("true")), ("Format", Some(format))],
            );
        }
        if !self.authn_contexts.is_empty() {
            request.open("samlp:RequestedAuthnContext", &[("Comparison", Some("exact"))]);
            for class in self.authn_contexts {
                request.leaf("saml:AuthnContextClassRef", &[], class);
            }
            request.close();
        }
        request.finish()
    }
}
