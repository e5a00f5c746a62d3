//! Reading requests: the same as axum's own, but what is wrong is said in our words and as JSON.

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts};
use http::StatusCode;

use crate::error::ApiError;

/// A JSON body.
#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(ApiError))]
pub(crate) struct Body<T>(pub(crate) T);

/// The query string.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(ApiError))]
pub(crate) struct Params<T>(pub(crate) T);

/// The variable part of the path.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(ApiError))]
pub(crate) struct Segment<T>(pub(crate) T);

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        let status = rejection.status();
        match status {
            StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(
                status,
                "too_large",
                "the request's body is larger than this call takes",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ApiError::new(status, "bad_request", "the body must be JSON")
                    .hint("send `Content-Type: application/json`")
            }
            // The text may quote what was sent, and that may be a secret: only the kind of mistake is told.
            _ => ApiError::bad_request(reason_without_values(&rejection.body_text())),
        }
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        ApiError::bad_request(format!(
            "the query string cannot be read: {}",
            rejection.body_text()
        ))
    }
}

impl From<PathRejection> for ApiError {
    fn from(_: PathRejection) -> Self {
        ApiError::bad_request("the path cannot be read").hint("URL-encode the id")
    }
}

/// Keeps names of fields (in backticks) and drops quoted values.
fn reason_without_values(text: &str) -> String {
    let reason = text.rsplit_once(": ").map_or(text, |(_, reason)| reason);
    let reason = if text.contains("field `") || text.contains("missing field") {
        text.split_once("target type: ").map_or(reason, |(_, rest)| rest)
    } else {
        "it is not the JSON this call takes"
    };
    let mut out = String::from("the body cannot be read: ");
    let mut quoted = false;
    for c in reason.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                out.push('"');
            }
            _ if quoted => {}
            _ => out.push(c),
        }
    }
    out
}
