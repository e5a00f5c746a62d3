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
use activity::event::{COLUMNS, Event, Field, Shape, View};
use arrow::array::{ArrayRef, BinaryArray};
use arrow::datatypes::{DataType, Field as ArrowField, Schema, SchemaRef, TimeUnit};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{
    ArrowColumnWriter, ArrowRowGroupWriterFactory, ArrowWriterOptions, compute_leaves,
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
use text::{Long, Recurring};

/// Events of a row group, at most.
pub(crate) const GROUP: usize = 32_768;
/// Rows that are handed to the writer at once: few enough to be near while each column looks at them.
pub(crate) const ROWS: usize = 256;

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

/// A row group in the making.
pub(crate) struct Group {
    /// The columns of plain text, by their index.
    texts: Vec<Recurring>,
    raw: Long,
    /// The others, by their index.
    others: Vec<ArrowColumnWriter>,
}

impl Group {
    /// Adds some rows to the columns that are no plain text.
    pub(crate) fn put_others(&mut self, rows: &[Row<'_>]) -> Result<(), ParquetError> {
        for (index, writer) in self.others.iter_mut().enumerate() {
            let column = COLUMNS.get(index);
            if column.is_some_and(|column| is_text(column.shape)) {
                continue;
            }
            let array = column.map_or_else(|| broken(rows), |column| column::array(column, rows));
            for leaf in compute_leaves(SCHEMA.field(index), &array)? {
                writer.write(&leaf)?;
            }
        }
        Ok(())
    }
}

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
            .try_for_each(|rows| self.group(rows))
            .map_err(io::Error::other)
    }

    fn group(&mut self, rows: &[Row<'_>]) -> Result<(), ParquetError> {
        let mut group = self.begin()?;
        for places in order(rows).chunks(ROWS) {
            let rows: Vec<Row<'_>> = places
                .iter()
                .filter_map(|place| rows.get(*place).copied())
                .collect();
            for row in &rows {
                self.put(&mut group, row)?;
            }
            group.put_others(&rows)?;
        }
        self.end(group)
    }

    /// Begins a row group. Its rows are best those of one actor after another.
    pub(crate) fn begin(&mut self) -> Result<Group, ParquetError> {
        let writers = self.columns.create_column_writers(self.groups)?;
        let mut texts = Vec::new();
        texts.resize_with(writers.len(), Recurring::default);
        self.groups += 1;
        Ok(Group {
            texts,
            raw: Long::new(),
            others: writers,
        })
    }

    /// Adds a row to the columns of text.
    pub(crate) fn put(&mut self, group: &mut Group, (event, raw): &Row<'_>) -> Result<(), ParquetError> {
        for (column, text) in COLUMNS.iter().zip(&mut group.texts) {
            if is_text(column.shape) && column.field != Field::Raw {
                text.put(event.get(column.field));
            }
        }
        self.texts.put_long(&mut group.raw, raw, self.page_bytes)
    }

    /// Writes a row group.
    pub(crate) fn end(&mut self, group: Group) -> Result<(), ParquetError> {
        let schema = self.writer.schema_descr().columns().to_vec();
        let mut out = self.writer.next_row_group()?;
        let mut raw = Some(group.raw);
        let columns = group.others.into_iter().zip(group.texts).zip(schema);
        for (index, ((other, text), descr)) in columns.enumerate() {
            let (bytes, close) = match COLUMNS.get(index) {
                Some(column) if column.field == Field::Raw => {
                    self.texts.long(descr, raw.take().unwrap_or_else(Long::new))?
                }
                Some(column) if is_text(column.shape) => self.texts.recurring(descr, &text)?,
                _ => {
                    other.close()?.append_to_row_group(&mut out)?;
                    continue;
                }
            };
            out.append_column(&bytes, close)?;
        }
        out.close().map(drop)
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
pub(crate) fn order(rows: &[Row<'_>]) -> Vec<usize> {
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
