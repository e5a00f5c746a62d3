//! What the browser says of the ceremony (WebAuthn level 2, section 5.8.1).

use ring::digest::{SHA256, digest};
use serde_json::Value;

use crate::Site;
use crate::fault::PasskeyFault;

const BYTES_MAX: usize = 16 * 1024;

/// What a browser was asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    /// To make a passkey.
    Register,
    /// To use one.
    SignIn,
}

/// What the browser says of a ceremony, read and not believed yet: only a signature over it proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientData {
    /// The challenge that it answers, base64url: the caller uses it up.
    pub challenge: String,
    kind: String,
    origin: String,
    is_framed: bool,
    hash: Vec<u8>,
}

impl ClientData {
    /// Reads `clientDataJSON`.
    ///
    /// # Errors
    /// [`PasskeyFault::Unreadable`].
    pub fn read(bytes: &[u8]) -> Result<Self, PasskeyFault> {
        let fault = PasskeyFault::Unreadable("its client data");
        if bytes.len() > BYTES_MAX {
            return Err(fault);
        }
        let Ok(Value::Object(members)) = serde_json::from_slice(bytes) else {
            return Err(fault);
        };
        let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
        match (text("type"), text("challenge"), text("origin")) {
            (Some(kind), Some(challenge), Some(origin)) if !challenge.is_empty() => Ok(Self {
                challenge,
                kind,
                origin,
                is_framed: members.get("crossOrigin") == Some(&Value::Bool(true)),
                hash: digest(&SHA256, bytes).as_ref().to_vec(),
            }),
            _ => Err(fault),
        }
    }

    /// Checks that it is about this, on our own pages; what the authenticator signed of it.
    pub(crate) fn check(&self, ceremony: Ceremony, site: Site<'_>) -> Result<&[u8], PasskeyFault> {
        let kind = match ceremony {
            Ceremony::Register => "webauthn.create",
            Ceremony::SignIn => "webauthn.get",
        };
        if self.kind != kind {
            return Err(PasskeyFault::OtherCeremony);
        }
        if self.origin != site.origin || self.is_framed {
            let shown = self
                .origin
                .chars()
                .filter(|c| !c.is_control())
                .take(120)
                .collect();
            return Err(PasskeyFault::OtherOrigin(shown));
        }
        Ok(&self.hash)
    }
}
