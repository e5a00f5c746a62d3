//! What exists and what is allowed: the words every other room speaks.
//!
//! INVARIANT: nothing but `std`. No serialization, no async, no clock, no database: formats live at the rim,
//! time comes in as an argument.

pub mod facts;
mod org_url;
pub mod role;
mod secret;
mod time;

pub use org_url::{OrgUrl, OrgUrlError, Reach};
pub use secret::Secret;
pub use time::Timestamp;
