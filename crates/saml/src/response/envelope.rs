//! The response around the assertion: its shape, and what it says of itself.

use super::Waiting;
use super::assertion::Judge;
use crate::instant;
use crate::names::{ASSERTION, DSIG, NAME_ID_ENTITY, PROTOCOL, STATUS_SUCCESS};
use crate::refusal::{Refusal, shown};
use crate::signature::SignatureFault;
use crate::signature::is_id;
use crate::xml::{Node, attribute, child, children, elements, is, text};

/// What a response carries.
pub(super) enum Content<'a, 'i> {
    Assertion(Node<'a, 'i>),
    Encrypted(Node<'a, 'i>),
}

/// Refuses every document in which an assertion or a signature stands anywhere but in its one place.
///
/// All forms of signature wrapping need a second assertion, a second signature, or a place to hide one of them.
pub(super) fn check_shape(root: Node<'_, '_>) -> Result<(), Refusal> {
    if !is(root, PROTOCOL, "Response") {
        return Err(Refusal::OtherMessage(shown(root.tag_name().name())));
    }
    for part in elements(root) {
        let name = part.tag_name();
        let is_known = match name.namespace() {
            Some(PROTOCOL) => matches!(name.name(), "Status" | "Extensions"),
            Some(ASSERTION) => matches!(name.name(), "Issuer" | "Assertion" | "EncryptedAssertion"),
            Some(DSIG) => name.name() == "Signature",
            _ => false,
        };
        if !is_known {
            return Err(Refusal::Unexpected(shown(name.name())));
        }
    }
    for node in root.descendants().filter(|node| *node != root) {
        check_place(node, root, |parent| {
            parent == root || (is(parent, ASSERTION, "Assertion") && parent.parent_element() == Some(root))
        })?;
    }
    Ok(())
}

/// The same for an assertion that came encrypted, and stands alone.
pub(super) fn check_assertion_shape(assertion: Node<'_, '_>) -> Result<(), Refusal> {
    for node in assertion.descendants().filter(|node| *node != assertion) {
        check_place(node, assertion, |parent| parent == assertion)?;
        if is(node, ASSERTION, "Assertion") || is(node, ASSERTION, "EncryptedAssertion") {
            return Err(Refusal::SeveralAssertions);
        }
    }
    Ok(())
}

fn check_place(
    node: Node<'_, '_>,
    root: Node<'_, '_>,
    may_be_signed: impl Fn(Node<'_, '_>) -> bool,
) -> Result<(), Refusal> {
    // By local name, so that a foreign or missing namespace is no hiding place.
    let parent = node.parent_element().unwrap_or(root);
    match node.tag_name().name() {
        "Assertion" | "EncryptedAssertion" if node.is_element() && parent != root => {
            Err(Refusal::SeveralAssertions)
        }
        "Response" if node.is_element() => Err(Refusal::Unexpected("Response".to_owned())),
        "Signature" if node.is_element() && !may_be_signed(parent) => {
            let place = shown(parent.tag_name().name());
            Err(Refusal::Signature(SignatureFault::Misplaced(place)))
        }
        "Signature" if node.is_element() && !is(node, DSIG, "Signature") => {
            Err(Refusal::Unexpected("Signature".to_owned()))
        }
        _ => Ok(()),
    }
}

/// Checks what the response says of itself and returns the request that it says it answers.
pub(super) fn check<'a>(
    judge: &Judge<'_>,
    root: Node<'a, '_>,
    is_signed: bool,
) -> Result<Option<&'a str>, Refusal> {
    if attribute(root, "Version") != Some("2.0") {
        return Err(Refusal::Version);
    }
    if !attribute(root, "ID").is_some_and(is_id) {
        return Err(Refusal::Unreadable("ID"));
    }
    let issued = attribute(root, "IssueInstant").and_then(instant::read);
    judge.check_issued(issued.ok_or(Refusal::Unreadable("IssueInstant"))?)?;
    if let Some(issuer) = child(root, ASSERTION, "Issuer").map_err(Refusal::Repeated)? {
        judge.check_issuer(issuer)?;
    }
    match attribute(root, "Destination") {
        Some(found) if found != judge.sp.acs_url => {
            return Err(Refusal::Destination {
                expected: judge.sp.acs_url.clone(),
                found: shown(found),
            });
        }
        // A signed message names its destination (`saml-bindings-2.0-os` 3.5.5.2).
        None if is_signed => return Err(Refusal::Missing("Destination")),
        _ => {}
    }
    check_status(root)?;
    let in_response_to = attribute(root, "InResponseTo");
    match (in_response_to, judge.waiting) {
        (Some(answered), Waiting::Request(asked)) if answered == asked => {}
        (Some(answered), _) => return Err(Refusal::OtherRequest(shown(answered))),
        (None, _) if judge.rules.allow_idp_initiated => {}
        (None, _) => return Err(Refusal::Unsolicited),
    }
    Ok(in_response_to)
}

/// The one assertion that a response carries.
pub(super) fn content<'a, 'i: 'a>(root: Node<'a, 'i>) -> Result<Content<'a, 'i>, Refusal> {
    let plain = children(root, ASSERTION, "Assertion").map(Content::Assertion);
    let encrypted = children(root, ASSERTION, "EncryptedAssertion").map(Content::Encrypted);
    let mut all = plain.chain(encrypted);
    let first = all.next().ok_or(Refusal::NoAssertion)?;
    match all.next() {
        None => Ok(first),
        Some(_) => Err(Refusal::SeveralAssertions),
    }
}

impl Judge<'_> {
    /// The issuer must be the one of the connector (`saml-core-2.0-os` 2.2.5).
    pub(crate) fn check_issuer(&self, issuer: Node<'_, '_>) -> Result<(), Refusal> {
        let found = text(issuer).ok_or(Refusal::Unreadable("Issuer"))?;
        let is_entity = attribute(issuer, "Format").is_none_or(|format| format == NAME_ID_ENTITY);
        if found == self.idp.entity_id.as_str() && is_entity {
            return Ok(());
        }
        Err(Refusal::Issuer {
            expected: self.idp.entity_id.clone(),
            found: shown(&found),
        })
    }
}

fn check_status(root: Node<'_, '_>) -> Result<(), Refusal> {
    let status = child(root, PROTOCOL, "Status")
        .map_err(Refusal::Repeated)?
        .ok_or(Refusal::Missing("Status"))?;
    let code = child(status, PROTOCOL, "StatusCode")
        .map_err(Refusal::Repeated)?
        .ok_or(Refusal::Missing("StatusCode"))?;
    let value = attribute(code, "Value").ok_or(Refusal::Unreadable("StatusCode"))?;
    if value == STATUS_SUCCESS {
        return Ok(());
    }
    let detail = children(code, PROTOCOL, "StatusCode")
        .next()
        .and_then(|inner| attribute(inner, "Value"));
    let message = children(status, PROTOCOL, "StatusMessage").next().and_then(text);
    Err(Refusal::Status {
        code: shown(detail.unwrap_or(value)),
        message: shown(&message.unwrap_or_default()),
    })
}
