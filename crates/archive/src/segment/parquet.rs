//! The Parquet file of a segment: what other engines read.
//!
//! Every column of the schema by its name. A row group holds events that are neighbours in time; in it those of one
//! actor stand together, in order of time, which makes it much smaller. `raw` is text; bytes that are no UTF-8 are
//! replaced in it, and are whole in `raw_bytes`, which is null otherwise.

mod column;
mod hybrid;
mod read;
mod text;

pub(crate) use read::Reader;

use crate::files::Sink;
use crate::hash;
use crate::segment::terms::Terms;
use activity::event::{COLUMNS, Event, Field, Shape, View};
use arrow::array::{ArrayRef, BinaryArray};
use arrow::datatypes::{DataType, Field as ArrowField, Schema, SchemaRef, TimeUnit};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, ArrowWriterOptions, compute_leaves,
};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaDataReader;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use std::io;
use std::sync::{Arc, LazyLock};
use text::Recurring;

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
    texts: text::Encoder,
    page_bytes: usize,
    groups: usize,
}

impl Writer {
    pub(crate) fn new(sink: Box<dyn Sink>, level: i32, page_bytes: usize) -> io::Result<Self> {
        let level = ZstdLevel::try_new(level).map_err(io::Error::other)?;
        let options = ArrowWriterOptions::new().with_properties(properties(level));
        let writer = ArrowWriter::try_new_with_options(sink, Arc::clone(&SCHEMA), options);
        let (writer, columns) = writer
            .and_then(ArrowWriter::into_serialized_writer)
            .map_err(io::Error::other)?;
        Ok(Self {
            writer,
            columns,
            texts: text::Encoder::new(level)?,
            page_bytes,
            groups: 0,
        })
    }

    /// Writes events as row groups. They come in order of time.
    pub(crate) fn write(&mut self, rows: &[Row<'_>]) -> io::Result<()> {
        let mut groups = rows.chunks(GROUP);
        groups
            .try_for_each(|rows| self.group(rows, &|_| None))
            .map_err(io::Error::other)
    }

    /// Writes a row group. For columns that `codes` knows, it gives the values, and for each row the number of its value
    /// and one more, or zero for null.
    pub(crate) fn group<'c>(
        &mut self,
        rows: &[Row<'_>],
        codes: &dyn Fn(Field) -> Option<(&'c Terms, &'c [u32])>,
    ) -> Result<(), ParquetError> {
        let order = order(rows);
        let sorted: Vec<Row<'_>> = order
            .iter()
            .filter_map(|place| rows.get(*place).copied())
            .collect();
        let mut others = self.others(&sorted)?;
        self.groups += 1;
        let schema = self.writer.schema_descr().columns().to_vec();
        let mut group = self.writer.next_row_group()?;
        for (index, (other, descr)) in others.iter_mut().zip(schema).enumerate() {
            if let Some(chunk) = other.take() {
                chunk.append_to_row_group(&mut group)?;
                continue;
            }
            let field = COLUMNS.get(index).map_or(Field::Raw, |column| column.field);
            let (bytes, close) = if field == Field::Raw {
                let raws = sorted.iter().map(|(_, raw)| *raw);
                self.texts.long(descr, self.page_bytes, raws)?
            } else if let Some((terms, codes)) = codes(field) {
                let known = Recurring::of_codes(terms.len(), codes, &order);
                self.texts.recurring(descr, terms, &known)?
            } else {
                let values = sorted.iter().map(|(event, _)| event.get(field));
                let (terms, known) = Recurring::of_values(values);
                self.texts.recurring(descr, &terms, &known)?
            };
            group.append_column(&bytes, close)?;
        }
        group.close().map(drop)
    }

    /// The columns that are no plain text, by their index.
    fn others(&self, rows: &[Row<'_>]) -> Result<Vec<Option<ArrowColumnChunk>>, ParquetError> {
        let is_text = |index: usize| COLUMNS.get(index).is_some_and(|column| is_text(column.shape));
        let mut writers = self.columns.create_column_writers(self.groups)?;
        for rows in rows.chunks(ROWS) {
            for (index, writer) in writers
                .iter_mut()
                .enumerate()
                .filter(|(index, _)| !is_text(*index))
            {
                let column = COLUMNS.get(index);
                let array = column.map_or_else(|| broken(rows), |column| column::array(column, rows));
                for leaf in compute_leaves(SCHEMA.field(index), &array)? {
                    writer.write(&leaf)?;
                }
            }
        }
        let close = |(index, writer): (usize, ArrowColumnWriter)| {
            (!is_text(index)).then(|| writer.close()).transpose()
        };
        writers.into_iter().enumerate().map(close).collect()
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

fn properties(level: ZstdLevel) -> WriterProperties {
    let time = || ColumnPath::from(Field::EventTime.name());
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_column_dictionary_enabled(time(), false)
        .set_column_encoding(time(), Encoding::DELTA_BINARY_PACKED)
        .build()
}

/// The places of rows in the order of a row group: those of one actor together, in order of time.
fn order(rows: &[Row<'_>]) -> Vec<usize> {
    let actors = rows.iter().map(|(event, _)| actor(event)).zip(0..);
    let mut order: Vec<(u64, usize)> = actors.collect();
    order.sort_unstable();
    order.into_iter().map(|(_, place)| place).collect()
}

const fn is_text(shape: Shape) -> bool {
    matches!(shape, Shape::Word | Shape::Text)
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
