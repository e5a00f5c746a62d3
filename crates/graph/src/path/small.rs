//! Rows that are few: roles, tokens, OAuth scopes.

use super::{ActionIx, GrantKind, PathRow};
use crate::{AssignmentIx, GrantIx, Graph, Holding, NodeIx, NodeKind};

/// Roles, tokens and scopes of one identity.
pub(super) fn of_identity(graph: &Graph, identity: NodeIx, put: &mut impl FnMut(PathRow)) {
    match graph.kind(identity) {
        NodeKind::User => {
            role_rows(graph, identity, graph.roles_of(identity), |_, _| true, put);
            for token in graph.credentials_of(identity) {
                put(owner_row(identity, token));
            }
        }
        NodeKind::ServiceApp => {
            role_rows(graph, identity, graph.roles_of(identity), |_, _| true, put);
            for grant in graph.grants_of(identity) {
                scope_row(graph, grant, put);
            }
        }
        NodeKind::ApiToken => {
            if let Some(owner) = graph.owner_of_credential(identity) {
                role_rows(graph, identity, graph.roles_of(owner), |_, _| true, put);
            }
        }
        _ => {}
    }
}

/// Roles over one resource, its owner if it is a token, and scopes if it is the organization.
pub(super) fn of_resource(graph: &Graph, resource: NodeIx, put: &mut impl FnMut(PathRow)) {
    let mut is_target = false;
    for assignment in graph.assignments_over(resource) {
        is_target = true;
        let assignee = graph.assignment(assignment).assignee;
        if graph.kind(assignee) == NodeKind::Group {
            for &identity in graph.members_of(assignee) {
                put(role_row(graph, identity, Some(assignee), assignment, resource));
            }
        } else {
            put(role_row(graph, assignee, None, assignment, resource));
        }
    }
    if is_target {
        token_rows(graph, |_, target| target == resource, put);
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
    let mut has_roles = false;
    for assignment in graph
        .assignments_of(group)
        .filter(|&ix| graph.assignment(ix).is_active)
    {
        has_roles = true;
        for &identity in graph.members_of(group) {
            for &target in graph.assignment(assignment).targets {
                put(role_row(graph, identity, Some(group), assignment, target));
            }
        }
    }
    if has_roles {
        token_rows(graph, |holding, _| holding.group == Some(group), put);
    }
}

/// All rows of this file.
pub(super) fn all(graph: &Graph, put: &mut impl FnMut(PathRow)) {
    for holding in graph.holdings() {
        role_rows(
            graph,
            holding.identity,
            std::slice::from_ref(holding),
            |_, _| true,
            put,
        );
    }
    token_rows(graph, |_, _| true, put);
    for token in graph.nodes_of(NodeKind::ApiToken) {
        if let Some(owner) = graph.owner_of_credential(token) {
            put(owner_row(owner, token));
        }
    }
    for (grant, _) in graph.grants() {
        scope_row(graph, grant, put);
    }
}

/// The rows of API tokens as identities: each has its owner's roles.
fn token_rows(graph: &Graph, wanted: impl Fn(&Holding, NodeIx) -> bool, put: &mut impl FnMut(PathRow)) {
    for token in graph.nodes_of(NodeKind::ApiToken) {
        if let Some(owner) = graph.owner_of_credential(token) {
            role_rows(graph, token, graph.roles_of(owner), &wanted, put);
        }
    }
}

fn role_rows(
    graph: &Graph,
    identity: NodeIx,
    holdings: &[Holding],
    wanted: impl Fn(&Holding, NodeIx) -> bool,
    put: &mut impl FnMut(PathRow),
) {
    for holding in holdings {
        for &target in &graph.admin.assignments[holding.assignment.0 as usize].targets {
            if wanted(holding, target) {
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
