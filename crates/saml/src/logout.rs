//! Single log-out (`saml-profiles-2.0-os` section 4.4): asking for it, being asked, answering, hearing the answer.
//!
//! Local log-out never waits for any of this. A message without a good signature ends nothing.

mod receive;
mod send;

pub use receive::{IncomingLogout, LogoutMessage, receive_logout};
pub use send::{LogoutRequest, LogoutResponse};

/// How a log-out went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoutStatus {
    /// Everything is ended.
    Success,
    /// Something elsewhere is still alive.
    Partial,
    /// It failed.
    Failed,
}
