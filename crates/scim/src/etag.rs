//! Versions as weak entity tags (RFC 7644 section 3.14), and the conditions of a request on them.

use crate::fault::Fault;
use crate::store::Stored;

/// The tag of a resource: `W/"7"`.
pub(crate) fn of(stored: &Stored) -> String {
    format!("W/\"{}\"", stored.version)
}

/// Whether a list of tags, as in `If-Match`, names the version of the resource. `*` names any.
pub(crate) fn names(header: &str, stored: &Stored) -> bool {
    let version = stored.version.to_string();
    header.split(',').map(str::trim).any(|tag| {
        let bare = tag
            .strip_prefix("W/")
            .or_else(|| tag.strip_prefix("w/"))
            .unwrap_or(tag);
        tag == "*" || bare.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')) == Some(version.as_str())
    })
}

/// Refuses when the resource is not the version that the client knows. Without the header every version is right.
pub(crate) fn check(if_match: Option<&str>, stored: &Stored) -> Result<(), Fault> {
    match if_match {
        Some(header) if !names(header, stored) => {
            let now = of(stored);
            Err(Fault::new(
                412,
                format!("the resource has changed: its version is now {now}; read it again"),
            ))
        }
        _ => Ok(()),
    }
}
