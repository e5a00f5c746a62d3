//! A signed token taken apart (RFC 7515, compact form).

use serde_json::{Map, Value};

use crate::json::{decoded, object, text};
use crate::keys::Algorithm;
use crate::refusal::Refusal;

const BYTES_MAX: usize = 128 * 1024;

/// A token that is not verified yet: nothing of its claims may be believed.
pub(crate) struct Jwt<'a> {
    /// The one algorithm that its key is used with.
    pub(crate) algorithm: Algorithm,
    /// The key that it says it is signed with.
    pub(crate) kid: String,
    /// What was signed.
    pub(crate) signed: &'a str,
    pub(crate) signature: Vec<u8>,
    pub(crate) claims: Map<String, Value>,
}

impl<'a> Jwt<'a> {
    pub(crate) fn parse(compact: &'a str) -> Result<Self, Refusal> {
        if compact.len() > BYTES_MAX {
            return Err(Refusal::Malformed("too long"));
        }
        let (signed, signature) = compact.rsplit_once('.').ok_or(Refusal::Malformed("no parts"))?;
        let (header, claims) = signed.split_once('.').ok_or(Refusal::Malformed("no claims"))?;
        if claims.contains('.') {
            return Err(Refusal::Malformed("too many parts"));
        }
        let header = decoded(header).as_deref().and_then(object);
        let header = header.ok_or(Refusal::Malformed("its header is no JSON object"))?;
        let name = text(&header, "alg").unwrap_or_default();
        let algorithm = Algorithm::named(name).ok_or_else(|| Refusal::Algorithm(crate::json::shown(name)))?;
        if header.contains_key("crit") {
            return Err(Refusal::Malformed("its header asks for extensions"));
        }
        let kid = text(&header, "kid").ok_or(Refusal::Malformed("it names no key"))?;
        let claims = decoded(claims).as_deref().and_then(object);
        Ok(Self {
            algorithm,
            kid: kid.to_owned(),
            signed,
            signature: decoded(signature).ok_or(Refusal::Malformed("its signature is no base64"))?,
            claims: claims.ok_or(Refusal::Malformed("its claims are no JSON object"))?,
        })
    }
}
