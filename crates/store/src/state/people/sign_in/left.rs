//! What of a mapping SCIM has taken back since the connector spoke: an assertion that was held back gives nothing again.

use domain::Timestamp;
use serde_json::json;
use sqlx::{AnyConnection, Row};

use super::SsoPerson;
use super::mapped::{Belongs, MappedBy, judged};
use crate::state::StateError;
use crate::state::audit::{self, AuditEntry};
use crate::state::sql::{LIST_MAX, Sql};

/// What gives roles, and the roles: without those of pushed groups that changed after the connector spoke, and that the person
/// is not in. What goes is written down.
pub(super) async fn still_given(
    connection: &mut AnyConnection,
    id: &str,
    person: &SsoPerson<'_>,
    now: Timestamp,
) -> Result<(Vec<MappedBy>, Vec<String>), StateError> {
    let (by, mut roles) = (person.mapped_by.to_vec(), person.mapped_roles.to_vec());
    let Some(said) = person.said else {
        return Ok((by, roles));
    };
    let left = left_since(connection, id, &by, said).await?;
    if left.is_empty() {
        return Ok((by, roles));
    }
    let belongs = |group: &str| match left.iter().any(|left| left == group) {
        true => Belongs::No,
        false => Belongs::Unknown,
    };
    let (kept, gone) = judged(&by, belongs);
    roles.retain(|role| !gone.contains(role));
    if !gone.is_empty() {
        let target = format!("user/{}", person.name);
        let entry = AuditEntry {
            detail: json!({
                "connector": person.connector, "roles": gone, "groups": left,
                "reason": "SCIM changed these groups after the sign-in was signed, and the person is not in them",
            }),
            ..AuditEntry::new("scim", "user.withdraw", &target)
        };
        audit::append(connection, &entry, now).await?;
    }
    Ok((kept, roles))
}

/// Names of pushed groups among those that give roles, which the person is in none of, and which changed since then. Of
/// somebody whom SCIM does not know it tells nothing.
async fn left_since(
    connection: &mut AnyConnection,
    id: &str,
    mapped_by: &[MappedBy],
    since: Timestamp,
) -> Result<Vec<String>, StateError> {
    let mut names: Vec<String> = Vec::new();
    for by in mapped_by.iter().filter(|by| by.is_group()) {
        if !names.contains(&by.value) {
            names.push(by.value.clone());
        }
    }
    let (mut belongs, mut changed) = (Vec::new(), Vec::new());
    for part in names.chunks(LIST_MAX) {
        let mut sql = Sql::new(
            "SELECT g.display_name, g.modified, (SELECT COUNT(*) FROM scim_members m
                 WHERE m.group_id = g.id AND m.member_id = ",
        );
        sql.text(id)
            .push(") AS members FROM scim_groups g WHERE EXISTS (SELECT 1 FROM scim_users s WHERE s.id = ")
            .text(id)
            .push(") AND g.display_name IN ")
            .list(part);
        for row in sql.fetch_all(&mut *connection).await? {
            let name: String = row.try_get("display_name")?;
            if row.try_get::<i64, _>("members")? > 0 {
                belongs.push(name);
            } else if row.try_get::<i64, _>("modified")? > since.as_ms() {
                changed.push(name);
            }
        }
    }
    changed.retain(|name| !belongs.contains(name));
    Ok(changed)
}
