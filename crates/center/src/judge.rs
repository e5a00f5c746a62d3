//! One intake: bytes become events, events are kept, what is new is judged.
//!
//! Events that come too late for the live engine's memory are left out of it; the caller has the time they lie in
//! judged from what is kept.

use crate::keep::{Keep, KeepError};
use crate::knowledge::Knowledge;
use activity::correlate::Correlator;
use activity::detect::{Change, Engine, Limits, RuleSet};
use activity::event::{Batch, Event, Moment, View};
use activity::normalise::{Normaliser, Origin, Tally};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A stream that fell silent holds the others up for so long, in microseconds: a day.
const HELD_UP_US: i64 = 24 * 3_600 * 1_000_000;

/// What came, and from where.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// Whose events they are.
    pub origin: Origin<'a>,
    /// The source's text: lines, an array, a wrapper, or values in a row.
    pub input: &'a [u8],
    /// Name of the collector's stream and where it goes on; `None` for imports.
    pub cursor: Option<(&'a str, &'a str)>,
    /// The moment of intake.
    pub now: Moment,
}

/// What became of one intake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) read: u64,
    pub(crate) stored: u64,
    pub(crate) repeated: u64,
    pub(crate) malformed: u64,
    pub(crate) unknown: u64,
    /// First and last time of what was stored.
    pub(crate) span: Option<(Moment, Moment)>,
    /// First and last time of what came too late for the live engine.
    pub(crate) late: Option<(Moment, Moment)>,
    /// The moment that its events bear as time of intake; no other intake has it.
    pub(crate) ingested: Moment,
}

/// Reads, keeps and judges.
pub(crate) struct Judge {
    normaliser: Normaliser,
    pub(crate) correlator: Correlator,
    pub(crate) engine: Engine,
    batch: Batch,
    /// Up to which moment each live stream has told everything.
    marks: BTreeMap<String, Moment>,
    /// Up to which moment the engine was told that all is there.
    advanced: Moment,
    ingested: Moment,
    /// What became of alerts and is not written yet.
    pub(crate) changes: Vec<Change>,
}

impl Judge {
    pub(crate) fn new(rules: Arc<RuleSet>) -> Self {
        Self {
            normaliser: Normaliser::new(),
            correlator: Correlator::default(),
            engine: Engine::new(rules, Limits::default()),
            batch: Batch::default(),
            marks: BTreeMap::new(),
            advanced: Moment(i64::MIN),
            ingested: Moment(i64::MIN),
            changes: Vec::new(),
        }
    }

    pub(crate) fn tally(&self) -> &Tally {
        self.normaliser.tally()
    }

    /// A live stream: everything before `since` is here.
    pub(crate) fn mark(&mut self, stream: &str, since: Moment) {
        let known = self.marks.entry(stream.to_owned()).or_insert(since);
        *known = (*known).max(since);
    }

    /// A stream is no more.
    pub(crate) fn unmark(&mut self, stream: &str) {
        self.marks.remove(stream);
    }

    pub(crate) fn take(
        &mut self,
        keep: &dyn Keep,
        knowledge: &Knowledge,
        arrival: Arrival<'_>,
    ) -> Result<Judged, KeepError> {
        self.ingested = arrival.now.max(self.ingested.plus_us(1));
        let (malformed, unknown) = counts(self.normaliser.tally());
        self.batch.clear();
        self.normaliser
            .intake(arrival.origin, arrival.input, self.ingested, &mut self.batch);
        self.correlator.fill(&mut self.batch);
        let kept = keep.append(&self.batch, arrival.input, arrival.cursor)?;
        let after = counts(self.normaliser.tally());
        let mut judged = Judged {
            read: self.batch.len() as u64,
            stored: kept.rows.len() as u64,
            repeated: kept.repeated,
            malformed: after.0 - malformed,
            unknown: after.1 - unknown,
            ingested: self.ingested,
            ..Judged::default()
        };
        let floor = self.advanced.plus_us(-Limits::default().lateness_us);
        let rows = kept.rows.iter();
        let events = rows.filter_map(|row| self.batch.event(*row, Some(arrival.input)));
        let mut news: Vec<Event<'_>> = events.collect();
        // Sources deliver newest first too; what a rule says is the same, but is said once.
        news.sort_by_key(View::time);
        for event in &news {
            widen(&mut judged.span, event.time());
            if event.time() < floor {
                widen(&mut judged.late, event.time());
            } else {
                self.engine.observe(event, knowledge);
            }
        }
        self.changes.extend(self.engine.changes());
        Ok(judged)
    }

    /// Lets time pass as far as all live streams are.
    pub(crate) fn advance(&mut self, now: Moment, knowledge: &Knowledge) {
        let slowest = self.marks.values().min().copied().unwrap_or(now);
        let to = slowest.max(now.plus_us(-HELD_UP_US)).min(now);
        if to > self.advanced {
            self.advanced = to;
            self.engine.advance(to, knowledge);
            self.changes.extend(self.engine.changes());
        }
    }
}

fn counts(tally: &Tally) -> (u64, u64) {
    (tally.malformed, tally.unknown.values().sum())
}

pub(crate) fn widen(span: &mut Option<(Moment, Moment)>, time: Moment) {
    *span = Some(span.map_or((time, time), |(first, last)| (first.min(time), last.max(time))));
}
