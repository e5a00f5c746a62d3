//! An answer before it becomes bytes: a bulk request needs its parts.

use serde_json::{Value, json};

use crate::etag;
use crate::fault::Fault;
use crate::render;
use crate::response::Response;
use crate::store::Stored;

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Option<Value>,
    pub(super) location: Option<String>,
    pub(super) etag: Option<String>,
    allow: Option<&'static str>,
}

impl Answer {
    pub(super) fn body(status: u16, body: Value) -> Self {
        Self {
            status,
            body: Some(body),
            ..Self::default()
        }
    }

    pub(super) fn empty(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// With where the resource is and which version it has.
    pub(super) fn about(self, stored: &Stored, base: &str) -> Self {
        Self {
            location: Some(render::location(stored.kind, &stored.id, base)),
            etag: Some(etag::of(stored)),
            ..self
        }
    }

    /// With a body.
    pub(super) fn with(self, body: Value) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// With an address alone.
    pub(super) fn at(self, location: String) -> Self {
        Self {
            location: Some(location),
            ..self
        }
    }

    pub(super) fn method_not_allowed(methods: &'static str) -> Self {
        let body = Fault::new(405, format!("this address takes {methods}")).body();
        Self {
            allow: Some(methods),
            ..Self::body(405, body)
        }
    }

    pub(super) fn into_response(self) -> Response {
        let mut response = match &self.body {
            Some(body) => Response::json(self.status, body),
            None => Response::empty(self.status),
        };
        for (name, value) in [("location", self.location), ("etag", self.etag)] {
            if let Some(value) = value {
                response = response.header(name, value);
            }
        }
        if let Some(methods) = self.allow {
            response = response.header("allow", methods);
        }
        response
    }

    /// One entry of the answer to a bulk request (RFC 7644 section 3.7.3).
    pub(super) fn into_bulk_entry(self, method: &str, bulk_id: Option<&str>) -> Value {
        let mut entry = json!({ "method": method, "status": self.status.to_string() });
        let failure = self.body.filter(|_| self.status >= 400);
        let members = [
            ("bulkId", bulk_id.map(Value::from)),
            ("location", self.location.map(Value::from)),
            ("version", self.etag.map(Value::from)),
            ("response", failure),
        ];
        if let Some(entry) = entry.as_object_mut() {
            entry.extend(
                members
                    .into_iter()
                    .filter_map(|(name, value)| Some((name.to_owned(), value?))),
            );
        }
        entry
    }
}
