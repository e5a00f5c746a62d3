//! What people do with alerts: status, owner, notes; each with its line of history and of the audit log.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::{StoredAlert, Transaction, missing};
use crate::state::audit::{self, AuditEntry};
use crate::state::database::State;
use crate::state::error::StateError;

/// A change by a person; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertEdit {
    /// One of [`super::ALERT_STATUSES`].
    pub status: Option<String>,
    /// Who works on it; an empty text is nobody.
    pub owner: Option<String>,
    /// A note.
    pub note: Option<String>,
}

/// A line of an alert's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertNote {
    /// When.
    pub at: Timestamp,
    /// Who; `system` for the rules.
    pub actor: String,
    /// `raised`, `status`, `owner`, `note`, `action`, `withdrawn`.
    pub action: String,
    /// The new value, the note, or what came of an action.
    pub detail: String,
}

impl State {
    /// Changes an alert.
    #[boxed]
    pub async fn edit_alert(
        &self,
        id: &str,
        edit: &AlertEdit,
        actor: &str,
        now: Timestamp,
    ) -> Result<StoredAlert, StateError> {
        let mut transaction = self.begin().await?;
        let known: Option<(String, Option<String>)> =
            sqlx::query_as("SELECT status, owner FROM alerts WHERE id = $1")
                .bind(id)
                .fetch_optional(&mut *transaction)
                .await?;
        let Some((status, owner)) = known else {
            return Err(missing(id));
        };
        let mut done = serde_json::Map::new();
        if let Some(new) = edit.status.as_ref().filter(|new| **new != status) {
            sqlx::query("UPDATE alerts SET status = $2 WHERE id = $1")
                .bind(id)
                .bind(new)
                .execute(&mut *transaction)
                .await?;
            note(&mut transaction, id, actor, "status", new, now).await?;
            done.insert("status".to_owned(), new.as_str().into());
        }
        let wanted = edit.owner.as_ref().map(|owner| owner.trim());
        if let Some(new) = wanted.filter(|new| *new != owner.as_deref().unwrap_or("")) {
            sqlx::query("UPDATE alerts SET owner = $2 WHERE id = $1")
                .bind(id)
                .bind(Some(new).filter(|new| !new.is_empty()))
                .execute(&mut *transaction)
                .await?;
            note(&mut transaction, id, actor, "owner", new, now).await?;
            done.insert("owner".to_owned(), new.into());
        }
        if let Some(text) = edit.note.as_ref().filter(|text| !text.trim().is_empty()) {
            note(&mut transaction, id, actor, "note", text, now).await?;
            done.insert("note".to_owned(), true.into());
        }
        if !done.is_empty() {
            let target = format!("alert/{id}");
            let entry = AuditEntry {
                detail: done.into(),
                ..AuditEntry::new(actor, "alert.update", &target)
            };
            audit::append(&mut transaction, &entry, now).await?;
        }
        transaction.commit().await?;
        self.alert(id).await
    }

    /// Writes down what came of an action: a line of the alert's history and this entry of the audit log.
    #[boxed]
    pub async fn note_alert(
        &self,
        id: &str,
        detail: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let known: Option<String> = sqlx::query_scalar("SELECT id FROM alerts WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut *transaction)
            .await?;
        // An alert can be withdrawn while its action is under way: the audit log knows of it all the same.
        if known.is_some() {
            note(&mut transaction, id, entry.actor, "action", detail, now).await?;
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// What people and rules did with an alert, oldest first.
    #[boxed]
    pub async fn alert_history(&self, id: &str) -> Result<Vec<AlertNote>, StateError> {
        let rows = sqlx::query(
            "SELECT at, actor, action, detail FROM alert_history WHERE alert_id = $1 ORDER BY seq",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?;
        let read = |row: &<sqlx::Any as sqlx::Database>::Row| {
            Ok(AlertNote {
                at: Timestamp::from_ms(row.try_get("at")?),
                actor: row.try_get("actor")?,
                action: row.try_get("action")?,
                detail: row.try_get("detail")?,
            })
        };
        rows.iter().map(read).collect()
    }
}

/// Adds a line of history.
pub(super) async fn note(
    transaction: &mut Transaction<'_>,
    id: &str,
    actor: &str,
    action: &str,
    detail: &str,
    now: Timestamp,
) -> Result<(), StateError> {
    sqlx::query(
        "INSERT INTO alert_history (alert_id, seq, at, actor, action, detail)
         SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5 FROM alert_history WHERE alert_id = $1",
    )
    .bind(id)
    .bind(now.as_ms())
    .bind(actor)
    .bind(action)
    .bind(detail)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}
