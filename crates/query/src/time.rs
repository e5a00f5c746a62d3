//! Moments and intervals as PostgreSQL has them.

mod aggregates;
mod between;
mod civil;
mod of_text;
mod read;
mod read_interval;
mod span;
mod zone;
mod zoned;

pub(crate) use aggregates::{aggregated, average};
pub(crate) use between::{between, is_moment};
pub(crate) use civil::{civil_from_days, days_from_civil};
pub(crate) use of_text::of_text;
pub(crate) use read_interval::canonical;
pub(crate) use span::{as_order, compared};
pub(crate) use zoned::at_time_zone;
