//! Keys made here for service apps of Okta: the public half is shown to everybody, the private one stays sealed.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::{StateError, unique};

/// A key pair for `private_key_jwt` (RFC 7523).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientKey {
    /// Key id: what signatures and Okta's own list call it.
    pub kid: String,
    /// `ES256` or `RS256`.
    pub algorithm: String,
    /// The public key as JWK (RFC 7517).
    pub public_jwk: String,
    /// The private key, sealed by the vault for [`ClientKey::private_place`].
    pub sealed_private: String,
    /// When it was made.
    pub created: Timestamp,
}

impl ClientKey {
    /// What the private key `kid` is sealed for: the associated data for the vault.
    pub fn private_place(kid: &str) -> String {
        format!("client_keys/{kid}/private")
    }
}

impl State {
    /// All keys, newest first.
    #[boxed]
    pub async fn client_keys(&self) -> Result<Vec<ClientKey>, StateError> {
        let rows = sqlx::query(
            "SELECT kid, algorithm, public_jwk, sealed_private, created FROM client_keys ORDER BY created DESC, kid",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Keeps a new key.
    ///
    /// # Errors
    /// [`StateError::Exists`] when a key of that id is there.
    #[boxed]
    pub async fn create_client_key(&self, key: &ClientKey, entry: &AuditEntry<'_>) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO client_keys (kid, algorithm, public_jwk, sealed_private, created)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&key.kid)
        .bind(&key.algorithm)
        .bind(&key.public_jwk)
        .bind(&key.sealed_private)
        .bind(key.created.as_ms())
        .execute(&mut *transaction)
        .await
        .map_err(|error| unique(error, "a key", "id"))?;
        audit::append(&mut transaction, entry, key.created).await?;
        Ok(transaction.commit().await?)
    }

    /// Destroys a key.
    ///
    /// # Errors
    /// [`StateError::NotFound`] when there is none of that id.
    #[boxed]
    pub async fn delete_client_key(
        &self,
        kid: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let deleted = sqlx::query("DELETE FROM client_keys WHERE kid = $1")
            .bind(kid)
            .execute(&mut *transaction)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(StateError::NotFound {
                what: "key",
                name: kid.to_owned(),
            });
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Replaces a sealed private key by the same one sealed with another master key.
    #[boxed]
    pub async fn reseal_client_key(&self, kid: &str, from: &str, to: &str) -> Result<(), StateError> {
        sqlx::query("UPDATE client_keys SET sealed_private = $3 WHERE kid = $1 AND sealed_private = $2")
            .bind(kid)
            .bind(from)
            .bind(to)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

fn read(row: &<Db as sqlx::Database>::Row) -> Result<ClientKey, StateError> {
    Ok(ClientKey {
        kid: row.try_get("kid")?,
        algorithm: row.try_get("algorithm")?,
        public_jwk: row.try_get("public_jwk")?,
        sealed_private: row.try_get("sealed_private")?,
        created: Timestamp::from_ms(row.try_get("created")?),
    })
}
