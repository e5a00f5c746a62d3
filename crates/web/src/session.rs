//! Who is asking, and may they.

mod cookie;
mod limit;
mod origin;
mod password;
pub(crate) mod policy;
pub(crate) mod setup;
pub(crate) mod show;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
mod token;
