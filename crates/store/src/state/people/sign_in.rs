//! What a sign-in through a connector leaves behind.

mod left;

use async_recursion::async_recursion as boxed;
use std::collections::BTreeMap;

use domain::Timestamp;

use sqlx::AnyConnection;

use super::mapped::{self, MappedBy};
use super::{PersonOrigin, map_text, names, words};
use crate::state::audit::{self, AuditEntry};
use crate::state::users::{key_of, roles_text};
use crate::state::{State, StateError, new_id};

/// A person as a connector vouches for them.
#[derive(Clone, Debug)]
pub struct SsoPerson<'a> {
    /// The connector.
    pub connector: &'a str,
    /// The organization that the connector speaks for, as an address; only that one takes the account over by name.
    pub organization: Option<&'a str>,
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
    /// Which values gave them.
    pub mapped_by: &'a [MappedBy],
    /// Who it is here, when the provider's own id of the person tells: the name may be new.
    pub known_as: Option<&'a str>,
    /// When the connector said all this, where it can be held back: what SCIM said since is newer.
    pub said: Option<Timestamp>,
}

impl State {
    /// Finds the person who signs in, or makes one, and notes what the connector says; gives the id back. Beside it stays
    /// what user sync says.
    ///
    /// A local person of the same name is not the one who comes through a connector.
    ///
    /// # Errors
    /// [`StateError::Exists`] when the name belongs to a local person, [`StateError::FormerName`] when it was that of a
    /// person of an organization, who has another one now.
    #[boxed]
    pub async fn note_sso_sign_in(
        &self,
        person: &SsoPerson<'_>,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<String, StateError> {
        let mut transaction = self.begin().await?;
        let id = match person.known_as {
            Some(id) => id.to_owned(),
            None => named(&mut transaction, person.name, now).await?,
        };
        let (mapped_by, mapped_roles) = left::still_given(&mut transaction, &id, person, now).await?;
        let noted = sqlx::query(
            "UPDATE users SET connector = $2, vouched_org = $9, last_sign_in = $5, updated = $5,
                 revision = revision + 1, sso_traits = $4,
                 mapped_roles = CASE WHEN inactive IS NULL THEN $3 ELSE mapped_roles END,
                 mapped_by = CASE WHEN inactive IS NULL THEN $8 ELSE mapped_by END,
                 display_name = CASE WHEN $6 = '' THEN display_name ELSE $6 END,
                 email = CASE WHEN $7 = '' THEN email ELSE $7 END
             WHERE id = $1",
        )
        .bind(&id)
        .bind(person.connector)
        .bind(roles_text(&mapped_roles))
        .bind(map_text(person.traits))
        .bind(now.as_ms())
        .bind(person.display_name)
        .bind(person.email)
        .bind(mapped::text(&mapped_by))
        .bind(person.organization)
        .execute(&mut *transaction)
        .await?;
        if noted.rows_affected() == 0 {
            return Err(StateError::NotFound {
                what: "user",
                name: id,
            });
        }
        words::write_again(&mut transaction, &id).await?;
        audit::append(&mut transaction, entry, now).await?;
        transaction.commit().await?;
        Ok(id)
    }
}

/// Who has the name, else somebody new.
async fn named(connection: &mut AnyConnection, name: &str, now: Timestamp) -> Result<String, StateError> {
    let known: Option<(String, String)> = sqlx::query_as("SELECT id, origin FROM users WHERE name_key = $1")
        .bind(key_of(name))
        .fetch_optional(&mut *connection)
        .await?;
    match known {
        Some((_, origin)) if origin == PersonOrigin::Local.as_str() => {
            return Err(StateError::Exists {
                what: "a local user",
                field: "name",
            });
        }
        Some((id, _)) => return Ok(id),
        None => {}
    }
    if names::is_former(connection, name).await? {
        return Err(StateError::FormerName {
            name: name.to_owned(),
        });
    }
    let id = new_id();
    sqlx::query(
        "INSERT INTO users (id, name, name_key, password_hash, roles, created, origin)
         VALUES ($1, $2, $3, '', '[]', $4, 'sso')",
    )
    .bind(&id)
    .bind(name)
    .bind(key_of(name))
    .bind(now.as_ms())
    .execute(connection)
    .await?;
    Ok(id)
}
