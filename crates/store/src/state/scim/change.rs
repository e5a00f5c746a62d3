//! Changing one resource: decided on the state inside the transaction, written with what follows from it.

use domain::Timestamp;
use scim::schema::Kind;
use scim::store::{Change, Decide, Wish};
use scim::{Document, Stored, fold};
use serde_json::{Value, json};
use sqlx::AnyConnection;

use super::members::{self, Moved};
use super::{ACTOR, Failure, ScimDirectory, people, read, relations, user_change, withdraw};
use crate::state::audit::{self, AuditEntry, Tail};
use crate::state::sql::Batch;

/// Ids that the audit log names for one change of members; the number of all is always there.
const NAMED_MAX: usize = 20;

pub(super) async fn change(
    directory: &ScimDirectory,
    kind: Kind,
    id: &str,
    (before, after): (Wish, Wish),
    decide: &Decide<'_>,
) -> Result<Option<Stored>, Failure> {
    if kind == Kind::User {
        return user_change::change(directory, id, (before, after), decide).await;
    }
    let mut transaction = directory.state.begin().await?;
    let Some((mut stored, tail)) = look(&mut transaction, &directory.plugin, id, before).await? else {
        return Ok(None);
    };
    let wanted = decide(&stored)?;
    (stored.members, stored.groups) = (None, None);
    let now = directory.now();
    change_group(&mut transaction, directory, &mut stored, wanted, tail, now).await?;
    relations::load(&mut transaction, kind, std::slice::from_mut(&mut stored), after).await?;
    transaction.commit().await?;
    Ok(Some(stored))
}

/// A group, and where the audit log ends.
async fn look(
    connection: &mut AnyConnection,
    plugin: &str,
    id: &str,
    wish: Wish,
) -> Result<Option<(Stored, Tail)>, Failure> {
    let row = sqlx::query(concat!(
        "SELECT t.id, t.document, t.version, t.created, t.modified, a.audit_seq, a.audit_hash FROM scim_groups t ",
        audit::tail!(),
        " WHERE t.id = $1 AND t.plugin = $2"
    ))
    .bind(id)
    .bind(plugin)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let mut found = [read::stored(Kind::Group, &row)?];
    relations::load(connection, Kind::Group, &mut found, wish).await?;
    let [found] = found;
    Ok(Some((found, Tail::of(&row)?)))
}

async fn change_group(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    stored: &mut Stored,
    wanted: Change,
    mut tail: Tail,
    now: Timestamp,
) -> Result<(), Failure> {
    let moved = members::apply(connection, &directory.plugin, &stored.id, &wanted.members).await?;
    if wanted.document.is_none() && moved.is_nobody() {
        return Ok(());
    }
    moved_on(stored, now)?;
    let mut names = Vec::new();
    let before = stored.document.display_name().unwrap_or_default().to_owned();
    let is_other_document = wanted.document.is_some();
    if let Some(document) = wanted.document {
        names = changed(&stored.document, &document);
        stored.document = document;
    }
    let name = stored.document.display_name().unwrap_or_default();
    if name != before {
        withdraw::remember(connection, &stored.id, &before).await?;
    }
    let left = withdraw::Left {
        group: &stored.id,
        names: &[&before, name],
    };
    let has_written = withdraw::after_leaving(connection, directory, &left, &moved.removed, now).await?;
    if has_written {
        tail = Tail::read(connection).await?;
    }
    let mut batch = Batch::new();
    write_group(&mut batch, stored, is_other_document);
    let target = format!("group/{name}");
    let entry = AuditEntry {
        detail: detail(directory, &stored.id, &names, &moved),
        ..AuditEntry::new(ACTOR, "scim.group.update", &target)
    };
    tail.write(batch.then(""), &[entry], now);
    Ok(batch.execute(connection).await?)
}

/// The document may be long; a change of members does not write it.
fn write_group(batch: &mut Batch, stored: &Stored, with_document: bool) {
    let sql = batch.then("UPDATE scim_groups SET version = ");
    sql.number(people::version(stored));
    sql.push(", modified = ")
        .number(stored.last_modified.as_millisecond());
    if with_document {
        let name = stored.document.display_name().unwrap_or_default();
        sql.push(", display_name = ").text(name);
        sql.push(", display_name_key = ").text(fold(name));
        sql.push(", external_id = ")
            .maybe_text(stored.document.external_id());
        sql.push(", document = ")
            .text(stored.document.to_json().to_string());
    }
    sql.push(" WHERE id = ").text(&stored.id);
}

/// Another version, at a time that is not before the last one.
pub(super) fn moved_on(stored: &mut Stored, now: Timestamp) -> Result<(), Failure> {
    stored.version += 1;
    stored.last_modified = stored.last_modified.max(read::time(now)?);
    Ok(())
}

/// Names of the attributes that differ; values may be nobody's business.
pub(super) fn changed(before: &Document, after: &Document) -> Vec<String> {
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
