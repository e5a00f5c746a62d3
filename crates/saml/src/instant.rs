//! Times as SAML writes them: `xs:dateTime` in UTC (`saml-core-2.0-os` section 1.3.3).

use jiff::Timestamp;

/// Reads `2026-01-31T12:00:00Z` or `2026-01-31T12:00:00.123Z`, and nothing else.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let (whole, fraction) = match text.strip_suffix('Z')?.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text.strip_suffix('Z')?, None),
    };
    let has_shape = whole.len() == 19
        && whole.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'T',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
    let has_fraction = fraction.is_none_or(|digits| {
        (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    if has_shape && has_fraction {
        text.parse().ok()
    } else {
        None
    }
}

/// Writes a time to the second.
pub(crate) fn write(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
