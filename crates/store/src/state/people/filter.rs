//! Pages of people.

use domain::Timestamp;

use super::{Person, PersonOrigin, read, select};
use crate::state::{State, StateError};

/// In which state people are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonState {
    /// May sign in.
    Active,
    /// A lock is in force.
    Locked,
    /// Inactive in the organization, or barred here.
    Inactive,
}

/// Which people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// A part of name, display name or e-mail, whatever the letter case.
    pub text: Option<String>,
    /// Of this origin.
    pub origin: Option<PersonOrigin>,
    /// In this state.
    pub state: Option<PersonState>,
    /// With this role, assigned or mapped.
    pub role: Option<String>,
}

const LOCKED: &str = "EXISTS (SELECT 1 FROM locks k WHERE k.target_kind = 'user' AND k.target_key = u.name_key \
    AND (k.expires IS NULL OR k.expires > $1))";

/// The condition; `$1` the time, `$2` text, `$3` origin, `$4` role.
fn condition(state: Option<PersonState>) -> String {
    let base = "(CAST($2 AS TEXT) IS NULL OR u.name_key LIKE $2 ESCAPE '\\' OR LOWER(u.display_name) LIKE $2 \
        ESCAPE '\\' OR LOWER(u.email) LIKE $2 ESCAPE '\\') AND (CAST($3 AS TEXT) IS NULL OR u.origin = $3) \
        AND (CAST($4 AS TEXT) IS NULL OR u.roles LIKE $4 ESCAPE '\\' OR u.mapped_roles LIKE $4 ESCAPE '\\')";
    match state {
        None => base.to_owned(),
        Some(PersonState::Locked) => format!("{base} AND {LOCKED}"),
        Some(PersonState::Inactive) => {
            format!("{base} AND (u.inactive IS NOT NULL OR u.disabled IS NOT NULL)")
        }
        Some(PersonState::Active) => {
            format!("{base} AND u.inactive IS NULL AND u.disabled IS NULL AND NOT {LOCKED}")
        }
    }
}

impl PeopleFilter {
    fn text_like(&self) -> Option<String> {
        let text = self
            .text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())?;
        Some(format!("%{}%", escaped(&text.to_lowercase())))
    }

    fn role_like(&self) -> Option<String> {
        self.role
            .as_deref()
            .map(|role| format!("%\"{}\"%", escaped(role)))
    }
}

/// A text in which nothing is a wildcard of `LIKE`.
pub(in crate::state) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

impl State {
    /// People by name, those after the name `after`.
    pub async fn people(
        &self,
        filter: &PeopleFilter,
        after: Option<&str>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Person>, StateError> {
        let text = format!(
            "{}WHERE u.name_key > $5 AND {} ORDER BY u.name_key LIMIT $6",
            select!(),
            condition(filter.state)
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(text))
            .bind(now.as_ms())
            .bind(filter.text_like())
            .bind(filter.origin.map(PersonOrigin::as_str))
            .bind(filter.role_like())
            .bind(after.map(crate::state::users::key_of).unwrap_or_default())
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// How many people there are.
    pub async fn count_people(&self, filter: &PeopleFilter, now: Timestamp) -> Result<u64, StateError> {
        // The time stands in the text in every case, so that both databases know its type.
        let text = format!(
            "SELECT COUNT(*) FROM users u WHERE CAST($1 AS BIGINT) IS NOT NULL AND {}",
            condition(filter.state)
        );
        let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(text))
            .bind(now.as_ms())
            .bind(filter.text_like())
            .bind(filter.origin.map(PersonOrigin::as_str))
            .bind(filter.role_like())
            .fetch_one(&self.pool)
            .await?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}
