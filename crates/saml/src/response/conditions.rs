//! Under which conditions the assertion holds (`saml-core-2.0-os` section 2.5).

use jiff::Timestamp;

use super::assertion::{Judge, time};
use crate::names::ASSERTION;
use crate::refusal::{Refusal, shown};
use crate::xml::{Node, children, elements, is, text};

/// Checks time and audience; returns until when the assertion holds. A condition that is not understood refuses,
/// as the standard asks (2.5.1).
pub(super) fn check_conditions(
    judge: &Judge<'_>,
    conditions: Node<'_, '_>,
) -> Result<Option<Timestamp>, Refusal> {
    let until = time(conditions, "NotOnOrAfter")?;
    judge.check_window(time(conditions, "NotBefore")?, until)?;
    if let Some(until) = until {
        judge.check_life(until)?;
    }
    let mut is_restricted = false;
    for condition in elements(conditions) {
        if is(condition, ASSERTION, "AudienceRestriction") {
            check_audience(judge, condition)?;
            is_restricted = true;
        } else if !is(condition, ASSERTION, "OneTimeUse") && !is(condition, ASSERTION, "ProxyRestriction") {
            return Err(Refusal::Condition(shown(condition.tag_name().name())));
        }
    }
    if is_restricted {
        Ok(until)
    } else {
        Err(Refusal::Missing("AudienceRestriction"))
    }
}

/// Every restriction must name us, and any one name within it suffices (2.5.1.4).
fn check_audience(judge: &Judge<'_>, restriction: Node<'_, '_>) -> Result<(), Refusal> {
    let mut found = Vec::new();
    for audience in children(restriction, ASSERTION, "Audience") {
        let name = text(audience).ok_or(Refusal::Unreadable("Audience"))?;
        if name == judge.sp.entity_id.as_str() {
            return Ok(());
        }
        found.push(name.into_owned());
    }
    Err(Refusal::Audience {
        expected: judge.sp.entity_id.clone(),
        found: shown(&found.join(", ")),
    })
}
