//! Changing one resource: decided on the state inside the transaction, written with what follows from it.

use domain::Timestamp;
use scim::schema::Kind;
use scim::store::{Change, Decide, Wish};
use scim::{Document, StoreError, Stored, fold};
use serde_json::{Value, json};
use sqlx::AnyConnection;

use super::members::{self, Moved};
use super::people::{self, Person, is_active};
use super::word::{self, Asked, Word};
use super::{ACTOR, Failure, Retention, ScimDirectory, delete, read, relations, withdraw};
use crate::state::audit::{self, AuditEntry};
use crate::state::locks::{self, cause};
use crate::state::people::{names, words};

/// Ids that the audit log names for one change of members; the number of all is always there.
const NAMED_MAX: usize = 20;

pub(super) async fn change(
    directory: &ScimDirectory,
    kind: Kind,
    id: &str,
    (before, after): (Wish, Wish),
    decide: &Decide<'_>,
) -> Result<Option<Stored>, Failure> {
    let mut transaction = directory.state.begin().await?;
    let Some(mut stored) = read::one(&mut transaction, &directory.plugin, kind, id, before).await? else {
        return Ok(None);
    };
    let now = directory.now();
    let entry = match kind {
        Kind::User => {
            let told = word::read(&mut transaction, id).await?;
            let asked = word::ask(&told, &stored, decide)?;
            (stored.members, stored.groups) = (None, None);
            change_user(&mut transaction, directory, &mut stored, &told, asked, now).await?
        }
        Kind::Group => {
            let wanted = decide(&stored)?;
            (stored.members, stored.groups) = (None, None);
            change_group(&mut transaction, directory, &mut stored, wanted, now).await?
        }
    };
    if let Some((action, target, detail)) = &entry {
        let entry = AuditEntry {
            detail: detail.clone(),
            ..AuditEntry::new(ACTOR, action, target)
        };
        audit::append(&mut transaction, &entry, now).await?;
    }
    relations::load(&mut transaction, kind, std::slice::from_mut(&mut stored), after).await?;
    let is_gone = kind == Kind::User && entry.is_some() && !is_active(&stored.document);
    if is_gone && directory.retention == Retention::None {
        delete::remove_user(&mut transaction, id, now).await?;
    }
    // What a client said may be worth keeping though nothing comes of it.
    transaction.commit().await?;
    Ok(Some(stored))
}

/// What the audit log says: action, target, detail.
type Told = Option<(&'static str, String, Value)>;

async fn change_user(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    stored: &mut Stored,
    told: &Word,
    asked: Asked,
    now: Timestamp,
) -> Result<Told, Failure> {
    let Asked {
        document,
        word,
        is_news,
    } = asked;
    if is_news {
        word::write(connection, &stored.id, &word, now).await?;
    }
    let is_other_word = told.is_active() != word.is_active();
    if document == stored.document && !is_other_word {
        return Ok(None);
    }
    let before = std::mem::replace(&mut stored.document, document);
    moved_on(stored, now)?;
    let (was, is) = (Person::of(&before), Person::of(&stored.document));
    if was.name != is.name {
        rename(connection, &stored.id, &was, &is, now).await?;
    }
    let emails_changed = people::emails(&before) != people::emails(&stored.document);
    people::write_document(connection, stored, emails_changed).await?;
    update_person(connection, directory, &stored.id, &was, &is, now).await?;
    let stays_in = told.is_active() && word.is_active() && was.is_active && is.is_active;
    if !stays_in {
        stand(connection, directory, &stored.id, &is, &word, now).await?;
    }
    let action = match (told.is_active(), word.is_active()) {
        (true, false) => "scim.user.deactivate",
        (false, true) => "scim.user.activate",
        _ if is.is_active && !was.is_active => "scim.user.activate",
        _ => "scim.user.update",
    };
    let changed = changed(&before, &stored.document);
    let detail = detail(directory, &stored.id, &changed, &Moved::default());
    Ok(Some((action, format!("user/{}", is.name), detail)))
}

async fn rename(
    connection: &mut AnyConnection,
    id: &str,
    was: &Person<'_>,
    is: &Person<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    names::absorb(connection, ACTOR, id, is.name, now).await?;
    refuse_taken(connection, id, &is.key()).await?;
    names::give_up(connection, id, was.name, now).await?;
    Ok(names::take(connection, id, is.name, now).await?)
}

async fn refuse_taken(connection: &mut AnyConnection, id: &str, key: &str) -> Result<(), Failure> {
    let holder: Option<String> = sqlx::query_scalar("SELECT id FROM users WHERE name_key = $1 AND id <> $2")
        .bind(key)
        .bind(id)
        .fetch_optional(connection)
        .await?;
    match holder {
        Some(_) => Err(StoreError::Taken("userName").into()),
        None => Ok(()),
    }
}

async fn update_person(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    id: &str,
    was: &Person<'_>,
    is: &Person<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    if was.okta_id != is.okta_id {
        let named = sqlx::query(
            "UPDATE users SET okta_id = $2 WHERE id = $1
             AND NOT EXISTS (SELECT 1 FROM users o WHERE o.org_url = $3 AND o.okta_id = $2)",
        )
        .bind(id)
        .bind(is.okta_id)
        .bind(&directory.org_url)
        .execute(&mut *connection)
        .await?;
        if let Some(okta_id) = is.okta_id.filter(|_| named.rows_affected() > 0) {
            names::bring_locks(connection, okta_id, is.name).await?;
            // User sync has not said anything of this record yet, and SCIM says how the person is now.
            locks::lift(connection, is.name, cause::SYNC).await?;
            if is.is_active {
                people::unlock(connection, &is.key()).await?;
            }
        }
    }
    sqlx::query(
        "UPDATE users SET display_name = $2, email = $3, updated = $4, revision = revision + 1 WHERE id = $1",
    )
    .bind(id)
    .bind(&is.display_name)
    .bind(is.email)
    .bind(now.as_ms())
    .execute(&mut *connection)
    .await?;
    if (was.name, &was.display_name, was.email) != (is.name, &is.display_name, is.email) {
        words::write(connection, id, is.name, &is.display_name, is.email).await?;
    }
    Ok(())
}

/// Makes the person active or inactive as the record has it, with the lock that SCIM's word asks for.
async fn stand(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    id: &str,
    is: &Person<'_>,
    word: &Word,
    now: Timestamp,
) -> Result<(), Failure> {
    if !word.is_active() {
        return people::keep_out(connection, directory, id, is, "deactivated in Okta", now).await;
    }
    people::unlock(connection, &is.key()).await?;
    if is.is_active {
        people::let_in(connection, id, is).await?;
    }
    Ok(())
}

async fn change_group(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    stored: &mut Stored,
    wanted: Change,
    now: Timestamp,
) -> Result<Told, Failure> {
    let moved = members::apply(connection, &directory.plugin, &stored.id, &wanted.members).await?;
    if wanted.document.is_none() && moved.is_nobody() {
        return Ok(None);
    }
    moved_on(stored, now)?;
    let mut names = Vec::new();
    let before = stored.document.display_name().unwrap_or_default().to_owned();
    if let Some(document) = wanted.document {
        names = changed(&stored.document, &document);
        stored.document = document;
        write_group(&mut *connection, stored).await?;
    } else {
        // The document may be long; a change of members does not write it.
        sqlx::query("UPDATE scim_groups SET version = $2, modified = $3 WHERE id = $1")
            .bind(&stored.id)
            .bind(people::version(stored))
            .bind(stored.last_modified.as_millisecond())
            .execute(&mut *connection)
            .await?;
    }
    let name = stored.document.display_name().unwrap_or_default();
    withdraw::after_leaving(connection, directory, &[&before, name], &moved.removed, now).await?;
    let detail = detail(directory, &stored.id, &names, &moved);
    Ok(Some(("scim.group.update", format!("group/{name}"), detail)))
}

async fn write_group(connection: &mut AnyConnection, stored: &Stored) -> Result<(), Failure> {
    let name = stored.document.display_name().unwrap_or_default();
    sqlx::query(
        "UPDATE scim_groups SET display_name = $2, display_name_key = $3, external_id = $4, document = $5,
             version = $6, modified = $7
         WHERE id = $1",
    )
    .bind(&stored.id)
    .bind(name)
    .bind(fold(name))
    .bind(stored.document.external_id())
    .bind(stored.document.to_json().to_string())
    .bind(people::version(stored))
    .bind(stored.last_modified.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

/// Another version, at a time that is not before the last one.
fn moved_on(stored: &mut Stored, now: Timestamp) -> Result<(), Failure> {
    stored.version += 1;
    stored.last_modified = stored.last_modified.max(read::time(now)?);
    Ok(())
}

/// Names of the attributes that differ; values may be nobody's business.
fn changed(before: &Document, after: &Document) -> Vec<String> {
    let (before, after) = (before.attributes(), after.attributes());
    let names = before
        .keys()
        .chain(after.keys().filter(|name| !before.contains_key(*name)));
    names
        .filter(|name| before.get(*name) != after.get(*name))
        .cloned()
        .collect()
}

/// The detail of an audit entry.
pub(super) fn detail(directory: &ScimDirectory, id: &str, changed: &[String], moved: &Moved) -> Value {
    let mut detail = json!({ "plugin": directory.plugin, "id": id });
    if !changed.is_empty() {
        detail["changed"] = json!(changed);
    }
    for (word, count, ids) in [
        ("added", "added_count", &moved.added),
        ("removed", "removed_count", &moved.removed),
    ] {
        if !ids.is_empty() {
            detail[word] = json!(ids.iter().take(NAMED_MAX).collect::<Vec<_>>());
            detail[count] = json!(ids.len());
        }
    }
    detail
}
