//! One event as a search gives it, and its place among all.

use crate::chunk::Chunk;
use crate::hash;
use activity::event::{Field, Moment, View};

/// The place of an event in the order of the archive: by time, then by a hash of its id. It stays valid over sealing,
/// compaction and restarts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// When it happened, microseconds since the epoch.
    pub time: i64,
    /// Orders events of one microsecond.
    pub tie: u32,
    /// How many events of the same time and tie were given before it.
    pub nth: u32,
}

/// An event of the archive: all columns, and its raw text byte for byte.
#[derive(Clone, Debug)]
pub struct Event {
    chunk: Chunk,
    position: Position,
}

impl Event {
    pub(crate) fn of(event: &activity::event::Event<'_>, raw: &[u8], position: Position) -> Self {
        let mut chunk = Chunk::default();
        chunk.push(event, raw);
        Self { chunk, position }
    }

    pub(crate) const fn of_chunk(chunk: Chunk, position: Position) -> Self {
        Self { chunk, position }
    }

    /// Its place in the order of the archive; a search goes on after it.
    pub const fn position(&self) -> Position {
        self.position
    }

    /// The source's text, byte for byte. It may be no UTF-8.
    pub fn raw_bytes(&self) -> &[u8] {
        &self.chunk.raw
    }

    /// The row, as rules and exports read it; `None` never happens.
    pub fn row(&self) -> Option<activity::event::Event<'_>> {
        self.chunk.event(0)
    }

    /// A column as text: words and texts as they are, numbers in decimal, truths as `true` and `false`, times as
    /// RFC 3339, lists with commas. `None` when it is null.
    pub fn get(&self, field: Field) -> Option<String> {
        let row = self.row()?;
        match field {
            Field::EventTime => Some(activity::normalise::time::to_text(row.time())),
            Field::IngestTime => Some(activity::normalise::time::to_text(row.ingested())),
            Field::EventDate => {
                let mut text = activity::normalise::time::to_text(row.time());
                text.truncate(10);
                Some(text)
            }
            Field::Raw => Some(String::from_utf8_lossy(self.raw_bytes()).into_owned()),
            Field::TargetIds | Field::Signals => {
                row.get(field)?;
                Some(row.items(field).collect::<Vec<_>>().join(","))
            }
            _ => {
                let mut buffer = String::new();
                word(&row, field, &mut buffer).map(str::to_owned)
            }
        }
    }
}

impl View for Event {
    fn time(&self) -> Moment {
        Moment(self.position.time)
    }

    fn text(&self, field: Field) -> Option<&str> {
        self.row().and_then(|row| row.get(field))
    }

    fn number(&self, field: Field) -> Option<f64> {
        self.row().and_then(|row| row.number(field))
    }

    fn truth(&self, field: Field) -> Option<bool> {
        self.row().and_then(|row| row.truth(field))
    }

    fn any_item(&self, field: Field, test: &mut dyn FnMut(&str) -> bool) -> bool {
        self.row().is_some_and(|row| row.any_item(field, test))
    }

    fn raw(&self) -> Option<&str> {
        std::str::from_utf8(self.raw_bytes()).ok()
    }
}

/// What orders an event: time and tie.
pub(crate) fn order(event: &activity::event::Event<'_>) -> (i64, u32) {
    (
        event.time().0,
        hash::tie(event.get(Field::Uid).unwrap_or_default()),
    )
}

/// A column as one text, numbers and truths too; times and dates have none. Lists are joined by their separator.
pub(crate) fn word<'t>(
    event: &activity::event::Event<'t>,
    field: Field,
    buffer: &'t mut String,
) -> Option<&'t str> {
    use std::fmt::Write;
    buffer.clear();
    match field {
        Field::ClassUid | Field::ActivityId | Field::SeverityId | Field::Asn => {
            let number = event.number(field)?;
            let _ = write!(buffer, "{}", number as u64);
            Some(buffer)
        }
        Field::Latitude | Field::Longitude => {
            let number = event.number(field)? as f32;
            let _ = write!(buffer, "{number}");
            Some(buffer)
        }
        Field::IsMfa | Field::IsAnonymiser => event
            .truth(field)
            .map(|truth| if truth { "true" } else { "false" }),
        Field::EventTime | Field::EventDate | Field::IngestTime => None,
        _ => event.get(field),
    }
}
