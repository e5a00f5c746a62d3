//! Removing the records of people who were deactivated, when their time has come.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use serde_json::json;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::State;
use super::error::StateError;
use super::leases::Lease;
use super::scim::remove_user;

/// Records that one transaction removes at most, so that nobody waits long.
const AT_ONCE: i64 = 200;

impl State {
    /// Removes up to 200 records of deactivated people whose time is over, with memberships, each with its line in the
    /// audit log; how many. Their locks stay: who is gone comes back only by being provisioned again.
    ///
    /// # Errors
    /// [`StateError::LeaseLost`] when another server does this now; nothing is removed then.
    #[boxed]
    pub async fn purge_people(&self, lease: &Lease, now: Timestamp) -> Result<usize, StateError> {
        let mut transaction = self.begin().await?;
        lease.hold(&mut transaction, now).await?;
        let rows = sqlx::query(
            "SELECT u.id, u.name, u.org_url, s.plugin FROM users u LEFT JOIN scim_users s ON s.id = u.id
             WHERE u.origin <> 'local' AND u.inactive IS NOT NULL AND u.purge_after <= $1
             ORDER BY u.purge_after, u.id LIMIT $2",
        )
        .bind(now.as_ms())
        .bind(AT_ONCE)
        .fetch_all(&mut *transaction)
        .await?;
        for row in &rows {
            let (id, name): (String, String) = (row.try_get("id")?, row.try_get("name")?);
            let (plugin, org): (Option<String>, Option<String>) =
                (row.try_get("plugin")?, row.try_get("org_url")?);
            remove_user(&mut transaction, &id, now).await?;
            let (actor, action) = match plugin {
                Some(_) => ("scim", "scim.user.purge"),
                None => ("user-sync", "user.purge"),
            };
            let target = format!("user/{name}");
            let entry = AuditEntry {
                detail: json!({ "plugin": plugin, "org": org, "id": id }),
                ..AuditEntry::new(actor, action, &target)
            };
            audit::append(&mut transaction, &entry, now).await?;
        }
        transaction.commit().await?;
        Ok(rows.len())
    }
}
