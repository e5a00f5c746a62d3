//! The endpoints, one file per resource. All of them are functions from the organization and a
//! [`Call`](crate::call::Call) to an answer.

pub(crate) mod apps;
pub(crate) mod credentials;
pub(crate) mod events;
pub(crate) mod factors;
pub(crate) mod groups;
pub(crate) mod iam;
pub(crate) mod logs;
pub(crate) mod policies;
pub(crate) mod rates;
pub(crate) mod roles;
pub(crate) mod schemas;
pub(crate) mod settings;
pub(crate) mod shelf;
pub(crate) mod sorted;
#[cfg(test)]
mod tests;
pub(crate) mod tokens;
pub(crate) mod users;
pub(crate) mod zones;

/// A refused filter or search expression as Okta answers it.
pub(crate) fn bad_filter(error: crate::filter::FilterError) -> crate::reply::Refusal {
    crate::reply::Refusal::bad_search(error.to_string())
}

/// A text member of an object.
pub(crate) fn text<'o>(object: &'o crate::reply::Object, name: &str) -> Option<&'o str> {
    object.get(name).and_then(serde_json::Value::as_str)
}
