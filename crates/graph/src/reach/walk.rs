//! Follows hops forwards, breadth first.

use super::ReachOptions;
use super::front::{Entry, Front, ROOT, Strength};
use crate::power::{Power, PowerScope, TargetClass};
use crate::rules::RuleId;
use crate::{AssignmentIx, Graph, NodeIx, NodeKind};

/// A power over everything of a class that a walk came upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bulk {
    pub(super) class: TargetClass,
    pub(super) barrier: bool,
    /// Entry of the holder.
    pub(super) holder: u32,
    pub(super) rule: RuleId,
    pub(super) assignment: AssignmentIx,
}

#[derive(Debug)]
pub(super) struct Walk<'g> {
    graph: &'g Graph,
    assume_worst: bool,
    pub(super) front: Front,
    /// Whether powers over everything of a class are spread over its nodes as they come.
    spreads: bool,
    stop_at: Option<NodeIx>,
    pub(super) bulk: Vec<Bulk>,
    /// Entry of the organization: everything is reached.
    pub(super) org: Option<u32>,
    next: usize,
}

impl<'g> Walk<'g> {
    pub(super) fn new(graph: &'g Graph, options: ReachOptions, front: Front) -> Self {
        let assume_worst = options.assume_worst;
        Self {
            graph,
            assume_worst,
            front,
            spreads: false,
            stop_at: None,
            bulk: Vec::new(),
            org: None,
            next: 0,
        }
    }

    pub(super) fn spreading(self) -> Self {
        Self {
            spreads: true,
            ..self
        }
    }

    /// Ends when `node` is reached, and goes on through the organization to get there.
    pub(super) fn until(self, node: NodeIx) -> Self {
        Self {
            stop_at: Some(node),
            ..self
        }
    }

    pub(super) fn start(&mut self, node: NodeIx) {
        let entry = Entry {
            node,
            parent: ROOT,
            cause: u32::MAX,
            rule: RuleId::OrgContains,
            strength: Strength::Full,
        };
        let at = self.front.visit(entry);
        if node == self.graph.organization() {
            self.org = at;
        }
    }

    /// Follows all hops; ends early at the organization, since everything follows from it.
    pub(super) fn run(&mut self) {
        while self.next < self.front.entries.len() {
            let is_done = match self.stop_at {
                Some(node) => self.front.find(node).is_some(),
                None => self.org.is_some(),
            };
            if is_done {
                return;
            }
            let at = self.next as u32;
            self.next += 1;
            self.expand(at);
        }
    }

    /// Follows the hops of the start only.
    pub(super) fn step(&mut self) {
        if !self.front.entries.is_empty() {
            self.expand(0);
        }
    }

    fn expand(&mut self, at: u32) {
        let graph = self.graph;
        let Entry { node, strength, .. } = self.front.entries[at as usize];
        let is_full = strength == Strength::Full;
        // Most of what is reached are apps that can be opened, from which nothing follows.
        if !is_full && graph.is_app(node) {
            return;
        }
        match graph.kind(node) {
            _ if graph.is_deactivated(node) => {}
            NodeKind::Organization => {
                if let Some(target) = self.stop_at {
                    self.visit(at, target, Strength::Full, RuleId::OrgContains, u32::MAX);
                }
            }
            NodeKind::User => {
                if is_full {
                    self.links(at, graph.memberships_of(node), Strength::Full, RuleId::Membership);
                    self.links(at, graph.direct_apps(node), Strength::Part, RuleId::DirectAccess);
                    self.links(at, graph.unseen_apps(node), Strength::Part, RuleId::UnseenAccess);
                } else {
                    let groups = graph
                        .memberships_of(node)
                        .iter()
                        .filter(|&&group| graph.is_role_bearing(group));
                    for &group in groups {
                        self.visit(at, group, Strength::Part, RuleId::GroupRole, u32::MAX);
                    }
                }
                self.powers(at, node);
            }
            NodeKind::Group => {
                if is_full {
                    self.links(at, graph.apps_of_group(node), Strength::Part, RuleId::GroupAccess);
                }
                self.powers(at, node);
            }
            NodeKind::App | NodeKind::ServiceApp if is_full => self.powers(at, node),
            NodeKind::ApiToken => {
                if let Some(owner) = graph.token_acts_as(node) {
                    self.visit(at, owner, Strength::Part, RuleId::TokenOf, u32::MAX);
                }
            }
            kind @ (NodeKind::ClientSecret | NodeKind::ClientKey) => {
                let rule = if kind == NodeKind::ClientSecret {
                    RuleId::SecretOf
                } else {
                    RuleId::KeyOf
                };
                if let Some(app) = graph.owner_of_credential(node).filter(|_| graph.is_active(node)) {
                    self.visit(at, app, Strength::Full, rule, u32::MAX);
                }
            }
            _ => {}
        }
    }

    fn powers(&mut self, at: u32, holder: NodeIx) {
        if !self.graph.is_role_bearing(holder) {
            return;
        }
        let graph = self.graph;
        for power in graph.powers_of(holder) {
            for part in &power.scope {
                match *part {
                    PowerScope::All => self.over_all(at, power),
                    PowerScope::Node(node) => self.over_one(at, power, node),
                    PowerScope::MembersOf(group) => {
                        let barrier = power.barrier && !self.assume_worst;
                        for &user in graph
                            .members_of(group)
                            .iter()
                            .filter(|&&user| graph.passes(barrier, user))
                        {
                            self.visit(at, user, Strength::Full, power.rule, power.assignment.0);
                        }
                    }
                    PowerScope::SecretsOf(app) => {
                        for credential in graph.credentials_of(app) {
                            self.over_one(at, power, credential);
                        }
                    }
                }
            }
        }
    }

    fn over_one(&mut self, at: u32, power: &Power, node: NodeIx) {
        let graph = self.graph;
        let passes = graph.passes(power.barrier && !self.assume_worst, node);
        if passes && graph.class_of(node) == Some(power.class) {
            self.visit(at, node, Strength::Full, power.rule, power.assignment.0);
        }
    }

    fn over_all(&mut self, at: u32, power: &Power) {
        if power.class == TargetClass::Organization {
            self.visit(
                at,
                self.graph.organization(),
                Strength::Full,
                power.rule,
                power.assignment.0,
            );
            return;
        }
        let barrier = power.barrier && !self.assume_worst;
        let covers =
            |known: &Bulk| known.class == power.class && (known.barrier == barrier || !known.barrier);
        if self.bulk.iter().any(covers) {
            return;
        }
        let (class, rule, assignment) = (power.class, power.rule, power.assignment);
        self.bulk.push(Bulk {
            class,
            barrier,
            holder: at,
            rule,
            assignment,
        });
        if self.spreads {
            let graph = self.graph;
            for node in graph
                .nodes_of_class(class)
                .filter(|&node| graph.passes(barrier, node))
            {
                self.visit(at, node, Strength::Full, rule, assignment.0);
            }
        }
    }

    fn links(&mut self, parent: u32, nodes: &[NodeIx], strength: Strength, rule: RuleId) {
        for &node in nodes {
            self.front.visit(Entry {
                node,
                parent,
                cause: u32::MAX,
                rule,
                strength,
            });
        }
    }

    fn visit(&mut self, parent: u32, node: NodeIx, strength: Strength, rule: RuleId, cause: u32) {
        let visited = self.front.visit(Entry {
            node,
            parent,
            cause,
            rule,
            strength,
        });
        if visited.is_some() && node == self.graph.organization() {
            self.org = visited;
        }
    }
}

impl Graph {
    /// The owner whose roles a token has: a token of a person who cannot sign in is dead.
    pub(super) fn token_acts_as(&self, token: NodeIx) -> Option<NodeIx> {
        let owner = self.owner_of_credential(token)?;
        self.user_status(owner)
            .filter(|status| status.is_enabled())
            .map(|_| owner)
    }
}
