//! Who is taken out of a pushed group has left the group of that name in the organization: roles that a sign-in gave for
//! it go at once. So do they with the group itself; whoever is still in it there has them again with the next sign-in.

use domain::Timestamp;
use serde_json::json;
use sqlx::{AnyConnection, Row};

use super::{ACTOR, Failure, ScimDirectory, relations};
use crate::state::audit::{self, AuditEntry};
use crate::state::people::{Belongs, MappedBy, judged, mapped_by_of, withdraw};
use crate::state::sql::{LIST_MAX, Sql};

/// A group that people have left.
pub(super) struct Left<'a> {
    /// Its id.
    pub(super) group: &'a str,
    /// Its names in this request: the one before and the one after.
    pub(super) names: &'a [&'a str],
}

/// Takes the roles back that these people have for this group, under any name that it has had; groups within the group
/// have none. Another group of the name that still has them keeps theirs. Whether anything was written into the audit log.
pub(super) async fn after_leaving(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    left: &Left<'_>,
    gone: &[String],
    now: Timestamp,
) -> Result<bool, Failure> {
    let mut has_written = false;
    let mut names: Option<Vec<String>> = None;
    for part in gone.chunks(LIST_MAX) {
        let mut sql = Sql::new("SELECT id, name, mapped_by FROM users WHERE mapped_by <> '[]' AND id IN ");
        sql.list(part);
        for row in sql.fetch_all(&mut *connection).await? {
            let (id, name): (String, String) = (row.try_get("id")?, row.try_get("name")?);
            let mapped_by = mapped_by_of(row.try_get("mapped_by")?)?;
            let names = match &names {
                Some(names) => names,
                None => names.insert(names_of(connection, left).await?),
            };
            if !is_from(&mapped_by, names) {
                continue;
            }
            let held = elsewhere(connection, left.group, &id).await?;
            let (kept, roles) = judged(&mapped_by, |group| match names.iter().any(|name| name == group) {
                true if held.iter().any(|held| held == group) => Belongs::Yes,
                true => Belongs::No,
                false => Belongs::Unknown,
            });
            if kept == mapped_by {
                continue;
            }
            withdraw(connection, &id, &roles, &kept, now).await?;
            if roles.is_empty() {
                continue;
            }
            let target = format!("user/{name}");
            let entry = AuditEntry {
                detail: json!({ "plugin": directory.plugin, "id": id, "roles": roles, "group": left.names.first() }),
                ..AuditEntry::new(ACTOR, "user.withdraw", &target)
            };
            audit::append(connection, &entry, now).await?;
            has_written = true;
        }
    }
    Ok(has_written)
}

/// Remembers the name that a group gives up: sign-ins of that time speak of it.
pub(super) async fn remember(connection: &mut AnyConnection, group: &str, name: &str) -> Result<(), Failure> {
    sqlx::query("INSERT INTO scim_group_names (group_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(group)
        .bind(name)
        .execute(connection)
        .await?;
    Ok(())
}

fn is_from(mapped_by: &[MappedBy], names: &[String]) -> bool {
    mapped_by
        .iter()
        .any(|by| by.is_group() && names.contains(&by.value))
}

/// Every name that the group has or had.
async fn names_of(connection: &mut AnyConnection, left: &Left<'_>) -> Result<Vec<String>, Failure> {
    let mut names: Vec<String> = sqlx::query_scalar("SELECT name FROM scim_group_names WHERE group_id = $1")
        .bind(left.group)
        .fetch_all(connection)
        .await?;
    names.extend(left.names.iter().map(|name| (*name).to_owned()));
    Ok(names)
}

/// Names of the other groups that have this person.
async fn elsewhere(
    connection: &mut AnyConnection,
    group: &str,
    person: &str,
) -> Result<Vec<String>, Failure> {
    let of = relations::groups_of(connection, &[person.to_owned()]).await?;
    let others = of.into_values().flatten().filter(|held| held.group_id != group);
    Ok(others.map(|held| held.display).collect())
}
