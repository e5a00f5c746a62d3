//! What other engines read: the Parquet files, and the rows that are not in one yet.

use crate::archive::Archive;
use crate::event::{Event, Position, order};
use crate::search::recent;
use std::path::PathBuf;

impl Archive {
    /// The live Parquet files and the recent rows of one moment: together they are the archive, each event once. The
    /// files stay readable until two changes later.
    pub fn snapshot(&self) -> (Vec<PathBuf>, Vec<Event>) {
        let state = self.inner.state();
        let files = state.segments.iter();
        let files = files
            .map(|segment| self.inner.folder.join(&segment.entry.events))
            .collect();
        let mut events = Vec::new();
        for chunk in recent(&state) {
            for event in chunk.events() {
                let (time, tie) = order(&event);
                let position = Position { time, tie, nth: 0 };
                events.push(Event::of(&event, chunk.raw_of(&event), position));
            }
        }
        (files, events)
    }

    /// The live Parquet files.
    pub fn files(&self) -> Vec<PathBuf> {
        let state = self.inner.state();
        let entries = state.segments.iter().map(|segment| &segment.entry.events);
        entries.map(|events| self.inner.folder.join(events)).collect()
    }

    /// The rows that are in no file yet, in the order of intake.
    pub fn hot(&self) -> Vec<Event> {
        self.snapshot().1
    }
}
