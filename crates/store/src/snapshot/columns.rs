//! Rows as columns: the kinds of columns, and how each is named in Arrow and Parquet.

mod build;
mod encode;
mod read;

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};
use domain::Timestamp;
use domain::facts::RoleTarget;

pub(super) use build::batch_of;
pub(super) use encode::{encode, id_after_ordinal};
pub(super) use read::BatchColumns;

use super::record::{Record, Visitor};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    OptNumber,
    Priority,
    Count,
    Flag,
    Word,
    Text,
    OptText,
    Time,
    Texts,
    Targets,
    Document,
}

impl Kind {
    /// Whether a row may have nothing in the column.
    pub(super) const fn is_nullable(self) -> bool {
        matches!(
            self,
            Self::OptNumber | Self::Priority | Self::OptText | Self::Time
        )
    }

    fn data_type(self) -> DataType {
        match self {
            Self::Number | Self::OptNumber => DataType::UInt32,
            Self::Priority => DataType::Int32,
            Self::Count => DataType::UInt64,
            Self::Flag => DataType::Boolean,
            Self::Word | Self::Text | Self::OptText | Self::Document => DataType::Utf8,
            Self::Time => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
            Self::Texts => DataType::List(item(DataType::Utf8)),
            Self::Targets => DataType::List(item(DataType::Struct(target_fields()))),
        }
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// The columns of a kind of row.
pub(super) fn columns_of<R: Record<'static>>() -> Vec<Column> {
    let mut collector = Collector(Vec::new());
    R::blank().columns(&mut collector);
    collector.0
}

/// The columns of a kind of row, as Arrow and Parquet name them.
pub(super) fn schema_of<R: Record<'static>>() -> SchemaRef {
    arrow_schema(&columns_of::<R>())
}

/// The Arrow schema of these columns.
pub(super) fn arrow_schema(columns: &[Column]) -> SchemaRef {
    let field = |column: &Column| Field::new(column.name, column.kind.data_type(), column.kind.is_nullable());
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

/// Fields of one target of a role: `kind` says which of the others is there.
fn target_fields() -> Fields {
    Fields::from(vec![
        Field::new("kind", DataType::Utf8, false),
        Field::new("ordinal", DataType::UInt32, true),
        Field::new("name", DataType::Utf8, true),
    ])
}

fn item(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new("item", data_type, false))
}

/// Notes the name and kind of each field.
struct Collector(Vec<Column>);

impl Collector {
    fn note(&mut self, name: &'static str, kind: Kind) {
        self.0.push(Column { name, kind });
    }
}

impl<'a> Visitor<'a> for Collector {
    fn number(&mut self, name: &'static str, _: &mut u32) {
        self.note(name, Kind::Number);
    }
    fn opt_number(&mut self, name: &'static str, _: &mut Option<u32>) {
        self.note(name, Kind::OptNumber);
    }
    fn priority(&mut self, name: &'static str, _: &mut Option<i32>) {
        self.note(name, Kind::Priority);
    }
    fn count(&mut self, name: &'static str, _: &mut u64) {
        self.note(name, Kind::Count);
    }
    fn flag(&mut self, name: &'static str, _: &mut bool) {
        self.note(name, Kind::Flag);
    }
    fn word(&mut self, name: &'static str, _: &mut &'a str) {
        self.note(name, Kind::Word);
    }
    fn text(&mut self, name: &'static str, _: &mut &'a str) {
        self.note(name, Kind::Text);
    }
    fn opt_text(&mut self, name: &'static str, _: &mut Option<&'a str>) {
        self.note(name, Kind::OptText);
    }
    fn time(&mut self, name: &'static str, _: &mut Option<Timestamp>) {
        self.note(name, Kind::Time);
    }
    fn texts(&mut self, name: &'static str, _: &mut &'a [&'a str]) {
        self.note(name, Kind::Texts);
    }
    fn targets(&mut self, name: &'static str, _: &mut &'a [RoleTarget<'a>]) {
        self.note(name, Kind::Targets);
    }
    fn document(&mut self, name: &'static str, _: &mut &'a str) {
        self.note(name, Kind::Document);
    }
}
