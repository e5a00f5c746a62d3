//! The newest events of all segments and the recent rows, merged, reading no more than the answer needs.

use super::{Page, each_hot, overlaps, within};
use crate::archive::State;
use crate::bitmap::Bitmap;
use crate::chunk::Chunk;
use crate::error::SearchError;
use crate::event::{Event, Position, order};
use crate::query::Plan;
use crate::segment::{COST_OF_READING, Fetcher, Segment, cost};
use activity::event;
use std::ops::Range;

/// Rows that are looked at first when looking means reading raw texts; four times as many each time.
const WINDOW: usize = 2_048;

/// Time and tie of a row: what it is ordered by.
type Key = (i64, u32);

/// The matching rows of one segment, the newest first.
struct Run<'s> {
    fetcher: Fetcher<'s>,
    plan: &'s Plan,
    within: Bitmap,
    /// Matching rows from `known` up.
    rows: Bitmap,
    known: usize,
    /// Rows below it are still to come.
    end: usize,
    window: usize,
    next: Option<(Key, usize)>,
}

pub(super) fn search(
    state: &State,
    plan: &Plan,
    span: Range<i64>,
    limit: usize,
    after: Option<Position>,
) -> Result<Page, SearchError> {
    let mut page = Page::default();
    let mut hot: Vec<(Key, event::Event<'_>, &[u8])> = Vec::new();
    each_hot(state, plan, &span, &mut |event, raw| {
        hot.push((order(&event), event, raw));
    });
    hot.sort_by_key(|(key, ..)| *key);
    page.scanned += super::recent(state).map(|chunk| chunk.len() as u64).sum::<u64>();
    let mut waiting: Vec<&Segment> = state.segments.iter().map(AsRef::as_ref).collect();
    waiting.retain(|segment| overlaps(segment, &span));
    waiting.sort_by_key(|segment| segment.entry.newest);
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut place = Position {
        time: i64::MAX,
        tie: u32::MAX,
        nth: 0,
    };
    let mut is_first = true;
    loop {
        let best = loop {
            let best = best(&runs, hot.last().map(|(key, ..)| *key));
            let needed = waiting
                .last()
                .is_some_and(|segment| best.is_none_or(|(key, _)| segment.entry.newest >= key.0));
            let Some(segment) = needed.then(|| waiting.pop()).flatten() else {
                break best;
            };
            let run = Run::new(segment, plan, &span)?;
            page.scanned += run.within.count();
            runs.push(run);
        };
        let Some((key, run)) = best else {
            return Ok(page);
        };
        let nth = if !is_first && key == (place.time, place.tie) {
            place.nth + 1
        } else {
            0
        };
        is_first = false;
        place = Position {
            time: key.0,
            tie: key.1,
            nth,
        };
        let is_before = after.is_some_and(|after| {
            (place.time, place.tie) > (after.time, after.tie)
                || (place.time, place.tie) == (after.time, after.tie) && place.nth <= after.nth
        });
        if page.events.len() == limit && !is_before {
            page.next = page.events.last().map(Event::position);
            return Ok(page);
        }
        match run {
            None => {
                if let Some((_, event, raw)) = hot.pop().filter(|_| !is_before) {
                    page.events.push(Event::of(&event, raw, place));
                }
            }
            Some(run) => {
                let event = runs[run].pop(place, !is_before)?;
                page.events.extend(event);
            }
        }
    }
}

/// The newest row of all, and the run that has it; none is the recent rows.
fn best(runs: &[Run<'_>], hot: Option<Key>) -> Option<(Key, Option<usize>)> {
    let mut best = hot.map(|key| (key, None));
    for (index, run) in runs.iter().enumerate() {
        if let Some((key, _)) = run.next
            && best.is_none_or(|(known, _)| key > known)
        {
            best = Some((key, Some(index)));
        }
    }
    best
}

impl<'s> Run<'s> {
    fn new(segment: &'s Segment, plan: &'s Plan, span: &Range<i64>) -> Result<Self, SearchError> {
        let within = within(segment, span)?;
        let end = within.last_below(segment.rows()).map_or(0, |row| row + 1);
        let is_dear = cost(plan) >= COST_OF_READING;
        let mut run = Self {
            fetcher: Fetcher::new(segment),
            plan,
            rows: Bitmap::none(segment.rows()),
            within,
            known: end,
            end,
            window: if is_dear { WINDOW } else { segment.rows() },
            next: None,
        };
        run.advance()?;
        Ok(run)
    }

    /// Finds the next row.
    fn advance(&mut self) -> Result<(), SearchError> {
        let segment = self.fetcher.segment();
        loop {
            let row = self.rows.last_below(self.end).filter(|row| *row >= self.known);
            if let Some(row) = row {
                self.end = row;
                self.next = Some(((self.fetcher.time(row)?, segment.tie(row)?), row));
                return Ok(());
            }
            if self.known == 0 {
                self.next = None;
                return Ok(());
            }
            let start = self.known.saturating_sub(self.window);
            let mut window = Bitmap::range(segment.rows(), start, self.known);
            window.and(&self.within);
            self.end = self.known;
            self.known = start;
            self.window *= 4;
            if !window.is_empty() {
                self.rows = segment.eval(self.plan, &window)?;
            }
        }
    }

    fn pop(&mut self, place: Position, is_wanted: bool) -> Result<Option<Event>, SearchError> {
        let mut event = None;
        if let Some((_, row)) = self.next.filter(|_| is_wanted) {
            let mut chunk = Chunk::default();
            self.fetcher.row(row, &mut chunk)?;
            event = Some(Event::of_chunk(chunk, place));
        }
        self.advance()?;
        Ok(event)
    }
}
