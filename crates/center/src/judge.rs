//! One intake: bytes become events, events are kept, what is new is judged.
//!
//! Events that come too late for the live engine's memory are left out of it, and noted: everything since is judged
//! again from what is kept, and the engine that did so is the live one from then on.

use crate::keep::{Keep, KeepError};
use crate::knowledge::Knowledge;
use crate::memory;
use activity::correlate::Correlator;
use activity::detect::{Change, Engine, Limits, RuleSet};
use activity::event::{Batch, Event, Located, Moment, View};
use activity::normalise::{Normaliser, Origin, Tally};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

/// A stream that fell silent holds the others up for so long, in microseconds: a day.
const HELD_UP_US: i64 = 24 * 3_600 * 1_000_000;

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
    /// The note that is kept of them.
    pub(crate) noted: Option<Moment>,
    /// Checkpoints may lie about that lack events since, because they could not be removed.
    lacking: Option<Moment>,
    /// Whether anything was taken in since what is remembered was written down, and when it is time again.
    pub(crate) has_news: bool,
    pub(crate) saves_at: Moment,
    /// What became of alerts and is not written yet.
    pub(crate) changes: Vec<Change>,
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
            noted: None,
            lacking: None,
            has_news: false,
            saves_at: Moment(i64::MIN),
            changes: Vec::new(),
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
        self.ingested = arrival.now.max(self.ingested.plus_us(1));
        let before = Counted::of(self.normaliser.tally());
        self.batch.clear();
        self.normaliser
            .intake(arrival.origin, arrival.input, self.ingested, &mut self.batch);
        if let Some(places) = &self.places {
            self.batch.locate(&mut |address| places.find(address));
        }
        self.correlator.fill(&mut self.batch);
        let floor = self.floor();
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
            if event.time() < floor {
                self.late = Some(self.late.map_or(event.time(), |first| first.min(event.time())));
            } else {
                self.engine.observe(event, knowledge);
            }
        }
        self.changes.extend(self.engine.changes());
        self.has_news |= !news.is_empty();
        drop(news);
        if let Err(error) = self.settle_doubt(keep) {
            // The events are kept, and the note of them is: it is seen at the next intake or start.
            tracing::warn!(%error, "what rules remember without late events stays for now");
        }
        Ok(judged)
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
        let first = [self.late, self.judging].into_iter().flatten().min();
        let first = [first, self.lacking].into_iter().flatten().min();
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
        let is_whole = self.late.is_none() && self.judging.is_none() && self.changes.is_empty();
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
        let slowest = self.marks.values().min().copied().unwrap_or(now);
        let to = slowest.max(now.plus_us(-HELD_UP_US)).min(now);
        if to > self.advanced {
            self.advanced = to;
            self.engine.advance(to, knowledge);
            self.changes.extend(self.engine.changes());
        }
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
