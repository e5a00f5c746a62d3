//! An engine that remembers what is kept: at the start, for rules that are new, and when the past comes late.

use crate::keep::{Keep, KeepError};
use crate::knowledge::Knowledge;
use crate::memory;
use activity::correlate::{Correlator, account_of};
use activity::detect::engine::SavedState;
use activity::detect::{Change, Engine, Limits, RuleSet};
use activity::event::{Batch, Field, Moment, Source, View};
use activity::normalise::{Normaliser, Origin};
use std::sync::Arc;

const DAY_US: i64 = 86_400 * 1_000_000;
/// Who remembers nothing is told so much of the past: longer than any window.
pub(crate) const ALL_US: i64 = 400 * DAY_US;
/// What comes late can change alerts from so long before: folding windows are a day at most.
pub(crate) const SAY_AGAIN_US: i64 = 26 * 3_600 * 1_000_000;
/// Beside what rules look back: lateness and folding windows.
const SPARE_US: i64 = 2 * DAY_US;
/// When events are gone that were there.
pub(crate) const UNREADABLE: &str =
    "events that rules remember could be read once, and not again; look at the archive's files";
/// Events between two looks at the time.
const STEP: u64 = 4_096;
/// While the past is played, it is written down what was remembered so long before now, in hours.
const MARKS_H: [i64; 8] = [24 * 30, 24 * 14, 24 * 7, 24 * 4, 48, 24, 8, 4];

/// Which part of what is kept is played.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) from: Moment,
    pub(crate) until: Moment,
    /// Alerts of windows before are not said.
    pub(crate) speaks_since: Moment,
    /// Events of the future do not let time pass.
    pub(crate) now: Moment,
}

/// What became of playing.
#[derive(Debug, Default)]
pub(crate) struct Played {
    pub(crate) events: u64,
    /// Up to which moment the engine was told that all is there.
    pub(crate) to: Moment,
    pub(crate) changes: Vec<Change>,
}

/// Who else hears what is played.
pub(crate) trait Beside {
    fn hear(&mut self, _event: &dyn View) {}
    /// The engine was just told that all before `at` is there.
    fn pause(&mut self, _engine: &Engine, _at: Moment) {}
}

impl Beside for () {}

/// How far back rules look that are in the set and wanted.
pub(crate) fn reach_us(rules: &RuleSet, wanted: &dyn Fn(&str) -> bool) -> i64 {
    rules.reach_us(&|rule| wanted(&rule.id)) + SPARE_US
}

/// Plays what is kept to an engine, in the order of its time.
pub(crate) fn play(
    engine: &mut Engine,
    keep: &dyn Keep,
    knowledge: &Knowledge,
    span: Span,
    beside: &mut dyn Beside,
) -> Result<Played, KeepError> {
    let (mut played, mut to) = (Played::default(), span.from);
    engine.speak_since(span.speaks_since);
    keep.watch(span.from, span.until, &mut |event| {
        if memory::is_beyond(event.time(), span.now) {
            return true;
        }
        beside.hear(event);
        engine.observe(event, knowledge);
        // What is dated ahead does not tell that all before is there.
        if event.time() <= span.now {
            to = to.max(event.time());
        }
        played.events += 1;
        if played.events.is_multiple_of(STEP) {
            engine.advance(to, knowledge);
            played.changes.append(&mut engine.changes());
            beside.pause(engine, to);
        }
        true
    })?;
    engine.advance(to, knowledge);
    played.changes.append(&mut engine.changes());
    if !engine.recollect() {
        return Err(KeepError(UNREADABLE.to_owned()));
    }
    beside.pause(engine, to);
    played.to = to;
    engine.speak_since(Moment(i64::MIN));
    Ok(played)
}

/// The engine of saved memory. What a rule remembers stays while the rule is the same; a new one is warmed in silence.
pub(crate) fn restored(
    mut saved: SavedState,
    rules: &Arc<RuleSet>,
    keep: &dyn Keep,
    knowledge: &Knowledge,
    now: Moment,
) -> Result<Engine, KeepError> {
    let lacking = saved.lacks(rules);
    if !lacking.is_empty() {
        // Compiled rules share their tests, so the whole set is warmed and the new rules' memory is taken.
        let mut warmed = Engine::new(Arc::clone(rules), Limits::default());
        let reach = reach_us(rules, &|id| lacking.iter().any(|one| one == id));
        let span = Span {
            from: now.plus_us(-reach),
            until: Moment(i64::MAX),
            speaks_since: Moment(i64::MAX),
            now,
        };
        play(&mut warmed, keep, knowledge, span, &mut ())?;
        saved.take(&lacking, &mut warmed.save());
    }
    let (engine, _) = Engine::restore(Arc::clone(rules), Limits::default(), saved);
    Ok(engine)
}

/// Learns who is who, and writes down on the way what is remembered.
pub(crate) struct Apprentice<'a> {
    keep: &'a dyn Keep,
    pub(crate) people: &'a mut Correlator,
    /// Where it is written down, the next one last.
    marks: Vec<Moment>,
    normaliser: Normaliser,
    batch: Batch,
}

impl<'a> Apprentice<'a> {
    pub(crate) fn new(keep: &'a dyn Keep, people: &'a mut Correlator, from: Moment, now: Moment) -> Self {
        let marks = MARKS_H.into_iter().rev();
        let marks = marks.map(|hours| now.plus_us(-hours * 3_600_000_000));
        Self {
            keep,
            people,
            marks: marks.filter(|mark| *mark > from).collect(),
            normaliser: Normaliser::new(),
            batch: Batch::default(),
        }
    }

    /// What the source itself told of who the actor is. A kept event bears what we found out in the same place, which
    /// is no evidence: where both can be, the source's text is asked.
    fn told(&mut self, event: &dyn View) -> Option<String> {
        event.text(Field::IdentityId)?;
        let source = Source::of_word(event.text(Field::Source)?)?;
        let tells = matches!(source, Source::Github | Source::Teleport);
        if !tells || !self.people.may_be_told(&account_of(event)?, event.time()) {
            return None;
        }
        let org = event.text(Field::SourceOrg).unwrap_or("");
        self.batch.clear();
        self.normaliser.intake(
            Origin { source, org },
            event.raw()?.as_bytes(),
            event.time(),
            &mut self.batch,
        );
        let told = self.batch.event(0, None)?;
        told.get(Field::IdentityId).map(str::to_owned)
    }
}

impl Beside for Apprentice<'_> {
    fn hear(&mut self, event: &dyn View) {
        let told = self.told(event);
        self.people.hear(event, told.as_deref());
    }

    fn pause(&mut self, engine: &Engine, at: Moment) {
        if self.marks.last().is_none_or(|mark| at < *mark) {
            return;
        }
        self.marks.retain(|mark| *mark > at);
        if let Err(error) = memory::save(self.keep, engine, self.people, at) {
            tracing::warn!(%error, "what rules remember cannot be written down");
        }
    }
}
