//! Second factors of a user. Source: Okta, "User Factors".

use serde::Deserialize;

use super::wire::{nullable, segment};
use crate::{Class, Client, Endpoint, Id, Moment, Object, Pages};

pub(crate) static FACTORS: Endpoint = Endpoint::plain(
    "GET /api/v1/users/{userId}/factors",
    Class::Users,
    "okta.users.read",
);

/// An enrolled factor.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Factor {
    /// Id.
    pub id: Id,
    /// `push`, `sms`, `webauthn`, …
    #[serde(default, deserialize_with = "nullable")]
    pub factor_type: String,
    /// `OKTA`, `FIDO`, …
    #[serde(default, deserialize_with = "nullable")]
    pub provider: String,
    /// `ACTIVE`, `PENDING_ACTIVATION`, …
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// When it was enrolled.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

impl Client {
    /// Factors of a user, as far as the enrolment policy of highest priority knows them.
    pub fn factors(&self, user: &str) -> Pages<Object<Factor>> {
        self.list(&FACTORS, format!("/api/v1/users/{}/factors", segment(user)))
    }
}
