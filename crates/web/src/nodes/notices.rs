//! What of a node is worth a look.

use std::collections::BTreeMap;

use domain::Timestamp;
use graph::{Graph, NodeIx, NodeKind};
use serde_json::Value;

use crate::view::{Notice, NoticeLevel};

const DAY_MS: i64 = 24 * 3_600_000;
/// A token or key without use or change for so long is forgotten rather than needed.
const STALE_DAYS: i64 = 90;

/// Notices of one node.
pub(super) fn of(
    graph: &Graph,
    node: NodeIx,
    properties: &BTreeMap<String, Value>,
    now: Timestamp,
) -> Vec<Notice> {
    let mut notices = Vec::new();
    match graph.kind(node) {
        NodeKind::User => user(graph, node, &mut notices),
        NodeKind::ApiToken => token(graph, node, properties, now, &mut notices),
        NodeKind::Group if graph.is_role_bearing(node) => notices.push(warning(
            "members of this group are administrators",
            "whoever manages its members decides who is an administrator: watch its rules and owners",
        )),
        NodeKind::ClientSecret if graph.is_active(node) => notices.push(warning(
            "this app signs in with a client secret",
            "a private key cannot be read back by whoever manages the app: change the app to `private_key_jwt`",
        )),
        NodeKind::Unseen => notices.push(warning(
            "a role names this, and the scan did not see it",
            "it may be of a class that the credential cannot read: see the coverage of the scan",
        )),
        _ => {}
    }
    notices
}

fn user(graph: &Graph, node: NodeIx, notices: &mut Vec<Notice>) {
    if is_super_admin(graph, node) {
        notices.push(warning(
            "this person is a super administrator",
            "use super administrators only for what no other role can do",
        ));
    }
    let tokens = graph.credentials_of(node).count();
    let is_enabled = graph
        .user_status(node)
        .is_none_or(domain::facts::UserStatus::is_enabled);
    if !is_enabled && tokens + graph.roles_of(node).len() > 0 {
        notices.push(warning(
            "this account is not enabled but still has administrator roles or API tokens",
            "take them away: they return with the account",
        ));
    }
}

fn token(
    graph: &Graph,
    node: NodeIx,
    properties: &BTreeMap<String, Value>,
    now: Timestamp,
    notices: &mut Vec<Notice>,
) {
    let text = |key: &str| properties.get(key).and_then(Value::as_str);
    match graph.owner_of_credential(node) {
        None => notices.push(warning(
            "the scan did not see the owner of this token",
            "look the owner up in Okta",
        )),
        Some(owner) if is_super_admin(graph, owner) => notices.push(Notice {
            level: NoticeLevel::Error,
            message: "this token acts as a super administrator".to_owned(),
            advice: Some(
                "make it anew for an account with only the roles it needs, then revoke it".to_owned(),
            ),
        }),
        Some(_) => {}
    }
    if text("network_connection").is_none_or(|connection| connection == "ANYWHERE") {
        notices.push(warning(
            "this token can be used from anywhere",
            "limit it to a network zone in Okta",
        ));
    }
    let last_used = text("last_updated").and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let idle_ms = last_used.map(|used| now.since_ms(Timestamp::from_ms(used.as_millisecond())));
    if let Some(days) = idle_ms.map(|ms| ms / DAY_MS).filter(|days| *days >= STALE_DAYS) {
        notices.push(warning(
            &format!("this token was not used for {days} days"),
            "revoke it if nothing needs it",
        ));
    }
}

/// Whether somebody holds the role Super Administrator, directly or through a group.
pub(crate) fn is_super_admin(graph: &Graph, identity: NodeIx) -> bool {
    let role = |holding: &graph::Holding| graph.native_id(graph.assignment(holding.assignment).role);
    graph
        .roles_of(identity)
        .iter()
        .any(|holding| role(holding) == "SUPER_ADMIN")
}

fn warning(message: &str, advice: &str) -> Notice {
    Notice {
        level: NoticeLevel::Warning,
        message: message.to_owned(),
        advice: Some(advice.to_owned()),
    }
}
