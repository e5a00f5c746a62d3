//! Types of columns: as SQL calls them, and as the engine keeps them.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};

/// Metadata key of a field whose text is JSON.
const FORMAT_KEY: &str = "portolan.format";
/// Its value.
const FORMAT_JSON: &str = "json";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Text of which there are few distinct values.
    Word,
    /// JSON as text, of which there are few distinct values.
    Labels,
    /// JSON as text.
    Json,
    /// Yes or no.
    Flag,
    /// A whole number.
    Count,
    /// A number with a fraction.
    Real,
    /// A moment, in UTC, to the millisecond.
    Moment,
    /// A moment, in UTC, to the microsecond.
    Instant,
    /// A day, in UTC.
    Day,
    /// A list of texts.
    Texts,
}

impl ColumnType {
    /// The name of the type in SQL.
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Text | Self::Word => "text",
            Self::Labels | Self::Json => "json",
            Self::Flag => "boolean",
            Self::Count => "bigint",
            Self::Real => "double precision",
            Self::Moment | Self::Instant => "timestamptz",
            Self::Day => "date",
            Self::Texts => "text[]",
        }
    }

    /// The type in the engine.
    pub(crate) fn data_type(self) -> DataType {
        match self {
            Self::Text | Self::Word | Self::Json => DataType::Utf8View,
            Self::Labels => dictionary_type(),
            Self::Flag => DataType::Boolean,
            Self::Count => DataType::Int64,
            Self::Real => DataType::Float64,
            Self::Moment => DataType::Timestamp(TimeUnit::Millisecond, Some(Arc::from("UTC"))),
            Self::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC"))),
            Self::Day => DataType::Date32,
            Self::Texts => DataType::List(list_item()),
        }
    }

    /// A field of this type.
    pub(crate) fn field(self, name: &str) -> Field {
        let field = Field::new(name, self.data_type(), true);
        if matches!(self, Self::Labels | Self::Json) {
            json_field(field)
        } else {
            field
        }
    }
}

/// Text with a number for each distinct value.
pub(crate) fn dictionary_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// The elements of a list of texts.
pub(crate) fn list_item() -> Arc<Field> {
    Arc::new(Field::new_list_field(DataType::Utf8View, true))
}

/// Marks `field` as JSON.
pub(crate) fn json_field(field: Field) -> Field {
    field.with_metadata(HashMap::from([(FORMAT_KEY.to_owned(), FORMAT_JSON.to_owned())]))
}

/// Whether the text of `field` is JSON.
pub(crate) fn is_json(field: &Field) -> bool {
    field
        .metadata()
        .get(FORMAT_KEY)
        .is_some_and(|format| format == FORMAT_JSON)
}

/// The name of the type of `field` in SQL.
pub(crate) fn sql_type(field: &Field) -> String {
    if is_json(field) {
        return "json".to_owned();
    }
    sql_type_of(field.data_type())
}

fn sql_type_of(data_type: &DataType) -> String {
    match data_type {
        DataType::Null | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "text".to_owned(),
        DataType::Boolean => "boolean".to_owned(),
        DataType::Int8 | DataType::UInt8 | DataType::Int16 => "smallint".to_owned(),
        DataType::UInt16 | DataType::Int32 => "integer".to_owned(),
        DataType::UInt32 | DataType::Int64 | DataType::UInt64 => "bigint".to_owned(),
        DataType::Float16 | DataType::Float32 => "real".to_owned(),
        DataType::Float64 => "double precision".to_owned(),
        DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => "numeric".to_owned(),
        DataType::Timestamp(_, Some(_)) => "timestamptz".to_owned(),
        DataType::Timestamp(_, None) => "timestamp".to_owned(),
        DataType::Date32 | DataType::Date64 => "date".to_owned(),
        DataType::Time32(_) | DataType::Time64(_) => "time".to_owned(),
        DataType::Interval(_) | DataType::Duration(_) => "interval".to_owned(),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            "bytea".to_owned()
        }
        DataType::Dictionary(_, value) => sql_type_of(value),
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            format!("{}[]", sql_type_of(item.data_type()))
        }
        other => other.to_string().to_lowercase(),
    }
}

/// A schema of `columns`.
pub(crate) fn schema_of(columns: &[super::catalogue::Column]) -> SchemaRef {
    Arc::new(Schema::new(
        columns
            .iter()
            .map(|column| column.kind.field(column.name))
            .collect::<Fields>(),
    ))
}
