//! Signing in by OpenID Connect: sending the browser away, taking what it brings back, leaving again.

mod begin;
mod callback;
mod exchange;
mod leave;
mod look;
mod providers;

pub(crate) use begin::{begin, login};
pub(crate) use callback::callback;
pub(crate) use leave::goodbye;
pub(crate) use look::look;
pub(crate) use providers::Providers;

use serde::{Deserialize, Serialize};

/// What a sign-in remembers until it is answered; sealed.
#[derive(Serialize, Deserialize)]
struct Remembered {
    nonce: String,
    verifier: String,
}

/// What it is sealed for.
fn place(id: &str) -> String {
    format!("sso/{id}")
}
