//! Client addresses as sources write them: with ports, in brackets, or not an address at all.

use std::net::IpAddr;

/// The address inside the text, without port, brackets or zone; `None` when it is a name or nothing.
pub fn of_text(text: &str) -> Option<&str> {
    let text = text.trim();
    let host = match text.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None if text.bytes().filter(|byte| *byte == b':').count() == 1 => text.split(':').next()?,
        None => text,
    };
    let host = host.split('%').next()?;
    looks_like_one(host).then_some(host)
}

#[inline]
fn looks_like_one(host: &str) -> bool {
    let plain = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain {
        let dots = host.bytes().filter(|byte| *byte == b'.').count();
        return dots == 3 && host.parse::<IpAddr>().is_ok();
    }
    host.contains(':') && host.parse::<IpAddr>().is_ok()
}
