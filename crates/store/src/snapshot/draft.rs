//! A snapshot in the making: takes facts in, then becomes visible at once or not at all.

mod buffers;
mod part_writer;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, UInt32Array};
use domain::Timestamp;
use domain::facts::{AppGroups, AppUsers, Coverage, FactSink, Memberships, Organization, Rows};

use buffers::Buffers;
use part_writer::{PartWriter, encode_error};

use super::boundary::ends_part;
use super::buffer::RowBuffer;
use super::columns::{batch_of, columns_of};
use super::error::SnapshotError;
use super::manifest::{self, NextOrdinals, OrganizationInfo, SnapshotInfo, TableInfo};
use super::org_dir::OrgDir;
use super::record::{AppGroupRow, AppUserRow, CoverageRow, MembershipRow, Record};
use super::stored::{Snapshot, SnapshotStore};
use super::table::Table;

type Result<T> = std::result::Result<T, SnapshotError>;

/// A snapshot in the making. Put facts in, then [`Draft::commit`]; a draft that is dropped leaves nothing behind.
pub struct Draft {
    store: SnapshotStore,
    org: OrgDir,
    dir: PathBuf,
    organization: OrganizationInfo,
    taken_at: Timestamp,
    whole_at: Option<Timestamp>,
    requests: u64,
    duration_ms: u64,
    /// The snapshot that was the last at the begin; the ordinals continue its own.
    base: Option<String>,
    previous: NextOrdinals,
    /// Group in the upper half, user in the lower.
    memberships: Vec<u64>,
    buffers: Buffers,
    /// Parts that were not there before this draft.
    fresh: Vec<PathBuf>,
    /// Whether parts may be left that no snapshot names; the draft's directory then makes the next start look.
    is_untidy: bool,
}

impl Draft {
    /// Begins a snapshot whose temporary files are in `dir`, which exists.
    pub(super) fn new(
        store: SnapshotStore,
        org: OrgDir,
        dir: PathBuf,
        organization: Organization<'_>,
        taken_at: Timestamp,
        last: Option<&SnapshotInfo>,
    ) -> Self {
        let buffers = Buffers::new(&store, &dir);
        let organization = OrganizationInfo {
            id: organization.id.to_owned(),
            name: organization.name.to_owned(),
            url: organization.url.to_owned(),
        };
        Self {
            store,
            org,
            dir,
            organization,
            taken_at,
            whole_at: None,
            requests: 0,
            duration_ms: 0,
            base: last.map(|last| last.id.clone()),
            previous: last.map(|last| last.next_ordinals).unwrap_or_default(),
            memberships: Vec::new(),
            buffers,
            fresh: Vec::new(),
            is_untidy: false,
        }
    }

    /// Notes what the scan cost: requests made, and milliseconds from begin to end.
    pub fn set_effort(&mut self, requests: u64, duration_ms: u64) {
        self.requests = requests;
        self.duration_ms = duration_ms;
    }

    /// Notes that this is no whole scan: a part was read anew, the rest is as in the whole scan of `whole_at`.
    pub fn set_refresh_of(&mut self, whole_at: Timestamp) {
        self.whole_at = Some(whole_at);
    }

    /// The first ordinals that are free: what the last snapshot says. Number new objects from here on.
    pub fn next_ordinals(&self) -> NextOrdinals {
        self.previous
    }

    /// Writes the snapshot down and makes it visible.
    ///
    /// On any error nothing visible has changed: the last snapshot stays the last.
    pub fn commit(mut self, coverage: Coverage) -> Result<Snapshot> {
        for entry in &coverage.classes {
            self.buffers.coverage.push(CoverageRow::of(entry))?;
        }
        // Pruning between the check for a part and the manifest that names it would take the part away.
        let store = self.store.clone();
        let guard = store.lock_writes();
        // New objects of both scans would have the same ordinals.
        if store.ids(&self.org)?.pop() != self.base {
            return Err(SnapshotError::Overtaken {
                organization: self.organization.url.clone(),
            });
        }
        let mut info = SnapshotInfo {
            id: String::new(),
            organization: self.organization.clone(),
            taken_at: self.taken_at,
            whole_at: self.whole_at,
            coverage,
            requests: self.requests,
            duration_ms: self.duration_ms,
            next_ordinals: self.previous,
            tables: Vec::with_capacity(Table::ALL.len()),
        };
        let written = self.write(&mut info);
        if written.is_err() {
            self.is_untidy = self.take_back(&info).is_err();
        }
        drop(guard);
        written.map(|()| store.opened(&self.org, Arc::new(info)))
    }

    fn write(&mut self, info: &mut SnapshotInfo) -> Result<()> {
        for table in Table::ALL {
            let table = match table {
                Table::Memberships => self.write_memberships()?,
                _ => self.write_table(table)?,
            };
            info.tables.push(table);
        }
        info.next_ordinals = self.next_after();
        self.publish(info)
    }

    /// Removes what a failed commit wrote: the manifest first, for it names the parts.
    fn take_back(&self, info: &SnapshotInfo) -> Result<()> {
        let disk = self.store.disk();
        if !info.id.is_empty() {
            disk.remove_file(&self.org.manifest(&info.id))?;
        }
        self.fresh.iter().try_for_each(|path| disk.remove_file(path))
    }

    fn write_memberships(&mut self) -> Result<TableInfo> {
        let mut pairs = std::mem::take(&mut self.memberships);
        pairs.sort_unstable();
        pairs.dedup();
        let place = (&self.store, &self.org, self.dir.as_path(), &mut self.fresh);
        let mut writer = PartWriter::new(place, Table::Memberships, &columns_of::<MembershipRow>())?;
        for part in pairs.chunk_by(|before, _| !ends_part(*before, Table::Memberships.mean_part_rows())) {
            let groups = part.iter().map(|pair| upper(*pair));
            let users = part.iter().map(|pair| lower(*pair));
            let arrays: Vec<ArrayRef> = vec![
                Arc::new(UInt32Array::from_iter_values(groups)),
                Arc::new(UInt32Array::from_iter_values(users)),
            ];
            let batch = RecordBatch::try_new(Table::Memberships.schema(), arrays);
            writer.write(&batch.map_err(|error| encode_error(Table::Memberships, error))?)?;
        }
        Ok(writer.finish())
    }

    fn write_table(&mut self, table: Table) -> Result<TableInfo> {
        let buffers = self.buffers.all();
        let Some(buffer) = buffers.into_iter().find(|buffer| buffer.table() == table) else {
            return Ok(TableInfo {
                table,
                rows: 0,
                parts: Vec::new(),
            });
        };
        let columns = buffer.columns().to_vec();
        let place = (&self.store, &self.org, self.dir.as_path(), &mut self.fresh);
        let mut writer = PartWriter::new(place, table, &columns)?;
        let parts: Vec<Range<usize>> = buffer.sort()?;
        for part in parts {
            let rows = buffer.rows(part)?;
            writer.write(&batch_of(&columns, rows.iter()).map_err(|why| encode_error(table, why))?)?;
        }
        Ok(writer.finish())
    }

    fn next_after(&self) -> NextOrdinals {
        let after = |buffer: &RowBuffer, previous: u32| match buffer.last_key() {
            Some(key) => previous.max(u32::try_from(key.saturating_add(1)).unwrap_or(u32::MAX)),
            None => previous,
        };
        NextOrdinals {
            users: after(&self.buffers.users, self.previous.users),
            groups: after(&self.buffers.groups, self.previous.groups),
            apps: after(&self.buffers.apps, self.previous.apps),
        }
    }

    /// Parts are durable under their names before the manifest is; the rename of the manifest is the commit.
    fn publish(&self, info: &mut SnapshotInfo) -> Result<()> {
        let disk = self.store.disk();
        disk.sync_dir(&self.org.parts())?;
        for directory in self.org.and_above() {
            disk.sync_dir(directory)?;
        }
        let content = manifest::write(info).map_err(|error| encode_error(Table::Coverage, error))?;
        let temporary = self.dir.join("manifest.json");
        disk.write_durably(&temporary, &content)?;
        disk.rename(&temporary, &self.org.manifest(&info.id))?;
        disk.sync_dir(&self.org.manifests())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.is_untidy {
            return;
        }
        if let Err(error) = self.store.disk().remove_dir(&self.dir) {
            tracing::warn!(%error, "a draft could not be removed; the next start does it");
        }
    }
}

impl FactSink for Draft {
    type Error = SnapshotError;

    fn put(&mut self, rows: Rows<'_>) -> Result<()> {
        let to = &mut self.buffers;
        match rows {
            Rows::Users(rows) => push_all(&mut to.users, rows),
            Rows::Groups(rows) => push_all(&mut to.groups, rows),
            Rows::Apps(rows) => push_all(&mut to.apps, rows),
            Rows::Memberships(Memberships { group, users }) => {
                self.memberships
                    .extend(users.iter().map(|user| join(group, *user)));
                Ok(())
            }
            Rows::AppUsers(AppUsers { app, users }) => users
                .iter()
                .try_for_each(|user| to.app_users.push(AppUserRow { app, user: *user })),
            Rows::AppGroups(AppGroups { app, groups }) => groups
                .iter()
                .try_for_each(|group| to.app_groups.push(AppGroupRow { app, group: *group })),
            Rows::GroupRules(rows) => push_all(&mut to.group_rules, rows),
            Rows::GroupOwners(rows) => push_all(&mut to.group_owners, rows),
            Rows::Roles(rows) => push_all(&mut to.roles, rows),
            Rows::ResourceSets(rows) => push_all(&mut to.resource_sets, rows),
            Rows::RoleAssignments(rows) => push_all(&mut to.role_assignments, rows),
            Rows::ApiTokens(rows) => push_all(&mut to.api_tokens, rows),
            Rows::Grants(rows) => push_all(&mut to.grants, rows),
            Rows::ClientSecrets(rows) => push_all(&mut to.client_secrets, rows),
            Rows::ClientKeys(rows) => push_all(&mut to.client_keys, rows),
            Rows::IdentityProviders(rows) => push_all(&mut to.identity_providers, rows),
            Rows::Policies(rows) => push_all(&mut to.policies, rows),
            Rows::PolicyRules(rows) => push_all(&mut to.policy_rules, rows),
            Rows::NetworkZones(rows) => push_all(&mut to.network_zones, rows),
        }
    }
}

fn push_all<'a, R: Record<'a>>(buffer: &mut RowBuffer, rows: &[R]) -> Result<()> {
    rows.iter().try_for_each(|row| buffer.push(*row))
}

const fn join(group: u32, user: u32) -> u64 {
    ((group as u64) << 32) | user as u64
}

const fn upper(pair: u64) -> u32 {
    (pair >> 32) as u32
}

const fn lower(pair: u64) -> u32 {
    (pair & u32::MAX as u64) as u32
}
