//! What rules would have said about what is kept. Nothing is written.

use crate::heard::Heard;
use crate::judge::is_blind;
use crate::keep::{Keep, KeepError};
use crate::knowledge::Knowledge;
use crate::memory::is_beyond;
use crate::warm::{UNREADABLE, reach_us};
use activity::detect::check::keep as apply;
use activity::detect::{Alert, Change, Engine, Limits, RuleSet, Sieve, Stats};
use activity::event::Moment;
use std::collections::BTreeMap;
use std::sync::Arc;

/// After the last event so much time passes: what stays absent is said too.
const AFTERWARDS_US: i64 = 2 * 86_400 * 1_000_000;
/// Events between two looks at the time.
const STEP: u64 = 16_384;

/// What rules would have said.
#[derive(Clone, Debug, Default)]
pub struct Replayed {
    /// Events played, those that only warmed the rules included.
    pub events: u64,
    /// What the engine did.
    pub stats: Stats,
    /// Alerts, oldest first.
    pub alerts: Vec<Alert>,
}

/// Plays the events from `from` to before `until` to rules that remember what was before. Events are read twice: first to
/// tell who may be found at all, and then to play these.
pub fn replay(
    rules: Arc<RuleSet>,
    keep: &dyn Keep,
    knowledge: &Knowledge,
    from: Moment,
    until: Moment,
    now: Moment,
) -> Result<Replayed, KeepError> {
    let begin = from.plus_us(-reach_us(&rules, &|_| true));
    let mut sieve = Sieve::new(Arc::clone(&rules));
    keep.watch(begin, until, &mut |event| {
        if !is_beyond(event.time(), now) {
            sieve.hear(event, knowledge);
        }
        true
    })?;
    let heard = Heard(keep.firsts()?);
    let mut engine = Engine::new(Arc::clone(&rules), Limits::of_history());
    let (mut to, mut changes) = (begin, Vec::new());
    keep.watch(begin, until, &mut |event| {
        if is_beyond(event.time(), now) {
            return true;
        }
        engine.observe_sifted(event, knowledge, &mut sieve);
        to = to.max(event.time().min(now));
        if engine.stats().events.is_multiple_of(STEP) {
            engine.advance(to, knowledge);
            changes.append(&mut engine.changes());
        }
        true
    })?;
    engine.advance(to, knowledge);
    changes.append(&mut engine.changes());
    if !engine.recollect() {
        return Err(KeepError(UNREADABLE.to_owned()));
    }
    let end = until.min(now);
    engine.advance(end.plus_us(AFTERWARDS_US).min(now.max(end)), knowledge);
    changes.append(&mut engine.changes());
    changes.retain(|change| !is_blind(&heard, &rules, change));
    let stats = Stats {
        hits: sieve.stats().hits,
        keyless: sieve.stats().keyless,
        ..engine.stats()
    };
    Ok(Replayed {
        events: stats.events,
        stats,
        alerts: since(from, changes),
    })
}

/// The alerts that changes left, the oldest first; what was before only warmed the rules.
fn since(from: Moment, changes: Vec<Change>) -> Vec<Alert> {
    let mut known = BTreeMap::new();
    apply(&mut known, changes);
    let alerts = known.into_values().filter(|alert| alert.last_seen >= from);
    let mut alerts: Vec<Alert> = alerts.collect();
    alerts.sort_by(|left, right| (left.first_seen, &left.id).cmp(&(right.first_seen, &right.id)));
    alerts
}
