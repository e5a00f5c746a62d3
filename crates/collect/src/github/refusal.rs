//! What GitHub says when it says no, and how long it wants to be left alone
//! (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).

use crate::fault::Fault;
use crate::http::Answer;
use domain::Timestamp;
use serde_json::Value;
use std::time::Duration;

/// A secondary limit names no time: a minute, then twice as long after each further one.
const SECONDARY: Duration = Duration::from_secs(60);
/// Nobody is waited for longer, whatever was said.
const LONGEST: Duration = Duration::from_secs(3_600);
const PAUSE: Duration = Duration::from_secs(10);

/// A refusal in words for people.
pub(super) fn refusal(answer: &Answer, now: Timestamp) -> Fault {
    let status = answer.status.as_u16();
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let text = body["message"].as_str().unwrap_or_default();
    let text: String = text.chars().take(300).collect();
    let message = match text.as_str() {
        "" => format!("GitHub answered {status}"),
        text => format!("GitHub answered {status}: {text}"),
    };
    if let Some(wait) = limit(answer, &text, now) {
        let advice = "nothing to do: it goes on when GitHub's limit allows it";
        return Fault::new(message, advice).after(wait);
    }
    if status >= 500 {
        return Fault::new(message, "nothing to do: it is tried again").after(PAUSE);
    }
    let advice = match status {
        401 => "the token is not valid or has ended: enter another one",
        403 => {
            "the token may not read the audit log: a classic one needs the scope read:audit_log, a fine-grained one or \
             an app the permission Administration (read); with SAML, authorize the token for the organization"
        }
        404 => {
            "look at the name of the organization; the audit log is there with GitHub Enterprise Cloud, for owners, and \
             for tokens that may read it"
        }
        _ => "look at the settings of this source",
    };
    Fault::new(message, advice)
}

/// How long GitHub wants to be left alone, when it is a limit that it refused for.
fn limit(answer: &Answer, text: &str, now: Timestamp) -> Option<Duration> {
    if !matches!(answer.status.as_u16(), 403 | 429) {
        return None;
    }
    let number = |name: &str| answer.header(name)?.trim().parse::<i64>().ok();
    if let Some(seconds) = number("retry-after") {
        return Some(Duration::from_secs(seconds.max(1).unsigned_abs()).min(LONGEST));
    }
    if number("x-ratelimit-remaining") == Some(0) {
        let left = number("x-ratelimit-reset").map_or(SECONDARY.as_secs(), |reset| {
            // A second more: both clocks round.
            (reset - now.as_ms().div_euclid(1_000)).max(0).unsigned_abs() + 1
        });
        return Some(Duration::from_secs(left).min(LONGEST));
    }
    let text = text.to_ascii_lowercase();
    (answer.status.as_u16() == 429 || text.contains("rate limit") || text.contains("abuse"))
        .then_some(SECONDARY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, headers: &[(&'static str, &str)], text: &str) -> Fault {
        let mut map = http::HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        let answer = Answer {
            status: http::StatusCode::from_u16(status).unwrap(),
            headers: map,
            body: serde_json::json!({ "message": text }).to_string().into_bytes(),
        };
        refusal(&answer, Timestamp::from_ms(1_000_000))
    }

    #[test]
    fn limits_say_how_long_to_wait() {
        let seconds = |fault: Fault| fault.wait.map(|wait| wait.as_secs());
        let none = ("x-ratelimit-remaining", "0");
        assert_eq!(
            seconds(of(403, &[none, ("x-ratelimit-reset", "1100")], "")),
            Some(101)
        );
        assert_eq!(seconds(of(403, &[none, ("x-ratelimit-reset", "5")], "")), Some(1));
        assert_eq!(
            seconds(of(403, &[none, ("x-ratelimit-reset", "999999999")], "")),
            Some(3_600)
        );
        assert_eq!(seconds(of(429, &[("retry-after", "30")], "")), Some(30));
        let secondary = "You have exceeded a secondary rate limit.";
        assert_eq!(
            seconds(of(403, &[("x-ratelimit-remaining", "10")], secondary)),
            Some(60)
        );
        assert_eq!(seconds(of(429, &[], "")), Some(60));
    }

    #[test]
    fn what_a_person_can_cure_is_not_waited_for() {
        let fault = of(403, &[("x-ratelimit-remaining", "10")], "Must have admin rights");
        assert!(
            fault.wait.is_none() && fault.advice.contains("read:audit_log"),
            "{fault:?}"
        );
        assert!(of(401, &[], "Bad credentials").advice.contains("another one"));
        assert!(of(502, &[], "").wait.is_some());
    }
}
