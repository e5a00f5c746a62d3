//! How the System Log of one organization is read.

use reconcile::logs;
use std::time::Duration;
use store::state::Integration;

/// How the log of an organization is read, as its integration is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct How {
    /// Between two readings of what is new.
    pub(super) interval: Duration,
    /// Days of the past that are fetched.
    pub(super) history_days: u32,
    /// Whether it is not read at all.
    pub(super) is_off: bool,
}

impl How {
    /// `usual` is the interval where the integration names none.
    pub(super) fn of(integration: &Integration, usual: Duration) -> Self {
        let number = |name: &str| {
            let value = integration.settings.other.get(name)?.as_u64()?;
            u32::try_from(value).ok()
        };
        let seconds = number("log_interval_s");
        Self {
            interval: seconds.map_or(usual, |seconds| Duration::from_secs(u64::from(seconds.max(1)))),
            history_days: number("log_history_days").unwrap_or(logs::KEPT_DAYS),
            is_off: seconds == Some(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::How;
    use domain::Timestamp;
    use serde_json::{Map, Value, json};
    use std::time::Duration;
    use store::state::{Integration, IntegrationSettings};

    fn how(other: Value) -> How {
        let other: Map<String, Value> = other.as_object().cloned().unwrap_or_default();
        let integration = Integration {
            id: String::new(),
            plugin: "okta".to_owned(),
            name: String::new(),
            org_url: String::new(),
            org_id: None,
            credential_kind: String::new(),
            sealed_credential: String::new(),
            settings: IntegrationSettings {
                other,
                ..IntegrationSettings::default()
            },
            created: Timestamp::from_ms(0),
            updated: Timestamp::from_ms(0),
            revision: 1,
        };
        How::of(&integration, Duration::from_secs(7))
    }

    #[test]
    fn what_the_integration_names_holds_and_else_what_the_server_has() {
        let usual = how(json!({}));
        assert_eq!(
            (usual.interval.as_secs(), usual.history_days, usual.is_off),
            (7, 90, false)
        );
        let named = how(json!({"log_interval_s": 30, "log_history_days": 14}));
        assert_eq!((named.interval.as_secs(), named.history_days), (30, 14));
        assert!(how(json!({"log_interval_s": 0})).is_off);
    }
}
