//! Base64 as XML carries it: with white space anywhere, otherwise strict (RFC 4648 section 4, with padding).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The bytes of a base64 text; `None` if it is not one.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let is_blank = |byte: u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    if !text.bytes().any(is_blank) {
        return STANDARD.decode(text).ok();
    }
    let packed: Vec<u8> = text.bytes().filter(|byte| !is_blank(*byte)).collect();
    STANDARD.decode(packed).ok()
}

/// Bytes as base64 without line breaks.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
