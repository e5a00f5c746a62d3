//! The finished graph: nodes, their names, and the links between them.

#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use domain::Timestamp;
use domain::facts::Coverage;

use crate::admin::Admin;
use crate::builder::{Ordinals, OrgFacts};
use crate::csr::Csr;
use crate::labels::Labels;
use crate::lookup::{KEYS, LOCAL_PART, Lookup};
use crate::node::RANGES;
use crate::record::{AppRecord, GroupRecord, SmallRecord, UserRecord};
use crate::text::{Text, Texts};
use crate::{NodeIx, NodeKind, NodeSet};

/// Who can reach what in one organization at one moment. Immutable; share it in an `Arc`.
#[derive(Debug)]
pub struct Graph {
    pub(crate) texts: Texts,
    pub(crate) id_prefix_len: usize,
    pub(crate) org: OrgFacts,
    pub(crate) taken_at: Timestamp,
    pub(crate) coverage: Coverage,
    pub(crate) bases: [u32; RANGES.len() + 1],
    pub(crate) users: Vec<UserRecord>,
    pub(crate) groups: Vec<GroupRecord>,
    pub(crate) apps: Vec<AppRecord>,
    /// The organization first, then all kinds after the apps, in node order.
    pub(crate) small: Vec<SmallRecord>,
    /// Of people, groups, apps.
    pub(crate) ordinals: [Ordinals; 3],
    pub(crate) links: Links,
    pub(crate) deactivated: crate::deactivated::Deactivated,
    pub(crate) labels: Labels,
    pub(crate) lookup: Lookup,
    /// People whose login before the `@` is also somebody else's.
    pub(crate) shared_locals: NodeSet,
    pub(crate) admin: Admin,
    pub(crate) powers: crate::power::Powers,
    /// Group and owner, sorted.
    pub(crate) owned: Vec<(NodeIx, NodeIx)>,
    /// Owner and group, sorted.
    pub(crate) owned_by: Vec<(NodeIx, NodeIx)>,
    /// Person or app and credential, sorted.
    pub(crate) credentials: Vec<(NodeIx, NodeIx)>,
    /// The owners of `credentials`.
    pub(crate) with_credentials: NodeSet,
    pub(crate) actions: Vec<Text>,
    pub(crate) unresolved: u64,
    pub(crate) standing: OnceLock<Vec<u32>>,
    /// How many assignments come through groups.
    pub(crate) through_groups: OnceLock<usize>,
    pub(crate) closures: crate::reach::Closures,
    pub(crate) signatures: OnceLock<crate::search::Signatures>,
}

/// Links that come in millions, in both directions.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Group to people.
    pub(crate) members: Csr,
    /// Person to groups.
    pub(crate) memberships: Csr,
    /// Group to apps.
    pub(crate) app_groups: Csr,
    /// App to groups.
    pub(crate) groups_of_app: Csr,
    /// Person to apps.
    pub(crate) direct_apps: Csr,
    /// App to people.
    pub(crate) direct_users: Csr,
    /// Person to apps that a group grants which the scan did not see.
    pub(crate) unseen_apps: Csr,
    /// App to people, of the same.
    pub(crate) unseen_users: Csr,
}

impl Graph {
    /// Display name of the organization.
    pub fn org_name(&self) -> &str {
        self.texts.get(self.org.name)
    }

    /// Address of the organization, for example `https://acme.okta.com`.
    pub fn org_url(&self) -> &str {
        self.texts.get(self.org.url)
    }

    /// When the facts were read.
    pub fn taken_at(&self) -> Timestamp {
        self.taken_at
    }

    /// How much of each class of objects the scan could read.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Links that were left out because an end of theirs was never seen.
    pub fn unresolved_links(&self) -> u64 {
        self.unresolved
    }

    /// How many nodes there are; their numbers are `0..node_count`.
    pub fn node_count(&self) -> usize {
        self.bases[RANGES.len()] as usize
    }

    /// All nodes, ascending: kinds lie together in the order of [`NodeKind`].
    pub fn nodes(&self) -> impl Iterator<Item = NodeIx> + use<> {
        (0..self.bases[RANGES.len()]).map(NodeIx)
    }

    /// The nodes of one kind, ascending.
    pub fn nodes_of(&self, kind: NodeKind) -> impl Iterator<Item = NodeIx> {
        let range = kind.range();
        let is_app = matches!(kind, NodeKind::App | NodeKind::ServiceApp);
        (self.bases[range]..self.bases[range + 1])
            .map(NodeIx)
            .filter(move |&node| !is_app || self.kind(node) == kind)
    }

    /// The node of the organization itself.
    pub fn organization(&self) -> NodeIx {
        NodeIx(0)
    }

    /// What a node stands for.
    #[inline]
    pub fn kind(&self, node: NodeIx) -> NodeKind {
        // The large ranges come first and nearly every question is about them.
        if node.0 < self.base(NodeKind::Group) {
            return if node.0 == 0 {
                NodeKind::Organization
            } else {
                NodeKind::User
            };
        }
        if node.0 < self.base(NodeKind::App) {
            return NodeKind::Group;
        }
        if node.0 < self.base(NodeKind::Role) {
            let is_service = self.apps[self.place(NodeKind::App, node)].is_service;
            return if is_service {
                NodeKind::ServiceApp
            } else {
                NodeKind::App
            };
        }
        let range = self
            .bases
            .partition_point(|&base| base <= node.0)
            .saturating_sub(1)
            .min(RANGES.len() - 1);
        RANGES[range]
    }

    /// Login, group name, app label, role label, …; the id where a thing has no name.
    #[inline]
    pub fn name(&self, node: NodeIx) -> &str {
        self.texts.get(self.name_text(node))
    }

    /// `okta/{authority}/{native id}`, the same in every snapshot.
    #[inline]
    pub fn id(&self, node: NodeIx) -> &str {
        self.texts.get(self.id_text(node))
    }

    /// Okta's own id; for a standard role its type.
    pub fn native_id(&self, node: NodeIx) -> &str {
        self.id(node).get(self.id_prefix_len..).unwrap_or_default()
    }

    /// Other names that [`lookup`](Self::lookup) finds the node by: native id, display name, email, login before
    /// the `@` where nobody else has it, catalogue name, client id. Never the name itself, never twice the same.
    pub fn aliases(&self, node: NodeIx) -> impl Iterator<Item = &str> {
        let keys = self.keys(node);
        let local_is_shared = self.shared_locals.contains(node);
        (1..KEYS)
            .filter(move |&at| !keys[at].is_empty() && !keys[..at].contains(&keys[at]))
            .filter(move |&at| at != LOCAL_PART || !local_is_shared)
            .map(move |at| keys[at])
    }

    /// Nodes whose name, alias, native id or id is exactly `text`, upper and lower case apart; ascending.
    pub fn lookup<'a>(&'a self, text: &'a str) -> impl Iterator<Item = NodeIx> + 'a {
        let prefix = self
            .id(self.organization())
            .get(..self.id_prefix_len)
            .unwrap_or_default();
        let native = text.strip_prefix(prefix);
        self.lookup
            .find(self, native.unwrap_or(text))
            .filter(move |&(node, at)| match native {
                Some(native) => self.native_id(node) == native,
                None => at != LOCAL_PART || !self.shared_locals.contains(node),
            })
            .map(|(node, _)| node)
    }

    /// The node with this `okta/{authority}/{native id}`.
    pub fn by_id(&self, id: &str) -> Option<NodeIx> {
        let prefix = self.id(self.organization()).get(..self.id_prefix_len)?;
        let native = id.strip_prefix(prefix)?;
        self.lookup
            .find(self, native)
            .map(|(node, _)| node)
            .find(|&node| self.native_id(node) == native)
    }

    /// Nodes with this `okta/{authority}/{native id}` or with this native id, which nodes of different kinds may
    /// share; ascending.
    pub fn by_any_id<'a>(&'a self, id: &'a str) -> impl Iterator<Item = NodeIx> + 'a {
        self.lookup(id)
            .filter(move |&node| self.id(node) == id || self.native_id(node) == id)
    }

    /// The node of a kind that has this native id; service apps count as apps and apps as service apps.
    pub fn by_native_id(&self, kind: NodeKind, native_id: &str) -> Option<NodeIx> {
        self.all_by_native_id(kind, native_id).next()
    }

    /// Nodes of a kind with this native id: keys of two apps may share one.
    pub(crate) fn all_by_native_id<'a>(
        &'a self,
        kind: NodeKind,
        native_id: &'a str,
    ) -> impl Iterator<Item = NodeIx> + 'a {
        self.lookup
            .find(self, native_id)
            .map(|(node, _)| node)
            .filter(move |&node| self.kind(node).range() == kind.range() && self.native_id(node) == native_id)
    }

    /// The number that a person, group or app keeps over all snapshots of its organization.
    pub fn ordinal(&self, node: NodeIx) -> Option<u32> {
        let at = |kind: NodeKind| (node.0 - self.base(kind)) as usize;
        match self.kind(node) {
            kind @ NodeKind::User => self.users.get(at(kind)).map(|user| user.ordinal),
            kind @ NodeKind::Group => self.groups.get(at(kind)).map(|group| group.ordinal),
            kind @ (NodeKind::App | NodeKind::ServiceApp) => self.apps.get(at(kind)).map(|app| app.ordinal),
            _ => None,
        }
    }

    /// The person, group or app with this ordinal.
    pub fn by_ordinal(&self, kind: NodeKind, ordinal: u32) -> Option<NodeIx> {
        let at = kind.range().checked_sub(NodeKind::User.range())?;
        self.ordinals.get(at)?.node(ordinal)
    }

    /// All strings of the graph, for columnar engines to point into.
    pub fn arena_bytes(&self) -> Arc<[u8]> {
        self.texts.bytes()
    }

    /// Where [`name`](Self::name) lies in [`arena_bytes`](Self::arena_bytes): offset and length in bytes.
    pub fn name_span(&self, node: NodeIx) -> (u32, u32) {
        self.texts.span(self.name_text(node))
    }

    /// Where [`id`](Self::id) lies in [`arena_bytes`](Self::arena_bytes).
    pub fn id_span(&self, node: NodeIx) -> (u32, u32) {
        self.texts.span(self.id_text(node))
    }

    /// Length of `okta/{authority}/`, after which an id goes on with the native id.
    pub fn id_prefix_len(&self) -> u32 {
        self.id_prefix_len as u32
    }

    /// Whether a node is an app of any sort.
    #[inline]
    pub(crate) fn is_app(&self, node: NodeIx) -> bool {
        (self.base(NodeKind::App)..self.base(NodeKind::Role)).contains(&node.0)
    }

    #[inline]
    pub(crate) fn base(&self, kind: NodeKind) -> u32 {
        self.bases[kind.range()]
    }

    /// Place of a node in its kind's range.
    #[inline]
    pub(crate) fn place(&self, kind: NodeKind, node: NodeIx) -> usize {
        node.0.wrapping_sub(self.base(kind)) as usize
    }

    /// The record of a node that is neither person, group nor app.
    pub(crate) fn small(&self, node: NodeIx) -> Option<&SmallRecord> {
        if node.0 < self.base(NodeKind::User) {
            return self.small.get(node.at());
        }
        let after_apps = node.0.checked_sub(self.base(NodeKind::Role))?;
        self.small.get((after_apps + self.base(NodeKind::User)) as usize)
    }
}
