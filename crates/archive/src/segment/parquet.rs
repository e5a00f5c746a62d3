//! The Parquet file of a segment: what other engines read.
//!
//! Every column of the schema by its name, in order of time. `raw` is text; bytes that are no UTF-8 are replaced in it,
//! and are whole in `raw_bytes`, which is null otherwise.

use crate::bytes::put_varint;
use crate::chunk::Fixed;
use crate::files::Sink;
use activity::event::{COLUMNS, Event, Field, Shape};
use arrow::array::{
    ArrayRef, BinaryBuilder, BooleanBuilder, Date32Builder, Float32Builder, Int32Builder, Int64Builder,
    ListBuilder, RecordBatch, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, Field as ArrowField, Schema, SchemaRef, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use std::io;
use std::sync::{Arc, LazyLock};

const ROW_GROUP: usize = 131_072;
/// Rows and bytes of raw text that are handed to the writer at once.
const ROWS: usize = 4_096;
const BYTES: usize = 16 << 20;
const DAY_US: i64 = 86_400_000_000;

/// The schema of every file, by position of [`COLUMNS`], and `raw_bytes` after them.
pub(crate) static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let fields = COLUMNS.iter().map(|column| {
        let time = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let kind = match column.shape {
            Shape::Time => time,
            Shape::Date => DataType::Date32,
            Shape::Word | Shape::Text => DataType::Utf8,
            Shape::Truth => DataType::Boolean,
            Shape::List => DataType::List(Arc::new(ArrowField::new("item", DataType::Utf8, true))),
            Shape::Number => match column.field {
                Field::Latitude | Field::Longitude => DataType::Float32,
                Field::Asn => DataType::Int64,
                _ => DataType::Int32,
            },
        };
        ArrowField::new(column.name, kind, !is_required(column.field))
    });
    let raw_bytes = ArrowField::new("raw_bytes", DataType::Binary, true);
    Arc::new(Schema::new(
        fields.chain(std::iter::once(raw_bytes)).collect::<Vec<_>>(),
    ))
});

const fn is_required(field: Field) -> bool {
    matches!(
        field,
        Field::EventTime | Field::EventDate | Field::IngestTime | Field::Source | Field::Raw
    )
}

/// One builder a column.
#[derive(Debug)]
enum Builder {
    Time(TimestampMicrosecondBuilder),
    Date(Date32Builder),
    Text(StringBuilder),
    Truth(BooleanBuilder),
    List(ListBuilder<StringBuilder>),
    Float(Float32Builder),
    Int(Int32Builder),
    Long(Int64Builder),
}

/// Writes a Parquet file row by row.
pub(crate) struct Writer {
    writer: ArrowWriter<Box<dyn Sink>>,
    builders: Vec<Builder>,
    raw_bytes: BinaryBuilder,
    rows: usize,
    bytes: usize,
}

/// A finished file: its length, and where the pages of its raw texts are.
pub(crate) struct Written {
    pub(crate) bytes: u64,
    pub(crate) pages: Vec<u8>,
}

impl Writer {
    pub(crate) fn new(sink: Box<dyn Sink>, level: i32, page_bytes: usize) -> io::Result<Self> {
        let raw = ColumnPath::from(Field::Raw.name());
        let level = ZstdLevel::try_new(level).map_err(io::Error::other)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_max_row_group_row_count(Some(ROW_GROUP))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_column_statistics_enabled(raw.clone(), EnabledStatistics::None)
            .set_column_dictionary_enabled(raw.clone(), false)
            .set_column_encoding(raw.clone(), Encoding::PLAIN)
            .set_column_data_page_size_limit(raw, page_bytes)
            .set_column_dictionary_enabled(ColumnPath::from(Field::Uid.name()), false)
            .set_sorting_columns(Some(vec![SortingColumn {
                column_idx: 0,
                descending: false,
                nulls_first: false,
            }]))
            .build();
        let options = ArrowWriterOptions::new().with_properties(properties);
        let writer = ArrowWriter::try_new_with_options(sink, Arc::clone(&SCHEMA), options)
            .map_err(io::Error::other)?;
        Ok(Self {
            writer,
            builders: builders(),
            raw_bytes: BinaryBuilder::new(),
            rows: 0,
            bytes: 0,
        })
    }

    pub(crate) fn push(&mut self, event: &Event<'_>, raw: &[u8]) -> io::Result<()> {
        let fixed = Fixed::of(event);
        let text = String::from_utf8_lossy(raw);
        for (column, builder) in COLUMNS.iter().zip(&mut self.builders) {
            push(builder, column.field, event, &fixed, &text);
        }
        let is_replaced = matches!(text, std::borrow::Cow::Owned(_));
        self.raw_bytes.append_option(is_replaced.then_some(raw));
        self.rows += 1;
        self.bytes += raw.len();
        if self.rows >= ROWS || self.bytes >= BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let arrays = self.builders.iter_mut().map(finish);
        let raw_bytes: ArrayRef = Arc::new(self.raw_bytes.finish());
        let arrays = arrays.chain(std::iter::once(raw_bytes)).collect();
        let batch = RecordBatch::try_new(Arc::clone(&SCHEMA), arrays).map_err(io::Error::other)?;
        (self.rows, self.bytes) = (0, 0);
        self.writer.write(&batch).map_err(io::Error::other)
    }

    /// Makes the file whole and durable.
    pub(crate) fn finish(mut self) -> io::Result<Written> {
        if self.rows > 0 {
            self.flush()?;
        }
        let metadata = self.writer.finish().map_err(io::Error::other)?;
        let bytes = self.writer.bytes_written() as u64;
        self.writer.inner_mut().sync()?;
        let missing = || io::Error::other("the Parquet writer gave no index of pages");
        let index = metadata.offset_index().ok_or_else(missing)?;
        let mut pages = Vec::new();
        let mut first = 0;
        for (group, columns) in metadata.row_groups().iter().zip(index) {
            let locations = columns
                .get(Field::Raw as usize)
                .ok_or_else(missing)?
                .page_locations();
            for page in locations {
                put_varint(&mut pages, (first + page.first_row_index) as u64);
                put_varint(&mut pages, page.offset as u64);
                put_varint(&mut pages, page.compressed_page_size as u64);
            }
            first += group.num_rows();
        }
        Ok(Written { bytes, pages })
    }
}

fn builders() -> Vec<Builder> {
    let builder = |column: &activity::event::Column| match column.shape {
        Shape::Time => Builder::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
        Shape::Date => Builder::Date(Date32Builder::new()),
        Shape::Word | Shape::Text => Builder::Text(StringBuilder::new()),
        Shape::Truth => Builder::Truth(BooleanBuilder::new()),
        Shape::List => Builder::List(ListBuilder::new(StringBuilder::new())),
        Shape::Number => match column.field {
            Field::Latitude | Field::Longitude => Builder::Float(Float32Builder::new()),
            Field::Asn => Builder::Long(Int64Builder::new()),
            _ => Builder::Int(Int32Builder::new()),
        },
    };
    COLUMNS.iter().map(builder).collect()
}

fn push(builder: &mut Builder, field: Field, event: &Event<'_>, fixed: &Fixed, raw: &str) {
    match builder {
        Builder::Time(builder) => builder.append_value(match field {
            Field::IngestTime => fixed.ingested.0,
            _ => fixed.time.0,
        }),
        Builder::Date(builder) => {
            let days = fixed.time.0.div_euclid(DAY_US);
            builder.append_value(i32::try_from(days).unwrap_or(i32::MAX));
        }
        Builder::Text(builder) if field == Field::Raw => builder.append_value(raw),
        Builder::Text(builder) => builder.append_option(event.get(field)),
        Builder::Truth(builder) => builder.append_option(match field {
            Field::IsMfa => fixed.is_mfa,
            _ => fixed.is_anonymiser,
        }),
        Builder::List(builder) => {
            let is_some = event.get(field).is_some();
            event
                .items(field)
                .for_each(|item| builder.values().append_value(item));
            builder.append(is_some);
        }
        Builder::Float(builder) => {
            let part = |place: (f32, f32)| {
                if field == Field::Latitude {
                    place.0
                } else {
                    place.1
                }
            };
            builder.append_option(fixed.place.map(part));
        }
        Builder::Int(builder) => builder.append_value(match field {
            Field::ClassUid => fixed.class_uid.into(),
            Field::ActivityId => fixed.activity_id.into(),
            _ => fixed.severity_id.into(),
        }),
        Builder::Long(builder) => builder.append_option(fixed.asn.map(i64::from)),
    }
}

fn finish(builder: &mut Builder) -> ArrayRef {
    match builder {
        Builder::Time(builder) => Arc::new(builder.finish()),
        Builder::Date(builder) => Arc::new(builder.finish()),
        Builder::Text(builder) => Arc::new(builder.finish()),
        Builder::Truth(builder) => Arc::new(builder.finish()),
        Builder::List(builder) => Arc::new(builder.finish()),
        Builder::Float(builder) => Arc::new(builder.finish()),
        Builder::Int(builder) => Arc::new(builder.finish()),
        Builder::Long(builder) => Arc::new(builder.finish()),
    }
}
