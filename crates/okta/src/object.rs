//! An object as Okta sent it, beside the fields that this version knows.

use serde_json::value::RawValue;

/// A typed object with its whole JSON text: what the type does not name is not lost.
#[derive(Clone, Debug)]
pub struct Object<T> {
    /// The fields that are known.
    pub value: T,
    /// The whole object, byte for byte.
    pub raw: Box<RawValue>,
}

impl<T> Object<T> {
    /// The JSON text of one member of the object, for example of `profile`; `None` when there is none.
    pub fn member(&self, name: &str) -> Option<&str> {
        crate::parse::member(self.raw.get(), name)
    }
}

impl<T> std::ops::Deref for Object<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
