//! An answer as the provider gives it.

use serde_json::Value;

use crate::fault::Fault;

/// The media type of every body (RFC 7644 section 3.1).
pub const CONTENT_TYPE: &str = "application/scim+json";

/// One answer: status, headers, body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// HTTP status code.
    pub status: u16,
    /// Names in lower case, and values without line breaks.
    pub headers: Vec<(&'static str, String)>,
    /// Empty where the status has no body.
    pub body: Vec<u8>,
}

impl Response {
    /// A refusal in SCIM's form; also for whoever refuses in front of the provider (token, rate, size).
    #[must_use]
    pub fn refuse(fault: &Fault) -> Self {
        let mut response = Self::json(fault.status, &fault.body());
        if fault.status == 401 {
            response
                .headers
                .push(("www-authenticate", "Bearer realm=\"scim\"".to_owned()));
        }
        if let Some(seconds) = fault.retry_after_s {
            response.headers.push(("retry-after", seconds.to_string()));
        }
        response
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![("content-type", CONTENT_TYPE.to_owned())],
            body: body.to_string().into_bytes(),
        }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
