//! A request and its answer without sockets: what [`Sim::handle`](crate::Sim::handle) takes and gives.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;

/// One HTTP request as it arrived.
#[derive(Clone, Debug)]
pub struct Request {
    /// GET, POST, PUT, PATCH, DELETE.
    pub method: Method,
    /// Path as sent, still percent-encoded, starting with `/`.
    pub path: String,
    /// Query as sent, without the question mark; empty when there is none.
    pub query: String,
    /// Headers as sent.
    pub headers: HeaderMap,
    /// Body as sent.
    pub body: Vec<u8>,
}

impl Request {
    /// A request for `target` (path and query) without headers or body.
    #[must_use]
    pub fn new(method: Method, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }

    /// Adds a header; one that HTTP does not allow is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            self.headers.append(name, value);
        }
        self
    }

    /// Carries `token` as an Okta API token.
    #[must_use]
    pub fn ssws(self, token: &str) -> Self {
        self.header("authorization", &format!("SSWS {token}"))
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into_bytes();
        self.header("content-type", "application/json")
    }
}

/// The answer to a [`Request`].
#[derive(Clone, Debug)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// All headers but the ones that the transport adds (`content-length`, `date`).
    pub headers: HeaderMap,
    /// Body; empty for 204.
    pub body: Vec<u8>,
    /// How the transport is to deliver it; only faults on demand change it.
    pub delivery: Delivery,
}

impl Response {
    /// The body as JSON, `Null` when it is empty or no JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The target of the `Link` header with this relation.
    #[must_use]
    pub fn link(&self, rel: &str) -> Option<String> {
        let wanted = format!("rel=\"{rel}\"");
        self.headers
            .get_all(http::header::LINK)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .find(|text| text.contains(&wanted))
            .and_then(|text| Some(text.split_once('<')?.1.split_once('>')?.0.to_owned()))
    }
}

/// A fault of the transport.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Wait this long before the first byte.
    pub delay: Duration,
    /// Close the connection after so many bytes of the body.
    pub cut_at: Option<usize>,
}
