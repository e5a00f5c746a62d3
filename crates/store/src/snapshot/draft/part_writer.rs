//! Writing the parts of one table.

use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use parquet::file::properties::WriterProperties;

use super::Result;
use crate::snapshot::columns::{Column, arrow_schema};
use crate::snapshot::error::SnapshotError;
use crate::snapshot::manifest::{PartInfo, TableInfo};
use crate::snapshot::org_dir::OrgDir;
use crate::snapshot::parts::{encode_part, properties};
use crate::snapshot::stored::SnapshotStore;
use crate::snapshot::table::Table;

/// Writes the parts of one table, those that are not there yet.
pub(super) struct PartWriter<'s> {
    store: &'s SnapshotStore,
    org: &'s OrgDir,
    dir: &'s Path,
    fresh: &'s mut Vec<PathBuf>,
    info: TableInfo,
    properties: WriterProperties,
}

impl<'s> PartWriter<'s> {
    /// Begins to write the parts of `table`.
    pub(super) fn new(
        (store, org, dir, fresh): (&'s SnapshotStore, &'s OrgDir, &'s Path, &'s mut Vec<PathBuf>),
        table: Table,
        columns: &[Column],
    ) -> Result<Self> {
        debug_assert_eq!(arrow_schema(columns), table.schema());
        let properties = properties(columns).map_err(|why| encode_error(table, why))?;
        Ok(Self {
            store,
            org,
            dir,
            fresh,
            info: TableInfo {
                table,
                rows: 0,
                parts: Vec::new(),
            },
            properties,
        })
    }

    /// Writes one part.
    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let table = self.info.table;
        let (part, content) =
            encode_part(table, batch, &self.properties).map_err(|why| encode_error(table, why))?;
        self.keep(&part, &content)?;
        self.info.rows += part.rows;
        self.info.parts.push(part);
        Ok(())
    }

    fn keep(&mut self, part: &PartInfo, content: &[u8]) -> Result<()> {
        let disk = self.store.disk();
        let path = self.org.part(&part.file);
        // Comparing, instead of trusting the name, heals a part that was damaged: the next scan writes it anew.
        if disk.size(&path) == Some(part.bytes) && disk.read(&path).is_ok_and(|known| known == content) {
            return Ok(());
        }
        let temporary = self.dir.join(&part.file);
        disk.write_durably(&temporary, content)?;
        if disk.size(&path).is_none() {
            self.fresh.push(path.clone());
        }
        disk.rename(&temporary, &path)
    }

    /// What the manifest says of the table.
    pub(super) fn finish(self) -> TableInfo {
        self.info
    }
}

/// The error for rows that could not be put into columns.
pub(super) fn encode_error(table: Table, why: impl std::fmt::Display) -> SnapshotError {
    SnapshotError::Encode {
        table: table.as_str(),
        why: why.to_string(),
    }
}
