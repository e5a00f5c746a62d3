//! Rows that are few: roles, tokens, OAuth scopes.

use super::{ActionIx, GrantKind, PathRow};
use crate::{AssignmentIx, GrantIx, Graph, Holding, NodeIx, NodeKind};

/// Roles, tokens and scopes of one identity.
pub(super) fn of_identity(graph: &Graph, identity: NodeIx, put: &mut impl FnMut(PathRow)) {
    match graph.kind(identity) {
        NodeKind::User => {
            role_rows(graph, identity, graph.roles_of(identity), put);
            for token in graph.credentials_of(identity) {
                put(owner_row(identity, token));
            }
        }
        NodeKind::ServiceApp => {
            role_rows(graph, identity, graph.roles_of(identity), put);
            for grant in graph.grants_of(identity) {
                scope_row(graph, grant, put);
            }
        }
        NodeKind::ApiToken => {
            if let Some(owner) = graph.owner_of_credential(identity) {
                role_rows(graph, identity, graph.roles_of(owner), put);
            }
        }
        _ => {}
    }
}

/// Roles over one resource, its owner if it is a token, and scopes if it is the organization.
pub(super) fn of_resource(graph: &Graph, resource: NodeIx, put: &mut impl FnMut(PathRow)) {
    for assignment in graph.assignments_over(resource) {
        let assignee = graph.admin.assignments[assignment.0 as usize].assignee;
        if graph.kind(assignee) == NodeKind::Group {
            for &identity in graph.members_of(assignee) {
                with_tokens(graph, identity, put, |identity| {
                    role_row(graph, identity, Some(assignee), assignment, resource)
                });
            }
        } else {
            with_tokens(graph, assignee, put, |identity| {
                role_row(graph, identity, None, assignment, resource)
            });
        }
    }
    if graph.kind(resource) == NodeKind::ApiToken
        && let Some(owner) = graph.owner_of_credential(resource)
    {
        put(owner_row(owner, resource));
    }
    if resource == graph.organization() {
        for (grant, _) in graph.grants() {
            scope_row(graph, grant, put);
        }
    }
}

/// Roles through one group.
pub(super) fn through_group(graph: &Graph, group: NodeIx, put: &mut impl FnMut(PathRow)) {
    for assignment in graph.assignments_of(group) {
        let record = &graph.admin.assignments[assignment.0 as usize];
        if !record.is_active {
            continue;
        }
        for &identity in graph.members_of(group) {
            for &target in &record.targets {
                with_tokens(graph, identity, put, |identity| {
                    role_row(graph, identity, Some(group), assignment, target)
                });
            }
        }
    }
}

/// The row of a person and one for each API token of theirs, which acts with the same roles.
fn with_tokens(
    graph: &Graph,
    identity: NodeIx,
    put: &mut impl FnMut(PathRow),
    row: impl Fn(NodeIx) -> PathRow,
) {
    put(row(identity));
    if graph.kind(identity) == NodeKind::User {
        graph.credentials_of(identity).for_each(|token| put(row(token)));
    }
}

/// All rows of this file.
pub(super) fn all(graph: &Graph, put: &mut impl FnMut(PathRow)) {
    for holding in graph.holdings() {
        role_rows(graph, holding.identity, std::slice::from_ref(holding), put);
    }
    for token in graph.nodes_of(NodeKind::ApiToken) {
        if let Some(owner) = graph.owner_of_credential(token) {
            put(owner_row(owner, token));
            role_rows(graph, token, graph.roles_of(owner), put);
        }
    }
    for (grant, _) in graph.grants() {
        scope_row(graph, grant, put);
    }
}

fn role_rows(graph: &Graph, identity: NodeIx, holdings: &[Holding], put: &mut impl FnMut(PathRow)) {
    for holding in holdings {
        for &target in &graph.admin.assignments[holding.assignment.0 as usize].targets {
            put(role_row(
                graph,
                identity,
                holding.group,
                holding.assignment,
                target,
            ));
        }
    }
}

fn role_row(
    graph: &Graph,
    identity: NodeIx,
    group: Option<NodeIx>,
    assignment: AssignmentIx,
    resource: NodeIx,
) -> PathRow {
    let facts = &graph.admin.assignments[assignment.0 as usize];
    let grant = if group.is_some() {
        GrantKind::RoleThroughGroup
    } else {
        GrantKind::Role
    };
    PathRow {
        identity,
        resource,
        group,
        resource_group: facts.resource_set.filter(|&set| set != resource),
        cause: assignment.0,
        ..PathRow::plain(graph.action_of_role(facts.role), grant)
    }
}

fn owner_row(identity: NodeIx, token: NodeIx) -> PathRow {
    PathRow {
        identity,
        resource: token,
        ..PathRow::plain(ActionIx::OWNS, GrantKind::Owner)
    }
}

fn scope_row(graph: &Graph, grant: GrantIx, put: &mut impl FnMut(PathRow)) {
    let facts = graph.grant(grant);
    if facts.is_active && graph.kind(facts.app) == NodeKind::ServiceApp {
        put(PathRow {
            identity: facts.app,
            resource: graph.organization(),
            cause: grant.0,
            ..PathRow::plain(graph.action_of_scope(grant), GrantKind::Scope)
        });
    }
}
