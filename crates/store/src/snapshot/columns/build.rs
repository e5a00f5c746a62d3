//! Written rows turned into Arrow columns.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Int32Builder, ListBuilder, RecordBatch, StringBuilder, StructBuilder,
    TimestampMillisecondBuilder, UInt32Builder, UInt64Builder,
};
use arrow::datatypes::{DataType, Field};

use super::{Column, Kind, arrow_schema, target_fields};

/// Words for the kinds of targets, by their tag in a written row.
pub(super) const TARGET_WORDS: [&str; 4] = ["GROUP", "APP", "CATALOG_APP", "UNSEEN"];

/// Puts rows that `encode` wrote into columns; the error says what is wrong with them.
pub(in crate::snapshot) fn batch_of<'r>(
    columns: &[Column],
    rows: impl Iterator<Item = &'r [u8]>,
) -> Result<RecordBatch, String> {
    let mut builders: Vec<Builder> = columns.iter().map(|column| Builder::new(column.kind)).collect();
    for row in rows {
        let mut cursor = Cursor(row);
        for (builder, column) in builders.iter_mut().zip(columns) {
            builder
                .take(column.kind, &mut cursor)
                .ok_or_else(|| format!("a row ends within `{}`", column.name))?;
        }
    }
    let arrays = builders.into_iter().map(Builder::finish).collect();
    RecordBatch::try_new(arrow_schema(columns), arrays).map_err(|error| error.to_string())
}

enum Builder {
    U32(UInt32Builder),
    I32(Int32Builder),
    U64(UInt64Builder),
    Bool(BooleanBuilder),
    Text(StringBuilder),
    Time(TimestampMillisecondBuilder),
    Texts(ListBuilder<StringBuilder>),
    Targets(ListBuilder<StructBuilder>),
}

impl Builder {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Number | Kind::OptNumber => Self::U32(UInt32Builder::new()),
            Kind::Priority => Self::I32(Int32Builder::new()),
            Kind::Count => Self::U64(UInt64Builder::new()),
            Kind::Flag => Self::Bool(BooleanBuilder::new()),
            Kind::Word | Kind::Text | Kind::OptText | Kind::Document => Self::Text(StringBuilder::new()),
            Kind::Time => Self::Time(TimestampMillisecondBuilder::new().with_timezone("UTC")),
            Kind::Texts => {
                let item = Field::new("item", DataType::Utf8, false);
                Self::Texts(ListBuilder::new(StringBuilder::new()).with_field(item))
            }
            Kind::Targets => {
                let fields = target_fields();
                let item = Field::new("item", DataType::Struct(fields.clone()), false);
                Self::Targets(ListBuilder::new(StructBuilder::from_fields(fields, 0)).with_field(item))
            }
        }
    }

    /// Moves one value from the row to the column; `None` when the row ends before.
    fn take(&mut self, kind: Kind, row: &mut Cursor<'_>) -> Option<()> {
        match self {
            Self::U32(to) if kind == Kind::OptNumber => to.append_option(row.option(Cursor::number)?),
            Self::U32(to) => to.append_value(row.number()?),
            Self::I32(to) => to.append_option(row.option(|row| row.bytes().map(i32::from_be_bytes))?),
            Self::U64(to) => to.append_value(row.bytes().map(u64::from_be_bytes)?),
            Self::Bool(to) => to.append_value(row.byte()? != 0),
            Self::Text(to) if kind == Kind::OptText => to.append_option(row.option(Cursor::text)?),
            Self::Text(to) => to.append_value(row.text()?),
            Self::Time(to) => to.append_option(row.option(|row| row.bytes().map(i64::from_be_bytes))?),
            Self::Texts(to) => {
                for _ in 0..row.number()? {
                    to.values().append_value(row.text()?);
                }
                to.append(true);
            }
            Self::Targets(to) => {
                for _ in 0..row.number()? {
                    take_target(to.values(), row)?;
                }
                to.append(true);
            }
        }
        Some(())
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::U32(mut from) => Arc::new(from.finish()),
            Self::I32(mut from) => Arc::new(from.finish()),
            Self::U64(mut from) => Arc::new(from.finish()),
            Self::Bool(mut from) => Arc::new(from.finish()),
            Self::Text(mut from) => Arc::new(from.finish()),
            Self::Time(mut from) => Arc::new(from.finish()),
            Self::Texts(mut from) => Arc::new(from.finish()),
            Self::Targets(mut from) => Arc::new(from.finish()),
        }
    }
}

fn take_target(to: &mut StructBuilder, row: &mut Cursor<'_>) -> Option<()> {
    let word = TARGET_WORDS.get(usize::from(row.byte()?))?;
    to.field_builder::<StringBuilder>(0)?.append_value(word);
    to.field_builder::<UInt32Builder>(1)?
        .append_option(row.option(Cursor::number)?);
    to.field_builder::<StringBuilder>(2)?
        .append_option(row.option(Cursor::text)?);
    to.append(true);
    Some(())
}

/// The rest of a written row.
struct Cursor<'r>(&'r [u8]);

impl<'r> Cursor<'r> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }

    fn byte(&mut self) -> Option<u8> {
        self.bytes::<1>().map(|[byte]| byte)
    }

    fn number(&mut self) -> Option<u32> {
        self.bytes().map(u32::from_be_bytes)
    }

    fn text(&mut self) -> Option<&'r str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    fn option<T>(&mut self, value: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            _ => value(self).map(Some),
        }
    }
}
