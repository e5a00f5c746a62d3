//! What pages and programs see: one struct an answer. The description at `/api/openapi.json` is made from these.
//!
//! Field names are snake case; times are RFC 3339 text in UTC; ids of nodes are text ids.

mod access;
mod cleanup;
mod error;
mod home;
mod identity;
mod integration;
mod key;
mod node;
mod query;
mod session;
mod snapshot;
mod time;
mod token;

pub use access::*;
pub use cleanup::*;
pub use error::*;
pub use home::*;
pub use identity::*;
pub use integration::*;
pub use key::*;
pub use node::*;
pub use query::*;
pub use session::*;
pub use snapshot::*;
pub use time::time_text;
pub use token::*;
