//! Standing privileges: how many different resources an identity reaches.

use crate::{Graph, NodeIx, NodeKind};

impl Graph {
    /// How many different resources an identity reaches: groups, apps, what its roles are over, its tokens.
    /// Zero for what is no identity.
    pub fn standing_privileges(&self, identity: NodeIx) -> u32 {
        if let Some(all) = self.standing.get() {
            return all.get(identity.at()).copied().unwrap_or(0);
        }
        self.count_exactly(identity)
    }

    /// [`standing_privileges`](Self::standing_privileges) of every node, by node number; worked out once.
    pub fn standing_privileges_of_all(&self) -> &[u32] {
        self.standing.get_or_init(|| self.count_all())
    }

    fn count_exactly(&self, identity: NodeIx) -> u32 {
        let mut rows = Vec::new();
        self.paths_of_identity(identity, &mut rows);
        let mut resources: Vec<NodeIx> = rows.iter().map(|row| row.resource).collect();
        resources.sort_unstable();
        resources.dedup();
        resources.len() as u32
    }

    /// Groups are distinct as they are; apps are told apart by the number of the last person that was seen to
    /// have each. Roles and tokens are few and counted row by row.
    fn count_all(&self) -> Vec<u32> {
        let mut counts = vec![0_u32; self.node_count()];
        let app_base = self.base(NodeKind::App);
        let mut seen_for = vec![u32::MAX; self.links.groups_of_app.rows()];
        let has_unseen = self.links.unseen_apps.links() > 0;
        let users = self.bases[NodeKind::User.range()]..self.bases[NodeKind::User.range() + 1];
        for user in users.map(NodeIx) {
            let groups = self.memberships_of(user);
            let mut count = groups.len() as u32;
            let mut see = |apps: &[NodeIx]| {
                for app in apps {
                    let seen = &mut seen_for[(app.0 - app_base) as usize];
                    count += u32::from(*seen != user.0);
                    *seen = user.0;
                }
            };
            see(self.direct_apps(user));
            if has_unseen {
                see(self.unseen_apps(user));
            }
            for &group in self.effective_groups_of(user) {
                see(self.apps_of_group(group));
            }
            counts[user.at()] = count;
        }
        self.count_few(&mut counts);
        counts
    }

    /// Identities that have more than groups and apps.
    fn count_few(&self, counts: &mut [u32]) {
        let mut special: Vec<NodeIx> = self.holdings().iter().map(|holding| holding.identity).collect();
        special.extend(
            self.credentials
                .iter()
                .flat_map(|&(owner, credential)| [owner, credential]),
        );
        special.extend(self.grants().map(|(_, grant)| grant.app));
        special.sort_unstable();
        special.dedup();
        for identity in special {
            counts[identity.at()] = self.count_exactly(identity);
        }
    }
}
