//! Who can open which app now and could not before, and the other way round, with the facts that made it so.

use std::collections::BTreeSet;

use super::Diff;
use crate::{Edge, EdgeCause, EdgeType, Graph, NodeIx, NodeKind, NodeSet};

/// A person that can open an app in one graph and not in the other; numbers of the graph where the person can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccessChange {
    /// The person.
    pub user: NodeIx,
    /// The app.
    pub app: NodeIx,
}

impl Diff<'_> {
    /// Access gained and access lost, each sorted by person and app.
    pub fn access(&self) -> (Vec<AccessChange>, Vec<AccessChange>) {
        let (mut gained, mut lost) = (Vec::new(), Vec::new());
        let mut old_apps = Apps::of(self.old);
        let mut new_apps = Apps::of(self.new);
        for user in self.touched().iter() {
            let before = self.old_of(user);
            old_apps.collect(before);
            new_apps.collect(Some(user));
            for app in new_apps.list() {
                if !self.old_of(app).is_some_and(|app| old_apps.has(app)) {
                    gained.push(AccessChange { user, app });
                }
            }
            for app in old_apps.list() {
                if !self.new_of(app).is_some_and(|app| new_apps.has(app)) {
                    lost.push(AccessChange {
                        user: before.unwrap_or(user),
                        app,
                    });
                }
            }
        }
        let gone = self
            .nodes_removed
            .iter()
            .copied()
            .filter(|&node| self.old.kind(node) == NodeKind::User);
        for user in gone {
            old_apps.collect(Some(user));
            lost.extend(old_apps.list().map(|app| AccessChange { user, app }));
        }
        gained.sort_unstable();
        lost.sort_unstable();
        (gained, lost)
    }

    /// The new facts that gave a person access to an app; none where only [the state of the
    /// account](Self::is_gain_by_status) changed.
    pub fn causes_of_gain(&self, change: AccessChange) -> Vec<Edge> {
        causes(self.new, change, |edge| {
            match (self.old_of(edge.from), self.old_of(edge.to)) {
                (Some(from), Some(to)) => self.old.has_link(from, to, edge.kind),
                _ => false,
            }
        })
    }

    /// The facts that gave a person access to an app and are gone; none where only [the state of the
    /// account](Self::is_loss_by_status) changed.
    pub fn causes_of_loss(&self, change: AccessChange) -> Vec<Edge> {
        causes(self.old, change, |edge| {
            match (self.new_of(edge.from), self.new_of(edge.to)) {
                (Some(from), Some(to)) => self.new.has_link(from, to, edge.kind),
                _ => false,
            }
        })
    }

    /// Whether a person gained access because the account was deactivated before and is not now: what groups give
    /// is then theirs again without any new fact.
    pub fn is_gain_by_status(&self, change: AccessChange) -> bool {
        let before = self.old_of(change.user);
        before.is_some_and(|user| self.old.is_deactivated(user)) && !self.new.is_deactivated(change.user)
    }

    /// Whether a person lost access because the account is deactivated now and was not before.
    pub fn is_loss_by_status(&self, change: AccessChange) -> bool {
        let now = self.new_of(change.user);
        now.is_some_and(|user| self.new.is_deactivated(user)) && !self.old.is_deactivated(change.user)
    }

    /// People of the new graph with a link that changed, of their own or of a group of theirs, and people whose
    /// account was deactivated or activated again.
    fn touched(&self) -> NodeSet {
        let mut touched = NodeSet::with_room(self.new.node_count());
        for &(before, now) in &self.status_changed {
            if self.old.is_deactivated(before) != self.new.is_deactivated(now) {
                touched.insert(now);
            }
        }
        let mut groups = BTreeSet::new();
        for edge in &self.edges_added {
            if self.new.kind(edge.from) == NodeKind::User {
                touched.insert(edge.from);
            } else if edge.kind == EdgeType::AssignedTo {
                groups.insert((true, edge.from));
            }
        }
        for edge in &self.edges_removed {
            if self.old.kind(edge.from) == NodeKind::User {
                self.new_of(edge.from).map(|user| touched.insert(user));
            } else if edge.kind == EdgeType::AssignedTo {
                groups.insert((false, edge.from));
            }
        }
        for (is_new, group) in groups {
            let members = if is_new {
                self.new.members_of(group)
            } else {
                self.old.members_of(group)
            };
            for &user in members {
                let user = if is_new { Some(user) } else { self.new_of(user) };
                user.map(|user| touched.insert(user));
            }
        }
        touched
    }
}

/// The apps of one person at a time, each once.
struct Apps<'g> {
    graph: &'g Graph,
    base: u32,
    /// Round in which each app was last seen.
    seen: Vec<u32>,
    round: u32,
    list: Vec<NodeIx>,
}

impl<'g> Apps<'g> {
    fn of(graph: &'g Graph) -> Self {
        let seen = vec![0; graph.links.groups_of_app.rows()];
        Self {
            graph,
            base: graph.base(NodeKind::App),
            seen,
            round: 0,
            list: Vec::new(),
        }
    }

    fn collect(&mut self, user: Option<NodeIx>) {
        self.round += 1;
        self.list.clear();
        let Some(user) = user else { return };
        let graph = self.graph;
        self.add(graph.direct_apps(user));
        self.add(graph.unseen_apps(user));
        for &group in graph.effective_groups_of(user) {
            self.add(graph.apps_of_group(group));
        }
    }

    fn add(&mut self, apps: &[NodeIx]) {
        for &app in apps {
            let seen = &mut self.seen[(app.0 - self.base) as usize];
            if *seen != self.round {
                *seen = self.round;
                self.list.push(app);
            }
        }
    }

    fn has(&self, app: NodeIx) -> bool {
        self.seen.get((app.0 - self.base) as usize) == Some(&self.round)
    }

    fn list(&self) -> impl Iterator<Item = NodeIx> + '_ {
        self.list.iter().copied()
    }
}

/// The facts on the ways of a person to an app that the other graph does not have.
fn causes(graph: &Graph, change: AccessChange, is_in_other: impl Fn(&Edge) -> bool) -> Vec<Edge> {
    let AccessChange { user, app } = change;
    let edge = |from, kind, to| Edge {
        from,
        to,
        kind,
        cause: EdgeCause::Link,
    };
    let mut facts = Vec::new();
    if graph.has_link(user, app, EdgeType::AssignedTo) {
        facts.push(edge(user, EdgeType::AssignedTo, app));
    }
    if graph.has_link(user, app, EdgeType::AssignedByUnseenGroup) {
        facts.push(edge(user, EdgeType::AssignedByUnseenGroup, app));
    }
    for &group in graph.effective_groups_of(user) {
        if graph.has_link(group, app, EdgeType::AssignedTo) {
            facts.push(edge(user, EdgeType::MemberOf, group));
            facts.push(edge(group, EdgeType::AssignedTo, app));
        }
    }
    facts.retain(|edge| !is_in_other(edge));
    facts
}

impl Graph {
    fn has_link(&self, from: NodeIx, to: NodeIx, kind: EdgeType) -> bool {
        let row = match kind {
            EdgeType::MemberOf => self.memberships_of(from),
            EdgeType::AssignedByUnseenGroup => self.unseen_apps(from),
            _ if self.kind(from) == NodeKind::Group => self.apps_of_group(from),
            _ => self.direct_apps(from),
        };
        row.binary_search(&to).is_ok()
    }
}
