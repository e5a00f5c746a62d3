//! One intake: bytes become events, events are kept, what is new is judged.
//!
//! Events that come too late for the live engine's memory are left out of it, and noted: everything since is judged
//! again from what is kept, and the engine that did so is the live one from then on.

use crate::heard::Heard;
use crate::keep::{Keep, KeepError};
use crate::knowledge::Knowledge;
use crate::memory;
use crate::run::{Alerts, Run};
use activity::correlate::Correlator;
use activity::detect::{Change, Engine, Limits, RuleSet};
use activity::event::{Batch, Event, Field, Located, Moment, View};
use activity::normalise::{Normaliser, Origin, Tally};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

/// A stream that fell silent holds the others up for so long, in microseconds: a day.
const HELD_UP_US: i64 = 24 * 3_600 * 1_000_000;

/// A clock that is set back by more than this was wrong before, in microseconds.
const AHEAD_US: i64 = 2 * 3_600 * 1_000_000;

/// What is remembered is written down so often at most, in microseconds.
const SAVE_EVERY_US: i64 = 15 * 60 * 1_000_000;
/// And more seldom when it is much: writing takes about a fiftieth of the time.
const PAUSE_A_BYTE_US: i64 = 1;

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
    /// Set for what is brought in by hand: it waits until all of it is there, and what becomes of its alerts then.
    pub by_hand: Option<Alerts>,
}

/// What became of one intake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) read: u64,
    pub(crate) stored: u64,
    pub(crate) repeated: u64,
    pub(crate) differing: u64,
    pub(crate) malformed: u64,
    pub(crate) unknown: u64,
    /// First and last time of what was stored.
    pub(crate) span: Option<(Moment, Moment)>,
    /// The moment that its events bear as time of intake; no other intake has it.
    pub(crate) ingested: Moment,
}

/// Knows where addresses are. It may read files, and is asked where that holds nobody up.
pub trait Places: Send + Sync + 'static {
    /// What is known of an address; nothing of it is no fault.
    fn find(&self, address: IpAddr) -> Located;
}

/// Reads, keeps and judges.
pub(crate) struct Judge {
    normaliser: Normaliser,
    places: Option<Arc<dyn Places>>,
    pub(crate) correlator: Correlator,
    pub(crate) engine: Engine,
    batch: Batch,
    /// Up to which moment each live stream has told everything.
    marks: BTreeMap<String, Moment>,
    /// Up to which moment the engine was told that all is there.
    pub(crate) advanced: Moment,
    ingested: Moment,
    /// The first event that came too late for the live engine.
    pub(crate) late: Option<Moment>,
    /// The same of those that are judged just now.
    pub(crate) judging: Option<Moment>,
    /// What was brought in by hand and waits to be judged, and what of it is judged just now.
    pub(crate) run: Option<Run>,
    pub(crate) judging_run: Option<Run>,
    /// The note that is kept of them.
    pub(crate) noted: Option<Moment>,
    /// Since when each source is heard.
    pub(crate) heard: Heard,
    /// Checkpoints may lie about that lack events since, because they could not be removed.
    lacking: Option<Moment>,
    /// Whether anything was taken in since what is remembered was written down, and when it is time again.
    pub(crate) has_news: bool,
    pub(crate) saves_at: Moment,
    /// What became of alerts and is not written yet.
    pub(crate) changes: Vec<Change>,
    /// What is wanted of those of them that rest on what was brought in by hand, by id.
    pub(crate) wanted: BTreeMap<String, Alerts>,
}

impl Judge {
    pub(crate) fn new(rules: Arc<RuleSet>, places: Option<Arc<dyn Places>>) -> Self {
        Self {
            normaliser: Normaliser::new(),
            places,
            correlator: Correlator::default(),
            engine: Engine::new(rules, Limits::default()),
            batch: Batch::default(),
            marks: BTreeMap::new(),
            advanced: Moment(i64::MIN),
            ingested: Moment(i64::MIN),
            late: None,
            judging: None,
            run: None,
            judging_run: None,
            noted: None,
            heard: Heard::default(),
            lacking: None,
            has_news: false,
            saves_at: Moment(i64::MIN),
            changes: Vec::new(),
            wanted: BTreeMap::new(),
        }
    }

    /// What came last.
    #[cfg(test)]
    pub(crate) const fn batch(&self) -> &Batch {
        &self.batch
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
        // No other intake has the same moment; one from when the clock was ahead is no measure.
        let is_ahead = self.ingested.since_us(arrival.now) > AHEAD_US;
        self.ingested = if is_ahead {
            arrival.now
        } else {
            arrival.now.max(self.ingested.plus_us(1))
        };
        let before = Counted::of(self.normaliser.tally());
        self.batch.clear();
        self.normaliser
            .intake(arrival.origin, arrival.input, self.ingested, &mut self.batch);
        if let Some(places) = &self.places {
            self.batch.locate(&mut |address| places.find(address));
        }
        self.correlator.fill(&mut self.batch);
        // What is brought in by hand never goes to the live engine as it comes.
        let floor = arrival.by_hand.map_or_else(|| self.floor(), |_| Moment(i64::MAX));
        let first = self.batch.events(None).map(|event| event.time()).min();
        if let Some(first) = first.filter(|first| *first < floor) {
            // Before they are kept: a crash after that must not leave memory that looks whole.
            self.doubt(keep, first)?;
        }
        let kept = keep.append(&self.batch, arrival.input, arrival.cursor)?;
        let after = Counted::of(self.normaliser.tally());
        let (repeated, differing) = (
            after.repeated - before.repeated,
            after.differing - before.differing,
        );
        let mut judged = Judged {
            read: self.batch.len() as u64 + repeated,
            stored: kept.rows.len() as u64,
            repeated: kept.repeated + repeated,
            differing: kept.differing + differing,
            malformed: after.malformed - before.malformed,
            unknown: after.unknown - before.unknown,
            ingested: self.ingested,
            ..Judged::default()
        };
        let rows = kept.rows.iter();
        let events = rows.filter_map(|row| self.batch.event(*row, Some(arrival.input)));
        let mut news: Vec<Event<'_>> = events.collect();
        // Sources deliver newest first too; what a rule says is the same, but is said once.
        news.sort_by_key(View::time);
        for event in &news {
            widen(&mut judged.span, event.time());
            if memory::is_beyond(event.time(), arrival.now) {
                continue;
            }
            self.heard.hear(event.source(), event.time());
            if let Some(wanted) = arrival.by_hand {
                put_by(&mut self.run, event, wanted, arrival.now);
            } else if event.time() < floor {
                self.late = Some(self.late.map_or(event.time(), |first| first.min(event.time())));
            } else {
                self.engine.observe(event, knowledge);
            }
        }
        let has_news = !news.is_empty();
        drop(news);
        self.has_news |= has_news;
        let changes = self.engine.changes();
        self.say(changes);
        if let Err(error) = self.settle_doubt(keep) {
            // The events are kept, and the note of them is: it is seen at the next intake or start.
            tracing::warn!(%error, "what rules remember without late events stays for now");
        }
        Ok(judged)
    }

    /// Takes over what became of alerts, but for those that rest on the silence of a source that is not heard.
    pub(crate) fn say(&mut self, changes: Vec<Change>) {
        let (rules, heard) = (self.engine.rules(), &self.heard);
        self.changes.extend(
            changes
                .into_iter()
                .filter(|change| !is_blind(heard, rules, change)),
        );
    }

    /// Notes what is wanted of the alerts that rest on what was brought in by hand.
    pub(crate) fn want(&mut self) {
        let Some(run) = &self.judging_run else {
            return;
        };
        let alerts = || {
            self.changes.iter().filter_map(|change| match change {
                Change::Is(alert) => Some(alert),
                Change::Withdrawn { .. } => None,
            })
        };
        for alert in alerts() {
            if let Some(wanted) = run.wanted_of(alert) {
                self.wanted.insert(alert.id.clone(), wanted);
            }
        }
        // Alerts about alerts rest on what those rest on.
        for alert in alerts() {
            let under = alert.evidence.iter().filter_map(|one| self.wanted.get(&one.uid));
            if let Some(wanted) = under
                .min()
                .copied()
                .filter(|_| !self.wanted.contains_key(&alert.id))
            {
                self.wanted.insert(alert.id.clone(), wanted);
            }
        }
    }

    /// The clock was ahead, and is well again: what rules remember is from a time that never was. It is made anew from
    /// what is kept; until then everything counts as late.
    fn go_back(&mut self, now: Moment) {
        tracing::warn!("the clock was set back: what rules remember is made anew");
        self.advanced = now;
        let first = now.plus_us(-HELD_UP_US);
        self.late = Some(self.late.map_or(first, |late| late.min(first)));
        for mark in self.marks.values_mut() {
            *mark = (*mark).min(now);
        }
        self.saves_at = self.saves_at.min(now);
    }

    /// What is before that moment comes too late for the live engine.
    pub(crate) fn floor(&self) -> Moment {
        memory::whole(self.advanced)
    }

    /// Notes that an event of that time may be kept that the engine did not judge.
    fn doubt(&mut self, keep: &dyn Keep, first: Moment) -> Result<(), KeepError> {
        if self.noted.is_none_or(|noted| first < noted) {
            memory::note_late(keep, Some(first))?;
            self.noted = Some(first);
        }
        Ok(())
    }

    /// Drops what is remembered without an event that is kept now; with none, takes back the doubt.
    pub(crate) fn settle_doubt(&mut self, keep: &dyn Keep) -> Result<(), KeepError> {
        let runs = [&self.run, &self.judging_run].map(|run| run.as_ref().map(|run| run.first));
        let first = [self.late, self.judging, self.lacking].into_iter();
        let first = first.chain(runs).flatten().min();
        match first {
            Some(first) => {
                self.lacking = Some(first);
                memory::forget_after(keep, first)?;
                self.lacking = None;
                Ok(())
            }
            None if self.noted.is_some() => {
                memory::note_late(keep, None)?;
                self.noted = None;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Whether it is time to write down what is remembered, and everything that is kept is in it.
    pub(crate) fn is_ripe(&self, now: Moment) -> bool {
        let is_all_judged = self.late.is_none() && self.run.is_none();
        let is_none_judged_now = self.judging.is_none() && self.judging_run.is_none();
        let is_whole = is_all_judged && is_none_judged_now && self.changes.is_empty();
        is_whole && self.has_news && now >= self.saves_at && self.advanced > Moment(i64::MIN)
    }

    /// Writes down what is remembered.
    pub(crate) fn save(&mut self, keep: &dyn Keep, now: Moment) {
        match memory::save(keep, &self.engine, &self.correlator, self.advanced) {
            Ok(bytes) => {
                self.has_news = false;
                let pause =
                    SAVE_EVERY_US.saturating_add(i64::try_from(bytes).unwrap_or(i64::MAX) * PAUSE_A_BYTE_US);
                self.saves_at = now.plus_us(pause);
            }
            Err(error) => {
                tracing::warn!(%error, "what rules remember cannot be written down; the next start takes longer");
                self.saves_at = now.plus_us(SAVE_EVERY_US);
            }
        }
    }

    /// Lets time pass as far as all live streams are.
    pub(crate) fn advance(&mut self, now: Moment, knowledge: &Knowledge) {
        if self.advanced.since_us(now) > AHEAD_US {
            self.go_back(now);
        }
        let slowest = self.marks.values().min().copied().unwrap_or(now);
        let to = slowest.max(now.plus_us(-HELD_UP_US)).min(now);
        if to > self.advanced {
            self.advanced = to;
            self.engine.advance(to, knowledge);
            let changes = self.engine.changes();
            self.say(changes);
        }
    }
}

/// Whether a change tells an alert that nobody could know of.
pub(crate) fn is_blind(heard: &Heard, rules: &RuleSet, change: &Change) -> bool {
    let Change::Is(alert) = change else {
        return false;
    };
    heard.is_blind(rules, alert)
}

/// Puts an event by until its run is whole.
fn put_by(run: &mut Option<Run>, event: &Event<'_>, wanted: Alerts, now: Moment) {
    let org = event.get(Field::SourceOrg).unwrap_or("");
    let whose = (event.source(), org);
    match run {
        Some(run) => run.take(whose, event.time(), wanted, now),
        None => *run = Some(Run::new(whose, event.time(), wanted, now)),
    }
}

/// What was met so far.
struct Counted {
    repeated: u64,
    differing: u64,
    malformed: u64,
    unknown: u64,
}

impl Counted {
    fn of(tally: &Tally) -> Self {
        Self {
            repeated: tally.repeated,
            differing: tally.differing,
            malformed: tally.malformed,
            unknown: tally.unknown.values().sum(),
        }
    }
}

pub(crate) fn widen(span: &mut Option<(Moment, Moment)>, time: Moment) {
    *span = Some(span.map_or((time, time), |(first, last)| (first.min(time), last.max(time))));
}
