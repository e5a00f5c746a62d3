//! A test message: sent now and once by the way that alerts go, with what the other side said.

use super::{body_of, http_client, send};
use crate::serve::events::Adapter;
use activity::detect::alert::{About, Subject};
use activity::detect::{Alert, Severity};
use activity::event::Moment;
use center::record;
use domain::Timestamp;
use serde_json::{Value, json};
use std::time::Instant;
use store::state::{AuditEntry, Forward, StoredAlert, new_id};
use web::ActivityFault;
use web::view::ForwardTested;

impl Adapter {
    pub(in crate::serve::events) async fn try_forward(
        &self,
        id: &str,
        actor: &str,
    ) -> Result<ForwardTested, ActivityFault> {
        let forwards = self.state.forwards().await?;
        let forward = forwards.into_iter().find(|one| one.id == id);
        let forward = forward.ok_or_else(|| ActivityFault::NotFound {
            message: format!("there is no forward `{id}`"),
            hint: "`GET /api/v1/forwards` lists them".to_owned(),
        })?;
        let http = http_client().map_err(|error| ActivityFault::Internal(error.to_string()))?;
        let alert = sample(&forward, self.now());
        let body = test_body(&alert, &self.public_url);
        let began = Instant::now();
        let sent = send(self, &http, &forward, &alert, body).await;
        let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let told = told(&forward, sent, elapsed_ms);
        let target = format!("forward/{}", forward.name);
        let entry = AuditEntry {
            detail: json!({ "outcome": told.outcome, "message": told.message }),
            ..AuditEntry::new(actor, "forward.test", &target)
        };
        self.state.record(&entry, self.now()).await?;
        Ok(told)
    }
}

/// An alert that says of itself that it is a test. It is told to this forward alone and kept nowhere.
fn sample(forward: &Forward, now: Timestamp) -> StoredAlert {
    let at = Moment(now.as_ms().saturating_mul(1_000));
    let alert = Alert {
        id: format!("test-{}", new_id()),
        rule: "portolan.test".to_owned(),
        title: format!("Test of the forward {}", forward.name),
        severity: Severity::Info,
        entity: vec![("forward".to_owned(), forward.name.clone())],
        about: About::default(),
        subject: Subject::Actor,
        first_seen: at,
        last_seen: at,
        findings: 1,
        evidence: Vec::new(),
        evidence_left_off: 0,
        steps: vec!["Nothing is to be done: somebody tries whether alerts arrive here.".to_owned()],
        tactics: Vec::new(),
        techniques: Vec::new(),
        provisional: false,
    };
    StoredAlert {
        record: record(&alert),
        status: "open".to_owned(),
        owner: None,
        raised: now,
    }
}

/// As alerts are told, with another `kind`, and with the address of the page of forwards: the alert has no page.
fn test_body(alert: &StoredAlert, public_url: &str) -> Value {
    let mut body = body_of(alert, alert.record.severity, public_url);
    body["kind"] = "test".into();
    body["alert"]["url"] = format!("{public_url}/forwards").into();
    body
}

fn told(forward: &Forward, sent: anyhow::Result<()>, elapsed_ms: u64) -> ForwardTested {
    let host = &forward.target_host;
    let (outcome, message, hint) = match (sent, forward.kind.as_str()) {
        (Ok(()), "syslog") => (
            "sent",
            format!("the message was sent to {host}; syslog says nothing back"),
            Some("look for `Test of the forward` there".to_owned()),
        ),
        (Ok(()), _) => ("taken", format!("{host} took the message"), None),
        (Err(error), kind) => (
            "failed",
            format!("{host}: {error:#}"),
            Some(hint(kind).to_owned()),
        ),
    };
    ForwardTested {
        outcome: outcome.to_owned(),
        message,
        hint,
        elapsed_ms,
    }
}

fn hint(kind: &str) -> &'static str {
    match kind {
        "slack" => "make another incoming webhook in Slack where the address is not known any more",
        "email" => "check host, user, password and both addresses with whoever runs the mail server",
        "syslog" => "check that the collector listens there, and that no firewall stands between",
        _ => "check the address, and what the other side logs about it",
    }
}

#[cfg(test)]
mod tests {
    use super::{sample, test_body, told};
    use activity::detect::Alert;
    use domain::Timestamp;
    use store::state::Forward;

    fn forward(kind: &str) -> Forward {
        Forward {
            id: "f".to_owned(),
            name: "soc".to_owned(),
            kind: kind.to_owned(),
            target_host: "siem.example".to_owned(),
            sealed_target: String::new(),
            min_severity: 2,
            enabled: true,
            last_sent: None,
            last_error: None,
            waiting: 0,
        }
    }

    #[test]
    fn a_test_says_that_it_is_one_in_every_form() {
        let alert = sample(&forward("webhook"), Timestamp::from_ms(1_769_853_600_000));
        let body = test_body(&alert, "https://portolan.example");
        assert_eq!(body["kind"], "test");
        assert_eq!(body["alert"]["title"], "Test of the forward soc");
        assert_eq!(body["alert"]["url"], "https://portolan.example/forwards");
        assert_eq!(body["alert"]["first_seen"], "2026-01-31T10:00:00.000Z");
        // What OCSF is made from.
        assert!(serde_json::from_str::<Alert>(&alert.record.body).is_ok());
    }

    #[test]
    fn only_what_the_other_side_said_is_told() {
        let outcome = |kind: &str, sent: anyhow::Result<()>| told(&forward(kind), sent, 7);
        assert_eq!(outcome("webhook", Ok(())).outcome, "taken");
        let syslog = outcome("syslog", Ok(()));
        assert_eq!(syslog.outcome, "sent");
        assert!(syslog.message.contains("says nothing back"));
        let failed = outcome("slack", Err(anyhow::anyhow!("the other side answered 404")));
        assert_eq!(
            (failed.outcome.as_str(), failed.message.as_str()),
            ("failed", "siem.example: the other side answered 404")
        );
        assert!(failed.hint.is_some_and(|hint| hint.contains("Slack")));
    }
}
