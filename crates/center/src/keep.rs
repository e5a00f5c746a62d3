//! What the center needs of an archive.

use activity::event::{Batch, Field, Moment, Source, View};
use std::collections::BTreeMap;

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Rows of the batch that were new and are durable now, ascending.
    pub rows: Vec<usize>,
    /// Events that had been kept before.
    pub repeated: u64,
    /// Those of them whose text is another than that of the one that is kept.
    pub differing: u64,
}

/// Why events could not be kept or read.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct KeepError(pub String);

/// Keeps events, and notes beside them: of the center, by name, each durable in full or not there. All calls block.
pub trait Keep: Send + Sync + 'static {
    /// Keeps the events that are new and the cursor of the collector that brought them, at once or not at all; durable
    /// when it returns. `input` is the text that the batch was read from.
    fn append(&self, batch: &Batch, input: &[u8], cursor: Option<(&str, &str)>) -> Result<Kept, KeepError>;

    /// The cursor that was kept last under that name.
    fn cursor(&self, stream: &str) -> Option<String>;

    /// The names of all notes.
    fn notes(&self) -> Result<Vec<String>, KeepError>;

    /// A note; `None` when there is none of that name.
    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, KeepError>;

    /// Writes a note, in the place of one that may be there.
    fn put_note(&self, name: &str, bytes: &[u8]) -> Result<(), KeepError>;

    /// Removes a note; one that is not there is no fault.
    fn drop_note(&self, name: &str) -> Result<(), KeepError>;

    /// Gives all events from `from` to before `until` in the order of their time, in batches with the text that their
    /// raw parts lie in. Ends early when `each` says `false`.
    fn scan(
        &self,
        from: Moment,
        until: Moment,
        each: &mut dyn FnMut(&Batch, &[u8]) -> bool,
    ) -> Result<(), KeepError>;

    /// Gives the same events as rules see them: of each only what is asked for is read. Ends early when `each` says
    /// `false`.
    fn watch(
        &self,
        from: Moment,
        until: Moment,
        each: &mut dyn FnMut(&dyn View) -> bool,
    ) -> Result<(), KeepError> {
        self.scan(from, until, &mut |batch, input| {
            batch.events(Some(input)).all(|event| each(&event))
        })
    }

    /// The time of the first event of each source.
    fn firsts(&self) -> Result<BTreeMap<Source, Moment>, KeepError> {
        let mut firsts = BTreeMap::new();
        self.watch(Moment(i64::MIN), Moment(i64::MAX), &mut |event| {
            if let Some(source) = event.text(Field::Source).and_then(Source::of_word) {
                firsts.entry(source).or_insert_with(|| event.time());
            }
            true
        })?;
        Ok(firsts)
    }
}
