//! Follows the System Log between whole scans: what it names is read again, and shown within a minute.
//!
//! A look that fails changes nothing: the snapshot stays, and so does the position in the log, so that the next look
//! finds the same news again.

use super::turn::{Mind, is_enabled, prune};
use super::{DriverParts, FollowProblem};
use crate::refresh::{self, Cursor, News, RefreshError};
use crate::run::{self, RunError};
use crate::scan::{ScanError, ScanOptions};
use domain::Timestamp;
use okta::{Fault, FaultKind};
use store::state::{Integration, NewFault, RunState, StateError};

/// Seconds between two looks at the log, when the integration's settings (`refresh_interval_s`) name none.
const INTERVAL_S: i64 = 60;
/// The shortest and longest that settings may name.
const INTERVALS_S: std::ops::RangeInclusive<i64> = 1..=3600;
/// After a refresh that took long, the next one comes no sooner than this many times as long.
const REST: i64 = 10;
/// A whole scan that the log asks for keeps this distance from the last one.
const WHOLE_GAP_MS: i64 = 5 * 60 * 1000;

/// When the log is to be read next; `None` while it is not followed.
pub(super) async fn due(
    parts: &DriverParts,
    integration: &Integration,
    mind: &Mind,
) -> Result<Option<Timestamp>, StateError> {
    if !is_enabled(integration) || interval_ms(integration) == 0 {
        return Ok(None);
    }
    // Nothing to refresh yet, or nothing to do it with.
    let last = parts.state.scan_runs(&integration.id, 1).await?;
    let is_fit = last.first().is_some_and(|run| match run.state {
        RunState::Done => true,
        RunState::Failed => run
            .fault
            .as_ref()
            .is_some_and(|fault| fault.kind == "retry_later"),
        RunState::Running => false,
    });
    Ok(mind.next_look.filter(|_| is_fit))
}

/// Milliseconds between two looks; 0 for none.
fn interval_ms(integration: &Integration) -> i64 {
    let wanted = integration.settings.other.get("refresh_interval_s");
    match wanted.and_then(serde_json::Value::as_i64) {
        Some(0) => 0,
        Some(seconds) => seconds.clamp(*INTERVALS_S.start(), *INTERVALS_S.end()) * 1000,
        None => INTERVAL_S * 1000,
    }
}

/// After a whole scan: what happened since it began is read from the log next.
pub(super) async fn begin_anew(
    parts: &DriverParts,
    integration: &Integration,
    scan_began: Timestamp,
    mind: &mut Mind,
) -> Result<(), StateError> {
    mind.next_look = Some((parts.now)().plus_ms(interval_ms(integration)));
    let cursor = Cursor::since(scan_began);
    parts.state.set_meta(&place(integration), &cursor.to_text()).await
}

/// Where the position is kept.
fn place(integration: &Integration) -> String {
    format!("log_position/{}", integration.id)
}

/// Reads the log once, and takes over what it names.
pub(super) async fn look(
    parts: &DriverParts,
    integration: &Integration,
    mind: &mut Mind,
) -> Result<(), StateError> {
    let began = (parts.now)();
    let kept = parts.state.meta(&place(integration)).await?;
    let outcome = follow(parts, integration, kept.as_deref(), mind).await;
    let now = (parts.now)();
    let took_ms = now.since_ms(began);
    mind.next_look = Some(now.plus_ms(interval_ms(integration).max(REST * took_ms)));
    let problem = match outcome {
        Ok(done) => {
            if let Some(cursor) = &done.cursor {
                parts
                    .state
                    .set_meta(&place(integration), &cursor.to_text())
                    .await?;
            }
            mind.status.send_modify(|status| {
                status.following.read_at = Some(began);
                status.following.refreshed_at = done.refreshed_at.or(status.following.refreshed_at);
            });
            if let Some(why) = done.needs_whole {
                tracing::info!(org.url = %integration.org_url, why, "a whole scan is due");
                let last = mind.status.borrow().started.unwrap_or(now);
                mind.whole_due = Some(now.max(last.plus_ms(WHOLE_GAP_MS)));
                // Until then the same news would come to the same end.
                mind.next_look = None;
            }
            None
        }
        Err(trouble) => Some(trouble),
    };
    if let Some(trouble) = &problem {
        tracing::warn!(org.url = %integration.org_url, error = %trouble.problem.message, "changes could not be taken over");
        if trouble.is_lasting {
            // The next whole scan looks again.
            mind.next_look = None;
        }
        let fault = NewFault {
            org_url: &integration.org_url,
            component: "refresh",
            message: &trouble.problem.message,
            advice: &trouble.problem.advice,
        };
        parts.state.note_fault(&fault, now).await?;
    }
    mind.status
        .send_modify(|status| status.following.problem = problem.map(|trouble| trouble.problem));
    Ok(())
}

/// What a look came to.
#[derive(Default)]
struct Done {
    /// Where to go on.
    cursor: Option<Cursor>,
    refreshed_at: Option<Timestamp>,
    /// Why a whole scan is due.
    needs_whole: Option<String>,
}

/// A look that failed.
struct Trouble {
    problem: FollowProblem,
    /// Whether the next look would fail in the same way.
    is_lasting: bool,
}

async fn follow(
    parts: &DriverParts,
    integration: &Integration,
    kept: Option<&str>,
    mind: &mut Mind,
) -> Result<Done, Trouble> {
    let last = parts
        .snapshots
        .latest(&integration.org_url)
        .map_err(RunError::Snapshot)?;
    let Some(last) = last else {
        return Ok(Done::default());
    };
    let client = mind.link.client(parts, integration)?;
    let info = last.info();
    let begin = || Cursor::since(info.whole_at.unwrap_or(info.taken_at));
    let cursor = kept.and_then(Cursor::from_text).unwrap_or_else(begin);
    let News {
        events,
        cursor,
        is_flood,
    } = refresh::news(&client, &cursor, (parts.now)()).await?;
    let mut touched = refresh::touched(&events);
    if is_flood {
        touched.whole = Some("more happened than can be followed one by one".to_owned());
    }
    if touched.is_empty() {
        return Ok(Done {
            cursor: Some(cursor),
            ..Done::default()
        });
    }
    // Whoever answers under the address now must be the organization that the snapshot is of.
    run::same_organization(&client, &info.organization.id).await?;
    let options = ScanOptions {
        share_percent: integration.settings.share_percent,
        ..ScanOptions::default()
    };
    let busy = mind.link.busy.clone().lock_owned().await;
    let after = refresh::After {
        snapshots: &parts.snapshots,
        last: last.clone(),
        touched: &touched,
    };
    let refreshed = match refresh::apply(&client, after, options, &*parts.now, busy).await {
        Ok(refreshed) => refreshed,
        Err(RefreshError::NeedsWhole(why)) => {
            return Ok(Done {
                needs_whole: Some(why),
                ..Done::default()
            });
        }
        Err(error) => return Err(error.into()),
    };
    let taken_at = refreshed.snapshot.info().taken_at;
    tracing::info!(
        org.url = %integration.org_url,
        touched = touched.len(),
        requests = refreshed.requests,
        "changes were taken over"
    );
    let published = run::publish(refreshed.snapshot).await?;
    (parts.publish)(published);
    prune(parts, &integration.org_url).await;
    Ok(Done {
        cursor: Some(cursor),
        refreshed_at: Some(taken_at),
        needs_whole: None,
    })
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self {
            is_lasting: matches!(fault.kind, FaultKind::Refused | FaultKind::NeedsPerson),
            problem: FollowProblem {
                message: format!("changes between scans are not followed: {fault}"),
                advice: fault.advice().to_owned(),
            },
        }
    }
}

impl From<RunError> for Trouble {
    fn from(error: RunError) -> Self {
        let fault = error.as_fault();
        Self {
            is_lasting: fault.kind == "needs_person",
            problem: FollowProblem {
                message: format!("changes between scans are not followed: {}", fault.message),
                advice: fault.advice,
            },
        }
    }
}

impl From<RefreshError> for Trouble {
    fn from(error: RefreshError) -> Self {
        match error {
            RefreshError::Scan(ScanError::Okta { fault, .. }) => fault.into(),
            RefreshError::Scan(error) => RunError::Scan(error).into(),
            RefreshError::Snapshot(error) => RunError::Snapshot(error).into(),
            RefreshError::NeedsWhole(why) => RunError::Graph(why).into(),
            RefreshError::BrokenOff => RunError::BrokenOff.into(),
        }
    }
}
