//! Searches over events that people keep, and their corrections of whose account it is.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;
use sqlx::Row;

use super::audit::{self, AuditEntry};
use super::database::{Db, State};
use super::error::StateError;

/// A search that somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// From [`super::new_id`].
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The question.
    pub q: String,
    /// Earliest time, as written.
    pub from: Option<String>,
    /// Latest time, as written.
    pub until: Option<String>,
    /// Whose.
    pub owner: String,
    /// Whether everybody sees it.
    pub shared: bool,
    /// When it was made.
    pub created: Timestamp,
}

/// A correction of whose account it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountCorrection {
    /// The source's word.
    pub source: String,
    /// Its organization.
    pub org: String,
    /// The account's id there.
    pub account: String,
    /// The person; `None` says nobody.
    pub person: Option<String>,
    /// Who says so, and why.
    pub said_by: String,
    /// When.
    pub said_at: Timestamp,
}

impl State {
    /// The searches of one owner and all shared ones, by name.
    #[boxed]
    pub async fn saved_searches(&self, owner: &str) -> Result<Vec<SavedSearch>, StateError> {
        let rows = sqlx::query(
            "SELECT id, name, q, begins, ends, owner, shared, created FROM saved_searches
             WHERE owner = $1 OR shared = 1 ORDER BY name, id",
        )
        .bind(owner)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_search).collect()
    }

    /// Keeps a search.
    #[boxed]
    pub async fn create_search(&self, new: &SavedSearch) -> Result<(), StateError> {
        sqlx::query(
            "INSERT INTO saved_searches (id, name, q, begins, ends, owner, shared, created)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&new.id)
        .bind(&new.name)
        .bind(&new.q)
        .bind(&new.from)
        .bind(&new.until)
        .bind(&new.owner)
        .bind(i64::from(new.shared))
        .bind(new.created.as_ms())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Forgets a search of this owner, or a shared one.
    #[boxed]
    pub async fn delete_search(&self, id: &str, owner: &str) -> Result<(), StateError> {
        let deleted = sqlx::query("DELETE FROM saved_searches WHERE id = $1 AND (owner = $2 OR shared = 1)")
            .bind(id)
            .bind(owner)
            .execute(&self.pool)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(StateError::NotFound {
                what: "search",
                name: id.to_owned(),
            });
        }
        Ok(())
    }

    /// All corrections.
    #[boxed]
    pub async fn account_corrections(&self) -> Result<Vec<AccountCorrection>, StateError> {
        let rows = sqlx::query(
            "SELECT source, org, account, person, said_by, said_at FROM account_corrections
             ORDER BY source, org, account",
        )
        .fetch_all(&self.pool)
        .await?;
        let read = |row: &<Db as sqlx::Database>::Row| {
            Ok(AccountCorrection {
                source: row.try_get("source")?,
                org: row.try_get("org")?,
                account: row.try_get("account")?,
                person: row.try_get("person")?,
                said_by: row.try_get("said_by")?,
                said_at: Timestamp::from_ms(row.try_get("said_at")?),
            })
        };
        rows.iter().map(read).collect()
    }

    /// Corrects whose account it is; the newest correction holds.
    #[boxed]
    pub async fn correct_account(
        &self,
        correction: &AccountCorrection,
        entry: &AuditEntry<'_>,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO account_corrections (source, org, account, person, said_by, said_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (source, org, account) DO UPDATE SET person = excluded.person, said_by = excluded.said_by,
                 said_at = excluded.said_at",
        )
        .bind(&correction.source)
        .bind(&correction.org)
        .bind(&correction.account)
        .bind(&correction.person)
        .bind(&correction.said_by)
        .bind(correction.said_at.as_ms())
        .execute(&mut *transaction)
        .await?;
        audit::append(&mut transaction, entry, correction.said_at).await?;
        Ok(transaction.commit().await?)
    }

    /// Takes back a correction.
    #[boxed]
    pub async fn uncorrect_account(
        &self,
        (source, org, account): (&str, &str, &str),
        entry: &AuditEntry<'_>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        let deleted =
            sqlx::query("DELETE FROM account_corrections WHERE source = $1 AND org = $2 AND account = $3")
                .bind(source)
                .bind(org)
                .bind(account)
                .execute(&mut *transaction)
                .await?;
        if deleted.rows_affected() == 0 {
            return Err(StateError::NotFound {
                what: "correction of the account",
                name: format!("{source}/{org}/{account}"),
            });
        }
        audit::append(&mut transaction, entry, now).await?;
        Ok(transaction.commit().await?)
    }
}

fn read_search(row: &<Db as sqlx::Database>::Row) -> Result<SavedSearch, StateError> {
    Ok(SavedSearch {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        q: row.try_get("q")?,
        from: row.try_get("begins")?,
        until: row.try_get("ends")?,
        owner: row.try_get("owner")?,
        shared: row.try_get::<i64, _>("shared")? != 0,
        created: Timestamp::from_ms(row.try_get("created")?),
    })
}
