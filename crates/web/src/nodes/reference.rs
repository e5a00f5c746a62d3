//! Nodes as links, and links as nodes.

use std::collections::BTreeMap;

use graph::{Graph, NodeIx, NodeKind, NodeSet};
use http::StatusCode;
use serde_json::Value;

use super::kind_word;
use crate::error::ApiError;
use crate::view::NodeRef;

/// A node as a link to it.
pub(crate) fn node_ref(graph: &Graph, node: NodeIx) -> NodeRef {
    let kind = graph.kind(node);
    let properties = if kind == NodeKind::User {
        BTreeMap::new()
    } else {
        properties(graph, node)
    };
    let text = |key: &str| properties.get(key).and_then(Value::as_str).map(str::to_owned);
    let detail = match kind {
        NodeKind::User => graph.display_name(node).map(str::to_owned),
        NodeKind::App | NodeKind::ServiceApp => text("name"),
        NodeKind::ApiToken => text("owner"),
        NodeKind::ClientSecret | NodeKind::ClientKey => graph
            .owner_of_credential(node)
            .map(|owner| graph.name(owner).to_owned()),
        NodeKind::Organization => text("url"),
        NodeKind::GroupRule => text("expression"),
        NodeKind::Policy | NodeKind::IdentityProvider | NodeKind::NetworkZone => text("type"),
        _ => text("description"),
    };
    let status = match graph.user_status(node) {
        Some(status) => Some(status.as_str().to_owned()),
        None => text("status"),
    };
    NodeRef {
        id: graph.id(node).to_owned(),
        name: graph.name(node).to_owned(),
        kind: kind_word(kind),
        sub_kind: kind.sub_kind().to_owned(),
        detail: detail.filter(|detail| !detail.is_empty() && detail != graph.name(node)),
        status,
    }
}

/// What is known of a node besides its names.
pub(crate) fn properties(graph: &Graph, node: NodeIx) -> BTreeMap<String, Value> {
    serde_json::from_str(&graph.properties_json(node)).unwrap_or_default()
}

/// The node that a text id, native id, name or alias means, when it means one. For lists of names: an unknown one
/// costs nothing.
pub(crate) fn find_quietly(graph: &Graph, text: &str) -> Option<NodeIx> {
    if let Some(node) = graph.by_id(text) {
        return Some(node);
    }
    let mut found = graph.lookup(text);
    let node = found.next()?;
    found.next().is_none().then_some(node)
}

/// The node that a text id, native id, name or alias means; if none or several, advice. Where nothing is written just
/// so, the only one that differs in the letter case is meant.
pub(crate) fn find(graph: &Graph, text: &str) -> Result<NodeIx, ApiError> {
    if let Some(node) = find_quietly(graph, text) {
        return Ok(node);
    }
    let ids: Vec<&str> = graph.lookup(text).take(4).map(|node| graph.id(node)).collect();
    if ids.is_empty() {
        return in_any_case(graph, text).ok_or_else(|| unknown(graph, text));
    }
    Err(ApiError::new(
        StatusCode::CONFLICT,
        "ambiguous",
        format!("`{}` names several nodes", shown(text)),
    )
    .hint(format!("use the id of one: {}", ids.join(", "))))
}

/// The only node whose name or alias is `text` but for the letter case.
fn in_any_case(graph: &Graph, text: &str) -> Option<NodeIx> {
    const LOOKED_AT: usize = 10;
    let wanted = text.to_lowercase();
    let is_it = |node: NodeIx| {
        graph.name(node).to_lowercase() == wanted
            || graph.aliases(node).any(|alias| alias.to_lowercase() == wanted)
    };
    let hits = graph.search(text, LOOKED_AT);
    let mut found = hits.iter().map(|hit| hit.node).filter(|node| is_it(*node));
    let node = found.next()?;
    found.next().is_none().then_some(node)
}

/// 404, with what is near.
fn unknown(graph: &Graph, text: &str) -> ApiError {
    let near = graph.search(text.rsplit('/').next().unwrap_or(text), 3);
    let near: Vec<String> = near
        .iter()
        .map(|hit| format!("`{}`", graph.name(hit.node)))
        .collect();
    let hint = if near.is_empty() {
        "it may have been deleted in Okta, or not be in this snapshot: search for it".to_owned()
    } else {
        format!("near it are {}", near.join(", "))
    };
    ApiError::not_found(
        format!("there is no node `{}` in this snapshot", shown(text)),
        hint,
    )
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}

/// Members of a group, people who have an app, holders of a role, things in a resource set.
pub(crate) fn population(graph: &Graph, node: NodeIx) -> Option<u64> {
    let count = match graph.kind(node) {
        NodeKind::Group => graph.members_of(node).len(),
        NodeKind::App | NodeKind::ServiceApp => users_of_app(graph, node).len(),
        NodeKind::Role => {
            let holders = graph
                .holdings()
                .iter()
                .filter(|holding| graph.assignment(holding.assignment).role == node);
            holders.map(|holding| holding.identity).collect::<NodeSet>().len()
        }
        NodeKind::ResourceSet => graph.resources_of_set(node).len(),
        _ => return None,
    };
    Some(count as u64)
}

/// Everybody who has an app, by whatever way.
pub(crate) fn users_of_app(graph: &Graph, app: NodeIx) -> NodeSet {
    let mut users: NodeSet = graph
        .direct_users(app)
        .iter()
        .chain(graph.unseen_users(app))
        .copied()
        .collect();
    for group in graph.groups_of_app(app) {
        for user in graph.effective_members_of(*group) {
            users.insert(user);
        }
    }
    users
}
