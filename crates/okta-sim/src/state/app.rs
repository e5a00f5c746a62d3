//! An application and who it is assigned to.

use std::collections::BTreeMap;

use crate::reply::Object;
use crate::stamp::Stamp;
use crate::state::table::Keyed;

/// One app.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct App {
    pub(crate) id: Box<str>,
    /// Key in the catalogue: `amazon_aws`, `oidc_client`, `bookmark` …
    pub(crate) name: Box<str>,
    pub(crate) label: Box<str>,
    pub(crate) active: bool,
    pub(crate) created: Stamp,
    pub(crate) last_updated: Stamp,
    /// `signOnMode`; null for apps that only provision.
    pub(crate) sign_on: Option<Box<str>>,
    /// Further members of the app object: accessibility, visibility, features, credentials, settings …
    pub(crate) body: Box<Object>,
    /// Assigned groups by ordinal.
    pub(crate) groups: BTreeMap<u32, AppGroup>,
    /// Users assigned directly, ascending ordinals.
    pub(crate) users: Vec<u32>,
    /// What is special about single assignments (profile, credentials, dates), by user ordinal.
    pub(crate) assignments: BTreeMap<u32, Box<Object>>,
}

/// The assignment of a group to an app.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct AppGroup {
    pub(crate) priority: u32,
    pub(crate) last_updated: Stamp,
    /// The fan-out to the members has not happened yet: their app-user records are not there.
    pub(crate) pending: bool,
    pub(crate) profile: Option<Box<Object>>,
}

impl Keyed for App {
    fn id(&self) -> &str {
        &self.id
    }
}
