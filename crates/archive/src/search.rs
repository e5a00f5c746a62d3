//! Searches and counts: the newest events first, or how many of what and when.

mod counts;
mod newest;

pub use counts::Facet;

use crate::archive::{Archive, State};
use crate::bitmap::Bitmap;
use crate::chunk::Chunk;
use crate::error::SearchError;
use crate::event::{Event, Position};
use crate::query::{Column, Filter, Plan, Query, compile, matches};
use crate::segment::Segment;
use activity::event::{self, Field, View};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Some events of an answer.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The events, newest first.
    pub events: Vec<Event>,
    /// Go on after this; `None` when there is no more.
    pub next: Option<Position>,
    /// Events among which was looked. Those of segments that could not have any do not count.
    pub scanned: u64,
}

/// How many events match, and among how many was looked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Count {
    /// Events that match.
    pub events: u64,
    /// Events in the span of time.
    pub scanned: u64,
}

impl Archive {
    /// The newest events that match, at most that many; after a position, or from the newest.
    pub fn search(&self, query: &Query, limit: usize, after: Option<Position>) -> Result<Page, SearchError> {
        let (mut span, plan) = compile(query)?;
        if let Some(after) = after {
            span.end = span.end.min(after.time.saturating_add(1));
        }
        newest::search(&self.inner.state(), &plan, span, limit, after)
    }

    /// The newest event of that id, of whatever source.
    pub fn get(&self, event_id: &str) -> Result<Option<Event>, SearchError> {
        let filter = Filter::Is {
            column: Column::One(Field::Uid),
            values: vec![event_id.to_owned()],
        };
        let query = Query {
            filter,
            ..Query::default()
        };
        Ok(self.search(&query, 1, None)?.events.pop())
    }

    /// How many events match.
    pub fn count(&self, query: &Query) -> Result<Count, SearchError> {
        let (span, plan) = compile(query)?;
        let state = self.inner.state();
        let mut count = Count::default();
        each_segment(&state, &span, |segment| {
            let within = within(segment, &span)?;
            Ok((segment.eval(&plan, &within)?.count(), within.count()))
        })?
        .into_iter()
        .for_each(|(events, scanned)| {
            count.events += events;
            count.scanned += scanned;
        });
        each_hot(&state, &plan, &span, &mut |_, _| count.events += 1);
        count.scanned += recent(&state).map(|chunk| chunk.len() as u64).sum::<u64>();
        Ok(count)
    }
}

/// Rows that are in memory.
pub(crate) fn recent(state: &State) -> impl Iterator<Item = &Arc<Chunk>> {
    state.sealing.chunks.iter().chain(&state.hot.chunks)
}

/// Calls with every recent row that matches.
pub(crate) fn each_hot<'s>(
    state: &'s State,
    plan: &Plan,
    span: &Range<i64>,
    f: &mut dyn FnMut(event::Event<'s>, &'s [u8]),
) {
    let mut lowered = Vec::new();
    for chunk in recent(state) {
        for event in chunk.events() {
            let raw = chunk.raw_of(&event);
            if is_in(span, event.time().0) && matches(plan, &event, raw, &mut lowered) {
                f(event, raw);
            }
        }
    }
}

/// Whether a time is in a span; one without an end has the last moment too.
pub(crate) const fn is_in(span: &Range<i64>, time: i64) -> bool {
    time >= span.start && (time < span.end || span.end == i64::MAX)
}

/// Whether a segment may have events of a span.
pub(crate) fn overlaps(segment: &Segment, span: &Range<i64>) -> bool {
    segment.entry.newest >= span.start && is_in(&(i64::MIN..span.end), segment.entry.oldest)
}

/// The rows of a segment that are in a span.
pub(crate) fn within(segment: &Segment, span: &Range<i64>) -> Result<Bitmap, SearchError> {
    let (start, end) = (segment.first_row_at(span.start)?, segment.first_row_at(span.end)?);
    Ok(Bitmap::range(segment.rows(), start, end))
}

/// Does something with every segment of a span, on as many threads as help; the answers are in the order of segments.
pub(crate) fn each_segment<'s, T: Send>(
    state: &'s State,
    span: &Range<i64>,
    f: impl Fn(&'s Segment) -> Result<T, SearchError> + Sync,
) -> Result<Vec<T>, SearchError> {
    const THREADS_MAX: usize = 8;
    let segments: Vec<_> = state
        .segments
        .iter()
        .filter(|segment| overlaps(segment, span))
        .collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(THREADS_MAX).min(segments.len());
    if threads < 2 {
        return segments.into_iter().map(|segment| f(segment)).collect();
    }
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next, segments, f) = (sender.clone(), &next, &segments, &f);
            scope.spawn(move || {
                while let Some((index, segment)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    segments.get(index).map(|segment| (index, segment))
                } {
                    // The receiver outlives the scope.
                    let _ = sender.send((index, f(segment)));
                }
            });
        }
    });
    drop(sender);
    let mut answers: Vec<_> = receiver.into_iter().collect();
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
