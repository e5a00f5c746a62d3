//! Judging log-out messages that come in.

use jiff::{SignedDuration, Timestamp};

use super::LogoutStatus;
use crate::base64_text;
use crate::binding::{Kind, Redirected};
use crate::c14n::CANONICAL_BYTES_MAX;
use crate::instant;
use crate::names::{ASSERTION, PROTOCOL, STATUS_PARTIAL_LOGOUT, STATUS_SUCCESS};
use crate::provider::{IdentityProvider, ServiceProvider};
use crate::refusal::{Refusal, shown};
use crate::response::{Judge, NameId, Rules, Waiting};
use crate::signature::{self, SignatureFault, is_id};
use crate::xml::{self, BYTES_MAX, Node, attribute, child, children, elements, is, text};

/// How a log-out message came.
#[derive(Debug, Clone, Copy)]
pub enum IncomingLogout<'a> {
    /// By redirect: the query of the address, exactly as it came, undecoded.
    Redirect(&'a str),
    /// By post: the form field `SAMLRequest` or `SAMLResponse`.
    Post(&'a str),
}

/// A log-out message with a good signature of the identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogoutMessage {
    /// It asks to end a person's sessions here.
    Request {
        /// The id, to be answered; also to be recorded as used.
        id: String,
        /// The person.
        name_id: NameId,
        /// The sessions to end; none means all of the person's.
        session_indexes: Vec<String>,
        /// To be sent back with the answer, if the message came by redirect.
        relay_state: Option<String>,
    },
    /// It answers our request.
    Response {
        /// How it went there.
        status: LogoutStatus,
        /// What was sent with our request, if the message came by redirect.
        relay_state: Option<String>,
    },
}

/// Judges a log-out message. `waiting` is our own request that an answer may be for.
pub fn receive_logout(
    incoming: IncomingLogout<'_>,
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    rules: &Rules,
    waiting: Waiting<'_>,
    now: Timestamp,
) -> Result<LogoutMessage, Refusal> {
    idp.check_usable(now)?;
    let judge = Judge {
        sp,
        idp,
        rules,
        waiting,
        now,
    };
    match incoming {
        IncomingLogout::Redirect(query) => {
            let redirected = Redirected::read(query)?;
            redirected.check_signature(&idp.keys)?;
            let document = xml::parse(&redirected.message)?;
            let root = document.root_element();
            let wanted = match redirected.kind {
                Kind::Request => "LogoutRequest",
                Kind::Response => "LogoutResponse",
            };
            if !is(root, PROTOCOL, wanted) {
                return Err(Refusal::OtherMessage(shown(root.tag_name().name())));
            }
            read(&judge, root, redirected.relay_state.clone())
        }
        IncomingLogout::Post(field) => {
            xml::check_base64_length(field)?;
            let bytes = base64_text::decode(field).ok_or(Refusal::NotBase64)?;
            let text = xml::utf8(bytes, BYTES_MAX)?;
            let document = xml::parse(&text)?;
            let root = document.root_element();
            check_signature_place(root)?;
            let signed = signature::verify(root, &idp.keys)?.ok_or(Refusal::Unsigned)?;
            let document = xml::parse_up_to(&signed.canonical, CANONICAL_BYTES_MAX)?;
            read(&judge, document.root_element(), None)
        }
    }
}

fn check_signature_place(root: Node<'_, '_>) -> Result<(), Refusal> {
    let stray = root
        .descendants()
        .filter(|node| node.is_element() && node.tag_name().name() == "Signature")
        .find_map(|node| node.parent_element().filter(|parent| *parent != root));
    match stray {
        None => Ok(()),
        Some(parent) => {
            let place = shown(parent.tag_name().name());
            Err(SignatureFault::Misplaced(place).into())
        }
    }
}

/// Reads a message that a signature covers.
fn read(
    judge: &Judge<'_>,
    root: Node<'_, '_>,
    relay_state: Option<String>,
) -> Result<LogoutMessage, Refusal> {
    let id = check_envelope(judge, root)?;
    if is(root, PROTOCOL, "LogoutRequest") {
        let until = attribute(root, "NotOnOrAfter")
            .map(|text| instant::read(text).ok_or(Refusal::Unreadable("NotOnOrAfter")))
            .transpose()?;
        judge.check_window(None, until)?;
        if elements(root).any(|part| is(part, ASSERTION, "EncryptedID")) {
            return Err(Refusal::EncryptedPart);
        }
        let name = child(root, ASSERTION, "NameID").map_err(Refusal::Repeated)?;
        let session_indexes = children(root, PROTOCOL, "SessionIndex")
            .map(|index| text(index).map(std::borrow::Cow::into_owned))
            .collect::<Option<Vec<_>>>();
        return Ok(LogoutMessage::Request {
            id: id.to_owned(),
            name_id: NameId::read(name.ok_or(Refusal::Missing("NameID"))?)?,
            session_indexes: session_indexes.ok_or(Refusal::Unreadable("SessionIndex"))?,
            relay_state,
        });
    }
    if !is(root, PROTOCOL, "LogoutResponse") {
        return Err(Refusal::OtherMessage(shown(root.tag_name().name())));
    }
    match (attribute(root, "InResponseTo"), judge.waiting) {
        (Some(answered), Waiting::Request(asked)) if answered == asked => {}
        (Some(answered), _) => return Err(Refusal::OtherRequest(shown(answered))),
        (None, _) => return Err(Refusal::Missing("InResponseTo")),
    }
    let status = child(root, PROTOCOL, "Status").map_err(Refusal::Repeated)?;
    Ok(LogoutMessage::Response {
        status: status_of(status.ok_or(Refusal::Missing("Status"))?),
        relay_state,
    })
}

/// Version, id, time, issuer and destination; returns the id.
fn check_envelope<'a>(judge: &Judge<'_>, root: Node<'a, '_>) -> Result<&'a str, Refusal> {
    if attribute(root, "Version") != Some("2.0") {
        return Err(Refusal::Version);
    }
    let id = attribute(root, "ID")
        .filter(|id| is_id(id))
        .ok_or(Refusal::Unreadable("ID"))?;
    let issued = attribute(root, "IssueInstant").and_then(instant::read);
    let issued = issued.ok_or(Refusal::Unreadable("IssueInstant"))?;
    let life = SignedDuration::from_secs(i64::from(judge.rules.lifetime_max_s));
    judge.check_window(Some(issued), issued.saturating_add(life).ok())?;
    let issuer = child(root, ASSERTION, "Issuer").map_err(Refusal::Repeated)?;
    judge.check_issuer(issuer.ok_or(Refusal::Missing("Issuer"))?)?;
    let expected = judge.sp.slo_url.clone().unwrap_or_default();
    let destination = attribute(root, "Destination").ok_or(Refusal::Missing("Destination"))?;
    if destination != expected {
        return Err(Refusal::Destination {
            expected,
            found: shown(destination),
        });
    }
    Ok(id)
}

fn status_of(status: Node<'_, '_>) -> LogoutStatus {
    let Some(code) = children(status, PROTOCOL, "StatusCode").next() else {
        return LogoutStatus::Failed;
    };
    let detail = children(code, PROTOCOL, "StatusCode")
        .next()
        .and_then(|inner| attribute(inner, "Value"));
    match (attribute(code, "Value"), detail) {
        (_, Some(STATUS_PARTIAL_LOGOUT)) => LogoutStatus::Partial,
        (Some(STATUS_SUCCESS), _) => LogoutStatus::Success,
        _ => LogoutStatus::Failed,
    }
}
