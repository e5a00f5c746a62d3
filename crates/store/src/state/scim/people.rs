//! The person behind a SCIM user: the row in `users`, the lock, the sessions.

use domain::Timestamp;
use scim::{Document, Stored};
use sqlx::AnyConnection;

use super::{ACTOR, Failure, Retention, ScimDirectory, delete};
use crate::state::locks::{self, Lock, LockTarget, cause};
use crate::state::new_id;
use crate::state::sql::{Batch, Sql};
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
    Ok(locks::put(connection, &lock_on(name, message, now)).await?)
}

fn lock_on(name: &str, message: &str, now: Timestamp) -> Lock {
    Lock {
        id: new_id(),
        kind: LockTarget::User,
        target: name.to_owned(),
        cause: cause::SCIM.to_owned(),
        message: message.to_owned(),
        created: now,
        created_by: ACTOR.to_owned(),
        expires: None,
    }
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
    let mut batch = Batch::new();
    let_back(&mut batch, id, &person.key());
    let sql = batch.then("UPDATE users SET ");
    sql.push(SET_ACTIVE).push(" WHERE id = ").text(id);
    Ok(batch.execute(connection).await?)
}

/// The statement that takes back SCIM's lock and, where user sync said that the person is gone, its lock. It comes before
/// the one that forgets that user sync said so.
pub(super) fn let_back(batch: &mut Batch, id: &str, key: &str) {
    let sql = batch.then("DELETE FROM locks WHERE target_kind = 'user' AND target_key = ");
    sql.text(key).push(" AND (cause = ").text(cause::SCIM);
    sql.push(" OR (cause = ").text(cause::SYNC);
    sql.push(" AND EXISTS (SELECT 1 FROM users WHERE sync_gone IS NOT NULL AND id = ")
        .text(id)
        .push(")))");
}

/// The statement that takes back SCIM's lock alone.
pub(super) fn unlocked(batch: &mut Batch, key: &str) {
    let sql = batch.then("DELETE FROM locks WHERE target_kind = 'user' AND target_key = ");
    sql.text(key).push(" AND cause = ").text(cause::SCIM);
}

/// What the row in `users` of somebody active is set to.
pub(super) const SET_ACTIVE: &str = "sync_gone = NULL, inactive = NULL, purge_after = NULL";

/// The person is inactive, locked, in no group, and has nothing left of earlier sign-ins.
pub(super) async fn keep_out(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    id: &str,
    person: &Person<'_>,
    why: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut batch = Batch::new();
    shut_out(&mut batch, id, person.name, why, now);
    let sql = batch.then("UPDATE users SET ");
    set_inactive(sql, directory, now);
    sql.push(" WHERE id = ").text(id);
    Ok(batch.execute(connection).await?)
}

/// The statements that lock somebody out, end every web session and API token, and take them out of every group.
pub(super) fn shut_out(batch: &mut Batch, id: &str, name: &str, why: &str, now: Timestamp) {
    locks::write(batch, &lock_on(name, why, now));
    batch.then("DELETE FROM web_sessions WHERE user_id = ").text(id);
    batch.then("DELETE FROM api_tokens WHERE user_id = ").text(id);
    delete::leave(batch, id, now);
}

/// What the row in `users` of somebody inactive is set to. Who comes back signs in anew, and has what the organization says
/// then.
pub(super) fn set_inactive(sql: &mut Sql, directory: &ScimDirectory, now: Timestamp) {
    sql.push("mapped_roles = '[]', mapped_by = '[]', inactive = COALESCE(inactive, ")
        .number(now.as_ms());
    sql.push("), purge_after = COALESCE(purge_after, ")
        .number(purge_after(directory, now).as_ms())
        .push(")");
}

/// The statement that writes what the record is found by, at most [`EMAILS_AT_ONCE`] of them.
pub(super) fn add_emails(batch: &mut Batch, id: &str, emails: &[String]) {
    if emails.is_empty() {
        return;
    }
    let sql = batch.then("INSERT INTO scim_emails (user_id, value) VALUES ");
    for (number, email) in emails.iter().enumerate() {
        sql.row(number == 0, |row| {
            row.text(id).text(email);
        });
    }
}

/// Addresses that one statement writes.
pub(super) const EMAILS_AT_ONCE: usize = 64;

/// Writes addresses beyond what went with another change.
pub(super) async fn write_emails(
    connection: &mut AnyConnection,
    id: &str,
    emails: &[String],
) -> Result<(), Failure> {
    for part in emails.chunks(EMAILS_AT_ONCE) {
        let mut batch = Batch::new();
        add_emails(&mut batch, id, part);
        batch.execute(connection).await?;
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
