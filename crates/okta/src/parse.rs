//! Bodies into typed objects. A body that is not what it should be becomes a [`Defect`] that says where.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::advice::Cause;
use crate::object::Object;

/// One element of a list.
pub trait Item: Sized + Send + 'static {
    /// Reads all elements of a JSON array.
    fn read_all(array: &str) -> Result<Vec<Self>, Defect>;
}

/// What is wrong with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The line of the advice table.
    pub(crate) cause: Cause,
    /// Id or number of the object.
    pub(crate) object: Option<String>,
    /// Path of the field within the object.
    pub(crate) field: Option<String>,
    /// What the reader said.
    pub(crate) text: String,
}

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// `_links.next.href` of a wrapped list.
    pub(crate) next: Option<String>,
}

/// Reads a page: a plain array, or (with `wrapper`) an object that holds the array in that member.
pub(crate) fn page<T: Item>(body: &[u8], wrapper: &str) -> Result<Page<T>, Defect> {
    let text = text_of(body)?;
    if wrapper.is_empty() {
        return Ok(Page {
            items: T::read_all(text)?,
            next: None,
        });
    }
    check_whole(text)?;
    let Some(array) = member(text, wrapper) else {
        return Err(wrong(None, Some(wrapper), format!("missing field `{wrapper}`")));
    };
    let next = member(text, "_links")
        .and_then(|links| member(links, "next"))
        .and_then(|link| member(link, "href"))
        .and_then(|href| serde_json::from_str::<String>(href).ok());
    Ok(Page {
        items: T::read_all(array)?,
        next,
    })
}

/// Reads a single object.
pub(crate) fn object<T: DeserializeOwned>(body: &[u8]) -> Result<Object<T>, Defect> {
    let raw: Box<RawValue> = serde_json::from_str(text_of(body)?).map_err(|error| broken(&error))?;
    let value = typed(raw.get(), 0)?;
    Ok(Object { value, raw })
}

impl<T: DeserializeOwned + Send + 'static> Item for Object<T> {
    fn read_all(array: &str) -> Result<Vec<Self>, Defect> {
        let parts: Vec<Box<RawValue>> = serde_json::from_str(array).map_err(|error| broken(&error))?;
        parts
            .into_iter()
            .enumerate()
            .map(|(number, raw)| {
                Ok(Self {
                    value: typed(raw.get(), number)?,
                    raw,
                })
            })
            .collect()
    }
}

/// Reads an array whose elements carry no raw text, in one pass. For the long lists.
pub(crate) fn light<T: DeserializeOwned>(array: &str) -> Result<Vec<T>, Defect> {
    if let Ok(items) = serde_json::from_str(array) {
        return Ok(items);
    }
    // Once more, piece by piece, to know where.
    let parts: Vec<&RawValue> = serde_json::from_str(array).map_err(|error| broken(&error))?;
    parts
        .into_iter()
        .enumerate()
        .map(|(number, raw)| typed(raw.get(), number))
        .collect()
}

fn typed<T: DeserializeOwned>(text: &str, number: usize) -> Result<T, Defect> {
    // The fast way first; only a failure pays for knowing where.
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        let id = member(text, "id").and_then(|id| serde_json::from_str::<String>(id).ok());
        let object = id.unwrap_or_else(|| format!("#{number}"));
        wrong(Some(object), Some(&field), without_place(&error.into_inner()))
    })
}

fn text_of(body: &[u8]) -> Result<&str, Defect> {
    std::str::from_utf8(body).map_err(|error| Defect {
        cause: Cause::BrokenJson,
        object: None,
        field: None,
        text: error.to_string(),
    })
}

fn check_whole(text: &str) -> Result<(), Defect> {
    serde_json::from_str::<IgnoredAny>(text)
        .map(drop)
        .map_err(|error| broken(&error))
}

fn broken(error: &serde_json::Error) -> Defect {
    let cause = if error.is_data() {
        Cause::WrongShape
    } else {
        Cause::BrokenJson
    };
    Defect {
        cause,
        object: None,
        field: None,
        text: error.to_string(),
    }
}

fn wrong(object: Option<String>, field: Option<&str>, text: String) -> Defect {
    Defect {
        cause: Cause::WrongShape,
        object,
        field: field.map(str::to_owned),
        text,
    }
}

/// The reader's words without its line and column, which mean nothing outside the one object.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or_else(|| text.clone(), |(words, _)| words.to_owned())
}

/// The JSON text of one member of a JSON object.
pub(crate) fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    struct MemberVisitor<'n>(&'n str);
    impl<'de> Visitor<'de> for MemberVisitor<'_> {
        type Value = Option<&'de str>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut found = None;
            while let Some(key) = map.next_key::<Text<'de>>()? {
                if key.0 == self.0 && found.is_none() {
                    found = Some(map.next_value::<&'de RawValue>()?.get());
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(found)
        }
    }
    serde_json::Deserializer::from_str(object)
        .deserialize_map(MemberVisitor(name))
        .ok()
        .flatten()
}

/// A text that is borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests;
