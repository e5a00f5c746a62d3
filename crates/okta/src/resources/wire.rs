//! Shapes that many resources share, and readers that forgive what Okta varies.

use serde::{Deserialize, Deserializer, de};

use crate::Id;

/// A link of `_links`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Href {
    /// Where it points.
    #[serde(default)]
    pub href: String,
}

impl Href {
    /// The last part of its path: for a link to an object, the object's id.
    pub fn last(&self) -> &str {
        last_segment(&self.href)
    }
}

fn last_segment(href: &str) -> &str {
    let path = href.split(['?', '#']).next().unwrap_or("");
    path.trim_end_matches('/').rsplit('/').next().unwrap_or("")
}

/// The id at the end of a link, read without keeping the link.
pub(crate) fn linked_id<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Id>, D::Error> {
    #[derive(Deserialize)]
    struct Link {
        href: LastSegment,
    }
    Ok(Option::<Link>::deserialize(d)?.and_then(|link| link.href.0))
}

struct LastSegment(Option<Id>);

impl<'de> Deserialize<'de> for LastSegment {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct LastVisitor;
        impl de::Visitor<'_> for LastVisitor {
            type Value = LastSegment;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an address")
            }
            fn visit_str<E: de::Error>(self, href: &str) -> Result<LastSegment, E> {
                let id = last_segment(href);
                Ok(LastSegment((!id.is_empty()).then(|| Id::new(id))))
            }
        }
        d.deserialize_str(LastVisitor)
    }
}

/// `null` counts as missing.
pub(crate) fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    d: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(d)?.unwrap_or_default())
}

/// An attribute that people define: a text as it is, a number or truth value as text, anything else as missing.
pub(crate) fn loose_text<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    struct Loose;
    impl<'de> de::Visitor<'de> for Loose {
        type Value = Option<String>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an attribute")
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }
        fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string()))
        }
        fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string()))
        }
        fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string()))
        }
        fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Self::Value, E> {
            Ok(Some(truth.to_string()))
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<de::IgnoredAny>()?.is_some() {}
            Ok(None)
        }
        fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
            Ok(None)
        }
    }
    d.deserialize_any(Loose)
}

/// Ids that one call can ask for: the address stays well below what servers accept.
pub const IDS_A_CALL: usize = 20;

/// `id eq "…" or id eq "…"`, encoded for a query.
pub(crate) fn ids_filter(ids: &[&str]) -> String {
    let tests: Vec<String> = ids
        .iter()
        .map(|id| segment(&format!("id eq \"{}\"", id.replace(['"', '\\'], ""))))
        .collect();
    tests.join("%20or%20")
}

/// An id or name as one segment of a path.
pub(crate) fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
