//! What a provider says of a person, once it is verified.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::json::{object, text};
use crate::refusal::Refusal;

/// Claims that are about the token, not about the person.
const OF_THE_TOKEN: [&str; 14] = [
    "iss",
    "aud",
    "azp",
    "exp",
    "iat",
    "nbf",
    "nonce",
    "at_hash",
    "c_hash",
    "jti",
    "ver",
    "auth_time",
    "amr",
    "idp",
];

/// A person as the provider describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Who: never changes, and nobody else gets it.
    pub subject: String,
    /// The provider's name for the session.
    pub session: Option<String>,
    /// Every claim about the person, as texts.
    pub attributes: BTreeMap<String, Vec<String>>,
}

impl Claims {
    pub(crate) fn new(subject: &str, claims: &Map<String, Value>) -> Self {
        Self {
            subject: subject.to_owned(),
            session: text(claims, "sid").map(str::to_owned),
            attributes: attributes(claims),
        }
    }
}

/// Adds what the user info says beside the ID token, whose word wins.
///
/// # Errors
/// [`Refusal::UserInfo`] when it is about somebody else (OpenID Connect Core 5.3.2), or unreadable.
pub fn add_user_info(claims: &mut Claims, status: u16, body: &[u8]) -> Result<(), Refusal> {
    let members = object(body).filter(|_| status == 200).ok_or(Refusal::UserInfo)?;
    if text(&members, "sub") != Some(claims.subject.as_str()) {
        return Err(Refusal::UserInfo);
    }
    for (name, values) in attributes(&members) {
        claims.attributes.entry(name).or_insert(values);
    }
    Ok(())
}

/// Texts, numbers, yes and no, and lists of them; what has parts of its own is left out.
fn attributes(claims: &Map<String, Value>) -> BTreeMap<String, Vec<String>> {
    let mut attributes = BTreeMap::new();
    for (name, value) in claims {
        if OF_THE_TOKEN.contains(&name.as_str()) {
            continue;
        }
        let values: Vec<String> = match value {
            Value::Array(all) => all.iter().filter_map(plain).collect(),
            one => plain(one).into_iter().collect(),
        };
        if !values.is_empty() {
            attributes.insert(name.clone(), values);
        }
    }
    attributes
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}
