//! The panels of an app and of the organization.

use domain::facts::ObjectClass;
use graph::{AssignmentIx, EdgeType, GrantIx, Holding, NodeIx, NodeKind, NodeSet, ScopePart};

use super::user::token_row;
use super::{ROLE_CLASSES, administrator_row, node_row, role_row, section, text_row};
use crate::app::Charted;
use crate::nodes::reference::users_of_app;
use crate::view::{DirectionWord, PanelRow, PanelSection, PanelTab};

pub(super) fn app(charted: &Charted, app: NodeIx) -> Vec<PanelSection> {
    let graph = &*charted.graph;
    let users: Vec<NodeIx> = users_of_app(graph, app).iter().collect();
    let direct: NodeSet = graph.direct_users(app).iter().copied().collect();
    let over: Vec<AssignmentIx> = graph.assignments_over(app).collect();
    let credentials: Vec<NodeIx> = graph.credentials_of(app).collect();
    let mut all = vec![
        section(
            "users",
            "Users",
            PanelTab::Overview,
            "nobody has it",
            &users,
            |user| {
                node_row(
                    graph,
                    *user,
                    if direct.contains(*user) {
                        "direct"
                    } else {
                        "through a group"
                    },
                )
            },
        )
        .with_classes(
            charted,
            &[
                ObjectClass::AppUsers,
                ObjectClass::AppGroups,
                ObjectClass::Memberships,
            ],
        ),
        section(
            "groups",
            "Groups",
            PanelTab::Overview,
            "assigned to no group",
            graph.groups_of_app(app),
            |group| {
                node_row(
                    graph,
                    *group,
                    format!("{} members", graph.members_of(*group).len()),
                )
            },
        )
        .more(EdgeType::AssignedTo, DirectionWord::In)
        .with_classes(charted, &[ObjectClass::AppGroups]),
        section(
            "credentials",
            "Secrets and keys",
            PanelTab::Permissions,
            "no client secret or key",
            &credentials,
            |node| PanelRow {
                text: graph.kind(*node).sub_kind().replace('_', " "),
                ..token_row(graph, *node)
            },
        )
        .with_classes(charted, &[ObjectClass::ClientSecrets, ObjectClass::ClientKeys]),
        section(
            "administrators",
            "Who administers it",
            PanelTab::Permissions,
            "no role is limited to it; roles over the whole organization include it",
            &over,
            |ix| administrator_row(graph, *ix),
        )
        .with_classes(charted, &ROLE_CLASSES),
    ];
    if graph.kind(app) == NodeKind::ServiceApp {
        all.extend(service(charted, app));
    }
    all
}

fn service(charted: &Charted, app: NodeIx) -> Vec<PanelSection> {
    let graph = &*charted.graph;
    let grants: Vec<GrantIx> = graph.grants_of(app).collect();
    vec![
        section(
            "grants",
            "OAuth scopes",
            PanelTab::Permissions,
            "no scope granted",
            &grants,
            |ix| {
                let grant = graph.grant(*ix);
                let detail = (!grant.is_active).then(|| "revoked".to_owned());
                PanelRow {
                    detail,
                    ..text_row(grant.scope)
                }
            },
        )
        .with_classes(charted, &[ObjectClass::Grants]),
        section(
            "roles",
            "Administrator roles",
            PanelTab::Permissions,
            "no administrator role: granted scopes have no effect",
            graph.roles_of(app),
            |held| role_row(graph, held.assignment, held.group),
        )
        .with_classes(charted, &[ObjectClass::ClientRoles]),
    ]
}

pub(super) fn organization(charted: &Charted, _: NodeIx) -> Vec<PanelSection> {
    let graph = &*charted.graph;
    let is_wide = |held: &&Holding| {
        graph
            .assignment(held.assignment)
            .scope
            .contains(&ScopePart::Organization)
    };
    let wide: Vec<Holding> = graph.holdings().iter().filter(is_wide).copied().collect();
    let tokens: Vec<NodeIx> = graph.nodes_of(NodeKind::ApiToken).collect();
    vec![
        section(
            "administrators",
            "Administrators of the whole organization",
            PanelTab::Overview,
            "nobody",
            &wide,
            |held| {
                let row = role_row(graph, held.assignment, held.group);
                let role = row.node.map_or_else(String::new, |role| role.name);
                PanelRow {
                    via: row.via,
                    detail: Some(row.text),
                    ..node_row(graph, held.identity, role)
                }
            },
        )
        .with_classes(charted, &ROLE_CLASSES),
        section(
            "tokens",
            "API tokens",
            PanelTab::Overview,
            "no API token",
            &tokens,
            |token| token_row(graph, *token),
        )
        .with_classes(charted, &[ObjectClass::ApiTokens]),
    ]
}
