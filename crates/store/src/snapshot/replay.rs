//! Reading a snapshot back as the rows that made it.

use std::path::Path;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::UInt32Type;
use bytes::Bytes;
use domain::facts::{
    ApiToken, App, AppGroup, AppGroups, AppUser, AppUsers, ClientKey, ClientSecret, FactSink, Grant, Group,
    GroupOwner, GroupRule, IdentityProvider, Memberships, NetworkZone, Policy, PolicyRule, ResourceSet, Role,
    RoleAssignment, Rows, User,
};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::columns::{BatchColumns, Column, Kind, columns_of};
use super::error::SnapshotError;
use super::record::{AppGroupRow, AppUserRow, MembershipRow, Record};
use super::stored::Snapshot;
use super::table::Table;

/// Rows decoded at once: enough to be fast, little enough to stay in the processor's cache.
const BATCH_ROWS: usize = 1 << 13;

/// What a replay gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplayOptions {
    /// Whether the JSON texts (`raw` of all kinds, `profile` of users) are read; they are empty otherwise.
    pub raw: bool,
}

impl Default for ReplayOptions {
    fn default() -> Self {
        Self { raw: true }
    }
}

/// Why a replay stopped.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError<E: std::error::Error + 'static> {
    /// The snapshot could not be read.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// The taker of the rows refused.
    #[error("the rows of a snapshot were not taken")]
    Sink(#[source] E),
}

/// What has ordinals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrdinalKind {
    /// People.
    Users,
    /// Groups.
    Groups,
    /// Apps.
    Apps,
}

impl Snapshot {
    /// Puts every row into `sink`: objects before the links that name them, each table in the order of its ordinals.
    ///
    /// # Errors
    /// When a file is missing or damaged (the error names it), or when the sink refuses.
    pub fn replay<S: FactSink>(&self, sink: &mut S) -> Result<(), ReplayError<S::Error>> {
        self.replay_with(ReplayOptions::default(), sink)
    }

    /// Like [`Snapshot::replay`], with a choice of what is read.
    pub fn replay_with<S: FactSink>(
        &self,
        options: ReplayOptions,
        sink: &mut S,
    ) -> Result<(), ReplayError<S::Error>> {
        for table in Table::ALL {
            self.replay_table(table, options, sink)?;
        }
        Ok(())
    }

    /// Puts the rows of one table into `sink`.
    pub fn replay_table<S: FactSink>(
        &self,
        table: Table,
        options: ReplayOptions,
        sink: &mut S,
    ) -> Result<(), ReplayError<S::Error>> {
        let replay = TableReplay {
            snapshot: self,
            options,
        };
        match table {
            Table::Users => replay.rows::<User<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::Users(&batch.rows::<User<'_>>()))
            }),
            Table::Groups => replay.rows::<Group<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::Groups(&batch.rows::<Group<'_>>()))
            }),
            Table::Apps => replay
                .rows::<App<'static>, S>(sink, |sink, batch| sink.put(Rows::Apps(&batch.rows::<App<'_>>()))),
            Table::Memberships => replay.memberships(sink),
            Table::AppUsers => replay.rows::<AppUserRow<'static>, S>(sink, put_app_users),
            Table::AppGroups => replay.rows::<AppGroupRow, S>(sink, put_app_groups),
            Table::GroupRules => replay.rows::<GroupRule<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::GroupRules(&batch.rows::<GroupRule<'_>>()))
            }),
            Table::GroupOwners => replay.rows::<GroupOwner<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::GroupOwners(&batch.rows::<GroupOwner<'_>>()))
            }),
            Table::Roles => replay.rows::<Role<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::Roles(&batch.rows::<Role<'_>>()))
            }),
            Table::ResourceSets => replay.rows::<ResourceSet<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::ResourceSets(&batch.rows::<ResourceSet<'_>>()))
            }),
            Table::RoleAssignments => replay.rows::<RoleAssignment<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::RoleAssignments(&batch.rows::<RoleAssignment<'_>>()))
            }),
            Table::ApiTokens => replay.rows::<ApiToken<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::ApiTokens(&batch.rows::<ApiToken<'_>>()))
            }),
            Table::Grants => replay.rows::<Grant<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::Grants(&batch.rows::<Grant<'_>>()))
            }),
            Table::ClientSecrets => replay.rows::<ClientSecret<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::ClientSecrets(&batch.rows::<ClientSecret<'_>>()))
            }),
            Table::ClientKeys => replay.rows::<ClientKey<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::ClientKeys(&batch.rows::<ClientKey<'_>>()))
            }),
            Table::IdentityProviders => replay.rows::<IdentityProvider<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::IdentityProviders(&batch.rows::<IdentityProvider<'_>>()))
            }),
            Table::Policies => replay.rows::<Policy<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::Policies(&batch.rows::<Policy<'_>>()))
            }),
            Table::PolicyRules => replay.rows::<PolicyRule<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::PolicyRules(&batch.rows::<PolicyRule<'_>>()))
            }),
            Table::NetworkZones => replay.rows::<NetworkZone<'static>, S>(sink, |sink, batch| {
                sink.put(Rows::NetworkZones(&batch.rows::<NetworkZone<'_>>()))
            }),
            Table::Coverage => Ok(()),
        }
    }

    /// Native id and ordinal of every object of a kind, so that the next scan gives the same numbers.
    pub fn ordinals(&self, kind: OrdinalKind) -> Result<Vec<(String, u32)>, SnapshotError> {
        let table = match kind {
            OrdinalKind::Users => Table::Users,
            OrdinalKind::Groups => Table::Groups,
            OrdinalKind::Apps => Table::Apps,
        };
        let mut found = Vec::with_capacity(usize::try_from(self.info().rows(table)).unwrap_or_default());
        let columns = [
            Column {
                name: "ordinal",
                kind: Kind::Number,
            },
            Column {
                name: "id",
                kind: Kind::Text,
            },
        ];
        let take = |path: &Path, batch: RecordBatch| {
            let ordinals = batch
                .column_by_name("ordinal")
                .and_then(|array| array.as_primitive_opt::<UInt32Type>());
            let ids = batch
                .column_by_name("id")
                .and_then(|array| array.as_string_opt::<i32>());
            let (Some(ordinals), Some(ids)) = (ordinals, ids) else {
                return Err(SnapshotError::corrupt(
                    path,
                    "the columns `ordinal` and `id` are missing",
                ));
            };
            found.extend(
                ids.iter()
                    .map(|id| id.unwrap_or_default().to_owned())
                    .zip(ordinals.values().iter().copied()),
            );
            Ok(())
        };
        self.each_batch(table, &columns, take)?;
        Ok(found)
    }

    /// Decodes the named columns of a table, batch by batch.
    pub(super) fn each_batch<E: From<SnapshotError>>(
        &self,
        table: Table,
        columns: &[Column],
        mut take: impl FnMut(&Path, RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        let parts = self
            .info()
            .table(table)
            .map(|info| info.parts.as_slice())
            .unwrap_or_default();
        for (part, path) in parts.iter().zip(self.table_files(table)) {
            let content = Bytes::from(self.read_part(part)?);
            let damaged = |error: &dyn std::fmt::Display| SnapshotError::corrupt(&path, error);
            let builder =
                ParquetRecordBatchReaderBuilder::try_new(content).map_err(|error| damaged(&error))?;
            let names = columns.iter().map(|column| column.name);
            let mask = ProjectionMask::columns(builder.parquet_schema(), names);
            let reader = builder.with_projection(mask).with_batch_size(BATCH_ROWS).build();
            let mut rows = 0;
            for batch in reader.map_err(|error| damaged(&error))? {
                let batch = batch.map_err(|error| damaged(&error))?;
                rows += batch.num_rows() as u64;
                take(&path, batch)?;
            }
            if rows != part.rows {
                let why = format!("it has {rows} rows, the manifest says {}", part.rows);
                return Err(SnapshotError::corrupt(&path, why).into());
            }
        }
        Ok(())
    }
}

/// The replay of one table.
struct TableReplay<'s> {
    snapshot: &'s Snapshot,
    options: ReplayOptions,
}

impl TableReplay<'_> {
    fn rows<R: Record<'static>, S: FactSink>(
        &self,
        sink: &mut S,
        put: impl Fn(&mut S, &BatchColumns<'_>) -> Result<(), S::Error>,
    ) -> Result<(), ReplayError<S::Error>> {
        let all = columns_of::<R>();
        let wanted: Vec<Column> = all
            .iter()
            .filter(|column| self.options.raw || column.kind != Kind::Document)
            .copied()
            .collect();
        self.snapshot.each_batch(R::TABLE, &wanted, |path, batch| {
            let columns = BatchColumns::of(&batch, &all).map_err(|why| SnapshotError::corrupt(path, why))?;
            put(sink, &columns).map_err(ReplayError::Sink)
        })
    }

    /// Memberships go from the decoded columns straight to the sink.
    fn memberships<S: FactSink>(&self, sink: &mut S) -> Result<(), ReplayError<S::Error>> {
        let columns = columns_of::<MembershipRow>();
        self.snapshot
            .each_batch(Table::Memberships, &columns, |path, batch| {
                let numbers = |name| {
                    batch
                        .column_by_name(name)
                        .and_then(|array| array.as_primitive_opt::<UInt32Type>())
                };
                let (Some(groups), Some(users)) = (numbers("group"), numbers("user")) else {
                    return Err(
                        SnapshotError::corrupt(path, "the columns `group` and `user` are missing").into(),
                    );
                };
                let mut users = users.values().as_ref();
                for run in groups.values().chunk_by(|one, other| one == other) {
                    let (members, rest) = users.split_at_checked(run.len()).unwrap_or((users, &[]));
                    users = rest;
                    let group = run.first().copied().unwrap_or_default();
                    sink.put(Rows::Memberships(Memberships {
                        group,
                        users: members,
                    }))
                    .map_err(ReplayError::Sink)?;
                }
                Ok(())
            })
    }
}

fn put_app_users<S: FactSink>(sink: &mut S, batch: &BatchColumns<'_>) -> Result<(), S::Error> {
    let rows = batch.rows::<AppUserRow<'_>>();
    let mut users: Vec<AppUser<'_>> = Vec::with_capacity(rows.len());
    for run in rows.chunk_by(|one, other| one.app == other.app) {
        users.clear();
        users.extend(run.iter().map(|row| row.user));
        let app = run.first().map(|row| row.app).unwrap_or_default();
        sink.put(Rows::AppUsers(AppUsers { app, users: &users }))?;
    }
    Ok(())
}

fn put_app_groups<S: FactSink>(sink: &mut S, batch: &BatchColumns<'_>) -> Result<(), S::Error> {
    let rows = batch.rows::<AppGroupRow>();
    let mut groups: Vec<AppGroup> = Vec::with_capacity(rows.len());
    for run in rows.chunk_by(|one, other| one.app == other.app) {
        groups.clear();
        groups.extend(run.iter().map(|row| row.group));
        let app = run.first().map(|row| row.app).unwrap_or_default();
        sink.put(Rows::AppGroups(AppGroups { app, groups: &groups }))?;
    }
    Ok(())
}
