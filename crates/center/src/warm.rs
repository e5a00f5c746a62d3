//! An engine that remembers what is kept: at the start, for rules that are new, and to judge what came late.

use crate::keep::{Keep, KeepError};
use crate::knowledge::Knowledge;
use activity::correlate::Correlator;
use activity::detect::engine::SavedState;
use activity::detect::{Engine, Limits, RuleSet};
use activity::event::{Moment, View};
use serde_json::Value;
use std::sync::Arc;

const DAY_US: i64 = 86_400 * 1_000_000;
/// So much of the past is played to engines: longer than any window but the longest memories of first-seen rules.
pub(crate) const WARM_US: i64 = 35 * DAY_US;
/// Alerts are said again from so long before: folding windows are a day at most, and an alert written twice is one.
pub(crate) const SAY_AGAIN_US: i64 = 26 * 3_600 * 1_000_000;
/// Events between two looks at the time.
const STEP: u64 = 4_096;

/// Plays what is kept from `from` to before `until` to an engine, which speaks from `speak_from` on.
pub(crate) fn play(
    engine: &mut Engine,
    keep: &dyn Keep,
    knowledge: &Knowledge,
    (from, speak_from, until): (Moment, Moment, Moment),
    mut learner: Option<&mut Correlator>,
) -> Result<u64, KeepError> {
    let (mut played, mut now) = (0_u64, from);
    let mut judge = |event: &dyn View| {
        engine.speak(event.time() >= speak_from);
        engine.observe(event, knowledge);
        now = now.max(event.time());
        played += 1;
        if played.is_multiple_of(STEP) {
            engine.advance(now, knowledge);
        }
    };
    match &mut learner {
        Some(learner) => keep.scan(from, until, &mut |batch, input| {
            for event in batch.events(Some(input)) {
                learner.learn(&event);
                judge(&event);
            }
            true
        })?,
        None => keep.watch(from, until, &mut |event| {
            judge(event);
            true
        })?,
    }
    engine.speak(true);
    Ok(played)
}

/// What was not known to one memory, from the other.
pub(crate) fn merge(old: &SavedState, new: &SavedState) -> Option<SavedState> {
    let mut old = serde_json::to_value(old).ok()?;
    let new = serde_json::to_value(new).ok()?;
    let rules = old.get_mut("rules")?.as_object_mut()?;
    for (id, memory) in new.get("rules").and_then(Value::as_object)? {
        rules.insert(id.clone(), memory.clone());
    }
    serde_json::from_value(old).ok()
}

/// The engine after rules changed. What a rule remembers stays while the rule is the same; a new one is warmed.
pub(crate) fn changed(
    before: &Engine,
    rules: &Arc<RuleSet>,
    keep: &dyn Keep,
    knowledge: &Knowledge,
    now: Moment,
) -> Result<Engine, KeepError> {
    let saved = before.save();
    let (engine, anew) = Engine::restore(Arc::clone(rules), Limits::default(), saved.clone());
    if anew.is_empty() {
        return Ok(engine);
    }
    // Compiled rules share their tests, so the whole set is warmed and the new rules' memory is taken.
    let mut warmed = Engine::new(Arc::clone(rules), Limits::default());
    let span = (now.plus_us(-WARM_US), Moment(i64::MAX), Moment(i64::MAX));
    play(&mut warmed, keep, knowledge, span, None)?;
    let mut memory = warmed.save();
    keep_only(&mut memory, &anew);
    let merged = merge(&saved, &memory).unwrap_or(saved);
    let (engine, _) = Engine::restore(Arc::clone(rules), Limits::default(), merged);
    Ok(engine)
}

fn keep_only(memory: &mut SavedState, ids: &[String]) {
    let Ok(mut value) = serde_json::to_value(&*memory) else {
        return;
    };
    if let Some(rules) = value.get_mut("rules").and_then(Value::as_object_mut) {
        rules.retain(|id, _| ids.iter().any(|wanted| wanted == id));
    }
    if let Ok(read) = serde_json::from_value(value) {
        *memory = read;
    }
}
