//! Facts about this installation.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;

use super::database::State;
use super::error::StateError;
use super::new_id;

impl State {
    /// The id of this installation, made at its first start.
    #[boxed]
    pub async fn instance_id(&self) -> Result<String, StateError> {
        self.meta("instance_id").await?.ok_or(StateError::Damaged {
            field: "meta.instance_id",
        })
    }

    /// A named value.
    #[boxed]
    pub async fn meta(&self, name: &str) -> Result<Option<String>, StateError> {
        let query = sqlx::query_scalar("SELECT value FROM meta WHERE name = $1").bind(name);
        Ok(query.fetch_optional(&self.pool).await?)
    }

    /// Sets a named value unless there is one; gives the one that holds. Two processes that do so at once agree.
    #[boxed]
    pub async fn keep_meta(&self, name: &str, value: &str) -> Result<String, StateError> {
        self.insert_meta(name, value).await?;
        self.meta(name)
            .await?
            .ok_or(StateError::Damaged { field: "meta.value" })
    }

    /// Sets a named value.
    #[boxed]
    pub async fn set_meta(&self, name: &str, value: &str) -> Result<(), StateError> {
        sqlx::query(
            "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(value)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Two processes that start at once agree: the first insert wins.
    pub(super) async fn ensure_instance_id(&self, now: Timestamp) -> Result<(), StateError> {
        for (name, value) in [("instance_id", new_id()), ("created", now.as_ms().to_string())] {
            self.insert_meta(name, &value).await?;
        }
        Ok(())
    }

    async fn insert_meta(&self, name: &str, value: &str) -> Result<(), StateError> {
        sqlx::query("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(value)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
