//! Removing users and groups, at once or when their time has come.

use domain::Timestamp;
use scim::Stored;
use scim::schema::Kind;
use scim::store::{Allow, Wish};
use serde_json::json;
use sqlx::AnyConnection;

use super::{ACTOR, Failure, ScimDirectory, people, read, withdraw};
use crate::state::StateError;
use crate::state::audit::{self, AuditEntry};
use crate::state::sql::Batch;

pub(super) async fn delete(
    directory: &ScimDirectory,
    kind: Kind,
    id: &str,
    allow: &Allow<'_>,
) -> Result<bool, Failure> {
    let mut transaction = directory.state.begin().await?;
    let found = read::one(&mut transaction, &directory.plugin, kind, id, Wish::default()).await?;
    let Some(stored) = found else { return Ok(false) };
    allow(&stored)?;
    let now = directory.now();
    let (action, target) = told(&stored);
    match kind {
        Kind::User => {
            let name = stored.document.user_name().unwrap_or_default();
            people::lock(&mut transaction, name, "deleted by Okta", now).await?;
            remove_user(&mut transaction, id, now).await?;
        }
        Kind::Group => {
            let name = stored.document.display_name().unwrap_or_default();
            let members = emptied(&mut transaction, id).await?;
            let left = withdraw::Left {
                group: id,
                names: &[name],
            };
            withdraw::after_leaving(&mut transaction, directory, &left, &members, now).await?;
            leave_all(&mut transaction, id, now).await?;
            // Its members go with it.
            sqlx::query("DELETE FROM scim_groups WHERE id = $1")
                .bind(id)
                .execute(&mut *transaction)
                .await?;
        }
    }
    let entry = AuditEntry {
        detail: json!({ "plugin": directory.plugin, "id": id }),
        ..AuditEntry::new(ACTOR, action, &target)
    };
    audit::append(&mut transaction, &entry, now).await?;
    transaction.commit().await?;
    Ok(true)
}

/// Takes everybody out of a group, and those out of it who are members by way of groups in it; gives all of them.
async fn emptied(connection: &mut AnyConnection, group: &str) -> Result<Vec<String>, Failure> {
    let members = sqlx::query_scalar(
        "WITH RECURSIVE inner_ (id, kind) AS (
             SELECT member_id, kind FROM scim_members WHERE group_id = $1
             UNION SELECT m.member_id, m.kind FROM inner_ JOIN scim_members m ON m.group_id = inner_.id
         )
         SELECT id FROM inner_ WHERE kind = 'user'",
    )
    .bind(group)
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM scim_members WHERE group_id = $1")
        .bind(group)
        .execute(connection)
        .await?;
    Ok(members)
}

fn told(stored: &Stored) -> (&'static str, String) {
    let document = &stored.document;
    match stored.kind {
        Kind::User => (
            "scim.user.delete",
            format!("user/{}", document.user_name().unwrap_or_default()),
        ),
        Kind::Group => (
            "scim.group.delete",
            format!("group/{}", document.display_name().unwrap_or_default()),
        ),
    }
}

/// Removes a person with sessions, tokens and memberships; whether there was one. A lock is kept by name, and stays.
pub(in crate::state) async fn remove_user(
    connection: &mut AnyConnection,
    id: &str,
    now: Timestamp,
) -> Result<bool, StateError> {
    leave_all(connection, id, now).await?;
    let removed = sqlx::query("DELETE FROM users WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(removed.rows_affected() > 0)
}

/// Takes somebody out of every group; those have another version then.
pub(in crate::state) async fn leave_all(
    connection: &mut AnyConnection,
    id: &str,
    now: Timestamp,
) -> Result<(), StateError> {
    let mut batch = Batch::new();
    leave(&mut batch, id, now);
    Ok(batch.execute(connection).await?)
}

/// The statements that do so.
pub(super) fn leave(batch: &mut Batch, id: &str, now: Timestamp) {
    let sql = batch.then("UPDATE scim_groups SET version = version + 1, modified = CASE WHEN modified < ");
    sql.number(now.as_ms()).push(" THEN ").number(now.as_ms());
    sql.push(" ELSE modified END WHERE id IN (SELECT group_id FROM scim_members WHERE member_id = ");
    sql.text(id).push(")");
    batch.then("DELETE FROM scim_members WHERE member_id = ").text(id);
}
