//! The panels of a group and of a group rule.

use domain::facts::ObjectClass;
use graph::{AssignmentIx, EdgeType, Graph, NodeIx, NodeKind};
use serde_json::Value;

use super::{ROLE_CLASSES, administrator_row, node_row, role_row, section};
use crate::app::Charted;
use crate::nodes::properties;
use crate::view::{DirectionWord, PanelRow, PanelSection, PanelTab};

pub(super) fn sections(charted: &Charted, group: NodeIx) -> Vec<PanelSection> {
    let mut all = overview(charted, group);
    all.extend(permissions(charted, group));
    all
}

fn overview(charted: &Charted, group: NodeIx) -> Vec<PanelSection> {
    let graph = &*charted.graph;
    let owners: Vec<NodeIx> = graph.owners_of_group(group).collect();
    let rules: Vec<NodeIx> = graph
        .nodes_of(NodeKind::GroupRule)
        .filter(|rule| graph.targets_of_rule(*rule).any(|target| target == group))
        .collect();
    vec![
        section(
            "members",
            "Members",
            PanelTab::Overview,
            "no members",
            graph.members_of(group),
            |user| node_row(graph, *user, "member"),
        )
        .more(EdgeType::MemberOf, DirectionWord::In)
        .with_classes(charted, &[ObjectClass::Memberships]),
        section(
            "owners",
            "Owners",
            PanelTab::Overview,
            "nobody owns it",
            &owners,
            |owner| {
                node_row(
                    graph,
                    *owner,
                    if graph.kind(*owner) == NodeKind::Group {
                        "all its members"
                    } else {
                        "owner"
                    },
                )
            },
        )
        .more(EdgeType::Owns, DirectionWord::In)
        .with_classes(charted, &[ObjectClass::GroupOwners]),
        section(
            "rules",
            "Group rules",
            PanelTab::Overview,
            "no rule puts people in",
            &rules,
            |rule| rule_row(graph, *rule),
        )
        .more(EdgeType::RuleAddsTo, DirectionWord::In)
        .with_classes(charted, &[ObjectClass::GroupRules]),
    ]
}

/// *Permissions & Eligibility*.
fn permissions(charted: &Charted, group: NodeIx) -> Vec<PanelSection> {
    let graph = &*charted.graph;
    let roles: Vec<AssignmentIx> = graph.assignments_of(group).collect();
    let over: Vec<AssignmentIx> = graph.assignments_over(group).collect();
    let nothing: [NodeIx; 0] = [];
    vec![
        section(
            "apps",
            "Apps for every member",
            PanelTab::Permissions,
            "gives no app",
            graph.apps_of_group(group),
            |app| node_row(graph, *app, "assigned to the group"),
        )
        .more(EdgeType::AssignedTo, DirectionWord::Out)
        .with_classes(charted, &[ObjectClass::AppGroups]),
        section(
            "roles",
            "Administrator roles for every member",
            PanelTab::Permissions,
            "gives no administrator role",
            &roles,
            |ix| role_row(graph, *ix, None),
        )
        .more(EdgeType::HasRole, DirectionWord::Out)
        .with_classes(charted, &[ObjectClass::GroupRoles]),
        section(
            "administrators",
            "Who administers it",
            PanelTab::Permissions,
            "no role is limited to it; roles over the whole organization include it",
            &over,
            |ix| administrator_row(graph, *ix),
        )
        .with_classes(charted, &ROLE_CLASSES),
        section(
            "eligibility",
            "Eligibility",
            PanelTab::Permissions,
            "this version does not know requests and access lists: every membership counts as standing",
            &nothing,
            |node| node_row(graph, *node, ""),
        ),
    ]
}

pub(super) fn rule(charted: &Charted, rule: NodeIx) -> Vec<PanelSection> {
    let graph = &*charted.graph;
    let targets: Vec<NodeIx> = graph.targets_of_rule(rule).collect();
    vec![
        section(
            "targets",
            "Puts people into",
            PanelTab::Overview,
            "no group that the scan saw",
            &targets,
            |group| node_row(graph, *group, "adds whoever the condition holds for"),
        )
        .more(EdgeType::RuleAddsTo, DirectionWord::Out)
        .with_classes(charted, &[ObjectClass::GroupRules, ObjectClass::Groups]),
    ]
}

fn rule_row(graph: &Graph, rule: NodeIx) -> PanelRow {
    let condition = properties(graph, rule)
        .get("expression")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let text = if graph.is_active(rule) {
        "in force"
    } else {
        "not in force"
    };
    PanelRow {
        detail: condition,
        ..node_row(graph, rule, text)
    }
}
