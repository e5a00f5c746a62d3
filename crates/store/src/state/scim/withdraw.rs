//! Who is taken out of a pushed group has left the group of that name in the organization: roles that a sign-in gave for
//! it go at once.

use domain::Timestamp;
use serde_json::json;
use sqlx::{AnyConnection, Row};

use super::{ACTOR, Failure, ScimDirectory};
use crate::state::audit::{self, AuditEntry};
use crate::state::people::{Belongs, judged, mapped_by_of, withdraw};
use crate::state::sql::{LIST_MAX, Sql};

/// Takes the roles back that these people have for a group of these names; groups within the group have none. Whether
/// anything was written into the audit log.
pub(super) async fn after_leaving(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    names: &[&str],
    gone: &[String],
    now: Timestamp,
) -> Result<bool, Failure> {
    let mut has_written = false;
    for part in gone.chunks(LIST_MAX) {
        let mut sql = Sql::new("SELECT id, name, mapped_by FROM users WHERE mapped_by <> '[]' AND id IN ");
        sql.list(part);
        for row in sql.fetch_all(&mut *connection).await? {
            let (id, name): (String, String) = (row.try_get("id")?, row.try_get("name")?);
            let mapped_by = mapped_by_of(row.try_get("mapped_by")?)?;
            let (kept, roles) = judged(&mapped_by, |group| {
                if names.contains(&group) {
                    Belongs::No
                } else {
                    Belongs::Unknown
                }
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
                detail: json!({ "plugin": directory.plugin, "id": id, "roles": roles, "group": names.first() }),
                ..AuditEntry::new(ACTOR, "user.withdraw", &target)
            };
            audit::append(connection, &entry, now).await?;
            has_written = true;
        }
    }
    Ok(has_written)
}
