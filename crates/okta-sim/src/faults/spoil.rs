//! What a fault does to an answer.

use std::time::Duration;

use http::header::{CONTENT_TYPE, DATE, LINK};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::rule::{FaultKind, FaultRule};
use crate::reply::Refusal;
use crate::request::{Request, Response};
use crate::stamp::Stamp;

/// The header whose value is the time of the reset.
const RESET: &str = "x-rate-limit-reset";
const LIMIT_HEADERS: [&str; 3] = ["x-rate-limit-limit", "x-rate-limit-remaining", RESET];
const PAGE: &[u8] =
    b"<!DOCTYPE html><html><head><title>Okta</title></head><body><h1>Something went wrong</h1></body></html>";

/// A fault that strikes one request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    /// The credential was taken back by an earlier fault.
    Revoked,
    /// Any other, with its seconds.
    Kind(FaultKind, f64),
}

impl Fault {
    pub(super) fn of(rule: &FaultRule) -> Self {
        let default = match rule.kind {
            FaultKind::RateLimit => 20.0,
            FaultKind::Slow => 3.0,
            FaultKind::ClockSkew => 300.0,
            _ => 0.0,
        };
        Self::Kind(
            rule.kind,
            rule.seconds
                .filter(|seconds| seconds.is_finite())
                .unwrap_or(default),
        )
    }

    /// The refusal that replaces the answer, for faults that keep a request from its endpoint.
    pub(crate) fn refusal(&self, now: Stamp) -> Option<Refusal> {
        match self {
            Self::Revoked | Self::Kind(FaultKind::Revoke, _) => Some(Refusal::invalid_token()),
            Self::Kind(FaultKind::RateLimit, seconds) => {
                let reset = now.plus_ms(milliseconds(*seconds)).seconds();
                let refusal = too_many()
                    .header("x-rate-limit-limit", "50")
                    .header("x-rate-limit-remaining", "0");
                Some(refusal.header(RESET, &reset.to_string()))
            }
            Self::Kind(FaultKind::RateLimitWithoutHeaders, _) => Some(too_many()),
            Self::Kind(FaultKind::ServerError, _) => {
                Some(Refusal::new(500, "E0000009", "Internal Server Error"))
            }
            Self::Kind(FaultKind::ExpiredCursor, _) => Some(Refusal::bad_cursor()),
            Self::Kind(..) => None,
        }
    }

    /// Spoils a finished answer.
    pub(crate) fn spoil(&self, request: &Request, response: &mut Response, now: Stamp) {
        let Self::Kind(kind, seconds) = self else { return };
        match kind {
            FaultKind::CutBody => response.delivery.cut_at = Some(response.body.len() / 2),
            FaultKind::BrokenJson => response.body.truncate(response.body.len() / 2),
            FaultKind::Slow => {
                response.delivery.delay = Duration::from_millis(milliseconds(*seconds).unsigned_abs());
            }
            FaultKind::ClockSkew => skew(&mut response.headers, now, milliseconds(*seconds)),
            FaultKind::Html => replace_by_page(response, 200),
            FaultKind::Unavailable => replace_by_page(response, 503),
            FaultKind::NextElsewhere => rewrite_next(&mut response.headers, |next| {
                let path = next
                    .split_once("://")
                    .and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
                format!("https://elsewhere.example{}", path.unwrap_or("/"))
            }),
            FaultKind::NextSelf => {
                let own = if request.query.is_empty() {
                    request.path.clone()
                } else {
                    format!("{}?{}", request.path, request.query)
                };
                rewrite_next(&mut response.headers, |next| {
                    let host = next
                        .split_once("://")
                        .and_then(|(_, rest)| rest.split('/').next())
                        .unwrap_or_default();
                    format!("{}://{host}{own}", next.split("://").next().unwrap_or("https"))
                });
            }
            FaultKind::NoLimitHeaders | FaultKind::RateLimitWithoutHeaders => {
                for name in LIMIT_HEADERS {
                    response.headers.remove(name);
                }
            }
            _ => {}
        }
    }
}

fn too_many() -> Refusal {
    Refusal::new(
        429,
        "E0000047",
        "API call exceeded rate limit due to too many requests.",
    )
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the value is clamped to a month before"
)]
fn milliseconds(seconds: f64) -> i64 {
    (seconds.clamp(-2_592_000.0, 2_592_000.0) * 1000.0) as i64
}

fn replace_by_page(response: &mut Response, status: u16) {
    response.status = status;
    response.body = PAGE.to_vec();
    response
        .headers
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/html;charset=utf-8"));
    response.headers.remove(LINK);
}

/// Moves the clock that the answer shows.
fn skew(headers: &mut HeaderMap, now: Stamp, ms: i64) {
    let shown = now.plus_ms(ms);
    if let Some(date) = http_date(shown) {
        headers.insert(DATE, date);
    }
    let reset = headers
        .get(RESET)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<i64>().ok());
    if let Some(reset) = reset {
        let moved = reset + ms / 1000;
        headers.insert(HeaderName::from_static(RESET), HeaderValue::from(moved));
    }
}

/// RFC 9110 section 5.6.7, `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(at: Stamp) -> Option<HeaderValue> {
    let zoned = jiff::Timestamp::from_millisecond(at.0)
        .ok()?
        .to_zoned(jiff::tz::TimeZone::UTC);
    HeaderValue::try_from(zoned.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}

fn rewrite_next(headers: &mut HeaderMap, rewrite: impl Fn(&str) -> String) {
    let links: Vec<String> = headers
        .get_all(LINK)
        .iter()
        .filter_map(|value| value.to_str().ok().map(str::to_owned))
        .collect();
    headers.remove(LINK);
    for link in links {
        let changed = match link.split_once('>') {
            Some((target, relation)) if relation.contains("rel=\"next\"") => {
                format!("<{}>{relation}", rewrite(target.trim_start_matches('<')))
            }
            _ => link,
        };
        if let Ok(value) = HeaderValue::try_from(changed) {
            headers.append(LINK, value);
        }
    }
}
