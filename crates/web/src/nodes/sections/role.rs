//! The panels of a role and of a resource set.

use domain::facts::ObjectClass;
use graph::{Assignment, AssignmentIx, EdgeType, Holding, NodeIx};
use serde_json::Value;

use super::{ROLE_CLASSES, administrator_row, node_row, role_row, scope_text, section, text_row};
use crate::app::Charted;
use crate::nodes::{node_ref, properties};
use crate::view::{DirectionWord, PanelRow, PanelSection, PanelTab};

pub(super) fn sections(charted: &Charted, role: NodeIx) -> Vec<PanelSection> {
    let graph = &*charted.graph;
    let is_held = |held: &&Holding| graph.assignment(held.assignment).role == role;
    let held: Vec<Holding> = graph.holdings().iter().filter(is_held).copied().collect();
    let given = assignments(charted, |assignment| assignment.role == role);
    let permissions: Vec<&str> = graph.permissions_of(role).collect();
    vec![
        section(
            "holders",
            "Who holds it",
            PanelTab::Overview,
            "nobody holds it",
            &held,
            |held| {
                let how = role_row(graph, held.assignment, held.group);
                PanelRow {
                    detail: how.detail,
                    via: how.via,
                    ..node_row(graph, held.identity, how.text)
                }
            },
        )
        .with_classes(charted, &ROLE_CLASSES),
        section(
            "assignments",
            "Assigned to",
            PanelTab::Overview,
            "assigned to nobody",
            &given,
            |ix| {
                let found = graph.assignment(*ix);
                PanelRow {
                    detail: Some(scope_text(graph, *ix)),
                    ..node_row(graph, found.assignee, "assigned")
                }
            },
        )
        .more(EdgeType::HasRole, DirectionWord::In)
        .with_classes(charted, &ROLE_CLASSES),
        section(
            "permissions",
            "Permissions",
            PanelTab::Permissions,
            "a standard role: Okta describes what it may do",
            &permissions,
            |word| text_row(*word),
        )
        .with_classes(charted, &[ObjectClass::Roles]),
    ]
}

pub(super) fn resource_set(charted: &Charted, set: NodeIx) -> Vec<PanelSection> {
    let graph = &*charted.graph;
    let nodes = graph.resources_of_set(set);
    let bound = assignments(charted, |assignment| assignment.resource_set == Some(set));
    let known = properties(graph, set);
    let names = known
        .get("resources")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
    vec![
        section(
            "resources",
            "Contains",
            PanelTab::Overview,
            "nothing that the scan saw by itself",
            &nodes,
            |node| node_row(graph, *node, "in the set"),
        )
        .more(EdgeType::Contains, DirectionWord::Out)
        .with_classes(charted, &[ObjectClass::ResourceSets]),
        section(
            "definition",
            "As Okta names them",
            PanelTab::Overview,
            "empty",
            &names,
            |name| text_row(*name),
        ),
        section(
            "bindings",
            "Who has which role over it",
            PanelTab::Permissions,
            "bound to nobody",
            &bound,
            |ix| {
                let row = administrator_row(graph, *ix);
                let role = graph.assignment(*ix).role;
                PanelRow {
                    via: vec![node_ref(graph, role)],
                    ..row
                }
            },
        )
        .with_classes(charted, &ROLE_CLASSES),
    ]
}

fn assignments(charted: &Charted, is_meant: impl Fn(&Assignment<'_>) -> bool) -> Vec<AssignmentIx> {
    charted
        .graph
        .assignments()
        .filter(|(_, assignment)| is_meant(assignment))
        .map(|(ix, _)| ix)
        .collect()
}
