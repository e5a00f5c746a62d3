//! Snapshots: whole scans, kept.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which snapshot an answer comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SnapshotRef {
    /// Id; use it as `as_of`.
    pub id: String,
    /// The organization.
    pub org_url: String,
    /// When the scan began, RFC 3339.
    pub taken_at: String,
    /// Age in seconds when this was answered.
    pub age_s: u64,
    /// When the last scan of everything began, where this is that scan with single parts read again because the System
    /// Log named them; nothing for a whole scan.
    #[serde(default)]
    pub whole_at: Option<String>,
}

/// All snapshots of an organization, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SnapshotList {
    /// Newest first.
    pub snapshots: Vec<SnapshotView>,
    /// Pass it as `cursor` for the next page.
    pub next_cursor: Option<String>,
}

/// A snapshot.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SnapshotView {
    /// Which.
    pub snapshot: SnapshotRef,
    /// Whether it is what pages show now.
    pub current: bool,
    /// Rows by class.
    pub coverage: Vec<super::CoverageRow>,
}
