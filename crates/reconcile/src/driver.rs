//! Keeps every integration scanned: when it is due, when somebody asks, and after a start; and refreshed in part
//! when Okta's System Log says that something changed.
//!
//! One task an integration. A wake-up only says "now"; what to do is read from the store each time, so that told,
//! timed and restarted are the same. A run that fails waits for the next turn, sooner when Okta only asked to wait.

mod follow;
mod turn;

use crate::connect::Connect;
use crate::run::{self, RunError};
use crate::scan::ScanProgress;
use domain::{Reach, Timestamp};
use graph::Graph;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::snapshot::{Keep, Snapshot, SnapshotStore};
use store::state::{Integration, State, StateError, new_id};
use store::vault::Vault;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

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
    /// Makes clients: [`crate::connect::connector`].
    pub connect: Connect,
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
    /// Id of the run that is under way, or of the last one.
    pub run_id: Option<String>,
    /// When the next one is due; `None` while one runs, or while scans are paused.
    pub next: Option<Timestamp>,
    /// How the System Log is followed between scans.
    pub following: Following,
}

/// How the System Log is followed between whole scans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Following {
    /// When the log was last read to its end.
    pub read_at: Option<Timestamp>,
    /// When a change was last taken over in part.
    pub refreshed_at: Option<Timestamp>,
    /// Why changes are not taken over between scans, and what to do about it.
    pub problem: Option<FollowProblem>,
}

/// Why changes are not taken over between scans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowProblem {
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub advice: String,
}

/// What became of the wish for a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Woken {
    /// The run that serves the wish: its record appears in the store when it begins.
    pub run_id: String,
    /// Whether it begins because of this wish; a running one goes on otherwise.
    pub is_new: bool,
}

/// The running loops. Dropping it stops them; a scan that was under way leaves no trace.
#[derive(Clone)]
pub struct Driver(Arc<Inner>);

struct Inner {
    parts: Arc<DriverParts>,
    loops: Mutex<HashMap<String, Loop>>,
}

struct Loop {
    wake: Arc<Wake>,
    status: watch::Receiver<ScanStatus>,
    /// Held by work that goes on after its task was broken off.
    busy: run::Busy,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Wake {
    notify: Notify,
    wish: Mutex<Option<Wish>>,
}

/// A scan that is wanted.
#[derive(Clone)]
struct Wish {
    why: String,
    run_id: String,
}

impl Driver {
    /// Starts the loops of all integrations, and first charts what earlier runs left, so that people can ask at once.
    pub async fn start(parts: DriverParts) -> Result<Self, StateError> {
        parts.state.fail_interrupted_scan_runs((parts.now)()).await?;
        let integrations = parts.state.integrations().await?;
        let driver = Self(Arc::new(Inner {
            parts: Arc::new(parts),
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

    /// Asks for a scan of an organization now. `None` when no loop is there for it.
    pub fn wake(&self, org_url: &str, why: &str) -> Option<Woken> {
        let loops = self.loops();
        let found = loops.get(org_url)?;
        let (is_running, running) = {
            let status = found.status.borrow();
            (status.running, status.run_id.clone())
        };
        // A person's wish is met by the scan that runs; a changed credential or setting is not.
        if let Some(run_id) = running.filter(|_| is_running && why == "request") {
            return Some(Woken {
                run_id,
                is_new: false,
            });
        }
        let run_id = {
            let mut wish = lock(&found.wake.wish);
            let run_id = wish.take().map_or_else(new_id, |wish| wish.run_id);
            *wish = Some(Wish {
                why: why.to_owned(),
                run_id: run_id.clone(),
            });
            run_id
        };
        found.wake.notify.notify_one();
        Some(Woken {
            run_id,
            is_new: !is_running,
        })
    }

    /// Stops the loop of an organization and waits until it has stopped: a running scan is broken off and leaves no
    /// trace, and a snapshot that was just being committed is there, or not, when this returns.
    pub async fn detach(&self, org_url: &str) {
        let Some(found) = self.loops().remove(org_url) else {
            return;
        };
        found.task.abort();
        if let Err(error) = found.task.await
            && error.is_panic()
        {
            tracing::error!(org.url = %org_url, "the scan loop had failed");
        }
        // What runs on threads of its own cannot be broken off.
        drop(found.busy.lock().await);
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
        // Nothing of this handle goes into the task, so that dropping the last one ends the loops.
        let (parts, org, own_wake) = (self.0.parts.clone(), org_url.to_owned(), wake.clone());
        let mut mind = turn::Mind::new(sender);
        let busy = mind.busy();
        let task = tokio::spawn(async move {
            loop {
                match turn::turn(&parts, &org, &own_wake, &mut mind).await {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => {
                        tracing::error!(org.url = %org, %error, "the scan loop cannot use the state store");
                        turn::wait_for_store(&parts, &own_wake).await;
                    }
                }
            }
        });
        let known = Loop {
            wake,
            status,
            busy,
            task,
        };
        loops.insert(org_url.to_owned(), known);
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
