//! Events in the order they happened, for replay and export.

use crate::archive::{Archive, State};
use crate::bitmap::Bitmap;
use crate::chunk::Chunk;
use crate::error::SearchError;
use crate::event::order;
use crate::query::{Plan, Query, compile};
use crate::search::{each_hot, overlaps, within};
use crate::segment::{Fetcher, Segment};
use activity::event::{self, Batch};
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
    next: Option<(Key, usize)>,
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
                Row::Stored(fetcher, row) => fetcher.row(row, &mut out)?,
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
    Stored(&'a mut Fetcher<'s>, usize),
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
    loop {
        let mut best = hot.last().map(|(key, ..)| (*key, None));
        for (index, run) in runs.iter().enumerate() {
            if let Some((key, _)) = run.next
                && best.is_none_or(|(known, _)| key < known)
            {
                best = Some((key, Some(index)));
            }
        }
        let needed = waiting
            .last()
            .is_some_and(|segment| best.is_none_or(|(key, _)| segment.entry.oldest <= key.0));
        if let Some(segment) = needed.then(|| waiting.pop()).flatten() {
            let rows = segment.eval(plan, &within(segment, span)?)?;
            let mut run = Run {
                fetcher: Fetcher::new(segment),
                rows,
                next: None,
            };
            run.advance(0)?;
            runs.push(run);
            continue;
        }
        match best {
            None => return Ok(()),
            Some((_, None)) => {
                if let Some((_, event, raw)) = hot.pop() {
                    f(Row::Hot(event, raw))?;
                }
            }
            Some((_, Some(index))) => {
                let run = &mut runs[index];
                if let Some((_, row)) = run.next {
                    f(Row::Stored(&mut run.fetcher, row))?;
                    run.advance(row + 1)?;
                }
                if run.next.is_none() {
                    runs.swap_remove(index);
                }
            }
        }
    }
}

impl Run<'_> {
    fn advance(&mut self, from: usize) -> Result<(), SearchError> {
        let row = self.rows.iter_range(from, self.rows.rows()).next();
        self.next = match row {
            None => None,
            Some(row) => Some(((self.fetcher.time(row)?, self.fetcher.segment().tie(row)?), row)),
        };
        Ok(())
    }
}
