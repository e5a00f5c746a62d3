//! Loops that do nothing and remember what they were asked.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use domain::{OrgUrl, Timestamp};
use store::OktaCredential;
use tokio::sync::watch;

use super::MARKER;
use crate::view::{
    BudgetRow, CheckRow, CheckView, FollowingView, ProgressView, SyncOutcome, SyncPlanView, UserSyncSettings,
};
use crate::{CheckFault, CredentialDraft, Loops, NewKey, OktaDeed, ProviderAnswer, ProviderCall, Woken};

/// Loops that do nothing and remember what they were asked.
#[derive(Default)]
pub(in crate::tests) struct Recorder {
    pub(in crate::tests) asked: Mutex<Vec<String>>,
    pub(in crate::tests) progress: Mutex<ProgressView>,
    pub(in crate::tests) next_scan: Mutex<Option<Timestamp>>,
    /// What is at the address of metadata; nobody is there without.
    pub(in crate::tests) metadata: Mutex<Option<String>>,
    /// The OpenID Connect provider; nobody is there without.
    pub(in crate::tests) provider: Mutex<Option<Answering>>,
    keys: AtomicI64,
}

/// What a provider answers to a call.
pub(in crate::tests) type Answering = Box<dyn FnMut(&ProviderCall) -> ProviderAnswer + Send>;

impl Recorder {
    fn note(&self, what: String) {
        self.asked.lock().unwrap().push(what);
    }

    pub(in crate::tests) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

#[async_trait]
impl Loops for Recorder {
    fn wake_scan(&self, org: &OrgUrl, why: &str) -> Option<Woken> {
        self.note(format!("wake {org} {why}"));
        Some(Woken {
            run_id: "run".to_owned(),
            is_new: true,
        })
    }

    fn following(&self, _: &OrgUrl) -> Option<FollowingView> {
        None
    }

    async fn plan_people(&self, _: &OrgUrl, _: UserSyncSettings) -> Result<SyncPlanView, CheckFault> {
        Ok(SyncPlanView::default())
    }

    async fn run_people(
        &self,
        org: &OrgUrl,
        _: UserSyncSettings,
        approve: Option<String>,
    ) -> Result<SyncOutcome, CheckFault> {
        self.note(format!("sync {org} {}", approve.as_deref().unwrap_or("-")));
        Ok(SyncOutcome {
            outcome: "nothing".to_owned(),
            is_other: false,
            plan: SyncPlanView::default(),
        })
    }

    fn people_changed(&self, org: &OrgUrl) {
        self.note(format!("people {org}"));
    }

    async fn fetch_metadata(&self, url: &str) -> Result<String, CheckFault> {
        self.note(format!("fetch {url}"));
        self.metadata.lock().unwrap().clone().ok_or_else(nobody_there)
    }

    async fn call_provider(&self, call: ProviderCall) -> Result<ProviderAnswer, CheckFault> {
        self.note(format!("call {}", call.url));
        let mut provider = self.provider.lock().unwrap();
        provider
            .as_mut()
            .map(|answer| answer(&call))
            .ok_or_else(nobody_there)
    }

    fn progress(&self, _: &OrgUrl) -> Option<watch::Receiver<ProgressView>> {
        Some(watch::channel(self.progress.lock().unwrap().clone()).1)
    }

    /// A token with `bad` in it may read nothing; one with `lost` cannot be tried.
    async fn check(&self, draft: CredentialDraft) -> Result<CheckView, CheckFault> {
        self.note(format!("check {}", draft.org));
        let OktaCredential::ApiToken(token) = &draft.credential else {
            return Ok(report(true));
        };
        if token.reveal().contains("lost") {
            let advice = Some("check that this server reaches it".to_owned());
            return Err(CheckFault {
                message: "the organization does not answer".to_owned(),
                advice,
            });
        }
        Ok(report(!token.reveal().contains("bad")))
    }

    /// A user whose id holds `refused` is out of reach.
    async fn act_in_okta(&self, org: &OrgUrl, user: &str, deed: OktaDeed) -> Result<bool, CheckFault> {
        self.note(format!("{deed:?} {org} {user}"));
        if user.contains("refused") {
            return Err(CheckFault {
                message: "the credential may only read".to_owned(),
                advice: Some("give it a role".to_owned()),
            });
        }
        Ok(true)
    }

    fn new_key(&self) -> Result<NewKey, String> {
        let number = self.keys.fetch_add(1, Ordering::SeqCst) + 1;
        Ok(NewKey {
            kid: format!("kid-{number}"),
            algorithm: "ES256".to_owned(),
            public_jwk: format!("{{\"kty\":\"EC\",\"kid\":\"kid-{number}\"}}"),
            private_key: domain::Secret::new(format!("{MARKER}-private-{number}")),
        })
    }

    fn budget(&self, _: &OrgUrl) -> Vec<BudgetRow> {
        Vec::new()
    }

    fn next_scan(&self, _: &OrgUrl) -> Option<Timestamp> {
        *self.next_scan.lock().unwrap()
    }

    async fn integration_changed(&self, org: &OrgUrl) {
        self.note(format!("changed {org}"));
    }

    async fn integration_deleted(&self, org: &OrgUrl) {
        self.note(format!("deleted {org}"));
    }
}

fn nobody_there() -> CheckFault {
    CheckFault {
        message: "nobody is there".to_owned(),
        advice: None,
    }
}

fn report(usable: bool) -> CheckView {
    let row = CheckRow {
        class: "users".to_owned(),
        label: "Users".to_owned(),
        endpoint: "GET /api/v1/users".to_owned(),
        ok: usable,
        message: (!usable).then(|| "the token's owner needs a role that may read users".to_owned()),
    };
    let summary = if usable {
        "it may read what a scan reads"
    } else {
        "the credential may not read people"
    };
    CheckView {
        usable,
        summary: summary.to_owned(),
        org_name: None,
        endpoints: vec![row],
        notices: Vec::new(),
    }
}
