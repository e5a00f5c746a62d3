//! How many bytes a call would make, at most: told from the lengths of what it is given.

use std::borrow::Cow;

use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type, IntervalMonthDayNanoType, TimeUnit};
use datafusion::common::Result;
use datafusion::logical_expr::ColumnarValue;

/// Bytes that an element takes in a list beside its text.
const ELEMENT: u64 = 16;
/// Most bytes of a character.
const CHARACTER: u64 = 4;

/// How a function's result grows with its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Growth {
    /// The first argument so many times as the second says: `repeat`, `array_repeat`.
    Times,
    /// To the length that the second says, in characters: `lpad`, `rpad`.
    Padded,
    /// To as many elements as the second says: `array_resize`.
    Resized,
    /// The first with each second replaced by the third.
    Replaced,
    /// The same with a pattern that may match everywhere, and a replacement that may quote the match.
    PatternReplaced,
    /// Each character of the first by another one.
    Translated,
    /// From the first to the second in steps of the third: `generate_series`, `range`.
    Series,
    /// All arguments after one another; quoted, that may take so many times their length.
    Joined(u64),
    /// The elements of the first with the second between them.
    List,
    /// A pattern that may name each argument often.
    Formatted,
}

/// What a call would make, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Estimate {
    /// The largest value.
    pub(crate) value: u64,
    /// All values.
    pub(crate) total: u64,
}

/// Estimates a call over `rows` rows.
pub(crate) fn estimate(growth: Growth, args: &[ColumnarValue], rows: usize) -> Result<Estimate> {
    let given = Given::read(growth, args)?;
    let mut all = Estimate::default();
    for row in 0..rows {
        let bytes = given.bytes(growth, row);
        all.value = all.value.max(bytes);
        all.total = all.total.saturating_add(bytes);
    }
    Ok(all)
}

/// Numbers of one argument: the same in each row, or one a row.
enum Each {
    Same(u64),
    Rows(Vec<u64>),
}

impl Each {
    fn at(&self, row: usize) -> u64 {
        match self {
            Self::Same(value) => *value,
            Self::Rows(values) => values.get(row).copied().unwrap_or(0),
        }
    }
}

struct Given {
    /// Bytes of each argument.
    bytes: Vec<Each>,
    /// Numbers that arguments say, where the growth depends on them.
    counts: Vec<Each>,
}

impl Given {
    fn read(growth: Growth, args: &[ColumnarValue]) -> Result<Self> {
        let bytes = args.iter().map(|arg| each(arg, lengths)).collect::<Result<_>>()?;
        let counts = match growth {
            Growth::Times | Growth::Padded | Growth::Resized => {
                let counted = args.get(1).map(|arg| each(arg, whole)).transpose()?;
                counted.into_iter().collect()
            }
            Growth::Series => return series(args, bytes),
            _ => Vec::new(),
        };
        Ok(Self { bytes, counts })
    }

    fn arg(&self, at: usize, row: usize) -> u64 {
        self.bytes.get(at).map_or(0, |each| each.at(row))
    }

    fn count(&self, row: usize) -> u64 {
        self.counts.first().map_or(0, |each| each.at(row))
    }

    fn bytes(&self, growth: Growth, row: usize) -> u64 {
        let sum = || (0..self.bytes.len()).fold(0_u64, |sum, at| sum.saturating_add(self.arg(at, row)));
        match growth {
            Growth::Times => self.arg(0, row).saturating_mul(self.count(row)),
            Growth::Padded => {
                let is_plain = self.arg(0, row) <= 1 && self.arg(2, row) <= 1;
                let width = if is_plain { 1 } else { CHARACTER };
                self.count(row).saturating_mul(width)
            }
            Growth::Resized => self
                .count(row)
                .saturating_mul(ELEMENT.saturating_add(self.arg(2, row))),
            Growth::Replaced => {
                let found = self.arg(0, row) / self.arg(1, row).max(1) + 1;
                found
                    .saturating_mul(self.arg(2, row))
                    .saturating_add(self.arg(0, row))
            }
            Growth::PatternReplaced => {
                let (text, by) = (self.arg(0, row), self.arg(2, row));
                let quoted = text.saturating_mul(by / 2 + 1);
                let is_everywhere = self.arg(3, row) > 0;
                let written = by.saturating_mul(if is_everywhere { text + 1 } else { 1 });
                quoted.saturating_add(written)
            }
            Growth::Translated => self.arg(0, row).saturating_mul(CHARACTER),
            Growth::Series => self.count(row).saturating_mul(8),
            Growth::Joined(times) => sum().saturating_mul(times),
            Growth::List => {
                let elements = self.arg(0, row);
                elements.saturating_add((elements / ELEMENT).saturating_mul(self.arg(1, row)))
            }
            Growth::Formatted => sum().saturating_mul(self.arg(0, row) / 2 + 1),
        }
    }
}

/// Numbers of an argument as `read` tells them from an array.
fn each(arg: &ColumnarValue, read: impl Fn(&ArrayRef) -> Result<Vec<u64>>) -> Result<Each> {
    Ok(match arg {
        ColumnarValue::Scalar(value) => {
            let numbers = read(&value.to_array()?)?;
            Each::Same(numbers.first().copied().unwrap_or(0))
        }
        ColumnarValue::Array(array) => Each::Rows(read(array)?),
    })
}

/// Bytes of each value.
fn lengths(array: &ArrayRef) -> Result<Vec<u64>> {
    let lengths = |texts: &mut dyn Iterator<Item = Option<usize>>| {
        texts.map(|length| length.unwrap_or(0) as u64).collect()
    };
    Ok(match array.data_type() {
        DataType::Utf8 => lengths(&mut array.as_string::<i32>().iter().map(|text| text.map(str::len))),
        DataType::LargeUtf8 => lengths(&mut array.as_string::<i64>().iter().map(|text| text.map(str::len))),
        DataType::Utf8View => lengths(&mut array.as_string_view().iter().map(|text| text.map(str::len))),
        DataType::Binary => lengths(&mut array.as_binary::<i32>().iter().map(|text| text.map(<[u8]>::len))),
        DataType::BinaryView => lengths(&mut array.as_binary_view().iter().map(|text| text.map(<[u8]>::len))),
        DataType::Dictionary(_, value) => return self::lengths(&cast(array, value)?),
        DataType::List(_) => {
            let lists = array.as_list::<i32>();
            let of = |list: Option<ArrayRef>| match list {
                Some(list) => Ok(self::lengths(&list)?
                    .into_iter()
                    .map(|bytes| bytes.saturating_add(ELEMENT))
                    .sum()),
                None => Ok(0),
            };
            return lists.iter().map(of).collect();
        }
        DataType::Null => vec![0; array.len()],
        // Numbers, moments and the like as text.
        _ => vec![32; array.len()],
    })
}

/// Whole numbers; what is negative or none is nothing.
fn whole(array: &ArrayRef) -> Result<Vec<u64>> {
    let numbers = cast(array, &DataType::Int64)?;
    let numbers = numbers.as_primitive::<Int64Type>();
    Ok(numbers
        .iter()
        .map(|number| u64::try_from(number.unwrap_or(0)).unwrap_or(0))
        .collect())
}

/// Elements of `range(stop)`, `range(start, stop)`, `range(start, stop, step)`.
fn series(args: &[ColumnarValue], bytes: Vec<Each>) -> Result<Given> {
    let rows = args
        .iter()
        .map(|arg| match arg {
            ColumnarValue::Array(array) => array.len(),
            ColumnarValue::Scalar(_) => 1,
        })
        .max()
        .unwrap_or(0);
    let all = args
        .iter()
        .map(|arg| moments(&arg.to_array(rows)?))
        .collect::<Result<Vec<_>>>()?;
    let at = |arg: usize, row: usize| all.get(arg).and_then(|all| all.get(row)).copied();
    let counts = (0..rows).map(|row| {
        let (start, stop, step) = match args.len() {
            1 => (0, at(0, row).unwrap_or(0), 1),
            _ => (
                at(0, row).unwrap_or(0),
                at(1, row).unwrap_or(0),
                at(2, row).unwrap_or(1),
            ),
        };
        let span = stop.abs_diff(start) / step.unsigned_abs().max(1);
        u64::try_from(span).unwrap_or(u64::MAX).saturating_add(1)
    });
    let counts: Vec<u64> = counts.collect();
    let counts = match counts.as_slice() {
        [only] => Each::Same(*only),
        _ => Each::Rows(counts),
    };
    Ok(Given {
        bytes,
        counts: vec![counts],
    })
}

const DAY_NS: i128 = 86_400_000_000_000;

/// Numbers as they are, moments and intervals in nanoseconds.
fn moments(array: &ArrayRef) -> Result<Vec<i128>> {
    let numbers = |scale: i128| -> Result<Vec<i128>> {
        let numbers = cast(array, &DataType::Int64)?;
        let numbers = numbers.as_primitive::<Int64Type>();
        let scaled = numbers
            .iter()
            .map(|number| i128::from(number.unwrap_or(0)) * scale);
        Ok(scaled.collect())
    };
    match array.data_type() {
        DataType::Timestamp(unit, _) => {
            let nanos = DataType::Timestamp(TimeUnit::Nanosecond, None);
            let plain = cast(array, &DataType::Timestamp(*unit, None))?;
            moments_in(&cast(&plain, &nanos)?)
        }
        DataType::Date32 => {
            let days = cast(array, &DataType::Int32)?;
            Ok(moments(&days)?.into_iter().map(|days| days * DAY_NS).collect())
        }
        DataType::Interval(_) => {
            let whole = cast(
                array,
                &DataType::Interval(datafusion::arrow::datatypes::IntervalUnit::MonthDayNano),
            )?;
            let steps = whole.as_primitive::<IntervalMonthDayNanoType>();
            let nanos = steps.iter().map(|step| {
                step.map_or(1, |step| {
                    let days = i128::from(step.months) * 28 + i128::from(step.days);
                    days * DAY_NS + i128::from(step.nanoseconds)
                })
            });
            Ok(nanos.collect())
        }
        _ => numbers(1),
    }
}

fn moments_in(array: &ArrayRef) -> Result<Vec<i128>> {
    let numbers: Cow<'_, ArrayRef> = Cow::Owned(cast(array, &DataType::Int64)?);
    let numbers = numbers.as_primitive::<Int64Type>();
    Ok(numbers
        .iter()
        .map(|number| i128::from(number.unwrap_or(0)))
        .collect())
}
