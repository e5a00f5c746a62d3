//! Alerts by the beginning of their id, as people copy it.

use async_recursion::async_recursion as boxed;

use crate::state::database::State;
use crate::state::error::StateError;

impl State {
    /// Ids of alerts that begin so, in their order, so many at most.
    #[boxed]
    pub async fn alert_ids_beginning(&self, beginning: &str, limit: u32) -> Result<Vec<String>, StateError> {
        let ids = sqlx::query_scalar(
            "SELECT id FROM alerts WHERE substr(id, 1, CAST($2 AS INTEGER)) = $1 ORDER BY id LIMIT $3",
        )
        .bind(beginning)
        .bind(i64::try_from(beginning.chars().count()).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        Ok(ids)
    }
}
