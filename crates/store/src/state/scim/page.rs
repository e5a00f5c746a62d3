//! A page of users with their groups in one statement.

use std::collections::HashMap;

use scim::Stored;
use scim::schema::Kind;
use scim::store::Membership;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::Failure;
use super::read::stored;
use super::relations::membership;

/// The statement that selects a page, with a row for each group of each user behind the page's own rows, which stay in
/// their order. What is a group has no document.
pub(super) fn with_groups(page: &str) -> String {
    format!(
        "WITH RECURSIVE page AS ({page}),
         held (user_id, group_id, is_direct) AS (
             SELECT m.member_id, m.group_id, CAST(1 AS BIGINT) FROM page p JOIN scim_members m ON m.member_id = p.id
             UNION SELECT held.user_id, m.group_id, CAST(0 AS BIGINT)
             FROM held JOIN scim_members m ON m.member_id = held.group_id
         )
         SELECT p.id, p.document, p.version, p.created, p.modified, p.user_name, p.is_active, p.total,
             CAST(NULL AS TEXT) AS group_id, CAST(NULL AS BIGINT) AS is_direct, CAST(NULL AS TEXT) AS display_name
         FROM page p
         UNION ALL SELECT held.user_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, held.group_id, MAX(held.is_direct),
             g.display_name
         FROM held JOIN scim_groups g ON g.id = held.group_id
         GROUP BY held.user_id, held.group_id, g.display_name"
    )
}

/// The users of these rows, with their groups.
pub(super) fn read(rows: &[AnyRow]) -> Result<Vec<Stored>, Failure> {
    let mut page = Vec::new();
    let mut held: HashMap<&str, Vec<Membership>> = HashMap::new();
    for row in rows {
        if row.try_get::<Option<&str>, _>("document")?.is_some() {
            page.push(stored(Kind::User, row)?);
        } else {
            let user: &str = row.try_get("id")?;
            held.entry(user).or_default().push(membership(row, "group_id")?);
        }
    }
    for user in &mut page {
        let mut groups = held.remove(user.id.as_str()).unwrap_or_default();
        groups.sort_by(|left, right| left.group_id.cmp(&right.group_id));
        user.groups = Some(groups);
    }
    Ok(page)
}
