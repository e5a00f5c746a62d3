//! Lets go of events that are older than the settings allow, and looks twice before much goes: a clock that was wrong, or
//! a setting with a zero too few, must not cost the archive.

mod brake;

use super::Adapter;
use crate::serve::now;
use archive::Retention;
use brake::{Brake, Look};
use domain::Timestamp;
use std::time::{Duration, Instant};

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(3_600);

/// Runs until the server ends.
pub(super) async fn run(adapter: Adapter, retention: Retention) {
    let (mut brake, began) = (Brake::default(), Instant::now());
    loop {
        look(&adapter, &retention, &mut brake, began.elapsed()).await;
        tokio::time::sleep(LOOK).await;
    }
}

async fn look(adapter: &Adapter, retention: &Retention, brake: &mut Brake, running: Duration) {
    let (archive, kept) = (adapter.archive.clone(), retention.clone());
    let clock = now();
    let asked = tokio::task::spawn_blocking(move || {
        let time = archive.time_of_retention(clock);
        (time, archive.outdated(&kept, time))
    });
    let Ok((time, outdated)) = asked.await else {
        return tracing::error!("old events stay for now: the archive did not answer");
    };
    let verdict = brake.look(Look {
        clock,
        running,
        outdated,
    });
    adapter.board.hold(verdict.as_ref().err().cloned());
    if let Err(why) = verdict {
        return tracing::warn!(%why, "old events stay for now");
    }
    drop_old(adapter, retention.clone(), time).await;
}

async fn drop_old(adapter: &Adapter, retention: Retention, time: Timestamp) {
    let archive = adapter.archive.clone();
    match tokio::task::spawn_blocking(move || archive.retain(&retention, time)).await {
        Ok(Ok(done)) if done.dropped > 0 => tracing::info!(events = done.dropped, "old events are gone"),
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::warn!(%error, "old events stay for now"),
        Err(error) => tracing::error!(%error, "old events stay for now"),
    }
}
