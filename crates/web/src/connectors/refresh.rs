//! Reading the metadata of SAML connectors again by itself, from the addresses that administrators gave.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Timestamp;
use saml::{IdentityProvider, Renewal, SignatureFault, read_again_after, renewal, signed_metadata};
use serde_json::json;
use store::state::{AuditEntry, Connector, Lease, NewFault, Refresh, State, StateError, new_id};

use super::provider::{SAML, instant, pinned, read_at};
use crate::app::Clock;
use crate::loops::{CheckFault, Loops};
use crate::view::SamlSpec;

/// One server at a time reads.
const LEASE: &str = "metadata";
/// Who acts, in the audit log.
const ACTOR: &str = "system";
/// After a failure it is tried again so soon.
const RETRY_MS: i64 = 15 * 60_000;
const AGREE: &str = "compare the changes with Okta; if they are right, open the connector's settings, read the \
                     metadata again and agree to them. Until then what is pinned stays in force";

/// Reads what is due.
pub struct Refresher {
    /// Where connectors are kept.
    pub state: State,
    /// Reaches the addresses.
    pub loops: Arc<dyn Loops>,
    /// Tells the time.
    pub clock: Clock,
    /// Whether addresses in private networks and over plain http are allowed.
    pub allow_private: bool,
}

/// What one reading came to.
struct Read {
    refresh: Refresh,
    /// The connector with other metadata.
    changed: Option<Connector>,
    /// Action and detail for the audit log.
    told: Option<(&'static str, serde_json::Value)>,
}

impl Refresher {
    /// Reads all metadata that is due, unless another server does; how many connectors were looked at.
    ///
    /// # Errors
    /// When the database cannot do it; what was read before stays read.
    pub async fn round(&self) -> Result<usize, StateError> {
        self.read(
            |refresh, now| refresh.is_none_or(|refresh| refresh.due <= now),
            None,
        )
        .await
    }

    /// Reads the metadata of one connector now; `false` when another server reads at the moment, or there is no address.
    ///
    /// # Errors
    /// When the database cannot do it.
    pub async fn one(&self, name: &str) -> Result<bool, StateError> {
        Ok(self.read(|_, _| true, Some(name)).await? > 0)
    }

    async fn read(
        &self,
        is_due: impl Fn(Option<&Refresh>, Timestamp) -> bool,
        only: Option<&str>,
    ) -> Result<usize, StateError> {
        let now = (self.clock)();
        let known: HashMap<String, Refresh> = self.state.refreshes().await?.into_iter().collect();
        let mut due = self.state.connectors().await?;
        due.retain(|row| {
            row.kind == SAML
                && only.is_none_or(|only| only == row.name)
                && address_of(row).is_some()
                && is_due(known.get(&row.name), now)
        });
        if due.is_empty() {
            return Ok(0);
        }
        let Some(lease) = self.state.take_lease(LEASE, &new_id(), now).await? else {
            return Ok(0);
        };
        let count = due.len();
        let mut done = Ok(count);
        for row in due {
            let before = known.get(&row.name).cloned().unwrap_or_default();
            match self.refresh(&lease, row, before).await {
                Ok(()) => {}
                // Somebody changed or removed it in the meantime: the next round sees it as it is then.
                Err(StateError::Conflict { .. } | StateError::NotFound { .. }) => {}
                Err(error) => {
                    done = Err(error);
                    break;
                }
            }
        }
        self.state.end_lease(&lease).await?;
        done
    }

    async fn refresh(&self, lease: &Lease, row: Connector, before: Refresh) -> Result<(), StateError> {
        let url = address_of(&row).unwrap_or_default();
        let fetched = self.loops.fetch_metadata(&url).await;
        let now = (self.clock)();
        let target = format!("saml/{}", row.name);
        let name = row.name.clone();
        let read = match fetched {
            Ok(text) => judge(row, before, &text, self.allow_private, now),
            Err(fault) => failed(before, fault, now),
        };
        if let (Some(message), None) = (&read.refresh.message, read.refresh.changes.first()) {
            let message = format!("metadata of the connector {name}: {message}");
            let fault = NewFault {
                org_url: "",
                component: "sign_on",
                message: &message,
                advice: read.refresh.advice.as_deref().unwrap_or_default(),
            };
            self.state.note_fault(&fault, now).await?;
        }
        let entry = read.told.map(|(action, detail)| AuditEntry {
            detail,
            ..AuditEntry::new(ACTOR, action, &target)
        });
        self.state
            .note_refresh(
                lease,
                &name,
                &read.refresh,
                read.changed.as_ref(),
                entry.as_ref(),
                now,
            )
            .await
    }
}

fn spec_of(row: &Connector) -> Option<SamlSpec> {
    serde_json::from_str(&row.spec).ok()
}

fn address_of(row: &Connector) -> Option<String> {
    spec_of(row)?.metadata_url
}

/// Decides what text that came from the address means for a connector.
fn judge(row: Connector, before: Refresh, text: &str, allow_private: bool, now: Timestamp) -> Read {
    let wrong = |message: String| CheckFault {
        message,
        advice: Some("look at the address in a browser: it must be the app's metadata in Okta".to_owned()),
    };
    let Some(mut spec) = spec_of(&row) else {
        return failed(before, wrong("the connector cannot be read".to_owned()), now);
    };
    let trusted = match pinned(&spec.metadata_xml, allow_private) {
        Ok(trusted) => trusted,
        Err(fault) => return failed(before, wrong(fault.to_string()), now),
    };
    let vouched = match signed_metadata(text, &trusted.keys) {
        Ok(vouched) => vouched,
        // Signed with a key that nobody here trusts: no better than not signed.
        Err(SignatureFault::NoPinnedKey) => None,
        Err(fault) => return failed(before, wrong(format!("the metadata's signature: {fault}")), now),
    };
    let is_signed = vouched.is_some();
    let text = vouched.unwrap_or_else(|| text.to_owned());
    let new = match read_at(&text, allow_private, instant(now)) {
        Ok(new) => new,
        Err(fault) => return failed(before, wrong(fault.to_string()), now),
    };
    let wait = i64::try_from(read_again_after(&text, instant(now)).as_millis()).unwrap_or(RETRY_MS);
    let done = Refresh {
        due: now.plus_ms(wait),
        checked: Some(now),
        succeeded: Some(now),
        message: None,
        advice: None,
        changes: Vec::new(),
        listed: fingerprints(&new),
    };
    match renewal(&trusted, &new, &before.listed, is_signed) {
        Renewal::Same | Renewal::Keep => Read {
            refresh: done,
            changed: None,
            told: None,
        },
        Renewal::Take(changes) => {
            let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
            spec.metadata_xml = text;
            let changed = serde_json::to_string(&spec)
                .ok()
                .map(|spec| Connector { spec, ..row });
            Read {
                refresh: done,
                changed,
                told: Some(("saml.refresh", json!({"metadata": told, "is_signed": is_signed}))),
            }
        }
        Renewal::Ask(changes) => {
            let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
            let is_news = told != before.changes;
            Read {
                told: is_news.then(|| ("saml.refresh.hold", json!({"metadata": told}))),
                refresh: Refresh {
                    message: Some(
                        "the identity provider's metadata has changed: an administrator must agree"
                            .to_owned(),
                    ),
                    advice: Some(AGREE.to_owned()),
                    changes: told,
                    listed: before.listed,
                    ..done
                },
                changed: None,
            }
        }
    }
}

fn failed(before: Refresh, fault: CheckFault, now: Timestamp) -> Read {
    let is_news = before.message.as_deref() != Some(fault.message.as_str());
    Read {
        told: is_news.then(|| {
            (
                "saml.refresh.fail",
                json!({"reason": fault.message, "advice": fault.advice}),
            )
        }),
        refresh: Refresh {
            due: now.plus_ms(RETRY_MS),
            checked: Some(now),
            message: Some(fault.message),
            advice: fault.advice,
            ..before
        },
        changed: None,
    }
}

fn fingerprints(idp: &IdentityProvider) -> Vec<String> {
    idp.keys.iter().map(saml::TrustedKey::fingerprint).collect()
}
