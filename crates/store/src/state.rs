//! State: what people decided and what the loops did, in a database.
//!
//! One file an area, plain functions on [`State`], all SQL text of the product. The text keeps to what SQLite and
//! PostgreSQL both understand (`$1` placeholders, `BIGINT`, `TEXT`, `ON CONFLICT`, `RETURNING`). Time is always an
//! argument. A change that a person causes goes into the audit log in the same transaction.

mod alerts;
mod api_tokens;
mod audit;
mod client_keys;
mod component_faults;
mod connectors;
mod database;
mod error;
mod event_sources;
mod forwards;
mod integrations;
mod leases;
mod left_behind;
mod locks;
mod meta;
mod named;
mod one_time_links;
mod passkeys;
mod people;
mod purge;
mod refreshes;
mod roles;
mod rules;
mod scan_runs;
mod schema;
mod scim;
mod searches;
mod second_factor;
mod source_gaps;
mod sql;
mod sso;
mod sync_runs;
#[cfg(test)]
mod tests;
mod token_hash;
mod users;
mod web_sessions;

pub use self::scim::{
    NewScimToken, Retention, ScimCaller, ScimCounts, ScimDirectory, ScimSwitch, ScimToken, Turns,
};
pub use alerts::{
    ALERT_STATUSES, AlertEdit, AlertNote, AlertQuery, AlertRecord, AlertTally, AlertsTaken, StoredAlert,
};
pub use api_tokens::{ALL_PERMITTED, ApiToken, NewApiToken};
pub use audit::{AuditCheck, AuditEntry, AuditFilter, AuditRow};
pub use client_keys::ClientKey;
pub use component_faults::{ComponentFault, NewFault};
pub use connectors::Connector;
pub use database::{Backend, State};
pub use error::StateError;
pub use event_sources::EventSource;
pub use forwards::{Delivery, Forward, Message, Tried};
pub use integrations::{Integration, IntegrationChange, IntegrationSettings, NewIntegration};
pub use leases::Lease;
pub use left_behind::{LEFT_NAMED, Left, LeftBehind, LeftKind};
pub use locks::{Lock, LockTarget, cause};
pub use one_time_links::OneTimeLink;
pub use passkeys::{Challenge, NewPasskey, Passkey};
pub use people::{
    Belongs, MappedBy, PeopleFilter, PeopleFound, Person, PersonFacts, PersonOrigin, PersonState, PersonStep,
    SsoPerson, SyncedPerson, judged, plan_hash,
};
pub use refreshes::Refresh;
pub use roles::RoleRow;
pub use rules::{OwnRule, RuleSetting};
pub use scan_runs::{RunFault, RunState, ScanEnd, ScanRun};
pub use searches::{AccountCorrection, SavedSearch};
pub use second_factor::seed_place;
pub use source_gaps::SourceGap;
pub use sso::{SsoRequest, SsoTrial};
pub use sync_runs::SyncRun;
pub use token_hash::TokenHash;
pub use users::{LocalUser, NewLocalUser};
pub use web_sessions::{NewWebSession, SessionRow, SingleSignOn, WebSession, hint_place};

/// A new id for a row: 128 random bits in hexadecimal.
pub fn new_id() -> String {
    crate::hash::hex(&rand::random::<[u8; 16]>())
}
