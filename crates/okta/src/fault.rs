//! What went wrong with a call, for people and for loops.

use std::time::Duration;

use crate::advice::Cause;

/// What to do about a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// Nobody needs to do anything: try again later.
    RetryLater,
    /// The credential may not do this: the class of objects is not read, the scan goes on.
    Refused,
    /// Nothing will work until a person acts: the credential or the organization is not usable.
    NeedsPerson,
    /// The object is not there (any more).
    Gone,
    /// Okta's answer is not what its API promises.
    Malformed,
}

impl FaultKind {
    /// A stable word for pages and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RetryLater => "retry_later",
            Self::Refused => "refused",
            Self::NeedsPerson => "needs_person",
            Self::Gone => "gone",
            Self::Malformed => "malformed",
        }
    }
}

/// A call that did not give what it should. Never holds a credential.
#[derive(Clone)]
pub struct Fault(Box<FaultDetail>);

/// What is known about a [`Fault`].
#[derive(Clone, Debug)]
pub struct FaultDetail {
    /// What to do about it.
    pub kind: FaultKind,
    /// What happened: the line of the advice table.
    pub cause: Cause,
    /// The endpoint with names in braces, for example `GET /api/v1/groups/{groupId}/users`.
    pub endpoint: &'static str,
    /// The path that was asked for, without its query.
    pub path: String,
    /// HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// Okta's code (`E0000011`) or OAuth's (`invalid_client`).
    pub code: Option<String>,
    /// Okta's own words, or what the JSON reader said.
    pub detail: Option<String>,
    /// Which object of the answer: its id, or `#17` where it has none.
    pub object: Option<String>,
    /// Which field of the object, for example `profile.login`.
    pub field: Option<String>,
    /// `X-Okta-Request-Id`, for Okta's support.
    pub request_id: Option<String>,
    /// How long to wait before another try, when Okta said so.
    pub retry_after: Option<Duration>,
}

impl Fault {
    pub(crate) fn new(cause: Cause, endpoint: &'static str, path: &str) -> Self {
        Self(Box::new(FaultDetail {
            kind: cause.kind(),
            cause,
            endpoint,
            path: path.split('?').next().unwrap_or(path).to_owned(),
            status: None,
            code: None,
            detail: None,
            object: None,
            field: None,
            request_id: None,
            retry_after: None,
        }))
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut FaultDetail)) -> Self {
        change(&mut self.0);
        self
    }

    /// What a person can do about it, with the way through Okta's Admin Console.
    pub fn advice(&self) -> &'static str {
        self.0.cause.advice()
    }
}

impl std::ops::Deref for Fault {
    type Target = FaultDetail;
    fn deref(&self) -> &FaultDetail {
        &self.0
    }
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One sentence: what happened, where, and what Okta called it.
impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.endpoint, self.cause.what())?;
        match (&self.object, &self.field) {
            (Some(object), Some(field)) => write!(f, " in field {field} of object {object}")?,
            (Some(object), None) => write!(f, " in object {object}")?,
            (None, Some(field)) => write!(f, " in field {field}")?,
            (None, None) => {}
        }
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        match (self.status, &self.code) {
            (Some(status), Some(code)) => write!(f, " ({status} {code})"),
            (Some(status), None) => write!(f, " ({status})"),
            (None, Some(code)) => write!(f, " ({code})"),
            (None, None) => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}
