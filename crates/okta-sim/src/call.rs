//! One call of an endpoint: the request taken apart, who calls, and when.

use serde_json::Value;

use crate::caller::Caller;
use crate::reply::{Object, Refusal};
use crate::request::Request;
use crate::stamp::Stamp;

/// What an endpoint gets besides the organization.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    pub(crate) now: Stamp,
    pub(crate) caller: &'a Caller,
    /// Base of absolute URLs, `https://acme.okta.com`.
    pub(crate) base: &'a str,
    /// `X-Okta-Request-Id` of the answer; the transaction id of log events.
    pub(crate) request_id: &'a str,
    /// Values of the `{}` segments of the route, decoded, in order.
    pub(crate) params: Vec<String>,
    /// Decoded query.
    pub(crate) query: Vec<(String, String)>,
}

impl Call<'_> {
    /// The n-th `{}` segment of the path, from 0.
    pub(crate) fn param(&self, index: usize) -> &str {
        self.params.get(index).map_or("", String::as_str)
    }

    /// A query parameter; `None` when absent or empty.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let found = self
            .query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    }

    /// A boolean query parameter (Okta's Python SDK writes `True`).
    pub(crate) fn flag(&self, name: &str, default: bool) -> bool {
        self.query(name)
            .map_or(default, |value| value.eq_ignore_ascii_case("true"))
    }

    /// Whether `expand` names this (it is a comma-separated list).
    pub(crate) fn expands(&self, what: &str) -> bool {
        self.query("expand")
            .is_some_and(|list| list.split(',').any(|part| part.trim() == what))
    }

    /// The page size: `limit` within 1 and `max`, else the default. Okta caps instead of refusing.
    pub(crate) fn limit(&self, default: usize, max: usize) -> Result<usize, Refusal> {
        match self.query("limit") {
            None => Ok(default),
            Some(text) => match text.parse::<i64>() {
                Ok(wanted) if wanted > 0 => Ok(usize::try_from(wanted).unwrap_or(max).min(max)),
                Ok(_) => Ok(default),
                Err(_) => Err(Refusal::validation("limit", "limit: must be a number")),
            },
        }
    }

    /// The cursor.
    pub(crate) fn after(&self) -> Option<&str> {
        self.query("after")
    }

    /// The body as an object; an empty body is an empty object.
    pub(crate) fn object(&self) -> Result<Object, Refusal> {
        if self.request.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Object::new());
        }
        match serde_json::from_slice(&self.request.body) {
            Ok(Value::Object(object)) => Ok(object),
            _ => Err(Refusal::malformed()),
        }
    }

    /// The body as a form (`application/x-www-form-urlencoded`), followed by the query parameters.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        let body = url::form_urlencoded::parse(&self.request.body).into_owned();
        body.chain(self.query.iter().cloned()).collect()
    }
}
