//! What to do with metadata that was read again, without a person looking: the decision, and when to read it next.
//!
//! A change of trust is taken without asking only when a key that is trusted already vouches for it, by a signature
//! over the document. An address proves nothing by itself: whoever controls it can name any key beside the known one,
//! so an old certificate in the list is no proof for the new one either.

use std::time::Duration;

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

use super::compare::{MetadataChange, compare_metadata};
use crate::instant;
use crate::key::TrustedKey;
use crate::names::METADATA;
use crate::provider::IdentityProvider;
use crate::signature::{SignatureFault, verify};
use crate::xml::{METADATA_BYTES_MAX, attribute, is, parse_up_to};

/// Never sooner than this …
const SOONEST: Duration = Duration::from_secs(15 * 60);
/// … and never later.
const LATEST: Duration = Duration::from_secs(24 * 3600);
/// Where the document asks for nothing.
const USUAL: Duration = Duration::from_secs(6 * 3600);

/// What to do with metadata that was read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renewal {
    /// It says what is pinned.
    Same,
    /// Pin it: it trusts nobody new, or a trusted key vouches for it.
    Take(Vec<MetadataChange>),
    /// Leave what is pinned: the document lacks keys that an administrator pinned beside those of the address.
    Keep,
    /// An administrator must agree.
    Ask(Vec<MetadataChange>),
}

/// Decides about metadata. `listed` are the fingerprints that the address named the last time, `is_signed` whether a
/// pinned key vouches for the document ([`signed_metadata`]).
#[must_use]
pub fn renewal(
    pinned: &IdentityProvider,
    new: &IdentityProvider,
    listed: &[String],
    is_signed: bool,
) -> Renewal {
    let changes = compare_metadata(pinned, new);
    if changes.is_empty() {
        return if pinned.valid_until == new.valid_until {
            Renewal::Same
        } else {
            Renewal::Take(changes)
        };
    }
    let is_other = changes
        .iter()
        .any(|change| matches!(change, MetadataChange::EntityId { .. }));
    let needs_word = changes.iter().any(MetadataChange::needs_confirmation);
    if is_other || (needs_word && !is_signed) {
        return Renewal::Ask(changes);
    }
    // A key that the address never named was pinned by hand, perhaps for a change of keys that is to come.
    let was_by_hand = changes
        .iter()
        .any(|change| matches!(change, MetadataChange::KeyRemoved(key) if !listed.contains(key)));
    if was_by_hand {
        return Renewal::Keep;
    }
    Renewal::Take(changes)
}

/// The document as one of these keys signed it, if the whole of it is signed: what to read from then on. `None` when it
/// carries no signature.
///
/// # Errors
/// When there is a signature that is wrong, or of no pinned key.
pub fn signed_metadata(xml: &str, keys: &[TrustedKey]) -> Result<Option<String>, SignatureFault> {
    let Ok(document) = parse_up_to(xml, METADATA_BYTES_MAX) else {
        return Ok(None);
    };
    let root = document.root_element();
    if !is(root, METADATA, "EntityDescriptor") {
        return Ok(None);
    }
    Ok(verify(root, keys)?.map(|signed| signed.canonical))
}

/// How long to wait until the document is read again: as it asks by `cacheDuration`, and well before its `validUntil`,
/// within a quarter of an hour and a day.
#[must_use]
pub fn read_again_after(xml: &str, now: Timestamp) -> Duration {
    let Ok(document) = parse_up_to(xml, METADATA_BYTES_MAX) else {
        return SOONEST;
    };
    let around = document.root_element();
    let mut wait = None;
    for node in around.descendants().filter(roxmltree::Node::is_element) {
        let asked = attribute(node, "cacheDuration").and_then(duration);
        let left = attribute(node, "validUntil").and_then(instant::read);
        let half = left.map(|end| end.duration_since(now) / 2);
        for one in [asked, half].into_iter().flatten() {
            let one = Duration::try_from(one).unwrap_or_default();
            wait = Some(wait.map_or(one, |known: Duration| known.min(one)));
        }
    }
    wait.unwrap_or(USUAL).clamp(SOONEST, LATEST)
}

/// A duration of XML Schema; one in months has no fixed length and is not looked at.
fn duration(text: &str) -> Option<SignedDuration> {
    let span: Span = text.parse().ok()?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()
}
