//! Intervals and moments from their parts, intervals in larger units, and addresses. Source: PostgreSQL documentation,
//! 9.9 and 9.12.

use datafusion::arrow::datatypes::{DataType, IntervalMonthDayNano, IntervalUnit, TimeUnit};
use datafusion::common::{Result, ScalarValue, exec_err};

use super::rowwise::{RowWise, Takes, double, of_text, text, whole};
use crate::inet;
use crate::time::days_from_civil;

const DAY: i64 = 86_400_000_000_000;

pub(super) fn functions() -> [RowWise; 7] {
    use Takes::{Double, Interval, Text, Whole};
    let interval = DataType::Interval(IntervalUnit::MonthDayNano);
    let moment = DataType::Timestamp(TimeUnit::Microsecond, None);
    [
        RowWise::new(
            "make_interval",
            &[Whole, Whole, Whole, Whole, Whole, Whole, Double],
            interval.clone(),
            make_interval,
        )
        .at_least(1),
        RowWise::new(
            "make_timestamp",
            &[Whole, Whole, Whole, Whole, Whole, Double],
            moment,
            make_timestamp,
        ),
        RowWise::new("justify_hours", &[Interval], interval.clone(), |given| {
            justified(given, true, false)
        }),
        RowWise::new("justify_days", &[Interval], interval.clone(), |given| {
            justified(given, false, true)
        }),
        RowWise::new("justify_interval", &[Interval], interval, |given| {
            justified(given, true, true)
        }),
        RowWise::new("host", &[Text], DataType::Utf8, |given| {
            let (address, _) = inet::parts(text(given, 0)?)?;
            Ok(of_text(address.to_string()))
        }),
        RowWise::new("family", &[Text], DataType::Int32, |given| {
            let (address, _) = inet::parts(text(given, 0)?)?;
            Ok(ScalarValue::Int32(Some(if address.is_ipv4() { 4 } else { 6 })))
        }),
    ]
}

fn make_interval(given: &[ScalarValue]) -> Result<ScalarValue> {
    let number = |at: usize| i128::from(whole(given, at, 0));
    let months = i32::try_from(number(0) * 12 + number(1));
    let days = i32::try_from(number(2) * 7 + number(3));
    let seconds = (double(given, 6) * 1_000_000.0).round_ties_even();
    let time = (number(4) * 60 + number(5)) * 60_000_000_000 + seconds as i128 * 1_000;
    match (months, days, i64::try_from(time)) {
        (Ok(months), Ok(days), Ok(time)) if seconds.is_finite() => Ok(value(months, days, time)),
        _ => exec_err!("interval out of range"),
    }
}

const fn value(months: i32, days: i32, nanoseconds: i64) -> ScalarValue {
    ScalarValue::IntervalMonthDayNano(Some(IntervalMonthDayNano::new(months, days, nanoseconds)))
}

fn make_timestamp(given: &[ScalarValue]) -> Result<ScalarValue> {
    let [year, month, day, hour, minute] = [0, 1, 2, 3, 4].map(|at| whole(given, at, 0));
    let second = double(given, 5);
    let is_date = (1..=262_000).contains(&year) && (1..=12).contains(&month) && day >= 1;
    let next = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    let is_time = (0..24).contains(&hour) && (0..60).contains(&minute) && (0.0..=60.0).contains(&second);
    if !(is_date && is_time) || days_from_civil(next.0, next.1, 1) - days_from_civil(year, month, 1) < day {
        return exec_err!("make_timestamp: date or time out of range");
    }
    let time = (hour * 60 + minute) * 60_000_000 + (second * 1_000_000.0).round_ties_even() as i64;
    let at = days_from_civil(year, month, day) * (DAY / 1_000) + time;
    Ok(ScalarValue::TimestampMicrosecond(Some(at), None))
}

/// Hours become days of 24, days become months of 30.
fn justified(given: &[ScalarValue], hours: bool, days: bool) -> Result<ScalarValue> {
    let Some(ScalarValue::IntervalMonthDayNano(Some(interval))) = given.first() else {
        return exec_err!("an interval is justified");
    };
    let (mut month, mut day, mut time) = (
        i64::from(interval.months),
        i64::from(interval.days),
        interval.nanoseconds,
    );
    if hours {
        day += time / DAY;
        time %= DAY;
    }
    if days {
        month += day / 30;
        day %= 30;
    }
    if days && hours {
        // All parts get the sign of the months.
        if month > 0 && (day < 0 || (day == 0 && time < 0)) {
            day += 30;
            month -= 1;
        } else if month < 0 && (day > 0 || (day == 0 && time > 0)) {
            day -= 30;
            month += 1;
        }
    } else if days {
        if month > 0 && day < 0 {
            day += 30;
            month -= 1;
        } else if month < 0 && day > 0 {
            day -= 30;
            month += 1;
        }
    }
    if hours {
        if day > 0 && time < 0 {
            time += DAY;
            day -= 1;
        } else if day < 0 && time > 0 {
            time -= DAY;
            day += 1;
        }
    }
    match (i32::try_from(month), i32::try_from(day)) {
        (Ok(month), Ok(day)) => Ok(value(month, day, time)),
        _ => exec_err!("interval out of range"),
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, justified, value};

    /// As PostgreSQL 15 answers.
    #[test]
    fn intervals_in_larger_units() {
        let hour = DAY / 24;
        let all = |months, days, time| justified(&[value(months, days, time)], true, true).expect("is one");
        assert_eq!(all(1, 0, -hour), value(0, 29, 23 * hour));
        assert_eq!(all(0, 35, 30 * hour), value(1, 6, 6 * hour));
        let days = justified(&[value(0, 65, 0)], false, true).expect("is one");
        assert_eq!(days, value(2, 5, 0));
        let hours = justified(&[value(0, 0, 50 * hour)], true, false).expect("is one");
        assert_eq!(hours, value(0, 2, 2 * hour));
    }
}
