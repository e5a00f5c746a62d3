//! The links of a node that come as sorted slices.

use crate::{Graph, NodeIx, NodeKind};

impl Graph {
    /// Groups of a person, sorted.
    #[inline]
    pub fn memberships_of(&self, user: NodeIx) -> &[NodeIx] {
        self.links.memberships.row(self.place(NodeKind::User, user))
    }

    /// People in a group, sorted.
    #[inline]
    pub fn members_of(&self, group: NodeIx) -> &[NodeIx] {
        self.links.members.row(self.place(NodeKind::Group, group))
    }

    /// Apps that a group is assigned to, sorted.
    #[inline]
    pub fn apps_of_group(&self, group: NodeIx) -> &[NodeIx] {
        self.links.app_groups.row(self.place(NodeKind::Group, group))
    }

    /// Groups assigned to an app, sorted.
    #[inline]
    pub fn groups_of_app(&self, app: NodeIx) -> &[NodeIx] {
        self.links.groups_of_app.row(self.place(NodeKind::App, app))
    }

    /// Apps that a person is assigned to directly, sorted.
    #[inline]
    pub fn direct_apps(&self, user: NodeIx) -> &[NodeIx] {
        self.links.direct_apps.row(self.place(NodeKind::User, user))
    }

    /// People assigned to an app directly, sorted.
    #[inline]
    pub fn direct_users(&self, app: NodeIx) -> &[NodeIx] {
        self.links.direct_users.row(self.place(NodeKind::App, app))
    }

    /// Apps that a person has through a group which the scan did not see, sorted.
    #[inline]
    pub fn unseen_apps(&self, user: NodeIx) -> &[NodeIx] {
        self.links.unseen_apps.row(self.place(NodeKind::User, user))
    }

    /// People that have an app through a group which the scan did not see, sorted.
    #[inline]
    pub fn unseen_users(&self, app: NodeIx) -> &[NodeIx] {
        self.links.unseen_users.row(self.place(NodeKind::App, app))
    }

    /// The person or app that a credential belongs to, where the scan saw it.
    pub fn owner_of_credential(&self, credential: NodeIx) -> Option<NodeIx> {
        let kind = match self.kind(credential) {
            NodeKind::ApiToken => NodeKind::User,
            NodeKind::ClientSecret | NodeKind::ClientKey => NodeKind::App,
            _ => return None,
        };
        self.by_ordinal(kind, self.small(credential)?.parent?)
    }

    /// The person or app that acts when a credential is used: nobody once the credential or the account of its
    /// owner is deactivated.
    pub(crate) fn acts_as(&self, credential: NodeIx) -> Option<NodeIx> {
        self.owner_of_credential(credential)
            .filter(|&owner| self.is_active(credential) && !self.is_deactivated(owner))
    }

    /// API tokens of a person; secrets and keys of an app.
    #[inline]
    pub fn credentials_of(&self, owner: NodeIx) -> impl Iterator<Item = NodeIx> {
        let all = if self.with_credentials.contains(owner) {
            &self.credentials[..]
        } else {
            &[]
        };
        let start = all.partition_point(|&(of, _)| of < owner);
        let end = start + all[start..].partition_point(|&(of, _)| of == owner);
        self.credentials[start..end]
            .iter()
            .map(|&(_, credential)| credential)
    }

    /// Owners of a group: people and groups.
    pub fn owners_of_group(&self, group: NodeIx) -> impl Iterator<Item = NodeIx> {
        let start = self.owned.partition_point(|&(owned, _)| owned < group);
        let end = self.owned.partition_point(|&(owned, _)| owned <= group);
        self.owned[start..end].iter().map(|&(_, owner)| owner)
    }

    /// Groups that a group rule puts people into, where the scan saw them.
    pub fn targets_of_rule(&self, rule: NodeIx) -> impl Iterator<Item = NodeIx> {
        let list = match self.kind(rule) {
            NodeKind::GroupRule => self.small(rule).map_or(&[][..], |record| &record.list),
            _ => &[],
        };
        list.iter()
            .filter_map(|&id| self.by_native_id(NodeKind::Group, self.texts.get(id)))
    }

    /// Whether an app, credential, rule, policy, provider or zone is in force; everything else is.
    pub fn is_active(&self, node: NodeIx) -> bool {
        match self.small(node) {
            Some(record) => record.is_active,
            None => !self.is_app(node) || self.apps[self.place(NodeKind::App, node)].is_active,
        }
    }

    /// Memberships, group and user assignments of apps, and assignments through unseen groups.
    pub fn link_count(&self) -> usize {
        self.links.members.links()
            + self.links.groups_of_app.links()
            + self.links.direct_users.links()
            + self.links.unseen_users.links()
    }

    pub(crate) fn find_credentials(&self) -> Vec<(NodeIx, NodeIx)> {
        let mut pairs: Vec<_> = [NodeKind::ApiToken, NodeKind::ClientSecret, NodeKind::ClientKey]
            .into_iter()
            .flat_map(|kind| self.nodes_of(kind))
            .filter_map(|credential| Some((self.owner_of_credential(credential)?, credential)))
            .collect();
        pairs.sort_unstable();
        pairs
    }
}
