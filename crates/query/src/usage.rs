//! When access was last used, as far as anybody knows: a port.

use std::fmt::Debug;

use graph::path::ActionType;
use graph::{Graph, NodeKind, PathRow};

/// Tells when people last opened apps.
pub trait Usage: Debug + Send + Sync {
    /// What is known of `user` opening `app`, both by their ids in the organization `org` (host and port).
    fn of(&self, org: &str, user: &str, app: &str) -> Used;
}

/// What is known of one use. Nothing known is not the same as not used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// The last one, in microseconds since the epoch.
    pub last_us: Option<i64>,
    /// Whether there was one within the last 90 days; `None` where the time before was not collected.
    pub within_90_days: Option<bool>,
}

/// What is known of the access of `row`: people opening the apps they are assigned.
pub(crate) fn of_row(usage: &dyn Usage, graph: &Graph, row: &PathRow) -> Used {
    let is_told = row.action_type() == ActionType::Assignment && graph.kind(row.identity) == NodeKind::User;
    if !is_told {
        return Used::default();
    }
    let org = authority(graph.org_url());
    usage.of(org, graph.native_id(row.identity), graph.native_id(row.resource))
}

/// Host and port of an address: how events name their organization.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}
