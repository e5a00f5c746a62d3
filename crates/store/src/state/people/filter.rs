//! Pages of people.
//!
//! Each condition stands in the text only when it is asked for, so that counting everybody reads an index and nothing
//! else. Words are looked for in `people_text` alone; rows of `users` are read for those that are found.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;

use super::{Person, PersonOrigin, read, select};
use crate::state::users::key_of;
use crate::state::{State, StateError};

/// So many finds are read at once and put in order here; of more, a page is read in the order of names, which ends soon
/// because finds are many.
const FEW: u64 = if cfg!(test) { 5 } else { 5_000 };

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
    /// Of this organization, by address.
    pub org_url: Option<String>,
    /// Who came through this connector last.
    pub connector: Option<String>,
}

/// A part of a list of people, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleFound {
    /// By name.
    pub people: Vec<Person>,
    /// People that the filter lets through.
    pub total: u64,
}

/// Names of people who are locked; `$1` is the time.
const LOCKED: &str = "(SELECT k.target_key FROM locks k WHERE k.target_kind = 'user' \
    AND (k.expires IS NULL OR k.expires > $1))";

/// Names of people who are inactive or barred. Written so that an index is read from end to end: by its order, all who
/// are not would be put in the order of names for a page of fifty.
const INACTIVE: &str = "(SELECT v.name_key FROM users v WHERE COALESCE(v.inactive, v.disabled) IS NOT NULL)";
/// Neither.
const FREE: &str = "COALESCE(u.inactive, u.disabled) IS NULL";

/// A question: what is asked, with the values of `$2` and on. `$1` is the time.
struct Asked {
    parts: Vec<String>,
    values: Vec<String>,
    /// Whether words alone are asked for: then `users` need not be read.
    is_words: bool,
}

impl Asked {
    fn of(filter: &PeopleFilter) -> Self {
        let mut asked = Self {
            parts: Vec::new(),
            values: Vec::new(),
            is_words: filter.origin.is_none()
                && filter.state.is_none()
                && filter.role.is_none()
                && filter.org_url.is_none()
                && filter.connector.is_none(),
        };
        if let Some(words) = filter.words() {
            let place = asked.bind(format!("%{}%", escaped(&words)));
            asked.parts.push(format!("t.words LIKE {place} ESCAPE '\\'"));
        }
        if let Some(origin) = filter.origin {
            let place = asked.bind(origin.as_str().to_owned());
            asked.parts.push(format!("u.origin = {place}"));
        }
        for (column, value) in [("org_url", &filter.org_url), ("connector", &filter.connector)] {
            if let Some(value) = value {
                let place = asked.bind(value.clone());
                asked.parts.push(format!("u.{column} = {place}"));
            }
        }
        if let Some(role) = &filter.role {
            let place = asked.bind(format!("%\"{}\"%", escaped(role)));
            let like = |column: &str| format!("u.{column} LIKE {place} ESCAPE '\\'");
            asked
                .parts
                .push(format!("({} OR {})", like("roles"), like("mapped_roles")));
        }
        match filter.state {
            None => {}
            Some(PersonState::Locked) => asked.parts.push(format!("u.name_key IN {LOCKED}")),
            Some(PersonState::Inactive) => asked.parts.push(format!("u.name_key IN {INACTIVE}")),
            Some(PersonState::Active) => {
                asked.parts.push(format!("{FREE} AND u.name_key NOT IN {LOCKED}"));
            }
        }
        asked
    }

    fn bind(&mut self, value: String) -> String {
        self.values.push(value);
        format!("${}", self.values.len() + 1)
    }

    /// Where the rows are.
    fn from(&self, words: bool) -> &'static str {
        match (words, self.is_words) {
            (true, true) => "people_text t",
            (true, false) => "people_text t JOIN users u ON u.id = t.user_id",
            (false, _) => "users u",
        }
    }

    /// The condition. The time stands in it in every case, so that both databases know its type.
    fn condition(&self) -> String {
        let rest: String = self.parts.iter().map(|part| format!(" AND {part}")).collect();
        format!("CAST($1 AS BIGINT) IS NOT NULL{rest}")
    }
}

impl PeopleFilter {
    fn words(&self) -> Option<String> {
        let text = self.text.as_deref().map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_lowercase)
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
    /// People by name, those after the name `after`, and how many there are before and after.
    #[boxed]
    pub async fn people(
        &self,
        filter: &PeopleFilter,
        after: Option<&str>,
        limit: u32,
        now: Timestamp,
    ) -> Result<PeopleFound, StateError> {
        let after = after.map(key_of).unwrap_or_default();
        if filter.words().is_some() {
            return self.people_with_words(filter, &after, limit, now).await;
        }
        let people = self.page(filter, &after, limit, now).await?;
        let is_all = after.is_empty() && people.len() < limit as usize;
        let total = match is_all {
            true => people.len() as u64,
            false => self.count_people(filter, now).await?,
        };
        Ok(PeopleFound { people, total })
    }

    /// How many people there are.
    #[boxed]
    pub async fn count_people(&self, filter: &PeopleFilter, now: Timestamp) -> Result<u64, StateError> {
        if filter.state == Some(PersonState::Active) {
            // Those who are not locked are the rest: counting the locked ones is looking them up.
            let free = Self::free(filter);
            let all = self.count(&free, "", now).await?;
            let locked = self
                .count(&free, &format!(" AND u.name_key IN {LOCKED}"), now)
                .await?;
            return Ok(all.saturating_sub(locked));
        }
        self.count(&Asked::of(filter), "", now).await
    }

    /// The same question without its word about locks.
    fn free(filter: &PeopleFilter) -> Asked {
        let mut asked = Asked::of(&PeopleFilter {
            state: None,
            ..filter.clone()
        });
        asked.is_words = false;
        asked.parts.push(FREE.to_owned());
        asked
    }

    async fn count(&self, asked: &Asked, more: &str, now: Timestamp) -> Result<u64, StateError> {
        let has_words = asked.parts.iter().any(|part| part.starts_with("t.words"));
        let text = format!(
            "SELECT COUNT(*) FROM {} WHERE {}{more}",
            asked.from(has_words),
            asked.condition()
        );
        let mut query = sqlx::query_scalar(sqlx::AssertSqlSafe(text)).bind(now.as_ms());
        for value in &asked.values {
            query = query.bind(value);
        }
        let count: i64 = query.fetch_one(&self.pool).await?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    async fn page(
        &self,
        filter: &PeopleFilter,
        after: &str,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Person>, StateError> {
        let mut asked = self.asked_for_page(filter, now).await?;
        let place = asked.bind(after.to_owned());
        let text = format!(
            "{}WHERE u.name_key > {place} AND {} ORDER BY u.name_key LIMIT {limit}",
            select!(),
            asked.condition()
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(now.as_ms());
        for value in &asked.values {
            query = query.bind(value);
        }
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(read).collect()
    }

    /// The question as it is best asked in the order of names: people of an origin that few have are looked up, or the
    /// wide rows of everybody else would be read between them.
    async fn asked_for_page(&self, filter: &PeopleFilter, now: Timestamp) -> Result<Asked, StateError> {
        let Some(origin) = filter.origin else {
            return Ok(Asked::of(filter));
        };
        let of_origin = PeopleFilter {
            origin: Some(origin),
            ..PeopleFilter::default()
        };
        if self.count(&Asked::of(&of_origin), "", now).await? > FEW {
            return Ok(Asked::of(filter));
        }
        let mut asked = Asked::of(&PeopleFilter {
            origin: None,
            ..filter.clone()
        });
        let place = asked.bind(origin.as_str().to_owned());
        let these = format!("u.name_key IN (SELECT o.name_key FROM users o WHERE o.origin = {place})");
        asked.parts.push(these);
        Ok(asked)
    }

    async fn people_with_words(
        &self,
        filter: &PeopleFilter,
        after: &str,
        limit: u32,
        now: Timestamp,
    ) -> Result<PeopleFound, StateError> {
        let (total, mut found) = self.few(filter, after, limit, now).await?;
        let total = if total > FEW {
            found = self.many(filter, after, limit, now).await?;
            self.count_people(filter, now).await?
        } else {
            total
        };
        let people = self.these(&found, now).await?;
        Ok(PeopleFound { people, total })
    }

    /// How many are found, up to one more than [`FEW`], and the ids of a page of them: all out of one look at the words.
    async fn few(
        &self,
        filter: &PeopleFilter,
        after: &str,
        limit: u32,
        now: Timestamp,
    ) -> Result<(u64, Vec<String>), StateError> {
        let mut asked = Asked::of(filter);
        let (from, condition) = (asked.from(true), asked.condition());
        let place = asked.bind(after.to_owned());
        let text = format!(
            "WITH found AS MATERIALIZED (
                 SELECT t.name_key, t.user_id FROM {from} WHERE {condition} LIMIT {}
             )
             SELECT c.total, p.user_id FROM (SELECT COUNT(*) AS total FROM found) c LEFT JOIN (
                 SELECT f.user_id FROM found f WHERE f.name_key > {place} ORDER BY f.name_key LIMIT {limit}
             ) p ON 1 = 1",
            FEW + 1
        );
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(now.as_ms());
        for value in &asked.values {
            query = query.bind(value);
        }
        let rows: Vec<(i64, Option<String>)> = query.fetch_all(&self.pool).await?;
        let total = rows.first().map_or(0, |(total, _)| *total);
        let found = rows.into_iter().filter_map(|(_, id)| id).collect();
        Ok((u64::try_from(total).unwrap_or(0), found))
    }

    /// The ids of a page of those who are found, when they are many.
    async fn many(
        &self,
        filter: &PeopleFilter,
        after: &str,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<String>, StateError> {
        let mut asked = Asked::of(filter);
        let (from, condition) = (asked.from(true), asked.condition());
        let place = asked.bind(after.to_owned());
        let text = format!(
            "SELECT t.user_id FROM {from} WHERE {condition} AND t.name_key > {place} ORDER BY t.name_key LIMIT {limit}"
        );
        let mut query = sqlx::query_scalar(sqlx::AssertSqlSafe(text)).bind(now.as_ms());
        for value in &asked.values {
            query = query.bind(value);
        }
        Ok(query.fetch_all(&self.pool).await?)
    }

    /// The people with these ids, by name.
    async fn these(&self, found: &[String], now: Timestamp) -> Result<Vec<Person>, StateError> {
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (2..found.len() + 2).map(|place| format!("${place}")).collect();
        let text = format!(
            "{}WHERE u.id IN ({}) ORDER BY u.name_key",
            select!(),
            places.join(", ")
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(now.as_ms());
        for id in found {
            query = query.bind(id);
        }
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(read).collect()
    }
}
