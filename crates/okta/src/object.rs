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

/// Members whose values open doors. Source: Okta's API description (write-only members), and recordings.
const SECRET_MEMBERS: [&str; 17] = [
    "\"client_secret\"",
    "\"clientSecret\"",
    "\"secret_hash\"",
    "\"password\"",
    "\"recovery_question\"",
    "\"recoveryToken\"",
    "\"activationToken\"",
    "\"sharedSecret\"",
    "\"shared_secret\"",
    "\"secretKey\"",
    "\"secretKeyEnc\"",
    "\"accessToken\"",
    "\"refreshToken\"",
    "\"privateKey\"",
    "\"apiKey\"",
    "\"tokenSigningKey\"",
    "\"serviceAccountJson\"",
];

const HIDDEN: &str = "•••";

pub(crate) fn without_secrets(text: &str) -> String {
    if !SECRET_MEMBERS.iter().any(|quoted| text.contains(quoted)) {
        return text.to_owned();
    }
    // Too deep to look into: nothing is better than something unread.
    let Ok(mut value) = serde_json::from_str::<Value>(text) else {
        return "{}".to_owned();
    };
    if cut(&mut value) {
        value.to_string()
    } else {
        text.to_owned()
    }
}

/// Hides what opens doors; whether there was any.
fn cut(value: &mut Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter_mut()
            .fold(false, |any, (name, inner)| cut_member(name, inner) | any),
        Value::Array(items) => items.iter_mut().fold(false, |any, item| cut(item) | any),
        _ => false,
    }
}

fn cut_member(name: &str, inner: &mut Value) -> bool {
    let opens = SECRET_MEMBERS
        .iter()
        .any(|quoted| quoted.trim_matches('"') == name);
    match inner {
        Value::Object(part) if name == "password" && part.contains_key("value") => {
            part.insert("value".to_owned(), HIDDEN.into());
            true
        }
        // `"password": {}` says that there is one, and policies have settings of such names.
        Value::Object(_) | Value::Array(_) if name != "recovery_question" => cut(inner),
        Value::String(_) | Value::Number(_) | Value::Object(_) | Value::Array(_) if opens => {
            *inner = HIDDEN.into();
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
