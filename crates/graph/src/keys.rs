//! What a node is called: the strings that stand for it.

use crate::lookup::{KEYS, LOCAL_PART};
use crate::text::Text;
use crate::{Graph, NodeIx, NodeKind, NodeSet};

impl Graph {
    /// Name, native id, and what else stands for the node; empty where there is nothing.
    pub(crate) fn keys(&self, node: NodeIx) -> [&str; KEYS] {
        std::array::from_fn(|at| self.key(node, at))
    }

    /// One of [`keys`](Self::keys).
    pub(crate) fn key(&self, node: NodeIx, at: usize) -> &str {
        match at {
            0 => self.name(node),
            1 => self.native_id(node),
            _ => match self.kind(node) {
                NodeKind::User => {
                    let user = &self.users[self.place(NodeKind::User, node)];
                    match at {
                        2 => self.texts.get(user.display_name),
                        3 => self.texts.get(user.email),
                        _ => self
                            .texts
                            .get(user.login)
                            .split_once('@')
                            .map_or("", |(local, _)| local),
                    }
                }
                NodeKind::App | NodeKind::ServiceApp => {
                    let app = &self.apps[self.place(NodeKind::App, node)];
                    match at {
                        2 => self.texts.get(app.name),
                        3 => self.texts.get(app.client_id),
                        _ => "",
                    }
                }
                _ if at == 2 => self.small(node).map_or("", |record| self.texts.get(record.alias)),
                _ => "",
            },
        }
    }

    #[inline]
    pub(crate) fn name_text(&self, node: NodeIx) -> Text {
        match self.kind(node) {
            kind @ NodeKind::User => self.users[self.place(kind, node)].login,
            kind @ NodeKind::Group => self.groups[self.place(kind, node)].name,
            kind @ (NodeKind::App | NodeKind::ServiceApp) => self.apps[self.place(kind, node)].label,
            _ => self.small(node).map(|record| record.name).unwrap_or_default(),
        }
    }

    #[inline]
    pub(crate) fn id_text(&self, node: NodeIx) -> Text {
        match self.kind(node) {
            kind @ NodeKind::User => self.users[self.place(kind, node)].id,
            kind @ NodeKind::Group => self.groups[self.place(kind, node)].id,
            kind @ (NodeKind::App | NodeKind::ServiceApp) => self.apps[self.place(kind, node)].id,
            _ => self.small(node).map(|record| record.id).unwrap_or_default(),
        }
    }

    /// People whose login before the `@` also stands for another person.
    pub(crate) fn find_shared_locals(&self) -> NodeSet {
        let mut shared = NodeSet::default();
        for user in self.nodes_of(NodeKind::User) {
            let local = self.key(user, LOCAL_PART);
            let others = |&(other, _): &(NodeIx, usize)| other != user && self.kind(other) == NodeKind::User;
            if !local.is_empty() && self.lookup.find(self, local).any(|entry| others(&entry)) {
                shared.insert(user);
            }
        }
        shared
    }
}
