//! The connection to an Okta organization: settings, checks, scans, progress.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CleanupPart, CoverageRow, CredentialInput, IntegrationSettings, Notice, SnapshotRef};

/// All integrations.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IntegrationList {
    /// One an organization.
    pub integrations: Vec<IntegrationView>,
}

/// A connected organization. Credentials are never shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IntegrationView {
    /// `okta`.
    pub kind: String,
    /// For example `https://acme.okta.com`.
    pub org_url: String,
    /// How the server signs in to Okta.
    pub auth: AuthView,
    /// What the administrator set.
    pub settings: IntegrationSettings,
    /// How it is.
    pub state: IntegrationState,
    /// How it is, in one sentence.
    pub summary: String,
    /// The running scan, or the last one.
    pub scan: Option<ScanView>,
    /// The last whole snapshot.
    pub snapshot: Option<SnapshotRef>,
    /// When the next scan starts by itself, RFC 3339.
    pub next_scan_at: Option<String>,
    /// When it was installed, RFC 3339.
    pub created_at: String,
    /// What was read of every class, in the last whole snapshot.
    pub coverage: Vec<CoverageRow>,
    /// What is left of Okta's limits, as its last answers told.
    pub budget: Vec<BudgetRow>,
    /// How Okta's System Log is followed, so that changes show before the next scan.
    pub following: Option<FollowingView>,
    /// What needs attention.
    pub notices: Vec<Notice>,
    /// The error log: what failed last in each component, newest first.
    #[serde(default)]
    pub errors: Vec<ComponentError>,
    /// After a change of settings: what it changes, in sentences.
    #[serde(default)]
    pub effects: Vec<String>,
}

/// A failure of a component, however often it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComponentError {
    /// `scan`, `refresh`, `user_sync`, `system_log`, `sign_on`, `scim`.
    pub component: String,
    /// For people.
    pub label: String,
    /// One sentence.
    pub message: String,
    /// What to do about it.
    pub advice: Option<String>,
    /// When it came first, RFC 3339.
    pub first_at: String,
    /// When it came last, RFC 3339.
    pub last_at: String,
    /// How often it came.
    pub count: u64,
}

/// How Okta's System Log is followed between scans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FollowingView {
    /// When the log was last read to its end, RFC 3339.
    pub read_at: Option<String>,
    /// When a change was last taken over in part, RFC 3339.
    pub refreshed_at: Option<String>,
    /// Why changes are not taken over between scans.
    pub problem: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
}

/// One of Okta's rate limits, as its last answer told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BudgetRow {
    /// The endpoints that share it: `users`, `groups`, `logs`, …
    pub bucket: String,
    /// Requests a minute that Okta allows to all its callers; `null` when it told none.
    pub limit: Option<u32>,
    /// Requests that were left of the minute.
    pub remaining: Option<u32>,
    /// Requests that we sent in that minute.
    pub ours: u32,
    /// Requests that others sent in that minute, as far as Okta's headers show it.
    pub others: u32,
    /// Requests that we sent in the last scan.
    pub requests: u64,
    /// Requests of the last scan that Okta refused for their number (429).
    pub limited: u64,
}

/// How the server signs in to Okta, without the credential.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AuthView {
    /// Which way.
    pub kind: AuthKind,
    /// Client id of the service app.
    pub client_id: Option<String>,
    /// Id of the key it signs with, where it is known.
    pub key_id: Option<String>,
}

/// Ways to sign in to Okta.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuthKind {
    /// An API token (SSWS).
    ApiToken,
    /// An API services app with a private key.
    ServiceApp,
}

/// How an integration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntegrationState {
    /// Installed, first scan not finished.
    Waiting,
    /// A scan runs.
    Scanning,
    /// The last scan was whole.
    Healthy,
    /// The last scan was whole but for classes that could not be read.
    Incomplete,
    /// The last scan failed; the snapshot before it is shown.
    Failing,
    /// Scanning is switched off.
    Paused,
}

/// What is to be checked: a draft, or (empty) the installed integration.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckRequest {
    /// The organization's address.
    #[serde(default)]
    pub org_url: Option<String>,
    /// How to sign in.
    #[serde(default)]
    pub credential: Option<CredentialInput>,
}

/// What a credential may do, endpoint by endpoint.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CheckView {
    /// Whether a scan with it makes sense.
    pub usable: bool,
    /// One sentence.
    pub summary: String,
    /// Name of the organization, when it answered.
    pub org_name: Option<String>,
    /// One an endpoint.
    pub endpoints: Vec<CheckRow>,
    /// Warnings: the token's owner may change things, …
    pub notices: Vec<Notice>,
}

/// One endpoint.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CheckRow {
    /// The class it feeds.
    pub class: String,
    /// For people.
    pub label: String,
    /// The endpoint, for example `GET /api/v1/users`.
    pub endpoint: String,
    /// Whether it answered.
    pub ok: bool,
    /// What it said and what to do.
    pub message: Option<String>,
}

/// A scan: running, or the last one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ScanView {
    /// Id of the run.
    pub run: Option<String>,
    /// How it is.
    pub state: ScanStateWord,
    /// Why it ran: `schedule`, `install`, `request`, `start`.
    pub reason: Option<String>,
    /// RFC 3339.
    pub started_at: Option<String>,
    /// RFC 3339.
    pub finished_at: Option<String>,
    /// What failed.
    pub error: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
    /// How far it is.
    pub progress: Option<ProgressView>,
}

/// How a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScanStateWord {
    /// Runs.
    Running,
    /// Ended well.
    Done,
    /// Ended without a snapshot.
    Failed,
}

/// How far a scan is. Also the payload of the event stream.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgressView {
    /// Whether a scan runs now.
    pub running: bool,
    /// What it does now, in words.
    pub phase: String,
    /// Objects read so far.
    pub done: u64,
    /// Objects expected; `null` while unknown.
    pub of: Option<u64>,
    /// Requests made.
    pub requests: u64,
    /// Requests left in the tightest budget before the next reset.
    pub requests_left: Option<u64>,
    /// Seconds left, as far as the budget tells.
    pub eta_s: Option<u64>,
    /// RFC 3339.
    pub started_at: Option<String>,
    /// One a class, in the order they are read.
    pub classes: Vec<ClassProgress>,
}

/// How far one class is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClassProgress {
    /// `users`, `memberships`, …
    pub class: String,
    /// For people.
    pub label: String,
    /// How it is.
    pub state: ClassState,
    /// Rows read.
    pub done: u64,
    /// Rows (or parents to walk) expected.
    pub of: Option<u64>,
}

/// How one class of a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClassState {
    /// Not yet begun.
    Waiting,
    /// Being read.
    Running,
    /// Read whole.
    Done,
    /// Read in part.
    Partial,
    /// Not read.
    NotRead,
}

/// A scan was asked for.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ScanStarted {
    /// False when a scan was already running; that one goes on.
    pub started: bool,
    /// Id of the run that serves the wish; `scan.run` of the integration says when it is the last one.
    pub run: String,
    /// One sentence.
    pub message: String,
}

/// What deleting an integration does.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DeletedView {
    /// The organization.
    pub org_url: String,
    /// Whether nothing was deleted, and this tells what would be.
    pub dry_run: bool,
    /// What goes and what it ends, in sentences.
    pub goes: Vec<String>,
    /// What outlives the integration, with counts and names: `plugins cleanup` deals with it.
    pub stays: Vec<CleanupPart>,
    /// Snapshots that were kept (they are deleted with `snapshots=delete`).
    pub snapshots_kept: u64,
    /// Snapshots that were deleted.
    pub snapshots_deleted: u64,
}
