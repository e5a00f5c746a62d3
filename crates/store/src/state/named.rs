//! Rows that people name and change: read, changed, sent back with the revision that was read.

use super::database::Db;
use super::error::StateError;

type Transaction<'t> = sqlx::Transaction<'t, Db>;

/// A table whose rows have a `name` that never changes and a `revision` that counts their changes.
#[derive(Clone, Copy)]
pub(super) struct Named {
    /// What a row is, for errors.
    pub(super) what: &'static str,
    /// The text that finds the revision of the row `$1`.
    pub(super) revision: &'static str,
    /// The text that removes the row `$1`.
    pub(super) delete: &'static str,
}

impl Named {
    /// Refuses a change of a row that has another revision by now, or is gone.
    pub(super) async fn at(
        self,
        transaction: &mut Transaction<'_>,
        name: &str,
        expected: i64,
    ) -> Result<(), StateError> {
        let found: Option<i64> = sqlx::query_scalar(self.revision)
            .bind(name)
            .fetch_optional(&mut **transaction)
            .await?;
        let found = found.ok_or_else(|| self.missing(name))?;
        if found == expected {
            return Ok(());
        }
        Err(StateError::Conflict {
            what: self.what,
            expected,
            found,
        })
    }

    /// Removes a row.
    pub(super) async fn remove(
        self,
        transaction: &mut Transaction<'_>,
        name: &str,
    ) -> Result<(), StateError> {
        let deleted = sqlx::query(self.delete)
            .bind(name)
            .execute(&mut **transaction)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(self.missing(name));
        }
        Ok(())
    }

    fn missing(self, name: &str) -> StateError {
        StateError::NotFound {
            what: self.what,
            name: name.to_owned(),
        }
    }
}
