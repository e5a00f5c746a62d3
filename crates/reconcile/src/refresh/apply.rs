//! One refresh: from what was touched to a new snapshot.

use super::Touched;
use crate::scan::{
    Around, Base, OrdinalBook, Ordinals, Overlay, RereadError, ScanError, ScanOptions, reread,
};
use domain::Timestamp;
use domain::facts::{AssigneeKind, Coverage, FactSink, ObjectClass, Rows};
use std::collections::HashMap;
use store::snapshot::{
    Draft, OrdinalKind, ReplayError, ReplayOptions, Snapshot, SnapshotError, SnapshotStore, Table,
};
use tokio::task::spawn_blocking;

/// Objects and links beyond which a whole scan is the better way.
const MOST_TOUCHED: usize = 2_000;
/// Requests beyond which a whole scan is the better way: two minutes of Okta's tightest budgets.
const MOST_REQUESTS: u64 = 500;

/// Why a refresh came to nothing. What people see stays as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// Okta, or the way to it, or the disk.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The snapshots.
    #[error("the snapshot could not be refreshed: {0}")]
    Snapshot(#[from] SnapshotError),
    /// Only a whole scan can tell; why.
    #[error("only a whole scan can tell: {0}")]
    NeedsWhole(String),
    /// The process ends.
    #[error("the refresh was broken off")]
    BrokenOff,
}

impl From<RereadError> for RefreshError {
    fn from(error: RereadError) -> Self {
        match error {
            RereadError::Scan(error) => Self::Scan(error),
            RereadError::NeedsWhole(why) => Self::NeedsWhole(why),
        }
    }
}

/// What a refresh made.
#[derive(Clone, Debug)]
pub struct Refreshed {
    /// The new snapshot: the last one with what changed.
    pub snapshot: Snapshot,
    /// Requests it took.
    pub requests: u64,
}

/// From what a refresh is made.
#[derive(Clone, Debug)]
pub struct After<'a> {
    /// Where snapshots are kept.
    pub snapshots: &'a SnapshotStore,
    /// The last one.
    pub last: Snapshot,
    /// What changed since.
    pub touched: &'a Touched,
}

/// Reads again what was touched, and makes a snapshot of it and the last one. `now` tells the time; `hold` is given
/// back when nothing of this is under way any more, even where the caller has stopped waiting for it.
pub async fn apply(
    client: &okta::Client,
    after: After<'_>,
    options: ScanOptions,
    now: &(dyn Fn() -> Timestamp + Send + Sync),
    hold: impl Send + 'static,
) -> Result<Refreshed, RefreshError> {
    let After {
        snapshots,
        last,
        touched,
    } = after;
    if let Some(why) = &touched.whole {
        return Err(RefreshError::NeedsWhole(why.clone()));
    }
    if touched.len() > MOST_TOUCHED {
        return Err(RefreshError::NeedsWhole(format!(
            "{} objects and links changed at once",
            touched.len()
        )));
    }
    let began = now();
    let before = client.progress().requests;
    let info = last.info().clone();
    let mut draft = snapshots.begin(info.organization.as_fact(), began)?;
    let next = draft.next_ordinals();
    draft.set_refresh_of(info.whole_at.unwrap_or(info.taken_at));
    let wanted = touched.clone();
    let read = move || -> Result<(Snapshot, OrdinalBook, Base), SnapshotError> {
        let book = OrdinalBook {
            users: Ordinals::resume(last.ordinals(OrdinalKind::Users)?, next.users),
            groups: Ordinals::resume(last.ordinals(OrdinalKind::Groups)?, next.groups),
            apps: Ordinals::resume(last.ordinals(OrdinalKind::Apps)?, next.apps),
        };
        let base = base(&last, &book, &wanted)?;
        Ok((last, book, base))
    };
    let (last, mut book, base) = spawn_blocking(read)
        .await
        .map_err(|_| RefreshError::BrokenOff)??;
    let around = Around {
        base: &base,
        coverage: &info.coverage,
        options,
        most_requests: MOST_REQUESTS,
    };
    let mut counting = Counting {
        draft,
        rows: HashMap::new(),
    };
    let replaced = reread(client, &mut counting, &mut book, around, touched).await?;
    let requests = client.progress().requests.saturating_sub(before);
    let duration_ms = u64::try_from(now().since_ms(began)).unwrap_or(0);
    counting.draft.set_effort(requests, duration_ms);
    let coverage = info.coverage.clone();
    let write = move || -> Result<Snapshot, SnapshotError> {
        let _hold = hold;
        let mut overlay = Overlay::new(&replaced, &mut counting);
        last.replay(&mut overlay).map_err(|error| match error {
            ReplayError::Snapshot(error) | ReplayError::Sink(error) => error,
        })?;
        overlay.finish()?;
        let coverage = counting.counted(coverage);
        counting.draft.commit(coverage)
    };
    let snapshot = spawn_blocking(write)
        .await
        .map_err(|_| RefreshError::BrokenOff)??;
    Ok(Refreshed { snapshot, requests })
}

/// What the last snapshot says about the neighbourhood of what was touched.
fn base(last: &Snapshot, book: &OrdinalBook, touched: &Touched) -> Result<Base, SnapshotError> {
    let of_members = touched
        .members
        .iter()
        .chain(&touched.assignments)
        .map(|(_, user)| user);
    let people = touched.users.iter().chain(&touched.lives).chain(of_members);
    let of_apps = touched.group_assignments.iter().map(|(_, group)| group);
    let of_members = touched.members.iter().map(|(group, _)| group);
    let groups = touched.groups.iter().chain(of_apps).chain(of_members);
    let mut base = Base::around(
        people.filter_map(|id| book.users.get(id)),
        groups.filter_map(|id| book.groups.get(id)),
    );
    for table in [
        Table::Users,
        Table::Groups,
        Table::Apps,
        Table::ResourceSets,
        Table::RoleAssignments,
        Table::Memberships,
        Table::AppGroups,
        Table::AppUsers,
    ] {
        let options = ReplayOptions { raw: false };
        last.replay_table(table, options, &mut base)
            .map_err(|error| match error {
                ReplayError::Snapshot(error) => error,
                ReplayError::Sink(never) => match never {},
            })?;
    }
    Ok(base)
}

/// A draft that counts what goes in, so that the coverage tells the rows that are there.
struct Counting {
    draft: Draft,
    rows: HashMap<ObjectClass, u64>,
}

impl Counting {
    fn counted(&self, mut coverage: Coverage) -> Coverage {
        for entry in &mut coverage.classes {
            entry.rows = self.rows.get(&entry.class).copied().unwrap_or(0);
        }
        coverage
    }
}

impl FactSink for Counting {
    type Error = SnapshotError;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), SnapshotError> {
        let mut count = |class, rows: usize| *self.rows.entry(class).or_default() += rows as u64;
        match rows {
            Rows::Users(rows) => count(ObjectClass::Users, rows.len()),
            Rows::Groups(rows) => count(ObjectClass::Groups, rows.len()),
            Rows::Apps(rows) => count(ObjectClass::Apps, rows.len()),
            Rows::Memberships(rows) => count(ObjectClass::Memberships, rows.users.len()),
            Rows::AppUsers(rows) => count(ObjectClass::AppUsers, rows.users.len()),
            Rows::AppGroups(rows) => count(ObjectClass::AppGroups, rows.groups.len()),
            Rows::GroupRules(rows) => count(ObjectClass::GroupRules, rows.len()),
            Rows::GroupOwners(rows) => count(ObjectClass::GroupOwners, rows.len()),
            Rows::Roles(rows) => count(
                ObjectClass::Roles,
                rows.iter().filter(|role| role.is_custom).count(),
            ),
            Rows::ResourceSets(rows) => count(ObjectClass::ResourceSets, rows.len()),
            Rows::RoleAssignments(rows) => {
                for row in rows {
                    let class = match row.assignee_kind {
                        AssigneeKind::User => ObjectClass::UserRoles,
                        AssigneeKind::Group => ObjectClass::GroupRoles,
                        AssigneeKind::Client => ObjectClass::ClientRoles,
                    };
                    count(class, 1);
                }
            }
            Rows::ApiTokens(rows) => count(ObjectClass::ApiTokens, rows.len()),
            Rows::Grants(rows) => count(ObjectClass::Grants, rows.len()),
            Rows::ClientSecrets(rows) => count(ObjectClass::ClientSecrets, rows.len()),
            Rows::ClientKeys(rows) => count(ObjectClass::ClientKeys, rows.len()),
            Rows::IdentityProviders(rows) => count(ObjectClass::IdentityProviders, rows.len()),
            Rows::Policies(rows) => count(ObjectClass::Policies, rows.len()),
            Rows::PolicyRules(_) => {}
            Rows::NetworkZones(rows) => count(ObjectClass::NetworkZones, rows.len()),
        }
        self.draft.put(rows)
    }
}
