//! Leases: work that one server at a time does, of all that share the database.
//!
//! A lease is taken for a while and kept by working. Clocks may differ and a server may be stopped for minutes, so time
//! alone decides nothing: every write of the work goes through [`Lease::hold`] in its own transaction, and the database
//! refuses one whose lease somebody else has taken since.

use async_recursion::async_recursion as boxed;
use domain::Timestamp;

use super::database::{Db, State};
use super::error::StateError;

/// How long a lease lasts without a sign of life: longer than a step of any work, and not so long that work lies idle
/// when a server dies.
const LASTS_MS: i64 = 120_000;

/// A lease that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    name: String,
    owner: String,
    fence: i64,
}

impl State {
    /// Takes the lease, if nobody has it. `owner` tells people who does the work.
    #[boxed]
    pub async fn take_lease(
        &self,
        name: &str,
        owner: &str,
        now: Timestamp,
    ) -> Result<Option<Lease>, StateError> {
        let mut transaction = self.begin().await?;
        let fence: Option<i64> = sqlx::query_scalar(
            "INSERT INTO leases (name, owner, fence, until) VALUES ($1, $2, 1, $3)
             ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, fence = leases.fence + 1, until = excluded.until
             WHERE leases.until <= $4
             RETURNING fence",
        )
        .bind(name)
        .bind(owner)
        .bind(now.plus_ms(LASTS_MS).as_ms())
        .bind(now.as_ms())
        .fetch_optional(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(fence.map(|fence| Lease {
            name: name.to_owned(),
            owner: owner.to_owned(),
            fence,
        }))
    }

    /// Keeps the lease for a while longer, before a step that writes nothing.
    ///
    /// # Errors
    /// [`StateError::LeaseLost`] when somebody else has taken it.
    #[boxed]
    pub async fn keep_lease(&self, lease: &Lease, now: Timestamp) -> Result<(), StateError> {
        let mut transaction = self.begin().await?;
        lease.hold(&mut transaction, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Gives the lease back; one that was lost is left alone.
    #[boxed]
    pub async fn end_lease(&self, lease: &Lease) -> Result<(), StateError> {
        sqlx::query("UPDATE leases SET until = 0 WHERE name = $1 AND owner = $2 AND fence = $3")
            .bind(&lease.name)
            .bind(&lease.owner)
            .bind(lease.fence)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

impl Lease {
    /// Lets a transaction go on only while the lease is held, and keeps it. Writers come one after the other, so
    /// nobody can take the lease between this and the end of the transaction.
    pub(super) async fn hold(
        &self,
        transaction: &mut sqlx::Transaction<'_, Db>,
        now: Timestamp,
    ) -> Result<(), StateError> {
        let held = sqlx::query("UPDATE leases SET until = $4 WHERE name = $1 AND owner = $2 AND fence = $3")
            .bind(&self.name)
            .bind(&self.owner)
            .bind(self.fence)
            .bind(now.plus_ms(LASTS_MS).as_ms())
            .execute(&mut **transaction)
            .await?;
        if held.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StateError::LeaseLost)
        }
    }
}
