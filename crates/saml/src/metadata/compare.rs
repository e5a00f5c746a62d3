//! What a reload of metadata would change: shown to an administrator before anything is replaced.

use std::fmt;

use crate::provider::IdentityProvider;

/// One difference between the pinned description and a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetadataChange {
    /// Another identity provider altogether.
    EntityId {
        /// The pinned one.
        old: String,
        /// The new one.
        new: String,
    },
    /// A certificate that would be trusted in addition; its fingerprint.
    KeyAdded(String),
    /// A certificate that would no longer be trusted; its fingerprint.
    KeyRemoved(String),
    /// An address.
    Address {
        /// Of which service.
        service: &'static str,
        /// The pinned one.
        old: Option<String>,
        /// The new one.
        new: Option<String>,
    },
    /// Whether requests must be signed.
    WantsSignedRequests(bool),
}

impl MetadataChange {
    /// Whether it makes us trust somebody new, or sends people elsewhere, so that a person must confirm it. A key that
    /// goes takes trust away, and needs nobody's word.
    #[must_use]
    pub fn needs_confirmation(&self) -> bool {
        matches!(
            self,
            Self::EntityId { .. } | Self::KeyAdded(_) | Self::Address { .. }
        )
    }
}

impl fmt::Display for MetadataChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EntityId { old, new } => write!(f, "the entity id changes from `{old}` to `{new}`"),
            Self::KeyAdded(key) => write!(f, "the signing certificate {key} is added"),
            Self::KeyRemoved(key) => write!(f, "the signing certificate {key} is removed"),
            Self::Address { service, old, new } => {
                let (old, new) = (old.as_deref().unwrap_or("none"), new.as_deref().unwrap_or("none"));
                write!(f, "the {service} address changes from `{old}` to `{new}`")
            }
            Self::WantsSignedRequests(true) => f.write_str("requests must be signed from now on"),
            Self::WantsSignedRequests(false) => f.write_str("requests need not be signed any more"),
        }
    }
}

/// All differences, those of trust first.
#[must_use]
pub fn compare_metadata(pinned: &IdentityProvider, new: &IdentityProvider) -> Vec<MetadataChange> {
    let mut changes = Vec::new();
    if pinned.entity_id != new.entity_id {
        changes.push(MetadataChange::EntityId {
            old: pinned.entity_id.clone(),
            new: new.entity_id.clone(),
        });
    }
    let added = new.keys.iter().filter(|key| !pinned.keys.contains(key));
    changes.extend(added.map(|key| MetadataChange::KeyAdded(key.fingerprint())));
    let removed = pinned.keys.iter().filter(|key| !new.keys.contains(key));
    changes.extend(removed.map(|key| MetadataChange::KeyRemoved(key.fingerprint())));
    for (service, old, new) in [
        ("HTTP-Redirect sign-in", &pinned.sso_redirect, &new.sso_redirect),
        ("HTTP-POST sign-in", &pinned.sso_post, &new.sso_post),
        ("HTTP-Redirect log-out", &pinned.slo_redirect, &new.slo_redirect),
        ("HTTP-POST log-out", &pinned.slo_post, &new.slo_post),
        ("log-out answer", &pinned.slo_response, &new.slo_response),
    ] {
        if old != new {
            changes.push(MetadataChange::Address {
                service,
                old: old.clone(),
                new: new.clone(),
            });
        }
    }
    if pinned.wants_signed_requests != new.wants_signed_requests {
        changes.push(MetadataChange::WantsSignedRequests(new.wants_signed_requests));
    }
    changes
}
