//! The matching rows of one segment, one after another, forward or backward.

use crate::bitmap::Bitmap;
use crate::error::SearchError;
use crate::query::Plan;
use crate::search::within;
use crate::segment::{COST_OF_READING, Fetcher, Segment, cost};
use activity::event::Order;
use std::collections::HashMap;
use std::ops::Range;

/// Rows that are looked at first when looking means reading raw texts; four times as many each time.
const WINDOW: usize = 2_048;

pub(super) struct Run<'s> {
    pub(super) fetcher: Fetcher<'s>,
    /// For each wanted column, the places that numbers of terms have in the columns under way.
    pub(super) places: Vec<HashMap<u64, u32>>,
    /// Time and number of the row that comes next.
    pub(super) next: Option<(i64, usize)>,
    plan: &'s Plan,
    order: Order,
    within: Bitmap,
    /// Matching rows of the window that was looked at last.
    rows: Bitmap,
    /// The end of the window that is still to be given.
    at: usize,
    /// The end beyond which nothing was looked at.
    edge: usize,
    window: usize,
    has_looked: bool,
}

impl<'s> Run<'s> {
    pub(super) fn new(
        segment: &'s Segment,
        plan: &'s Plan,
        span: &Range<i64>,
        order: Order,
        fields: usize,
    ) -> Result<Self, SearchError> {
        let total = segment.rows();
        let start = if order == Order::NewestFirst { total } else { 0 };
        let mut run = Self {
            fetcher: Fetcher::new(segment),
            places: vec![HashMap::new(); fields],
            next: None,
            plan,
            order,
            within: within(segment, span)?,
            rows: Bitmap::none(total),
            at: start,
            edge: start,
            window: if cost(plan) >= COST_OF_READING {
                WINDOW
            } else {
                total
            },
            has_looked: false,
        };
        run.advance()?;
        Ok(run)
    }

    /// Finds the next row.
    pub(super) fn advance(&mut self) -> Result<(), SearchError> {
        loop {
            if let Some(row) = self.take_row() {
                let time = if self.order == Order::Any {
                    0
                } else {
                    self.fetcher.time(row)?
                };
                self.next = Some((time, row));
                return Ok(());
            }
            let total = self.within.rows();
            let (start, stop) = match self.order {
                Order::NewestFirst => (self.edge.saturating_sub(self.window), self.edge),
                _ => (self.edge, self.edge.saturating_add(self.window).min(total)),
            };
            if start >= stop {
                self.next = None;
                return Ok(());
            }
            (self.at, self.edge) = match self.order {
                Order::NewestFirst => (stop, start),
                _ => (start, stop),
            };
            self.window = self.window.saturating_mul(4);
            let mut window = Bitmap::range(total, start, stop);
            window.and(&self.within);
            if !window.is_empty() {
                self.has_looked = true;
                self.rows = self.fetcher.segment().eval(self.plan, &window)?;
            }
        }
    }

    /// The next row of the window.
    fn take_row(&mut self) -> Option<usize> {
        if self.order == Order::NewestFirst {
            let row = self.rows.last_below(self.at).filter(|row| *row >= self.edge)?;
            self.at = row;
            return Some(row);
        }
        let row = self.rows.iter_range(self.at, self.edge).next()?;
        self.at = row + 1;
        Some(row)
    }

    /// Whether rows of it are in the columns under way.
    pub(super) fn is_used(&self) -> bool {
        self.places.iter().any(|places| !places.is_empty())
    }

    /// Whether rows were looked at since it was asked.
    pub(super) fn has_looked(&mut self) -> bool {
        std::mem::replace(&mut self.has_looked, false)
    }

    pub(super) fn forget_places(&mut self) {
        self.places.iter_mut().for_each(HashMap::clear);
    }
}
