//! Remembers: state, snapshots and sealed secrets.
//!
//! Three separate memories: [`snapshot`] keeps what was read from Okta (immutable Parquet files), [`state`] keeps
//! what people decided and what the loops did (a database), [`vault`] seals the credentials that the state holds.
//! The snapshot files know nothing of the database and the other way round, so each can be copied or lost alone.

mod credential;
mod hash;
pub mod rotation;
pub mod snapshot;
pub mod state;
mod time_text;
pub mod vault;

pub use credential::{CredentialUnreadable, OktaCredential};
