//! All access paths of one identity, or to one resource, without a cursor: the shapes that are asked most.

use super::{ActionIx, GrantKind, PathRow, small};
use crate::{Graph, NodeIx, NodeKind};

impl Graph {
    /// Adds every access path of one identity to `out`.
    pub fn paths_of_identity(&self, identity: NodeIx, out: &mut Vec<PathRow>) {
        let groups = self.memberships_of(identity);
        let row = PathRow {
            identity,
            ..PathRow::plain(ActionIx::MEMBER, GrantKind::Member)
        };
        out.extend(groups.iter().map(|&resource| PathRow { resource, ..row }));
        let direct = PathRow {
            identity,
            ..PathRow::plain(ActionIx::ACCESS, GrantKind::Direct)
        };
        out.extend(
            self.direct_apps(identity)
                .iter()
                .map(|&resource| PathRow { resource, ..direct }),
        );
        let unseen = PathRow {
            grant: GrantKind::UnseenGroup,
            ..direct
        };
        out.extend(
            self.unseen_apps(identity)
                .iter()
                .map(|&resource| PathRow { resource, ..unseen }),
        );
        let (table, base) = (&self.links.app_groups, self.base(NodeKind::Group));
        for &group in self.effective_groups_of(identity) {
            let through = PathRow {
                group: Some(group),
                grant: GrantKind::ThroughGroup,
                ..direct
            };
            for &resource in table.row((group.0 - base) as usize) {
                out.push(PathRow { resource, ..through });
            }
        }
        small::of_identity(self, identity, &mut |row| out.push(row));
    }

    /// Adds every access path to one resource to `out`.
    pub fn paths_to_resource(&self, resource: NodeIx, out: &mut Vec<PathRow>) {
        match self.kind(resource) {
            NodeKind::Group => {
                let row = PathRow {
                    resource,
                    ..PathRow::plain(ActionIx::MEMBER, GrantKind::Member)
                };
                let members = self.members_of(resource).iter();
                out.extend(members.map(|&identity| PathRow { identity, ..row }));
            }
            NodeKind::App | NodeKind::ServiceApp => self.paths_to_app(resource, out),
            _ => {}
        }
        small::of_resource(self, resource, &mut |row| out.push(row));
    }

    /// The assignments of an app.
    fn paths_to_app(&self, resource: NodeIx, out: &mut Vec<PathRow>) {
        let direct = PathRow {
            resource,
            ..PathRow::plain(ActionIx::ACCESS, GrantKind::Direct)
        };
        let users = self.direct_users(resource).iter();
        out.extend(users.map(|&identity| PathRow { identity, ..direct }));
        let unseen = PathRow {
            grant: GrantKind::UnseenGroup,
            ..direct
        };
        let users = self.unseen_users(resource).iter();
        out.extend(users.map(|&identity| PathRow { identity, ..unseen }));
        for &group in self.groups_of_app(resource) {
            let through = PathRow {
                group: Some(group),
                grant: GrantKind::ThroughGroup,
                ..direct
            };
            let row = |identity| PathRow { identity, ..through };
            if self.all_members_are_effective(group) {
                out.extend(self.members_of(group).iter().map(|&identity| row(identity)));
            } else {
                out.extend(self.effective_members_of(group).map(row));
            }
        }
    }
}
