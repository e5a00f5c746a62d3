//! An OpenID Connect client as a library: what the provider answers comes in, verified claims or a reason come out.
//!
//! It knows nothing of the rest of the product: no HTTP, no store, no clock, no network. Time and randomness are
//! arguments. It speaks the authorization code flow with PKCE and nothing else; what that does not need is refused.
//!
//! The walk of a sign-in:
//! 1. [`Discovery::read`] takes the provider's own description, bound to the issuer that the administrator named.
//! 2. [`AuthorizationRequest::url`] sends the browser there, with a state, a nonce and a PKCE challenge that the caller
//!    remembers for this browser alone.
//! 3. [`Callback::read`] looks at what the browser brings back; the caller uses the state up.
//! 4. [`TokenRequest::new`] exchanges the code, [`TokenAnswer::read`] takes the answer apart.
//! 5. [`verify_id_token`] judges the ID token against the provider's keys; only then is anything of it believed.

mod callback;
mod claims;
mod client;
mod discovery;
mod id_token;
mod json;
mod jwt;
mod keys;
mod logout;
mod refusal;
mod request;
#[cfg(test)]
mod tests;
mod token;

pub use callback::Callback;
pub use claims::{Claims, add_user_info};
pub use client::{ClientAuth, ClientKey};
pub use discovery::{Discovery, Places};
pub use id_token::{Expected, verify_id_token};
pub use keys::KeySet;
pub use logout::logout_url;
pub use refusal::Refusal;
pub use request::{AuthorizationRequest, Pkce};
pub use token::{TokenAnswer, TokenRequest};
