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
        let text = rejection.body_text();
        let reason = text.trim_start_matches("Failed to deserialize query string: ");
        ApiError::bad_request(format!("the query string cannot be read: {reason}"))
    }
}

impl From<PathRejection> for ApiError {
    fn from(_: PathRejection) -> Self {
        ApiError::bad_request("the path cannot be read").hint("URL-encode the id")
    }
}

/// What is wrong with the body: names of fields stay, quoted values go.
fn reason_without_values(text: &str) -> String {
    let (_, reason) = text.split_once("target type: ").unwrap_or(("", "it is not JSON"));
    let mut out = String::from("the body cannot be read: ");
    let mut is_quoted = false;
    for c in reason.chars() {
        if c == '"' {
            is_quoted = !is_quoted;
            out.push('"');
        } else if !is_quoted {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::reason_without_values;

    #[test]
    fn values_are_not_repeated() {
        let told = |reason: &str| {
            reason_without_values(&format!(
                "Failed to deserialize the JSON body into the target type: {reason}"
            ))
        };
        assert_eq!(
            told("missing field `password` at line 1 column 14"),
            "the body cannot be read: missing field `password` at line 1 column 14"
        );
        assert_eq!(
            told(r#"days: invalid type: string "hunter2", expected u32"#),
            r#"the body cannot be read: days: invalid type: string "", expected u32"#
        );
        assert_eq!(
            reason_without_values("Failed to parse the request body as JSON: \"hunter2"),
            "the body cannot be read: it is not JSON"
        );
    }
}
