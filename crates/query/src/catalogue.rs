//! Every table with its columns, types and meanings: the one source of the tables' schemas, of
//! `portolan_columns`, of the hints and completions in the editor and of `docs/reference/sql.md`.

mod graph;
mod live;
mod markdown;
mod okta;
mod okta_admin;
mod planned;

pub use markdown::markdown;

use crate::schema::ColumnType;

/// A table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Name in queries.
    pub name: &'static str,
    /// What its rows are, in a sentence.
    pub about: &'static str,
    /// Its columns in order.
    pub columns: &'static [Column],
    /// Where its rows come from.
    pub(crate) rows: Rows,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name in queries.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnType,
    /// What it means.
    pub meaning: &'static str,
}

/// Where the rows of a table come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// From the graph in memory.
    Graph,
    /// From the files of the snapshot, by this query over the schema `snapshot`.
    Snapshot(&'static str),
    /// From the engine itself.
    Engine,
    /// From where it is kept, outside of the snapshots.
    Live,
    /// From nowhere yet; what will bring them.
    Planned(&'static str),
}

/// All tables, in the order in which people meet them.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    graph::TABLES
        .iter()
        .chain(okta::TABLES)
        .chain(okta_admin::TABLES)
        .chain(live::TABLES)
        .chain(planned::TABLES)
}

/// The table called `name`.
pub(crate) fn table(name: &str) -> Option<&'static Table> {
    tables().find(|table| table.name == name)
}

const fn column(name: &'static str, kind: ColumnType, meaning: &'static str) -> Column {
    Column { name, kind, meaning }
}

/// A query that is worth trying.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What it answers.
    pub question: &'static str,
    /// Its text; words in angle brackets are to be replaced.
    pub sql: &'static str,
}

/// Queries worth trying, the five first questions of the product among them.
pub const EXAMPLES: &[Example] = &[
    Example {
        question: "Everything that comes from Okta",
        sql: r#"SELECT * FROM nodes WHERE labels @> '{"teleport.dev/origin": "okta"}'"#,
    },
    Example {
        question: "Everything a user can reach, and through what",
        sql: "SELECT * FROM access_path WHERE identity = '<user>' AND kind = 'ALLOWED'",
    },
    Example {
        question: "Everybody who can use an app",
        sql: r#"SELECT * FROM access_path WHERE resource = '<app>' AND resource_labels @> '{"teleport.dev/origin": "okta"}'"#,
    },
    Example {
        question: "The members of a group",
        sql: r#"SELECT * FROM access_path WHERE resource = '<group>' AND resource_labels @> '{"teleport.dev/origin": "okta"}'"#,
    },
    Example {
        question: "Who has most standing privileges",
        sql: "SELECT name, sub_kind, standing_privileges FROM identities ORDER BY standing_privileges DESC LIMIT 50",
    },
    Example {
        question: "Administrators, by what, and over what",
        sql: "SELECT identity, action, resource, identity_group, resource_group FROM access_path WHERE action_type = 'admin_role' ORDER BY action, identity",
    },
    Example {
        question: "API tokens with their owners and the owners' roles",
        sql: "SELECT t.name, t.owner_login, t.owner_status, t.last_updated, r.role_label FROM okta_api_tokens t LEFT JOIN okta_role_assignments r ON r.assignee_id = t.owner_id ORDER BY t.last_updated",
    },
    Example {
        question: "What a user lost or gained since a day",
        sql: "SELECT resource, action FROM access_path WHERE identity = '<user>' EXCEPT SELECT resource, action FROM access_path FOR SYSTEM_TIME AS OF '<2026-01-31>' WHERE identity = '<user>'",
    },
    Example {
        question: "What a user did, the newest first",
        sql: "SELECT event_time, event_type, target_name, status, ip FROM activity WHERE actor_name = '<user>' ORDER BY event_time DESC LIMIT 100",
    },
    Example {
        question: "Failed sign-ins of the last day, by person and address",
        sql: "SELECT actor_name, ip, count(*) AS failures FROM activity WHERE action = 'login' AND status = 'failure' AND event_time > now() - INTERVAL '1 day' GROUP BY actor_name, ip ORDER BY failures DESC",
    },
    Example {
        question: "What people did with the access they have, by action",
        sql: "SELECT n.name, a.action, count(*) AS events FROM activity a JOIN nodes n ON n.id = a.actor_node_id WHERE a.event_time > now() - INTERVAL '30 days' GROUP BY n.name, a.action ORDER BY events DESC LIMIT 50",
    },
    Example {
        question: "Open alerts, and how much their people reach",
        sql: "SELECT a.severity, a.title, a.identity, i.standing_privileges, a.last_seen FROM alerts a LEFT JOIN identities i ON i.id = a.identity_id WHERE a.status = 'open' ORDER BY a.last_seen DESC",
    },
    Example {
        question: "Apps that people are assigned and did not open within 90 days",
        sql: "SELECT resource, count(DISTINCT identity) AS people FROM access_path WHERE action_type = 'assignment' AND used_90d = false GROUP BY resource ORDER BY people DESC",
    },
    Example {
        question: "How much of each object class was read",
        sql: "SELECT * FROM coverage",
    },
];

#[cfg(test)]
mod tests;
