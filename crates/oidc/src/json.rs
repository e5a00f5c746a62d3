//! Reading JSON that others wrote: small, an object, text members.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// Most bytes of one document.
pub(crate) const BYTES_MAX: usize = 256 * 1024;

/// The members of an object; `None` when the text is none, or too large.
pub(crate) fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    if bytes.len() > BYTES_MAX {
        return None;
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

/// A text member; empty is absent.
pub(crate) fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// A member in whole seconds since 1970.
pub(crate) fn seconds(members: &Map<String, Value>, name: &str) -> Option<i64> {
    members.get(name)?.as_i64()
}

/// Bytes out of base64url without padding (RFC 7515 section 2).
pub(crate) fn decoded(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Base64url without padding.
pub(crate) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A text that fits a message: short and printable.
pub(crate) fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}
