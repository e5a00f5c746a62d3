//! The panel of an API token, a client secret or a client key.

use domain::facts::ObjectClass;
use graph::NodeIx;
use serde_json::Value;

use super::{ROLE_CLASSES, node_row, role_row, section, text_row};
use crate::app::Charted;
use crate::nodes::{node_ref, properties};
use crate::view::{PanelRow, PanelSection, PanelTab};

pub(super) fn sections(charted: &Charted, credential: NodeIx) -> Vec<PanelSection> {
    let graph = &*charted.graph;
    let owner: Vec<NodeIx> = graph.owner_of_credential(credential).into_iter().collect();
    let roles = owner.first().map_or(&[][..], |owner| graph.roles_of(*owner));
    let known = properties(graph, credential);
    let zones = |key: &str, word: &'static str| -> Vec<(String, &'static str)> {
        let list = known
            .get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        list.iter()
            .filter_map(Value::as_str)
            .map(|id| (id.to_owned(), word))
            .collect()
    };
    let mut limits = zones("network_include", "only from");
    limits.extend(zones("network_exclude", "not from"));
    vec![
        section(
            "owner",
            "Acts as",
            PanelTab::Overview,
            "the scan did not see whose it is",
            &owner,
            |owner| node_row(graph, *owner, "owner"),
        )
        .with_classes(charted, &[ObjectClass::ApiTokens, ObjectClass::Users]),
        section(
            "roles",
            "What it may do: its owner's roles",
            PanelTab::Permissions,
            "its owner has no administrator role",
            roles,
            |held| role_row(graph, held.assignment, held.group),
        )
        .with_classes(charted, &ROLE_CLASSES),
        section(
            "network",
            "From where",
            PanelTab::Overview,
            "from anywhere",
            &limits,
            |(zone, word)| {
                let node = graph.lookup(zone).next().map(|node| node_ref(graph, node));
                PanelRow {
                    node,
                    ..text_row(format!("{word} {zone}"))
                }
            },
        )
        .with_classes(charted, &[ObjectClass::NetworkZones]),
    ]
}
