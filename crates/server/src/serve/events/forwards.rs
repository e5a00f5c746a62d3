//! Whom alerts are told: made, shown, removed.

use super::Adapter;
use super::outbox::email::Mailbox;
use super::view::text_of;
use activity::detect::Severity;
use center::severity_of;
use domain::Secret;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::state::{AuditEntry, Forward, new_id};
use web::ActivityFault;
use web::view::{ForwardList, ForwardRequest, ForwardView};

/// What is sealed of a forward.
#[derive(Serialize, Deserialize)]
pub(super) struct Target {
    /// Where.
    pub(super) address: String,
    /// What signs.
    pub(super) secret: Option<String>,
}

impl Adapter {
    pub(super) async fn forward_list(&self) -> Result<ForwardList, ActivityFault> {
        let view = |forward: Forward| ForwardView {
            id: forward.id,
            name: forward.name,
            kind: forward.kind,
            target_host: forward.target_host,
            min_severity: severity_of(forward.min_severity).word().to_owned(),
            enabled: forward.enabled,
            waiting: forward.waiting,
            last_sent: forward.last_sent.map(text_of),
            last_error: forward.last_error,
        };
        let forwards = self.state.forwards().await?;
        Ok(ForwardList {
            forwards: forwards.into_iter().map(view).collect(),
        })
    }

    pub(super) async fn add_forward(
        &self,
        wanted: ForwardRequest,
        actor: &str,
    ) -> Result<ForwardList, ActivityFault> {
        let name = wanted.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(invalid("name", "the name must have 1 to 100 characters"));
        }
        let secret = wanted.secret.filter(|secret| !secret.is_empty());
        let host = host_of(&wanted.kind, wanted.target.trim(), secret.is_some())?;
        let word = wanted.min_severity.as_deref().unwrap_or("medium");
        let severity = Severity::of_word(word);
        let severity = severity
            .ok_or_else(|| invalid("min_severity", "it must be info, low, medium, high or critical"))?;
        let id = new_id();
        let target = Target {
            address: wanted.target.trim().to_owned(),
            secret,
        };
        let written = serde_json::to_string(&target).unwrap_or_default();
        let sealed = self
            .vault
            .seal(&Secret::new(written), &Forward::target_place(&id))
            .map_err(|error| ActivityFault::Internal(error.to_string()))?;
        let forward = Forward {
            kind: wanted.kind,
            target_host: host,
            sealed_target: sealed,
            min_severity: severity.ocsf() - 1,
            enabled: true,
            last_sent: None,
            last_error: None,
            waiting: 0,
            id,
            name,
        };
        let target = format!("forward/{}", forward.name);
        let entry = AuditEntry {
            detail: json!({ "kind": forward.kind, "host": forward.target_host, "min_severity": word }),
            ..AuditEntry::new(actor, "forward.create", &target)
        };
        self.state.create_forward(&forward, &entry, self.now()).await?;
        self.forward_list().await
    }

    pub(super) async fn remove_forward(&self, id: &str, actor: &str) -> Result<ForwardList, ActivityFault> {
        let target = format!("forward/{id}");
        let entry = AuditEntry::new(actor, "forward.delete", &target);
        self.state.delete_forward(id, &entry, self.now()).await?;
        self.forward_list().await
    }
}

/// The host of an address, when the address is one for that kind.
fn host_of(kind: &str, address: &str, has_secret: bool) -> Result<String, ActivityFault> {
    let allowed: &[&str] = match kind {
        "webhook" | "slack" => &["https", "http"],
        "syslog" => &["tcp", "udp"],
        "email" => {
            let mailbox = Mailbox::of(address, has_secret).map_err(|why| invalid("target", &why))?;
            return Ok(mailbox.shown());
        }
        _ => return Err(invalid("kind", "it must be webhook, slack, email or syslog")),
    };
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if !allowed.contains(&scheme) || host.is_empty() || host.contains('@') {
        let forms: Vec<String> = allowed.iter().map(|scheme| format!("{scheme}://host")).collect();
        return Err(invalid("target", &format!("write it as {}", forms.join(" or "))));
    }
    if kind == "syslog"
        && host
            .rsplit_once(':')
            .and_then(|(_, port)| port.parse::<u16>().ok())
            .is_none()
    {
        return Err(invalid("target", "name the port: tcp://host:6514"));
    }
    let is_known = matches!(query_of(address), None | Some("format=ocsf" | "format=portolan"));
    if kind == "syslog" && !is_known {
        return Err(invalid("target", "after `?` only format=ocsf is known"));
    }
    Ok(host.to_owned())
}

fn query_of(address: &str) -> Option<&str> {
    address.split_once('?').map(|(_, query)| query)
}

/// Whether syslog is told alerts as findings of OCSF.
pub(super) fn is_ocsf(address: &str) -> bool {
    query_of(address) == Some("format=ocsf")
}

fn invalid(field: &'static str, message: &str) -> ActivityFault {
    ActivityFault::Invalid {
        field,
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{host_of, is_ocsf};

    #[test]
    fn only_addresses_of_the_kind_are_taken() {
        let host = |kind: &str, address: &str| host_of(kind, address, false).ok();
        assert_eq!(
            host("webhook", "https://hooks.example/x?y"),
            Some("hooks.example".to_owned())
        );
        assert_eq!(
            host("syslog", "udp://10.0.0.1:514"),
            Some("10.0.0.1:514".to_owned())
        );
        assert_eq!(
            host("syslog", "tcp://10.0.0.1:6514?format=ocsf"),
            Some("10.0.0.1:6514".to_owned())
        );
        assert!(is_ocsf("tcp://10.0.0.1:6514?format=ocsf") && !is_ocsf("tcp://10.0.0.1:6514"));
        assert_eq!(
            host("email", "smtps://mail.example/?from=a@x.example&to=b@x.example"),
            Some("mail.example:465".to_owned())
        );
        for (kind, address) in [
            ("webhook", "ftp://hooks.example"),
            ("webhook", "https://"),
            ("webhook", "https://user:secret@hooks.example"),
            ("syslog", "tcp://host"),
            ("email", "smtp://host:25"),
            ("syslog", "tcp://host:514?format=cef"),
            ("pager", "https://x"),
        ] {
            assert_eq!(host(kind, address), None, "{kind} {address}");
        }
    }
}
