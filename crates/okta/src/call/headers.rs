//! What the headers of an answer say.

use std::sync::atomic::Ordering;

use http::HeaderMap;

use super::Caller;
use crate::budget::Seen;
use crate::refusal;

impl Caller {
    /// What the headers say about the budget; also learns how far Okta's clock is from ours.
    pub(super) fn seen(&self, status: u16, headers: &HeaderMap) -> Seen {
        let limited = status == 429;
        let number =
            |name: &str| refusal::header(headers, name).and_then(|text| text.trim().parse::<i64>().ok());
        let wall = self.clock.wall_ms().div_euclid(1000);
        let date = refusal::header(headers, "date").and_then(http_date);
        if let Some(date) = date {
            self.skew.store(date - wall, Ordering::Relaxed);
        }
        let small = |value: i64| u32::try_from(value.clamp(0, i64::from(u32::MAX))).unwrap_or(0);
        match (
            number("x-rate-limit-limit"),
            number("x-rate-limit-remaining"),
            number("x-rate-limit-reset"),
        ) {
            (Some(limit), Some(remaining), Some(reset)) => {
                let reset_epoch = reset.clamp(0, 1 << 40);
                let resets_in = reset_epoch - date.unwrap_or(wall);
                Seen::Headers {
                    limit: small(limit),
                    remaining: small(remaining),
                    reset_epoch,
                    resets_in,
                    limited,
                }
            }
            // A failure without headers comes from before the limiter: it says nothing about it.
            _ if status >= 400 && !limited => Seen::Lost,
            _ => Seen::NoHeaders {
                limited,
                retry_after: refusal::retry_after(headers),
                jitter: rand::random(),
            },
        }
    }
}

/// Seconds since the Unix epoch of an HTTP date (RFC 9110 5.6.7).
fn http_date(text: &str) -> Option<i64> {
    jiff::fmt::rfc2822::parse(text)
        .ok()
        .map(|zoned| zoned.timestamp().as_second())
}

/// Whether a body may be JSON, by its declared type and its first character.
pub(super) fn is_json(headers: &HeaderMap, body: &[u8]) -> bool {
    let declared = refusal::header(headers, "content-type").is_none_or(|kind| kind.contains("json"));
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    declared && first.is_none_or(|byte| *byte != b'<')
}
