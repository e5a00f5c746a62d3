//! Rows in memory, and one row as bytes: the form of the log.

use crate::bytes::{Reader, put_text, put_varint};
use activity::event::{Batch, COLUMNS, Event, Field, Moment, Shape, Source, View};
use std::sync::LazyLock;

/// Events with their raw texts.
#[derive(Clone, Default, Debug)]
pub(crate) struct Chunk {
    pub(crate) batch: Batch,
    pub(crate) raw: Vec<u8>,
}

/// The columns that a batch holds as text, besides the source.
static TEXTS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let is_text = |shape| matches!(shape, Shape::Word | Shape::Text | Shape::List);
    let fields = COLUMNS.iter().filter(|column| is_text(column.shape));
    fields
        .map(|column| column.field)
        .filter(|field| !matches!(field, Field::Source | Field::Raw))
        .collect()
});

/// The columns of a row that are no texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixed {
    pub(crate) time: Moment,
    pub(crate) ingested: Moment,
    pub(crate) source: Source,
    pub(crate) class_uid: u16,
    pub(crate) activity_id: u8,
    pub(crate) severity_id: u8,
    pub(crate) is_mfa: Option<bool>,
    pub(crate) is_anonymiser: Option<bool>,
    pub(crate) place: Option<(f32, f32)>,
    pub(crate) asn: Option<u32>,
}

impl Fixed {
    pub(crate) fn of(event: &Event<'_>) -> Self {
        let number = |field| event.number(field).unwrap_or(0.0);
        Self {
            time: event.time(),
            ingested: event.ingested(),
            source: event.source(),
            class_uid: number(Field::ClassUid) as u16,
            activity_id: number(Field::ActivityId) as u8,
            severity_id: number(Field::SeverityId) as u8,
            is_mfa: event.truth(Field::IsMfa),
            is_anonymiser: event.truth(Field::IsAnonymiser),
            place: event.place(),
            asn: event.number(Field::Asn).map(|asn| asn as u32),
        }
    }

    /// Adds a row to a batch, with its place among the raw texts.
    fn put<'t>(
        &self,
        raw: (usize, usize),
        texts: impl IntoIterator<Item = (Field, &'t str)>,
        into: &mut Batch,
    ) {
        let mut draft = into.draft(self.source, raw, self.ingested);
        for (field, text) in texts {
            draft.put_parts(field, &[text]);
        }
        draft.time(self.time);
        draft.class(self.class_uid, self.activity_id);
        draft.severity(self.severity_id);
        draft.mfa(self.is_mfa);
        draft.anonymiser(self.is_anonymiser);
        draft.asn(self.asn);
        if let Some((latitude, longitude)) = self.place {
            draft.place(latitude.into(), longitude.into());
        }
        draft.finish();
    }
}

impl Chunk {
    pub(crate) fn len(&self) -> usize {
        self.batch.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.raw.len()
    }

    /// One row; every index below the length has one.
    pub(crate) fn event(&self, index: usize) -> Option<Event<'_>> {
        self.batch.event(index, Some(&self.raw))
    }

    pub(crate) fn events(&self) -> impl DoubleEndedIterator<Item = Event<'_>> {
        self.batch.events(Some(&self.raw))
    }

    /// The raw bytes of one of its rows.
    pub(crate) fn raw_of(&self, event: &Event<'_>) -> &[u8] {
        let (start, end) = event.raw_range();
        self.raw.get(start..end).unwrap_or_default()
    }

    pub(crate) fn clear(&mut self) {
        self.batch.clear();
        self.raw.clear();
    }

    /// Adds a row that has these texts.
    pub(crate) fn push_row<'t>(
        &mut self,
        fixed: &Fixed,
        raw: &[u8],
        texts: impl IntoIterator<Item = (Field, &'t str)>,
    ) {
        let start = self.raw.len();
        self.raw.extend_from_slice(raw);
        fixed.put((start, self.raw.len()), texts, &mut self.batch);
    }

    /// Adds a copy of an event.
    pub(crate) fn push(&mut self, event: &Event<'_>, raw: &[u8]) {
        let texts = TEXTS
            .iter()
            .filter_map(|field| Some((*field, event.get(*field)?)));
        self.push_row(&Fixed::of(event), raw, texts);
    }

    /// Copies of some rows of a batch, ascending, with their parts of the input.
    pub(crate) fn of(batch: &Batch, input: &[u8], rows: &[usize]) -> Self {
        let events = rows.iter().filter_map(|row| batch.event(*row, Some(input)));
        let length = |event: Event<'_>| event.raw_range().1 - event.raw_range().0;
        let raw: usize = events.clone().map(length).sum();
        let is_all = rows.len() == batch.len() && input.len() - input.len() / 8 <= raw;
        if is_all {
            return Self {
                batch: batch.clone(),
                raw: input.to_vec(),
            };
        }
        let mut chunk = Self::default();
        chunk.raw.reserve_exact(raw);
        for event in events {
            let (start, end) = event.raw_range();
            chunk.push(&event, input.get(start..end).unwrap_or_default());
        }
        chunk
    }

    /// Adds copies of all rows of another.
    pub(crate) fn extend(&mut self, other: &Self) {
        other
            .events()
            .for_each(|event| self.push(&event, other.raw_of(&event)));
    }
}

/// Appends a row as bytes.
#[cfg(test)]
pub(crate) fn encode(event: &Event<'_>, raw: &[u8], out: &mut Vec<u8>) {
    encode_columns(event, out);
    put_text(out, raw);
}

/// Appends the columns of a row as bytes, all but the raw text.
pub(crate) fn encode_columns(event: &Event<'_>, out: &mut Vec<u8>) {
    let fixed = Fixed::of(event);
    out.extend_from_slice(&fixed.time.0.to_le_bytes());
    out.extend_from_slice(&fixed.ingested.0.to_le_bytes());
    put_text(out, fixed.source.word().as_bytes());
    put_varint(out, fixed.class_uid.into());
    out.extend_from_slice(&[
        fixed.activity_id,
        fixed.severity_id,
        truth(fixed.is_mfa),
        truth(fixed.is_anonymiser),
    ]);
    out.push(fixed.place.is_some().into());
    if let Some((latitude, longitude)) = fixed.place {
        out.extend_from_slice(&latitude.to_bits().to_le_bytes());
        out.extend_from_slice(&longitude.to_bits().to_le_bytes());
    }
    put_varint(out, fixed.asn.map_or(0, |asn| u64::from(asn) + 1));
    let count_at = out.len();
    let mut present = 0;
    // One byte: there are fewer columns than 128.
    out.push(0);
    for field in TEXTS.iter() {
        if let Some(text) = event.get(*field) {
            present += 1;
            out.push(*field as u8);
            put_text(out, text.as_bytes());
        }
    }
    if let Some(count) = out.get_mut(count_at) {
        *count = present;
    }
}

/// The columns of a row, all but the raw text.
pub(crate) struct Columns<'r> {
    fixed: Fixed,
    texts: Vec<(Field, &'r str)>,
}

impl Columns<'_> {
    /// Adds the row to a batch, with its place among the raw texts.
    pub(crate) fn put(self, raw: (usize, usize), into: &mut Batch) {
        self.fixed.put(raw, self.texts, into);
    }
}

/// Reads a row of [`encode_columns`] and its raw text into a chunk; `None` when the bytes are none.
pub(crate) fn decode(reader: &mut Reader<'_>, into: &mut Chunk) -> Option<()> {
    let columns = decode_columns(reader)?;
    into.push_row(&columns.fixed, reader.bytes()?, columns.texts);
    Some(())
}

/// Reads the columns of a row; `None` when the bytes are none.
pub(crate) fn decode_columns<'r>(reader: &mut Reader<'r>) -> Option<Columns<'r>> {
    let (time, ingested) = (Moment(reader.i64()?), Moment(reader.i64()?));
    let source = Source::of_word(reader.text()?)?;
    let class_uid = u16::try_from(reader.varint()?).ok()?;
    let (activity_id, severity_id) = (reader.byte()?, reader.byte()?);
    let (is_mfa, is_anonymiser) = (of_truth(reader.byte()?), of_truth(reader.byte()?));
    let place = if reader.byte()? == 0 {
        None
    } else {
        Some((f32::from_bits(reader.u32()?), f32::from_bits(reader.u32()?)))
    };
    let asn = reader.varint()?.checked_sub(1).map(|asn| asn as u32);
    let fixed = Fixed {
        time,
        ingested,
        source,
        class_uid,
        activity_id,
        severity_id,
        is_mfa,
        is_anonymiser,
        place,
        asn,
    };
    let mut texts = Vec::new();
    for _ in 0..reader.varint()? {
        let number = reader.byte()?;
        let column = COLUMNS.get(usize::from(number))?;
        texts.push((column.field, reader.text()?));
    }
    Some(Columns { fixed, texts })
}

const fn truth(value: Option<bool>) -> u8 {
    match value {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    }
}

const fn of_truth(value: u8) -> Option<bool> {
    match value {
        1 => Some(false),
        2 => Some(true),
        _ => None,
    }
}
