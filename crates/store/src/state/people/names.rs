//! Names that change. Locks, SCIM's record and what people are found by go along, whoever renames; and the former name
//! is remembered, so that a sign-in under it does not become somebody new.
//!
//! A name is given up before another is taken: within one change, people can exchange theirs.

use domain::Timestamp;
use serde_json::json;
use sqlx::{AnyConnection, Row};

use crate::state::StateError;
use crate::state::audit::{self, AuditEntry};
use crate::state::error::unique;
use crate::state::users::key_of;

/// What stands in place of a name that was given up, until the new one is taken.
fn between(id: &str) -> String {
    format!("\u{1}{id}")
}

/// Under what a lock of somebody who is gone is kept while the name it was on is somebody else's.
fn aside(okta_id: &str) -> String {
    format!("\u{2}{okta_id}")
}

/// Locks that SCIM and user sync left on the name of somebody who is gone are kept by the id in the organization: the
/// name is about to be that of `of`, and who is gone may come back under another one. Such a lock is shown under the id.
async fn set_aside(connection: &mut AnyConnection, name: &str, of: Option<&str>) -> Result<(), StateError> {
    let left = sqlx::query(
        "SELECT id, okta_id, cause FROM locks WHERE target_kind = 'user' AND target_key = $1
             AND cause IN ('scim', 'sync') AND okta_id IS NOT NULL AND okta_id <> $2",
    )
    .bind(key_of(name))
    .bind(of.unwrap_or_default())
    .fetch_all(&mut *connection)
    .await?;
    for row in left {
        let (id, okta_id, cause): (String, String, String) =
            (row.try_get("id")?, row.try_get("okta_id")?, row.try_get("cause")?);
        sqlx::query("DELETE FROM locks WHERE target_kind = 'user' AND target_key = $1 AND cause = $2")
            .bind(aside(&okta_id))
            .bind(cause)
            .execute(&mut *connection)
            .await?;
        sqlx::query("UPDATE locks SET target = $2, target_key = $3 WHERE id = $1")
            .bind(id)
            .bind(&okta_id)
            .bind(aside(&okta_id))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The person has no name, until [`take`].
pub(in crate::state) async fn give_up(
    connection: &mut AnyConnection,
    id: &str,
    name: &str,
    now: Timestamp,
) -> Result<(), StateError> {
    for text in [
        "UPDATE users SET name_key = $2 WHERE id = $1",
        "UPDATE scim_users SET user_name_key = $2 WHERE id = $1",
    ] {
        sqlx::query(text)
            .bind(id)
            .bind(between(id))
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("UPDATE locks SET target_key = $2 WHERE target_kind = 'user' AND target_key = $1")
        .bind(key_of(name))
        .bind(between(id))
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO former_names (name_key, user_id, at) VALUES ($1, $2, $3)
         ON CONFLICT (name_key) DO UPDATE SET user_id = excluded.user_id, at = excluded.at",
    )
    .bind(key_of(name))
    .bind(id)
    .bind(now.as_ms())
    .execute(connection)
    .await?;
    Ok(())
}

/// The person who gave a name up has this one from now on, with the locks that were made for the person.
///
/// # Errors
/// [`StateError::Exists`] when it is somebody else's.
pub(in crate::state) async fn take(
    connection: &mut AnyConnection,
    id: &str,
    name: &str,
    now: Timestamp,
) -> Result<(), StateError> {
    sqlx::query("UPDATE users SET name = $2, name_key = $3 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(key_of(name))
        .execute(&mut *connection)
        .await
        .map_err(|error| unique(error, "a user", "name"))?;
    sqlx::query(
        "UPDATE scim_users SET user_name = $2, user_name_key = $3, version = version + 1,
             modified = CASE WHEN modified < $4 THEN $4 ELSE modified END
         WHERE id = $1",
    )
    .bind(id)
    .bind(name)
    .bind(scim::fold(name))
    .bind(now.as_ms())
    .execute(&mut *connection)
    .await
    .map_err(|error| unique(error, "a user", "name"))?;
    let okta_id: Option<Option<String>> = sqlx::query_scalar("SELECT okta_id FROM users WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
    set_aside(connection, name, okta_id.flatten().as_deref()).await?;
    // What is left of SCIM and user sync was for somebody of whom no id is known. A lock by hand is for whoever has the
    // name.
    sqlx::query(
        "DELETE FROM locks WHERE target_kind = 'user' AND target_key = $1 AND (cause IN ('scim', 'sync')
             OR cause IN (SELECT o.cause FROM locks o WHERE o.target_kind = 'user' AND o.target_key = $2))",
    )
    .bind(key_of(name))
    .bind(between(id))
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "UPDATE locks SET target = $2, target_key = $3 WHERE target_kind = 'user' AND target_key = $1",
    )
    .bind(between(id))
    .bind(name)
    .bind(key_of(name))
    .execute(&mut *connection)
    .await?;
    is_taken(connection, name).await
}

/// Somebody has the name now: it is nobody's former name any more.
pub(in crate::state) async fn is_taken(connection: &mut AnyConnection, name: &str) -> Result<(), StateError> {
    sqlx::query("DELETE FROM former_names WHERE name_key = $1")
        .bind(key_of(name))
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether there is any lock on the name, or of the person of this id in the organization. Most people have none, and
/// then nothing has to be brought or lifted.
pub(in crate::state) async fn have_locks(
    connection: &mut AnyConnection,
    okta_id: Option<&str>,
    name: &str,
) -> Result<bool, StateError> {
    let count: i64 = sqlx::query_scalar(
        "SELECT (SELECT COUNT(*) FROM locks WHERE target_kind = 'user' AND target_key = $1)
             + (SELECT COUNT(*) FROM locks WHERE target_kind = 'user' AND okta_id = $2)",
    )
    .bind(key_of(name))
    .bind(okta_id.unwrap_or_default())
    .fetch_one(connection)
    .await?;
    Ok(count > 0)
}

/// A person of the organization has a record under this name from now on. Locks that were made for the person when there
/// was a record before, under whatever name or kept by id alone, are on this name now, also where a sign-in made an account
/// of the old name since; those that SCIM and user sync left here for somebody else are kept by that one's id.
pub(in crate::state) async fn bring_locks(
    connection: &mut AnyConnection,
    okta_id: &str,
    name: &str,
) -> Result<(), StateError> {
    set_aside(connection, name, Some(okta_id)).await?;
    for text in [
        "DELETE FROM locks WHERE target_kind = 'user' AND okta_id = $1 AND target_key <> $2
             AND (cause IN ('scim', 'sync') OR NOT EXISTS (SELECT 1 FROM users u WHERE u.name_key = locks.target_key))
             AND cause IN (SELECT o.cause FROM locks o WHERE o.target_kind = 'user' AND o.target_key = $2)",
        "UPDATE locks SET target = $3, target_key = $2 WHERE target_kind = 'user' AND okta_id = $1
             AND target_key <> $2 AND (cause IN ('scim', 'sync')
                 OR NOT EXISTS (SELECT 1 FROM users u WHERE u.name_key = locks.target_key))",
    ] {
        let query = sqlx::query(text).bind(okta_id).bind(key_of(name));
        // A place that a text does not have is an error on one of the databases.
        let query = if text.contains("$3") {
            query.bind(name)
        } else {
            query
        };
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// Whether a person who is here or was removed had the name before.
pub(in crate::state) async fn is_former(
    connection: &mut AnyConnection,
    name: &str,
) -> Result<bool, StateError> {
    let found: Option<String> = sqlx::query_scalar("SELECT user_id FROM former_names WHERE name_key = $1")
        .bind(key_of(name))
        .fetch_optional(connection)
        .await?;
    Ok(found.is_some())
}

/// An account that a sign-in made under a name that turns out to be another person's new one. It is bound to nobody of
/// an organization, has no password, and came by way of the same organization, which knows one person of this name. It
/// goes, with sessions and tokens; the name's locks stay.
pub(in crate::state) async fn absorb(
    connection: &mut AnyConnection,
    (actor, org_url): (&str, &str),
    into: &str,
    name: &str,
    now: Timestamp,
) -> Result<(), StateError> {
    let removed = sqlx::query(
        "DELETE FROM users WHERE name_key = $1 AND id <> $2 AND origin = 'sso' AND okta_id IS NULL
         AND password_hash = '' AND (connector IS NULL OR vouched_org = $3)",
    )
    .bind(key_of(name))
    .bind(into)
    .bind(org_url)
    .execute(&mut *connection)
    .await?;
    if removed.rows_affected() == 0 {
        return Ok(());
    }
    let target = format!("user/{name}");
    let entry = AuditEntry {
        detail: json!({ "into": into, "why": "a sign-in under the new login came before the rename" }),
        ..AuditEntry::new(actor, "user.absorb", &target)
    };
    audit::append(connection, &entry, now).await
}
