//! What an endpoint answers: a body, or a refusal in Okta's form.

use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Result of an endpoint.
pub(crate) type Answer = Result<Reply, Refusal>;

/// A JSON object.
pub(crate) type Object = Map<String, Value>;

/// Body of a reply.
#[derive(Debug)]
pub(crate) enum Body {
    /// No body (204, some 200).
    Empty,
    /// Rendered by the dispatcher: `{{org}}` and `{{admin}}` in strings become the base URLs,
    /// members whose name starts with `~` are private and left out.
    Json(Value),
    /// JSON already rendered, absolute URLs included.
    Raw(Vec<u8>),
}

/// A good answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Body,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// Set for lists that page by `Link` header.
    pub(crate) page: Option<Page>,
}

/// Paging of a list answer.
#[derive(Debug)]
pub(crate) struct Page {
    /// The limit in force, written into the links.
    pub(crate) limit: usize,
    /// Cursor of the next page, when there is one.
    pub(crate) next: Option<String>,
}

impl Reply {
    /// 200 with a document.
    pub(crate) fn json(body: Value) -> Self {
        Self {
            status: 200,
            body: Body::Json(body),
            headers: Vec::new(),
            page: None,
        }
    }

    /// 200 with the rendering of a serializable value, absolute URLs included.
    pub(crate) fn raw(value: &impl Serialize) -> Self {
        let body = Body::Raw(serde_json::to_vec(value).unwrap_or_default());
        Self {
            status: 200,
            body,
            headers: Vec::new(),
            page: None,
        }
    }

    /// 204.
    pub(crate) fn none() -> Self {
        Self {
            status: 204,
            body: Body::Empty,
            headers: Vec::new(),
            page: None,
        }
    }

    /// The same with another status.
    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same as one page of a list with `Link` headers.
    pub(crate) fn paged(mut self, limit: usize, next: Option<String>) -> Self {
        self.page = Some(Page { limit, next });
        self
    }

    /// The same with one more header; one that HTTP does not allow is left out.
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::try_from(value) {
            self.headers.push((HeaderName::from_static(name), value));
        }
        self
    }
}

/// An error answer: `{errorCode, errorSummary, errorLink, errorId, errorCauses}`.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) summary: String,
    pub(crate) causes: Vec<String>,
    /// Replaces the whole body (OAuth endpoints use `{error, error_description}`).
    pub(crate) body: Option<Box<Value>>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: &'static str, summary: impl Into<String>) -> Self {
        Self {
            status,
            code,
            summary: summary.into(),
            causes: Vec::new(),
            body: None,
            headers: Vec::new(),
        }
    }

    pub(crate) fn cause(mut self, text: impl Into<String>) -> Self {
        self.causes.push(text.into());
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::try_from(value) {
            self.headers.push((HeaderName::from_static(name), value));
        }
        self
    }

    /// An OAuth error (RFC 6749 section 5.2).
    pub(crate) fn oauth(status: u16, error: &str, description: &str) -> Self {
        let mut refusal = Self::new(status, "", "");
        refusal.body = Some(Box::new(
            json!({"error": error, "error_description": description}),
        ));
        refusal
    }

    /// 404; `kind` is Okta's word for the type (`User`, `UserGroup`, `AppInstance`, `Token` …).
    pub(crate) fn not_found(id: &str, kind: &str) -> Self {
        Self::new(
            404,
            "E0000007",
            format!("Not found: Resource not found: {id} ({kind})"),
        )
    }

    /// 400 with causes; `what` is the object or field that Okta names in the summary.
    pub(crate) fn validation(what: &str, cause: impl Into<String>) -> Self {
        Self::new(400, "E0000001", format!("Api validation failed: {what}")).cause(cause)
    }

    pub(crate) fn forbidden() -> Self {
        Self::new(
            403,
            "E0000006",
            "You do not have permission to perform the requested action",
        )
    }

    pub(crate) fn invalid_token() -> Self {
        Self::new(401, "E0000011", "Invalid token provided")
    }

    pub(crate) fn malformed() -> Self {
        Self::new(400, "E0000003", "The request body was not well-formed.")
    }

    pub(crate) fn bad_cursor() -> Self {
        Self::new(400, "E0000029", "Invalid paging request.").cause("Invalid cursor.")
    }

    pub(crate) fn bad_search(cause: impl Into<String>) -> Self {
        Self::new(400, "E0000031", "Invalid search criteria.").cause(cause)
    }

    pub(crate) fn wrong_status() -> Self {
        Self::new(
            403,
            "E0000038",
            "This operation is not allowed in the user's current status.",
        )
    }

    pub(crate) fn method() -> Self {
        Self::new(
            405,
            "E0000022",
            "The endpoint does not support the provided HTTP method",
        )
    }

    pub(crate) fn unsupported() -> Self {
        Self::new(501, "E0000060", "Unsupported operation.")
    }

    /// The body as sent.
    pub(crate) fn render(&self, error_id: &str) -> Value {
        if let Some(body) = &self.body {
            return Value::clone(body);
        }
        let causes: Vec<Value> = self
            .causes
            .iter()
            .map(|text| json!({"errorSummary": text}))
            .collect();
        json!({
            "errorCode": self.code,
            "errorSummary": self.summary,
            "errorLink": self.code,
            "errorId": error_id,
            "errorCauses": causes,
        })
    }
}
