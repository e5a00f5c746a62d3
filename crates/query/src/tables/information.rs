//! `information_schema.columns` in PostgreSQL's words, and what stands for `pg_description`. Source: PostgreSQL documentation, 37.17.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::array::{ArrayRef, Int32Array, StringArray};
use datafusion::arrow::datatypes::{Field, Schema};
use datafusion::catalog::{SchemaProvider, TableProvider};
use datafusion::common::Result;
use datafusion::datasource::MemTable;

use crate::catalogue::{self, Column};
use crate::described::Described;
use crate::schema::ColumnType;
use crate::session::{CATALOG, SCHEMA};

/// The schema that stands behind `information_schema` where that is the engine's own.
#[derive(Debug)]
pub(crate) struct Information {
    described: Described,
}

impl Information {
    pub(crate) const fn new(described: Described) -> Self {
        Self { described }
    }
}

#[async_trait]
impl SchemaProvider for Information {
    fn table_names(&self) -> Vec<String> {
        ["columns", "descriptions"].map(str::to_owned).to_vec()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        match name {
            "columns" => columns().map(Some),
            "descriptions" => self.described.table().map(Some),
            _ => Ok(None),
        }
    }

    fn table_exist(&self, name: &str) -> bool {
        ["columns", "descriptions"].contains(&name)
    }
}

/// How a type is called: the standard's name, PostgreSQL's own, its precision in bits or digits.
const fn named(kind: ColumnType) -> (&'static str, &'static str, Option<i32>) {
    match kind {
        ColumnType::Text | ColumnType::Word => ("text", "text", None),
        ColumnType::Labels | ColumnType::Json => ("json", "json", None),
        ColumnType::Flag => ("boolean", "bool", None),
        ColumnType::Count => ("bigint", "int8", Some(64)),
        ColumnType::Real => ("double precision", "float8", Some(53)),
        ColumnType::Moment => ("timestamp with time zone", "timestamptz", Some(3)),
        ColumnType::Instant => ("timestamp with time zone", "timestamptz", Some(6)),
        ColumnType::Day => ("date", "date", Some(0)),
        ColumnType::Texts => ("ARRAY", "_text", None),
    }
}

fn columns() -> Result<Arc<dyn TableProvider>> {
    let all: Vec<(&str, i32, &Column)> = catalogue::tables()
        .flat_map(|table| {
            (1..)
                .zip(table.columns)
                .map(|(at, column)| (table.name, at, column))
        })
        .collect();
    let text = |of: fn(&(&'static str, i32, &'static Column)) -> Option<&'static str>| -> ArrayRef {
        Arc::new(all.iter().map(of).collect::<StringArray>())
    };
    let number = |of: fn(&(&str, i32, &Column)) -> Option<i32>| -> ArrayRef {
        Arc::new(all.iter().map(of).collect::<Int32Array>())
    };
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("table_catalog", text(|_| Some(CATALOG))),
        ("table_schema", text(|_| Some(SCHEMA))),
        ("table_name", text(|(table, ..)| Some(*table))),
        ("column_name", text(|(_, _, column)| Some(column.name))),
        ("ordinal_position", number(|(_, at, _)| Some(*at))),
        ("column_default", text(|_| None)),
        ("is_nullable", text(|_| Some("YES"))),
        ("data_type", text(|(_, _, column)| Some(named(column.kind).0))),
        ("character_maximum_length", number(|_| None)),
        ("character_octet_length", number(|_| None)),
        ("numeric_precision", number(|(_, _, column)| numeric(column.kind))),
        (
            "numeric_precision_radix",
            number(|(_, _, column)| numeric(column.kind).map(|_| 2)),
        ),
        (
            "numeric_scale",
            number(|(_, _, column)| (column.kind == ColumnType::Count).then_some(0)),
        ),
        (
            "datetime_precision",
            number(|(_, _, column)| named(column.kind).2.filter(|_| numeric(column.kind).is_none())),
        ),
        ("interval_type", text(|_| None)),
        ("collation_name", text(|_| None)),
        ("domain_name", text(|_| None)),
        ("udt_catalog", text(|_| Some(CATALOG))),
        ("udt_schema", text(|_| Some("pg_catalog"))),
        ("udt_name", text(|(_, _, column)| Some(named(column.kind).1))),
        ("is_identity", text(|_| Some("NO"))),
        ("identity_generation", text(|_| None)),
        ("is_generated", text(|_| Some("NEVER"))),
        ("generation_expression", text(|_| None)),
        ("is_updatable", text(|_| Some("NO"))),
    ];
    let fields = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
    Ok(Arc::new(MemTable::try_new(schema, vec![vec![batch]])?))
}

const fn numeric(kind: ColumnType) -> Option<i32> {
    match kind {
        ColumnType::Count | ColumnType::Real => named(kind).2,
        _ => None,
    }
}
