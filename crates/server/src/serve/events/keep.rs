//! The archive as the center wants it.

use activity::event::{Batch, Moment, Source, View};
use archive::{Archive, Query};
use center::{Keep, KeepError, Kept};
use domain::Timestamp;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Keeps events in the archive.
pub(super) struct InArchive(pub(super) Archive);

impl Keep for InArchive {
    fn append(&self, batch: &Batch, input: &[u8], cursor: Option<(&str, &str)>) -> Result<Kept, KeepError> {
        let done = self.0.append(batch, input, cursor);
        let done = done.map_err(|error| KeepError(error.to_string()))?;
        Ok(Kept {
            rows: done.stored_rows,
            repeated: done.repeated,
            differing: done.differing,
        })
    }

    fn cursor(&self, stream: &str) -> Option<String> {
        self.0.cursor(stream)
    }

    fn notes(&self) -> Result<Vec<String>, KeepError> {
        self.0.notes().map_err(failed)
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, KeepError> {
        self.0.note(name).map_err(failed)
    }

    fn put_note(&self, name: &str, bytes: &[u8]) -> Result<(), KeepError> {
        self.0.put_note(name, bytes).map_err(failed)
    }

    fn drop_note(&self, name: &str) -> Result<(), KeepError> {
        self.0.drop_note(name).map_err(failed)
    }

    fn scan(
        &self,
        from: Moment,
        until: Moment,
        each: &mut dyn FnMut(&Batch, &[u8]) -> bool,
    ) -> Result<(), KeepError> {
        let mut goes_on = true;
        let scanned = self.0.scan(&between(from, until), &mut |batch, raw| {
            if goes_on {
                goes_on = each(batch, raw);
            }
        });
        scanned.map(|_| ()).map_err(|error| KeepError(error.to_string()))
    }

    fn watch(
        &self,
        from: Moment,
        until: Moment,
        each: &mut dyn FnMut(&dyn View) -> bool,
    ) -> Result<(), KeepError> {
        let watched = self.0.watch(&between(from, until), &mut |event| {
            if each(event) {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        watched.map(|_| ()).map_err(|error| KeepError(error.to_string()))
    }

    fn firsts(&self) -> Result<BTreeMap<Source, Moment>, KeepError> {
        let sources = self
            .0
            .stats()
            .sources
            .into_iter()
            .filter(|(_, told)| told.events > 0);
        let firsts = sources.filter_map(|(word, told)| Some((Source::of_word(&word)?, Moment(told.oldest))));
        Ok(firsts.collect())
    }
}

fn failed(error: std::io::Error) -> KeepError {
    KeepError(format!("a note beside the events: {error}"))
}

fn between(from: Moment, until: Moment) -> Query {
    Query {
        from: bound(from, 0),
        until: bound(until, 999),
        ..Query::default()
    }
}

/// A moment in milliseconds; none for the ends of time.
fn bound(moment: Moment, up_us: i64) -> Option<Timestamp> {
    let ms = moment.0.saturating_add(up_us).div_euclid(1_000);
    // Beyond these years is beyond any event.
    ((-62_135_596_800_000..253_402_300_800_000).contains(&ms)).then(|| Timestamp::from_ms(ms))
}
