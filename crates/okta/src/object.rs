//! An object as Okta sent it, beside the fields that this version knows.

use serde_json::Value;
use serde_json::value::RawValue;

/// A typed object with its whole JSON text: what the type does not name is not lost.
#[derive(Clone)]
pub struct Object<T> {
    /// The fields that are known.
    pub value: T,
    /// The whole object, byte for byte. May hold secrets: see [`Object::without_secrets`].
    pub raw: Box<RawValue>,
}

impl<T> Object<T> {
    /// The JSON text of one member of the object, for example of `profile`; `None` when there is none.
    pub fn member(&self, name: &str) -> Option<&str> {
        crate::parse::member(self.raw.get(), name)
    }

    /// The whole object as JSON text without values that open doors: those are cut out, their names stay.
    ///
    /// An object without such a member is given back byte for byte.
    pub fn without_secrets(&self) -> String {
        without_secrets(self.raw.get())
    }
}

impl<T> std::ops::Deref for Object<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// The raw text may hold secrets, so it is not printed.
impl<T: std::fmt::Debug> std::fmt::Debug for Object<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(f)
    }
}

/// Members whose values open doors. Source: Okta's API description, members marked as secrets, and recordings.
const SECRET_MEMBERS: [&str; 14] = [
    "client_secret",
    "clientSecret",
    "secret_hash",
    "password",
    "recovery_question",
    "recoveryToken",
    "activationToken",
    "sharedSecret",
    "shared_secret",
    "secretKey",
    "accessToken",
    "refreshToken",
    "privateKey",
    "apiKey",
];

const HIDDEN: &str = "•••";

pub(crate) fn without_secrets(text: &str) -> String {
    if !SECRET_MEMBERS.iter().any(|name| text.contains(name)) {
        return text.to_owned();
    }
    match serde_json::from_str::<Value>(text) {
        Ok(mut value) => {
            cut(&mut value);
            value.to_string()
        }
        // Text of an object that was read before is JSON; nothing is better than something unread.
        Err(_) => "{}".to_owned(),
    }
}

fn cut(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members.iter_mut() {
                let opens = SECRET_MEMBERS.contains(&name.as_str());
                match inner {
                    // `"password": {}` says that there is one, and policies have settings of that name.
                    Value::Object(part) if name == "password" && part.contains_key("value") => {
                        part.insert("value".to_owned(), HIDDEN.into());
                    }
                    Value::Object(_) | Value::Array(_) if name != "recovery_question" => cut(inner),
                    Value::String(_) | Value::Number(_) | Value::Object(_) | Value::Array(_) if opens => {
                        *inner = HIDDEN.into();
                    }
                    _ => {}
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(cut),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
