//! A message on its way to the identity provider: by address or by form, signed where there is a key to sign with.

use std::fmt::Write as _;

use crate::binding::{self, Kind, PostForm};
use crate::request::{RedirectTo, RequestFault};
use crate::signature::sign_enveloped;
use crate::sp_key::SpKey;

/// What a message needs beside its text.
#[derive(Clone, Copy)]
pub(crate) struct Outgoing<'a> {
    pub(crate) kind: Kind,
    /// Where to.
    pub(crate) location: &'a str,
    pub(crate) relay_state: &'a str,
    /// Becomes the id.
    pub(crate) entropy: [u8; 20],
    pub(crate) key: Option<&'a SpKey>,
}

impl Outgoing<'_> {
    /// As an address for HTTP-Redirect; `write` is given the id and the destination.
    pub(crate) fn redirect(
        self,
        write: impl FnOnce(&str, &str) -> String,
    ) -> Result<RedirectTo, RequestFault> {
        let id = new_id(self.entropy);
        let message = write(&id, self.location);
        let url = binding::redirect(self.location, self.kind, &message, self.relay_state, self.key)?;
        Ok(RedirectTo { id, url })
    }

    /// As a form for HTTP-POST, with the id; `write` is given the id and the destination.
    pub(crate) fn post(
        self,
        write: impl FnOnce(&str, &str) -> String,
    ) -> Result<(String, PostForm), RequestFault> {
        let id = new_id(self.entropy);
        let mut message = write(&id, self.location);
        if let Some(key) = self.key {
            message = sign_enveloped(&message, key)?;
        }
        let form = binding::post(self.location, self.kind, &message, self.relay_state)?;
        Ok((id, form))
    }
}

/// An id of 160 random bits, beginning as XML ids must (`saml-core-2.0-os` 1.3.4).
pub(crate) fn new_id(entropy: [u8; 20]) -> String {
    let mut id = String::from("_");
    for byte in entropy {
        // Writing to a string cannot fail.
        let _ = write!(id, "{byte:02x}");
    }
    id
}
