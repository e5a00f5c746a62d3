//! Why something could not be read, in words for people.

use std::time::Duration;

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// What happened, in one sentence without secrets.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// For how long the other side wants to be left alone.
    pub wait: Option<Duration>,
}

impl Fault {
    /// What happened, and what to do about it.
    pub fn new(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            advice: advice.into(),
            wait: None,
        }
    }

    /// The same, with a time to wait.
    pub(crate) fn after(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }
}
