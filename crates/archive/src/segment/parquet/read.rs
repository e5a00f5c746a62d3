//! Events out of a Parquet file, for an index that must be made anew.

use crate::chunk::{Chunk, Fixed};
use activity::event::{COLUMNS, Field, LIST_SEPARATOR, Moment, Shape, Source};
use arrow::array::{Array, ArrayRef, AsArray, BinaryArray, RecordBatch, StringArray};
use arrow::datatypes::{Float32Type, Int32Type, Int64Type, TimestampMicrosecondType};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use std::io;

/// Rows that are unpacked at once.
const ROWS: usize = 1_024;

/// A Parquet file of ours in memory.
pub(crate) struct Reader {
    file: Bytes,
    metadata: ArrowReaderMetadata,
}

impl Reader {
    pub(crate) fn new(file: Vec<u8>) -> io::Result<Self> {
        let file = Bytes::from(file);
        let metadata =
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(io::Error::other)?;
        Ok(Self { file, metadata })
    }

    /// How many row groups there are.
    pub(crate) fn groups(&self) -> usize {
        self.metadata.metadata().num_row_groups()
    }

    /// All events of a row group, in the order of the file.
    pub(crate) fn group(&self, group: usize) -> io::Result<Chunk> {
        let builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.clone(), self.metadata.clone());
        let batches = builder.with_row_groups(vec![group]).with_batch_size(ROWS).build();
        let mut chunk = Chunk::default();
        for batch in batches.map_err(io::Error::other)? {
            put(&batch.map_err(io::Error::other)?, &mut chunk).ok_or_else(|| {
                let kind = io::ErrorKind::InvalidData;
                io::Error::new(kind, "the columns of the Parquet file are not those of events")
            })?;
        }
        Ok(chunk)
    }
}

/// The columns of some rows. One that the file does not have is null.
struct Columns<'b> {
    batch: &'b RecordBatch,
    texts: Vec<(Field, &'b ArrayRef)>,
}

impl<'b> Columns<'b> {
    fn new(batch: &'b RecordBatch) -> Self {
        let is_text = |shape| matches!(shape, Shape::Word | Shape::Text | Shape::List);
        let fields = COLUMNS.iter().filter(|column| is_text(column.shape));
        let fields = fields.map(|column| column.field);
        let fields = fields.filter(|field| !matches!(field, Field::Source | Field::Raw));
        Self {
            batch,
            texts: fields
                .filter_map(|field| Some((field, batch.column_by_name(field.name())?)))
                .collect(),
        }
    }

    fn time(&self, field: Field, row: usize) -> Option<Moment> {
        let times = self.batch.column_by_name(field.name())?;
        let times = times.as_primitive_opt::<TimestampMicrosecondType>()?;
        Some(Moment(times.value(row)))
    }

    fn number(&self, field: Field, row: usize) -> Option<i64> {
        let column = self
            .batch
            .column_by_name(field.name())
            .filter(|column| column.is_valid(row))?;
        let narrow = column
            .as_primitive_opt::<Int32Type>()
            .map(|all| all.value(row).into());
        narrow.or_else(|| Some(column.as_primitive_opt::<Int64Type>()?.value(row)))
    }

    fn degrees(&self, field: Field, row: usize) -> Option<f32> {
        let column = self
            .batch
            .column_by_name(field.name())
            .filter(|column| column.is_valid(row))?;
        Some(column.as_primitive_opt::<Float32Type>()?.value(row))
    }

    fn truth(&self, field: Field, row: usize) -> Option<bool> {
        let column = self
            .batch
            .column_by_name(field.name())
            .filter(|column| column.is_valid(row))?;
        Some(column.as_boolean_opt()?.value(row))
    }

    fn fixed(&self, row: usize) -> Option<Fixed> {
        let source = self.batch.column_by_name(Field::Source.name())?;
        let degrees = |field| self.degrees(field, row);
        Some(Fixed {
            time: self.time(Field::EventTime, row)?,
            ingested: self.time(Field::IngestTime, row)?,
            source: Source::of_word(source.as_string_opt::<i32>()?.value(row))?,
            class_uid: self.number(Field::ClassUid, row).unwrap_or(0).try_into().ok()?,
            activity_id: self.number(Field::ActivityId, row).unwrap_or(0).try_into().ok()?,
            severity_id: self.number(Field::SeverityId, row).unwrap_or(0).try_into().ok()?,
            is_mfa: self.truth(Field::IsMfa, row),
            is_anonymiser: self.truth(Field::IsAnonymiser, row),
            place: degrees(Field::Latitude).zip(degrees(Field::Longitude)),
            asn: match self.number(Field::Asn, row) {
                Some(asn) => Some(u32::try_from(asn).ok()?),
                None => None,
            },
        })
    }
}

fn put(batch: &RecordBatch, into: &mut Chunk) -> Option<()> {
    let columns = Columns::new(batch);
    let raws: &StringArray = batch.column_by_name(Field::Raw.name())?.as_string_opt()?;
    let broken: &BinaryArray = batch.column_by_name("raw_bytes")?.as_binary_opt()?;
    let mut lists = String::new();
    for row in 0..batch.num_rows() {
        let raw = if broken.is_valid(row) {
            broken.value(row)
        } else {
            raws.value(row).as_bytes()
        };
        lists.clear();
        let mut texts: Vec<(Field, &str)> = Vec::with_capacity(columns.texts.len());
        let mut spans = Vec::new();
        for (field, column) in columns.texts.iter().filter(|(_, column)| column.is_valid(row)) {
            if let Some(list) = column.as_list_opt::<i32>() {
                let start = lists.len();
                let items = list.value(row);
                for (index, item) in items.as_string_opt::<i32>()?.iter().enumerate() {
                    if index > 0 {
                        lists.push(LIST_SEPARATOR);
                    }
                    lists.push_str(item.unwrap_or_default());
                }
                spans.push((*field, start..lists.len()));
            } else {
                texts.push((*field, column.as_string_opt::<i32>()?.value(row)));
            }
        }
        for (field, span) in spans {
            texts.push((field, lists.get(span)?));
        }
        into.push_row(&columns.fixed(row)?, raw, texts);
    }
    Some(())
}
