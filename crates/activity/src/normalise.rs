//! Source text in, events of one schema out. Total: what is unknown or misshapen is kept and counted, never dropped.
//!
//! What an event *means* (class, activity, verb, main target) is data: `tables/*.tsv`. Code only reaches into the
//! nesting of each source.

pub mod address;
mod agent;
mod aws;
mod country;
mod github;
mod kinds;
mod look;
mod okta;
mod own;
mod split;
mod teleport;
pub mod time;

#[cfg(test)]
mod tests;

use crate::event::{Batch, Draft, Field, Moment, Source};
use crate::json::{Doc, Kind, Tape, Value};
use kinds::{Kinds, Meaning};
pub use look::holds_event;
use sha2::{Digest, Sha256};
use std::collections::hash_map::{Entry, RandomState};
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

/// Distinct unknown types that are counted by name; the rest counts under `…`.
const UNKNOWN_NAMES_MAX: usize = 1_000;

/// The signal of an event whose time is in the future.
pub const TIME_IN_FUTURE: &str = "time_in_future";

/// Where a text comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The system.
    pub source: Source,
    /// Okta organization, AWS account, GitHub organization or Teleport cluster, for events that do not say it.
    pub org: &'a str,
}

/// What happened to the events of all intakes so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Events added to batches.
    pub taken: u64,
    /// Events of one intake that had come before in it, by source, organization and id; left out.
    pub repeated: u64,
    /// Those of them whose text was another than that of the one before.
    pub differing: u64,
    /// Texts that are not JSON objects; kept as events of type `malformed`.
    pub malformed: u64,
    /// Events without a time that could be read; they bear the time of intake.
    pub timeless: u64,
    /// Events whose type no table knows, by source and type.
    pub unknown: BTreeMap<(Source, String), u64>,
}

/// Turns texts into events. Keep one for each thread: it remembers what it learned of event types.
#[derive(Debug)]
pub struct Normaliser {
    tape: Tape,
    kinds: Kinds,
    scratch: Scratch,
    hasher: RandomState,
    /// Hash of an id to the event of the batch that bears it, and the length and a sum of its text.
    seen: HashMap<u64, (usize, (usize, u64))>,
    tally: Tally,
}

/// Buffers that are reused from event to event.
#[derive(Debug, Default)]
struct Scratch {
    tape: Tape,
    targets: String,
    signals: String,
    words: String,
}

impl Default for Normaliser {
    fn default() -> Self {
        Self::new()
    }
}

impl Normaliser {
    /// With the tables that we ship.
    pub fn new() -> Self {
        Self {
            tape: Tape::default(),
            kinds: Kinds::shipped(),
            scratch: Scratch::default(),
            hasher: RandomState::new(),
            seen: HashMap::new(),
            tally: Tally::default(),
        }
    }

    /// What happened so far.
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Takes in a whole answer or file in any of the forms that sources deliver: lines, an array, `{"Records":[]}`,
    /// `{"data":[]}`, one event, or several one after another. Appends to the batch. Events repeated within the input
    /// are left out. Text that is not JSON is kept line by line.
    ///
    /// Places in the batch are bytes of `input`. Bytes that are not UTF-8 are replaced in columns; raw keeps them.
    pub fn intake(&mut self, origin: Origin<'_>, input: &[u8], ingested: Moment, batch: &mut Batch) {
        self.seen.clear();
        let Ok(text) = std::str::from_utf8(input) else {
            return self.intake_broken(origin, input, ingested, batch);
        };
        let body = text.trim_start_matches('\u{feff}').trim_start();
        let mut at = text.len() - body.len();
        if split::is_lines(body, &mut self.tape) {
            return self.intake_lines(origin, (text, at), ingested, batch);
        }
        // Scanned once: the events are values of the whole.
        let mut tape = std::mem::take(&mut self.tape);
        while let Some(rest) = text.get(at..).filter(|rest| !rest.trim_start().is_empty()) {
            let Ok(end) = tape.scan_prefix(rest) else {
                self.intake_lines(origin, (text, at), ingested, batch);
                break;
            };
            for value in split::events(tape.doc(rest).root()) {
                let (start, stop) = value.range();
                self.value(origin, Ok(value), (at + start, at + stop), ingested, batch);
            }
            at += end;
        }
        self.tape = tape;
    }

    /// Takes in one event that lies at `range` of the input; returns whether it was new within this intake.
    pub fn one(
        &mut self,
        origin: Origin<'_>,
        text: &str,
        range: (usize, usize),
        ingested: Moment,
        batch: &mut Batch,
    ) -> bool {
        let mut tape = std::mem::take(&mut self.tape);
        let scanned = tape
            .scan(text)
            .map(Doc::root)
            .map_err(|error| (error.to_string(), text));
        let is_new = self.value(origin, scanned, range, ingested, batch);
        self.tape = tape;
        is_new
    }

    fn intake_lines(
        &mut self,
        origin: Origin<'_>,
        (text, from): (&str, usize),
        ingested: Moment,
        batch: &mut Batch,
    ) {
        let body = text.get(from..).unwrap_or("");
        for (start, end) in split::lines(body) {
            let line = body.get(start..end).unwrap_or("");
            self.one(origin, line, (from + start, from + end), ingested, batch);
        }
    }

    fn value(
        &mut self,
        origin: Origin<'_>,
        scanned: Result<Value<'_>, (String, &str)>,
        range: (usize, usize),
        ingested: Moment,
        batch: &mut Batch,
    ) -> bool {
        let mut draft = batch.draft(origin.source, range, ingested);
        let object = match scanned {
            Ok(value) if value.kind() == Kind::Object => Ok(value),
            Ok(value) => Err(("not a JSON object".to_owned(), value.source())),
            Err(error) => Err(error),
        };
        let text = match &object {
            Ok(value) => value.source(),
            Err((_, text)) => text,
        };
        match &object {
            Ok(value) => {
                let had_time = fill(
                    origin,
                    *value,
                    &mut self.kinds,
                    &mut self.scratch,
                    &mut draft,
                    &mut self.tally,
                );
                self.tally.timeless += u64::from(!had_time);
            }
            Err((error, _)) => {
                draft.put(Field::EventType, "malformed");
                draft.put(Field::Action, "other");
                draft.put(Field::Status, "unknown");
                draft.put(Field::StatusDetail, error);
                draft.class(6003, 99);
                self.tally.malformed += 1;
            }
        }
        self.finish(origin, draft, text)
    }

    /// Gives the event what it may lack, and adds it unless it came before.
    fn finish(&mut self, origin: Origin<'_>, mut draft: Draft<'_>, text: &str) -> bool {
        if draft.get(Field::SourceOrg).is_none() {
            draft.put(Field::SourceOrg, origin.org);
        }
        if draft.get(Field::Uid).is_none() {
            draft.put(Field::Uid, &fingerprint(text));
        }
        let org = draft.get(Field::SourceOrg).unwrap_or_default();
        let uid = draft.get(Field::Uid).unwrap_or_default();
        let hash = self.hasher.hash_one((org, uid));
        let sum = sum(text.as_bytes());
        let (is_new, is_same) = match self.seen.entry(hash) {
            Entry::Occupied(known) => {
                let (index, before) = *known.get();
                (!draft.repeats(index), before == sum)
            }
            Entry::Vacant(free) => {
                free.insert((draft.index(), sum));
                (true, true)
            }
        };
        if is_new {
            draft.finish();
            self.tally.taken += 1;
        } else {
            self.tally.repeated += 1;
            self.tally.differing += u64::from(!is_same);
        }
        is_new
    }

    /// Input that is not UTF-8: line by line, so that one broken line costs only itself.
    fn intake_broken(&mut self, origin: Origin<'_>, input: &[u8], ingested: Moment, batch: &mut Batch) {
        let mut start = 0;
        for line in input.split_inclusive(|byte| *byte == b'\n') {
            let trimmed = line.trim_ascii();
            if !trimmed.is_empty() {
                let offset = start + line.len() - line.trim_ascii_start().len();
                let text = String::from_utf8_lossy(trimmed);
                self.one(origin, &text, (offset, offset + trimmed.len()), ingested, batch);
            }
            start += line.len();
        }
    }
}

/// Fills a draft from one scanned event; false when it bears no time.
fn fill(
    origin: Origin<'_>,
    event: Value<'_>,
    kinds: &mut Kinds,
    scratch: &mut Scratch,
    draft: &mut Draft<'_>,
    tally: &mut Tally,
) -> bool {
    scratch.targets.clear();
    scratch.signals.clear();
    scratch.words.clear();
    let filled = match origin.source {
        Source::Okta => okta::fill(event, kinds, scratch, draft),
        Source::Aws => aws::fill(event, kinds, scratch, draft),
        Source::Github => github::fill(event, kinds, scratch, draft),
        Source::Teleport => teleport::fill(event, kinds, scratch, draft),
        Source::Own => own::fill(event, kinds, scratch, draft),
    };
    if draft.is_ahead() {
        push_item(&mut scratch.signals, &[TIME_IN_FUTURE]);
    }
    draft.put_list(Field::TargetIds, &scratch.targets);
    draft.put_list(Field::Signals, &scratch.signals);
    if filled.meaning.is_none() {
        let name = draft.get(Field::EventType).unwrap_or("(none)");
        let key = (origin.source, name.to_owned());
        let is_full = tally.unknown.len() >= UNKNOWN_NAMES_MAX && !tally.unknown.contains_key(&key);
        let key = if is_full {
            (origin.source, "…".to_owned())
        } else {
            key
        };
        *tally.unknown.entry(key).or_default() += 1;
    }
    filled.had_time
}

/// What a source's reader found out.
struct Filled {
    meaning: Option<Meaning>,
    had_time: bool,
}

/// Writes class, activity, verb and returns the meaning; unknown types become `other` in the default class.
fn classify(kinds: &mut Kinds, source: Source, name: &str, draft: &mut Draft<'_>) -> Option<Meaning> {
    let meaning = kinds.meaning(source, name);
    let (class, activity, action) = meaning.map_or((6003, 99, "other"), |meaning| {
        (meaning.class_uid, meaning.activity_id, meaning.action)
    });
    draft.class(class, activity);
    draft.put(Field::Action, action);
    meaning
}

/// Writes the event's time; false when the text is none.
fn put_time(member: Value<'_>, draft: &mut Draft<'_>) -> bool {
    let moment = time::of_value(member);
    if let Some(moment) = moment {
        draft.time(moment);
    }
    moment.is_some()
}

/// Writes the client's address where the text holds one.
fn put_address(text: &str, draft: &mut Draft<'_>) {
    if let Some(ip) = address::of_text(text) {
        draft.put(Field::Ip, ip);
    }
}

/// Adds an item to a list column in the making.
fn push_item(list: &mut String, parts: &[&str]) {
    if !list.is_empty() {
        list.push(crate::event::LIST_SEPARATOR);
    }
    for part in parts {
        if part.contains(crate::event::LIST_SEPARATOR) {
            list.push_str(&part.replace(crate::event::LIST_SEPARATOR, " "));
        } else {
            list.push_str(part);
        }
    }
}

/// The length and a sum of a text, for telling two texts apart that claim to be one event. Quick, not safe from malice:
/// it only counts.
fn sum(text: &[u8]) -> (usize, u64) {
    let (words, rest) = text.as_chunks::<8>();
    let step = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let sum = words
        .iter()
        .fold(0, |sum, word| step(sum, u64::from_le_bytes(*word)));
    let sum = rest.iter().fold(sum, |sum, byte| step(sum, u64::from(*byte)));
    (text.len(), sum)
}

/// The id of an event that has none of its own: the same text has the same id.
fn fingerprint(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let mut id = String::from("sha256:");
    for byte in digest.iter().take(16) {
        id.push_str(&format!("{byte:02x}"));
    }
    id
}
