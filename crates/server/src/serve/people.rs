//! Runs user sync: after each new snapshot, when its settings change, and now and then, on one server at a time.

use std::sync::Arc;
use std::time::Duration;

use domain::OrgUrl;
use reconcile::people::{Held, PeopleFault, PeopleKeeper, Plan, UserSync};
use store::state::State;
use tokio::sync::Notify;
use web::CheckFault;
use web::view::{SyncClash, SyncHeld, SyncOutcome, SyncPlanView, UserSyncSettings};

/// Another server may have made the snapshot, or stopped before it was done.
const EVERY: Duration = Duration::from_secs(300);
/// Names that a plan shows for each kind of step.
const SAMPLE: usize = 50;

/// The loop that keeps people in step.
#[derive(Clone)]
pub(super) struct People {
    keeper: PeopleKeeper,
    wake: Arc<Notify>,
}

impl People {
    /// Starts the loop. It ends with the server.
    pub(super) fn start(keeper: PeopleKeeper, state: State) -> Self {
        let people = Self {
            keeper,
            wake: Arc::new(Notify::new()),
        };
        let running = people.clone();
        tokio::spawn(async move {
            loop {
                let why = tokio::select! {
                    () = running.wake.notified() => "scan",
                    () = tokio::time::sleep(EVERY) => "timer",
                };
                running.round(&state, why).await;
            }
        });
        people
    }

    /// There is something new to look at.
    pub(super) fn wake(&self) {
        self.wake.notify_one();
    }

    /// What a run would do now.
    pub(super) async fn plan(
        &self,
        org: &OrgUrl,
        settings: UserSyncSettings,
    ) -> Result<SyncPlanView, CheckFault> {
        let settings = translated(&settings)?;
        let plan = self.keeper.plan(org.as_str(), &settings).await;
        // Whoever looks is about to set something: what comes of it minutes later counts, too.
        plan.map(|plan| SyncPlanView {
            held: plan.foreseen(&settings).map(held),
            ..view(org.as_str(), &plan, &settings)
        })
        .map_err(|fault| told(&fault))
    }

    /// Runs now.
    pub(super) async fn run(
        &self,
        org: &OrgUrl,
        settings: UserSyncSettings,
        approved: Option<&str>,
    ) -> Result<SyncOutcome, CheckFault> {
        let settings = translated(&settings)?;
        let run = self
            .keeper
            .run(org.as_str(), &settings, "request", approved)
            .await;
        run.map(|run| SyncOutcome {
            outcome: run.outcome.to_owned(),
            is_other: run.is_other,
            plan: view(org.as_str(), &run.plan, &settings),
        })
        .map_err(|fault| told(&fault))
    }

    async fn round(&self, state: &State, why: &str) {
        let integrations = match state.integrations().await {
            Ok(integrations) => integrations,
            Err(error) => return tracing::error!(%error, "user sync cannot read the integrations"),
        };
        for integration in integrations {
            let settings = UserSync::of(&integration.settings.other);
            if !settings.enabled {
                continue;
            }
            match self.keeper.run(&integration.org_url, &settings, why, None).await {
                Ok(run) => tracing::info!(
                    org = integration.org_url,
                    outcome = run.outcome,
                    steps = run.plan.steps.len(),
                    "user sync"
                ),
                Err(PeopleFault::Running) => tracing::debug!("another server keeps people in step"),
                Err(error) => tracing::warn!(org = integration.org_url, %error, "user sync"),
            }
        }
    }
}

/// Both rooms name the settings alike in JSON.
fn translated(settings: &UserSyncSettings) -> Result<UserSync, CheckFault> {
    serde_json::to_value(settings)
        .and_then(serde_json::from_value)
        .map_err(|error| told(&error))
}

fn told(error: &dyn std::error::Error) -> CheckFault {
    CheckFault {
        message: error.to_string(),
        advice: None,
    }
}

fn held(held: Held) -> SyncHeld {
    SyncHeld {
        removals: held.removals as u64,
        active: held.active as u64,
        percent: held.percent,
        count: held.count,
    }
}

fn view(org: &str, plan: &Plan, settings: &UserSync) -> SyncPlanView {
    let mut view = SyncPlanView {
        hash: plan.hash(org),
        clash_count: plan.clashes.len() as u64,
        withheld: plan.withheld as u64,
        later: plan.later.len() as u64,
        later_names: plan
            .later
            .iter()
            .take(SAMPLE)
            .map(|later| later.name.clone())
            .collect(),
        ..SyncPlanView::default()
    };
    for (word, count) in plan.counts() {
        view.counts.insert(word.to_owned(), count as u64);
    }
    for step in &plan.steps {
        let names = view.names.entry(step.word().to_owned()).or_default();
        if names.len() < SAMPLE {
            names.push(step.name().to_owned());
        }
    }
    view.held = plan.brake(settings).map(held);
    view.clashes = plan
        .clashes
        .iter()
        .take(SAMPLE)
        .map(|clash| SyncClash {
            name: clash.name.clone(),
            okta_id: clash.okta_id.clone(),
            taken_by: clash.taken_by.clone(),
        })
        .collect();
    view
}
