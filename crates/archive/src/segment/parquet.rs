//! The Parquet file of a segment: what other engines read.
//!
//! Every column of the schema by its name. A row group holds events that are neighbours in time; in it those of one
//! actor stand together, in order of time, which makes it much smaller. `raw` is text; bytes that are no UTF-8 are
//! replaced in it, and are whole in `raw_bytes`, which is null otherwise.

mod column;

use crate::files::Sink;
use crate::hash;
use activity::event::{COLUMNS, Event, Field, Shape, View};
use arrow::array::{ArrayRef, BinaryArray};
use arrow::datatypes::{DataType, Field as ArrowField, Schema, SchemaRef, TimeUnit};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowRowGroupWriterFactory, ArrowWriterOptions, compute_leaves};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaDataReader;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use std::io;
use std::sync::{Arc, LazyLock};

/// Events of a row group, at most.
pub(crate) const GROUP: usize = 32_768;
/// Rows that are handed to the writer at once: few enough to be near while each column looks at them.
const ROWS: usize = 256;

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

/// An event and its raw text.
pub(crate) type Row<'r> = (Event<'r>, &'r [u8]);

/// Writes a Parquet file, row group by row group.
pub(crate) struct Writer {
    writer: SerializedFileWriter<Box<dyn Sink>>,
    columns: ArrowRowGroupWriterFactory,
    groups: usize,
}

impl Writer {
    pub(crate) fn new(sink: Box<dyn Sink>, level: i32, page_bytes: usize) -> io::Result<Self> {
        let options = ArrowWriterOptions::new().with_properties(properties(level, page_bytes)?);
        let writer = ArrowWriter::try_new_with_options(sink, Arc::clone(&SCHEMA), options);
        let (writer, columns) = writer
            .and_then(ArrowWriter::into_serialized_writer)
            .map_err(io::Error::other)?;
        Ok(Self {
            writer,
            columns,
            groups: 0,
        })
    }

    /// Writes events as row groups. They come in order of time.
    pub(crate) fn write(&mut self, rows: &[Row<'_>]) -> io::Result<()> {
        let mut groups = rows.chunks(GROUP);
        groups
            .try_for_each(|rows| self.group(rows))
            .map_err(io::Error::other)
    }

    fn group(&mut self, rows: &[Row<'_>]) -> Result<(), ParquetError> {
        let mut rows: Vec<(u64, Row<'_>)> = rows.iter().map(|row| (actor(&row.0), *row)).collect();
        rows.sort_by_key(|(actor, _)| *actor);
        let rows: Vec<Row<'_>> = rows.into_iter().map(|(_, row)| row).collect();
        let mut writers = self.columns.create_column_writers(self.groups)?;
        self.groups += 1;
        for rows in rows.chunks(ROWS) {
            for (index, writer) in writers.iter_mut().enumerate() {
                let column = COLUMNS.get(index);
                let array = column.map_or_else(|| broken(rows), |column| column::array(column, rows));
                for leaf in compute_leaves(SCHEMA.field(index), &array)? {
                    writer.write(&leaf)?;
                }
            }
        }
        let mut group = self.writer.next_row_group()?;
        for writer in writers {
            writer.close()?.append_to_row_group(&mut group)?;
        }
        group.close().map(drop)
    }

    /// Copies the row groups of another file as they are.
    pub(crate) fn copy(&mut self, file: &Bytes) -> io::Result<()> {
        self.copy_groups(file).map_err(io::Error::other)
    }

    fn copy_groups(&mut self, file: &Bytes) -> Result<(), ParquetError> {
        let metadata = ParquetMetaDataReader::new().parse_and_finish(file)?;
        for rows in metadata.row_groups() {
            self.groups += 1;
            let mut group = self.writer.next_row_group()?;
            for column in rows.columns() {
                let close = ColumnCloseResult {
                    bytes_written: column.compressed_size() as u64,
                    rows_written: rows.num_rows() as u64,
                    metadata: column.clone(),
                    bloom_filter: None,
                    column_index: None,
                    offset_index: None,
                };
                group.append_column(file, close)?;
            }
            group.close()?;
        }
        Ok(())
    }

    /// Makes the file whole and durable; returns its length.
    pub(crate) fn finish(mut self) -> io::Result<u64> {
        self.writer.finish().map_err(io::Error::other)?;
        self.writer.inner_mut().sync()?;
        Ok(self.writer.bytes_written() as u64)
    }
}

fn properties(level: i32, page_bytes: usize) -> io::Result<WriterProperties> {
    let path = |field: Field| ColumnPath::from(field.name());
    let level = ZstdLevel::try_new(level).map_err(io::Error::other)?;
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_column_statistics_enabled(path(Field::Raw), EnabledStatistics::None)
        .set_column_dictionary_enabled(path(Field::Raw), false)
        .set_column_encoding(path(Field::Raw), Encoding::PLAIN)
        .set_column_data_page_size_limit(path(Field::Raw), page_bytes)
        .set_column_dictionary_enabled(path(Field::Uid), false)
        .set_column_dictionary_enabled(path(Field::EventTime), false)
        .set_column_encoding(path(Field::EventTime), Encoding::DELTA_BINARY_PACKED)
        .build())
}

/// Stands for who acted: the same for the same.
fn actor(event: &Event<'_>) -> u64 {
    let name = event
        .text(Field::ActorName)
        .or_else(|| event.text(Field::ActorId));
    hash::of(name.unwrap_or_default().as_bytes())
}

/// The texts that are no UTF-8.
fn broken(rows: &[Row<'_>]) -> ArrayRef {
    let of = |(_, raw): &Row<'_>| std::str::from_utf8(raw).is_err().then(|| raw.to_vec());
    Arc::new(rows.iter().map(of).collect::<BinaryArray>())
}
