//! Reading an assertion that is covered by a signature (`saml-core-2.0-os` section 2.3.3).

use jiff::{SignedDuration, Timestamp};

use super::attributes::read_attributes;
use super::conditions::check_conditions;
use super::subject::Subject;
use super::{OneUse, Rules, SignIn, Verified, Waiting};
use crate::instant;
use crate::names::ASSERTION;
use crate::provider::{IdentityProvider, ServiceProvider};
use crate::refusal::{Refusal, shown};
use crate::signature::is_id;
use crate::xml::{Node, attribute, child, children, elements, is, text};

/// Everything a decision is made from.
pub(crate) struct Judge<'a> {
    pub(crate) sp: &'a ServiceProvider,
    pub(crate) idp: &'a IdentityProvider,
    pub(crate) rules: &'a Rules,
    pub(crate) waiting: Waiting<'a>,
    pub(crate) now: Timestamp,
}

impl Judge<'_> {
    /// Takes what an assertion says; `assertion` must be the root of, or within, signed bytes. Its text is left to
    /// the caller, who has it.
    pub(super) fn read(
        &self,
        assertion: Node<'_, '_>,
        in_response_to: Option<&str>,
        key: String,
        was_encrypted: bool,
    ) -> Result<Verified, Refusal> {
        if !is(assertion, ASSERTION, "Assertion") {
            return Err(Refusal::OtherMessage(shown(assertion.tag_name().name())));
        }
        if attribute(assertion, "Version") != Some("2.0") {
            return Err(Refusal::Version);
        }
        let id = attribute(assertion, "ID")
            .filter(|id| is_id(id))
            .ok_or(Refusal::Unreadable("ID"))?;
        let issued_at = time(assertion, "IssueInstant")?.ok_or(Refusal::Missing("IssueInstant"))?;
        self.check_issued(issued_at)?;
        self.check_issuer(required(assertion, "Issuer")?)?;
        self.check_statements(assertion)?;
        let subject = Subject::read(self, required(assertion, "Subject")?, in_response_to)?;
        let conditions_until = check_conditions(self, required(assertion, "Conditions")?)?;
        let authn = Authn::read(self, assertion)?;
        let until = conditions_until.map_or(subject.until, |until| until.max(subject.until));
        let sign_in = SignIn {
            issuer: self.idp.entity_id.clone(),
            name_id: subject.name_id,
            attributes: read_attributes(assertion)?,
            assertion_id: id.to_owned(),
            request_id: subject.request_id.clone(),
            issued_at,
            authenticated_at: authn.at,
            authn_context: authn.context,
            session_index: authn.session_index,
            session_until: authn.session_until,
            key,
            was_encrypted,
            assertion_xml: String::new(),
        };
        let one_use = OneUse {
            issuer: self.idp.entity_id.clone(),
            assertion_id: id.to_owned(),
            request_id: subject.request_id,
            until: later(until, self.rules.skew()),
        };
        Ok(Verified { sign_in, one_use })
    }

    /// Nothing can have been issued in the future.
    pub(super) fn check_issued(&self, at: Timestamp) -> Result<(), Refusal> {
        self.check_window(Some(at), None)
    }

    /// `from` is inclusive, `until` exclusive (`saml-core-2.0-os` 2.5.1.2), both within the skew.
    pub(crate) fn check_window(
        &self,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Result<(), Refusal> {
        let (now, skew) = (self.now, self.rules.skew());
        if let Some(from) = from.filter(|from| *from > later(now, skew)) {
            return Err(Refusal::NotYetValid { from, now });
        }
        if let Some(until) = until.filter(|until| later(*until, skew) <= now) {
            return Err(Refusal::Expired { until, now });
        }
        Ok(())
    }

    /// Bounds how long an assertion can be good for, and so how long it must be remembered.
    pub(super) fn check_life(&self, until: Timestamp) -> Result<(), Refusal> {
        let most = SignedDuration::from_secs(i64::from(self.rules.lifetime_max_s));
        if until > later(later(self.now, most), self.rules.skew()) {
            return Err(Refusal::LivesTooLong { until, now: self.now });
        }
        Ok(())
    }

    /// Only what the schema allows stands in an assertion, and nothing that would need understanding.
    fn check_statements(&self, assertion: Node<'_, '_>) -> Result<(), Refusal> {
        for part in elements(assertion) {
            let name = part.tag_name().name();
            let is_known = match name {
                "Issuer" | "Subject" | "Conditions" | "AuthnStatement" | "AttributeStatement" => {
                    is(part, ASSERTION, name)
                }
                "Signature" => true,
                _ => false,
            };
            if !is_known {
                return Err(Refusal::Unexpected(shown(name)));
            }
        }
        Ok(())
    }
}

/// The statement that the person was authenticated (`saml-core-2.0-os` section 2.7.2).
struct Authn {
    at: Timestamp,
    context: Option<String>,
    session_index: Option<String>,
    session_until: Option<Timestamp>,
}

impl Authn {
    fn read(judge: &Judge<'_>, assertion: Node<'_, '_>) -> Result<Self, Refusal> {
        let statement = required(assertion, "AuthnStatement")?;
        let at = time(statement, "AuthnInstant")?.ok_or(Refusal::Missing("AuthnInstant"))?;
        judge.check_issued(at)?;
        let session_until = time(statement, "SessionNotOnOrAfter")?;
        judge.check_window(None, session_until)?;
        if let Some(asked) = judge.rules.authenticated_after
            && later(at, judge.rules.skew()) < asked
        {
            return Err(Refusal::AuthenticatedBefore { at });
        }
        let context = child(statement, ASSERTION, "AuthnContext").map_err(Refusal::Repeated)?;
        let class = context
            .and_then(|context| children(context, ASSERTION, "AuthnContextClassRef").next())
            .and_then(text);
        Ok(Self {
            at,
            context: class.map(|class| class.trim().to_owned()),
            session_index: attribute(statement, "SessionIndex").map(str::to_owned),
            session_until,
        })
    }
}

/// A child of the assertion namespace that must be there once.
pub(super) fn required<'a, 'i>(node: Node<'a, 'i>, local: &'static str) -> Result<Node<'a, 'i>, Refusal> {
    child(node, ASSERTION, local)
        .map_err(Refusal::Repeated)?
        .ok_or(Refusal::Missing(local))
}

/// A time attribute: absent, or readable.
pub(super) fn time(node: Node<'_, '_>, name: &'static str) -> Result<Option<Timestamp>, Refusal> {
    attribute(node, name)
        .map(|text| instant::read(text).ok_or(Refusal::Unreadable(name)))
        .transpose()
}

fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_add(by).unwrap_or(Timestamp::MAX)
}
