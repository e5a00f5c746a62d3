//! Finding entries of the audit log, newest first.

use async_recursion::async_recursion as boxed;
use std::ops::Range;

use domain::Timestamp;

use super::{AuditRow, read};
use crate::state::database::State;
use crate::state::error::StateError;
use crate::state::people::escaped;

/// Endings of actions that did not come to pass: `session.refuse`, `alert.suspend.fail`.
const FAILED: [&str; 2] = [".refuse", ".fail"];

/// Which entries; empty and `None` are all. In actor, action and target `*` stands for any text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Who.
    pub actor: Option<String>,
    /// Any of these actions.
    pub actions: Vec<String>,
    /// To what.
    pub target: Option<String>,
    /// Whether it came to pass.
    pub succeeded: Option<bool>,
    /// Not earlier.
    pub from: Option<Timestamp>,
    /// Earlier than this.
    pub until: Option<Timestamp>,
    /// Text anywhere in it, whatever the letter case.
    pub text: Option<String>,
}

impl AuditRow {
    /// Whether what it tells of came to pass.
    pub fn succeeded(&self) -> bool {
        !FAILED.iter().any(|ending| self.action.ends_with(ending))
    }
}

/// A condition with its values.
#[derive(Default)]
struct Where {
    parts: Vec<String>,
    texts: Vec<String>,
}

/// The first placeholder of a text; the ones before are numbers.
const FIRST_TEXT: usize = 5;

impl Where {
    /// The placeholder of a text.
    fn bind(&mut self, text: String) -> String {
        self.texts.push(text);
        format!("${}", FIRST_TEXT + self.texts.len() - 1)
    }

    /// One of these patterns.
    fn like(&mut self, column: &str, patterns: &[String]) {
        let mut any = Vec::new();
        for pattern in patterns {
            if pattern.contains('*') {
                // In small letters: one of the databases looks at the letter case, the other does not.
                let like = escaped(&pattern.to_lowercase()).replace('*', "%");
                let place = self.bind(like);
                any.push(format!("LOWER({column}) LIKE {place} ESCAPE '\\'"));
            } else {
                // An equality is found by the index on both databases.
                let place = self.bind(pattern.clone());
                any.push(format!("{column} = {place}"));
            }
        }
        if !any.is_empty() {
            self.parts.push(format!("({})", any.join(" OR ")));
        }
    }

    fn text(&mut self, text: &str) {
        let like = self.bind(format!("%{}%", escaped(&text.to_lowercase())));
        let columns = ["actor", "action", "target", "detail"];
        let any = columns.map(|column| format!("LOWER({column}) LIKE {like} ESCAPE '\\'"));
        self.parts.push(format!("({})", any.join(" OR ")));
    }

    fn succeeded(&mut self, succeeded: bool) {
        let ends = FAILED
            .map(|ending| format!("action LIKE '%{ending}'"))
            .join(" OR ");
        let not = if succeeded { "NOT " } else { "" };
        self.parts.push(format!("{not}({ends})"));
    }
}

impl State {
    /// Entries with a number below `before`, newest first.
    #[boxed]
    pub async fn audit_search(
        &self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StateError> {
        let mut conditions = Where::default();
        conditions.like("actor", filter.actor.as_slice());
        conditions.like("action", &filter.actions);
        conditions.like("target", filter.target.as_slice());
        if let Some(succeeded) = filter.succeeded {
            conditions.succeeded(succeeded);
        }
        if let Some(text) = filter
            .text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            conditions.text(text);
        }
        let rest: String = conditions
            .parts
            .iter()
            .map(|part| format!(" AND {part}"))
            .collect();
        let Some(span) = self.audit_span(filter, before.unwrap_or(i64::MAX)).await? else {
            return Ok(Vec::new());
        };
        // The time is not compared as the index has it: the numbers bound the search, and it ends with the page.
        let sql = format!(
            "SELECT seq, at, actor, action, target, detail, previous, hash FROM audit_log
             WHERE seq >= $1 AND seq < $2 AND at + 0 >= $3 AND at + 0 < $4{rest} ORDER BY seq DESC LIMIT {limit}"
        );
        // The text is made of our own words alone; values are bound.
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(span.start)
            .bind(span.end)
            .bind(filter.from.map_or(i64::MIN, Timestamp::as_ms))
            .bind(filter.until.map_or(i64::MAX, Timestamp::as_ms));
        for text in conditions.texts {
            query = query.bind(text);
        }
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(read).collect()
    }

    /// The numbers that entries of the asked time can have, below `before`; `None` when there are none. A clock that was
    /// set back makes it longer, never too short.
    async fn audit_span(&self, filter: &AuditFilter, before: i64) -> Result<Option<Range<i64>>, StateError> {
        if filter.from.is_none() && filter.until.is_none() {
            return Ok(Some(0..before));
        }
        let (first, last): (Option<i64>, Option<i64>) =
            sqlx::query_as("SELECT MIN(seq), MAX(seq) FROM audit_log WHERE at >= $1 AND at < $2")
                .bind(filter.from.map_or(i64::MIN, Timestamp::as_ms))
                .bind(filter.until.map_or(i64::MAX, Timestamp::as_ms))
                .fetch_one(&self.pool)
                .await?;
        Ok(first.zip(last).map(|(first, last)| first..before.min(last + 1)))
    }
}
