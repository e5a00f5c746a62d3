//! Behaves like an Okta organization: users, groups, apps, administrators, System Log and OAuth, with
//! Okta's paging, errors, limits and habits.
//!
//! The organization is a pure state machine: [`Sim::handle`] takes a request and the time, and gives the
//! answer, without sockets or a clock of its own. [`Sim::serve`] is a thin HTTP and HTTPS shell over it.
//! Nothing here shares a type with the Okta client of this project: a misreading of Okta has to show.

mod answer;
#[cfg(test)]
mod asking;
mod call;
mod caller;
mod chores;
mod connect;
mod connect_oidc;
mod control;
mod counts;
mod faults;
mod fetch;
mod filter;
mod ids;
mod limits;
mod oauth;
mod org;
mod play;
mod provision;
mod render;
mod reply;
mod request;
mod rights;
mod route;
mod rule;
mod saml;
mod serve;
mod sim;
mod stamp;
mod state;
mod syslog;
mod tls;
mod traffic;
mod world;

pub use connect::{ConnectError, ConnectedApp, ConnectedFacts};
pub use connect_oidc::{ClientFacts, ConnectedClient};
pub use faults::{FaultKind, FaultRule};
pub use limits::LimitMode;
pub use play::{StoryOptions, StoryTiming};
pub use provision::{ScimError, ScimKind, ScimTarget};
pub use request::{Delivery, Request, Response};
pub use serve::{ServeError, ServeOptions, Served};
pub use sim::{Sim, SimCredentials};
pub use stamp::Stamp;
pub use syslog::Story;
pub use tls::TlsError;
pub use world::{DumpError, LoadError, World};
