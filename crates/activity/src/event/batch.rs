//! Events of one intake, their words in one buffer.

use super::{AHEAD_US, CLOCKLESS, COLUMNS, Field, Moment, Source, View};
use crate::json::{Kind, Value, push_unescaped};

/// Between the items of a list column, inside the buffer.
pub const LIST_SEPARATOR: char = '\u{1f}';

const NONE: (u32, u32) = (u32::MAX, 0);

/// Events that were taken in together. Clear and reuse it: nothing is allocated anew.
#[derive(Default, Debug, Clone)]
pub struct Batch {
    words: String,
    rows: Vec<Row>,
}

#[derive(Debug, Clone)]
struct Row {
    time: Moment,
    ingested: Moment,
    source: Source,
    spans: [(u32, u32); COLUMNS.len()],
    raw: (usize, usize),
    class_uid: u16,
    activity_id: u8,
    severity_id: u8,
    is_mfa: Option<bool>,
    is_anonymiser: Option<bool>,
    place: Option<(f32, f32)>,
    asn: Option<u32>,
}

/// One event of a batch.
#[derive(Clone, Copy, Debug)]
pub struct Event<'b> {
    batch: &'b Batch,
    row: &'b Row,
    raw: Option<&'b [u8]>,
}

/// An event that is being written; it becomes part of the batch with [`Draft::finish`], and leaves no trace without.
#[derive(Debug)]
pub struct Draft<'b> {
    batch: &'b mut Batch,
    row: Row,
    start: usize,
    finished: bool,
}

impl Batch {
    /// Forgets all events and keeps the memory.
    pub fn clear(&mut self) {
        self.words.clear();
        self.rows.clear();
    }

    /// How many events it holds.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// One event; `input` is the text that the batch was read from, for its raw part (or `None`).
    pub fn event<'b>(&'b self, index: usize, input: Option<&'b [u8]>) -> Option<Event<'b>> {
        let row = self.rows.get(index)?;
        let raw = input.and_then(|input| input.get(row.raw.0..row.raw.1));
        Some(Event {
            batch: self,
            row,
            raw,
        })
    }

    /// All events, in the order of intake.
    pub fn events<'b>(&'b self, input: Option<&'b [u8]>) -> impl DoubleEndedIterator<Item = Event<'b>> {
        (0..self.rows.len()).filter_map(move |index| self.event(index, input))
    }

    /// Sets the person or workload behind the actor of one event, after correlation.
    pub fn set_identity(&mut self, index: usize, identity: &str) {
        let start = self.words.len();
        if let Some(row) = self.rows.get_mut(index) {
            self.words.push_str(identity);
            row.spans[Field::IdentityId as usize] = (start as u32, identity.len() as u32);
        }
    }

    /// Sets a text column of one event afterwards; nothing changes nothing.
    pub(super) fn put_later(&mut self, index: usize, field: Field, text: Option<&str>) {
        let start = self.words.len();
        let text = text.filter(|text| !is_sentinel(text));
        if let Some((row, text)) = self.rows.get_mut(index).zip(text) {
            self.words.push_str(text);
            row.spans[field as usize] = (start as u32, text.len() as u32);
        }
    }

    /// Sets the place of one event afterwards, if the numbers can be one.
    pub(super) fn put_place(&mut self, index: usize, place: Option<(f64, f64)>) {
        if let Some(row) = self.rows.get_mut(index) {
            row.place = place
                .and_then(|(latitude, longitude)| degrees(latitude, longitude))
                .or(row.place);
        }
    }

    /// Sets the network of one event afterwards.
    pub(super) fn put_network(&mut self, index: usize, asn: Option<u32>) {
        if let Some(row) = self.rows.get_mut(index) {
            row.asn = asn.or(row.asn);
        }
    }

    /// Starts an event whose raw text lies at `raw` in the input.
    pub fn draft(&mut self, source: Source, raw: (usize, usize), ingested: Moment) -> Draft<'_> {
        let row = Row {
            time: ingested,
            ingested,
            source,
            spans: [NONE; COLUMNS.len()],
            raw,
            class_uid: 0,
            activity_id: 0,
            severity_id: 0,
            is_mfa: None,
            is_anonymiser: None,
            place: None,
            asn: None,
        };
        let start = self.words.len();
        Draft {
            batch: self,
            row,
            start,
            finished: false,
        }
    }
}

impl<'b> Event<'b> {
    /// The text of a column for as long as the batch lives.
    pub fn get(&self, field: Field) -> Option<&'b str> {
        match field {
            Field::Source => Some(self.row.source.word()),
            Field::Raw => self.raw.and_then(|raw| std::str::from_utf8(raw).ok()),
            _ => span(&self.batch.words, self.row.spans[field as usize]),
        }
    }

    /// The items of a list column.
    pub fn items(&self, field: Field) -> impl Iterator<Item = &'b str> {
        self.get(field)
            .into_iter()
            .flat_map(|all| all.split(LIST_SEPARATOR))
    }

    /// The system it comes from.
    pub const fn source(&self) -> Source {
        self.row.source
    }

    /// Where its raw text lies in the input: first byte and the byte after the last.
    pub const fn raw_range(&self) -> (usize, usize) {
        self.row.raw
    }

    /// When it was taken in.
    pub const fn ingested(&self) -> Moment {
        self.row.ingested
    }

    /// Latitude and longitude in degrees.
    pub const fn place(&self) -> Option<(f32, f32)> {
        self.row.place
    }
}

impl View for Event<'_> {
    fn time(&self) -> Moment {
        self.row.time
    }

    fn text(&self, field: Field) -> Option<&str> {
        self.get(field)
    }

    fn number(&self, field: Field) -> Option<f64> {
        let row = self.row;
        match field {
            Field::EventTime => Some(row.time.0 as f64),
            Field::IngestTime => Some(row.ingested.0 as f64),
            Field::EventDate => Some(row.time.0.div_euclid(86_400_000_000) as f64),
            Field::ClassUid => Some(row.class_uid.into()),
            Field::ActivityId => Some(row.activity_id.into()),
            Field::SeverityId => Some(row.severity_id.into()),
            Field::Latitude => row.place.map(|place| place.0.into()),
            Field::Longitude => row.place.map(|place| place.1.into()),
            Field::Asn => row.asn.map(Into::into),
            _ => None,
        }
    }

    fn truth(&self, field: Field) -> Option<bool> {
        match field {
            Field::IsMfa => self.row.is_mfa,
            Field::IsAnonymiser => self.row.is_anonymiser,
            _ => None,
        }
    }

    fn any_item(&self, field: Field, test: &mut dyn FnMut(&str) -> bool) -> bool {
        self.items(field).any(test)
    }

    fn raw(&self) -> Option<&str> {
        self.get(Field::Raw)
    }
}

impl Draft<'_> {
    /// Sets a text column; words that mean nothing ("unknown", "-", "null", "") leave it null.
    #[inline]
    pub fn put(&mut self, field: Field, text: &str) {
        if !is_sentinel(text) {
            let start = self.batch.words.len();
            self.batch.words.push_str(text);
            self.row.spans[field as usize] = (start as u32, text.len() as u32);
        }
    }

    /// Sets a text column from a scalar of JSON.
    #[inline]
    pub fn put_value(&mut self, field: Field, value: Value<'_>) {
        match value.kind() {
            Kind::Text if value.is_escaped() => {
                let start = self.batch.words.len();
                push_unescaped(value.source(), &mut self.batch.words);
                let length = self.batch.words.len() - start;
                self.row.spans[field as usize] = (start as u32, length as u32);
            }
            Kind::Text | Kind::Number | Kind::Bool => self.put(field, value.source()),
            Kind::Null | Kind::Array | Kind::Object => {}
        }
    }

    /// Sets a text column to several parts in a row.
    pub fn put_parts(&mut self, field: Field, parts: &[&str]) {
        let start = self.batch.words.len();
        parts.iter().for_each(|part| self.batch.words.push_str(part));
        let length = self.batch.words.len() - start;
        self.row.spans[field as usize] = (start as u32, length as u32);
    }

    /// Sets a list column to all its items at once; the separator inside an item becomes a space.
    pub fn put_list(&mut self, field: Field, joined: &str) {
        if !joined.is_empty() {
            self.put_parts(field, &[joined]);
        }
    }

    /// Makes a text column null again.
    pub fn forget(&mut self, field: Field) {
        self.row.spans[field as usize] = NONE;
    }

    /// Sets a column to what another column holds.
    pub fn copy(&mut self, from: Field, to: Field) {
        self.row.spans[to as usize] = self.row.spans[from as usize];
    }

    /// Whether that event of the batch is the same: same id in the same place.
    pub fn repeats(&self, index: usize) -> bool {
        let same = |row: &Row, field: Field| {
            span(&self.batch.words, row.spans[field as usize])
                == span(&self.batch.words, self.row.spans[field as usize])
        };
        self.batch.rows.get(index).is_some_and(|row| {
            row.source == self.row.source && same(row, Field::Uid) && same(row, Field::SourceOrg)
        })
    }

    /// The index that the event will have in its batch.
    pub fn index(&self) -> usize {
        self.batch.rows.len()
    }

    /// What a text column holds so far.
    pub fn get(&self, field: Field) -> Option<&str> {
        span(&self.batch.words, self.row.spans[field as usize])
    }

    /// Whether its time is further ahead of the intake than clocks differ.
    pub fn is_ahead(&self) -> bool {
        self.row.ingested >= CLOCKLESS && self.row.time.since_us(self.row.ingested) > AHEAD_US
    }

    /// Sets the time of the event.
    pub fn time(&mut self, time: Moment) {
        self.row.time = time;
    }

    /// Sets OCSF class and activity.
    pub fn class(&mut self, class_uid: u16, activity_id: u8) {
        self.row.class_uid = class_uid;
        self.row.activity_id = activity_id;
    }

    /// Sets the OCSF severity.
    pub fn severity(&mut self, severity_id: u8) {
        self.row.severity_id = severity_id;
    }

    /// Sets whether a second factor was used.
    pub fn mfa(&mut self, is_mfa: Option<bool>) {
        self.row.is_mfa = is_mfa;
    }

    /// Sets whether the address hides its user.
    pub fn anonymiser(&mut self, is_anonymiser: Option<bool>) {
        self.row.is_anonymiser = is_anonymiser;
    }

    /// Sets the place, if the numbers can be one.
    pub fn place(&mut self, latitude: f64, longitude: f64) {
        self.row.place = degrees(latitude, longitude).or(self.row.place);
    }

    /// Sets the number of the network.
    pub fn asn(&mut self, asn: Option<u32>) {
        self.row.asn = asn;
    }

    /// Adds the event to its batch.
    pub fn finish(mut self) {
        self.finished = true;
        self.batch.rows.push(self.row.clone());
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.finished {
            self.batch.words.truncate(self.start);
        }
    }
}

fn degrees(latitude: f64, longitude: f64) -> Option<(f32, f32)> {
    let is_place = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    is_place.then_some((latitude as f32, longitude as f32))
}

fn span(words: &str, (start, length): (u32, u32)) -> Option<&str> {
    let start = start as usize;
    words.get(start..start + length as usize)
}

#[inline]
fn is_sentinel(text: &str) -> bool {
    matches!(text, "" | "-" | "null" | "unknown" | "UNKNOWN" | "Unknown")
}
