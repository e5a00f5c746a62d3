//! Writing log-out messages. They are always signed.

use jiff::Timestamp;

use super::LogoutStatus;
use crate::binding::{Kind, PostForm};
use crate::instant;
use crate::names::{ASSERTION, PROTOCOL, STATUS_PARTIAL_LOGOUT, STATUS_REQUESTER, STATUS_SUCCESS};
use crate::outgoing::Outgoing;
use crate::provider::{IdentityProvider, ServiceProvider};
use crate::request::{RedirectTo, RequestFault};
use crate::response::NameId;
use crate::sp_key::SpKey;
use crate::xml::Writer;

const LIFE_S: i64 = 300;

const BY_REDIRECT: &str = "HTTP-Redirect log-out";
const BY_POST: &str = "HTTP-POST log-out";

/// A request to end a person's session at the identity provider.
#[derive(Debug, Clone, Copy)]
pub struct LogoutRequest<'a> {
    /// Who asks.
    pub sp: &'a ServiceProvider,
    /// Who is asked.
    pub idp: &'a IdentityProvider,
    /// When.
    pub now: Timestamp,
    /// Fresh randomness from a cryptographic source: becomes the id.
    pub entropy: [u8; 20],
    /// Comes back unchanged; at most 80 bytes.
    pub relay_state: &'a str,
    /// The person, as the sign-in named them.
    pub name_id: &'a NameId,
    /// The session, as the sign-in named it.
    pub session_index: Option<&'a str>,
}

impl LogoutRequest<'_> {
    /// As an address for HTTP-Redirect.
    pub fn redirect(&self) -> Result<RedirectTo, RequestFault> {
        let location = self.idp.slo_redirect.as_deref();
        self.outgoing(location, BY_REDIRECT)?
            .redirect(|id, destination| self.write(id, destination))
    }

    /// As a form for HTTP-POST, with the id.
    pub fn post(&self) -> Result<(String, PostForm), RequestFault> {
        let location = self.idp.slo_post.as_deref();
        self.outgoing(location, BY_POST)?
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
            key: Some(key(self.sp)?),
        })
    }

    fn write(&self, id: &str, destination: &str) -> String {
        let until = Timestamp::from_second(self.now.as_second().saturating_add(LIFE_S)).unwrap_or(self.now);
        let mut request = Writer::default();
        request
            .open(
                "samlp:LogoutRequest",
                &[
                    ("xmlns:samlp", Some(PROTOCOL)),
                    ("xmlns:saml", Some(ASSERTION)),
                    ("Destination", Some(destination)),
                    ("ID", Some(id)),
                    ("IssueInstant", Some(&instant::write(self.now))),
                    ("NotOnOrAfter", Some(&instant::write(until))),
                    ("Version", Some("2.0")),
                ],
            )
            .leaf("saml:Issuer", &[], &self.sp.entity_id)
            .leaf(
                "saml:NameID",
                &[
                    ("Format", Some(&self.name_id.format)),
                    ("NameQualifier", self.name_id.name_qualifier.as_deref()),
                    ("SPNameQualifier", self.name_id.sp_name_qualifier.as_deref()),
                ],
                &self.name_id.value,
            );
        if let Some(session) = self.session_index {
            request.leaf("samlp:SessionIndex", &[], session);
        }
        request.finish()
    }
}

/// The answer to the identity provider's request.
#[derive(Debug, Clone, Copy)]
pub struct LogoutResponse<'a> {
    /// Who answers.
    pub sp: &'a ServiceProvider,
    /// Who asked.
    pub idp: &'a IdentityProvider,
    /// When.
    pub now: Timestamp,
    /// Fresh randomness from a cryptographic source: becomes the id.
    pub entropy: [u8; 20],
    /// What came with the request, unchanged.
    pub relay_state: &'a str,
    /// The id of the request.
    pub in_response_to: &'a str,
    /// How it went.
    pub status: LogoutStatus,
}

impl LogoutResponse<'_> {
    /// As an address for HTTP-Redirect.
    pub fn redirect(&self) -> Result<RedirectTo, RequestFault> {
        let location = self
            .idp
            .slo_response
            .as_deref()
            .or(self.idp.slo_redirect.as_deref());
        self.outgoing(location, BY_REDIRECT)?
            .redirect(|id, destination| self.write(id, destination))
    }

    /// As a form for HTTP-POST.
    pub fn post(&self) -> Result<PostForm, RequestFault> {
        let location = self.idp.slo_response.as_deref().or(self.idp.slo_post.as_deref());
        let sent = self
            .outgoing(location, BY_POST)?
            .post(|id, destination| self.write(id, destination))?;
        Ok(sent.1)
    }

    fn outgoing<'s>(
        &'s self,
        location: Option<&'s str>,
        way: &'static str,
    ) -> Result<Outgoing<'s>, RequestFault> {
        Ok(Outgoing {
            kind: Kind::Response,
            location: location.ok_or(RequestFault::NoLocation(way))?,
            relay_state: self.relay_state,
            entropy: self.entropy,
            key: Some(key(self.sp)?),
        })
    }

    fn write(&self, id: &str, destination: &str) -> String {
        let (status, detail) = match self.status {
            LogoutStatus::Success => (STATUS_SUCCESS, None),
            LogoutStatus::Partial => (STATUS_SUCCESS, Some(STATUS_PARTIAL_LOGOUT)),
            LogoutStatus::Failed => (STATUS_REQUESTER, None),
        };
        let mut response = Writer::default();
        response
            .open(
                "samlp:LogoutResponse",
                &[
                    ("xmlns:samlp", Some(PROTOCOL)),
                    ("xmlns:saml", Some(ASSERTION)),
                    ("Destination", Some(destination)),
                    ("ID", Some(id)),
                    ("InResponseTo", Some(self.in_response_to)),
                    ("IssueInstant", Some(&instant::write(self.now))),
                    ("Version", Some("2.0")),
                ],
            )
            .leaf("saml:Issuer", &[], &self.sp.entity_id)
            .open("samlp:Status", &[])
            .open("samlp:StatusCode", &[("Value", Some(status))]);
        if let Some(detail) = detail {
            response.empty("samlp:StatusCode", &[("Value", Some(detail))]);
        }
        response.finish()
    }
}

fn key(sp: &ServiceProvider) -> Result<&SpKey, RequestFault> {
    sp.key.as_ref().ok_or(RequestFault::NoKey)
}
