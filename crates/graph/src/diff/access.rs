//! Who can open which app now and could not before, and the other way round, with the facts that made it so.
//!
//! To open an app takes an assignment, an account that is enabled, and an app that is active. Whoever is assigned
//! while the account is suspended has gained nothing yet; the day the account comes back, they have.

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

    /// The new facts that gave a person access to an app; none where only the state [of the
    /// account](Self::is_gain_by_status) or [of the app](Self::is_gain_by_app) changed.
    pub fn causes_of_gain(&self, change: AccessChange) -> Vec<Edge> {
        causes(self.new, change, |edge| {
            match (self.old_of(edge.from), self.old_of(edge.to)) {
                (Some(from), Some(to)) => self.old.has_link(from, to, edge.kind),
                _ => false,
            }
        })
    }

    /// The facts that gave a person access to an app and are gone; none where only the state [of the
    /// account](Self::is_loss_by_status) or [of the app](Self::is_loss_by_app) changed.
    pub fn causes_of_loss(&self, change: AccessChange) -> Vec<Edge> {
        causes(self.old, change, |edge| {
            match (self.new_of(edge.from), self.new_of(edge.to)) {
                (Some(from), Some(to)) => self.new.has_link(from, to, edge.kind),
                _ => false,
            }
        })
    }

    /// People of the new graph for whom something changed: a link of their own or of a group of theirs, their account,
    /// or an app of theirs.
    fn touched(&self) -> NodeSet {
        let mut touched = NodeSet::with_room(self.new.node_count());
        for &(before, now) in &self.status_changed {
            if self.old.has_enabled_account(before) != self.new.has_enabled_account(now) {
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
        for &(before, now) in &self.apps_switched {
            let is_new = self.new.is_active(now);
            let (graph, app) = if is_new {
                (self.new, now)
            } else {
                (self.old, before)
            };
            let people = graph.direct_users(app).iter().chain(graph.unseen_users(app));
            self.touch(&mut touched, people, is_new);
            groups.extend(graph.groups_of_app(app).iter().map(|&group| (is_new, group)));
        }
        for (is_new, group) in groups {
            let graph = if is_new { self.new } else { self.old };
            self.touch(&mut touched, graph.members_of(group), is_new);
        }
        touched
    }

    fn touch<'n>(&self, touched: &mut NodeSet, people: impl IntoIterator<Item = &'n NodeIx>, is_new: bool) {
        for &user in people {
            let user = if is_new { Some(user) } else { self.new_of(user) };
            user.map(|user| touched.insert(user));
        }
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
        let graph = self.graph;
        let Some(user) = user.filter(|&user| graph.has_enabled_account(user)) else {
            return;
        };
        self.add(graph.direct_apps(user));
        self.add(graph.unseen_apps(user));
        for &group in graph.effective_groups_of(user) {
            self.add(graph.apps_of_group(group));
        }
    }

    fn add(&mut self, apps: &[NodeIx]) {
        for &app in apps {
            let seen = &mut self.seen[(app.0 - self.base) as usize];
            if *seen != self.round && self.graph.is_active(app) {
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
