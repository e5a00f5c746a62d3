//! What a person asks to be done to somebody in Okta, at once. No loop does any of it by itself.

use crate::connect::{Connect, OpenError, open};
use domain::Reach;
use okta::{Cause, Fault, Patience};
use std::sync::Arc;
use store::state::{State, StateError};
use store::vault::Vault;

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// End every session with Okta, and revoke OAuth tokens.
    ClearSessions,
    /// Suspend: no sign-in until somebody unsuspends.
    Suspend,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was done.
    Now,
    /// It was so already.
    Before,
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum DeedError {
    /// Okta said no, or nothing.
    #[error("{0}")]
    Okta(#[source] Fault, Deed),
    /// Only people who are active can be suspended.
    #[error("this person is {0} in Okta, and only people who are active can be suspended")]
    NotActive(String),
    /// No such organization is connected.
    #[error("the organization is not connected")]
    NotConnected,
    /// The store failed.
    #[error(transparent)]
    State(#[from] StateError),
    /// The credential gives no client.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl DeedError {
    /// What to do about it.
    pub fn advice(&self) -> String {
        match self {
            Self::Okta(fault, deed) => advice(fault, *deed),
            Self::NotActive(_) => {
                "somebody who is deactivated, staged or locked out cannot sign in as it is".to_owned()
            }
            Self::NotConnected => "connect it with `portolan plugins install okta`".to_owned(),
            Self::State(_) => "look at the log of the server, and try again".to_owned(),
            Self::Open(error) => error.advice().to_owned(),
        }
    }
}

/// What is missing where Okta refuses, or what Okta's advice is otherwise.
fn advice(fault: &Fault, deed: Deed) -> String {
    let custom = match deed {
        Deed::ClearSessions => "Clear user sessions",
        Deed::Suspend => "Suspend users",
    };
    match fault.cause {
        Cause::ScopeMissing | Cause::ScopeNotGranted => format!(
            "the credential may only read: grant the scope `okta.users.manage` under Applications › the service app › \
             Okta API Scopes, add it to the integration's scopes with `portolan plugins rotate okta --scope`, and give \
             the app a role with \"{custom}\""
        ),
        Cause::Forbidden => format!(
            "the credential may only read this person: give its owner Organization Administrator, or a custom role with \
             \"{custom}\" over all users, under Security › Administrators; only a Super Administrator may do it to \
             an administrator"
        ),
        Cause::RateLimited => "Okta's rate limit is used up: try again in a minute".to_owned(),
        Cause::Timeout | Cause::Unreachable => {
            "it is not known whether Okta did it: look at the person in Okta, or try again, which does no harm".to_owned()
        }
        Cause::NotFound => "the person is not in Okta any more".to_owned(),
        _ => fault.advice().to_owned(),
    }
}

/// Does it.
#[derive(Clone)]
pub struct Hands {
    /// Integrations.
    pub state: State,
    /// Opens credentials.
    pub vault: Arc<Vault>,
    /// Makes clients.
    pub connect: Connect,
    /// Which addresses organizations may have.
    pub reach: Reach,
}

impl Hands {
    /// Does this to the user with this id in Okta, or finds that it is so.
    pub async fn act(&self, org_url: &str, user: &str, deed: Deed) -> Result<Done, DeedError> {
        let client = self.client(org_url).await?.with_patience(Patience::PROBE);
        let failed = |fault| DeedError::Okta(fault, deed);
        match deed {
            Deed::ClearSessions => {
                client.clear_sessions(user).await.map_err(failed)?;
                Ok(Done::Now)
            }
            Deed::Suspend => {
                // Okta refuses to suspend twice with the words that it has for a leaver.
                let status = client.user(user).await.map_err(failed)?.value.status;
                match status.as_str() {
                    "SUSPENDED" => Ok(Done::Before),
                    "ACTIVE" => {
                        client.suspend(user).await.map_err(failed)?;
                        Ok(Done::Now)
                    }
                    _ => Err(DeedError::NotActive(status.to_lowercase().replace('_', " "))),
                }
            }
        }
    }

    async fn client(&self, org_url: &str) -> Result<okta::Client, DeedError> {
        let all = self.state.integrations().await?;
        let found = all.into_iter().find(|integration| integration.org_url == org_url);
        let integration = found.ok_or(DeedError::NotConnected)?;
        Ok(open(&integration, &self.vault, &self.connect, self.reach)?)
    }
}
