//! One step, as part of the change that holds them all.

use domain::Timestamp;

use super::told::labels;
use super::{ACTOR, PersonFacts, PersonStep};
use crate::state::database::Db;
use crate::state::error::unique;
use crate::state::locks::{self, Lock, LockTarget, cause};
use crate::state::people::{mapped, names, words};
use crate::state::users::{key_of, roles_text};
use crate::state::{StateError, new_id, scim};

type Transaction<'a> = sqlx::Transaction<'a, Db>;

/// Leaves activity and time of purge as they are while SCIM says that the person is inactive.
const UNLESS_SCIM_SAYS_SO: &str = "UPDATE users SET sync_gone = NULL, updated = $2, revision = revision + 1,
         inactive = CASE WHEN EXISTS (SELECT 1 FROM scim_users s WHERE s.id = users.id AND s.told_active = 0)
             THEN inactive ELSE NULL END,
         purge_after = CASE WHEN EXISTS (SELECT 1 FROM scim_users s WHERE s.id = users.id AND s.told_active = 0)
             THEN purge_after ELSE NULL END
     WHERE id = $1";

/// Does a step about somebody who is here. Names that change were given up before.
pub(super) async fn apply(
    transaction: &mut Transaction<'_>,
    org_url: &str,
    step: &PersonStep,
    purge_after: Timestamp,
    now: Timestamp,
) -> Result<(), StateError> {
    match step {
        PersonStep::Create { facts, role } => {
            let id = create(transaction, org_url, facts, role.as_deref(), true, now).await?;
            let words = [(id, &*facts.name, &*facts.display_name, &*facts.email)];
            Ok(words::write_all(transaction, &words).await?)
        }
        PersonStep::Update { .. } => update(transaction, org_url, step, now).await,
        PersonStep::Deactivate { id, name, why } => {
            deactivate(transaction, (id, name), why, purge_after, now).await
        }
        PersonStep::Suspend { id, name } => {
            let_in(transaction, id, now).await?;
            locks::put(transaction, &lock(name, "suspended in Okta", now)).await
        }
        PersonStep::Restore { id, name } => {
            let_in(transaction, id, now).await?;
            locks::lift(transaction, name, cause::SYNC).await?;
            Ok(())
        }
        PersonStep::Withdraw {
            id, roles, mapped_by, ..
        } => mapped::withdraw(transaction, id, roles, mapped_by, now).await,
    }
}

/// Makes a person and gives the id; what the person is found by is still to be written. `is_known`: whether there may
/// be locks of the person or on the name, or somebody had the name before.
pub(super) async fn create(
    transaction: &mut Transaction<'_>,
    org_url: &str,
    facts: &PersonFacts,
    role: Option<&str>,
    is_known: bool,
    now: Timestamp,
) -> Result<String, StateError> {
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
    if is_known {
        names::is_taken(transaction, &facts.name).await?;
        // The person was here before, and is back: what this loop said then is over.
        names::bring_locks(transaction, &facts.okta_id, &facts.name).await?;
        locks::lift(transaction, &facts.name, cause::SYNC).await?;
    }
    Ok(id)
}

async fn update(
    transaction: &mut Transaction<'_>,
    org_url: &str,
    step: &PersonStep,
    now: Timestamp,
) -> Result<(), StateError> {
    let PersonStep::Update {
        id,
        name,
        facts,
        add_role,
        absorbs,
    } = step
    else {
        return Ok(());
    };
    if *name != facts.name {
        if *absorbs {
            names::absorb(transaction, (ACTOR, org_url), id, &facts.name, now).await?;
        }
        names::take(transaction, id, &facts.name, now).await?;
    }
    let known: Option<Option<String>> = sqlx::query_scalar("SELECT okta_id FROM users WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut **transaction)
        .await?;
    if known.flatten().is_none() {
        // An account of a sign-in turns out to be somebody who had a record before, maybe under another name.
        names::bring_locks(transaction, &facts.okta_id, &facts.name).await?;
        locks::lift(transaction, &facts.name, cause::SYNC).await?;
    }
    sqlx::query(
        "UPDATE users SET origin = 'okta', org_url = $2, okta_id = $3, display_name = $4, email = $5, traits = $6,
             labels = $7, updated = $8, revision = revision + 1
         WHERE id = $1",
    )
    .bind(id)
    .bind(org_url)
    .bind(&facts.okta_id)
    .bind(&facts.display_name)
    .bind(&facts.email)
    .bind(&facts.traits)
    .bind(labels(org_url))
    .bind(now.as_ms())
    .execute(&mut **transaction)
    .await
    .map_err(|error| unique(error, "a user", "id in the organization"))?;
    words::write(transaction, id, &facts.name, &facts.display_name, &facts.email).await?;
    if let Some(role) = add_role {
        sqlx::query("UPDATE users SET roles = $2 WHERE id = $1")
            .bind(id)
            .bind(roles_text(&[role.to_owned()]))
            .execute(&mut **transaction)
            .await?;
    }
    Ok(())
}

async fn deactivate(
    transaction: &mut Transaction<'_>,
    (id, name): (&str, &str),
    why: &str,
    purge_after: Timestamp,
    now: Timestamp,
) -> Result<(), StateError> {
    sqlx::query(
        "UPDATE users SET inactive = COALESCE(inactive, $2), purge_after = COALESCE(purge_after, $3),
             sync_gone = COALESCE(sync_gone, $2), updated = $2, revision = revision + 1 WHERE id = $1",
    )
    .bind(id)
    .bind(now.as_ms())
    .bind(purge_after.as_ms())
    .execute(&mut **transaction)
    .await?;
    locks::put(transaction, &lock(name, why, now)).await?;
    mapped::forget(transaction, id).await?;
    scim::leave_all(transaction, id, now).await?;
    tell_scim(transaction, id, now).await
}

async fn let_in(transaction: &mut Transaction<'_>, id: &str, now: Timestamp) -> Result<(), StateError> {
    sqlx::query(UNLESS_SCIM_SAYS_SO)
        .bind(id)
        .bind(now.as_ms())
        .execute(&mut **transaction)
        .await?;
    tell_scim(transaction, id, now).await
}

/// SCIM's record shows whether the person is active, whoever decided it.
async fn tell_scim(transaction: &mut Transaction<'_>, id: &str, now: Timestamp) -> Result<(), StateError> {
    sqlx::query(
        "UPDATE scim_users SET version = version + 1, modified = CASE WHEN modified < $2 THEN $2 ELSE modified END,
             is_active = CASE WHEN (SELECT u.inactive FROM users u WHERE u.id = scim_users.id) IS NULL
                 THEN told_active ELSE 0 END
         WHERE id = $1 AND COALESCE(is_active, 1) <>
             CASE WHEN (SELECT u.inactive FROM users u WHERE u.id = scim_users.id) IS NULL
                 THEN COALESCE(told_active, 1) ELSE 0 END",
    )
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
