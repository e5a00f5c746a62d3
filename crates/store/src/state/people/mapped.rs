//! Roles that a connector's mapping gave at a sign-in, and what gave them: when the group of that name no longer has the
//! person, the role goes, without waiting for the next sign-in.
//!
//! What could not be read takes nothing away, and a role goes only when everything that gave it is gone.

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row};

use crate::state::StateError;
use crate::state::users::{roles_of, roles_text};

/// One value of one attribute that gave one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedBy {
    /// The role.
    pub role: String,
    /// The attribute, for example `groups`.
    pub attribute: String,
    /// Its value, for example the name of a group.
    pub value: String,
    /// Whether the person was seen in a group of this name since: then the value is a group's name for sure, and the group
    /// gone is a group left.
    #[serde(default)]
    pub is_seen: bool,
}

impl MappedBy {
    /// Whether the attribute holds names of groups: its own name, or the last part of an address that is its name, says so.
    pub fn is_group(&self) -> bool {
        let last = self.attribute.rsplit(['/', ':']).next().unwrap_or_default();
        ["groups", "group", "memberof"].contains(&last.to_ascii_lowercase().as_str())
    }
}

/// Whether a person belongs to a group of some name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Belongs {
    /// Yes.
    Yes,
    /// There is such a group, and the person is not in it.
    No,
    /// There is no group of this name.
    NoGroup,
    /// Nobody can tell.
    Unknown,
}

/// What still gives roles, with what was seen of it, and the roles that go. Pure.
pub fn judged(mapped_by: &[MappedBy], belongs: impl Fn(&str) -> Belongs) -> (Vec<MappedBy>, Vec<String>) {
    let mut kept = Vec::with_capacity(mapped_by.len());
    for each in mapped_by {
        let standing = if each.is_group() {
            belongs(&each.value)
        } else {
            Belongs::Unknown
        };
        match standing {
            Belongs::No => {}
            Belongs::NoGroup if each.is_seen => {}
            Belongs::Yes => kept.push(MappedBy {
                is_seen: true,
                ..each.clone()
            }),
            Belongs::NoGroup | Belongs::Unknown => kept.push(each.clone()),
        }
    }
    let mut gone: Vec<String> = Vec::new();
    for each in mapped_by {
        let is_given = kept.iter().any(|kept| kept.role == each.role);
        if !is_given && !gone.contains(&each.role) {
            gone.push(each.role.clone());
        }
    }
    (kept, gone)
}

/// Takes mapped roles back.
pub(in crate::state) async fn withdraw(
    connection: &mut AnyConnection,
    id: &str,
    roles: &[String],
    mapped_by: &[MappedBy],
    now: Timestamp,
) -> Result<(), StateError> {
    let row = sqlx::query("SELECT mapped_roles FROM users WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else { return Ok(()) };
    let mut mapped = roles_of(row.try_get("mapped_roles")?, "users.mapped_roles")?;
    mapped.retain(|role| !roles.contains(role));
    sqlx::query(
        "UPDATE users SET mapped_roles = $2, mapped_by = $3, updated = $4, revision = revision + 1 WHERE id = $1",
    )
    .bind(id)
    .bind(roles_text(&mapped))
    .bind(text(mapped_by))
    .bind(now.as_ms())
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes everything that an earlier sign-in gave: roles by mapping, and API tokens. Whoever comes back signs in anew and
/// has what the organization says then, not what it said before.
pub(in crate::state) async fn forget(connection: &mut AnyConnection, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE users SET mapped_roles = '[]', mapped_by = '[]' WHERE id = $1")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM api_tokens WHERE user_id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) fn text(mapped_by: &[MappedBy]) -> String {
    serde_json::to_string(mapped_by).unwrap_or_else(|_| "[]".to_owned())
}

pub(in crate::state) fn read(text: &str) -> Result<Vec<MappedBy>, StateError> {
    serde_json::from_str(text).map_err(|_| StateError::Damaged {
        field: "users.mapped_by",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(role: &str, attribute: &str, value: &str, is_seen: bool) -> MappedBy {
        MappedBy {
            role: role.to_owned(),
            attribute: attribute.to_owned(),
            value: value.to_owned(),
            is_seen,
        }
    }

    #[test]
    fn a_role_goes_with_the_last_group_that_gave_it() {
        let mapped = [
            by("editor", "groups", "in", false),
            by("editor", "groups", "out", false),
            by("auditor", "http://schemas.xmlsoap.org/claims/Group", "out", false),
            by("access", "title", "out", false),
            by("reviewer", "groups", "unknown", true),
            by("requester", "groups", "never seen", false),
            by("ops", "memberOf", "deleted", true),
        ];
        let belongs = |group: &str| match group {
            "in" => Belongs::Yes,
            "out" => Belongs::No,
            "unknown" => Belongs::Unknown,
            _ => Belongs::NoGroup,
        };
        let (kept, gone) = judged(&mapped, belongs);
        assert_eq!(gone, ["auditor", "ops"]);
        let roles: Vec<_> = kept
            .iter()
            .map(|kept| (kept.role.as_str(), kept.is_seen))
            .collect();
        assert_eq!(
            roles,
            [
                ("editor", true),
                ("access", false),
                ("reviewer", true),
                ("requester", false)
            ]
        );
        assert_eq!(
            judged(&kept, belongs),
            (kept.clone(), Vec::new()),
            "once is enough"
        );
    }
}
