//! SCIM's settings: a part of the integration's, so that they end with it.

use serde::{Deserialize, Serialize};
use store::state::{IntegrationSettings, Retention};

/// Their name among the integration's settings.
const NAME: &str = "scim";
const DAY_MS: i64 = 24 * 3_600_000;

/// What an administrator chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ScimSettings {
    /// Whether calls are answered.
    pub(crate) on: bool,
    /// Days for which the record of a deactivated user is kept.
    pub(crate) purge_after_days: u32,
    /// Calls a second in the long run; 0 for no limit.
    pub(crate) requests_per_s: u32,
}

impl Default for ScimSettings {
    fn default() -> Self {
        Self {
            on: false,
            purge_after_days: 30,
            requests_per_s: 200,
        }
    }
}

impl ScimSettings {
    /// Those of an integration. What cannot be read is as if it had never been set: off.
    pub(crate) fn of(settings: &IntegrationSettings) -> Self {
        let value = settings.other.get(NAME);
        value
            .and_then(|value| Self::deserialize(value).ok())
            .unwrap_or_default()
    }

    /// The integration's settings with these.
    pub(crate) fn within(&self, settings: &IntegrationSettings) -> IntegrationSettings {
        let mut settings = settings.clone();
        let value = serde_json::to_value(self).unwrap_or_default();
        settings.other.insert(NAME.to_owned(), value);
        settings
    }

    pub(super) fn retention(&self) -> Retention {
        match self.purge_after_days {
            0 => Retention::None,
            days => Retention::Ms(i64::from(days) * DAY_MS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_off_unless_they_can_be_read() {
        let mut settings = IntegrationSettings::default();
        assert!(!ScimSettings::of(&settings).on);
        settings.other.insert("scim".to_owned(), serde_json::json!("yes"));
        assert_eq!(ScimSettings::of(&settings), ScimSettings::default());
        let on = ScimSettings {
            on: true,
            purge_after_days: 0,
            ..ScimSettings::default()
        };
        assert_eq!(ScimSettings::of(&on.within(&settings)), on);
        assert_eq!(on.retention(), Retention::None);
    }
}
