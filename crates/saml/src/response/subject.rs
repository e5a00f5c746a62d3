//! Who the assertion is about, and who may present it (`saml-core-2.0-os` section 2.4).

use jiff::Timestamp;

use super::Waiting;
use super::assertion::{Judge, time};
use crate::names::{ASSERTION, BEARER, NAME_ID_UNSPECIFIED};
use crate::refusal::{Refusal, shown};
use crate::xml::{Node, attribute, child, children, elements, is, text};

/// The name of a person at the identity provider. It is unique within its qualifiers and format only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameId {
    /// The name, whole.
    pub value: String,
    /// Its format; unspecified when none is given.
    pub format: String,
    /// The domain that the name belongs to.
    pub name_qualifier: Option<String>,
    /// The service provider that the name was made for.
    pub sp_name_qualifier: Option<String>,
}

impl NameId {
    /// Reads a `NameID` element.
    pub(crate) fn read(node: Node<'_, '_>) -> Result<Self, Refusal> {
        let value = text(node).ok_or(Refusal::Unreadable("NameID"))?;
        if value.trim().is_empty() {
            return Err(Refusal::Unreadable("NameID"));
        }
        let owned = |name| attribute(node, name).map(str::to_owned);
        Ok(Self {
            value: value.into_owned(),
            format: owned("Format").unwrap_or_else(|| NAME_ID_UNSPECIFIED.to_owned()),
            name_qualifier: owned("NameQualifier"),
            sp_name_qualifier: owned("SPNameQualifier"),
        })
    }
}

/// A subject whose bearer is confirmed.
pub(super) struct Subject {
    pub(super) name_id: NameId,
    pub(super) request_id: Option<String>,
    pub(super) until: Timestamp,
}

impl Subject {
    pub(super) fn read(
        judge: &Judge<'_>,
        subject: Node<'_, '_>,
        in_response_to: Option<&str>,
    ) -> Result<Self, Refusal> {
        if elements(subject).any(|part| is(part, ASSERTION, "EncryptedID")) {
            return Err(Refusal::EncryptedPart);
        }
        let name = child(subject, ASSERTION, "NameID").map_err(Refusal::Repeated)?;
        let name_id = NameId::read(name.ok_or(Refusal::Missing("NameID"))?)?;
        check_format(judge, &name_id)?;
        let mut refusal = Refusal::NoBearer;
        for confirmation in children(subject, ASSERTION, "SubjectConfirmation") {
            if attribute(confirmation, "Method") != Some(BEARER) {
                continue;
            }
            match confirm(judge, confirmation, in_response_to) {
                Ok((request_id, until)) => {
                    return Ok(Self {
                        name_id,
                        request_id,
                        until,
                    });
                }
                Err(why) => refusal = why,
            }
        }
        Err(refusal)
    }
}

fn check_format(judge: &Judge<'_>, name_id: &NameId) -> Result<(), Refusal> {
    match &judge.rules.name_id_format {
        Some(expected) if *expected != name_id.format => Err(Refusal::NameIdFormat {
            expected: expected.clone(),
            found: shown(&name_id.format),
        }),
        _ => Ok(()),
    }
}

/// Checks one bearer confirmation (`saml-profiles-2.0-os` 4.1.4.2): the request it answers, and until when it holds.
fn confirm(
    judge: &Judge<'_>,
    confirmation: Node<'_, '_>,
    in_response_to: Option<&str>,
) -> Result<(Option<String>, Timestamp), Refusal> {
    let data = child(confirmation, ASSERTION, "SubjectConfirmationData").map_err(Refusal::Repeated)?;
    let data = data.ok_or(Refusal::Missing("SubjectConfirmationData"))?;
    let recipient = attribute(data, "Recipient").ok_or(Refusal::Missing("Recipient"))?;
    if recipient != judge.sp.acs_url {
        return Err(Refusal::Recipient {
            expected: judge.sp.acs_url.clone(),
            found: shown(recipient),
        });
    }
    let until = time(data, "NotOnOrAfter")?.ok_or(Refusal::Missing("NotOnOrAfter"))?;
    judge.check_window(time(data, "NotBefore")?, Some(until))?;
    judge.check_life(until)?;
    let answered = attribute(data, "InResponseTo");
    match (answered, judge.waiting) {
        (Some(answered), Waiting::Request(asked)) if answered == asked => {}
        (Some(answered), _) => return Err(Refusal::OtherRequest(shown(answered))),
        (None, _) if in_response_to.is_some() || !judge.rules.allow_idp_initiated => {
            return Err(Refusal::Missing("InResponseTo"));
        }
        (None, _) => {}
    }
    if answered != in_response_to {
        return Err(Refusal::RequestsDiffer);
    }
    Ok((answered.map(str::to_owned), until))
}
