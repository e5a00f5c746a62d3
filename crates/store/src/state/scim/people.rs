//! The person behind a SCIM user: the row in `users`, the lock, the sessions.

use domain::Timestamp;
use scim::{Document, Stored, fold};
use sqlx::AnyConnection;

use super::{ACTOR, Failure, Retention, ScimDirectory, delete};
use crate::state::locks::{self, Lock, LockTarget, cause};
use crate::state::new_id;
use crate::state::people::mapped;
use crate::state::users::key_of;

/// What `users` holds of a document.
pub(super) struct Person<'a> {
    pub(super) name: &'a str,
    pub(super) display_name: String,
    pub(super) email: &'a str,
    /// The id in the organization, if the client gave one that looks like it.
    pub(super) okta_id: Option<&'a str>,
    pub(super) is_active: bool,
}

impl<'a> Person<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let named = [&["displayName"][..], &["name", "formatted"]];
        let display_name = named
            .iter()
            .find_map(|path| document.text(path))
            .map(str::to_owned);
        let parts = [&["name", "givenName"], &["name", "familyName"]];
        let parts: Vec<&str> = parts.iter().filter_map(|path| document.text(*path)).collect();
        Self {
            name: document.user_name().unwrap_or_default(),
            display_name: display_name.unwrap_or_else(|| parts.join(" ")),
            email: document.email().unwrap_or_default(),
            okta_id: document.external_id().filter(|id| is_okta_id(id)),
            is_active: is_active(document),
        }
    }

    /// What the name is found by, in any letter case.
    pub(super) fn key(&self) -> String {
        key_of(self.name)
    }
}

/// Whether the person may sign in: who has no `active` has not been deactivated.
pub(super) fn is_active(document: &Document) -> bool {
    document.active() != Some(false)
}

/// Okta's ids of users are `00u` and 17 letters or digits; other clients put other things into `externalId`.
fn is_okta_id(id: &str) -> bool {
    id.len() == 20 && id.starts_with("00u") && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// When a record that becomes inactive now is to go.
pub(super) fn purge_after(directory: &ScimDirectory, now: Timestamp) -> Timestamp {
    match directory.retention {
        Retention::None => now,
        Retention::Ms(ms) => now.plus_ms(ms),
    }
}

/// Nobody of this name signs in from now on.
pub(super) async fn lock(
    connection: &mut AnyConnection,
    name: &str,
    message: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let lock = Lock {
        id: new_id(),
        kind: LockTarget::User,
        target: name.to_owned(),
        cause: cause::SCIM.to_owned(),
        message: message.to_owned(),
        created: now,
        created_by: ACTOR.to_owned(),
        expires: None,
    };
    Ok(locks::put(connection, &lock).await?)
}

/// Takes back the lock of this cause; locks of other causes stay.
pub(super) async fn unlock(connection: &mut AnyConnection, key: &str) -> Result<(), Failure> {
    locks::lift(connection, key, cause::SCIM).await?;
    Ok(())
}

/// The person is active: SCIM says so, and user sync said otherwise before, if at all. That somebody is suspended is not
/// SCIM's to say: such a lock stays.
pub(super) async fn let_in(
    connection: &mut AnyConnection,
    id: &str,
    person: &Person<'_>,
) -> Result<(), Failure> {
    let was_gone = sqlx::query("UPDATE users SET sync_gone = NULL WHERE id = $1 AND sync_gone IS NOT NULL")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    if was_gone.rows_affected() > 0 {
        locks::lift(connection, &person.key(), cause::SYNC).await?;
    }
    sqlx::query("UPDATE users SET inactive = NULL, purge_after = NULL WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// The person is inactive, locked, in no group, and has nothing left of earlier sign-ins.
pub(super) async fn keep_out(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    id: &str,
    person: &Person<'_>,
    why: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    lock(connection, person.name, why, now).await?;
    sqlx::query(
        "UPDATE users SET inactive = COALESCE(inactive, $2), purge_after = COALESCE(purge_after, $3) WHERE id = $1",
    )
    .bind(id)
    .bind(now.as_ms())
    .bind(purge_after(directory, now).as_ms())
    .execute(&mut *connection)
    .await?;
    end_sessions(connection, id).await?;
    mapped::forget(connection, id).await?;
    Ok(delete::leave_all(connection, id, now).await?)
}

/// Ends every web session of a person.
async fn end_sessions(connection: &mut AnyConnection, id: &str) -> Result<(), Failure> {
    sqlx::query("DELETE FROM web_sessions WHERE user_id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps a document with what it is found by.
pub(super) async fn write_document(
    connection: &mut AnyConnection,
    stored: &Stored,
    emails_changed: bool,
) -> Result<(), Failure> {
    let document = &stored.document;
    let name = document.user_name().unwrap_or_default();
    sqlx::query(
        "UPDATE scim_users SET user_name = $2, user_name_key = $3, external_id = $4, display_name = $5,
             display_name_key = $6, is_active = $7, document = $8, version = $9, modified = $10
         WHERE id = $1",
    )
    .bind(&stored.id)
    .bind(name)
    .bind(fold(name))
    .bind(document.external_id())
    .bind(document.display_name())
    .bind(document.display_name().map(fold))
    .bind(document.active().map(i64::from))
    .bind(document.to_json().to_string())
    .bind(version(stored))
    .bind(stored.last_modified.as_millisecond())
    .execute(&mut *connection)
    .await?;
    if emails_changed {
        forget_emails(connection, &stored.id).await?;
        write_emails(connection, &stored.id, document).await?;
    }
    Ok(())
}

pub(super) async fn forget_emails(connection: &mut AnyConnection, id: &str) -> Result<(), Failure> {
    sqlx::query("DELETE FROM scim_emails WHERE user_id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn write_emails(
    connection: &mut AnyConnection,
    id: &str,
    document: &Document,
) -> Result<(), Failure> {
    for email in emails(document) {
        sqlx::query("INSERT INTO scim_emails (user_id, value) VALUES ($1, $2)")
            .bind(id)
            .bind(email)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The addresses as they are found by.
pub(super) fn emails(document: &Document) -> Vec<String> {
    let keys = document.keys().into_iter();
    keys.filter(|(key, _)| *key == scim::Key::Email)
        .map(|(_, email)| email)
        .collect()
}

pub(super) fn version(stored: &Stored) -> i64 {
    i64::try_from(stored.version).unwrap_or(i64::MAX)
}
