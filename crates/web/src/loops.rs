//! The port to the loops that speak to Okta. This room never does.

use async_trait::async_trait;
use domain::{OrgUrl, Secret, Timestamp};
use store::OktaCredential;
use tokio::sync::watch;

use crate::view::{
    BudgetRow, CheckView, FollowingView, ProgressView, SyncOutcome, SyncPlanView, UserSyncSettings,
};

/// What web may ask of the loops: look at a credential, start a scan, tell how far it is.
#[async_trait]
pub trait Loops: Send + Sync + 'static {
    /// Asks for a scan of the organization now; a running scan goes on and takes the wish with it.
    ///
    /// Returns which run serves the wish; `None` where no loop is there for the organization. `why` is shown to
    /// people: `install`, `request`, `settings`.
    fn wake_scan(&self, org: &OrgUrl, why: &str) -> Option<Woken>;

    /// How far the scan of the organization is; the value changes as it goes on.
    fn progress(&self, org: &OrgUrl) -> Option<watch::Receiver<ProgressView>>;

    /// Tries a credential, endpoint by endpoint, without keeping it.
    async fn check(&self, draft: CredentialDraft) -> Result<CheckView, CheckFault>;

    /// What a run of user sync with these settings would do now.
    async fn plan_people(&self, org: &OrgUrl, settings: UserSyncSettings)
    -> Result<SyncPlanView, CheckFault>;

    /// Runs user sync now; `approve` is the hash of a plan that goes ahead though the brake holds it.
    async fn run_people(
        &self,
        org: &OrgUrl,
        settings: UserSyncSettings,
        approve: Option<String>,
    ) -> Result<SyncOutcome, CheckFault>;

    /// The settings of user sync changed.
    fn people_changed(&self, org: &OrgUrl);

    /// Reads the metadata of an identity provider from its address.
    async fn fetch_metadata(&self, url: &str) -> Result<String, CheckFault>;

    /// Does something to a user in Okta, with the integration's credential; `false` when it was so already. Only for
    /// what a person asked for and confirmed.
    async fn act_in_okta(&self, org: &OrgUrl, user: &str, deed: OktaDeed) -> Result<bool, CheckFault>;

    /// Makes one call to an identity provider: its description, its keys, a token for a code, the user info.
    ///
    /// # Errors
    /// When it cannot be reached, or may not be.
    async fn call_provider(&self, call: ProviderCall) -> Result<ProviderAnswer, CheckFault>;

    /// Makes a key pair for a service app.
    ///
    /// # Errors
    /// When the system gives no random numbers; the text says so.
    fn new_key(&self) -> Result<NewKey, String>;

    /// What is left of Okta's limits, as its last answers told; empty before the first request.
    fn budget(&self, org: &OrgUrl) -> Vec<BudgetRow>;

    /// When the next scan starts by itself; `None` while one runs, or while scans are paused.
    fn next_scan(&self, org: &OrgUrl) -> Option<Timestamp>;

    /// How Okta's System Log is followed between scans; `None` where no loop is there for the organization.
    fn following(&self, org: &OrgUrl) -> Option<FollowingView>;

    /// The integration was installed or its credential or settings changed: take the new ones from the store.
    async fn integration_changed(&self, org: &OrgUrl);

    /// The integration was deleted: stop its scan, forget its client.
    async fn integration_deleted(&self, org: &OrgUrl);
}

/// What can be done to a user in Okta.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OktaDeed {
    /// End every session with Okta, and revoke OAuth tokens.
    ClearSessions,
    /// Suspend.
    Suspend,
}

/// What became of the wish for a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Woken {
    /// The run that serves it.
    pub run_id: String,
    /// Whether it begins because of this wish; one that was under way goes on otherwise.
    pub is_new: bool,
}

/// An organization and a way to sign in to it.
#[derive(Clone, Debug)]
pub struct CredentialDraft {
    /// Where.
    pub org: OrgUrl,
    /// How.
    pub credential: OktaCredential,
}

/// A call to an identity provider: a GET, or a POST of a form.
#[derive(Debug, Default)]
pub struct ProviderCall {
    /// Where.
    pub url: String,
    /// The form to post.
    pub form: Option<Secret>,
    /// The `Authorization` header.
    pub authorization: Option<Secret>,
}

/// What an identity provider answers.
#[derive(Clone)]
pub struct ProviderAnswer {
    /// The status.
    pub status: u16,
    /// The body, within half a megabyte; may hold secrets.
    pub body: Vec<u8>,
}

/// A key pair, fresh from the random source.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Key id.
    pub kid: String,
    /// `ES256` or `RS256`.
    pub algorithm: String,
    /// The public half as JWK text.
    pub public_jwk: String,
    /// The private half, for the vault alone.
    pub private_key: Secret,
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
