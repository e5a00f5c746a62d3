//! Forgetting old snapshots.

use std::collections::BTreeSet;

use domain::Timestamp;

use super::error::SnapshotError;
use super::org_dir::OrgDir;
use super::stored::{SnapshotStore, taken_at};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Snapshots that refresh a whole scan in part come by the minute: they are kept for a day, the whole ones as asked.
const REFRESHES_MS: i64 = DAY_MS;

/// Which snapshots are kept: all young ones, then the last of each day, then the last of each week.
///
/// The last snapshot of an organization is always kept, and so is one that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// For so many days every snapshot is kept.
    pub all_days: u32,
    /// For so many days the last of each day (UTC) is kept.
    pub daily_days: u32,
    /// For so many days the last of each week is kept; `None` for ever.
    pub weekly_days: Option<u32>,
}

impl Default for Keep {
    /// Everything for a week, one a day for a quarter, one a week for ever.
    fn default() -> Self {
        Self {
            all_days: 7,
            daily_days: 92,
            weekly_days: None,
        }
    }
}

/// What a pruning removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Ids of removed snapshots.
    pub snapshots: Vec<String>,
    /// Number of part files removed.
    pub parts: u64,
    /// Bytes freed.
    pub bytes: u64,
}

impl Keep {
    /// Which of the moments, oldest first, are not kept.
    pub(super) fn expired(&self, moments: &[Timestamp], now: Timestamp) -> Vec<bool> {
        let mut newer_bucket = None;
        let mut expired: Vec<bool> = Vec::with_capacity(moments.len());
        for (back, moment) in moments.iter().rev().enumerate() {
            let bucket = self.bucket(*moment, now);
            let is_last_of_bucket = bucket.is_some() && bucket != newer_bucket;
            expired.push(back > 0 && !is_last_of_bucket);
            newer_bucket = bucket.or(newer_bucket);
        }
        expired.reverse();
        expired
    }

    /// Of each bucket the last snapshot is kept; `None` when none is.
    fn bucket(&self, moment: Timestamp, now: Timestamp) -> Option<(u8, i64)> {
        let within = |days: u32| now.since_ms(moment) <= i64::from(days) * DAY_MS;
        let day = moment.as_ms().div_euclid(DAY_MS);
        if within(self.all_days) {
            Some((0, moment.as_ms()))
        } else if within(self.daily_days) {
            Some((1, day))
        } else if self.weekly_days.is_none_or(within) {
            // The first of January 1970 was a Thursday: weeks begin on Monday.
            Some((2, (day + 3).div_euclid(7)))
        } else {
            None
        }
    }
}

impl SnapshotStore {
    /// Marks what refreshed a whole scan in part, and is due; the last snapshot stays.
    fn expire_refreshes<'s>(
        &self,
        org: &OrgDir,
        snapshots: impl Iterator<Item = (&'s String, &'s Timestamp)>,
        is_due: impl Fn(Timestamp) -> bool,
        expired: &mut [bool],
    ) -> Result<(), SnapshotError> {
        let before_last = expired.len().saturating_sub(1);
        for ((id, moment), expired) in snapshots.zip(expired).take(before_last) {
            if is_due(*moment) && !*expired && self.load(org, id)?.whole_at.is_some() {
                *expired = true;
            }
        }
        Ok(())
    }

    /// Removes the snapshots that `keep` does not keep, and the parts that no snapshot names any more.
    ///
    /// # Errors
    /// When a manifest cannot be read: then nothing is removed, since it may name any part.
    pub fn prune(&self, org_url: &str, keep: Keep, now: Timestamp) -> Result<Pruned, SnapshotError> {
        let guard = self.lock_writes();
        let org = self.org(org_url);
        let ids = self.ids(&org)?;
        let moments: Vec<Timestamp> = ids.iter().map(|id| taken_at(id).unwrap_or(now)).collect();
        let mut expired = keep.expired(&moments, now);
        let all_ms = i64::from(keep.all_days) * DAY_MS;
        let is_due = |moment: Timestamp| (REFRESHES_MS..=all_ms).contains(&now.since_ms(moment));
        self.expire_refreshes(&org, ids.iter().zip(&moments), is_due, &mut expired)?;
        let gone: Vec<String> = ids
            .into_iter()
            .zip(expired)
            .filter(|(id, expired)| *expired && !self.is_held(&org, id))
            .map(|(id, _)| id)
            .collect();
        if gone.is_empty() {
            return Ok(Pruned::default());
        }
        for id in self.ids(&org)? {
            self.load(&org, &id)?;
        }
        // The directory makes an interrupted pruning go on at the next start.
        let marker = org.drafts().join("prune");
        self.disk().create_dir(&marker)?;
        for id in &gone {
            self.disk().remove_file(&org.manifest(id))?;
            self.forget(&org, id);
        }
        self.disk().sync_dir(&org.manifests())?;
        let (parts, bytes) = self.sweep(&org)?;
        self.disk().remove_dir(&marker)?;
        drop(guard);
        Ok(Pruned {
            snapshots: gone,
            parts,
            bytes,
        })
    }

    /// Removes every snapshot of an organization, the last one and those that are being read too: for whoever wants
    /// that nothing of it stays. A reader that still has one finds a file missing.
    pub fn remove_all(&self, org_url: &str) -> Result<Pruned, SnapshotError> {
        let guard = self.lock_writes();
        let org = self.org(org_url);
        let gone = self.ids(&org)?;
        if gone.is_empty() {
            return Ok(Pruned::default());
        }
        let marker = org.drafts().join("prune");
        self.disk().create_dir(&marker)?;
        for id in &gone {
            self.disk().remove_file(&org.manifest(id))?;
            self.forget(&org, id);
        }
        self.disk().sync_dir(&org.manifests())?;
        let (parts, bytes) = self.sweep(&org)?;
        self.disk().remove_dir(&marker)?;
        drop(guard);
        Ok(Pruned {
            snapshots: gone,
            parts,
            bytes,
        })
    }

    /// Removes the parts that no manifest names; gives their number and bytes.
    pub(super) fn sweep(&self, org: &OrgDir) -> Result<(u64, u64), SnapshotError> {
        let mut named = BTreeSet::new();
        for id in self.ids(org)? {
            let snapshot = self.load(org, &id)?;
            named.extend(
                snapshot
                    .tables
                    .iter()
                    .flat_map(|table| &table.parts)
                    .map(|part| part.file.clone()),
            );
        }
        let (mut parts, mut bytes) = (0, 0);
        for name in self.disk().names(&org.parts())? {
            if !named.contains(&name) {
                let path = org.part(&name);
                bytes += self.disk().size(&path).unwrap_or_default();
                self.disk().remove_file(&path)?;
                parts += 1;
            }
        }
        Ok((parts, bytes))
    }
}
