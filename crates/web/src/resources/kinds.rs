//! The kinds, one file each.

mod connector;
mod forward;
mod lock;
mod oidc;
mod plugin;
mod role;
mod rule;
mod rule_tuning;
mod saml;
mod user;

pub(super) use forward::Forward;
pub(super) use lock::Lock;
pub(super) use oidc::Oidc;
pub(super) use plugin::Plugin;
pub(super) use role::Role;
pub(super) use rule::Rule;
pub(super) use rule_tuning::RuleTuning;
pub(super) use saml::Saml;
pub(super) use user::User;
