//! Rendering of stored JSON: absolute URLs in, private members out.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::reply::Object;

/// A stored value as the world sees it: `{{org}}` and `{{admin}}` at the start of a string become base URLs,
/// members whose name starts with `~` are left out.
pub(crate) struct Published<'a> {
    pub(crate) value: &'a Value,
    pub(crate) base: &'a str,
}

impl Serialize for Published<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let base = self.base;
        match self.value {
            Value::String(text) => {
                if let Some(rest) = text.strip_prefix("{{org}}") {
                    serializer.collect_str(&format_args!("{base}{rest}"))
                } else if let Some(rest) = text.strip_prefix("{{admin}}") {
                    serializer.collect_str(&format_args!("{}{rest}", admin_base(base)))
                } else {
                    serializer.serialize_str(text)
                }
            }
            Value::Array(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for value in items {
                    seq.serialize_element(&Published { value, base })?;
                }
                seq.end()
            }
            Value::Object(members) => PublishedObject { members, base }.serialize(serializer),
            other => other.serialize(serializer),
        }
    }
}

/// The same for an object.
pub(crate) struct PublishedObject<'a> {
    pub(crate) members: &'a Object,
    pub(crate) base: &'a str,
}

impl Serialize for PublishedObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        put_members(&mut map, self.members, self.base, &[])?;
        map.end()
    }
}

/// Writes the public members of a stored object into a map, without those named in `except`.
pub(crate) fn put_members<M: SerializeMap>(
    map: &mut M,
    members: &Object,
    base: &str,
    except: &[&str],
) -> Result<(), M::Error> {
    for (name, value) in members {
        if !name.starts_with('~') && !except.contains(&name.as_str()) {
            map.serialize_entry(name, &Published { value, base })?;
        }
    }
    Ok(())
}

/// An absolute URL, written without an allocation.
pub(crate) struct Url<'a>(pub(crate) &'a str, pub(crate) std::fmt::Arguments<'a>);

impl Serialize for Url<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}{}", self.0, self.1))
    }
}

/// `{"href": url}` and, for actions, `"method"`.
pub(crate) struct Href<'a> {
    pub(crate) base: &'a str,
    pub(crate) path: std::fmt::Arguments<'a>,
    pub(crate) method: Option<&'static str>,
}

impl Serialize for Href<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("href", &Url(self.base, self.path))?;
        if let Some(method) = self.method {
            map.serialize_entry("method", method)?;
        }
        map.end()
    }
}

/// `https://acme.okta.com` has its Admin Console at `https://acme-admin.okta.com`; other hosts have none.
pub(crate) fn admin_base(base: &str) -> String {
    match base.split_once(".okta") {
        Some((head, tail)) if !head.ends_with("-admin") => format!("{head}-admin.okta{tail}"),
        _ => base.to_owned(),
    }
}
