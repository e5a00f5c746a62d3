//! Events in the order they happened, for replay and export.

use crate::archive::{Archive, State};
use crate::bitmap::Bitmap;
use crate::bits::unordered;
use crate::chunk::Chunk;
use crate::error::SearchError;
use crate::event::order;
use crate::query::{Plan, Query, compile};
use crate::search::{each_hot, overlaps, within};
use crate::segment::{BLOCK, Fetcher, Segment, stream_of};
use activity::event::{self, Batch, Field};
use std::ops::Range;

/// Events of one call.
const BATCH: usize = 1_024;
const BYTES: usize = 8 << 20;

/// How many events a scan gave.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Scanned {
    /// Events that matched.
    pub events: u64,
}

type Key = (i64, u32);

/// The matching rows of one segment, the oldest first.
struct Run<'s> {
    fetcher: Fetcher<'s>,
    rows: Bitmap,
    /// The times of the block that was read last.
    times: (Option<usize>, Vec<u64>),
    /// The time of the next one, and its row.
    next: Option<(i64, usize)>,
}

impl Archive {
    /// Calls with all matching events, the oldest first, in batches with the text that their raw parts lie in.
    pub fn scan(&self, query: &Query, f: &mut dyn FnMut(&Batch, &[u8])) -> Result<Scanned, SearchError> {
        let (span, plan) = compile(query)?;
        let state = self.inner.state();
        let mut out = Chunk::default();
        let mut scanned = Scanned::default();
        merge(&state, &plan, &span, &mut |row| {
            match row {
                Row::Hot(event, raw) => out.push(&event, raw),
                Row::Stored(fetcher, row, _) => fetcher.row(row, &mut out)?,
            }
            scanned.events += 1;
            if out.len() >= BATCH || out.bytes() >= BYTES {
                f(&out.batch, &out.raw);
                out.clear();
            }
            Ok(())
        })?;
        if out.len() > 0 {
            f(&out.batch, &out.raw);
        }
        Ok(scanned)
    }
}

/// The next event of a merge.
pub(crate) enum Row<'a, 's> {
    Hot(event::Event<'s>, &'s [u8]),
    /// Where it is, and whether no other event that matches bears the same time.
    Stored(&'a mut Fetcher<'s>, usize, bool),
}

/// Calls with all matching rows of a state in the order they happened.
pub(crate) fn merge<'s>(
    state: &'s State,
    plan: &Plan,
    span: &Range<i64>,
    f: &mut dyn FnMut(Row<'_, 's>) -> Result<(), SearchError>,
) -> Result<(), SearchError> {
    let mut hot: Vec<(Key, event::Event<'_>, &[u8])> = Vec::new();
    each_hot(state, plan, span, &mut |event, raw| {
        hot.push((order(&event), event, raw));
    });
    hot.sort_by_key(|(key, ..)| std::cmp::Reverse(*key));
    let mut waiting: Vec<&'s Segment> = state.segments.iter().map(AsRef::as_ref).collect();
    waiting.retain(|segment| overlaps(segment, span));
    waiting.sort_by_key(|segment| std::cmp::Reverse(segment.entry.oldest));
    let mut runs: Vec<Run<'s>> = Vec::new();
    let mut before = None;
    loop {
        let best = first(hot.last().map(|(key, ..)| *key), &runs)?;
        let needed = waiting
            .last()
            .is_some_and(|segment| best.is_none_or(|(time, _)| segment.entry.oldest <= time));
        if let Some(segment) = needed.then(|| waiting.pop()).flatten() {
            let rows = segment.eval(plan, &within(segment, span)?)?;
            let mut run = Run {
                fetcher: Fetcher::new(segment),
                rows,
                times: (None, Vec::new()),
                next: None,
            };
            run.advance(0)?;
            runs.push(run);
            continue;
        }
        let Some((time, place)) = best else {
            return Ok(());
        };
        let Some((index, run)) = place.and_then(|index| Some((index, runs.get_mut(index)?))) else {
            if let Some((_, event, raw)) = hot.pop() {
                f(Row::Hot(event, raw))?;
            }
            before = Some(time);
            continue;
        };
        let Some((_, row)) = run.next else { continue };
        run.advance(row + 1)?;
        let is_over = run.next.is_none();
        let is_alone = before != Some(time)
            && hot.last().is_none_or(|(key, ..)| key.0 != time)
            && waiting.last().is_none_or(|segment| segment.entry.oldest != time)
            && runs
                .iter()
                .all(|run| run.next.is_none_or(|(next, _)| next != time));
        before = Some(time);
        if let Some(run) = runs.get_mut(index) {
            f(Row::Stored(&mut run.fetcher, row, is_alone))?;
        }
        if is_over {
            runs.swap_remove(index);
        }
    }
}

/// The time of the first of all, and the run that has it; no run when it is recent. Events of one time are in the order
/// of their ties, which are read only then.
fn first(hot: Option<Key>, runs: &[Run<'_>]) -> Result<Option<(i64, Option<usize>)>, SearchError> {
    let mut best = hot.map(|(time, _)| (time, None));
    for (index, run) in runs.iter().enumerate() {
        let Some((time, row)) = run.next else { continue };
        let is_first = match best {
            None => true,
            Some((known, _)) if time != known => time < known,
            Some((_, place)) => {
                let tie =
                    match place.and_then(|place: usize| Some((runs.get(place)?, runs.get(place)?.next?))) {
                        Some((other, (_, row))) => other.fetcher.segment().tie(row)?,
                        None => hot.map_or(0, |(_, tie)| tie),
                    };
                run.fetcher.segment().tie(row)? < tie
            }
        };
        if is_first {
            best = Some((time, Some(index)));
        }
    }
    Ok(best)
}

impl Run<'_> {
    fn advance(&mut self, from: usize) -> Result<(), SearchError> {
        self.next = match self.rows.next(from) {
            None => None,
            Some(row) => Some((self.time(row)?, row)),
        };
        Ok(())
    }

    fn time(&mut self, row: usize) -> Result<i64, SearchError> {
        let (known, times) = &mut self.times;
        if *known != Some(row / BLOCK) {
            let rows = BLOCK.min(self.rows.rows() - row / BLOCK * BLOCK);
            let stream = self.fetcher.stream(row / BLOCK, stream_of(Field::EventTime))?;
            stream.unpack(rows, times);
            *known = Some(row / BLOCK);
        }
        Ok(unordered(times.get(row % BLOCK).copied().unwrap_or(0)))
    }
}
