//! API tokens of this server, and its audit log.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// All API tokens, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TokenList {
    /// Newest first.
    pub tokens: Vec<TokenView>,
}

/// An API token of this server. Its value is shown once, when it is made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TokenView {
    /// Id.
    pub id: String,
    /// Name given by its maker.
    pub name: String,
    /// Its roles; those that its owner has lost give nothing.
    pub roles: Vec<String>,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub expires_at: Option<String>,
    /// RFC 3339; to the minute.
    pub last_used_at: Option<String>,
    /// Who made it.
    pub created_by: String,
    /// Whether its end has passed.
    pub expired: bool,
}

/// Makes a token.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// What it is for.
    pub name: String,
    /// Its roles: some of those that its maker has.
    pub roles: Vec<String>,
    /// Days until it ends, 1 to 366; 90 when left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 366)]
    pub days: Option<u32>,
}

/// A new token.
#[derive(Clone, Serialize, ToSchema)]
pub struct TokenCreated {
    /// The value: shown now and never again.
    pub token: String,
    /// The rest.
    pub view: TokenView,
}

/// A page of the audit log, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AuditPage {
    /// Newest first.
    pub entries: Vec<AuditEntryView>,
    /// Pass it as `cursor` for the next page.
    pub next_cursor: Option<String>,
}

/// Something that was done to this server.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AuditEntryView {
    /// Grows with every entry.
    pub id: i64,
    /// RFC 3339.
    pub at: String,
    /// Who, or `anonymous`, or `system`.
    pub actor: String,
    /// `session.create`, `integration.install`, `token.create`, …
    pub action: String,
    /// On what.
    pub target: Option<String>,
    /// What Teleport's public reference calls it, where it has a name: `user.login`, `role.created`, …
    pub event: Option<String>,
    /// The code there: `T1000I`, `T9000I`, …
    pub code: Option<String>,
    /// `success` or `failure`.
    pub outcome: String,
    /// More words; never a secret.
    pub detail: Option<String>,
}

/// Whether the audit log is whole.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AuditCheckView {
    /// Whether every entry is as it was written and none is missing between them.
    pub whole: bool,
    /// Entries that are as they were written.
    pub entries: i64,
    /// Hash of the last of them: kept elsewhere, it tells later whether the newest were removed.
    pub last_hash: String,
    /// The first entry that is not as it was written, or is missing.
    pub broken_at: Option<i64>,
}

/// Whether the server is there and ready.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct HealthView {
    /// `ok`, or what is missing.
    pub status: String,
}
