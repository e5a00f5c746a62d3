//! Sends what waits in the outbox. A message is sent at least once: it leaves the outbox when the other side said yes,
//! and bears an id by which repetitions are known.

pub(super) mod email;
mod lanes;
mod trial;

pub(super) use lanes::run;

use super::Adapter;
use super::forwards::{Target, is_ocsf};
use super::reach;
use crate::serve::now;
use activity::detect::Alert;
use activity::normalise::time::to_text;
use activity::ocsf::{FindingState, Version, finding};
use center::severity_of;
use domain::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;
use store::state::{Forward, Message, StoredAlert, Tried};
use tokio::io::AsyncWriteExt as _;

/// The other side has so long to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);
/// Between the first tries; doubles up to an hour.
const FIRST_WAIT_MS: i64 = 10_000;
const LONGEST_WAIT_MS: i64 = 3_600_000;
/// So long it is tried, and so often: a message that waited behind others, or a clock that jumped, is no reason to give
/// up at once.
const TRIED_FOR_MS: i64 = 3 * 86_400_000;
const LEAST_TRIES: u32 = 8;

/// The other side said no.
#[derive(Debug)]
struct Answered(u16);

impl std::fmt::Display for Answered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the other side answered {}", self.0)
    }
}

impl std::error::Error for Answered {}

/// Follows nobody elsewhere, and waits for nobody for long.
fn http_client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .timeout(ANSWER_WITHIN)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("portolan/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// What becomes of a message after a try.
fn outcome(sent: anyhow::Result<()>, message: &Message, now: Timestamp) -> Tried {
    let Err(error) = sent else {
        return Tried::Sent;
    };
    // With its causes: "error sending request" alone helps nobody.
    let error = format!("{error:#}");
    if now.since_ms(message.created) > TRIED_FOR_MS && message.tries >= LEAST_TRIES {
        return Tried::GivenUp { error };
    }
    let doubled = FIRST_WAIT_MS << message.tries.min(10);
    Tried::Again {
        error,
        at: now.plus_ms(doubled.min(LONGEST_WAIT_MS)),
    }
}

async fn send(
    adapter: &Adapter,
    http: &reqwest::Client,
    forward: &Forward,
    alert: &StoredAlert,
    body: Value,
) -> anyhow::Result<()> {
    let opened = adapter
        .vault
        .open(&forward.sealed_target, &Forward::target_place(&forward.id))?;
    let target: Target = serde_json::from_str(opened.reveal())?;
    match forward.kind.as_str() {
        "slack" => post(http, &target.address, slack(&body).to_string(), None).await,
        "syslog" => {
            let told = match is_ocsf(&target.address) {
                true => ocsf(alert, &body),
                false => body,
            };
            syslog(&target.address, &line(alert, &told)).await
        }
        "email" => {
            let text = letter(&body);
            let mail = email::Mail {
                id: body["id"].as_str().unwrap_or_default(),
                subject: &format!("[{}] {}", word(&body, "severity"), word(&body, "title")),
                text: &text,
                date: mail_date(now()),
            };
            let sending = email::send(&target, &mail, adapter.extra_ca_pem.as_deref());
            tokio::time::timeout(ANSWER_WITHIN, sending).await?
        }
        _ => {
            let text = body.to_string();
            let time = now().as_ms().div_euclid(1_000);
            let signature = target.secret.map(|secret| signature(&secret, time, &text));
            post(http, &target.address, text, signature).await
        }
    }
}

/// The alert as a Detection Finding of OCSF.
fn ocsf(stored: &StoredAlert, body: &Value) -> Value {
    let Ok(alert) = serde_json::from_str::<Alert>(&stored.record.body) else {
        return body.clone();
    };
    let state = FindingState::of_status(&stored.status);
    finding(&alert, state, word(body, "url"), Version::V1_8)
}

/// The alert as a letter.
fn letter(body: &Value) -> String {
    let mut text = format!(
        "{}: {}\n\n{}\nfirst seen {}\nlast seen {}\nfindings {}\n",
        word(body, "severity"),
        word(body, "title"),
        word(body, "entity"),
        word(body, "first_seen"),
        word(body, "last_seen"),
        body["alert"]["findings"],
    );
    if let Some(reach) = body["alert"]["reach_text"].as_str() {
        text.push_str(&format!("\n{reach}\n"));
    }
    let steps = body["alert"]["steps"].as_array().into_iter().flatten();
    let steps: Vec<&str> = steps.filter_map(Value::as_str).collect();
    if !steps.is_empty() {
        text.push_str("\nwhat to do:\n");
    }
    for step in steps {
        text.push_str(&format!("- {step}\n"));
    }
    text.push_str(&format!("\n{}\n", word(body, "url")));
    text
}

/// A text of the alert in a body.
fn word<'b>(body: &'b Value, name: &str) -> &'b str {
    body["alert"][name].as_str().unwrap_or_default()
}

/// RFC 5322 section 3.3.
fn mail_date(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_ms())
        .map(|time| time.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string())
        .unwrap_or_default()
}

async fn post(
    http: &reqwest::Client,
    address: &str,
    body: String,
    signature: Option<String>,
) -> anyhow::Result<()> {
    let mut request = http.post(address).header("content-type", "application/json");
    if let Some(signature) = signature {
        request = request.header("x-portolan-signature", signature);
    }
    // The address is a secret: an error of the client would name it.
    let answer = request
        .body(body)
        .send()
        .await
        .map_err(reqwest::Error::without_url)?;
    if answer.status().is_success() {
        Ok(())
    } else {
        Err(Answered(answer.status().as_u16()).into())
    }
}

/// `t=<seconds>,v1=<hex of HMAC-SHA256 over "<seconds>.<body>">`.
fn signature(secret: &str, time: i64, body: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let tag = ring::hmac::sign(&key, format!("{time}.{body}").as_bytes());
    let hex: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={time},v1={hex}")
}

fn body_of(stored: &StoredAlert, severity: u8, public_url: &str) -> Value {
    let record = &stored.record;
    let alert: Value = serde_json::from_str(&record.body).unwrap_or_default();
    json!({
        "id": format!("{}-{severity}", record.id),
        "kind": "alert",
        "alert": {
            "id": record.id,
            "rule": record.rule,
            "title": record.title,
            "severity": severity_of(record.severity).word(),
            "status": stored.status,
            "identity": record.identity,
            "entity": record.entity,
            "first_seen": text_of(record.first_seen),
            "last_seen": text_of(record.last_seen),
            "findings": record.findings,
            "steps": alert["steps"],
            "tactics": alert["tactics"],
            "techniques": alert["techniques"],
            "about": alert["about"],
            "url": format!("{public_url}/alerts/{}", record.id),
        },
    })
}

/// Adds what the alert endangers, as its page tells it.
fn add_reach(adapter: &Adapter, stored: &StoredAlert, body: &mut Value) {
    let alert: Option<Alert> = serde_json::from_str(&stored.record.body).ok();
    if let Some(reach) = alert.and_then(|alert| adapter.reach_of(stored, &alert)) {
        body["alert"]["reach_text"] = reach::sentence(&reach).into();
        body["alert"]["reach"] = json!(reach);
    }
}

fn slack(body: &Value) -> Value {
    let alert = &body["alert"];
    let text = |name: &str| {
        // What Slack takes for markup.
        let text = alert[name].as_str().unwrap_or_default();
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    json!({
        "text": format!(
            "*{}* · {}\n{}\n{}<{}|open the alert>",
            text("severity"),
            text("title"),
            text("entity"),
            match text("reach_text") {
                reach if reach.is_empty() => reach,
                reach => format!("{reach}\n"),
            },
            text("url")
        ),
    })
}

/// A message of syslog (RFC 5424): facility 13 (log audit), the alert as JSON.
fn line(stored: &StoredAlert, body: &Value) -> String {
    let severity = match stored.record.severity {
        4 => 2,
        3 => 3,
        2 => 4,
        1 => 5,
        _ => 6,
    };
    let at = to_text(activity::event::Moment(
        stored.record.last_seen.as_ms().saturating_mul(1_000),
    ));
    format!("<{}>1 {at} - portolan - alert - {body}", 13 * 8 + severity)
}

async fn syslog(address: &str, line: &str) -> anyhow::Result<()> {
    let (scheme, host) = address.split_once("://").unwrap_or(("", address));
    let host = host.split(['/', '?']).next().unwrap_or(host);
    let sending = async {
        if scheme == "udp" {
            let socket = tokio::net::UdpSocket::bind("0.0.0.0:0").await?;
            socket.send_to(line.as_bytes(), host).await?;
        } else {
            let mut stream = tokio::net::TcpStream::connect(host).await?;
            // Framed by octet counting (RFC 6587 section 3.4.1).
            stream
                .write_all(format!("{} {line}", line.len()).as_bytes())
                .await?;
            stream.shutdown().await?;
        }
        Ok::<_, std::io::Error>(())
    };
    Ok(tokio::time::timeout(ANSWER_WITHIN, sending).await??)
}

fn text_of(time: Timestamp) -> String {
    web::view::time_text(time)
}

#[cfg(test)]
mod tests {
    use super::{outcome, signature};
    use domain::Timestamp;
    use store::state::{Message, Tried};

    fn message(tries: u32) -> Message {
        Message {
            forward_id: "f".to_owned(),
            alert_id: "a".to_owned(),
            severity: 3,
            tries,
            created: Timestamp::from_ms(0),
        }
    }

    #[test]
    fn a_message_is_tried_ever_more_seldom_and_for_days() {
        let failed = |tries, now| {
            let error = Err(anyhow::anyhow!("no answer"));
            outcome(error, &message(tries), Timestamp::from_ms(now))
        };
        let again = |at| Tried::Again {
            error: "no answer".to_owned(),
            at: Timestamp::from_ms(at),
        };
        assert_eq!(failed(0, 0), again(10_000));
        assert_eq!(failed(3, 0), again(80_000));
        assert_eq!(failed(4_000_000_000, 0), again(3_600_000));
        assert!(matches!(failed(90, 4 * 86_400_000), Tried::GivenUp { .. }));
        assert!(
            matches!(failed(0, 4 * 86_400_000), Tried::Again { .. }),
            "it only waited"
        );
        assert_eq!(outcome(Ok(()), &message(0), Timestamp::from_ms(0)), Tried::Sent);
    }

    #[test]
    fn the_signature_covers_time_and_body() {
        let one = signature("key", 1, "body");
        assert!(one.starts_with("t=1,v1=") && one.len() == 7 + 64, "{one}");
        assert_ne!(one, signature("key", 1, "Body"));
        assert_ne!(one, signature("kez", 1, "body"));
    }
}
