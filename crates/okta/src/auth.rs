//! Shows the credential at the door: an API token as it is, a service app's by way of an access token.

mod dpop;
mod jwt;
mod key;
mod token;

pub(crate) use dpop::Server;
pub use key::{KeyError, SigningKey};
pub(crate) use token::{Access, TokenAnswer, TokenKeeper};
