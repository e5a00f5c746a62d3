//! Members of groups and groups of users, loaded for a whole page at once.

use std::collections::HashMap;

use scim::schema::Kind;
use scim::store::{Member, Membership, Wish};
use scim::{StoreError, Stored};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::Failure;
use crate::state::sql::{LIST_MAX, Sql};

/// Loads what is wished for.
pub(super) async fn load(
    connection: &mut AnyConnection,
    kind: Kind,
    page: &mut [Stored],
    wish: Wish,
) -> Result<(), Failure> {
    match kind {
        Kind::Group if wish.members => {
            let mut found = members_of(connection, &ids(page), wish.member_names).await?;
            for group in page {
                group.members = Some(found.remove(&group.id).unwrap_or_default());
            }
        }
        Kind::User if wish.groups => {
            let mut found = groups_of(connection, &ids(page)).await?;
            for user in page {
                user.groups = Some(found.remove(&user.id).unwrap_or_default());
            }
        }
        // What the other kind cannot have is an empty list, when it is wished for.
        Kind::User if wish.members => page.iter_mut().for_each(|user| user.members = Some(Vec::new())),
        Kind::Group if wish.groups => page.iter_mut().for_each(|group| group.groups = Some(Vec::new())),
        _ => {}
    }
    Ok(())
}

fn ids(page: &[Stored]) -> Vec<String> {
    page.iter().map(|stored| stored.id.clone()).collect()
}

async fn members_of(
    connection: &mut AnyConnection,
    groups: &[String],
    with_names: bool,
) -> Result<HashMap<String, Vec<Member>>, Failure> {
    let mut found: HashMap<String, Vec<Member>> = HashMap::new();
    for part in groups.chunks(LIST_MAX) {
        let mut sql = Sql::new("SELECT m.group_id, m.member_id, m.kind");
        if with_names {
            sql.push(", COALESCE(u.display_name, u.user_name, g.display_name) AS display");
        }
        sql.push(" FROM scim_members m");
        if with_names {
            sql.push(" LEFT JOIN scim_users u ON u.id = m.member_id");
            sql.push(" LEFT JOIN scim_groups g ON g.id = m.member_id");
        }
        sql.push(" WHERE m.group_id IN ").list(part);
        sql.push(" ORDER BY m.group_id, m.member_id");
        for row in sql.fetch_all(&mut *connection).await? {
            let member = Member {
                id: row.try_get("member_id")?,
                kind: kind_of(row.try_get("kind")?)?,
                display: if with_names { row.try_get("display")? } else { None },
            };
            found.entry(row.try_get("group_id")?).or_default().push(member);
        }
    }
    Ok(found)
}

/// The groups that hold these users, and the groups that hold those.
pub(super) async fn groups_of(
    connection: &mut AnyConnection,
    users: &[String],
) -> Result<HashMap<String, Vec<Membership>>, Failure> {
    let mut found: HashMap<String, Vec<Membership>> = HashMap::new();
    for part in users.chunks(LIST_MAX) {
        let mut sql = Sql::new(
            "WITH RECURSIVE held (user_id, group_id, is_direct) AS (
                 SELECT m.member_id, m.group_id, CAST(1 AS BIGINT) FROM scim_members m WHERE m.member_id IN ",
        );
        sql.list(part);
        sql.push(
            " UNION
                 SELECT held.user_id, m.group_id, CAST(0 AS BIGINT)
                 FROM held JOIN scim_members m ON m.member_id = held.group_id
             )
             SELECT held.user_id, held.group_id, MAX(held.is_direct) AS is_direct, g.display_name
             FROM held JOIN scim_groups g ON g.id = held.group_id
             GROUP BY held.user_id, held.group_id, g.display_name ORDER BY held.user_id, held.group_id",
        );
        for row in sql.fetch_all(&mut *connection).await? {
            found
                .entry(row.try_get("user_id")?)
                .or_default()
                .push(membership(&row, "group_id")?);
        }
    }
    Ok(found)
}

/// The group of a row; its id is in this column.
pub(super) fn membership(row: &AnyRow, id: &str) -> Result<Membership, Failure> {
    Ok(Membership {
        group_id: row.try_get(id)?,
        display: row.try_get("display_name")?,
        direct: row.try_get::<i64, _>("is_direct")? == 1,
    })
}

/// The word for a kind in the table of members.
pub(super) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::User => "user",
        Kind::Group => "group",
    }
}

pub(super) fn kind_of(word: &str) -> Result<Kind, StoreError> {
    Kind::ALL
        .into_iter()
        .find(|kind| kind_word(*kind) == word)
        .ok_or(StoreError::Failed)
}
