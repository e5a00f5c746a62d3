//! Forwards: where alerts go.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where alerts are forwarded to.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct ForwardList {
    /// By name.
    pub forwards: Vec<ForwardView>,
}

/// Where alerts are forwarded to. The target is sealed and shown in part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ForwardView {
    /// Id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `webhook`, `slack`, `email`, `syslog`.
    pub kind: String,
    /// Host of the target; never its path or secret.
    pub target_host: String,
    /// Alerts of this severity and above are told.
    pub min_severity: String,
    /// Whether it is told.
    pub enabled: bool,
    /// Messages that wait.
    pub waiting: u64,
    /// When a message last went out, RFC 3339.
    pub last_sent: Option<String>,
    /// Why the last try failed; `null` after a success.
    pub last_error: Option<String>,
}

/// Makes a forward.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForwardRequest {
    /// Its name.
    pub name: String,
    /// `webhook`, `slack`, `email`, `syslog`.
    pub kind: String,
    /// Address: `https://…`; `smtps://host/?from=…&to=…` (TLS) or `smtp://…` (STARTTLS), with `&user=…` where the
    /// server wants one; `tcp://host:port` or `udp://host:port`, with `?format=ocsf` for OCSF findings.
    pub target: String,
    /// Secret that signs webhooks (HMAC-SHA256 over time and body, header `x-portolan-signature`); for e-mail the
    /// password of the user.
    #[serde(default)]
    pub secret: Option<String>,
    /// Alerts of this severity and above; `medium` when left out.
    #[serde(default)]
    pub min_severity: Option<String>,
    /// Whether it is told; it is when left out.
    #[serde(default = "on")]
    pub enabled: bool,
    /// Only check it.
    #[serde(default)]
    pub dry_run: bool,
}

const fn on() -> bool {
    true
}

/// Changes a forward; what is left out stays.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForwardChange {
    /// Another kind; takes a new `target`.
    #[serde(default)]
    pub kind: Option<String>,
    /// Another address.
    #[serde(default)]
    #[schema(format = "password")]
    pub target: Option<String>,
    /// Another secret; an empty text for none.
    #[serde(default)]
    #[schema(format = "password")]
    pub secret: Option<String>,
    /// Alerts of this severity and above.
    #[serde(default)]
    pub min_severity: Option<String>,
    /// Whether it is told. What waits when it is switched off waits until it is switched on.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// Only check it.
    #[serde(default)]
    pub dry_run: bool,
}

/// What became of a test message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ForwardTested {
    /// `taken`: the other side said yes. `sent`: it went out, and the other side says nothing back, as syslog is.
    /// `failed`: it did not arrive.
    pub outcome: String,
    /// What happened, in one sentence.
    pub message: String,
    /// What to do, where something is to be done.
    pub hint: Option<String>,
    /// Milliseconds until the answer.
    pub elapsed_ms: u64,
}
