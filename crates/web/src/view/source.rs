//! Where events come from besides Okta: what is set, and what is asked for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// All sources.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct SourceList {
    /// By name.
    pub sources: Vec<SourceView>,
}

/// A source. How it stands is told by the collectors.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct SourceView {
    /// Its name; stands in addresses.
    pub name: String,
    /// `aws`, `github`, `teleport`.
    pub kind: String,
    /// Whether it is read, or may send.
    pub enabled: bool,
    /// What it is read with: `access key AKIA…`, `credentials of the machine`, `token`, `app 12345`; for Teleport
    /// `token of this source`.
    pub credential: String,
    /// For `aws`.
    pub aws: Option<AwsSource>,
    /// For `github`.
    pub github: Option<GitHubSource>,
    /// For `teleport`: where the event handler sends to.
    pub intake_url: Option<String>,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// The last change, RFC 3339.
    pub updated_at: String,
}

/// CloudTrail's objects in S3, told by an SQS queue.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AwsSource {
    /// Address of the queue: `https://sqs.eu-west-1.amazonaws.com/111122223333/trail`.
    pub queue_url: Option<String>,
    /// Region; read from the address of the queue when left out.
    pub region: Option<String>,
    /// Asked in place of SQS's own host.
    pub sqs_endpoint: Option<String>,
    /// Asked in place of S3's own hosts; buckets are then the first part of the path.
    pub s3_endpoint: Option<String>,
    /// Access key; without one the credentials of the machine are used: environment, container, role.
    #[serde(default, skip_serializing_if = "never_told")]
    #[schema(write_only)]
    pub access_key_id: Option<String>,
    /// Its secret; kept sealed.
    #[serde(default, skip_serializing_if = "never_told")]
    #[schema(write_only)]
    pub secret_access_key: Option<String>,
    /// Goes with keys that end.
    #[serde(default, skip_serializing_if = "never_told")]
    #[schema(write_only)]
    pub session_token: Option<String>,
}

/// GitHub's audit log, over its API.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GitHubSource {
    /// Name of the organization.
    pub org: Option<String>,
    /// Or slug of the enterprise.
    pub enterprise: Option<String>,
    /// Address of the API; `https://api.github.com` when left out, `https://HOST/api/v3` for a server of one's own.
    pub api_url: Option<String>,
    /// `all`, `web` or `git`; `all` when left out.
    pub include: Option<String>,
    /// A token that may read the audit log; kept sealed.
    #[serde(default, skip_serializing_if = "never_told")]
    #[schema(write_only)]
    pub token: Option<String>,
    /// Or the id of a GitHub App that may.
    #[serde(default, skip_serializing_if = "never_told")]
    #[schema(write_only)]
    pub app_id: Option<String>,
    /// With its private key, as PEM; kept sealed.
    #[serde(default, skip_serializing_if = "never_told")]
    #[schema(write_only)]
    pub app_key: Option<String>,
}

/// Secrets come in and never go out. Left out by a condition, they stay in the description of the API.
fn never_told(_: &Option<String>) -> bool {
    true
}

impl std::fmt::Debug for AwsSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AwsSource")
            .field("queue_url", &self.queue_url)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for GitHubSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GitHubSource")
            .field("org", &self.org)
            .field("enterprise", &self.enterprise)
            .finish_non_exhaustive()
    }
}

/// Makes a source.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceRequest {
    /// Its name: small letters, digits and hyphens, 1 to 40.
    pub name: String,
    /// `aws`, `github`, `teleport`.
    pub kind: String,
    /// For `aws`.
    #[serde(default)]
    pub aws: Option<AwsSource>,
    /// For `github`.
    #[serde(default)]
    pub github: Option<GitHubSource>,
}

/// Changes a source; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceChange {
    /// Whether it is read, or may send.
    pub enabled: Option<bool>,
    /// For `aws`: fields that change. A new credential replaces the old one whole.
    pub aws: Option<AwsSource>,
    /// For `github`: fields that change. A new credential replaces the old one whole.
    pub github: Option<GitHubSource>,
}

/// A source that was made or changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct SourceMade {
    /// The source.
    pub source: SourceView,
    /// A token that may send events and nothing else, for a source that sends by itself. Shown once.
    pub token: Option<String>,
}

/// What became of events that were sent.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
pub struct IntakeView {
    /// Events read.
    pub read: u64,
    /// Events that were new.
    pub stored: u64,
    /// Events that had been kept before.
    pub repeated: u64,
}
