//! Everything the side panel shows of a node.

use axum::extract::State;
use domain::Timestamp;
use graph::{Graph, NodeIx, NodeKind};
use serde_json::Value;

use super::{find, node_ref, properties, sections};
use crate::app::{Charted, Shared};
use crate::error::Answer;
use crate::extract::Segment;
use crate::view::{ErrorBody, Field, FieldFormat, NodePanel, SnapshotRef};

/// A node with its properties and the first rows of its lists.
#[utoipa::path(
    get,
    path = "/api/v1/nodes/{id}",
    operation_id = "node",
    tag = "nodes",
    params(("id" = String, Path, description = "Text id, native id or exact name of a node, URL-encoded")),
    responses(
        (status = 200, description = "The node", body = NodePanel),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn node(State(app): State<Shared>, Segment(id): Segment<String>) -> Answer<NodePanel> {
    let asked = app.clone();
    app.ask(move |charted| {
        let node = find(&charted.graph, &id)?;
        Ok(panel(charted, node, asked.now(), asked.snapshot_ref(charted)))
    })
    .await
}

fn panel(charted: &Charted, node: NodeIx, now: Timestamp, snapshot: SnapshotRef) -> NodePanel {
    let graph = &*charted.graph;
    let kind = graph.kind(node);
    let properties = properties(graph, node);
    let text = |text: &str| text.to_owned();
    NodePanel {
        node: node_ref(graph, node),
        aliases: graph.aliases(node).map(text).collect(),
        labels: graph
            .labels(node)
            .map(|(key, value)| (text(key), text(value)))
            .collect(),
        fields: properties
            .iter()
            .filter_map(|(key, value)| field(graph, key, value))
            .collect(),
        standing_privileges: kind
            .is_identity()
            .then(|| u64::from(graph.standing_privileges(node))),
        sections: sections::of(charted, node),
        notices: super::notices::of(graph, node, &properties, now),
        okta_url: okta_url(graph, node),
        has_raw: super::raw::table_of(kind).is_some(),
        properties,
        snapshot,
    }
}

/// A property for people; lists of ids and flags that say nothing are left to the raw object.
fn field(graph: &Graph, key: &str, value: &Value) -> Option<Field> {
    let shown = match value {
        Value::String(text) if !text.is_empty() => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => (if *flag { "yes" } else { "no" }).to_owned(),
        Value::Array(list) => {
            let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            if words.is_empty() || words.len() < list.len() {
                return None;
            }
            words.join(", ")
        }
        _ => return None,
    };
    let is_time = shown.len() >= 20 && shown.ends_with('Z') && shown.as_bytes().get(10) == Some(&b'T');
    let format = match key {
        _ if is_time => FieldFormat::Time,
        "status" | "owner_status" => FieldFormat::Status,
        "expression" | "client_id" | "owner_id" | "source_app" | "kid" => FieldFormat::Code,
        _ if value.is_number() => FieldFormat::Number,
        _ => FieldFormat::Text,
    };
    let names_node = matches!(key, "owner" | "owner_id" | "source_app" | "manager");
    let node = if names_node {
        super::find_quietly(graph, &shown)
    } else {
        None
    };
    let node = node.map(|node| node_ref(graph, node));
    Some(Field {
        key: key.to_owned(),
        label: label(key),
        value: shown,
        format,
        node,
    })
}

/// `last_login` as `Last login`.
fn label(key: &str) -> String {
    let words = key.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// Where an administrator changes the thing: paths of Okta's Admin Console.
fn okta_url(graph: &Graph, node: NodeIx) -> Option<String> {
    let (host, rest) = graph.org_url().strip_prefix("https://")?.split_once('.')?;
    let native = graph.native_id(node);
    let path = match graph.kind(node) {
        NodeKind::User => format!("admin/user/profile/view/{native}"),
        NodeKind::Group => format!("admin/group/{native}"),
        NodeKind::App | NodeKind::ServiceApp => format!("admin/app/instance/{native}"),
        NodeKind::ApiToken => "admin/access/api/tokens".to_owned(),
        NodeKind::Role | NodeKind::ResourceSet => "admin/access/administrators".to_owned(),
        NodeKind::GroupRule => "admin/groups#rules".to_owned(),
        NodeKind::IdentityProvider => "admin/access/identity-providers".to_owned(),
        NodeKind::NetworkZone => "admin/access/networks".to_owned(),
        _ => return None,
    };
    let is_okta = [
        "okta.com",
        "oktapreview.com",
        "okta-emea.com",
        "okta-gov.com",
        "okta.mil",
    ]
    .contains(&rest);
    is_okta.then(|| format!("https://{host}-admin.{rest}/{path}"))
}
