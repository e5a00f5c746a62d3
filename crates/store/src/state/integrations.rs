//! Integrations: the organizations that Portolan is connected to.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::{StateError, unique};

/// A connected organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Integration {
    /// Never changes.
    pub id: String,
    /// What kind of system it is: `okta`.
    pub plugin: String,
    /// What people call it; unique.
    pub name: String,
    /// Address of the organization.
    pub org_url: String,
    /// Okta's own id of the organization, once known.
    pub org_id: Option<String>,
    /// What kind of credential is sealed: `api_token` or `service_app`.
    pub credential_kind: String,
    /// The credential, sealed by the vault for [`Integration::credential_place`].
    pub sealed_credential: String,
    /// What the administrator chose.
    pub settings: IntegrationSettings,
    /// When it was made.
    pub created: Timestamp,
    /// Last change.
    pub updated: Timestamp,
    /// Counts the changes; give it back with a change.
    pub revision: i64,
}

impl Integration {
    /// What the credential of the integration `id` is sealed for: the associated data for the vault.
    pub fn credential_place(id: &str) -> String {
        format!("integrations/{id}/credential")
    }
}

/// What the administrator chose. Values that this version does not know are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct IntegrationSettings {
    /// Seconds from the begin of a scan to that of the next.
    pub scan_interval_s: u32,
    /// Share of Okta's rate limits that scans may use, in per cent.
    pub share_percent: u8,
    /// Everything else.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

impl Default for IntegrationSettings {
    fn default() -> Self {
        Self {
            scan_interval_s: 1800,
            share_percent: 50,
            other: serde_json::Map::new(),
        }
    }
}

/// An integration to be made.
#[derive(Clone, Debug)]
pub struct NewIntegration {
    /// From [`super::new_id`]; known before, because the credential is sealed for it.
    pub id: String,
    /// `okta`.
    pub plugin: String,
    /// Unique name.
    pub name: String,
    /// Address of the organization.
    pub org_url: String,
    /// Okta's own id of the organization, if known.
    pub org_id: Option<String>,
    /// `api_token` or `service_app`.
    pub credential_kind: String,
    /// The sealed credential.
    pub sealed_credential: String,
    /// What the administrator chose.
    pub settings: IntegrationSettings,
}

/// A change of an integration; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct IntegrationChange {
    /// New name.
    pub name: Option<String>,
    /// Okta's own id of the organization.
    pub org_id: Option<String>,
    /// New credential: its kind, and the sealed text.
    pub credential: Option<(String, String)>,
    /// New settings.
    pub settings: Option<IntegrationSettings>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, plugin, name, org_url, org_id, credential_kind, sealed_credential, settings, created, updated, ",
            "revision FROM integrations ",
            $rest
        )
    };
}

impl State {
    /// All integrations by name.
    #[boxed]
    pub async fn integrations(&self) -> Result<Vec<Integration>, StateError> {
        let rows = sqlx::query(select!("ORDER BY name"))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// The integration with this id.
    #[boxed]
    pub async fn integration(&self, id: &str) -> Result<Option<Integration>, StateError> {
        let row = sqlx::query(select!("WHERE id = $1"))
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The integration with this name.
    #[boxed]
    pub async fn integration_named(&self, name: &str) -> Result<Option<Integration>, StateError> {
        let row = sqlx::query(select!("WHERE name = $1"))
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Connects an organization.
    ///
    /// # Errors
    /// [`StateError::Exists`] when the name or the organization is taken.
    #[boxed]
    pub async fn create_integration(
        &self,
        new: NewIntegration,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<Integration, StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO integrations (id, plugin, name, org_url, org_id, credential_kind, sealed_credential,
                 settings, created, updated, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1)",
        )
        .bind(&new.id)
        .bind(&new.plugin)
        .bind(&new.name)
        .bind(&new.org_url)
        .bind(&new.org_id)
        .bind(&new.credential_kind)
        .bind(&new.sealed_credential)
        .bind(settings_text(&new.settings)?)
        .bind(now.as_ms())
        .execute(&mut *transaction)
        .await
        .map_err(|error| unique(error, "an integration", "name or organization"))?;
        audit::append(&mut transaction, entry, now).await?;
        transaction.commit().await?;
        Ok(Integration {
            id: new.id,
            plugin: new.plugin,
            name: new.name,
            org_url: new.org_url,
            org_id: new.org_id,
            credential_kind: new.credential_kind,
            sealed_credential: new.sealed_credential,
            settings: new.settings,
            created: now,
            updated: now,
            revision: 1,
        })
    }

    /// Changes an integration that still has the revision `expected`.
    ///
    /// # Errors
    /// [`StateError::Conflict`] when somebody else changed it first.
    #[boxed]
    pub async fn update_integration(
        &self,
        id: &str,
        expected: i64,
        change: IntegrationChange,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<Integration, StateError> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query(select!("WHERE id = $1"))
            .bind(id)
            .fetch_optional(&mut *transaction)
            .await?;
        let mut integration = row.as_ref().map(read).transpose()?.ok_or_else(|| not_found(id))?;
        if integration.revision != expected {
            return Err(StateError::Conflict {
                what: "integration",
                expected,
                found: integration.revision,
            });
        }
        apply(&mut integration, change, now);
        sqlx::query(
            "UPDATE integrations SET name = $2, org_id = $3, credential_kind = $4, sealed_credential = $5,
                 settings = $6, updated = $7, revision = $8
             WHERE id = $1",
        )
        .bind(id)
        .bind(&integration.name)
        .bind(&integration.org_id)
        .bind(&integration.credential_kind)
        .bind(&integration.sealed_credential)
        .bind(settings_text(&integration.settings)?)
        .bind(integration.updated.as_ms())
        .bind(integration.revision)
        .execute(&mut *transaction)
        .await
        .map_err(|error| unique(error, "an integration", "name"))?;
        audit::append(&mut transaction, entry, now).await?;
        transaction.commit().await?;
        Ok(integration)
    }

    /// Replaces a sealed credential by the same one sealed with another key; no new revision, since nothing that
    /// people see changes. Does nothing when the credential is not `from` any more.
    #[boxed]
    pub async fn reseal_integration(&self, id: &str, from: &str, to: &str) -> Result<(), StateError> {
        sqlx::query(
            "UPDATE integrations SET sealed_credential = $3 WHERE id = $1 AND sealed_credential = $2",
        )
        .bind(id)
        .bind(from)
        .bind(to)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Notes Okta's own id of the organization, once; no new revision, since nothing that people chose changes.
    #[boxed]
    pub async fn note_integration_org_id(&self, id: &str, org_id: &str) -> Result<(), StateError> {
        sqlx::query("UPDATE integrations SET org_id = $2 WHERE id = $1 AND org_id IS NULL")
            .bind(id)
            .bind(org_id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Removes an integration with its scan runs. Snapshots stay.
    #[boxed]
    pub async fn delete_integration(
        &self,
        id: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let deleted = sqlx::query("DELETE FROM integrations WHERE id = $1")
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(not_found(id));
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }
}

fn apply(integration: &mut Integration, change: IntegrationChange, now: Timestamp) {
    if let Some(name) = change.name {
        integration.name = name;
    }
    if change.org_id.is_some() {
        integration.org_id = change.org_id;
    }
    if let Some((kind, sealed)) = change.credential {
        integration.credential_kind = kind;
        integration.sealed_credential = sealed;
    }
    if let Some(settings) = change.settings {
        integration.settings = settings;
    }
    integration.updated = now;
    integration.revision += 1;
}

fn settings_text(settings: &IntegrationSettings) -> Result<String, StateError> {
    serde_json::to_string(settings).map_err(|_| StateError::Damaged {
        field: "integrations.settings",
    })
}

fn not_found(id: &str) -> StateError {
    StateError::NotFound {
        what: "integration",
        name: id.to_owned(),
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<Integration, StateError> {
    let settings: String = row.try_get("settings")?;
    let settings = serde_json::from_str(&settings);
    Ok(Integration {
        id: row.try_get("id")?,
        plugin: row.try_get("plugin")?,
        name: row.try_get("name")?,
        org_url: row.try_get("org_url")?,
        org_id: row.try_get("org_id")?,
        credential_kind: row.try_get("credential_kind")?,
        sealed_credential: row.try_get("sealed_credential")?,
        settings: settings.map_err(|_| StateError::Damaged {
            field: "integrations.settings",
        })?,
        created: Timestamp::from_ms(row.try_get("created")?),
        updated: Timestamp::from_ms(row.try_get("updated")?),
        revision: row.try_get("revision")?,
    })
}
