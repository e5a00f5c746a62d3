//! Requests in, answers out, against the store in memory.

mod attributes;
mod bad_input;
mod bulk;
mod discovery;
mod entra;
mod etag;
mod laws;
mod lists;
mod okta;
mod okta_spec;
mod resources;
mod rfc;
pub(crate) mod world;
