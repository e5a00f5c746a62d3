//! Why a request was refused, in SCIM's own words (RFC 7644 section 3.12).
//!
//! A fault is written for the administrator of the client: it names what was wrong and where. It never carries what a
//! store said about itself.

use serde_json::{Value, json};

use crate::urn;

/// A refusal: HTTP status, SCIM's error keyword where the RFC has one, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Fault {
    /// HTTP status code.
    pub status: u16,
    /// The keyword of RFC 7644 table 9.
    pub scim_type: Option<ScimType>,
    /// What happened, where, and what to do.
    pub detail: String,
    /// Seconds after which the client should ask again (`Retry-After`), for 429 and 503.
    pub retry_after_s: Option<u64>,
}

/// SCIM's error keywords (RFC 7644 table 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScimType {
    /// The filter is wrong, or compares what cannot be compared.
    InvalidFilter,
    /// More results than the server is willing to work through.
    TooMany,
    /// The value is taken by another resource.
    Uniqueness,
    /// The attribute may not be changed that way.
    Mutability,
    /// The body is not what the request needs.
    InvalidSyntax,
    /// The path of a PATCH operation is wrong.
    InvalidPath,
    /// The path of a PATCH operation meets nothing.
    NoTarget,
    /// A value is missing or of the wrong type.
    InvalidValue,
}

impl ScimType {
    /// The keyword as it is written in an error body.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
        }
    }
}

impl Fault {
    /// A refusal without a keyword.
    pub fn new(status: u16, detail: impl Into<String>) -> Self {
        Self {
            status,
            scim_type: None,
            detail: detail.into(),
            retry_after_s: None,
        }
    }

    fn bad(scim_type: ScimType, detail: impl Into<String>) -> Self {
        Self {
            scim_type: Some(scim_type),
            ..Self::new(400, detail)
        }
    }

    /// 400 `invalidFilter`.
    pub fn invalid_filter(detail: impl Into<String>) -> Self {
        Self::bad(ScimType::InvalidFilter, detail)
    }

    /// 400 `tooMany`.
    pub fn too_many(detail: impl Into<String>) -> Self {
        Self::bad(ScimType::TooMany, detail)
    }

    /// 409 `uniqueness`.
    pub fn uniqueness(detail: impl Into<String>) -> Self {
        Self {
            scim_type: Some(ScimType::Uniqueness),
            ..Self::new(409, detail)
        }
    }

    /// 400 `mutability`.
    pub fn mutability(detail: impl Into<String>) -> Self {
        Self::bad(ScimType::Mutability, detail)
    }

    /// 400 `invalidSyntax`.
    pub fn invalid_syntax(detail: impl Into<String>) -> Self {
        Self::bad(ScimType::InvalidSyntax, detail)
    }

    /// 400 `invalidPath`.
    pub fn invalid_path(detail: impl Into<String>) -> Self {
        Self::bad(ScimType::InvalidPath, detail)
    }

    /// 400 `noTarget`.
    pub fn no_target(detail: impl Into<String>) -> Self {
        Self::bad(ScimType::NoTarget, detail)
    }

    /// 400 `invalidValue`.
    pub fn invalid_value(detail: impl Into<String>) -> Self {
        Self::bad(ScimType::InvalidValue, detail)
    }

    /// 401, for whoever checks the token in front of the provider.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(401, "the bearer token is missing or not valid")
    }

    /// 404 for a resource.
    #[must_use]
    pub fn not_found(what: &str, id: &str) -> Self {
        let id: String = id.chars().take(128).collect();
        Self::new(404, format!("{what} `{id}` does not exist"))
    }

    /// 413 with the limit that was passed.
    #[must_use]
    pub fn too_large(bytes_max: usize) -> Self {
        Self::new(413, format!("the body is larger than {bytes_max} bytes"))
    }

    /// 429, for whoever counts requests in front of the provider.
    #[must_use]
    pub fn too_many_requests(retry_after_s: u64) -> Self {
        Self {
            retry_after_s: Some(retry_after_s),
            ..Self::new(429, "too many requests")
        }
    }

    /// 503 when the store cannot answer now.
    #[must_use]
    pub fn unavailable(retry_after_s: u64) -> Self {
        Self {
            retry_after_s: Some(retry_after_s),
            ..Self::new(503, "the server cannot answer now")
        }
    }

    /// The error body (RFC 7644 section 3.12); `status` is a string there.
    #[must_use]
    pub fn body(&self) -> Value {
        let mut body = json!({
            "schemas": [urn::ERROR],
            "status": self.status.to_string(),
            "detail": self.detail,
        });
        if let (Some(scim_type), Some(members)) = (self.scim_type, body.as_object_mut()) {
            members.insert("scimType".to_owned(), Value::from(scim_type.as_str()));
        }
        body
    }
}
