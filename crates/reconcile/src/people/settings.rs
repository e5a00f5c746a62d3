//! What the administrator set for user sync.

use serde::{Deserialize, Serialize};

/// The member of the integration's settings that holds it.
const MEMBER: &str = "user_sync";

/// Settings of user sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserSync {
    /// Whether it runs by itself.
    pub enabled: bool,
    /// Who is kept in step.
    pub scope: Scope,
    /// The app whose people are meant, by id or label; with [`Scope::App`].
    pub app: Option<String>,
    /// Names of the groups whose members are meant, `*` for any text; with [`Scope::Groups`].
    pub groups: Vec<String>,
    /// The role that everybody gets; none when switched off.
    pub role: Option<String>,
    /// A run that would remove or lock more than this share is held, in per cent.
    pub brake_percent: u8,
    /// A run that would remove or lock more people than this is held, too; none for the share alone.
    pub brake_count: Option<u32>,
    /// Days after which the record of an inactive person goes.
    pub purge_days: u32,
}

/// Who is kept in step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Who is assigned to one app: the one of single sign-on.
    #[default]
    App,
    /// Everybody of the organization.
    All,
    /// Members of some groups.
    Groups,
}

impl Default for UserSync {
    fn default() -> Self {
        Self {
            enabled: false,
            scope: Scope::App,
            app: None,
            groups: Vec::new(),
            role: Some("okta-requester".to_owned()),
            brake_percent: 20,
            brake_count: None,
            purge_days: 30,
        }
    }
}

impl UserSync {
    /// Out of an integration's settings; what is not there is as by default.
    pub fn of(other: &serde_json::Map<String, serde_json::Value>) -> Self {
        other
            .get(MEMBER)
            .and_then(|value| serde_json::from_value(value.clone()).ok())
            .unwrap_or_default()
    }

    /// Into an integration's settings.
    pub fn put(&self, other: &mut serde_json::Map<String, serde_json::Value>) {
        if let Ok(value) = serde_json::to_value(self) {
            other.insert(MEMBER.to_owned(), value);
        }
    }
}
