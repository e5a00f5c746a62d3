//! One turn of an integration's loop: waits until something is due or asked for, and does it.

use super::{DriverParts, ScanStatus, Wake, follow, lock};
use crate::run::{self, Busy, Link, MAX_INTERVAL_S, MIN_INTERVAL_S, RunError, coverage_json};
use crate::scan::ScanProgress;
use domain::Timestamp;
use std::time::Duration;
use store::state::{Integration, RunState, ScanEnd, StateError, new_id};
use tokio::sync::watch;

/// After a fault that passes by itself the next try comes this soon, if the schedule does not say sooner.
const RETRY_MS: i64 = 5 * 60 * 1000;
/// How often a long scan's progress is written down for a restart to tell about.
const NOTE_PROGRESS: Duration = Duration::from_secs(5);

/// What a loop remembers from turn to turn. All of it can be lost: the store has what counts.
pub(super) struct Mind {
    pub(super) status: watch::Sender<ScanStatus>,
    /// The client, with its budgets and its access token.
    pub(super) link: Link,
    /// When the log is read next; `None` until the next whole scan.
    pub(super) next_look: Option<Timestamp>,
    /// When a whole scan is due out of turn: the log told of something that only it can tell.
    pub(super) whole_due: Option<Timestamp>,
}

impl Mind {
    pub(super) fn new(status: watch::Sender<ScanStatus>) -> Self {
        Self {
            status,
            link: Link::default(),
            next_look: Some(Timestamp::from_ms(0)),
            whole_due: None,
        }
    }

    pub(super) fn busy(&self) -> Busy {
        self.link.busy.clone()
    }
}

/// Waits until a scan is due or asked for, and runs it; or until the log is to be read. `false` when the integration
/// is gone.
pub(super) async fn turn(
    parts: &DriverParts,
    org_url: &str,
    wake: &Wake,
    mind: &mut Mind,
) -> Result<bool, StateError> {
    let Some(integration) = of_org(parts, org_url).await? else {
        return Ok(false);
    };
    let due = due(parts, &integration, mind).await?;
    mind.status.send_modify(|status| status.next = due);
    let look = follow::due(parts, &integration, mind).await?;
    let next = due.into_iter().chain(look).min();
    wait(parts, wake, next.unwrap_or(Timestamp::from_ms(i64::MAX))).await;
    // Settings may have changed while it waited, and a long wait is cut into hours.
    let Some(integration) = of_org(parts, org_url).await? else {
        return Ok(false);
    };
    let now = (parts.now)();
    let is_asked = lock(&wake.wish).is_some();
    let is_due = self::due(parts, &integration, mind)
        .await?
        .is_some_and(|due| due <= now);
    if is_asked || is_due {
        one_run(parts, &integration, wake, mind).await?;
    } else if follow::due(parts, &integration, mind)
        .await?
        .is_some_and(|look| look <= now)
    {
        follow::look(parts, &integration, mind).await?;
    }
    Ok(true)
}

async fn of_org(parts: &DriverParts, org_url: &str) -> Result<Option<Integration>, StateError> {
    let all = parts.state.integrations().await?;
    Ok(all.into_iter().find(|integration| integration.org_url == org_url))
}

/// When the next scan is due; `None` while scans are paused.
async fn due(
    parts: &DriverParts,
    integration: &Integration,
    mind: &Mind,
) -> Result<Option<Timestamp>, StateError> {
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
    // Servers that share a database keep snapshots of their own: what another one scanned is not here.
    let since = match last.state {
        RunState::Done => scanned_here(parts, integration).map(|here| here.min(last.started)),
        RunState::Running | RunState::Failed => Some(last.started),
    };
    let Some(since) = since else {
        return Ok(Some((parts.now)()));
    };
    let scheduled = since.plus_ms(wait_ms);
    Ok(Some(mind.whole_due.map_or(scheduled, |due| due.min(scheduled))))
}

/// When the last whole scan was made of which this server has the snapshot.
fn scanned_here(parts: &DriverParts, integration: &Integration) -> Option<Timestamp> {
    match parts.snapshots.latest(&integration.org_url) {
        Ok(last) => last.map(|last| last.info().whole_at.unwrap_or(last.info().taken_at)),
        // A snapshot that cannot be read is told of where it is used; scanning at once, again and again, mends no disk.
        Err(error) => {
            tracing::warn!(org.url = %integration.org_url, %error, "the last snapshot cannot be read");
            Some((parts.now)())
        }
    }
}

/// Whether scans are not paused.
pub(super) fn is_enabled(integration: &Integration) -> bool {
    let wanted = integration.settings.other.get("scan_enabled");
    wanted.and_then(serde_json::Value::as_bool).unwrap_or(true)
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

/// Waits before the store is tried again.
pub(super) async fn wait_for_store(parts: &DriverParts, wake: &Wake) {
    wait(parts, wake, (parts.now)().plus_ms(RETRY_MS)).await;
}

async fn one_run(
    parts: &DriverParts,
    integration: &Integration,
    wake: &Wake,
    mind: &mut Mind,
) -> Result<(), StateError> {
    let started = (parts.now)();
    let by_log = mind.whole_due.take().is_some_and(|due| due <= started);
    let scheduled = if by_log { "log" } else { "schedule" };
    let (mut run_id, mut why) = (new_id(), scheduled.to_owned());
    mind.status.send_modify(|status| {
        // Who asked before this moment is served by this run; who asks from now on sees that one is running.
        if let Some(wish) = lock(&wake.wish).take() {
            (run_id, why) = (wish.run_id, wish.why);
        }
        status.running = true;
        status.run_id = Some(run_id.clone());
        status.started = Some(started);
        status.next = None;
        status.progress = ScanProgress::new();
    });
    let ended = recorded_run(parts, integration, (&run_id, &why, started), mind).await;
    mind.status.send_modify(|status| status.running = false);
    ended
}

async fn recorded_run(
    parts: &DriverParts,
    integration: &Integration,
    (run_id, why, started): (&str, &str, Timestamp),
    mind: &mut Mind,
) -> Result<(), StateError> {
    let state = &parts.state;
    state
        .start_scan_run(run_id, &integration.id, why, started)
        .await?;
    let (sender, progress) = watch::channel(ScanProgress::new());
    let (link, status) = (&mut mind.link, &mind.status);
    let outcome = tokio::select! {
        outcome = run::run(parts, integration, started, link, &sender) => outcome,
        () = show(parts, run_id, progress, status) => Err(RunError::BrokenOff),
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
        let org_id = published.snapshot.info().organization.id.clone();
        (parts.publish)(published);
        prune(parts, &integration.org_url).await;
        let noted = state.note_integration_org_id(&integration.id, &org_id).await;
        let begun = follow::begin_anew(parts, integration, started, mind).await;
        state.finish_scan_run(run_id, &end, (parts.now)()).await?;
        return noted.and(begun);
    }
    state.finish_scan_run(run_id, &end, (parts.now)()).await
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

/// Removes snapshots that are not kept any more.
pub(super) async fn prune(parts: &DriverParts, org_url: &str) {
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
