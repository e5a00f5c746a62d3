//! What is set of the connection to an Okta organization, and what sets it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the administrator can set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IntegrationSettings {
    /// Seconds from one scan to the next, 60 to 604800.
    #[serde(default = "default_scan_interval_s")]
    #[schema(default = 1800, minimum = 60, maximum = 604_800)]
    pub scan_interval_s: u32,
    /// Share of Okta's rate limits that scans may use, 1 to 100.
    #[serde(default = "default_share_percent")]
    #[schema(default = 50, minimum = 1, maximum = 100)]
    pub share_percent: u8,
    /// Whether resources are scanned at all.
    #[serde(default = "default_scan_enabled")]
    #[schema(default = true)]
    pub scan_enabled: bool,
    /// Seconds between two looks at the System Log for what changed since the scan, 1 to 3600; 0 waits for the next scan.
    #[serde(default = "default_refresh_interval_s")]
    #[schema(default = 60, maximum = 3600)]
    pub refresh_interval_s: u32,
    /// Seconds between two readings of the System Log for the Activity Center, 5 to 3600; 0 switches that off, `null` is as
    /// the server is set (`events_interval_s`).
    #[serde(default)]
    #[schema(maximum = 3600)]
    pub log_interval_s: Option<u32>,
    /// Days of the System Log's past that are fetched, 0 to 90: Okta keeps no more.
    #[serde(default = "default_log_history_days")]
    #[schema(default = 90, maximum = 90)]
    pub log_history_days: u32,
}

const fn default_scan_interval_s() -> u32 {
    1800
}

const fn default_share_percent() -> u8 {
    50
}

const fn default_scan_enabled() -> bool {
    true
}

const fn default_refresh_interval_s() -> u32 {
    60
}

const fn default_log_history_days() -> u32 {
    90
}

impl Default for IntegrationSettings {
    fn default() -> Self {
        Self {
            scan_interval_s: default_scan_interval_s(),
            share_percent: default_share_percent(),
            scan_enabled: default_scan_enabled(),
            refresh_interval_s: default_refresh_interval_s(),
            log_interval_s: None,
            log_history_days: default_log_history_days(),
        }
    }
}

/// A member that is there, if only to say `null`.
fn said<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// A credential as it comes in. It goes into the vault and never comes out again.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CredentialInput {
    /// An API token.
    ApiToken {
        /// The token.
        #[schema(format = "password")]
        token: String,
    },
    /// An API services app.
    ServiceApp {
        /// `0oa…`
        client_id: String,
        /// Private key, as JWK or PEM; left out for a key that was made here.
        #[schema(format = "password")]
        #[serde(default)]
        private_key: Option<String>,
        /// Key id, when the key does not name one; or which key made here, the newest when left out.
        #[serde(default)]
        key_id: Option<String>,
        /// Scopes to ask for; empty means all that a scan reads.
        #[serde(default)]
        scopes: Vec<String>,
    },
}

/// Connects an organization.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstallRequest {
    /// `https://acme.okta.com`, or the bare host name.
    pub org_url: String,
    /// How to sign in.
    pub credential: CredentialInput,
    /// Settings; what is left out has its default.
    #[serde(default)]
    pub settings: IntegrationSettings,
    /// Install even when the check fails.
    #[serde(default)]
    pub skip_check: bool,
}

/// Changes an integration; what is left out stays.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditRequest {
    /// New credential.
    #[serde(default)]
    pub credential: Option<CredentialInput>,
    /// Seconds from one scan to the next, 60 to 604800.
    #[serde(default)]
    pub scan_interval_s: Option<u32>,
    /// Share of Okta's rate limits that scans may use, 1 to 100.
    #[serde(default)]
    pub share_percent: Option<u8>,
    /// Whether resources are scanned at all.
    #[serde(default)]
    pub scan_enabled: Option<bool>,
    /// Seconds between two looks at the System Log for what changed since the scan, 1 to 3600; 0 waits for the next scan.
    #[serde(default)]
    pub refresh_interval_s: Option<u32>,
    /// Seconds between two readings of the System Log for the Activity Center, 5 to 3600; 0 switches that off, `null` is as
    /// the server is set.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<u32>, maximum = 3600)]
    pub log_interval_s: Option<Option<u32>>,
    /// Days of the System Log's past that are fetched, 0 to 90.
    #[serde(default)]
    pub log_history_days: Option<u32>,
}
