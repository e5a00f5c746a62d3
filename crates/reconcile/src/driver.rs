//! Keeps every integration scanned: when it is due, when somebody asks, and after a start.
//!
//! One task an integration. A wake-up only says "now"; what to do is read from the store each time, so that told,
//! timed and restarted are the same. A run that fails waits for the next turn, sooner when Okta only asked to wait.

use crate::run::{self, MAX_INTERVAL_S, MIN_INTERVAL_S, RunError, coverage_json};
use crate::scan::ScanProgress;
use domain::{Reach, Timestamp};
use graph::Graph;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::snapshot::{Keep, Snapshot, SnapshotStore};
use store::state::{Integration, RunState, ScanEnd, State, StateError, new_id};
use store::vault::Vault;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

/// After a fault that passes by itself the next try comes this soon, if the schedule does not say sooner.
const RETRY_MS: i64 = 5 * 60 * 1000;
/// How often a long scan's progress is written down for a restart to tell about.
const NOTE_PROGRESS: Duration = Duration::from_secs(5);

/// What the driver works with.
pub struct DriverParts {
    /// Integrations and runs.
    pub state: State,
    /// Opens credentials.
    pub vault: Arc<Vault>,
    /// Where snapshots go.
    pub snapshots: SnapshotStore,
    /// Which addresses organizations may have.
    pub reach: Reach,
    /// How long snapshots are kept.
    pub keep: Keep,
    /// The time.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Takes each new graph to the people.
    pub publish: Arc<dyn Fn(Published) + Send + Sync>,
}

/// A snapshot and its graph, ready to be asked.
#[derive(Clone)]
pub struct Published {
    /// The snapshot.
    pub snapshot: Snapshot,
    /// Its graph.
    pub graph: Arc<Graph>,
}

/// How an integration's loop stands.
#[derive(Clone, Debug, Default)]
pub struct ScanStatus {
    /// Whether a scan runs now.
    pub running: bool,
    /// When the scan that runs, or the last one, began.
    pub started: Option<Timestamp>,
    /// How far it is.
    pub progress: ScanProgress,
    /// When the next one is due.
    pub next: Option<Timestamp>,
}

/// The running loops. Dropping it stops them; a scan that was under way leaves no trace.
#[derive(Clone)]
pub struct Driver(Arc<Inner>);

struct Inner {
    parts: DriverParts,
    loops: Mutex<HashMap<String, Loop>>,
}

struct Loop {
    wake: Arc<Wake>,
    status: watch::Receiver<ScanStatus>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Wake {
    notify: Notify,
    why: Mutex<Option<String>>,
}

impl Driver {
    /// Starts the loops of all integrations, and first charts what earlier runs left, so that people can ask at once.
    pub async fn start(parts: DriverParts) -> Result<Self, StateError> {
        parts.state.fail_interrupted_scan_runs((parts.now)()).await?;
        let integrations = parts.state.integrations().await?;
        let driver = Self(Arc::new(Inner {
            parts,
            loops: Mutex::default(),
        }));
        for integration in &integrations {
            driver.chart_last(integration).await;
            driver.attach(&integration.org_url);
        }
        Ok(driver)
    }

    /// Takes up the integration of an organization: it is new, or its credential or settings changed.
    pub fn attach(&self, org_url: &str) {
        self.spawn(org_url);
        // The loop reads the settings anew, and waits by them.
        if let Some(found) = self.loops().get(org_url) {
            found.wake.notify.notify_one();
        }
    }

    /// Asks for a scan of an organization now. Returns whether one was started: a running one goes on instead.
    pub fn wake(&self, org_url: &str, why: &str) -> bool {
        let loops = self.loops();
        let Some(found) = loops.get(org_url) else {
            return false;
        };
        let is_running = found.status.borrow().running;
        // A person's wish is met by the scan that runs; a changed credential or setting is not.
        if is_running && why == "request" {
            return false;
        }
        *lock(&found.wake.why) = Some(why.to_owned());
        found.wake.notify.notify_one();
        !is_running
    }

    /// Stops the loop of an organization; a running scan is broken off and leaves no trace.
    pub fn detach(&self, org_url: &str) {
        if let Some(found) = self.loops().remove(org_url) {
            found.task.abort();
        }
    }

    /// How the loop of an organization stands, to watch.
    pub fn status(&self, org_url: &str) -> Option<watch::Receiver<ScanStatus>> {
        self.loops().get(org_url).map(|found| found.status.clone())
    }

    fn spawn(&self, org_url: &str) {
        let mut loops = self.loops();
        if loops.get(org_url).is_some_and(|found| !found.task.is_finished()) {
            return;
        }
        let wake = Arc::new(Wake::default());
        let (sender, status) = watch::channel(ScanStatus {
            progress: ScanProgress::new(),
            ..ScanStatus::default()
        });
        // A weak hold, so that dropping the last handle ends the loops.
        let inner = Arc::downgrade(&self.0);
        let (org, own_wake) = (org_url.to_owned(), wake.clone());
        let task = tokio::spawn(async move {
            while let Some(inner) = inner.upgrade() {
                match turn(&inner.parts, &org, &own_wake, &sender).await {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => {
                        tracing::error!(org.url = %org, %error, "the scan loop cannot use the state store");
                        let again = (inner.parts.now)().plus_ms(RETRY_MS);
                        wait(&inner.parts, &own_wake, again).await;
                    }
                }
            }
        });
        loops.insert(org_url.to_owned(), Loop { wake, status, task });
    }

    async fn chart_last(&self, integration: &Integration) {
        let parts = &self.0.parts;
        let charted = match parts.snapshots.latest(&integration.org_url) {
            Ok(Some(last)) => run::publish(last).await,
            Ok(None) => return,
            Err(error) => Err(RunError::Snapshot(error)),
        };
        match charted {
            Ok(published) => (parts.publish)(published),
            Err(error) => {
                tracing::error!(org.url = %integration.org_url, %error, "the last snapshot is not usable")
            }
        }
    }

    fn loops(&self) -> MutexGuard<'_, HashMap<String, Loop>> {
        lock(&self.0.loops)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        for (_, found) in lock(&self.loops).drain() {
            found.task.abort();
        }
    }
}

/// Waits until a scan is due or asked for, and runs it. `false` when the integration is gone.
async fn turn(
    parts: &DriverParts,
    org_url: &str,
    wake: &Wake,
    status: &watch::Sender<ScanStatus>,
) -> Result<bool, StateError> {
    let Some(integration) = of_org(parts, org_url).await? else {
        return Ok(false);
    };
    let due = due(parts, &integration).await?;
    status.send_modify(|status| status.next = due);
    wait(parts, wake, due.unwrap_or(Timestamp::from_ms(i64::MAX))).await;
    // Settings may have changed while it waited, and a long wait is cut into hours.
    let Some(integration) = of_org(parts, org_url).await? else {
        return Ok(false);
    };
    let asked = lock(&wake.why).clone();
    let is_due = self::due(parts, &integration)
        .await?
        .is_some_and(|due| due <= (parts.now)());
    if asked.is_some() || is_due {
        one_run(
            parts,
            &integration,
            asked.as_deref().unwrap_or("schedule"),
            wake,
            status,
        )
        .await?;
    }
    Ok(true)
}

async fn of_org(parts: &DriverParts, org_url: &str) -> Result<Option<Integration>, StateError> {
    let all = parts.state.integrations().await?;
    Ok(all.into_iter().find(|integration| integration.org_url == org_url))
}

/// When the next scan is due by the schedule; `None` while scans are paused.
async fn due(parts: &DriverParts, integration: &Integration) -> Result<Option<Timestamp>, StateError> {
    if !is_enabled(integration) {
        return Ok(None);
    }
    let interval_s = integration
        .settings
        .scan_interval_s
        .clamp(MIN_INTERVAL_S, MAX_INTERVAL_S);
    let interval_ms = i64::from(interval_s) * 1000;
    let runs = parts.state.scan_runs(&integration.id, 1).await?;
    let Some(last) = runs.first() else {
        return Ok(Some((parts.now)()));
    };
    let kind = last.fault.as_ref().map_or("", |fault| fault.kind.as_str());
    let wait_ms = match (last.state, kind) {
        // What a stopped process left half-done goes on at once.
        (RunState::Failed, "interrupted") => 0,
        (RunState::Failed, "retry_later") => interval_ms.min(RETRY_MS),
        _ => interval_ms,
    };
    Ok(Some(last.started.plus_ms(wait_ms)))
}

fn is_enabled(integration: &Integration) -> bool {
    integration
        .settings
        .other
        .get("scan_enabled")
        .and_then(serde_json::Value::as_bool)
        .unwrap_or(true)
}

/// Returns at `due`, or at once when woken.
async fn wait(parts: &DriverParts, wake: &Wake, due: Timestamp) {
    let left_ms = due.since_ms((parts.now)()).max(0);
    let left = Duration::from_millis(u64::try_from(left_ms).unwrap_or(0)).min(Duration::from_secs(3600));
    tokio::select! {
        () = wake.notify.notified() => {}
        () = tokio::time::sleep(left) => {}
    }
}

async fn one_run(
    parts: &DriverParts,
    integration: &Integration,
    why: &str,
    wake: &Wake,
    status: &watch::Sender<ScanStatus>,
) -> Result<(), StateError> {
    let run_id = new_id();
    let started = (parts.now)();
    parts
        .state
        .start_scan_run(&run_id, &integration.id, why, started)
        .await?;
    let (sender, progress) = watch::channel(ScanProgress::new());
    status.send_modify(|status| {
        status.running = true;
        status.started = Some(started);
        status.next = None;
        status.progress = ScanProgress::new();
    });
    // Who asked before this moment is served by this run; who asks from now on sees that one is running.
    lock(&wake.why).take();
    let outcome = tokio::select! {
        outcome = run::run(parts, integration, started, &sender) => outcome,
        () = show(parts, &run_id, progress, status) => Err(RunError::BrokenOff),
    };
    let end = match &outcome {
        Ok(published) => ScanEnd::Done {
            snapshot_id: published.snapshot.info().id.clone(),
            coverage: coverage_json(&published.snapshot.info().coverage),
        },
        Err(error) => {
            tracing::warn!(org.url = %integration.org_url, %error, "a scan came to nothing");
            ScanEnd::Failed(error.as_fault())
        }
    };
    if let Ok(published) = outcome {
        (parts.publish)(published);
        prune(parts, &integration.org_url).await;
    }
    let finished = parts.state.finish_scan_run(&run_id, &end, (parts.now)()).await;
    status.send_modify(|status| status.running = false);
    finished
}

/// Passes progress on to those who watch, and writes it down now and then. Never returns while the scan runs.
async fn show(
    parts: &DriverParts,
    run_id: &str,
    mut progress: watch::Receiver<ScanProgress>,
    status: &watch::Sender<ScanStatus>,
) {
    let mut noted = tokio::time::Instant::now();
    while progress.changed().await.is_ok() {
        let now = progress.borrow_and_update().clone();
        if noted.elapsed() >= NOTE_PROGRESS {
            noted = tokio::time::Instant::now();
            let note =
                serde_json::json!({ "share": now.share(), "requests": now.requests, "bytes": now.bytes });
            if let Err(error) = parts.state.set_scan_progress(run_id, &note).await {
                tracing::warn!(%error, "progress could not be written down");
            }
        }
        status.send_modify(|status| status.progress = now);
    }
    std::future::pending().await
}

async fn prune(parts: &DriverParts, org_url: &str) {
    let (snapshots, keep, now, org) = (
        parts.snapshots.clone(),
        parts.keep,
        (parts.now)(),
        org_url.to_owned(),
    );
    let pruned = tokio::task::spawn_blocking(move || snapshots.prune(&org, keep, now)).await;
    match pruned {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::warn!(%error, "old snapshots could not be removed"),
        Err(error) => tracing::warn!(%error, "removing old snapshots was broken off"),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
