//! The panel of a person.

use std::collections::BTreeMap;

use domain::facts::ObjectClass;
use graph::{
    ActionType, ActionTypeSet, EdgeType, GrantKind, Graph, NodeIx, NodeKind, PathFilter, PathRow, paths,
};

use super::{ROLE_CLASSES, node_row, role_row, section};
use crate::app::Charted;
use crate::nodes::{node_ref, properties};
use crate::view::{DirectionWord, PanelRow, PanelSection, PanelTab};

/// Ways to apps that are looked at: more than anybody has.
const WAYS_MAX: usize = 100_000;

pub(super) fn sections(charted: &Charted, user: NodeIx) -> Vec<PanelSection> {
    let graph = &*charted.graph;
    let owned: Vec<NodeIx> = graph
        .edges_from(user)
        .filter(|edge| edge.kind == EdgeType::Owns)
        .map(|edge| edge.to)
        .collect();
    let tokens: Vec<NodeIx> = graph.credentials_of(user).collect();
    vec![
        section(
            "memberships",
            "Groups",
            PanelTab::Overview,
            "in no group",
            graph.memberships_of(user),
            |group| node_row(graph, *group, "member"),
        )
        .more(EdgeType::MemberOf, DirectionWord::Out)
        .with_classes(charted, &[ObjectClass::Memberships]),
        assignments(charted, user),
        section(
            "roles",
            "Administrator roles",
            PanelTab::Permissions,
            "no administrator role",
            graph.roles_of(user),
            |held| role_row(graph, held.assignment, held.group),
        )
        .with_classes(charted, &ROLE_CLASSES),
        section(
            "tokens",
            "API tokens",
            PanelTab::Permissions,
            "owns no API token",
            &tokens,
            |token| token_row(graph, *token),
        )
        .more(EdgeType::TokenOf, DirectionWord::In)
        .with_classes(charted, &[ObjectClass::ApiTokens]),
        section(
            "owned_groups",
            "Groups they own",
            PanelTab::Permissions,
            "owns no group",
            &owned,
            |group| node_row(graph, *group, "owner: may manage its members"),
        )
        .more(EdgeType::Owns, DirectionWord::Out)
        .with_classes(charted, &[ObjectClass::GroupOwners]),
    ]
}

/// Apps, each once, with every way that leads to it.
fn assignments(charted: &Charted, user: NodeIx) -> PanelSection {
    let graph = &*charted.graph;
    let mut filter = PathFilter::of_identity(user);
    filter.action_types = Some(ActionTypeSet::NONE.with(ActionType::Assignment));
    let mut ways = Vec::new();
    paths(graph, &filter).next_batch(&mut ways, WAYS_MAX);
    let mut by_app: BTreeMap<NodeIx, Vec<PathRow>> = BTreeMap::new();
    for way in ways {
        by_app.entry(way.resource).or_default().push(way);
    }
    let apps: Vec<(NodeIx, Vec<PathRow>)> = by_app.into_iter().collect();
    section(
        "assignments",
        "Apps",
        PanelTab::Overview,
        "no app assigned",
        &apps,
        |(app, ways)| app_row(graph, *app, ways),
    )
    .with_classes(
        charted,
        &[
            ObjectClass::AppUsers,
            ObjectClass::AppGroups,
            ObjectClass::Memberships,
        ],
    )
}

fn app_row(graph: &Graph, app: NodeIx, ways: &[PathRow]) -> PanelRow {
    let mut words = Vec::new();
    if ways.iter().any(|way| way.grant == GrantKind::Direct) {
        words.push("direct".to_owned());
    }
    let groups: Vec<NodeIx> = ways.iter().filter_map(|way| way.group).collect();
    if !groups.is_empty() {
        let names: Vec<&str> = groups.iter().take(3).map(|group| graph.name(*group)).collect();
        let more = if groups.len() > 3 {
            format!(" and {} more", groups.len() - 3)
        } else {
            String::new()
        };
        words.push(format!("through {}{more}", names.join(", ")));
    }
    if ways.iter().any(|way| way.grant == GrantKind::UnseenGroup) {
        words.push("through a group that the scan did not see".to_owned());
    }
    PanelRow {
        via: groups
            .iter()
            .take(10)
            .map(|group| node_ref(graph, *group))
            .collect(),
        ..node_row(graph, app, words.join("; "))
    }
}

/// A credential with what its age depends on.
pub(super) fn token_row(graph: &Graph, token: NodeIx) -> PanelRow {
    let known = properties(graph, token);
    let time = |key: &str| {
        known
            .get(key)
            .and_then(|value| value.as_str()?.get(..10).map(str::to_owned))
    };
    let (created, used, expires) = (time("created"), time("last_updated"), time("expires"));
    let mut words: Vec<String> = Vec::new();
    words.extend(created.map(|day| format!("created {day}")));
    let is_token = graph.kind(token) == NodeKind::ApiToken;
    words.extend(used.map(|day| {
        if is_token {
            format!("last used {day}")
        } else {
            format!("changed {day}")
        }
    }));
    words.extend(expires.map(|day| format!("ends {day} if not used")));
    let text = if graph.is_active(token) {
        "in force"
    } else {
        "not in force"
    };
    PanelRow {
        detail: Some(words.join(", ")).filter(|text| !text.is_empty()),
        ..node_row(graph, token, text)
    }
}
