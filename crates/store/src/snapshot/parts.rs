//! A part of a table as a Parquet file.
//!
//! The same rows give the same bytes, so the hash of the file says whether a part is already there.

use arrow::array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::columns::{Column, Kind};
use super::manifest::PartInfo;
use super::table::Table;
use crate::hash::hex_sha256;

/// Compression that pays: higher levels win a few per cent for several times the work.
const ZSTD_LEVEL: i32 = 3;

/// How the files of a table are written.
pub(super) fn properties(columns: &[Column]) -> Result<WriterProperties, String> {
    let level = ZstdLevel::try_new(ZSTD_LEVEL).map_err(|error| error.to_string())?;
    let mut properties = WriterProperties::builder()
        .set_created_by("portolan".to_owned())
        .set_compression(Compression::ZSTD(level))
        .set_dictionary_enabled(false)
        .set_max_row_group_row_count(None)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true);
    for column in columns {
        let path = ColumnPath::from(column.name);
        properties = match column.kind {
            Kind::Number | Kind::OptNumber | Kind::Time | Kind::Priority | Kind::Count => {
                properties.set_column_encoding(path, Encoding::DELTA_BINARY_PACKED)
            }
            Kind::Word | Kind::OptText => properties.set_column_dictionary_enabled(path, true),
            Kind::Document => properties.set_column_statistics_enabled(path, EnabledStatistics::None),
            Kind::Flag | Kind::Text | Kind::Texts | Kind::Targets => properties,
        };
    }
    Ok(properties.build())
}

/// The content of a part file, and how the manifest names it.
pub(super) fn encode_part(
    table: Table,
    batch: &RecordBatch,
    properties: &WriterProperties,
) -> Result<(PartInfo, Vec<u8>), String> {
    let mut content = Vec::new();
    let mut write = || -> parquet::errors::Result<()> {
        let mut writer = ArrowWriter::try_new(&mut content, batch.schema(), Some(properties.clone()))?;
        writer.write(batch)?;
        writer.close()?;
        Ok(())
    };
    write().map_err(|error| error.to_string())?;
    let file = format!("{}-{}.parquet", table.as_str(), hex_sha256(&content));
    Ok((
        PartInfo {
            file,
            rows: batch.num_rows() as u64,
            bytes: content.len() as u64,
        },
        content,
    ))
}
