//! Alerts: what rules said, folded by id, and what people did with it.
//!
//! Rules write the same alert again whenever it changes; status, owner and history are people's and stay. A new
//! alert, and one that became worse, is put into the outbox of each forward in the same transaction.

mod beginning;
mod people;

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::database::{Db, State};
use super::error::StateError;

/// What an alert can be.
pub const ALERT_STATUSES: [&str; 5] = ["open", "in_progress", "triaged", "resolved", "closed"];

/// An alert as rules write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRecord {
    /// The same history gives the same id.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// 0 info to 4 critical.
    pub severity: u8,
    /// The person or workload it is about; empty when none is known.
    pub identity: String,
    /// What the rule groups by, as one line.
    pub entity: String,
    /// Time of the first event.
    pub first_seen: Timestamp,
    /// Time of the last finding.
    pub last_seen: Timestamp,
    /// Findings folded into it.
    pub findings: u64,
    /// Whether a late event may still change it.
    pub provisional: bool,
    /// Whether it was raised about what was over long before, or was brought in by hand.
    pub from_history: bool,
    /// The rest, as JSON text of the room that judges.
    pub body: String,
}

/// An alert with what people did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAlert {
    /// What rules wrote.
    pub record: AlertRecord,
    /// One of [`ALERT_STATUSES`].
    pub status: String,
    /// Who works on it.
    pub owner: Option<String>,
    /// When it was raised here.
    pub raised: Timestamp,
}

/// Which alerts; empty and `None` are all.
#[derive(Clone, Debug, Default)]
pub struct AlertQuery {
    /// Any of these statuses.
    pub statuses: Vec<String>,
    /// Any of these severities.
    pub severities: Vec<u8>,
    /// Of any of these rules; `None` is all, an empty list is none.
    pub rules: Option<Vec<String>>,
    /// About this person or workload.
    pub identity: Option<String>,
    /// With this text in title or entity.
    pub text: Option<String>,
    /// Last seen then or later.
    pub since: Option<Timestamp>,
    /// Only those from history, or only the others; `None` is both.
    pub from_history: Option<bool>,
    /// Older than this one: its `last_seen` and id.
    pub before: Option<(Timestamp, String)>,
    /// Rows at most.
    pub limit: u32,
}

/// What became of alerts that were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertsTaken {
    /// Ids of those that were not there.
    pub raised: Vec<String>,
    /// How many were there and changed.
    pub changed: usize,
    /// How many lost their ground and went.
    pub withdrawn: usize,
}

/// What a query finds: one text for a page and for a count.
macro_rules! found {
    ($select:literal, $end:literal) => {
        concat!(
            $select,
            " FROM alerts
             WHERE ($1 = '' OR $1 LIKE '%,' || status || ',%')
               AND ($2 = '' OR $2 LIKE '%,' || CAST(severity AS TEXT) || ',%')
               AND ($3 = '' OR replace($3, ',' || rule || ',', '') <> $3) AND ($4 = '' OR identity = $4)
               AND ($5 = '' OR lower(title) LIKE $5 OR lower(entity) LIKE $5)
               AND last_seen >= $6 AND ($7 < 0 OR from_history = $7)",
            $end
        )
    };
}

impl State {
    /// Writes alerts as rules say they are now, and takes back those that lost their ground: what nobody worked on
    /// goes, the rest is closed. Alerts whose last finding is before `tell_since` are told to nobody.
    #[boxed]
    pub async fn take_alerts(
        &self,
        are: &[AlertRecord],
        withdrawn: &[String],
        tell_since: Timestamp,
        now: Timestamp,
    ) -> Result<AlertsTaken, StateError> {
        let mut transaction = self.begin().await?;
        let mut taken = AlertsTaken::default();
        for record in are {
            let known: Option<(i64, i64, String)> =
                sqlx::query_as("SELECT severity, findings, status FROM alerts WHERE id = $1")
                    .bind(&record.id)
                    .fetch_optional(&mut *transaction)
                    .await?;
            write(&mut transaction, record, now).await?;
            let severity = i64::from(record.severity);
            let is_worse = known.as_ref().is_none_or(|(was, ..)| severity > *was);
            match &known {
                None => {
                    people::note(&mut transaction, &record.id, "system", "raised", "", now).await?;
                    taken.raised.push(record.id.clone());
                }
                Some((_, findings, status)) => {
                    taken.changed += 1;
                    let has_more = i64::try_from(record.findings).unwrap_or(i64::MAX) > *findings;
                    if has_more && matches!(status.as_str(), "resolved" | "closed") {
                        reopen(&mut transaction, &record.id, now).await?;
                    }
                }
            }
            if is_worse && record.last_seen >= tell_since {
                tell(&mut transaction, &record.id, severity, now).await?;
            }
        }
        for id in withdrawn {
            taken.withdrawn += usize::from(withdraw(&mut transaction, id, now).await?);
        }
        transaction.commit().await?;
        Ok(taken)
    }

    /// One alert.
    #[boxed]
    pub async fn alert(&self, id: &str) -> Result<StoredAlert, StateError> {
        let row = sqlx::query("SELECT * FROM alerts WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()?.ok_or_else(|| missing(id))
    }

    /// Alerts, newest first.
    #[boxed]
    pub async fn alerts(&self, query: &AlertQuery) -> Result<Vec<StoredAlert>, StateError> {
        let (before, before_id) = match &query.before {
            Some((at, id)) => (at.as_ms(), id.as_str()),
            None => (i64::MAX, ""),
        };
        let select = found!(
            "SELECT *",
            " AND (last_seen < $8 OR (last_seen = $8 AND id < $9)) ORDER BY last_seen DESC, id DESC LIMIT $10"
        );
        let rows = asked(sqlx::query(select), query)
            .bind(before)
            .bind(before_id)
            .bind(i64::from(query.limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Alerts whose actor has that id or name in its source.
    #[boxed]
    pub async fn alerts_of_actor(&self, actor: &str) -> Result<Vec<StoredAlert>, StateError> {
        // As it stands in the body, which is JSON.
        let told = serde_json::Value::from(actor).to_string();
        let rows = sqlx::query(
            "SELECT * FROM alerts WHERE replace(body, $1, '') <> body OR replace(body, $2, '') <> body ORDER BY id",
        )
        .bind(format!("\"actor_id\":{told}"))
        .bind(format!("\"actor_name\":{told}"))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Says about whom an alert is, as far as it is known now; its body stays.
    #[boxed]
    pub async fn rename_alert(&self, id: &str, identity: &str) -> Result<(), StateError> {
        sqlx::query("UPDATE alerts SET identity = $2 WHERE id = $1")
            .bind(id)
            .bind(identity)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// How many alerts a query finds, wherever it begins and however many it gives at once.
    #[boxed]
    pub async fn alerts_found(&self, query: &AlertQuery) -> Result<u64, StateError> {
        let count = asked(sqlx::query(found!("SELECT COUNT(*) AS alerts", "")), query);
        let row = count.fetch_one(&self.pool).await?;
        Ok(row.try_get::<i64, _>("alerts")?.unsigned_abs())
    }

    /// How many alerts there are by rule, status and severity, and when each last spoke.
    #[boxed]
    pub async fn alert_counts(&self) -> Result<Vec<AlertTally>, StateError> {
        let rows = sqlx::query(
            "SELECT rule, status, severity, COUNT(*) AS alerts, MAX(last_seen) AS last_seen FROM alerts
             GROUP BY rule, status, severity ORDER BY rule, status, severity",
        )
        .fetch_all(&self.pool)
        .await?;
        let tally = |row: &<Db as sqlx::Database>::Row| {
            Ok(AlertTally {
                rule: row.try_get("rule")?,
                status: row.try_get("status")?,
                severity: u8::try_from(row.try_get::<i64, _>("severity")?).unwrap_or(u8::MAX),
                alerts: row.try_get::<i64, _>("alerts")?.unsigned_abs(),
                last_seen: Timestamp::from_ms(row.try_get("last_seen")?),
            })
        };
        rows.iter().map(tally).collect()
    }
}

/// How many alerts of one rule, status and severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertTally {
    /// The rule.
    pub rule: String,
    /// One of [`ALERT_STATUSES`].
    pub status: String,
    /// 0 info to 4 critical.
    pub severity: u8,
    /// How many.
    pub alerts: u64,
    /// The newest of them.
    pub last_seen: Timestamp,
}

pub use people::{AlertEdit, AlertNote};

pub(super) fn missing(id: &str) -> StateError {
    StateError::NotFound {
        what: "alert",
        name: id.to_owned(),
    }
}

type Ask<'q> = sqlx::query::Query<'q, Db, <Db as sqlx::Database>::Arguments>;

/// Binds what all texts of `found!` begin with.
fn asked<'q>(text: Ask<'q>, query: &AlertQuery) -> Ask<'q> {
    let any = |words: &[String]| match words.len() {
        0 => String::new(),
        _ => format!(",{},", words.join(",")),
    };
    let severities: Vec<String> = query.severities.iter().map(u8::to_string).collect();
    let rules = match query.rules.as_deref() {
        None => String::new(),
        // Names no rule can have: nothing is found.
        Some([]) => ",,".to_owned(),
        Some(rules) => any(rules),
    };
    let part = match query.text.as_deref().unwrap_or("") {
        "" => String::new(),
        text => format!("%{}%", text.to_lowercase()),
    };
    text.bind(any(&query.statuses))
        .bind(any(&severities))
        .bind(rules)
        .bind(query.identity.clone().unwrap_or_default())
        .bind(part)
        .bind(query.since.map_or(i64::MIN, Timestamp::as_ms))
        .bind(query.from_history.map_or(-1, i64::from))
}

type Transaction<'t> = sqlx::Transaction<'t, Db>;

async fn write(
    transaction: &mut Transaction<'_>,
    record: &AlertRecord,
    now: Timestamp,
) -> Result<(), StateError> {
    sqlx::query(
        "INSERT INTO alerts (id, rule, title, severity, status, identity, entity, first_seen, last_seen, findings,
             provisional, body, raised, updated, from_history)
         VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, severity = excluded.severity,
             identity = excluded.identity, entity = excluded.entity, first_seen = excluded.first_seen,
             last_seen = excluded.last_seen, findings = excluded.findings, provisional = excluded.provisional,
             body = excluded.body, updated = excluded.updated",
    )
    .bind(&record.id)
    .bind(&record.rule)
    .bind(&record.title)
    .bind(i64::from(record.severity))
    .bind(&record.identity)
    .bind(&record.entity)
    .bind(record.first_seen.as_ms())
    .bind(record.last_seen.as_ms())
    .bind(i64::try_from(record.findings).unwrap_or(i64::MAX))
    .bind(i64::from(record.provisional))
    .bind(&record.body)
    .bind(now.as_ms())
    .bind(i64::from(record.from_history))
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

async fn reopen(transaction: &mut Transaction<'_>, id: &str, now: Timestamp) -> Result<(), StateError> {
    sqlx::query("UPDATE alerts SET status = 'open' WHERE id = $1")
        .bind(id)
        .execute(&mut **transaction)
        .await?;
    people::note(transaction, id, "system", "status", "open", now).await
}

/// Puts the alert into the outbox of each forward that wants it; a repeated telling is one.
async fn tell(
    transaction: &mut Transaction<'_>,
    id: &str,
    severity: i64,
    now: Timestamp,
) -> Result<(), StateError> {
    sqlx::query(
        "INSERT INTO outbox (forward_id, alert_id, severity, state, tries, next_try, created)
         SELECT f.id, a.id, a.severity, 'waiting', 0, $3, $3 FROM forwards f, alerts a
         WHERE a.id = $1 AND f.enabled = 1 AND f.min_severity <= $2
         ON CONFLICT (forward_id, alert_id, severity) DO NOTHING",
    )
    .bind(id)
    .bind(severity)
    .bind(now.as_ms())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

async fn withdraw(transaction: &mut Transaction<'_>, id: &str, now: Timestamp) -> Result<bool, StateError> {
    let touched: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM alert_history WHERE alert_id = $1 AND actor <> 'system'")
            .bind(id)
            .fetch_one(&mut **transaction)
            .await?;
    let text = if touched == 0 {
        "DELETE FROM alerts WHERE id = $1"
    } else {
        "UPDATE alerts SET status = 'closed' WHERE id = $1"
    };
    let changed = sqlx::query(text).bind(id).execute(&mut **transaction).await?;
    let is_there = changed.rows_affected() > 0;
    if touched > 0 && is_there {
        let why = "a late event took away its ground";
        people::note(transaction, id, "system", "withdrawn", why, now).await?;
    }
    Ok(is_there)
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<StoredAlert, StateError> {
    Ok(StoredAlert {
        record: AlertRecord {
            id: row.try_get("id")?,
            rule: row.try_get("rule")?,
            title: row.try_get("title")?,
            severity: u8::try_from(row.try_get::<i64, _>("severity")?).unwrap_or(u8::MAX),
            identity: row.try_get("identity")?,
            entity: row.try_get("entity")?,
            first_seen: Timestamp::from_ms(row.try_get("first_seen")?),
            last_seen: Timestamp::from_ms(row.try_get("last_seen")?),
            findings: row.try_get::<i64, _>("findings")?.unsigned_abs(),
            provisional: row.try_get::<i64, _>("provisional")? != 0,
            from_history: row.try_get::<i64, _>("from_history")? != 0,
            body: row.try_get("body")?,
        },
        status: row.try_get("status")?,
        owner: row.try_get("owner")?,
        raised: Timestamp::from_ms(row.try_get("raised")?),
    })
}
