//! One user in one statement: the record with its groups and, for a change, what SCIM said last and where the audit log
//! ends. A statement costs a change of threads or a way to the server, more than what it looks up.

use scim::Stored;
use scim::schema::Kind;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::Failure;
use super::read::stored;
use super::relations::membership;
use super::word::Word;
use crate::state::audit::{self, Tail};

/// A user whom a change looks at.
pub(super) struct Seen {
    pub(super) stored: Stored,
    /// What SCIM said last.
    pub(super) told: Word,
    /// Where the audit log ends.
    pub(super) tail: Tail,
}

/// The groups that hold the user, and the groups that hold those.
macro_rules! held {
    () => {
        "WITH RECURSIVE held (group_id, is_direct) AS (
             SELECT m.group_id, CAST(1 AS BIGINT) FROM scim_members m WHERE m.member_id = $1
             UNION SELECT m.group_id, CAST(0 AS BIGINT) FROM held JOIN scim_members m ON m.member_id = held.group_id
         ) "
    };
}

/// The row of the user, with these columns after the usual ones.
macro_rules! user {
    ($columns:expr, $joined:expr) => {
        concat!(
            "SELECT t.id, t.document, t.version, t.created, t.modified, t.user_name, t.is_active",
            $columns,
            " FROM scim_users t ",
            $joined,
            " WHERE t.id = $1 AND t.plugin = $2"
        )
    };
}

/// A row for each group below it, told apart by having no document.
macro_rules! groups {
    ($columns:expr) => {
        concat!(
            " UNION ALL SELECT held.group_id, NULL, NULL, NULL, NULL, NULL, NULL",
            $columns,
            ", MAX(held.is_direct), g.display_name FROM held JOIN scim_groups g ON g.id = held.group_id
             GROUP BY held.group_id, g.display_name"
        )
    };
}

macro_rules! membership_columns {
    () => {
        ", CAST(NULL AS BIGINT) AS is_direct, CAST(NULL AS TEXT) AS display_name"
    };
}

const READ: &str = user!("", "");
const READ_WITH_GROUPS: &str = concat!(held!(), user!(membership_columns!(), ""), groups!(""));
const LOOK: &str = user!(
    ", t.told_name, t.told_active, a.audit_seq, a.audit_hash",
    audit::tail!()
);
const LOOK_WITH_GROUPS: &str = concat!(
    held!(),
    user!(
        concat!(
            ", t.told_name, t.told_active, a.audit_seq, a.audit_hash",
            membership_columns!()
        ),
        audit::tail!()
    ),
    groups!(", NULL, NULL, NULL, NULL")
);

/// A user, with the groups if they are wished for.
pub(super) async fn read(
    connection: &mut AnyConnection,
    plugin: &str,
    id: &str,
    with_groups: bool,
) -> Result<Option<Stored>, Failure> {
    let text = if with_groups { READ_WITH_GROUPS } else { READ };
    let rows = rows(connection, text, plugin, id).await?;
    Ok(user_of(&rows, with_groups)?.map(|(stored, _)| stored))
}

/// A user for a change, inside its transaction.
pub(super) async fn look(
    connection: &mut AnyConnection,
    plugin: &str,
    id: &str,
    with_groups: bool,
) -> Result<Option<Seen>, Failure> {
    let text = if with_groups { LOOK_WITH_GROUPS } else { LOOK };
    let rows = rows(connection, text, plugin, id).await?;
    let Some((stored, row)) = user_of(&rows, with_groups)? else {
        return Ok(None);
    };
    Ok(Some(Seen {
        stored,
        told: Word {
            name: row.try_get("told_name")?,
            active: row
                .try_get::<Option<i64>, _>("told_active")?
                .map(|told| told != 0),
        },
        tail: Tail::of(row)?,
    }))
}

async fn rows(
    connection: &mut AnyConnection,
    text: &'static str,
    plugin: &str,
    id: &str,
) -> Result<Vec<AnyRow>, sqlx::Error> {
    sqlx::query(text)
        .bind(id)
        .bind(plugin)
        .fetch_all(connection)
        .await
}

/// The user of these rows, in whatever order they come, with the row that has the record.
fn user_of(rows: &[AnyRow], with_groups: bool) -> Result<Option<(Stored, &AnyRow)>, Failure> {
    let (mut record, mut groups) = (None, Vec::new());
    for row in rows {
        if row.try_get::<Option<&str>, _>("document")?.is_some() {
            record = Some(row);
        } else {
            groups.push(membership(row, "id")?);
        }
    }
    let Some(row) = record else { return Ok(None) };
    let mut stored = stored(Kind::User, row)?;
    groups.sort_by(|left, right| left.group_id.cmp(&right.group_id));
    stored.groups = with_groups.then_some(groups);
    Ok(Some((stored, row)))
}
