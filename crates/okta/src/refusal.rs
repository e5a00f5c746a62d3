//! Reads what a status other than 200 means: Okta's error bodies, OAuth's, and neither.

use std::time::Duration;

use http::HeaderMap;
use serde::Deserialize;

use crate::advice::Cause;
use crate::fault::Fault;

/// Okta's `{errorCode, errorSummary, errorCauses}` or OAuth's `{error, error_description}` (RFC 6749 5.2).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorBody {
    #[serde(rename = "errorCode")]
    code: Option<String>,
    #[serde(rename = "errorSummary")]
    summary: Option<String>,
    #[serde(rename = "errorCauses")]
    causes: Vec<ErrorCause>,
    error: Option<String>,
    error_description: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ErrorCause {
    #[serde(rename = "errorSummary")]
    summary: Option<String>,
}

impl ErrorBody {
    /// Reads a body; one that is neither form is an empty one.
    pub(crate) fn parse(body: &[u8]) -> Self {
        serde_json::from_slice(body).unwrap_or_default()
    }

    /// `use_dpop_nonce`, `invalid_client`, `E0000006`, …
    pub(crate) fn code(&self) -> Option<&str> {
        self.code.as_deref().or(self.error.as_deref())
    }

    /// Okta's own words, at most 300 characters of them.
    fn words(&self) -> Option<String> {
        let summary = self.summary.as_deref().or(self.error_description.as_deref())?;
        let causes = self.causes.iter().filter_map(|cause| cause.summary.as_deref());
        let words: Vec<&str> = std::iter::once(summary).chain(causes).collect();
        Some(
            words
                .join("; ")
                .chars()
                .filter(|c| !c.is_control())
                .take(300)
                .collect(),
        )
    }
}

/// The fault that an answer with a status other than 200 is.
pub(crate) fn fault_of(
    endpoint: &'static str,
    path: &str,
    status: u16,
    headers: &HeaderMap,
    body: &ErrorBody,
) -> Fault {
    let challenge = header(headers, "www-authenticate").unwrap_or("");
    let cause = cause_of(status, body.code(), challenge, &body.words().unwrap_or_default());
    Fault::new(cause, endpoint, path).with(|detail| {
        detail.status = Some(status);
        detail.code = body.code().map(|code| code.chars().take(64).collect());
        detail.detail = body.words();
        detail.request_id = header(headers, "x-okta-request-id").map(str::to_owned);
        detail.retry_after = retry_after(headers);
    })
}

/// The table. Sources: Okta, "Error codes"; RFC 6749 5.2; RFC 6750 3.1; RFC 9449 5 and 7.
pub(crate) fn cause_of(status: u16, code: Option<&str>, challenge: &str, words: &str) -> Cause {
    if challenge.contains("insufficient_scope") {
        return Cause::ScopeMissing;
    }
    match (status, code.unwrap_or("")) {
        (_, "E0000047") | (429, _) => Cause::RateLimited,
        (_, "E0000015") => Cause::FeatureDisabled,
        (_, "E0000011" | "E0000004" | "E0000005" | "invalid_token") => Cause::InvalidToken,
        (_, "E0000007" | "E0000008" | "E0000048") => Cause::NotFound,
        (_, "E0000009" | "E0000010" | "server_error" | "temporarily_unavailable") => Cause::ServerError,
        (_, "E0000006") => Cause::Forbidden,
        (_, "invalid_scope" | "consent_required") => Cause::ScopeNotGranted,
        (_, "invalid_client" | "unauthorized_client" | "invalid_dpop_proof" | "use_dpop_nonce") => {
            Cause::InvalidClient
        }
        (_, "access_denied") => Cause::Forbidden,
        (400, "E0000029") => Cause::BadCursor,
        (400, _) if words.to_ascii_lowercase().contains("invalid cursor") => Cause::BadCursor,
        (300..=399, _) => Cause::Redirected,
        (401, _) => Cause::InvalidToken,
        (403, _) => Cause::Forbidden,
        (404 | 410, _) => Cause::NotFound,
        (408, _) => Cause::Timeout,
        (423 | 425, _) => Cause::ServerError,
        (501, _) => Cause::Rejected,
        (500..=599, _) => Cause::ServerError,
        _ => Cause::Rejected,
    }
}

/// `Retry-After` in seconds; Okta sends none itself, but what stands before it may.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    header(headers, "retry-after")?
        .trim()
        .parse()
        .ok()
        .map(Duration::from_secs)
}

pub(crate) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests;
