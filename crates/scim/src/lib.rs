//! SCIM 2.0 (RFC 7643, RFC 7644) as a library: requests in, answers out, over any [`Store`].
//!
//! It knows the protocol and nothing of the product around it: no transport, no clock, no tokens, no database. What
//! Okta and Entra really send is understood beside what the RFCs say. [`Provider::handle`] is the door; behind it,
//! filters, PATCH, PUT, projections and bulk are pure functions, and the store trait is the only thing that waits.
//!
//! ```text
//! Request ─▶ Provider ─▶ schema, filter, patch (pure) ─▶ Store::{read, find, scan, create, change, delete} ─▶ Response
//! ```

mod ask;
mod bulk;
mod condition;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod document;
mod etag;
mod fault;
mod filter;
mod intake;
mod json;
mod limits;
mod members;
pub mod memory;
mod patch;
mod project;
mod provider;
mod put;
mod render;
mod request;
mod response;
pub mod schema;
mod sort;
pub mod store;
#[cfg(test)]
mod tests;
pub mod urn;
mod value;

pub use condition::{Comparison, Condition, Facts, Key, SortKey, TimeKey};
pub use document::{Document, fold};
pub use fault::{Fault, ScimType};
pub use filter::{Filter, FilterError, Literal, Operator, Path};
pub use limits::Limits;
pub use memory::Memory;
pub use provider::Provider;
pub use request::Request;
pub use response::{CONTENT_TYPE, Response};
pub use schema::{Kind, Name, Schemas};
pub use store::{Store, StoreError, Stored};
