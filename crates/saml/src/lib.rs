//! A SAML 2.0 service provider as a library: bytes in, a verified assertion or a reason out.
//!
//! It knows nothing of the rest of the product: no HTTP, no store, no clock, no network. Time and randomness are
//! arguments. What is not in the small part of SAML that sign-in through Okta needs is refused, not interpreted.
//!
//! The promise of this room: **what is read is what was signed.** A signature is checked over canonical bytes, those
//! bytes are parsed anew, and everything after reads only that new document.
//!
//! The walk of a sign-in:
//! 1. [`AuthnRequest`] makes the address or form that sends a browser to the identity provider, with an id that the
//!    caller binds to that browser.
//! 2. [`verify_response`] judges what the browser brings back.
//! 3. The caller records [`Verified::one_use`] durably and only then, by [`Verified::accept`], gets the [`SignIn`].

mod base64_text;
mod binding;
mod c14n;
mod encryption;
mod instant;
mod key;
mod logout;
mod metadata;
mod outgoing;
mod provider;
mod refusal;
mod request;
mod response;
mod signature;
mod sp_key;
mod xml;

pub use binding::PostForm;
pub use key::{KeyFault, TrustedKey};
pub use logout::{
    IncomingLogout, LogoutMessage, LogoutRequest, LogoutResponse, LogoutStatus, receive_logout,
};
pub use metadata::{
    Locations, MetadataChange, MetadataFault, Renewal, compare_metadata, read_again_after, read_metadata,
    renewal, signed_metadata, write_metadata,
};
pub use provider::{IdentityProvider, ServiceProvider};
pub use refusal::Refusal;
pub use request::{AuthnRequest, RedirectTo, RequestFault};
pub use response::{
    Attribute, NameId, OneUse, Rules, SignIn, Verified, Waiting, answered_request, verify_response,
};
pub use signature::SignatureFault;
pub use sp_key::{SpKey, SpKeyFault};
pub use xml::XmlFault;

/// Name formats, methods and namespaces of SAML 2.0 (`saml-core-2.0-os` section 8).
pub mod names;

/// The Python that holds the third-party libraries which tests compare with, if it was set up.
#[cfg(test)]
fn third_party_python() -> Option<std::path::PathBuf> {
    let program = std::env::current_exe().ok()?;
    program
        .ancestors()
        .map(|folder| folder.join("python-saml/bin/python"))
        .find(|python| python.exists())
}
