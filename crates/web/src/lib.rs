//! Every page and API call: who is asking, may they, what do they see.
//!
//! This room cannot call Okta: it reads snapshots and the graph, writes intent to the store and wakes the loops
//! through [`Loops`], the only port to them. Events, rules and alerts are behind [`ActivityPort`]. Whatever a page shows, an API answer holds.

mod activity;
mod activity_port;
mod admin;
mod app;
mod assets;
mod chart;
mod connectors;
mod detections;
mod error;
mod extract;
mod health;
mod home;
mod integrations;
mod loops;
mod metrics;
mod nodes;
mod paging;
mod past;
mod people;
mod provision;
mod resources;
mod routes;
mod session;
mod shell;
mod snapshot;
mod sql;
mod sql_port;
mod sso;
pub mod view;
mod when;

pub use activity_port::{
    ActivityFault, ActivityPort, AlertFilter, Export, ExportFormat, Import, ImportAlerts, Incoming,
    NoActivity, OcsfVersion, Outgoing, Part, Question, Recent, SUSPECT_TACTICS, Tail,
};
pub use app::{App, AppParts, Charted, Clock, Settings};
pub use connectors::Refresher;
pub use detections::alerts::{ALERT_SEVERITIES, TACTICS};
pub use loops::{CheckFault, CredentialDraft, Loops, NewKey, OktaDeed, ProviderAnswer, ProviderCall, Woken};
pub use routes::openapi;
pub use session::{AccountFault, issue_token, make_admin, setup_link, sql_rights};
pub use sql_port::SqlPort;
pub use store::OktaCredential as Credential;
pub use when::{TIME_FORMS, time_of};

#[cfg(test)]
mod tests;
