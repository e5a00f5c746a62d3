//! Rows read out of Arrow columns, borrowing their texts.

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Int32Array, ListArray, RecordBatch, StringArray,
    TimestampMillisecondArray, UInt32Array, UInt64Array,
};
use arrow::datatypes::{Int32Type, TimestampMillisecondType, UInt32Type, UInt64Type};
use domain::Timestamp;
use domain::facts::RoleTarget;

use super::build::TARGET_WORDS;
use super::{Column, Kind};
use crate::snapshot::record::{Record, Visitor};

/// The columns of one batch, in the order of the row's fields.
pub(in crate::snapshot) struct BatchColumns<'b> {
    columns: Vec<Values<'b>>,
    rows: usize,
}

enum Values<'b> {
    /// Left out by the reader, or not known to the version that wrote the file.
    Absent,
    U32(&'b UInt32Array),
    I32(&'b Int32Array),
    U64(&'b UInt64Array),
    Bool(&'b BooleanArray),
    Text(&'b StringArray),
    Time(&'b TimestampMillisecondArray),
    Texts(&'b [i32], Vec<&'b str>),
    Targets(&'b [i32], Vec<RoleTarget<'b>>),
}

impl<'b> BatchColumns<'b> {
    /// Finds `columns` in `batch`; the error says which is missing or of another type.
    pub(in crate::snapshot) fn of(batch: &'b RecordBatch, columns: &[Column]) -> Result<Self, String> {
        let values = |column: &Column| match batch.column_by_name(column.name) {
            Some(array) => Values::of(array, column.kind)
                .ok_or_else(|| format!("the column `{}` has another type", column.name)),
            None if column.kind == Kind::Document || column.kind.is_nullable() => Ok(Values::Absent),
            None => Err(format!("the column `{}` is missing", column.name)),
        };
        let columns = columns.iter().map(values).collect::<Result<_, _>>()?;
        Ok(Self {
            columns,
            rows: batch.num_rows(),
        })
    }

    /// The rows of the batch.
    pub(in crate::snapshot) fn rows<'a, R: Record<'a>>(&'a self) -> Vec<R>
    where
        'b: 'a,
    {
        let row = |at| {
            let mut row = R::blank();
            row.columns(&mut Reader {
                columns: &self.columns,
                next: 0,
                at,
            });
            row
        };
        (0..self.rows).map(row).collect()
    }
}

impl<'b> Values<'b> {
    fn of(array: &'b ArrayRef, kind: Kind) -> Option<Self> {
        if !kind.is_nullable() && array.null_count() > 0 {
            return None;
        }
        match kind {
            Kind::Number | Kind::OptNumber => array.as_primitive_opt::<UInt32Type>().map(Self::U32),
            Kind::Priority => array.as_primitive_opt::<Int32Type>().map(Self::I32),
            Kind::Count => array.as_primitive_opt::<UInt64Type>().map(Self::U64),
            Kind::Flag => array.as_boolean_opt().map(Self::Bool),
            Kind::Word | Kind::Text | Kind::OptText | Kind::Document => {
                array.as_string_opt::<i32>().map(Self::Text)
            }
            Kind::Time => array
                .as_primitive_opt::<TimestampMillisecondType>()
                .map(Self::Time),
            Kind::Texts => array.as_list_opt::<i32>().and_then(texts),
            Kind::Targets => array.as_list_opt::<i32>().and_then(targets),
        }
    }
}

fn texts(list: &ListArray) -> Option<Values<'_>> {
    let items = list.values().as_string_opt::<i32>()?;
    Some(Values::Texts(
        list.value_offsets(),
        items.iter().map(Option::unwrap_or_default).collect(),
    ))
}

fn targets(list: &ListArray) -> Option<Values<'_>> {
    let items = list.values().as_struct_opt()?;
    let kinds = items.column_by_name("kind")?.as_string_opt::<i32>()?;
    let ordinals = items
        .column_by_name("ordinal")?
        .as_primitive_opt::<UInt32Type>()?;
    let names = items.column_by_name("name")?.as_string_opt::<i32>()?;
    let target = |((kind, ordinal), name): ((Option<&'_ str>, Option<u32>), Option<_>)| {
        let tag = TARGET_WORDS.iter().position(|word| Some(*word) == kind)?;
        match (tag, ordinal, name) {
            (0, Some(ordinal), _) => Some(RoleTarget::Group(ordinal)),
            (1, Some(ordinal), _) => Some(RoleTarget::App(ordinal)),
            (2, _, Some(name)) => Some(RoleTarget::CatalogApp(name)),
            (3, _, Some(name)) => Some(RoleTarget::Unseen(name)),
            _ => None,
        }
    };
    let flat = kinds
        .iter()
        .zip(ordinals.iter())
        .zip(names.iter())
        .map(target)
        .collect::<Option<_>>()?;
    Some(Values::Targets(list.value_offsets(), flat))
}

/// Fills in the row at `at`.
struct Reader<'a, 'b> {
    columns: &'a [Values<'b>],
    next: usize,
    at: usize,
}

impl<'a, 'b> Reader<'a, 'b> {
    fn next(&mut self) -> &'a Values<'b> {
        let values = self.columns.get(self.next).unwrap_or(&Values::Absent);
        self.next += 1;
        values
    }

    fn next_text(&mut self) -> Option<&'a str> {
        match self.next() {
            Values::Text(array) if array.is_valid(self.at) => Some(array.value(self.at)),
            _ => None,
        }
    }

    fn next_number(&mut self) -> Option<u32> {
        match self.next() {
            Values::U32(array) if array.is_valid(self.at) => Some(array.value(self.at)),
            _ => None,
        }
    }
}

impl<'a> Visitor<'a> for Reader<'a, '_> {
    fn number(&mut self, _: &'static str, value: &mut u32) {
        *value = self.next_number().unwrap_or_default();
    }
    fn opt_number(&mut self, _: &'static str, value: &mut Option<u32>) {
        *value = self.next_number();
    }
    fn priority(&mut self, _: &'static str, value: &mut Option<i32>) {
        *value = match self.next() {
            Values::I32(array) if array.is_valid(self.at) => Some(array.value(self.at)),
            _ => None,
        };
    }
    fn count(&mut self, _: &'static str, value: &mut u64) {
        if let Values::U64(array) = self.next() {
            *value = array.value(self.at);
        }
    }
    fn flag(&mut self, _: &'static str, value: &mut bool) {
        if let Values::Bool(array) = self.next() {
            *value = array.value(self.at);
        }
    }
    fn word(&mut self, _: &'static str, value: &mut &'a str) {
        *value = self.next_text().unwrap_or_default();
    }
    fn text(&mut self, _: &'static str, value: &mut &'a str) {
        *value = self.next_text().unwrap_or_default();
    }
    fn opt_text(&mut self, _: &'static str, value: &mut Option<&'a str>) {
        *value = self.next_text();
    }
    fn time(&mut self, _: &'static str, value: &mut Option<Timestamp>) {
        *value = match self.next() {
            Values::Time(array) if array.is_valid(self.at) => Some(Timestamp::from_ms(array.value(self.at))),
            _ => None,
        };
    }
    fn texts(&mut self, _: &'static str, value: &mut &'a [&'a str]) {
        *value = match self.next() {
            Values::Texts(offsets, flat) => slice(offsets, flat, self.at),
            _ => &[],
        };
    }
    fn targets(&mut self, _: &'static str, value: &mut &'a [RoleTarget<'a>]) {
        *value = match self.next() {
            Values::Targets(offsets, flat) => slice(offsets, flat, self.at),
            _ => &[],
        };
    }
    fn document(&mut self, _: &'static str, value: &mut &'a str) {
        *value = self.next_text().unwrap_or_default();
    }
}

fn slice<'a, T>(offsets: &[i32], flat: &'a [T], at: usize) -> &'a [T] {
    let offset = |at: usize| offsets.get(at).and_then(|offset| usize::try_from(*offset).ok());
    match (offset(at), offset(at + 1)) {
        (Some(start), Some(end)) => flat.get(start..end).unwrap_or_default(),
        _ => &[],
    }
}
