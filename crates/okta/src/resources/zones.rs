//! Network zones. Source: Okta, "Network Zones".

use serde::Deserialize;

use super::wire::nullable;
use crate::{Class, Client, Endpoint, Id, Moment, Object, Pages};

pub(crate) static LIST_ZONES: Endpoint =
    Endpoint::plain("GET /api/v1/zones", Class::Zones, "okta.networkZones.read");

/// A network zone.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkZone {
    /// `nzo…`
    pub id: Id,
    /// Name.
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
    /// `IP`, `DYNAMIC`, `DYNAMIC_V2`.
    #[serde(default, rename = "type", deserialize_with = "nullable")]
    pub zone_type: String,
    /// `ACTIVE` or `INACTIVE`.
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// `POLICY` or `BLOCKLIST`.
    #[serde(default, deserialize_with = "nullable")]
    pub usage: String,
    /// When it was made.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

impl Client {
    /// All network zones.
    pub fn zones(&self) -> Pages<Object<NetworkZone>> {
        self.list(&LIST_ZONES, "/api/v1/zones?limit=200".to_owned())
    }
}
