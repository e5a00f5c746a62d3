//! People of every origin: made here, come by signing in, synchronised or provisioned from Okta.

mod filter;
pub(in crate::state) mod mapped;
pub(super) mod names;
mod sign_in;
mod sync;
pub(super) mod words;

pub(super) use filter::escaped;
pub use filter::{PeopleFilter, PeopleFound, PersonState};
pub use mapped::{Belongs, MappedBy, judged};
pub(super) use mapped::{read as mapped_by_of, withdraw};
pub use sign_in::SsoPerson;
pub use sync::{PersonFacts, PersonStep, SyncedPerson, plan_hash};

use async_recursion::async_recursion as boxed;
use std::collections::BTreeMap;

use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::StateError;
use super::users::{Editors, roles_of};

/// Where a person comes from. Only what has an origin of its own is changed by that origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonOrigin {
    /// Made here, with a password.
    Local,
    /// Came by signing in through a connector.
    SingleSignOn,
    /// Synchronised or provisioned from an organization.
    Okta,
}

impl PersonOrigin {
    /// The word in the database and in labels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::SingleSignOn => "sso",
            Self::Okta => "okta",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Local, Self::SingleSignOn, Self::Okta]
            .into_iter()
            .find(|one| one.as_str() == word)
    }
}

/// A person, without anything that signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Never changes.
    pub id: String,
    /// Unique, whatever the letter case; for people of an organization their login there.
    pub name: String,
    /// Where the person comes from.
    pub origin: PersonOrigin,
    /// The organization, if one is behind the person.
    pub org_url: Option<String>,
    /// The id there.
    pub okta_id: Option<String>,
    /// For people.
    pub display_name: String,
    /// Empty when unknown.
    pub email: String,
    /// What the organization says of the person, and what the connector said at the last sign-in; for the same name, what
    /// the organization says.
    pub traits: BTreeMap<String, Vec<String>>,
    /// For matching and for people.
    pub labels: BTreeMap<String, String>,
    /// Roles that were assigned.
    pub roles: Vec<String>,
    /// Roles that the connector's mapping gave at the last sign-in.
    pub mapped_roles: Vec<String>,
    /// The connector of the last sign-in.
    pub connector: Option<String>,
    /// When the record was made.
    pub created: Timestamp,
    /// The last change.
    pub updated: Timestamp,
    /// The last sign-in.
    pub last_sign_in: Option<Timestamp>,
    /// Since when an administrator bars the person.
    pub disabled: Option<Timestamp>,
    /// Since when the person is inactive in the organization.
    pub inactive: Option<Timestamp>,
    /// When the record of an inactive person goes.
    pub purge_after: Option<Timestamp>,
    /// Whether a lock is in force.
    pub is_locked: bool,
    /// Whether a password is kept here.
    pub has_password: bool,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
    /// Counts changes.
    pub revision: i64,
}

impl Person {
    /// Assigned and mapped roles, each once.
    pub fn all_roles(&self) -> Vec<String> {
        let mut roles = self.roles.clone();
        for role in &self.mapped_roles {
            if !roles.contains(role) {
                roles.push(role.clone());
            }
        }
        roles
    }
}

/// Columns of a person; `$1` is the time at which locks are looked at.
macro_rules! select {
    () => {
        concat!(
            "SELECT u.id, u.name, u.origin, u.org_url, u.okta_id, u.display_name, u.email, u.traits, u.sso_traits, u.labels, ",
            "u.roles, u.mapped_roles, u.connector, u.created, u.updated, u.last_sign_in, u.disabled, u.inactive, ",
            "u.purge_after, u.revision, ",
            "CASE WHEN u.password_hash = '' THEN 0 ELSE 1 END AS has_password, ",
            "CASE WHEN u.sealed_totp IS NULL AND NOT EXISTS (SELECT 1 FROM passkeys k WHERE k.user_id = u.id) ",
            "THEN 0 ELSE 1 END AS has_second_factor, ",
            "(SELECT COUNT(*) FROM locks l WHERE l.target_kind = 'user' AND l.target_key = u.name_key ",
            "AND (l.expires IS NULL OR l.expires > $1)) AS locks FROM users u "
        )
    };
}
use select;

impl State {
    /// The person with this id.
    #[boxed]
    pub async fn person(&self, id: &str, now: Timestamp) -> Result<Option<Person>, StateError> {
        let row = sqlx::query(concat!(select!(), "WHERE u.id = $2"))
            .bind(now.as_ms())
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The person with this name, whatever the letter case.
    #[boxed]
    pub async fn person_named(&self, name: &str, now: Timestamp) -> Result<Option<Person>, StateError> {
        let row = sqlx::query(concat!(select!(), "WHERE u.name_key = $2"))
            .bind(now.as_ms())
            .bind(super::users::key_of(name))
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The person with this id in an organization.
    #[boxed]
    pub async fn person_of_okta_id(
        &self,
        okta_id: &str,
        now: Timestamp,
    ) -> Result<Option<Person>, StateError> {
        let row = sqlx::query(concat!(select!(), "WHERE u.okta_id = $2"))
            .bind(now.as_ms())
            .bind(okta_id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Removes a person with sessions, tokens, memberships, and what SCIM said of them. Their former names are free.
    ///
    /// # Errors
    /// [`StateError::LastEditor`] when nobody local could do everything any more.
    #[boxed]
    pub async fn delete_person(
        &self,
        id: &str,
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let editors = Editors::before(&mut transaction, now).await?;
        if !super::scim::remove_user(&mut transaction, id, now).await? {
            return Err(StateError::NotFound {
                what: "user",
                name: id.to_owned(),
            });
        }
        sqlx::query("DELETE FROM former_names WHERE user_id = $1")
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        editors.remain(&mut transaction, now).await?;
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }

    /// How many local people other than this one can sign in and have a role: the last one must not lock themselves
    /// out.
    #[boxed]
    pub async fn other_local_with_role(
        &self,
        id: &str,
        role: &str,
        now: Timestamp,
    ) -> Result<u64, StateError> {
        let count: i64 = sqlx::query_scalar(concat!(
            "SELECT COUNT(*) FROM users u WHERE u.id <> $1 AND u.password_hash <> '' AND u.roles LIKE $3 AND ",
            super::users::may_enter!("$2")
        ))
        .bind(id)
        .bind(now.as_ms())
        .bind(format!("%\"{role}\"%"))
        .fetch_one(&self.pool)
        .await?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

/// A map as JSON text.
pub(super) fn map_text<T: serde::Serialize>(map: &BTreeMap<String, T>) -> String {
    serde_json::to_string(map).unwrap_or_else(|_| "{}".to_owned())
}

pub(super) fn read(row: &<Db as sqlx::Database>::Row) -> Result<Person, StateError> {
    let time = |column: &'static str| -> Result<Option<Timestamp>, StateError> {
        Ok(row.try_get::<Option<i64>, _>(column)?.map(Timestamp::from_ms))
    };
    let origin: String = row.try_get("origin")?;
    let damaged = |field: &'static str| StateError::Damaged { field };
    Ok(Person {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        origin: PersonOrigin::from_word(&origin).ok_or_else(|| damaged("users.origin"))?,
        org_url: row.try_get("org_url")?,
        okta_id: row.try_get("okta_id")?,
        display_name: row.try_get("display_name")?,
        email: row.try_get("email")?,
        traits: {
            let mut traits: BTreeMap<String, Vec<String>> =
                serde_json::from_str(row.try_get("sso_traits")?).map_err(|_| damaged("users.sso_traits"))?;
            let said: BTreeMap<String, Vec<String>> =
                serde_json::from_str(row.try_get("traits")?).map_err(|_| damaged("users.traits"))?;
            traits.extend(said);
            traits
        },
        labels: serde_json::from_str(row.try_get("labels")?).map_err(|_| damaged("users.labels"))?,
        roles: roles_of(row.try_get("roles")?, "users.roles")?,
        mapped_roles: roles_of(row.try_get("mapped_roles")?, "users.mapped_roles")?,
        connector: row.try_get("connector")?,
        created: Timestamp::from_ms(row.try_get("created")?),
        updated: Timestamp::from_ms(row.try_get("updated")?),
        last_sign_in: time("last_sign_in")?,
        disabled: time("disabled")?,
        inactive: time("inactive")?,
        purge_after: time("purge_after")?,
        is_locked: row.try_get::<i64, _>("locks")? > 0,
        has_password: row.try_get::<i64, _>("has_password")? > 0,
        has_second_factor: row.try_get::<i64, _>("has_second_factor")? > 0,
        revision: row.try_get("revision")?,
    })
}
