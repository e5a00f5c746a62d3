//! The port between the pages and the loops: words of `web` on one side, of `reconcile` on the other.

use super::check;
use super::metadata::Providers;
use super::people::People;
use async_trait::async_trait;
use domain::OrgUrl;
use domain::facts::ObjectClass;
use domain::{Secret, Timestamp};
use reconcile::connect::Connect;
use reconcile::deeds::{Deed, Done, Hands};
use reconcile::scan::Stage;
use reconcile::{Driver, ScanStatus};
use secrecy::ExposeSecret as _;
use tokio::sync::watch;
use web::view::{
    BudgetRow, CheckView, ClassProgress, ClassState, FollowingView, ProgressView, SyncOutcome, SyncPlanView,
    UserSyncSettings,
};
use web::{CheckFault, CredentialDraft, Loops, NewKey, OktaDeed, ProviderAnswer, ProviderCall, Woken};

/// Speaks for the driver.
pub(super) struct Adapter {
    driver: Driver,
    connect: Connect,
    providers: Providers,
    people: People,
    hands: Hands,
}

impl Adapter {
    pub(super) fn new(driver: Driver, hands: Hands, people: People, providers: Providers) -> Self {
        Self {
            driver,
            connect: hands.connect.clone(),
            providers,
            people,
            hands,
        }
    }
}

#[async_trait]
impl Loops for Adapter {
    fn wake_scan(&self, org: &OrgUrl, why: &str) -> Option<Woken> {
        let woken = self.driver.wake(org.as_str(), why)?;
        Some(Woken {
            run_id: woken.run_id,
            is_new: woken.is_new,
        })
    }

    fn progress(&self, org: &OrgUrl) -> Option<watch::Receiver<ProgressView>> {
        let mut status = self.driver.status(org.as_str())?;
        let (sender, receiver) = watch::channel(view(&status.borrow_and_update()));
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    changed = status.changed() => if changed.is_err() { return },
                    // Nobody watches any more.
                    () = sender.closed() => return,
                }
                sender.send_replace(view(&status.borrow_and_update()));
            }
        });
        Some(receiver)
    }

    async fn check(&self, draft: CredentialDraft) -> Result<CheckView, CheckFault> {
        check::check(&draft, &self.connect).await
    }

    async fn plan_people(
        &self,
        org: &OrgUrl,
        settings: UserSyncSettings,
    ) -> Result<SyncPlanView, CheckFault> {
        self.people.plan(org, settings).await
    }

    async fn run_people(
        &self,
        org: &OrgUrl,
        settings: UserSyncSettings,
        approve: Option<String>,
    ) -> Result<SyncOutcome, CheckFault> {
        self.people.run(org, settings, approve.as_deref()).await
    }

    fn people_changed(&self, _: &OrgUrl) {
        self.people.wake();
    }

    async fn fetch_metadata(&self, url: &str) -> Result<String, CheckFault> {
        self.providers.fetch(url).await
    }

    async fn act_in_okta(&self, org: &OrgUrl, user: &str, deed: OktaDeed) -> Result<bool, CheckFault> {
        let deed = match deed {
            OktaDeed::ClearSessions => Deed::ClearSessions,
            OktaDeed::Suspend => Deed::Suspend,
        };
        match self.hands.act(org.as_str(), user, deed).await {
            Ok(done) => Ok(done == Done::Now),
            Err(error) => Err(CheckFault {
                message: error.to_string(),
                advice: Some(error.advice()),
            }),
        }
    }

    async fn call_provider(&self, call: ProviderCall) -> Result<ProviderAnswer, CheckFault> {
        self.providers.call(call).await
    }

    fn new_key(&self) -> Result<NewKey, String> {
        let key = okta::SigningKey::generate().map_err(|error| error.to_string())?;
        Ok(NewKey {
            kid: key.kid().unwrap_or_default().to_owned(),
            algorithm: key.algorithm().to_owned(),
            public_jwk: key.public_jwk(),
            private_key: Secret::new(key.private_text().expose_secret()),
        })
    }

    fn budget(&self, org: &OrgUrl) -> Vec<BudgetRow> {
        let Some(status) = self.driver.status(org.as_str()) else {
            return Vec::new();
        };
        status.borrow().progress.buckets.iter().map(budget_row).collect()
    }

    fn next_scan(&self, org: &OrgUrl) -> Option<Timestamp> {
        self.driver.status(org.as_str())?.borrow().next
    }

    fn following(&self, org: &OrgUrl) -> Option<FollowingView> {
        let status = self.driver.status(org.as_str())?;
        let following = status.borrow().following.clone();
        let (problem, advice) = match following.problem {
            Some(problem) => (Some(problem.message), Some(problem.advice)),
            None => (None, None),
        };
        Some(FollowingView {
            read_at: following.read_at.and_then(text),
            refreshed_at: following.refreshed_at.and_then(text),
            problem,
            advice,
        })
    }

    async fn integration_changed(&self, org: &OrgUrl) {
        self.driver.attach(org.as_str());
    }

    async fn integration_deleted(&self, org: &OrgUrl) {
        self.driver.detach(org.as_str()).await;
    }
}

/// One of Okta's limits in the words of the pages.
fn budget_row(bucket: &okta::BucketState) -> BudgetRow {
    BudgetRow {
        bucket: bucket.class.as_str().to_owned(),
        limit: bucket.limit,
        remaining: bucket.remaining,
        ours: bucket.ours,
        others: bucket.others,
        requests: bucket.requests,
        limited: bucket.limited,
    }
}

/// A scan's progress in the words of the pages.
fn view(status: &ScanStatus) -> ProgressView {
    let progress = &status.progress;
    let reading = progress
        .classes
        .iter()
        .find(|class| class.stage == Stage::Reading);
    let elapsed_ms = status.started.map_or(0, |started| super::now().since_ms(started));
    let left_ms = progress.left_ms(u64::try_from(elapsed_ms).unwrap_or(0));
    ProgressView {
        running: status.running,
        phase: match reading {
            Some(class) => label(class.class).to_owned(),
            None if progress.classes.iter().any(|class| class.stage == Stage::Done) => {
                "writing down what was read".to_owned()
            }
            None => "starting".to_owned(),
        },
        done: reading.map_or(0, |class| class.done),
        of: reading.and_then(|class| class.total),
        requests: progress.requests,
        requests_left: progress.requests_left,
        eta_s: left_ms.filter(|_| status.running).map(|left| left / 1000),
        started_at: status.started.and_then(text),
        classes: progress
            .classes
            .iter()
            .map(|class| ClassProgress {
                class: class.class.as_str().to_owned(),
                label: label(class.class).to_owned(),
                state: match class.stage {
                    Stage::Waiting => ClassState::Waiting,
                    Stage::Reading => ClassState::Running,
                    Stage::Done => ClassState::Done,
                },
                // Where it is known how many groups or apps there are to ask, that tells more than rows.
                done: match class.total {
                    Some(_) if class.stage == Stage::Reading => class.done,
                    _ => class.rows,
                },
                of: class.total.filter(|_| class.stage == Stage::Reading),
            })
            .collect(),
    }
}

fn text(moment: domain::Timestamp) -> Option<String> {
    jiff::Timestamp::from_millisecond(moment.as_ms())
        .ok()
        .map(|moment| moment.to_string())
}

/// A class as people say it.
const fn label(class: ObjectClass) -> &'static str {
    match class {
        ObjectClass::Users => "users",
        ObjectClass::Groups => "groups",
        ObjectClass::Apps => "apps",
        ObjectClass::Roles => "roles",
        ObjectClass::ResourceSets => "resource sets",
        ObjectClass::UserRoles => "roles of users",
        ObjectClass::GroupRoles => "roles of groups",
        ObjectClass::ClientRoles => "roles of service apps",
        ObjectClass::ApiTokens => "API tokens",
        ObjectClass::Memberships => "group members",
        ObjectClass::GroupRules => "group rules",
        ObjectClass::GroupOwners => "group owners",
        ObjectClass::AppGroups => "groups of apps",
        ObjectClass::AppUsers => "users of apps",
        ObjectClass::Grants => "scopes of service apps",
        ObjectClass::ClientSecrets => "client secrets",
        ObjectClass::ClientKeys => "client keys",
        ObjectClass::IdentityProviders => "identity providers",
        ObjectClass::Policies => "policies",
        ObjectClass::NetworkZones => "network zones",
    }
}
