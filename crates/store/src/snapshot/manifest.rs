//! The manifest: the one file that makes a snapshot. Its form is described in `docs/reference/snapshots.md`.

use std::path::Path;

use domain::Timestamp;
use domain::facts::{ClassCoverage, Coverage, ObjectClass, Organization, Reading};
use serde::{Deserialize, Serialize};

use super::error::SnapshotError;
use super::table::Table;
use crate::time_text;

/// Version of the format that this program writes, and the newest it reads.
pub(super) const FORMAT_VERSION: u32 = 1;

/// What a manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotInfo {
    /// Name of the snapshot, unique over all organizations; sorts by time.
    pub id: String,
    /// Of which organization.
    pub organization: OrganizationInfo,
    /// When the scan began: what changed in Okta later may be missing.
    pub taken_at: Timestamp,
    /// When the whole scan began that this snapshot refreshes in part; `None` for a whole scan itself.
    pub whole_at: Option<Timestamp>,
    /// How well each class was read.
    pub coverage: Coverage,
    /// Requests the scan made.
    pub requests: u64,
    /// How long the scan took, in milliseconds.
    pub duration_ms: u64,
    /// The first ordinals never given to anything.
    pub next_ordinals: NextOrdinals,
    /// Rows and files of every table, in the order of [`Table::ALL`].
    pub tables: Vec<TableInfo>,
}

impl SnapshotInfo {
    /// Rows and files of one table.
    pub fn table(&self, table: Table) -> Option<&TableInfo> {
        self.tables.iter().find(|info| info.table == table)
    }

    /// Rows of one table.
    pub fn rows(&self, table: Table) -> u64 {
        self.table(table).map_or(0, |info| info.rows)
    }

    /// Bytes of all files, those shared with other snapshots included.
    pub fn bytes(&self) -> u64 {
        self.tables
            .iter()
            .flat_map(|table| &table.parts)
            .map(|part| part.bytes)
            .sum()
    }
}

/// The organization a snapshot is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationInfo {
    /// Okta's own id (`00o…`).
    pub id: String,
    /// Display name.
    pub name: String,
    /// Address, for example `https://acme.okta.com`.
    pub url: String,
}

impl OrganizationInfo {
    /// The same as a borrowed fact.
    pub fn as_fact(&self) -> Organization<'_> {
        Organization {
            id: &self.id,
            name: &self.name,
            url: &self.url,
        }
    }
}

/// The first ordinal of each kind that was never given to an object of this organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextOrdinals {
    /// For users.
    pub users: u32,
    /// For groups.
    pub groups: u32,
    /// For apps.
    pub apps: u32,
}

/// One table of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// Which table.
    pub table: Table,
    /// Rows in all parts.
    pub rows: u64,
    /// The files, in the order of their rows.
    pub parts: Vec<PartInfo>,
}

/// One file of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartInfo {
    /// Name in the directory `parts`: table, a hyphen, SHA-256 of the content in hexadecimal, `.parquet`.
    pub file: String,
    /// Rows in it.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
}

/// The manifest as text, and the id that follows from it.
pub(super) fn write(info: &mut SnapshotInfo) -> Result<Vec<u8>, serde_json::Error> {
    let content = serde_json::to_vec(&Manifest::of(info))?;
    let hash = crate::hash::hex_sha256(&content);
    info.id = format!(
        "{}-{}",
        time_text::compact(info.taken_at),
        hash.get(..8).unwrap_or_default()
    );
    serde_json::to_vec_pretty(&Manifest::of(info))
}

/// Reads the manifest that was found at `path`.
pub(super) fn read(path: &Path, content: &[u8]) -> Result<SnapshotInfo, SnapshotError> {
    let version: Versioned =
        serde_json::from_slice(content).map_err(|error| SnapshotError::corrupt(path, error))?;
    if version.version > FORMAT_VERSION {
        let (version, supported) = (version.version, FORMAT_VERSION);
        return Err(SnapshotError::Newer {
            path: path.to_owned(),
            version,
            supported,
        });
    }
    let manifest: Manifest =
        serde_json::from_slice(content).map_err(|error| SnapshotError::corrupt(path, error))?;
    manifest
        .into_info()
        .map_err(|why| SnapshotError::corrupt(path, why))
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    format: String,
    version: u32,
    id: String,
    organization: OrganizationInfo,
    taken_at: String,
    taken_at_ms: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    whole_at_ms: Option<i64>,
    requests: u64,
    duration_ms: u64,
    next_ordinals: NextOrdinals,
    coverage: Vec<ManifestCoverage>,
    tables: Vec<ManifestTable>,
}

#[derive(Serialize, Deserialize)]
struct ManifestCoverage {
    class: String,
    reading: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    rows: u64,
    requests: u64,
}

#[derive(Serialize, Deserialize)]
struct ManifestTable {
    table: String,
    rows: u64,
    parts: Vec<PartInfo>,
}

impl Manifest {
    fn of(info: &SnapshotInfo) -> Self {
        let coverage = |entry: &ClassCoverage| ManifestCoverage {
            class: entry.class.as_str().to_owned(),
            reading: entry.reading.as_str().to_owned(),
            reason: entry.reading.reason().map(str::to_owned),
            rows: entry.rows,
            requests: entry.requests,
        };
        let table = |table: &TableInfo| ManifestTable {
            table: table.table.as_str().to_owned(),
            rows: table.rows,
            parts: table.parts.clone(),
        };
        Self {
            format: "portolan-snapshot".to_owned(),
            version: FORMAT_VERSION,
            id: info.id.clone(),
            organization: info.organization.clone(),
            taken_at: time_text::rfc3339(info.taken_at),
            taken_at_ms: info.taken_at.as_ms(),
            whole_at_ms: info.whole_at.map(Timestamp::as_ms),
            requests: info.requests,
            duration_ms: info.duration_ms,
            next_ordinals: info.next_ordinals,
            coverage: info.coverage.classes.iter().map(coverage).collect(),
            tables: info.tables.iter().map(table).collect(),
        }
    }

    fn into_info(self) -> Result<SnapshotInfo, String> {
        let coverage = |entry: ManifestCoverage| {
            let class = ObjectClass::from_word(&entry.class);
            let class = class.ok_or_else(|| format!("unknown object class `{}`", entry.class))?;
            let reason = entry.reason.unwrap_or_default();
            let reading = match entry.reading.as_str() {
                "whole" => Reading::Whole,
                "partial" => Reading::Partial(reason),
                "not_read" => Reading::NotRead(reason),
                other => return Err(format!("unknown reading `{other}`")),
            };
            Ok(ClassCoverage {
                class,
                reading,
                rows: entry.rows,
                requests: entry.requests,
            })
        };
        let table = |entry: ManifestTable| {
            let table =
                Table::from_word(&entry.table).ok_or_else(|| format!("unknown table `{}`", entry.table))?;
            match entry.parts.iter().find(|part| !is_part_of(table, &part.file)) {
                Some(part) => Err(format!("`{}` is no name of a part", part.file)),
                None => Ok(TableInfo {
                    table,
                    rows: entry.rows,
                    parts: entry.parts,
                }),
            }
        };
        Ok(SnapshotInfo {
            id: self.id,
            organization: self.organization,
            taken_at: Timestamp::from_ms(self.taken_at_ms),
            whole_at: self.whole_at_ms.map(Timestamp::from_ms),
            coverage: Coverage {
                classes: self
                    .coverage
                    .into_iter()
                    .map(coverage)
                    .collect::<Result<_, _>>()?,
            },
            requests: self.requests,
            duration_ms: self.duration_ms,
            next_ordinals: self.next_ordinals,
            tables: self.tables.into_iter().map(table).collect::<Result<_, _>>()?,
        })
    }
}

/// Whether a name in a manifest is one that we write: a manifest must not lead out of its directory.
fn is_part_of(table: Table, file: &str) -> bool {
    let hash = file
        .strip_prefix(table.as_str())
        .and_then(|rest| rest.strip_prefix('-')?.strip_suffix(".parquet"));
    hash.is_some_and(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
