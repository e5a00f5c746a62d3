//! The connection to an Okta organization: install, check, edit, scan, watch, delete; its snapshots.

pub(crate) mod check;
pub(crate) mod cleanup;
pub(crate) mod delete;
pub(crate) mod draft;
pub(crate) mod edit;
mod effects;
pub(crate) mod events;
pub(crate) mod install;
pub(crate) mod keys;
pub(crate) mod list;
pub(crate) mod lists;
pub(crate) mod scan;
pub(crate) mod show;
pub(crate) mod snapshots;
pub(crate) mod status;
pub(crate) mod sync;
