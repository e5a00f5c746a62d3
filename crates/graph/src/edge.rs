//! Facts as edges: what Okta said, one edge a statement.

#[cfg(test)]
mod tests;

use crate::{AssignmentIx, GrantIx, Graph, NodeIx, NodeKind, ScopePart};

/// What an edge says of its two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeType {
    /// Person to group.
    MemberOf,
    /// Person or group to app.
    AssignedTo,
    /// Person to app, by a group that the scan did not see.
    AssignedByUnseenGroup,
    /// Person or group to a group that it owns.
    Owns,
    /// Person, group or service app to role.
    HasRole,
    /// Role to what one of its assignments is limited to: organization, group, app, resource set.
    ScopedTo,
    /// Resource set to person, group or app.
    Contains,
    /// API token to its owner.
    TokenOf,
    /// Client secret to its app.
    SecretOf,
    /// Public key to its app.
    KeyOf,
    /// Service app to the organization.
    GrantedScope,
    /// Group rule to group.
    RuleAddsTo,
}

impl EdgeType {
    /// All types.
    pub const ALL: [Self; 12] = [
        Self::MemberOf,
        Self::AssignedTo,
        Self::AssignedByUnseenGroup,
        Self::Owns,
        Self::HasRole,
        Self::ScopedTo,
        Self::Contains,
        Self::TokenOf,
        Self::SecretOf,
        Self::KeyOf,
        Self::GrantedScope,
        Self::RuleAddsTo,
    ];

    /// As SQL and the web application call it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MemberOf => "member_of",
            Self::AssignedTo => "assigned_to",
            Self::AssignedByUnseenGroup => "assigned_by_unseen_group",
            Self::Owns => "owns",
            Self::HasRole => "has_role",
            Self::ScopedTo => "scoped_to",
            Self::Contains => "contains",
            Self::TokenOf => "token_of",
            Self::SecretOf => "secret_of",
            Self::KeyOf => "key_of",
            Self::GrantedScope => "granted_scope",
            Self::RuleAddsTo => "rule_adds_to",
        }
    }

    /// The type that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What stands behind an edge beside its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeCause {
    /// Nothing more.
    Link,
    /// A role assignment.
    Assignment(AssignmentIx),
    /// An OAuth grant.
    Grant(GrantIx),
}

/// One fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edge {
    /// Where it begins.
    pub from: NodeIx,
    /// Where it ends.
    pub to: NodeIx,
    /// What it says.
    pub kind: EdgeType,
    /// What stands behind it.
    pub cause: EdgeCause,
}

impl Edge {
    const fn link(from: NodeIx, kind: EdgeType, to: NodeIx) -> Self {
        Self {
            from,
            to,
            kind,
            cause: EdgeCause::Link,
        }
    }
}

impl Graph {
    /// All facts, grouped by the node they begin at.
    pub fn edges(&self) -> impl Iterator<Item = Edge> {
        self.nodes().flat_map(|node| self.edges_from(node))
    }

    /// The facts that begin at `node`.
    pub fn edges_from(&self, node: NodeIx) -> impl Iterator<Item = Edge> {
        let to = move |nodes: &'_ [NodeIx], kind: EdgeType| {
            nodes
                .iter()
                .map(move |&end| Edge::link(node, kind, end))
                .collect::<Vec<_>>()
        };
        let kind = self.kind(node);
        let (groups, apps): (&[NodeIx], &[NodeIx]) = match kind {
            NodeKind::User => (self.memberships_of(node), self.direct_apps(node)),
            NodeKind::Group => (&[], self.apps_of_group(node)),
            _ => (&[], &[]),
        };
        let links = groups
            .iter()
            .map(move |&group| Edge::link(node, EdgeType::MemberOf, group))
            .chain(
                apps.iter()
                    .map(move |&app| Edge::link(node, EdgeType::AssignedTo, app)),
            );
        let few = match kind {
            NodeKind::User | NodeKind::Group | NodeKind::App | NodeKind::ServiceApp => {
                let mut few = to(self.unseen_apps(node), EdgeType::AssignedByUnseenGroup);
                self.push_held(node, &mut few);
                few
            }
            _ => self.edges_from_few(node, kind),
        };
        links.chain(few)
    }

    /// The facts that end at `node`.
    pub fn edges_to(&self, node: NodeIx) -> impl Iterator<Item = Edge> {
        let kind = self.kind(node);
        let none: &[NodeIx] = &[];
        let (members, users, groups, unseen) = match kind {
            NodeKind::Group => (self.members_of(node), none, none, none),
            NodeKind::App | NodeKind::ServiceApp => (
                none,
                self.direct_users(node),
                self.groups_of_app(node),
                self.unseen_users(node),
            ),
            _ => (none, none, none, none),
        };
        let from = move |nodes: &'_ [NodeIx], kind: EdgeType| {
            nodes
                .iter()
                .map(move |&from| Edge::link(from, kind, node))
                .collect::<Vec<_>>()
                .into_iter()
        };
        let mut few = Vec::new();
        self.push_few_to(node, kind, &mut few);
        members
            .iter()
            .map(move |&user| Edge::link(user, EdgeType::MemberOf, node))
            .chain(
                users
                    .iter()
                    .map(move |&user| Edge::link(user, EdgeType::AssignedTo, node)),
            )
            .chain(from(groups, EdgeType::AssignedTo))
            .chain(from(unseen, EdgeType::AssignedByUnseenGroup))
            .chain(few)
    }

    /// The resolved resources of a resource set, sorted.
    pub fn resources_of_set(&self, set: NodeIx) -> Vec<NodeIx> {
        let mut nodes: Vec<NodeIx> = self
            .scope_of_set(set)
            .into_iter()
            .filter_map(|part| match part {
                ScopePart::User(node)
                | ScopePart::Group(node)
                | ScopePart::GroupMembers(node)
                | ScopePart::App(node) => Some(node),
                _ => None,
            })
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// Roles, owned groups and scopes of a person, group or app.
    fn push_held(&self, node: NodeIx, out: &mut Vec<Edge>) {
        for ix in self.assignments_of(node) {
            let to = self.assignment(ix).role;
            out.push(Edge {
                from: node,
                to,
                kind: EdgeType::HasRole,
                cause: EdgeCause::Assignment(ix),
            });
        }
        let start = self.owned_by.partition_point(|&(owner, _)| owner < node);
        let owned = self.owned_by[start..]
            .iter()
            .take_while(|&&(owner, _)| owner == node);
        out.extend(owned.map(|&(_, group)| Edge::link(node, EdgeType::Owns, group)));
        for ix in self.grants_of(node) {
            let to = self.organization();
            out.push(Edge {
                from: node,
                to,
                kind: EdgeType::GrantedScope,
                cause: EdgeCause::Grant(ix),
            });
        }
    }

    fn edges_from_few(&self, node: NodeIx, kind: NodeKind) -> Vec<Edge> {
        let owner = |kind: EdgeType| {
            self.owner_of_credential(node)
                .map(|owner| Edge::link(node, kind, owner))
                .into_iter()
                .collect()
        };
        match kind {
            NodeKind::Role => self
                .assignments()
                .filter(|(_, assignment)| assignment.role == node)
                .flat_map(|(ix, assignment)| {
                    let set = assignment.resource_set;
                    let targets = if set.is_some() {
                        &[][..]
                    } else {
                        assignment.targets
                    };
                    set.into_iter()
                        .chain(targets.iter().copied())
                        .map(move |to| (ix, to))
                })
                .map(|(ix, to)| Edge {
                    from: node,
                    to,
                    kind: EdgeType::ScopedTo,
                    cause: EdgeCause::Assignment(ix),
                })
                .collect(),
            NodeKind::ResourceSet => {
                let nodes = self.resources_of_set(node);
                nodes
                    .into_iter()
                    .map(|to| Edge::link(node, EdgeType::Contains, to))
                    .collect()
            }
            NodeKind::ApiToken => owner(EdgeType::TokenOf),
            NodeKind::ClientSecret => owner(EdgeType::SecretOf),
            NodeKind::ClientKey => owner(EdgeType::KeyOf),
            NodeKind::GroupRule => self
                .targets_of_rule(node)
                .map(|group| Edge::link(node, EdgeType::RuleAddsTo, group))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn push_few_to(&self, node: NodeIx, kind: NodeKind, out: &mut Vec<Edge>) {
        out.extend(self.credentials_of(node).map(|credential| {
            let kind = match self.kind(credential) {
                NodeKind::ClientSecret => EdgeType::SecretOf,
                NodeKind::ClientKey => EdgeType::KeyOf,
                _ => EdgeType::TokenOf,
            };
            Edge::link(credential, kind, node)
        }));
        if kind == NodeKind::Group {
            out.extend(
                self.owners_of_group(node)
                    .map(|owner| Edge::link(owner, EdgeType::Owns, node)),
            );
            let rules = self.nodes_of(NodeKind::GroupRule);
            let rules = rules.filter(|&rule| self.targets_of_rule(rule).any(|group| group == node));
            out.extend(rules.map(|rule| Edge::link(rule, EdgeType::RuleAddsTo, node)));
        }
        for (ix, assignment) in self.assignments() {
            let cause = EdgeCause::Assignment(ix);
            if assignment.role == node {
                out.push(Edge {
                    from: assignment.assignee,
                    to: node,
                    kind: EdgeType::HasRole,
                    cause,
                });
            }
            let is_scope = match assignment.resource_set {
                Some(set) => set == node,
                None => assignment.targets.contains(&node),
            };
            if is_scope {
                out.push(Edge {
                    from: assignment.role,
                    to: node,
                    kind: EdgeType::ScopedTo,
                    cause,
                });
            }
        }
        let sets = self.nodes_of(NodeKind::ResourceSet);
        let sets = sets.filter(|&set| self.resources_of_set(set).contains(&node));
        out.extend(sets.map(|set| Edge::link(set, EdgeType::Contains, node)));
        if node == self.organization() {
            out.extend(self.grants().map(|(ix, grant)| Edge {
                from: grant.app,
                to: node,
                kind: EdgeType::GrantedScope,
                cause: EdgeCause::Grant(ix),
            }));
        }
    }
}
