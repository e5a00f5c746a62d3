//! What a handler answers when it cannot do what was asked.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use query::{ErrorCode, QueryError};
use store::state::StateError;

use crate::activity_port::ActivityFault;
use crate::view::{ErrorBody, ErrorDetail, Position};

/// A failed call: status, stable word, one sentence, advice.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    detail: ErrorDetail,
    retry_after_s: Option<u64>,
}

/// What a handler answers.
pub(crate) type Answer<T> = Result<Json<T>, ApiError>;

impl ApiError {
    /// A failure with its status, word and sentence.
    pub(crate) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let detail = ErrorDetail {
            code: code.to_owned(),
            message: message.into(),
            hint: None,
            position: None,
            field: None,
        };
        Self {
            status,
            detail,
            retry_after_s: None,
        }
    }

    /// Whether it is the failure that this word names.
    pub(crate) fn is(&self, code: &str) -> bool {
        self.detail.code == code
    }

    /// 400: the request cannot be understood.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    /// 422: understood, but a field's value is not allowed.
    pub(crate) fn invalid(field: &str, message: impl Into<String>) -> Self {
        let mut error = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", message);
        error.detail.field = Some(field.to_owned());
        error
    }

    /// 404, with advice.
    pub(crate) fn not_found(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", message).hint(hint)
    }

    /// 401: nobody is signed in.
    pub(crate) fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed_out", "you are not signed in")
            .hint("sign in, or send `Authorization: Bearer` with an API token")
    }

    /// 409: nothing to show yet.
    pub(crate) fn no_snapshot() -> Self {
        Self::new(StatusCode::CONFLICT, "no_snapshot", "there is no snapshot yet")
            .hint("connect an Okta organization and wait for its first scan to finish")
    }

    /// 500: our fault. The cause goes to the log, never to the caller.
    pub(crate) fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "a call failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "the server could not do this",
        )
        .hint("its log says why, under this answer's `x-request-id`")
    }

    /// 503: the database is in the way, and may not be later.
    fn unavailable(code: &str, error: &StateError) -> Self {
        tracing::warn!(error = %Chain(error), "a call must wait for the database");
        let answer = Self::new(StatusCode::SERVICE_UNAVAILABLE, code, error.to_string());
        answer.retry_after_s(error.retry_after_s().unwrap_or(1))
    }

    /// Adds what to do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.detail.hint = Some(hint.into());
        self
    }

    /// Adds where in the text the mistake is.
    pub(crate) fn at(mut self, position: Option<Position>) -> Self {
        self.detail.position = position;
        self
    }

    /// Says which field it is about.
    pub(crate) fn about(mut self, field: &str) -> Self {
        self.detail.field = Some(field.to_owned());
        self
    }

    /// Says which of several things it is about.
    pub(crate) fn within(mut self, named: &str) -> Self {
        self.detail.message = format!("{named}: {}", self.detail.message);
        self
    }

    /// Adds when to try again.
    pub(crate) fn retry_after_s(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// What it says.
    pub(crate) fn detail(&self) -> &ErrorDetail {
        &self.detail
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(ErrorBody { error: self.detail })).into_response();
        if let Some(seconds) = self.retry_after_s {
            response
                .headers_mut()
                .insert(http::header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl From<StateError> for ApiError {
    fn from(error: StateError) -> Self {
        match &error {
            StateError::NotFound { .. } => Self::not_found(
                error.to_string(),
                "it may have been deleted in the meantime: list them again",
            ),
            StateError::Exists { field, .. } => {
                let mut conflict = Self::new(StatusCode::CONFLICT, "exists", error.to_string());
                conflict.detail.field = Some((*field).to_owned());
                conflict
            }
            StateError::Conflict { .. } => Self::new(StatusCode::CONFLICT, "conflict", error.to_string()),
            StateError::LastEditor => Self::new(StatusCode::CONFLICT, "last_editor", error.to_string()).hint(
                "make another one first: without one, nobody can administer this server when Okta cannot be reached",
            ),
            StateError::Connected => Self::new(StatusCode::CONFLICT, "active", error.to_string()),
            StateError::LinkSpent => Self::new(StatusCode::GONE, "link_spent", error.to_string()),
            StateError::Barred => Self::new(StatusCode::FORBIDDEN, "barred", error.to_string())
                .hint("an administrator sees why on the page of the person"),
            StateError::Busy => Self::unavailable("busy", &error),
            StateError::NoSpace => Self::unavailable("no_space", &error),
            StateError::Absent(_) => Self::unavailable("no_database", &error),
            _ => Self::internal(Chain(&error)),
        }
    }
}

/// An error with its sources, for the log.
pub(crate) struct Chain<'a>(pub(crate) &'a dyn std::error::Error);

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}

impl From<QueryError> for ApiError {
    fn from(error: QueryError) -> Self {
        let status = match error.code {
            ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            ErrorCode::NoSnapshot => StatusCode::CONFLICT,
            ErrorCode::Forbidden => StatusCode::FORBIDDEN,
            ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            ErrorCode::TimeLimit | ErrorCode::MemoryLimit | ErrorCode::Cancelled => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            _ => StatusCode::BAD_REQUEST,
        };
        if error.code == ErrorCode::Internal {
            tracing::error!(%error, "a query failed inside");
        }
        let position = error.position.map(|place| Position {
            line: place.line,
            column: place.column,
        });
        let answer = Self::new(status, error.code.as_str(), error.message).at(position);
        match error.hint {
            Some(hint) => answer.hint(hint),
            None => answer,
        }
    }
}

impl From<ActivityFault> for ApiError {
    fn from(fault: ActivityFault) -> Self {
        match fault {
            ActivityFault::Query { message, position } => {
                Self::new(StatusCode::BAD_REQUEST, "query", message)
                    .at(position)
                    .hint("`GET /api/v1/activity/language` names every column")
            }
            ActivityFault::Invalid { field, message } => Self::invalid(field, message),
            ActivityFault::NotFound { message, hint } => Self::not_found(message, hint),
            ActivityFault::Unavailable { message, hint } => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", message).hint(hint)
            }
            ActivityFault::State(error) => error.into(),
            ActivityFault::Internal(cause) => Self::internal(cause),
        }
    }
}
