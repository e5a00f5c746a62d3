//! Single sign-on by SAML and OpenID Connect: the addresses that browsers and the identity provider use.
//!
//! The protocols are judged in the rooms `saml` and `oidc`; here is what it asks of its caller: binding a request to a browser, using
//! an assertion once, turning attributes into roles, and telling the person nothing and the administrator everything.

mod answer;
mod begin;
mod browser;
mod enter;
mod goodbye;
mod judge;
mod login;
mod logout;
mod mapping;
pub(crate) mod openid;
mod page;
mod vouch;

pub(crate) use answer::acs;
pub(crate) use begin::{Purpose, begin, login, metadata};
pub(crate) use goodbye::goodbye;
pub(crate) use judge::{ACCEPTED, Outcome};
pub(crate) use logout::{log_out, log_out_posted};
pub(crate) use mapping::{map, mapped_by};

#[cfg(test)]
mod tests;
