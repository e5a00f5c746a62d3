//! What people decided about rules: settings of shipped ones, and rules of their own.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::StateError;

/// What is changed about a rule here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSetting {
    /// The rule.
    pub rule: String,
    /// On or off; `None` as the rule says.
    pub enabled: Option<bool>,
    /// Another severity; `None` as the rule says.
    pub severity: Option<String>,
    /// Values of parameters, a JSON object.
    pub parameters: String,
    /// Exceptions, a JSON array.
    pub exceptions: String,
}

/// A file of rules of one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRule {
    /// Names the file.
    pub file: String,
    /// Its text.
    pub text: String,
}

impl State {
    /// All settings, by rule.
    #[boxed]
    pub async fn rule_settings(&self) -> Result<Vec<RuleSetting>, StateError> {
        let rows = sqlx::query(
            "SELECT rule, enabled, severity, parameters, exceptions FROM rule_settings ORDER BY rule",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Sets what is changed about a rule.
    #[boxed]
    pub async fn set_rule(
        &self,
        setting: &RuleSetting,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO rule_settings (rule, enabled, severity, parameters, exceptions, updated, updated_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (rule) DO UPDATE SET enabled = excluded.enabled, severity = excluded.severity,
                 parameters = excluded.parameters, exceptions = excluded.exceptions, updated = excluded.updated,
                 updated_by = excluded.updated_by",
        )
        .bind(&setting.rule)
        .bind(setting.enabled.map(i64::from))
        .bind(&setting.severity)
        .bind(&setting.parameters)
        .bind(&setting.exceptions)
        .bind(now.as_ms())
        .bind(entry.actor)
        .execute(&mut *transaction)
        .await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Takes away what is changed about a rule.
    #[boxed]
    pub async fn clear_rule(
        &self,
        rule: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM rule_settings WHERE rule = $1")
            .bind(rule)
            .execute(&mut *transaction)
            .await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// All files of rules of one's own, by name.
    #[boxed]
    pub async fn own_rules(&self) -> Result<Vec<OwnRule>, StateError> {
        let rows = sqlx::query("SELECT file, text FROM own_rules ORDER BY file")
            .fetch_all(&self.pool)
            .await?;
        let read = |row: &<Db as sqlx::Database>::Row| {
            Ok(OwnRule {
                file: row.try_get("file")?,
                text: row.try_get("text")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Keeps a file of rules; one of the same name is replaced.
    #[boxed]
    pub async fn put_own_rule(
        &self,
        rule: &OwnRule,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO own_rules (file, text, updated, updated_by) VALUES ($1, $2, $3, $4)
             ON CONFLICT (file) DO UPDATE SET text = excluded.text, updated = excluded.updated,
                 updated_by = excluded.updated_by",
        )
        .bind(&rule.file)
        .bind(&rule.text)
        .bind(now.as_ms())
        .bind(entry.actor)
        .execute(&mut *transaction)
        .await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Removes a file of rules.
    #[boxed]
    pub async fn delete_own_rule(
        &self,
        file: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let deleted = sqlx::query("DELETE FROM own_rules WHERE file = $1")
            .bind(file)
            .execute(&mut *transaction)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(StateError::NotFound {
                what: "rule file",
                name: file.to_owned(),
            });
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<RuleSetting, StateError> {
    Ok(RuleSetting {
        rule: row.try_get("rule")?,
        enabled: row.try_get::<Option<i64>, _>("enabled")?.map(|on| on != 0),
        severity: row.try_get("severity")?,
        parameters: row.try_get("parameters")?,
        exceptions: row.try_get("exceptions")?,
    })
}
