//! Rows that are few: roles, OAuth scopes, tokens, and what credentials have of their owners.

use super::{ActionIx, GrantKind, PathRow};
use crate::{AssignmentIx, GrantIx, Graph, Holding, NodeIx, NodeKind};

/// Roles, tokens and scopes of one identity; a credential has the roles and scopes of its owner.
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
                scope_row(graph, identity, grant, put);
            }
        }
        NodeKind::ApiToken | NodeKind::ClientSecret | NodeKind::ClientKey => {
            of_credential(graph, identity, put);
        }
        _ => {}
    }
}

fn of_credential(graph: &Graph, credential: NodeIx, put: &mut impl FnMut(PathRow)) {
    if let Some(owner) = graph.acts_as(credential) {
        role_rows(graph, credential, graph.roles_of(owner), put);
        for grant in graph.grants_of(owner) {
            scope_row(graph, credential, grant, put);
        }
    }
}

/// Roles over one resource, its owner if it is a token, and scopes if it is the organization.
pub(super) fn of_resource(graph: &Graph, resource: NodeIx, put: &mut impl FnMut(PathRow)) {
    for assignment in graph.assignments_over(resource) {
        let assignee = graph.admin.assignments[assignment.0 as usize].assignee;
        if graph.kind(assignee) == NodeKind::Group {
            for identity in graph.effective_members_of(assignee) {
                with_credentials(graph, identity, put, |identity| {
                    role_row(graph, identity, Some(assignee), assignment, resource)
                });
            }
        } else {
            with_credentials(graph, assignee, put, |identity| {
                role_row(graph, identity, None, assignment, resource)
            });
        }
    }
    match graph.kind(resource) {
        NodeKind::ApiToken => {
            if let Some(owner) = graph.owner_of_credential(resource) {
                put(owner_row(owner, resource));
            }
        }
        NodeKind::Organization => scope_rows(graph, put),
        _ => {}
    }
}

/// Roles through one group.
pub(super) fn through_group(graph: &Graph, group: NodeIx, put: &mut impl FnMut(PathRow)) {
    for assignment in graph.assignments_of(group) {
        let record = &graph.admin.assignments[assignment.0 as usize];
        if !record.is_active {
            continue;
        }
        for identity in graph.effective_members_of(group) {
            for &target in &record.targets {
                with_credentials(graph, identity, put, |identity| {
                    role_row(graph, identity, Some(group), assignment, target)
                });
            }
        }
    }
}

/// The row of a person or service app, and one for each credential of theirs that acts with the same roles.
fn with_credentials(
    graph: &Graph,
    identity: NodeIx,
    put: &mut impl FnMut(PathRow),
    row: impl Fn(NodeIx) -> PathRow,
) {
    put(row(identity));
    let credentials = graph.credentials_of(identity);
    let in_use = credentials.filter(|&credential| graph.acts_as(credential).is_some());
    in_use.for_each(|credential| put(row(credential)));
}

/// All rows of this file.
pub(super) fn all(graph: &Graph, put: &mut impl FnMut(PathRow)) {
    for holding in graph.holdings() {
        role_rows(graph, holding.identity, std::slice::from_ref(holding), put);
    }
    for &(owner, credential) in &graph.credentials {
        if graph.kind(credential) == NodeKind::ApiToken {
            put(owner_row(owner, credential));
        }
        if graph.acts_as(credential).is_some() {
            role_rows(graph, credential, graph.roles_of(owner), put);
        }
    }
    scope_rows(graph, put);
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

/// Scopes of all service apps and of their credentials.
fn scope_rows(graph: &Graph, put: &mut impl FnMut(PathRow)) {
    for (grant, facts) in graph.grants() {
        scope_row(graph, facts.app, grant, put);
        let credentials = graph.credentials_of(facts.app);
        for credential in credentials.filter(|&credential| graph.acts_as(credential).is_some()) {
            scope_row(graph, credential, grant, put);
        }
    }
}

/// `identity` is the service app or a credential of it.
fn scope_row(graph: &Graph, identity: NodeIx, grant: GrantIx, put: &mut impl FnMut(PathRow)) {
    let facts = graph.grant(grant);
    if facts.is_active && graph.kind(facts.app) == NodeKind::ServiceApp {
        put(PathRow {
            identity,
            resource: graph.organization(),
            cause: grant.0,
            ..PathRow::plain(graph.action_of_scope(grant), GrantKind::Scope)
        });
    }
}
