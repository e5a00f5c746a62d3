//! Tables about the tables, and about the snapshots.

use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::TableProvider;
use datafusion::common::Result;
use store::snapshot::{SnapshotInfo, Table as Stored};

use super::memory::{counts, flags, moments, table, texts};
use crate::catalogue::{Column, tables};

/// `portolan_columns`
pub(super) fn columns(schema: SchemaRef) -> Result<Arc<dyn TableProvider>> {
    let all: Vec<(&str, usize, &Column)> = tables()
        .flat_map(|table| {
            table
                .columns
                .iter()
                .enumerate()
                .map(|(at, column)| (table.name, at + 1, column))
        })
        .collect();
    let columns = vec![
        texts(all.iter().map(|(table, _, _)| Some(*table))),
        texts(all.iter().map(|(_, _, column)| Some(column.name))),
        counts(all.iter().map(|(_, at, _)| *at as u64)),
        texts(all.iter().map(|(_, _, column)| Some(column.kind.sql()))),
        texts(all.iter().map(|(_, _, column)| Some(column.meaning))),
    ];
    table(schema, columns)
}

/// `snapshots`
pub(super) fn snapshots(
    schema: SchemaRef,
    all: &[Arc<SnapshotInfo>],
    current: &str,
) -> Result<Arc<dyn TableProvider>> {
    let rows = |table: Stored| counts(all.iter().map(|info| info.rows(table)));
    let columns = vec![
        texts(all.iter().map(|info| Some(info.id.as_str()))),
        moments(all.iter().map(|info| info.taken_at.as_ms())),
        flags(all.iter().map(|info| info.id == current)),
        rows(Stored::Users),
        rows(Stored::Groups),
        rows(Stored::Apps),
        rows(Stored::Memberships),
        texts(all.iter().map(|info| Some(info.organization.url.as_str()))),
    ];
    table(schema, columns)
}
