//! The attributes of a resource that a client gave and a store keeps: JSON in the spelling of the schema.
//!
//! INVARIANT: a document holds no `schemas`, `id`, `meta`, `members` or `groups`. Those are the store's facts and are
//! joined to it when the resource is shown.

use serde_json::{Map, Value};

use crate::condition::Key;

/// A resource without what the server itself knows about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document(pub(crate) Map<String, Value>);

impl Document {
    /// Takes back what [`Document::to_json`] gave; anything else but an object is an empty document.
    #[must_use]
    pub fn from_json(value: Value) -> Self {
        match value {
            Value::Object(members) => Self(members),
            _ => Self::default(),
        }
    }

    /// The document for a store to keep.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// The attributes, in the spelling of the schema; extensions stand under their URN.
    #[must_use]
    pub fn attributes(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The text at a path of names, such as `["name", "givenName"]`.
    #[must_use]
    pub fn text(&self, path: &[&str]) -> Option<&str> {
        let (first, rest) = path.split_first()?;
        let start = self.0.get(*first)?;
        rest.iter()
            .try_fold(start, |value, name| value.get(name))?
            .as_str()
    }

    /// `userName`, which every user has.
    #[must_use]
    pub fn user_name(&self) -> Option<&str> {
        self.text(&["userName"])
    }

    /// `displayName`, which every group has.
    #[must_use]
    pub fn display_name(&self) -> Option<&str> {
        self.text(&["displayName"])
    }

    /// `externalId`: from Okta the id of the user there.
    #[must_use]
    pub fn external_id(&self) -> Option<&str> {
        self.text(&["externalId"])
    }

    /// `active` as it was given. A user without it has not been deactivated.
    #[must_use]
    pub fn active(&self) -> Option<bool> {
        self.0.get("active")?.as_bool()
    }

    /// Everything that an index finds the document by, in the form in which conditions carry it.
    #[must_use]
    pub fn keys(&self) -> Vec<(Key, String)> {
        let emails = self
            .0
            .get("emails")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let emails = emails.filter_map(|email| email.get("value")?.as_str());
        let single = [
            (Key::UserName, self.user_name()),
            (Key::DisplayName, self.display_name()),
            (Key::ExternalId, self.external_id()),
        ];
        single
            .into_iter()
            .filter_map(|(key, text)| Some((key, text?)))
            .chain(emails.map(|email| (Key::Email, email)))
            .map(|(key, text)| (key, if key.folds() { fold(text) } else { text.to_owned() }))
            .collect()
    }

    /// The primary e-mail address, else the first one.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        let emails = self.0.get("emails")?.as_array()?;
        let is_primary = |email: &&Value| email.get("primary").and_then(Value::as_bool) == Some(true);
        let email = emails.iter().find(is_primary).or_else(|| emails.first())?;
        email.get("value")?.as_str()
    }
}

/// The form in which two texts are compared where letter case does not matter. A store indexes `userName` and
/// `displayName` in this form, and conditions carry it.
#[must_use]
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}
