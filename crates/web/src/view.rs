//! What pages and programs see: one struct an answer. The description at `/api/openapi.json` is made from these.
//!
//! Field names are snake case; times are RFC 3339 text in UTC; ids of nodes are text ids.

mod access;
mod account;
mod activity;
mod alert;
mod cleanup;
mod connector;
mod error;
mod event;
mod home;
mod identity_activity;
mod integration;
mod key;
mod lock;
mod node;
mod passkey;
mod person;
mod query;
mod resource;
mod role;
mod rule;
mod scim;
mod session;
mod snapshot;
mod source;
mod sync;
mod time;
mod token;

pub use self::activity::*;
pub use self::passkey::*;
pub use self::scim::*;
pub use access::*;
pub use account::*;
pub use alert::*;
pub use cleanup::*;
pub use connector::*;
pub use error::*;
pub use event::*;
pub use home::*;
pub use identity_activity::*;
pub use integration::*;
pub use key::*;
pub use lock::*;
pub use node::*;
pub use person::*;
pub use query::*;
pub use resource::*;
pub use role::*;
pub use rule::*;
pub use session::*;
pub use snapshot::*;
pub use source::*;
pub use sync::*;
pub use time::time_text;
pub use token::*;
