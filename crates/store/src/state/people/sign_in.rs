//! What a sign-in through a connector leaves behind.

use async_recursion::async_recursion as boxed;
use std::collections::BTreeMap;

use domain::Timestamp;

use super::{PersonOrigin, map_text, words};
use crate::state::audit::{self, AuditEntry};
use crate::state::users::{key_of, roles_text};
use crate::state::{State, StateError, new_id};

/// A person as a connector vouches for them.
#[derive(Clone, Debug)]
pub struct SsoPerson<'a> {
    /// The connector.
    pub connector: &'a str,
    /// The name that the connector gives the person.
    pub name: &'a str,
    /// Empty when unknown.
    pub display_name: &'a str,
    /// Empty when unknown.
    pub email: &'a str,
    /// Every attribute.
    pub traits: &'a BTreeMap<String, Vec<String>>,
    /// What the mapping gives.
    pub mapped_roles: &'a [String],
}

impl State {
    /// Finds the person who signs in, or makes one, and notes what the connector says; gives the id back. The traits of
    /// people of an organization stay those that user sync or SCIM gave them.
    ///
    /// A local person of the same name is not the one who comes through a connector.
    ///
    /// # Errors
    /// [`StateError::Exists`] when the name belongs to a local person.
    #[boxed]
    pub async fn note_sso_sign_in(
        &self,
        person: &SsoPerson<'_>,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<String, StateError> {
        let mut transaction = self.begin().await?;
        let known: Option<(String, String)> =
            sqlx::query_as("SELECT id, origin FROM users WHERE name_key = $1")
                .bind(key_of(person.name))
                .fetch_optional(&mut *transaction)
                .await?;
        let id = match known {
            Some((_, origin)) if origin == PersonOrigin::Local.as_str() => {
                return Err(StateError::Exists {
                    what: "a local user",
                    field: "name",
                });
            }
            Some((id, _)) => id,
            None => {
                let id = new_id();
                sqlx::query(
                    "INSERT INTO users (id, name, name_key, password_hash, roles, created, origin)
                     VALUES ($1, $2, $3, '', '[]', $4, 'sso')",
                )
                .bind(&id)
                .bind(person.name)
                .bind(key_of(person.name))
                .bind(now.as_ms())
                .execute(&mut *transaction)
                .await?;
                id
            }
        };
        sqlx::query(
            "UPDATE users SET connector = $2, mapped_roles = $3, last_sign_in = $5, updated = $5,
                 revision = revision + 1,
                 traits = CASE WHEN origin = 'okta' THEN traits ELSE $4 END,
                 display_name = CASE WHEN $6 = '' THEN display_name ELSE $6 END,
                 email = CASE WHEN $7 = '' THEN email ELSE $7 END
             WHERE id = $1",
        )
        .bind(&id)
        .bind(person.connector)
        .bind(roles_text(person.mapped_roles))
        .bind(map_text(person.traits))
        .bind(now.as_ms())
        .bind(person.display_name)
        .bind(person.email)
        .execute(&mut *transaction)
        .await?;
        words::write_again(&mut transaction, &id).await?;
        audit::append(&mut transaction, entry, now).await?;
        transaction.commit().await?;
        Ok(id)
    }
}
