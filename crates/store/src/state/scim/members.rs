//! Changes of a group's members: rows that come and go. No change reads the members that it does not speak of, but
//! [`MemberChange::Set`], which writes the difference only.

use std::collections::{HashMap, HashSet};

use scim::StoreError;
use scim::schema::Kind;
use scim::store::{MemberChange, NewMember};
use sqlx::{AnyConnection, Row};

use super::Failure;
use super::relations::{kind_of, kind_word};
use crate::state::sql::{LIST_MAX, Sql, filled_up};

/// Who came and who went, by identifier.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub(super) added: Vec<String>,
    pub(super) removed: Vec<String>,
}

impl Moved {
    pub(super) fn is_nobody(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }
}

/// Makes the changes one after the other.
pub(super) async fn apply(
    connection: &mut AnyConnection,
    plugin: &str,
    group: &str,
    changes: &[MemberChange],
) -> Result<Moved, Failure> {
    let mut moved = Moved::default();
    for change in changes {
        match change {
            MemberChange::Add(members) => add(connection, plugin, group, members, &mut moved).await?,
            MemberChange::Remove(ids) => remove(connection, group, ids, &mut moved).await?,
            MemberChange::Set(members) => set(connection, plugin, group, members, &mut moved).await?,
        }
    }
    Ok(moved)
}

async fn add(
    connection: &mut AnyConnection,
    plugin: &str,
    group: &str,
    members: &[NewMember],
    moved: &mut Moved,
) -> Result<(), Failure> {
    for part in members.chunks(LIST_MAX) {
        let ids: Vec<String> = part.iter().map(|member| member.id.clone()).collect();
        let kinds = kinds_of(connection, plugin, &ids).await?;
        for member in part {
            let kind = kinds.get(&member.id);
            if kind.is_none_or(|kind| member.kind.is_some_and(|said| said != *kind)) {
                return Err(StoreError::UnknownMember(member.id.clone()).into());
            }
        }
        let mut sql = Sql::new("INSERT INTO scim_members (group_id, member_id, kind) VALUES ");
        for (number, id) in filled_up(&ids).into_iter().enumerate() {
            let kind = kinds.get(id).copied().unwrap_or(Kind::User);
            sql.push(if number == 0 { "(" } else { ", (" }).text(group);
            sql.push(", ").text(id).push(", ").text(kind_word(kind)).push(")");
        }
        sql.push(" ON CONFLICT DO NOTHING RETURNING member_id");
        for row in sql.fetch_all(&mut *connection).await? {
            moved.added.push(row.try_get("member_id")?);
        }
    }
    Ok(())
}

async fn remove(
    connection: &mut AnyConnection,
    group: &str,
    ids: &[String],
    moved: &mut Moved,
) -> Result<(), Failure> {
    for part in ids.chunks(LIST_MAX) {
        let mut sql = Sql::new("DELETE FROM scim_members WHERE group_id = ");
        sql.text(group).push(" AND member_id IN ").list(part);
        sql.push(" RETURNING member_id");
        for row in sql.fetch_all(&mut *connection).await? {
            moved.removed.push(row.try_get("member_id")?);
        }
    }
    Ok(())
}

async fn set(
    connection: &mut AnyConnection,
    plugin: &str,
    group: &str,
    members: &[NewMember],
    moved: &mut Moved,
) -> Result<(), Failure> {
    let rows = sqlx::query("SELECT member_id, kind FROM scim_members WHERE group_id = $1")
        .bind(group)
        .fetch_all(&mut *connection)
        .await?;
    let mut present: HashMap<String, Kind> = HashMap::with_capacity(rows.len());
    for row in rows {
        present.insert(row.try_get("member_id")?, kind_of(row.try_get("kind")?)?);
    }
    let is_there = |member: &NewMember| {
        let kind = present.get(&member.id);
        kind.is_some_and(|kind| member.kind.is_none_or(|said| said == *kind))
    };
    let new: Vec<NewMember> = members
        .iter()
        .filter(|member| !is_there(member))
        .cloned()
        .collect();
    let wanted: HashSet<&str> = members.iter().map(|member| member.id.as_str()).collect();
    let gone = present.into_keys().filter(|id| !wanted.contains(id.as_str()));
    let gone: Vec<String> = gone.collect();
    add(connection, plugin, group, &new, moved).await?;
    remove(connection, group, &gone, moved).await
}

async fn kinds_of(
    connection: &mut AnyConnection,
    plugin: &str,
    ids: &[String],
) -> Result<HashMap<String, Kind>, Failure> {
    let mut sql = Sql::new("SELECT id, 'user' AS kind FROM scim_users WHERE plugin = ");
    sql.text(plugin).push(" AND id IN ").list(ids);
    sql.push(" UNION ALL SELECT id, 'group' AS kind FROM scim_groups WHERE plugin = ");
    sql.text(plugin).push(" AND id IN ").list(ids);
    let mut kinds = HashMap::with_capacity(ids.len());
    for row in sql.fetch_all(&mut *connection).await? {
        kinds.insert(row.try_get("id")?, kind_of(row.try_get("kind")?)?);
    }
    Ok(kinds)
}
