//! Whom alerts are told, and the outbox: what is not sent yet. A message leaves it when it was sent, or when trying
//! went on for too long; both are kept to be seen.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::{StateError, unique};

/// Where alerts are forwarded to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    /// From [`super::new_id`].
    pub id: String,
    /// What people call it.
    pub name: String,
    /// `webhook`, `slack`, `email`, `syslog`.
    pub kind: String,
    /// Host of the target, to show.
    pub target_host: String,
    /// Target and secret, sealed by the vault.
    pub sealed_target: String,
    /// Alerts of this severity and above, 0 to 4.
    pub min_severity: u8,
    /// Whether it is told.
    pub enabled: bool,
    /// When a message last went out.
    pub last_sent: Option<Timestamp>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// Messages that wait.
    pub waiting: u64,
}

/// A message of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// To whom.
    pub forward_id: String,
    /// About what.
    pub alert_id: String,
    /// The severity that is told.
    pub severity: u8,
    /// Tries so far.
    pub tries: u32,
    /// When it was put in.
    pub created: Timestamp,
}

/// How the telling of an alert went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Name of the forward.
    pub forward: String,
    /// `waiting`, `sent`, `given_up`.
    pub state: String,
    /// Tries so far.
    pub tries: u32,
    /// Why the last failed.
    pub error: Option<String>,
    /// When it was sent.
    pub sent: Option<Timestamp>,
}

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It was taken.
    Sent,
    /// It failed and is tried again then.
    Again {
        /// Why.
        error: String,
        /// When.
        at: Timestamp,
    },
    /// It failed and is not tried again.
    GivenUp {
        /// Why.
        error: String,
    },
}

impl Forward {
    /// What the target of the forward `id` is sealed for.
    pub fn target_place(id: &str) -> String {
        format!("forwards/{id}/target")
    }
}

impl State {
    /// Puts a target that was sealed again in place of the one it was made from.
    pub(crate) async fn reseal_forward(&self, id: &str, old: &str, fresh: &str) -> Result<(), StateError> {
        sqlx::query("UPDATE forwards SET sealed_target = $3 WHERE id = $1 AND sealed_target = $2")
            .bind(id)
            .bind(old)
            .bind(fresh)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Makes a forward; alerts raised from now on are told.
    #[boxed]
    pub async fn create_forward(
        &self,
        new: &Forward,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO forwards (id, name, kind, target_host, sealed_target, min_severity, enabled, created)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&new.id)
        .bind(&new.name)
        .bind(&new.kind)
        .bind(&new.target_host)
        .bind(&new.sealed_target)
        .bind(i64::from(new.min_severity))
        .bind(i64::from(new.enabled))
        .bind(now.as_ms())
        .execute(&mut *transaction)
        .await
        .map_err(|error| unique(error, "a forward", "name"))?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// All forwards, by name.
    #[boxed]
    pub async fn forwards(&self) -> Result<Vec<Forward>, StateError> {
        let rows = sqlx::query(
            "SELECT f.id, f.name, f.kind, f.target_host, f.sealed_target, f.min_severity, f.enabled, f.last_sent,
                 f.last_error,
                 (SELECT COUNT(*) FROM outbox o WHERE o.forward_id = f.id AND o.state = 'waiting') AS waiting
             FROM forwards f ORDER BY f.name",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Changes where a forward goes, from which severity on, and whether it is told; by its id.
    #[boxed]
    pub async fn update_forward(
        &self,
        new: &Forward,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let updated = sqlx::query(
            "UPDATE forwards SET kind = $2, target_host = $3, sealed_target = $4, min_severity = $5, enabled = $6
             WHERE id = $1",
        )
        .bind(&new.id)
        .bind(&new.kind)
        .bind(&new.target_host)
        .bind(&new.sealed_target)
        .bind(i64::from(new.min_severity))
        .bind(i64::from(new.enabled))
        .execute(&mut *transaction)
        .await?;
        if updated.rows_affected() == 0 {
            return Err(StateError::NotFound {
                what: "forward",
                name: new.id.clone(),
            });
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Removes a forward and what waits for it.
    #[boxed]
    pub async fn delete_forward(
        &self,
        id: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let deleted = sqlx::query("DELETE FROM forwards WHERE id = $1")
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(StateError::NotFound {
                what: "forward",
                name: id.to_owned(),
            });
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// The message of a forward that was made first of those that are due; none while the forward is switched off.
    #[boxed]
    pub async fn due_message(&self, forward_id: &str, now: Timestamp) -> Result<Option<Message>, StateError> {
        let row = sqlx::query(
            "SELECT o.forward_id, o.alert_id, o.severity, o.tries, o.created FROM outbox o
             JOIN forwards f ON f.id = o.forward_id
             WHERE o.forward_id = $1 AND o.state = 'waiting' AND o.next_try <= $2 AND f.enabled = 1
             ORDER BY o.created, o.alert_id, o.severity LIMIT 1",
        )
        .bind(forward_id)
        .bind(now.as_ms())
        .fetch_optional(&self.pool)
        .await?;
        let read = |row: &<Db as sqlx::Database>::Row| {
            Ok(Message {
                forward_id: row.try_get("forward_id")?,
                alert_id: row.try_get("alert_id")?,
                severity: u8::try_from(row.try_get::<i64, _>("severity")?).unwrap_or(u8::MAX),
                tries: u32::try_from(row.try_get::<i64, _>("tries")?).unwrap_or(u32::MAX),
                created: Timestamp::from_ms(row.try_get("created")?),
            })
        };
        row.as_ref().map(read).transpose()
    }

    /// Notes what became of a try.
    #[boxed]
    pub async fn message_tried(
        &self,
        message: &Message,
        tried: &Tried,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let (state, next_try, error, sent) = match tried {
            Tried::Sent => ("sent", 0, None, Some(now.as_ms())),
            Tried::Again { error, at } => ("waiting", at.as_ms(), Some(error), None),
            Tried::GivenUp { error } => ("given_up", 0, Some(error), None),
        };
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE outbox SET state = $4, next_try = $5, error = $6, sent = $7, tries = tries + 1
             WHERE forward_id = $1 AND alert_id = $2 AND severity = $3",
        )
        .bind(&message.forward_id)
        .bind(&message.alert_id)
        .bind(i64::from(message.severity))
        .bind(state)
        .bind(next_try)
        .bind(error)
        .bind(sent)
        .execute(&mut *transaction)
        .await?;
        sqlx::query("UPDATE forwards SET last_error = $2, last_sent = COALESCE($3, last_sent) WHERE id = $1")
            .bind(&message.forward_id)
            .bind(error)
            .bind(sent)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// How the telling of an alert goes, by forward.
    #[boxed]
    pub async fn deliveries(&self, alert_id: &str) -> Result<Vec<Delivery>, StateError> {
        let rows = sqlx::query(
            "SELECT f.name, o.state, o.tries, o.error, o.sent FROM outbox o JOIN forwards f ON f.id = o.forward_id
             WHERE o.alert_id = $1 ORDER BY f.name, o.severity",
        )
        .bind(alert_id)
        .fetch_all(&self.pool)
        .await?;
        let read = |row: &<Db as sqlx::Database>::Row| {
            Ok(Delivery {
                forward: row.try_get("name")?,
                state: row.try_get("state")?,
                tries: u32::try_from(row.try_get::<i64, _>("tries")?).unwrap_or(u32::MAX),
                error: row.try_get("error")?,
                sent: row.try_get::<Option<i64>, _>("sent")?.map(Timestamp::from_ms),
            })
        };
        rows.iter().map(read).collect()
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<Forward, StateError> {
    Ok(Forward {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        kind: row.try_get("kind")?,
        target_host: row.try_get("target_host")?,
        sealed_target: row.try_get("sealed_target")?,
        min_severity: u8::try_from(row.try_get::<i64, _>("min_severity")?).unwrap_or(u8::MAX),
        enabled: row.try_get::<i64, _>("enabled")? != 0,
        last_sent: row
            .try_get::<Option<i64>, _>("last_sent")?
            .map(Timestamp::from_ms),
        last_error: row.try_get("last_error")?,
        waiting: row.try_get::<i64, _>("waiting")?.unsigned_abs(),
    })
}
