//! Every page and API call: who is asking, may they, what do they see.
//!
//! This room cannot call Okta: it reads snapshots and the graph, writes intent to the store and wakes the loops
//! through [`Loops`], the only port to them. Whatever a page shows, an API answer holds.

mod admin;
mod app;
mod chart;
mod error;
mod extract;
mod home;
mod integrations;
mod loops;
mod nodes;
mod routes;
mod session;
mod sql;
pub mod view;

pub use app::{App, AppParts, Settings};
pub use loops::{CheckFault, CredentialDraft, Loops};
pub use routes::openapi;

#[cfg(test)]
mod tests;
