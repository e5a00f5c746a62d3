//! The archive as it is at one moment, read by column: what engines ask that work on whole columns.
//!
//! Only the columns that are wanted are read, from packed numbers; raw texts only for `raw`, and for `uid` and
//! `changes`, which lie in them.

mod columns;
mod run;

use crate::archive::{Archive, State};
use crate::error::SearchError;
use crate::query::{Plan, Query, compile};
use crate::search::{each_hot, each_segment, overlaps, recent, within};
use crate::segment::Segment;
use activity::event::{Event, Field, Order, Rows, View};
use columns::Columns;
use run::Run;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

/// Events of one call, at most.
const ROWS_MAX: usize = 4_096;
/// Bytes of texts of one call, about.
const BYTES_MAX: usize = 4 << 20;

/// The archive as it was when this was made. Files it needs stay open.
#[derive(Clone, Debug)]
pub struct Still {
    state: Arc<State>,
}

/// What is to be read.
#[derive(Clone, Debug)]
pub struct Wanted<'q> {
    /// Which events.
    pub query: &'q Query,
    /// Which columns, in which order. `event_date` comes as the time of the event.
    pub fields: &'q [Field],
    /// In which order the events come.
    pub order: Order,
    /// Which of how many parts, from 0: all together have each event once. Only [`Order::Any`] has parts.
    pub part: (usize, usize),
}

impl Archive {
    /// The archive as it is now.
    pub fn still(&self) -> Still {
        Still {
            state: self.inner.state(),
        }
    }
}

impl Still {
    /// How many events match.
    pub fn count(&self, query: &Query) -> Result<u64, SearchError> {
        let (span, plan) = compile(query)?;
        let found = each_segment(&self.state, &span, |segment| {
            let within = within(segment, &span)?;
            Ok(match &plan {
                Plan::And(all) if all.is_empty() => within.count(),
                plan => segment.eval(plan, &within)?.count(),
            })
        })?;
        let mut count: u64 = found.into_iter().sum();
        each_hot(&self.state, &plan, &span, &mut |_, _| count += 1);
        Ok(count)
    }

    /// In how many parts reading is worth while: files that may have such events, and one for what is recent.
    pub fn parts(&self, query: &Query) -> Result<usize, SearchError> {
        let (span, _) = compile(query)?;
        let files = self.state.segments.iter();
        let files = files.filter(|segment| overlaps(segment, &span)).count();
        Ok(files + usize::from(recent(&self.state).next().is_some()))
    }

    /// Calls with the wanted columns of the matching events, until it is told to break. Also calls without events now
    /// and then, while it looks and finds none.
    pub fn read(
        &self,
        wanted: &Wanted<'_>,
        f: &mut dyn FnMut(Rows) -> ControlFlow<()>,
    ) -> Result<(), SearchError> {
        let (span, plan) = compile(wanted.query)?;
        let mut reading = Reading::new(&self.state, &plan, span, wanted);
        let mut columns = Columns::new(wanted.fields);
        loop {
            let is_more = reading.next(&mut columns)?;
            let is_full = columns.len() >= ROWS_MAX || columns.bytes() >= BYTES_MAX;
            let is_told = !is_more || is_full || std::mem::take(&mut reading.has_looked);
            if is_told {
                reading.forget_places();
                if f(columns.take()).is_break() || !is_more {
                    return Ok(());
                }
            }
        }
    }
}

/// A reading under way: what is recent, open segments, and segments that wait.
struct Reading<'s> {
    plan: &'s Plan,
    span: Range<i64>,
    order: Order,
    /// The next one is the last.
    hot: Vec<(i64, Event<'s>, &'s [u8])>,
    /// The next one is the last.
    waiting: Vec<&'s Segment>,
    runs: Vec<Run<'s>>,
    fields: usize,
    /// Whether a segment was opened since somebody asked.
    has_looked: bool,
}

impl<'s> Reading<'s> {
    fn new(state: &'s State, plan: &'s Plan, span: Range<i64>, wanted: &Wanted<'_>) -> Self {
        let order = wanted.order;
        let (part, parts) = match order {
            Order::Any => (wanted.part.0, wanted.part.1.max(1)),
            _ => (0, 1),
        };
        let mut hot = Vec::new();
        if part == 0 {
            each_hot(state, plan, &span, &mut |event, raw| {
                hot.push((event.time().0, event, raw));
            });
        }
        let segments = state.segments.iter().map(AsRef::as_ref);
        let segments = segments.filter(|segment: &&Segment| overlaps(segment, &span));
        let mut waiting: Vec<&Segment> = segments
            .enumerate()
            .filter(|(index, _)| index % parts == part)
            .map(|(_, segment)| segment)
            .collect();
        hot.sort_by_key(|(time, ..)| std::cmp::Reverse(key(order, *time)));
        waiting.sort_by_key(|segment| std::cmp::Reverse(first_key(order, segment)));
        Self {
            plan,
            span,
            order,
            hot,
            waiting,
            runs: Vec::new(),
            fields: wanted.fields.len(),
            has_looked: false,
        }
    }

    /// Adds the next event to `columns`; says whether there may be more.
    fn next(&mut self, columns: &mut Columns) -> Result<bool, SearchError> {
        let mut best = self.hot.last().map(|(time, ..)| (key(self.order, *time), None));
        for (index, run) in self.runs.iter().enumerate() {
            if let Some((time, _)) = run.next
                && best.is_none_or(|(known, _)| key(self.order, time) < known)
            {
                best = Some((key(self.order, time), Some(index)));
            }
        }
        let is_needed = self.waiting.last().is_some_and(|segment| match best {
            None => true,
            Some((known, _)) => self.order != Order::Any && first_key(self.order, segment) <= known,
        });
        if let Some(segment) = is_needed.then(|| self.waiting.pop()).flatten() {
            self.has_looked = true;
            self.runs.retain(|run| run.next.is_some() || run.is_used());
            let run = Run::new(segment, self.plan, &self.span, self.order, self.fields)?;
            self.runs.push(run);
            return Ok(true);
        }
        match best {
            None => return Ok(false),
            Some((_, None)) => {
                if let Some((_, event, raw)) = self.hot.pop() {
                    columns.push_hot(&event, raw);
                }
            }
            Some((_, Some(index))) => {
                if let Some(run) = self.runs.get_mut(index) {
                    columns.push_stored(run)?;
                    run.advance()?;
                    self.has_looked |= run.has_looked();
                }
            }
        }
        Ok(true)
    }

    /// What the columns were told goes with them.
    fn forget_places(&mut self) {
        self.runs.iter_mut().for_each(Run::forget_places);
        self.runs.retain(|run| run.next.is_some());
    }
}

/// Orders times: the smallest comes first.
const fn key(order: Order, time: i64) -> i64 {
    match order {
        Order::Any => 0,
        Order::OldestFirst => time,
        Order::NewestFirst => time.saturating_neg(),
    }
}

/// The smallest key that an event of a segment may have.
fn first_key(order: Order, segment: &Segment) -> i64 {
    match order {
        Order::Any => 0,
        Order::OldestFirst => segment.entry.oldest,
        Order::NewestFirst => segment.entry.newest.saturating_neg(),
    }
}
