//! What the graph keeps in memory about each node. Whole objects stay in the snapshot.

use domain::Timestamp;
use domain::facts::{GroupKind, UserStatus};

use crate::text::Text;

/// A moment in whole seconds since 1970, or none: what properties need at half the size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Second(u32);

impl Second {
    pub(crate) fn new(at: Option<Timestamp>) -> Self {
        Self(at.map_or(0, |at| {
            at.as_ms().div_euclid(1_000).clamp(1, i64::from(u32::MAX)) as u32
        }))
    }

    pub(crate) fn get(self) -> Option<Timestamp> {
        (self.0 > 0).then(|| Timestamp::from_ms(i64::from(self.0) * 1_000))
    }
}

/// A person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UserRecord {
    pub(crate) ordinal: u32,
    pub(crate) id: Text,
    pub(crate) login: Text,
    pub(crate) email: Text,
    pub(crate) display_name: Text,
    pub(crate) user_type: Text,
    pub(crate) title: Text,
    pub(crate) department: Text,
    pub(crate) manager: Text,
    pub(crate) status: UserStatus,
    pub(crate) created: Second,
    pub(crate) activated: Second,
    pub(crate) status_changed: Second,
    pub(crate) last_login: Second,
    pub(crate) last_updated: Second,
    pub(crate) password_changed: Second,
}

/// A group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GroupRecord {
    pub(crate) ordinal: u32,
    pub(crate) id: Text,
    pub(crate) name: Text,
    pub(crate) kind: GroupKind,
    /// Native id of the app or directory that it was imported from.
    pub(crate) source_app: Text,
    /// What gives its memberships, in words.
    pub(crate) membership: Text,
    pub(crate) properties: Text,
}

/// An application.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AppRecord {
    pub(crate) ordinal: u32,
    pub(crate) id: Text,
    pub(crate) label: Text,
    /// Name in Okta's catalogue.
    pub(crate) name: Text,
    pub(crate) client_id: Text,
    pub(crate) is_service: bool,
    /// Whether people can open it.
    pub(crate) is_active: bool,
    pub(crate) properties: Text,
}

/// A node of one of the small classes, and the organization.
#[derive(Clone, Debug, Default)]
pub(crate) struct SmallRecord {
    pub(crate) id: Text,
    pub(crate) name: Text,
    pub(crate) alias: Text,
    /// Ordinal of the person or app that it belongs to.
    pub(crate) parent: Option<u32>,
    /// Whether it is in force.
    pub(crate) is_active: bool,
    /// Role: permissions. Resource set: resources. Group rule: ids of target groups.
    pub(crate) list: Box<[Text]>,
    pub(crate) properties: Text,
}

/// An OAuth scope granted to a service app.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GrantRecord {
    pub(crate) id: Text,
    pub(crate) app: u32,
    pub(crate) scope: Text,
    pub(crate) is_active: bool,
    pub(crate) created: Second,
}

/// Whether Okta's state word means that the thing is in force. A word that is not known counts as in force, so
/// that access is never under-reported.
pub(crate) fn is_in_force(status: &str) -> bool {
    !matches!(
        status,
        "INACTIVE" | "REVOKED" | "INVALID" | "DEPROVISIONED" | "DELETED"
    )
}
