//! Who is asking, and may they.

pub(crate) mod setup;
pub(crate) mod show;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
