//! People of one organization, as the loop that keeps them in step reads and changes them.

mod apply;
mod known;
mod seal;
mod told;

pub use seal::plan_hash;

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::mapped::{self, MappedBy};
use super::{PersonOrigin, names, words};
use crate::state::audit::{self, AuditEntry};
use crate::state::database::Db;
use crate::state::{Lease, State, StateError};
use apply::{apply, create};
use known::Known;
use told::detail;

/// Who acts, in the audit log and on locks.
const ACTOR: &str = "user-sync";

/// A person here, as far as keeping in step goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncedPerson {
    /// Never changes.
    pub id: String,
    /// The name.
    pub name: String,
    /// Where the person comes from.
    pub origin: PersonOrigin,
    /// The organization.
    pub org_url: Option<String>,
    /// The id there.
    pub okta_id: Option<String>,
    /// The connector of the last sign-in.
    pub connector: Option<String>,
    /// The organization that it spoke for.
    pub vouched_org: Option<String>,
    /// For people.
    pub display_name: String,
    /// Empty when unknown.
    pub email: String,
    /// Traits as JSON text, keys in order.
    pub traits: String,
    /// Assigned roles as JSON text.
    pub roles: String,
    /// Whether the person is inactive.
    pub is_inactive: bool,
    /// Whether this loop holds a lock on the person.
    pub is_sync_locked: bool,
    /// Whether this loop says that the person is gone from the organization.
    pub is_gone: bool,
    /// Whether SCIM says that the person is inactive.
    pub is_scim_inactive: bool,
    /// When SCIM last said something new of name or activity.
    pub scim_told: Option<Timestamp>,
    /// The last sign-in.
    pub last_sign_in: Option<Timestamp>,
    /// What gave the roles of the last sign-in.
    pub mapped_by: Vec<MappedBy>,
}

/// What the organization says of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    /// The id there.
    pub okta_id: String,
    /// The login.
    pub name: String,
    /// For people.
    pub display_name: String,
    /// Empty when unknown.
    pub email: String,
    /// Traits as JSON text, keys in order.
    pub traits: String,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonStep {
    /// Makes a person.
    Create {
        /// Who.
        facts: PersonFacts,
        /// The role that people of the organization get.
        role: Option<String>,
    },
    /// Takes over what the organization says; a person who came by signing in becomes one of the organization.
    Update {
        /// Who, here.
        id: String,
        /// The name before.
        name: String,
        /// What is said now.
        facts: PersonFacts,
        /// A role to be added.
        add_role: Option<String>,
        /// Whether an account goes that a sign-in made under the new name, and that is nobody's of an organization.
        absorbs: bool,
    },
    /// Makes inactive and locks: gone from the organization, or no longer assigned.
    Deactivate {
        /// Who, here.
        id: String,
        /// The name.
        name: String,
        /// Why, for people.
        why: String,
    },
    /// Locks: suspended there.
    Suspend {
        /// Who, here.
        id: String,
        /// The name.
        name: String,
    },
    /// Makes active again, unless SCIM says otherwise, and lifts this loop's lock.
    Restore {
        /// Who, here.
        id: String,
        /// The name.
        name: String,
    },
    /// Takes roles back that the last sign-in gave for groups that the person has left.
    Withdraw {
        /// Who, here.
        id: String,
        /// The name.
        name: String,
        /// The roles that go.
        roles: Vec<String>,
        /// What gives the others.
        mapped_by: Vec<MappedBy>,
    },
}

impl PersonStep {
    /// The word in audit log and counts.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Create { .. } => "create",
            Self::Update { .. } => "update",
            Self::Deactivate { .. } => "deactivate",
            Self::Suspend { .. } => "lock",
            Self::Restore { .. } => "restore",
            Self::Withdraw { .. } => "withdraw",
        }
    }

    /// Whom it is about.
    pub fn name(&self) -> &str {
        match self {
            Self::Create { facts, .. } => &facts.name,
            Self::Update { name, .. }
            | Self::Deactivate { name, .. }
            | Self::Suspend { name, .. }
            | Self::Restore { name, .. }
            | Self::Withdraw { name, .. } => name,
        }
    }
}

impl State {
    /// Everybody, by name: also those of other origins, whose names may clash.
    #[boxed]
    pub async fn people_for_sync(&self) -> Result<Vec<SyncedPerson>, StateError> {
        let rows = sqlx::query(
            "SELECT u.id, u.name, u.origin, u.org_url, u.okta_id, u.connector, u.vouched_org,
                 u.display_name, u.email, u.traits, u.roles,
                 u.last_sign_in, u.mapped_by, s.told,
                 CASE WHEN u.inactive IS NULL THEN 0 ELSE 1 END AS is_inactive,
                 CASE WHEN u.sync_gone IS NULL THEN 0 ELSE 1 END AS is_gone,
                 (SELECT COUNT(*) FROM locks l WHERE l.target_kind = 'user' AND l.target_key = u.name_key
                     AND l.cause = 'sync') AS sync_locks,
                 CASE WHEN s.told_active = 0 THEN 1 ELSE 0 END AS scim_inactive
             FROM users u LEFT JOIN scim_users s ON s.id = u.id ORDER BY u.name_key",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// A number that changes when anybody changes: whether a run can have anything to do.
    #[boxed]
    pub async fn people_stamp(&self) -> Result<String, StateError> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS people, CAST(COALESCE(SUM(revision), 0) AS BIGINT) AS revisions,
                 CAST((SELECT COUNT(*) FROM locks) AS BIGINT) AS locks,
                 CAST((SELECT COALESCE(SUM(version), 0) FROM scim_users) AS BIGINT) AS versions FROM users",
        )
        .fetch_one(&self.pool)
        .await?;
        let mut stamp = String::new();
        for column in ["people", "revisions", "locks", "versions"] {
            stamp.push_str(&format!("{}.", row.try_get::<i64, _>(column)?));
        }
        Ok(stamp)
    }

    /// Applies steps about people of one organization, all or none, each with its line in the audit log, for whoever
    /// holds the lease.
    ///
    /// # Errors
    /// [`StateError::Exists`] when a name was taken in the meantime, [`StateError::LeaseLost`] when another server has
    /// the lease: nothing is changed, and the next run sees it.
    #[boxed]
    pub async fn apply_people(
        &self,
        lease: &Lease,
        org_url: &str,
        steps: &[PersonStep],
        purge_after: Timestamp,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        lease.hold(&mut transaction, now).await?;
        // Names can be exchanged between people: all are given up before any is taken, with the locks that are on them.
        for step in steps {
            if let PersonStep::Update { id, name, facts, .. } = step
                && *name != facts.name
            {
                names::give_up(&mut transaction, id, name, now).await?;
            }
        }
        let known = Known::of(&mut transaction, steps).await?;
        let mut made = Vec::new();
        for step in steps {
            match step {
                PersonStep::Create { facts, role } => {
                    let is_known = known.has(facts);
                    let id = create(&mut transaction, org_url, facts, role.as_deref(), is_known, now).await?;
                    made.push((id, &*facts.name, &*facts.display_name, &*facts.email));
                }
                other => apply(&mut transaction, org_url, other, purge_after, now).await?,
            }
        }
        words::write_all(&mut transaction, &made).await?;
        let said = steps.iter().map(|step| {
            let (action, target) = (format!("user.{}", step.word()), format!("user/{}", step.name()));
            (action, target, detail(step, org_url))
        });
        let said: Vec<_> = said.collect();
        let entries = said.iter().map(|(action, target, detail)| AuditEntry {
            detail: detail.clone(),
            ..AuditEntry::new(ACTOR, action, target)
        });
        audit::append_all(&mut transaction, &entries.collect::<Vec<_>>(), now).await?;
        Ok(transaction.commit().await?)
    }

    /// Keeps what is known by now of what gave roles, for people by id; for whoever holds the lease.
    ///
    /// # Errors
    /// [`StateError::LeaseLost`] when another server has the lease: nothing is changed.
    #[boxed]
    pub async fn note_mapped_by(
        &self,
        lease: &Lease,
        known: &[(String, Vec<MappedBy>)],
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        lease.hold(&mut transaction, now).await?;
        for (id, mapped_by) in known {
            sqlx::query("UPDATE users SET mapped_by = $2 WHERE id = $1")
                .bind(id)
                .bind(mapped::text(mapped_by))
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<SyncedPerson, StateError> {
    let origin: String = row.try_get("origin")?;
    Ok(SyncedPerson {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        origin: PersonOrigin::from_word(&origin).ok_or(StateError::Damaged {
            field: "users.origin",
        })?,
        org_url: row.try_get("org_url")?,
        okta_id: row.try_get("okta_id")?,
        connector: row.try_get("connector")?,
        vouched_org: row.try_get("vouched_org")?,
        display_name: row.try_get("display_name")?,
        email: row.try_get("email")?,
        traits: row.try_get("traits")?,
        roles: row.try_get("roles")?,
        is_inactive: row.try_get::<i64, _>("is_inactive")? > 0,
        is_sync_locked: row.try_get::<i64, _>("sync_locks")? > 0,
        is_gone: row.try_get::<i64, _>("is_gone")? > 0,
        is_scim_inactive: row.try_get::<i64, _>("scim_inactive")? > 0,
        scim_told: row.try_get::<Option<i64>, _>("told")?.map(Timestamp::from_ms),
        last_sign_in: row
            .try_get::<Option<i64>, _>("last_sign_in")?
            .map(Timestamp::from_ms),
        mapped_by: mapped::read(row.try_get("mapped_by")?)?,
    })
}
