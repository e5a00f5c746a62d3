//! The buffers of a draft, one a table.

use std::path::Path;

use domain::facts;

use crate::snapshot::buffer::RowBuffer;
use crate::snapshot::record::{AppGroupRow, AppUserRow, CoverageRow, Record};
use crate::snapshot::stored::SnapshotStore;

/// One buffer for each table but the memberships.
pub(super) struct Buffers {
    pub(super) users: RowBuffer,
    pub(super) groups: RowBuffer,
    pub(super) apps: RowBuffer,
    pub(super) app_users: RowBuffer,
    pub(super) app_groups: RowBuffer,
    pub(super) group_rules: RowBuffer,
    pub(super) group_owners: RowBuffer,
    pub(super) roles: RowBuffer,
    pub(super) resource_sets: RowBuffer,
    pub(super) role_assignments: RowBuffer,
    pub(super) api_tokens: RowBuffer,
    pub(super) grants: RowBuffer,
    pub(super) client_secrets: RowBuffer,
    pub(super) client_keys: RowBuffer,
    pub(super) identity_providers: RowBuffer,
    pub(super) policies: RowBuffer,
    pub(super) policy_rules: RowBuffer,
    pub(super) network_zones: RowBuffer,
    pub(super) coverage: RowBuffer,
}

impl Buffers {
    /// Empty buffers that spill into `dir`.
    pub(super) fn new(store: &SnapshotStore, dir: &Path) -> Self {
        fn buffer<R: Record<'static>>(store: &SnapshotStore, dir: &Path) -> RowBuffer {
            RowBuffer::new::<R>(
                store.disk().clone(),
                dir.join(format!("{}.rows", R::TABLE.as_str())),
            )
        }
        Self {
            users: buffer::<facts::User<'static>>(store, dir),
            groups: buffer::<facts::Group<'static>>(store, dir),
            apps: buffer::<facts::App<'static>>(store, dir),
            app_users: buffer::<AppUserRow<'static>>(store, dir),
            app_groups: buffer::<AppGroupRow>(store, dir),
            group_rules: buffer::<facts::GroupRule<'static>>(store, dir),
            group_owners: buffer::<facts::GroupOwner<'static>>(store, dir),
            roles: buffer::<facts::Role<'static>>(store, dir),
            resource_sets: buffer::<facts::ResourceSet<'static>>(store, dir),
            role_assignments: buffer::<facts::RoleAssignment<'static>>(store, dir),
            api_tokens: buffer::<facts::ApiToken<'static>>(store, dir),
            grants: buffer::<facts::Grant<'static>>(store, dir),
            client_secrets: buffer::<facts::ClientSecret<'static>>(store, dir),
            client_keys: buffer::<facts::ClientKey<'static>>(store, dir),
            identity_providers: buffer::<facts::IdentityProvider<'static>>(store, dir),
            policies: buffer::<facts::Policy<'static>>(store, dir),
            policy_rules: buffer::<facts::PolicyRule<'static>>(store, dir),
            network_zones: buffer::<facts::NetworkZone<'static>>(store, dir),
            coverage: buffer::<CoverageRow<'static>>(store, dir),
        }
    }

    /// All of them.
    pub(super) fn all(&mut self) -> [&mut RowBuffer; 19] {
        [
            &mut self.users,
            &mut self.groups,
            &mut self.apps,
            &mut self.app_users,
            &mut self.app_groups,
            &mut self.group_rules,
            &mut self.group_owners,
            &mut self.roles,
            &mut self.resource_sets,
            &mut self.role_assignments,
            &mut self.api_tokens,
            &mut self.grants,
            &mut self.client_secrets,
            &mut self.client_keys,
            &mut self.identity_providers,
            &mut self.policies,
            &mut self.policy_rules,
            &mut self.network_zones,
            &mut self.coverage,
        ]
    }
}
