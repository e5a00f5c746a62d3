//! People of one organization, as the loop that keeps them in step reads and changes them.

mod told;

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::{PersonOrigin, words};
use crate::state::audit::{self, AuditEntry};
use crate::state::database::Db;
use crate::state::error::unique;
use crate::state::locks::{self, Lock, LockTarget, cause};
use crate::state::users::{key_of, roles_text};
use crate::state::{Lease, State, StateError, new_id};
use told::{detail, labels};

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
    /// Whether SCIM says that the person is inactive.
    pub is_scim_inactive: bool,
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
    /// Makes active again and lifts this loop's lock.
    Restore {
        /// Who, here.
        id: String,
        /// The name.
        name: String,
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
        }
    }

    /// Whom it is about.
    pub fn name(&self) -> &str {
        match self {
            Self::Create { facts, .. } => &facts.name,
            Self::Update { name, .. }
            | Self::Deactivate { name, .. }
            | Self::Suspend { name, .. }
            | Self::Restore { name, .. } => name,
        }
    }
}

impl State {
    /// Everybody, by name: also those of other origins, whose names may clash.
    #[boxed]
    pub async fn people_for_sync(&self) -> Result<Vec<SyncedPerson>, StateError> {
        let rows = sqlx::query(
            "SELECT u.id, u.name, u.origin, u.org_url, u.okta_id, u.display_name, u.email, u.traits, u.roles,
                 CASE WHEN u.inactive IS NULL THEN 0 ELSE 1 END AS is_inactive,
                 (SELECT COUNT(*) FROM locks l WHERE l.target_kind = 'user' AND l.target_key = u.name_key
                     AND l.cause = 'sync') AS sync_locks,
                 (SELECT COUNT(*) FROM scim_users s WHERE s.id = u.id AND s.is_active = 0) AS scim_inactive
             FROM users u ORDER BY u.name_key",
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
                && key_of(name) != key_of(&facts.name)
            {
                sqlx::query("UPDATE users SET name_key = $2 WHERE id = $1")
                    .bind(id)
                    .bind(between(id))
                    .execute(&mut *transaction)
                    .await?;
                sqlx::query(
                    "UPDATE locks SET target_key = $2 WHERE target_kind = 'user' AND target_key = $1",
                )
                .bind(key_of(name))
                .bind(between(id))
                .execute(&mut *transaction)
                .await?;
            }
        }
        let mut entries = Vec::with_capacity(steps.len());
        for step in steps {
            apply(&mut transaction, org_url, step, purge_after, now).await?;
            entries.push((format!("user/{}", step.name()), detail(step, org_url)));
        }
        for (step, (target, detail)) in steps.iter().zip(entries) {
            let action = format!("user.{}", step.word());
            let entry = AuditEntry {
                detail,
                ..AuditEntry::new(ACTOR, &action, &target)
            };
            audit::append(&mut transaction, &entry, now).await?;
        }
        Ok(transaction.commit().await?)
    }
}

async fn apply(
    transaction: &mut sqlx::Transaction<'_, Db>,
    org_url: &str,
    step: &PersonStep,
    purge_after: Timestamp,
    now: Timestamp,
) -> Result<(), StateError> {
    match step {
        PersonStep::Create { facts, role } => create(transaction, org_url, facts, role.as_deref(), now).await,
        PersonStep::Update {
            id,
            name,
            facts,
            add_role,
        } => update(transaction, org_url, (id, name), facts, add_role.as_deref(), now).await,
        PersonStep::Deactivate { id, name, why } => {
            sqlx::query(
                "UPDATE users SET inactive = COALESCE(inactive, $2), purge_after = COALESCE(purge_after, $3),
                     updated = $2, revision = revision + 1 WHERE id = $1",
            )
            .bind(id)
            .bind(now.as_ms())
            .bind(purge_after.as_ms())
            .execute(&mut **transaction)
            .await?;
            locks::put(transaction, &lock(name, why, now)).await
        }
        PersonStep::Suspend { id, name } => {
            touch(transaction, id, now).await?;
            locks::put(transaction, &lock(name, "suspended in Okta", now)).await
        }
        PersonStep::Restore { id, name } => {
            sqlx::query(
                "UPDATE users SET inactive = NULL, purge_after = NULL, updated = $2, revision = revision + 1
                 WHERE id = $1",
            )
            .bind(id)
            .bind(now.as_ms())
            .execute(&mut **transaction)
            .await?;
            locks::lift(transaction, name, cause::SYNC).await?;
            Ok(())
        }
    }
}

async fn create(
    transaction: &mut sqlx::Transaction<'_, Db>,
    org_url: &str,
    facts: &PersonFacts,
    role: Option<&str>,
    now: Timestamp,
) -> Result<(), StateError> {
    let (id, roles) = (new_id(), Vec::from_iter(role.map(str::to_owned)));
    sqlx::query(
        "INSERT INTO users (id, name, name_key, password_hash, roles, created, updated, origin, org_url, okta_id,
             display_name, email, traits, labels)
         VALUES ($1, $2, $3, '', $4, $5, $5, 'okta', $6, $7, $8, $9, $10, $11)",
    )
    .bind(&id)
    .bind(&facts.name)
    .bind(key_of(&facts.name))
    .bind(roles_text(&roles))
    .bind(now.as_ms())
    .bind(org_url)
    .bind(&facts.okta_id)
    .bind(&facts.display_name)
    .bind(&facts.email)
    .bind(&facts.traits)
    .bind(labels(org_url))
    .execute(&mut **transaction)
    .await
    .map_err(|error| unique(error, "a user", "name"))?;
    words::write(transaction, &id, &facts.name, &facts.display_name, &facts.email).await?;
    Ok(())
}

async fn update(
    transaction: &mut sqlx::Transaction<'_, Db>,
    org_url: &str,
    (id, name): (&str, &str),
    facts: &PersonFacts,
    add_role: Option<&str>,
    now: Timestamp,
) -> Result<(), StateError> {
    sqlx::query(
        "UPDATE users SET name = $2, name_key = $3, origin = 'okta', org_url = $4, okta_id = $5,
             display_name = $6, email = $7, traits = $8, labels = $9, updated = $10, revision = revision + 1
         WHERE id = $1",
    )
    .bind(id)
    .bind(&facts.name)
    .bind(key_of(&facts.name))
    .bind(org_url)
    .bind(&facts.okta_id)
    .bind(&facts.display_name)
    .bind(&facts.email)
    .bind(&facts.traits)
    .bind(labels(org_url))
    .bind(now.as_ms())
    .execute(&mut **transaction)
    .await
    .map_err(|error| unique(error, "a user", "name"))?;
    words::write(transaction, id, &facts.name, &facts.display_name, &facts.email).await?;
    if let Some(role) = add_role {
        sqlx::query("UPDATE users SET roles = $2 WHERE id = $1")
            .bind(id)
            .bind(roles_text(&[role.to_owned()]))
            .execute(&mut **transaction)
            .await?;
    }
    if key_of(name) != key_of(&facts.name) {
        // Locks follow the person, not the name.
        sqlx::query(
            "UPDATE locks SET target = $2, target_key = $3 WHERE target_kind = 'user' AND target_key = $1",
        )
        .bind(between(id))
        .bind(&facts.name)
        .bind(key_of(&facts.name))
        .execute(&mut **transaction)
        .await?;
    }
    Ok(())
}

/// What stands in place of a name that was given up, until the new one is taken.
fn between(id: &str) -> String {
    format!("\u{1}{id}")
}

async fn touch(
    transaction: &mut sqlx::Transaction<'_, Db>,
    id: &str,
    now: Timestamp,
) -> Result<(), StateError> {
    sqlx::query("UPDATE users SET updated = $2, revision = revision + 1 WHERE id = $1")
        .bind(id)
        .bind(now.as_ms())
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

fn lock(name: &str, message: &str, now: Timestamp) -> Lock {
    Lock {
        id: new_id(),
        kind: LockTarget::User,
        target: name.to_owned(),
        cause: cause::SYNC.to_owned(),
        message: message.to_owned(),
        created: now,
        created_by: ACTOR.to_owned(),
        expires: None,
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
        display_name: row.try_get("display_name")?,
        email: row.try_get("email")?,
        traits: row.try_get("traits")?,
        roles: row.try_get("roles")?,
        is_inactive: row.try_get::<i64, _>("is_inactive")? > 0,
        is_sync_locked: row.try_get::<i64, _>("sync_locks")? > 0,
        is_scim_inactive: row.try_get::<i64, _>("scim_inactive")? > 0,
    })
}
