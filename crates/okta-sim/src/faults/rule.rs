//! What a fault rule says.

use serde::{Deserialize, Serialize};

use crate::request::Request;

/// The kinds of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// 429 `E0000047` with `seconds` until the reset.
    RateLimit,
    /// 429 without any rate-limit header.
    RateLimitWithoutHeaders,
    /// 500 `E0000009`.
    ServerError,
    /// 503 with an HTML body, as a proxy in front of Okta sends it.
    Unavailable,
    /// The connection closes in the middle of the body.
    CutBody,
    /// The answer comes `seconds` late.
    Slow,
    /// `Date` and the reset are `seconds` off (may be negative).
    ClockSkew,
    /// 400 on requests that carry a cursor.
    ExpiredCursor,
    /// From now on the credential of this request is refused with 401 `E0000011`.
    Revoke,
    /// 200 with an HTML page.
    Html,
    /// 200 with JSON that ends in the middle, although the connection does not.
    BrokenJson,
    /// The `next` link leads to another host.
    NextElsewhere,
    /// The `next` link leads to the page itself.
    NextSelf,
    /// The rate-limit headers are missing.
    NoLimitHeaders,
}

/// When a fault strikes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// What happens.
    pub kind: FaultKind,
    /// Only requests whose path starts with this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Only requests with this method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Probability for each request, 0 to 1; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance: Option<f64>,
    /// Lets so many requests pass first.
    #[serde(default)]
    pub after: u64,
    /// Strikes at most so often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Seconds until the reset, of delay, or of skew; each kind has its default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
}

impl FaultRule {
    /// A rule that always strikes, everywhere.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            path: None,
            method: None,
            chance: None,
            after: 0,
            times: None,
            seconds: None,
        }
    }

    pub(super) fn chance(&self) -> f64 {
        let chance = self.chance.unwrap_or(1.0);
        if chance.is_nan() {
            0.0
        } else {
            chance.clamp(0.0, 1.0)
        }
    }

    pub(super) fn concerns(&self, request: &Request) -> bool {
        let path = self
            .path
            .as_ref()
            .is_none_or(|path| request.path.starts_with(path.as_str()));
        let method = self
            .method
            .as_ref()
            .is_none_or(|method| request.method.as_str().eq_ignore_ascii_case(method));
        let cursor = self.kind != FaultKind::ExpiredCursor || has_cursor(&request.query);
        path && method && cursor
    }
}

fn has_cursor(query: &str) -> bool {
    url::form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == "after" && !value.is_empty())
}
