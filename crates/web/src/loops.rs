//! The port to the loops that speak to Okta. This room never does.

use async_trait::async_trait;
use domain::{OrgUrl, Timestamp};
use store::OktaCredential;
use tokio::sync::watch;

use crate::view::{CheckView, ProgressView};

/// What web may ask of the loops: look at a credential, start a scan, tell how far it is.
#[async_trait]
pub trait Loops: Send + Sync + 'static {
    /// Asks for a scan of the organization now; a running scan goes on and takes the wish with it.
    ///
    /// Returns whether a new scan was started. `why` is shown to people: `install`, `request`, `settings`.
    fn wake_scan(&self, org: &OrgUrl, why: &str) -> bool;

    /// How far the scan of the organization is; the value changes as it goes on.
    fn progress(&self, org: &OrgUrl) -> Option<watch::Receiver<ProgressView>>;

    /// When the next scan of the organization is due. `None` while one runs, while scans are paused, or where the
    /// loops do not say.
    fn next_scan(&self, _org: &OrgUrl) -> Option<Timestamp> {
        None
    }

    /// Tries a credential, endpoint by endpoint, without keeping it.
    async fn check(&self, draft: CredentialDraft) -> Result<CheckView, CheckFault>;

    /// The integration was installed or its credential or settings changed: take the new ones from the store.
    async fn integration_changed(&self, org: &OrgUrl);

    /// The integration was deleted: stop its scan, forget its client.
    async fn integration_deleted(&self, org: &OrgUrl);
}

/// An organization and a way to sign in to it.
#[derive(Clone, Debug)]
pub struct CredentialDraft {
    /// Where.
    pub org: OrgUrl,
    /// How.
    pub credential: OktaCredential,
}

/// Why a credential could not be tried.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct CheckFault {
    /// One sentence.
    pub message: String,
    /// What to do.
    pub advice: Option<String>,
}
