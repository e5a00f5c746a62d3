//! A condition of SCIM as SQL over a table with the alias `t`.
//!
//! INVARIANT: the SQL finds exactly what `Condition::holds` says; the contract of the store compares the two.

use jiff::Timestamp;
use scim::schema::Kind;
use scim::{Comparison, Condition, Key, TimeKey};

use crate::state::Backend;
use crate::state::sql::Sql;

/// Adds the condition to a statement.
pub(super) fn add(sql: &mut Sql, kind: Kind, condition: &Condition, backend: Backend) {
    match condition {
        Condition::All => sql.push("1 = 1"),
        Condition::Is(Key::Email, value) if kind == Kind::User => sql
            .push("t.id IN (SELECT e.user_id FROM scim_emails e WHERE e.value = ")
            .text(value)
            .push(")"),
        Condition::StartsWith(Key::Email, value) if kind == Kind::User => {
            sql.push("t.id IN (SELECT e.user_id FROM scim_emails e WHERE ");
            starts_with(sql, "e.value", value, backend);
            sql.push(")")
        }
        Condition::Is(Key::Member, id) if kind == Kind::Group => sql
            .push("t.id IN (SELECT m.group_id FROM scim_members m WHERE m.member_id = ")
            .text(id)
            .push(")"),
        Condition::Is(key, value) => match column(*key, kind) {
            Some(column) => sql.push(column).push(" = ").text(value),
            None => sql.push("1 = 0"),
        },
        Condition::StartsWith(key, value) => match column(*key, kind) {
            Some(column) => {
                starts_with(sql, column, value, backend);
                sql
            }
            None => sql.push("1 = 0"),
        },
        Condition::Active(active) if kind == Kind::User => {
            sql.push("t.is_active = ").number(i64::from(*active))
        }
        Condition::Active(_) => sql.push("1 = 0"),
        Condition::Time(key, comparison, time) => {
            let column = match key {
                TimeKey::Created => "t.created",
                TimeKey::LastModified => "t.modified",
            };
            compare_time(sql, column, *comparison, *time);
            sql
        }
        Condition::And(parts) => joined(sql, kind, parts, backend, (" AND ", "1 = 1")),
        Condition::Or(parts) => joined(sql, kind, parts, backend, (" OR ", "1 = 0")),
    };
}

/// What makes texts compare byte by byte.
pub(super) fn bytewise(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "",
        Backend::Postgres => " COLLATE \"C\"",
    }
}

fn joined<'s>(
    sql: &'s mut Sql,
    kind: Kind,
    parts: &[Condition],
    backend: Backend,
    (word, nothing): (&str, &str),
) -> &'s mut Sql {
    if parts.is_empty() {
        return sql.push(nothing);
    }
    sql.push("(");
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            sql.push(word);
        }
        add(sql, kind, part, backend);
    }
    sql.push(")")
}

fn column(key: Key, kind: Kind) -> Option<&'static str> {
    match (key, kind) {
        (Key::Id, _) => Some("t.id"),
        (Key::ExternalId, _) => Some("t.external_id"),
        (Key::DisplayName, _) => Some("t.display_name_key"),
        (Key::UserName, Kind::User) => Some("t.user_name_key"),
        _ => None,
    }
}

/// As a range, which an index can answer; `LIKE` knows letter cases and wildcards of its own.
fn starts_with(sql: &mut Sql, column: &str, start: &str, backend: Backend) {
    let bytewise = bytewise(backend);
    sql.push("(").push(column).push(bytewise).push(" >= ").text(start);
    if let Some(end) = behind(start) {
        sql.push(" AND ")
            .push(column)
            .push(bytewise)
            .push(" < ")
            .text(end);
    }
    sql.push(")");
}

/// The first text behind all that begin with `start`, if there is one.
fn behind(start: &str) -> Option<String> {
    let mut rest = start.to_owned();
    while let Some(last) = rest.pop() {
        let next = match last {
            '\u{D7FF}' => Some('\u{E000}'),
            _ => char::from_u32(u32::from(last) + 1),
        };
        if let Some(next) = next {
            rest.push(next);
            return Some(rest);
        }
    }
    None
}

/// Times are kept in whole milliseconds; a filter's may lie between two of them.
fn compare_time(sql: &mut Sql, column: &str, comparison: Comparison, time: Timestamp) {
    let nanoseconds = time.as_nanosecond();
    let floor = i64::try_from(nanoseconds.div_euclid(1_000_000)).unwrap_or(i64::MAX);
    let is_whole = nanoseconds.rem_euclid(1_000_000) == 0;
    let ceiling = if is_whole { floor } else { floor.saturating_add(1) };
    let (word, value) = match comparison {
        Comparison::Equal if !is_whole => {
            sql.push("1 = 0");
            return;
        }
        Comparison::Equal => (" = ", floor),
        Comparison::Greater => (" > ", floor),
        Comparison::GreaterOrEqual => (" >= ", ceiling),
        Comparison::Less => (" < ", ceiling),
        Comparison::LessOrEqual => (" <= ", floor),
    };
    sql.push(column).push(word).number(value);
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn the_text_behind_a_start() {
        assert_eq!(behind("ab").as_deref(), Some("ac"));
        assert_eq!(behind("a\u{D7FF}").as_deref(), Some("a\u{E000}"));
        assert_eq!(behind("a\u{10FFFF}").as_deref(), Some("b"));
        assert_eq!(behind("\u{10FFFF}"), None);
        assert_eq!(behind(""), None);
    }
}
