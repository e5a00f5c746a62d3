//! A start: what was remembered is read, and what came since is played.

use super::{Center, Parts, TAIL_BEHIND, TakeError, read_book};
use crate::heard::Heard;
use crate::judge::Judge;
use crate::keep::{Keep, KeepError};
use crate::knowledge::Knowledge;
use crate::memory;
use crate::record::of_ms;
use crate::warm::{ALL_US, Apprentice, SAY_AGAIN_US, Span, play, restored};
use activity::event::Moment;
use arc_swap::ArcSwap;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use store::state::AccountCorrection;
use tokio::sync::{Mutex as AsyncMutex, Notify, broadcast};

impl Center {
    /// Reads rules, corrections and what was remembered, and plays to them what is kept since.
    pub async fn open(parts: Parts) -> Result<Arc<Self>, TakeError> {
        let book = read_book(&parts.state).await?;
        let corrections = parts.state.account_corrections().await?;
        let now = of_ms((parts.now)());
        let (tail, _) = broadcast::channel(TAIL_BEHIND);
        let center = Arc::new(Self {
            judge: Arc::new(AsyncMutex::new(Judge::new(book.set(), parts.places.clone()))),
            parts,
            knowledge: ArcSwap::default(),
            book: ArcSwap::from_pointee(book),
            tail,
            hearing: AsyncMutex::default(),
            bringing: AtomicUsize::new(0),
            told: Notify::new(),
        });
        let remembering = center
            .blocking(move |judge, keep, knowledge| remember(judge, keep, knowledge, &corrections, now));
        let (mut guard, events) = remembering.await?;
        tracing::info!(events = events?, "rules remember what is kept");
        center.write(&mut guard).await?;
        drop(guard);
        // Everything that is kept was judged, and what was said of it is written.
        let settling = center.blocking(move |judge, keep, _| {
            judge.settle_doubt(keep)?;
            judge.save(keep, now);
            Ok::<_, KeepError>(())
        });
        settling.await?.1?;
        Ok(center)
    }
}

/// Brings a judge to where it was, and on to what is kept now. Returns how many events were played.
fn remember(
    judge: &mut Judge,
    keep: &dyn Keep,
    knowledge: &Knowledge,
    corrections: &[AccountCorrection],
    now: Moment,
) -> Result<u64, KeepError> {
    judge.heard = Heard(keep.firsts()?);
    judge.noted = memory::late(keep)?;
    if let Some(first) = judge.noted {
        memory::forget_after(keep, first)?;
    }
    let mut span = Span {
        from: now.plus_us(-ALL_US),
        until: Moment(i64::MAX),
        speaks_since: judge
            .noted
            .map_or(now, |first| first.min(now))
            .plus_us(-SAY_AGAIN_US),
        now,
    };
    if let Some(found) = memory::newest(keep, now, &|_| true) {
        judge.engine = restored(found.engine, judge.engine.rules(), keep, knowledge, now)?;
        judge.correlator = found.people;
        judge.advanced = found.at;
        (span.from, span.speaks_since) = (memory::whole(found.at), Moment(i64::MIN));
    }
    judge.correlator.uncorrect_all();
    for correction in corrections {
        super::people::correct(&mut judge.correlator, correction);
    }
    let mut apprentice = Apprentice::new(keep, &mut judge.correlator, span.from, now);
    let played = play(&mut judge.engine, keep, knowledge, span, &mut apprentice)?;
    judge.say(played.changes);
    judge.advanced = judge.advanced.max(played.to);
    Ok(played.events)
}
