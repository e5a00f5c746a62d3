//! The kinds, one file each.

mod lock;
mod plugin;
mod role;
mod rule;
mod saml;
mod user;

pub(super) use lock::Lock;
pub(super) use plugin::Plugin;
pub(super) use role::Role;
pub(super) use rule::Rule;
pub(super) use saml::Saml;
pub(super) use user::User;
