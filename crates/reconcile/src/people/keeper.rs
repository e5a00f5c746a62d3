//! Makes the plan from mirror and store, brakes it, applies it, and remembers what came of it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use serde_json::json;
use store::snapshot::{Snapshot, SnapshotStore};
use store::state::{AuditEntry, Lease, NewFault, PersonStep, State, StateError, SyncRun, new_id};

use super::batches::batches;
use super::mirror::people_of;
use super::plan::{InOrg, Plan, plan};
use super::settings::UserSync;

/// Steps in one transaction: a thousand take tens of milliseconds, so sign-ins in between do not wait.
const BATCH: usize = if cfg!(test) { 7 } else { 1000 };
/// One server at a time keeps people in step.
const LEASE: &str = "user-sync";
/// How often and how far apart a run asks again for a lease that another server has.
const LEASE_TRIES: u32 = 8;
const LEASE_WAIT: Duration = Duration::from_millis(250);
const DAY_MS: i64 = 24 * 3_600_000;
/// Names of people that a run's record lists for each kind of step.
const SAMPLE: usize = 50;

/// Why a run could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PeopleFault {
    /// No scan was whole yet.
    #[error("there is no snapshot of the organization yet: wait for the first scan")]
    NoSnapshot,
    /// The snapshot cannot be read.
    #[error("the last snapshot cannot be read: {0}")]
    Snapshot(String),
    /// Whom to keep in step cannot be found.
    #[error("{0}: correct the setting, or wait for the next scan")]
    Missing(String),
    /// Another server does it now.
    #[error("user sync is running on another server: wait until it is done")]
    Running,
    /// The store failed.
    #[error(transparent)]
    State(#[from] StateError),
}

impl PeopleFault {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::NoSnapshot => "nothing to do: it begins after the first scan",
            Self::Snapshot(_) => "look at the disk of the snapshots; the next scan makes a new one",
            Self::Missing(_) => "correct the setting of user sync, or wait for the next scan",
            Self::Running => "nothing to do: another server does it",
            Self::State(_) => "look at the database; the next run does the rest",
        }
    }
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleRun {
    /// `done`, `held`, `nothing`.
    pub outcome: &'static str,
    /// Whether it is held although a plan was approved: that was another one.
    pub is_other: bool,
    /// The plan.
    pub plan: Plan,
}

/// Keeps people in step. Cheap to clone.
#[derive(Clone)]
pub struct PeopleKeeper {
    state: State,
    snapshots: SnapshotStore,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Tells servers that share the database apart.
    owner: String,
    /// Calls of this process wait for each other.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// What was true when an organization was last found in step.
    in_step: Arc<Mutex<HashMap<String, String>>>,
}

impl PeopleKeeper {
    /// Over this state and these snapshots.
    pub fn new(
        state: State,
        snapshots: SnapshotStore,
        now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    ) -> Self {
        Self {
            state,
            snapshots,
            now,
            owner: new_id(),
            turn: Arc::default(),
            in_step: Arc::default(),
        }
    }

    /// What a run would do now. Changes nothing.
    ///
    /// # Errors
    /// When there is nothing to make a plan from.
    pub async fn plan(&self, org_url: &str, settings: &UserSync) -> Result<Plan, PeopleFault> {
        let snapshot = self.snapshot(org_url)?;
        self.plan_from(org_url, settings, snapshot).await
    }

    /// Runs: plans, brakes and applies. `approved` is the hash of the plan for which a person's word stands in place of
    /// the brake; it does for no other plan.
    ///
    /// # Errors
    /// When there is nothing to make a plan from, or the store fails; what was applied before stays, and the next run
    /// does the rest. [`PeopleFault::Running`] when another server does it now.
    pub async fn run(
        &self,
        org_url: &str,
        settings: &UserSync,
        why: &str,
        approved: Option<&str>,
    ) -> Result<PeopleRun, PeopleFault> {
        let _turn = self.turn.lock().await;
        let lease = self.lease().await?.ok_or(PeopleFault::Running)?;
        let result = self.run_with(&lease, org_url, settings, why, approved).await;
        self.state.end_lease(&lease).await?;
        result
    }

    /// The lease, or none when another server has kept it all the while. Most runs find nothing to do and are over in
    /// milliseconds: who asks in the same moment waits for that, and is not sent away.
    async fn lease(&self) -> Result<Option<Lease>, PeopleFault> {
        for _ in 0..LEASE_TRIES {
            let lease = self.state.take_lease(LEASE, &self.owner, (self.now)()).await?;
            if lease.is_some() {
                return Ok(lease);
            }
            tokio::time::sleep(LEASE_WAIT).await;
        }
        Ok(self.state.take_lease(LEASE, &self.owner, (self.now)()).await?)
    }

    async fn run_with(
        &self,
        lease: &Lease,
        org_url: &str,
        settings: &UserSync,
        why: &str,
        approved: Option<&str>,
    ) -> Result<PeopleRun, PeopleFault> {
        let started = (self.now)();
        let snapshot = self.snapshot(org_url)?;
        let moment = self.moment(&snapshot, settings).await?;
        if self.known(org_url).as_deref() == Some(moment.as_str()) {
            return Ok(PeopleRun {
                outcome: "nothing",
                is_other: false,
                plan: Plan::default(),
            });
        }
        let result = self.attempt(lease, org_url, settings, snapshot, approved).await;
        let (outcome, record) = match &result {
            Ok(run) => (run.outcome, record(org_url, &run.plan, settings, None)),
            Err(fault) => ("failed", record(org_url, &Plan::default(), settings, Some(fault))),
        };
        self.tell(org_url, outcome, &record, approved).await?;
        let is_worth_keeping = outcome != "nothing" || why != "timer";
        if is_worth_keeping {
            let run = SyncRun {
                id: new_id(),
                name: "people".to_owned(),
                org_url: org_url.to_owned(),
                started,
                ended: (self.now)(),
                outcome: outcome.to_owned(),
                woken_by: why.to_owned(),
                plan: record,
                repeats: 1,
            };
            self.state.note_sync_run(&run).await?;
        }
        if let Err(fault) = &result {
            let fault = NewFault {
                org_url,
                component: "user_sync",
                message: &fault.to_string(),
                advice: fault.advice(),
            };
            self.state.note_fault(&fault, (self.now)()).await?;
        }
        let waits = result.as_ref().is_ok_and(|run| run.plan.waits);
        // What was true before the plan was made: what changed meanwhile is looked at again. A run that did something is
        // followed by one more.
        if outcome == "nothing" && !waits {
            self.in_step
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(org_url.to_owned(), moment);
        }
        result
    }

    /// Writes down in the audit log what a run came to. One that waits or fails in the same way as the one before it is
    /// told once, however often it is tried.
    async fn tell(
        &self,
        org_url: &str,
        outcome: &str,
        record: &str,
        approved: Option<&str>,
    ) -> Result<(), PeopleFault> {
        let action = match outcome {
            "done" => "user_sync.run",
            "held" => "user_sync.hold",
            "failed" => "user_sync.fail",
            _ => return Ok(()),
        };
        if outcome != "done" {
            let runs = self.state.sync_runs("people", org_url).await?;
            let same = |run: &SyncRun| run.outcome == outcome && run.plan == record;
            if runs.first().is_some_and(same) {
                return Ok(());
            }
        }
        let said: serde_json::Value = serde_json::from_str(record).unwrap_or_default();
        let target = format!("integration/{org_url}");
        let entry = AuditEntry {
            detail: json!({
                "counts": said["counts"], "held": said["held"], "withheld": said["withheld"], "later": said["later"],
                "clashes": said["clash_count"], "fault": said["fault"],
                "plan": said["hash"], "approved": approved,
            }),
            ..AuditEntry::new("user-sync", action, &target)
        };
        Ok(self.state.record(&entry, (self.now)()).await?)
    }

    async fn attempt(
        &self,
        lease: &Lease,
        org_url: &str,
        settings: &UserSync,
        snapshot: Snapshot,
        approved: Option<&str>,
    ) -> Result<PeopleRun, PeopleFault> {
        let plan = self.plan_from(org_url, settings, snapshot).await?;
        let now = (self.now)();
        for known in plan.confirmed.chunks(BATCH) {
            self.state.note_mapped_by(lease, known, now).await?;
        }
        if plan.steps.is_empty() {
            return Ok(PeopleRun {
                outcome: "nothing",
                is_other: false,
                plan,
            });
        }
        let is_approved = approved.is_some_and(|approved| approved == plan.hash(org_url));
        if !is_approved && plan.brake(settings).is_some() {
            return Ok(PeopleRun {
                outcome: "held",
                is_other: approved.is_some(),
                plan,
            });
        }
        let purge_after = now.plus_ms(i64::from(settings.purge_days) * DAY_MS);
        for batch in batches(&plan.steps, BATCH) {
            let steps = batch.into_iter().filter_map(|at| plan.steps.get(at).cloned());
            let steps: Vec<PersonStep> = steps.collect();
            self.state
                .apply_people(lease, org_url, &steps, purge_after, now)
                .await?;
        }
        // Whose record is to go at once does not wait for the hourly look.
        while settings.purge_days == 0 && self.state.purge_people(lease, now).await? > 0 {}
        Ok(PeopleRun {
            outcome: "done",
            is_other: false,
            plan,
        })
    }

    async fn plan_from(
        &self,
        org_url: &str,
        settings: &UserSync,
        snapshot: Snapshot,
    ) -> Result<Plan, PeopleFault> {
        let here = self.state.people_for_sync().await?;
        let gave_roles = here.iter().flat_map(|person| &person.mapped_by);
        let names: HashSet<String> = gave_roles
            .filter(|by| by.is_group())
            .map(|by| by.value.clone())
            .collect();
        let (wanted, taken_at) = (settings.clone(), snapshot.info().taken_at);
        let read = tokio::task::spawn_blocking(move || people_of(&snapshot, &wanted, &names)).await;
        let mirrored = read
            .map_err(|error| PeopleFault::Snapshot(error.to_string()))?
            .map_err(|error| PeopleFault::Snapshot(error.to_string()))?;
        if let Some(missing) = mirrored.missing {
            return Err(PeopleFault::Missing(missing));
        }
        let org = InOrg {
            people: &mirrored.people,
            is_whole: mirrored.is_whole && !mirrored.people.is_empty(),
            taken_at,
            now: (self.now)(),
            groups: mirrored.groups.as_ref(),
        };
        Ok(plan(settings, org_url, &org, &here))
    }

    fn snapshot(&self, org_url: &str) -> Result<Snapshot, PeopleFault> {
        self.snapshots
            .latest(org_url)
            .map_err(|error| PeopleFault::Snapshot(error.to_string()))?
            .ok_or(PeopleFault::NoSnapshot)
    }

    /// Everything that a plan depends on, as text: when it is the same, there is nothing to do.
    async fn moment(&self, snapshot: &Snapshot, settings: &UserSync) -> Result<String, PeopleFault> {
        let people = self.state.people_stamp().await?;
        Ok(format!("{} {people} {settings:?}", snapshot.info().id))
    }

    fn known(&self, org_url: &str) -> Option<String> {
        self.in_step
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(org_url)
            .cloned()
    }
}

/// What is kept of a run.
fn record(org_url: &str, plan: &Plan, settings: &UserSync, fault: Option<&PeopleFault>) -> String {
    let counts: serde_json::Map<String, serde_json::Value> = plan
        .counts()
        .into_iter()
        .map(|(word, count)| (word.to_owned(), json!(count)))
        .collect();
    let mut samples: HashMap<&str, Vec<&str>> = HashMap::new();
    for step in &plan.steps {
        let names = samples.entry(step.word()).or_default();
        if names.len() < SAMPLE {
            names.push(step.name());
        }
    }
    let held = plan
        .brake(settings)
        .map(|held| json!({"removals": held.removals, "active": held.active, "percent": held.percent, "count": held.count}));
    let clashes: Vec<_> = plan
        .clashes
        .iter()
        .take(SAMPLE)
        .map(|clash| json!({"name": clash.name, "okta_id": clash.okta_id, "taken_by": clash.taken_by}))
        .collect();
    let later: Vec<&str> = plan.later.iter().take(SAMPLE).map(|later| &*later.name).collect();
    json!({
        "hash": plan.hash(org_url), "counts": counts, "names": samples, "held": held, "clashes": clashes,
        "clash_count": plan.clashes.len(), "withheld": plan.withheld, "later": plan.later.len(), "later_names": later,
        "fault": fault.map(ToString::to_string),
    })
    .to_string()
}

#[cfg(test)]
mod tests;
