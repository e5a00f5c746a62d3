//! What rules would have said about what is kept. Nothing is written.

use crate::keep::{Keep, KeepError};
use crate::knowledge::Knowledge;
use crate::warm::{Span, play, reach_us};
use activity::detect::check::keep as apply;
use activity::detect::{Alert, Engine, Limits, RuleSet, Stats};
use activity::event::Moment;
use std::collections::BTreeMap;
use std::sync::Arc;

/// After the last event so much time passes: what stays absent is said too.
const AFTERWARDS_US: i64 = 2 * 86_400 * 1_000_000;

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

/// Plays the events from `from` to before `until` to rules that remember what was before.
pub fn replay(
    rules: Arc<RuleSet>,
    keep: &dyn Keep,
    knowledge: &Knowledge,
    from: Moment,
    until: Moment,
    now: Moment,
) -> Result<Replayed, KeepError> {
    let reach = reach_us(&rules, &|_| true);
    let mut engine = Engine::new(rules, Limits::of_history());
    let span = Span {
        from: from.plus_us(-reach),
        until,
        speaks_since: Moment(i64::MIN),
        now,
    };
    let played = play(&mut engine, keep, knowledge, span, &mut ())?;
    let mut known = BTreeMap::new();
    apply(&mut known, played.changes);
    let end = until.min(now);
    engine.advance(end.plus_us(AFTERWARDS_US).min(now.max(end)), knowledge);
    apply(&mut known, engine.changes());
    // What was before only warmed the rules.
    let mut alerts: Vec<Alert> = known
        .into_values()
        .filter(|alert| alert.last_seen >= from)
        .collect();
    alerts.sort_by(|left, right| (left.first_seen, &left.id).cmp(&(right.first_seen, &right.id)));
    Ok(Replayed {
        events: played.events,
        stats: engine.stats(),
        alerts,
    })
}
