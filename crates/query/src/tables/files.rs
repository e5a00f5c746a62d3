//! The files of a snapshot as tables of the schema `snapshot`, which the queries of the catalogue read.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::{MemorySchemaProvider, SchemaProvider, TableProvider};
use datafusion::common::Result;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::DataFusionError;
use store::snapshot::{Snapshot, Table};

use super::memory::empty;

/// All tables of `snapshot`; without one, all are empty.
pub(crate) fn snapshot_schema(snapshot: Option<&Snapshot>) -> Result<Arc<dyn SchemaProvider>> {
    let schema = MemorySchemaProvider::new();
    for table in Table::ALL {
        let columns = with_views(&table.schema());
        let files = snapshot
            .map(|snapshot| snapshot.table_files(table))
            .unwrap_or_default();
        let provider = if files.is_empty() {
            empty(columns)?
        } else {
            listed(&files, columns)?
        };
        schema.register_table(table.as_str().to_owned(), provider)?;
    }
    Ok(Arc::new(schema))
}

fn listed(files: &[std::path::PathBuf], schema: SchemaRef) -> Result<Arc<dyn TableProvider>> {
    let urls = files.iter().map(|file| {
        let file = std::path::absolute(file)?;
        let url = ListingTableUrl::parse(format!("file://{}", file.display()))?;
        Ok::<_, DataFusionError>(url)
    });
    let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
    let config = ListingTableConfig::new_with_multi_paths(urls.collect::<Result<Vec<_>>>()?)
        .with_listing_options(options)
        .with_schema(schema);
    Ok(Arc::new(ListingTable::try_new(config)?))
}

/// Texts as views, which the engine compares and copies faster.
fn with_views(schema: &SchemaRef) -> SchemaRef {
    let field = |field: &Arc<Field>| match field.data_type() {
        DataType::Utf8 => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8View)),
        _ => Arc::clone(field),
    };
    Arc::new(Schema::new(schema.fields().iter().map(field).collect::<Vec<_>>()))
}
