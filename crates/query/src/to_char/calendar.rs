//! What a calendar and a clock show of a moment, or of an interval.

use datafusion::arrow::datatypes::IntervalMonthDayNano;

use crate::time::{civil_from_days, days_from_civil};

const DAY: i64 = 86_400_000_000;
/// Julian day of 1970-01-01.
const JULIAN_1970: i64 = 2_440_588;

/// The parts that patterns name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// Years before Christ are 0 and below.
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) us: i64,
    /// Days since 1970-01-01; an interval has none.
    pub(super) days: Option<i64>,
    pub(super) has_zone: bool,
}

impl Shown {
    pub(super) fn of_moment(at: i64, has_zone: bool) -> Self {
        let days = at.div_euclid(DAY);
        let (year, month, day) = civil_from_days(days);
        let time = at.rem_euclid(DAY);
        Self {
            days: Some(days),
            has_zone,
            ..Self::with_time(year, month, day, time)
        }
    }

    pub(super) fn of_interval(interval: IntervalMonthDayNano) -> Self {
        let (months, us) = (i64::from(interval.months), interval.nanoseconds / 1_000);
        Self::with_time(months / 12, months % 12, i64::from(interval.days), us)
    }

    const fn with_time(year: i64, month: i64, day: i64, us: i64) -> Self {
        Self {
            year,
            month,
            day,
            hour: us / 3_600_000_000,
            minute: us / 60_000_000 % 60,
            second: us / 1_000_000 % 60,
            us: us % 1_000_000,
            days: None,
            has_zone: false,
        }
    }

    /// The year as people say it.
    pub(super) const fn said_year(&self) -> i64 {
        if self.year <= 0 && self.days.is_some() {
            1 - self.year
        } else {
            self.year
        }
    }

    /// 0 is Sunday.
    pub(super) const fn weekday(&self) -> Option<i64> {
        match self.days {
            Some(days) => Some((days + 4).rem_euclid(7)),
            None => None,
        }
    }

    /// 1 is Monday, 7 is Sunday.
    pub(super) fn iso_weekday(&self) -> i64 {
        match self.weekday() {
            Some(0) => 7,
            Some(day) => day,
            None => 0,
        }
    }

    pub(super) fn day_of_year(&self) -> i64 {
        match self.days {
            Some(days) => days - days_from_civil(self.year, 1, 1) + 1,
            None => self.year * 360 + self.month * 30 + self.day,
        }
    }

    /// Year and week of ISO 8601, and the day of that year.
    pub(super) fn iso_week(&self) -> (i64, i64, i64) {
        let Some(days) = self.days else {
            return (self.year, 0, 0);
        };
        let thursday = days + 4 - self.iso_weekday();
        let (year, ..) = civil_from_days(thursday);
        let fourth = days_from_civil(year, 1, 4);
        let first = fourth - (fourth + 3).rem_euclid(7);
        (year, (days - first) / 7 + 1, days - first + 1)
    }

    pub(super) fn julian(&self) -> i64 {
        self.days.unwrap_or(self.day) + JULIAN_1970
    }

    pub(super) const fn century(&self) -> i64 {
        if self.year > 0 {
            (self.year - 1) / 100 + 1
        } else {
            self.year / 100 - 1
        }
    }
}
