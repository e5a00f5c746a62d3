//! SCIM: what Okta provisions comes in here, and what administrators set and see of it.
//!
//! The protocol is the room `scim`, and the store keeps what it says; this is the door between them: whose token, how
//! many, how large, and a journal of what was refused. A SCIM token opens this door and no other, and nothing else does.

mod callers;
mod door;
pub(crate) mod edit;
mod journal;
mod pace;
mod serve;
pub(crate) mod settings;
pub(crate) mod show;
pub(crate) mod switch;

use std::sync::Mutex;

use scim::{Limits, Provider, Schemas};
use store::state::Turns;

use crate::session::Limiter;
use callers::Callers;
use journal::Journal;
use pace::Pace;
pub(crate) use serve::serve;

/// The one plugin that can provision.
pub(crate) const PLUGIN: &str = "okta";

/// Where SCIM is served, before the plugin's name.
pub(crate) const PREFIX: &str = "/v1/webapi/scim/";

/// Bytes of a body: a custom app of Okta's sends a pushed group with all its members, about 60 bytes each.
const BODY_BYTES_MAX: usize = 4 << 20;
const MEMBERS_MAX: usize = 50_000;

/// What the calls share.
pub(crate) struct Desk {
    provider: Provider,
    turns: Turns,
    /// Wrong tokens of one address. Right ones are never refused.
    wrong: Limiter,
    pace: Pace,
    pub(crate) callers: Callers,
    journal: Mutex<Journal>,
}

impl Default for Desk {
    fn default() -> Self {
        let limits = Limits {
            body_bytes_max: BODY_BYTES_MAX,
            members_max: MEMBERS_MAX,
            ..Limits::default()
        };
        Self {
            provider: Provider::new(Schemas::standard(), limits),
            turns: Turns::default(),
            wrong: Limiter::new(30, 300),
            pace: Pace::default(),
            callers: Callers::default(),
            journal: Mutex::default(),
        }
    }
}

impl Desk {
    fn journal(&self) -> std::sync::MutexGuard<'_, Journal> {
        // A panic elsewhere leaves whole entries.
        self.journal
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
