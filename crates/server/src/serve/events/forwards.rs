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
use web::view::{ForwardChange, ForwardList, ForwardRequest, ForwardView};

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
        let aim = Target {
            address: wanted.target.trim().to_owned(),
            secret: wanted.secret.filter(|secret| !secret.is_empty()),
        };
        let id = new_id();
        let forward = Forward {
            target_host: host_of(&wanted.kind, &aim.address, aim.secret.is_some())?,
            sealed_target: self.seal_target(&id, &aim)?,
            min_severity: level(wanted.min_severity.as_deref().unwrap_or("medium"))?,
            enabled: wanted.enabled,
            kind: wanted.kind,
            last_sent: None,
            last_error: None,
            waiting: 0,
            id,
            name,
        };
        if !wanted.dry_run {
            let target = format!("forward/{}", forward.name);
            let entry = AuditEntry {
                detail: detail(&forward),
                ..AuditEntry::new(actor, "forward.create", &target)
            };
            self.state.create_forward(&forward, &entry, self.now()).await?;
        }
        self.forward_list().await
    }

    pub(super) async fn change_forward(
        &self,
        id: &str,
        wanted: ForwardChange,
        actor: &str,
    ) -> Result<ForwardList, ActivityFault> {
        let mut forward = self.forward(id).await?;
        let kind = wanted.kind.unwrap_or_else(|| forward.kind.clone());
        if kind != forward.kind && wanted.target.is_none() {
            return Err(invalid("target", "another kind goes elsewhere: say where"));
        }
        let mut aim = self.aim_of(&forward)?;
        let is_aimed_anew = wanted.target.is_some() || wanted.secret.is_some();
        if let Some(target) = wanted.target {
            // A secret is for one place: it must not be sent to another.
            if target.trim() != aim.address {
                aim.secret = None;
            }
            aim.address = target.trim().to_owned();
        }
        if let Some(secret) = wanted.secret {
            aim.secret = Some(secret).filter(|secret| !secret.is_empty());
        }
        if is_aimed_anew {
            forward.target_host = host_of(&kind, &aim.address, aim.secret.is_some())?;
            forward.sealed_target = self.seal_target(id, &aim)?;
        }
        forward.kind = kind;
        if let Some(word) = wanted.min_severity {
            forward.min_severity = level(&word)?;
        }
        forward.enabled = wanted.enabled.unwrap_or(forward.enabled);
        if !wanted.dry_run {
            let target = format!("forward/{}", forward.name);
            let entry = AuditEntry {
                detail: detail(&forward),
                ..AuditEntry::new(actor, "forward.update", &target)
            };
            self.state.update_forward(&forward, &entry, self.now()).await?;
        }
        self.forward_list().await
    }

    pub(super) async fn is_forward_aimed(
        &self,
        id: &str,
        target: Option<&str>,
        secret: Option<&str>,
    ) -> Result<bool, ActivityFault> {
        let aim = self.aim_of(&self.forward(id).await?)?;
        let kept = aim.secret.as_deref().unwrap_or_default();
        Ok(target.is_none_or(|target| target.trim() == aim.address)
            && secret.is_none_or(|secret| secret == kept))
    }

    async fn forward(&self, id: &str) -> Result<Forward, ActivityFault> {
        let all = self.state.forwards().await?;
        let found = all.into_iter().find(|forward| forward.id == id);
        found.ok_or_else(|| ActivityFault::NotFound {
            message: format!("there is no forward `{id}`"),
            hint: "`GET /api/v1/forwards` lists all".to_owned(),
        })
    }

    fn seal_target(&self, id: &str, aim: &Target) -> Result<String, ActivityFault> {
        let written = serde_json::to_string(aim).unwrap_or_default();
        self.vault
            .seal(&Secret::new(written), &Forward::target_place(id))
            .map_err(|error| ActivityFault::Internal(error.to_string()))
    }

    fn aim_of(&self, forward: &Forward) -> Result<Target, ActivityFault> {
        let opened = self
            .vault
            .open(&forward.sealed_target, &Forward::target_place(&forward.id))
            .map_err(|error| ActivityFault::Internal(error.to_string()))?;
        serde_json::from_str(opened.reveal()).map_err(|error| ActivityFault::Internal(error.to_string()))
    }

    pub(super) async fn remove_forward(&self, id: &str, actor: &str) -> Result<ForwardList, ActivityFault> {
        let target = format!("forward/{id}");
        let entry = AuditEntry::new(actor, "forward.delete", &target);
        self.state.delete_forward(id, &entry, self.now()).await?;
        self.forward_list().await
    }
}

/// What the audit log keeps of a forward.
fn detail(forward: &Forward) -> serde_json::Value {
    let word = severity_of(forward.min_severity).word();
    json!({
        "kind": forward.kind, "host": forward.target_host, "min_severity": word, "enabled": forward.enabled,
    })
}

fn level(word: &str) -> Result<u8, ActivityFault> {
    let severity = Severity::of_word(word);
    let severity =
        severity.ok_or_else(|| invalid("min_severity", "it must be info, low, medium, high or critical"))?;
    Ok(severity.ocsf() - 1)
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
