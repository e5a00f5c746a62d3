//! Who can get to a node: hops followed backwards, breadth first.
//!
//! The strength of an entry is turned round: an entry in full strength says that reaching its node in part is
//! enough to go on, one in part that its node must be reached in full.

use super::front::{Entry, Front, ROOT, Strength};
use super::{Hop, ReachOptions};
use crate::power::{Power, TargetClass};
use crate::rules::RuleId;
use crate::{Graph, NodeIx, NodeKind};

/// All nodes that reach one node.
#[derive(Debug)]
pub struct WhoReaches<'g> {
    graph: &'g Graph,
    target: NodeIx,
    front: Front,
}

/// Everything from which `target` can be reached.
pub fn who_reaches<'g>(graph: &'g Graph, target: NodeIx, options: ReachOptions) -> WhoReaches<'g> {
    let mut walk = Back {
        graph,
        assume_worst: options.assume_worst,
        front: Front::new(&graph.closures.pool, graph.node_count()),
        seen: Vec::new(),
    };
    walk.front.visit(Entry {
        node: target,
        parent: ROOT,
        cause: u32::MAX,
        rule: RuleId::OrgContains,
        strength: Strength::Full,
    });
    let mut next = 0;
    while next < walk.front.entries.len() {
        walk.expand(next as u32);
        next += 1;
    }
    WhoReaches {
        graph,
        target,
        front: walk.front,
    }
}

impl WhoReaches<'_> {
    /// How many nodes reach the target, which is not counted.
    pub fn len(&self) -> usize {
        self.front.node_count().saturating_sub(1)
    }

    /// Whether nothing reaches the target.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether `node` reaches the target.
    pub fn contains(&self, node: NodeIx) -> bool {
        node != self.target && self.front.find(node).is_some()
    }

    /// The nodes that reach the target, nearest first.
    pub fn nodes(&self) -> impl Iterator<Item = NodeIx> + '_ {
        self.front.nodes().filter(|&node| node != self.target)
    }

    /// How many nodes of a kind reach the target.
    pub fn count(&self, kind: NodeKind) -> usize {
        self.nodes().filter(|&node| self.graph.kind(node) == kind).count()
    }

    /// The hops from `node` to the target.
    pub fn path_from(&self, node: NodeIx) -> Option<Vec<Hop>> {
        let mut hops = self
            .front
            .hops(self.front.find(node).filter(|_| node != self.target)?);
        hops.reverse();
        for hop in &mut hops {
            std::mem::swap(&mut hop.from, &mut hop.to);
        }
        Some(hops)
    }
}

struct Back<'g> {
    graph: &'g Graph,
    assume_worst: bool,
    front: Front,
    /// Classes whose holders of powers over everything are in: class, and whether its role-bearing nodes.
    seen: Vec<(TargetClass, bool)>,
}

impl Back<'_> {
    fn expand(&mut self, at: u32) {
        let graph = self.graph;
        let Entry { node, strength, .. } = self.front.entries[at as usize];
        let part_is_enough = strength == Strength::Full;
        match graph.kind(node) {
            NodeKind::User if part_is_enough => {
                let tokens: Vec<NodeIx> = graph.credentials_of(node).collect();
                for token in tokens
                    .into_iter()
                    .filter(|&token| graph.token_acts_as(token).is_some())
                {
                    self.visit(at, token, Strength::Full, RuleId::TokenOf, u32::MAX);
                }
            }
            NodeKind::Group => {
                let by_role = part_is_enough && graph.is_role_bearing(node);
                let (strength, rule) = match by_role {
                    true => (Strength::Full, RuleId::GroupRole),
                    false => (Strength::Part, RuleId::Membership),
                };
                self.links(at, graph.members_of(node), strength, rule);
            }
            NodeKind::App | NodeKind::ServiceApp => {
                if part_is_enough {
                    self.links(at, graph.direct_users(node), Strength::Part, RuleId::DirectAccess);
                    self.links(at, graph.unseen_users(node), Strength::Part, RuleId::UnseenAccess);
                    self.links(at, graph.groups_of_app(node), Strength::Part, RuleId::GroupAccess);
                }
                let credentials: Vec<NodeIx> = graph.credentials_of(node).collect();
                for credential in credentials
                    .into_iter()
                    .filter(|&credential| graph.is_active(credential))
                {
                    let is_key = graph.kind(credential) == NodeKind::ClientKey;
                    let rule = if is_key { RuleId::KeyOf } else { RuleId::SecretOf };
                    self.visit(at, credential, Strength::Full, rule, u32::MAX);
                }
            }
            _ => {}
        }
        self.powers(at, node);
        if node != graph.organization() {
            self.visit(
                at,
                graph.organization(),
                Strength::Full,
                RuleId::OrgContains,
                u32::MAX,
            );
        }
    }

    /// Holders of powers over the node; those over everything of its class only once.
    fn powers(&mut self, at: u32, node: NodeIx) {
        let graph = self.graph;
        let Some(class) = graph.class_of(node) else { return };
        let bears_role = graph.is_role_bearing(node);
        let is_new = !self.seen.contains(&(class, bears_role));
        if is_new {
            self.seen.push((class, bears_role));
        }
        for power in graph.powers_naming(node, is_new) {
            if power.class == class && graph.passes(power.barrier && !self.assume_worst, node) {
                self.holder(at, power);
            }
        }
    }

    fn holder(&mut self, at: u32, power: &Power) {
        let strength = match self.graph.kind(power.holder) {
            NodeKind::App | NodeKind::ServiceApp => Strength::Part,
            _ => Strength::Full,
        };
        self.visit(at, power.holder, strength, power.rule, power.assignment.0);
    }

    fn links(&mut self, at: u32, nodes: &[NodeIx], strength: Strength, rule: RuleId) {
        for &node in nodes {
            self.visit(at, node, strength, rule, u32::MAX);
        }
    }

    /// Nobody gets anywhere as a person whose account is deactivated.
    fn visit(&mut self, parent: u32, node: NodeIx, strength: Strength, rule: RuleId, cause: u32) {
        if self.graph.is_deactivated(node) {
            return;
        }
        self.front.visit(Entry {
            node,
            parent,
            cause,
            rule,
            strength,
        });
    }
}
