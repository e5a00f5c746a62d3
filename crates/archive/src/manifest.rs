//! Which segments are live, which logs are dead, and where each collector stands: one small file, replaced at once.

use crate::error::OpenError;
use crate::files::{self, Files};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Its name in the folder of the archive.
pub(crate) const NAME: &str = "manifest.json";
/// The format that this version writes.
pub(crate) const FORMAT: u32 = 1;

/// The state of the archive, but for what the logs add.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    /// The number of the next segment.
    pub(crate) next: u64,
    /// Logs below that number are in segments.
    pub(crate) log: u64,
    /// Where each collector stands, as of the logs below `log`.
    pub(crate) cursors: BTreeMap<String, String>,
    /// Who keeps an archive whose segments are in a store: the logs are on its disk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) holder: Option<String>,
    /// How often an archive in a store was opened: names of files begin with it, so that nobody writes over another's.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) epoch: u64,
    /// Logs below that number were written before the archive was taken over: their rows may be in segments.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) doubtful: u64,
    pub(crate) segments: Vec<Entry>,
    /// Files of segments that are no longer live; readers may still hold them. The next change removes them.
    #[serde(default)]
    pub(crate) retired: Vec<PathBuf>,
}

/// One segment.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Entry {
    pub(crate) number: u64,
    pub(crate) source: String,
    /// Year and month of its events in UTC.
    pub(crate) month: String,
    /// The Parquet file, below the folder of the archive.
    pub(crate) events: PathBuf,
    /// The index beside it.
    pub(crate) index: PathBuf,
    pub(crate) rows: u64,
    pub(crate) events_bytes: u64,
    pub(crate) index_bytes: u64,
    /// Bytes of raw text in it.
    pub(crate) raw_bytes: u64,
    /// Microseconds since the epoch.
    pub(crate) oldest: i64,
    pub(crate) newest: i64,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            format: FORMAT,
            next: 1,
            log: 1,
            cursors: BTreeMap::new(),
            holder: None,
            epoch: 0,
            doubtful: 0,
            segments: Vec::new(),
            retired: Vec::new(),
        }
    }
}

impl Manifest {
    /// The name of the files of a segment, without their endings.
    pub(crate) fn stem(&self, number: u64) -> String {
        match self.epoch {
            0 => format!("{number:012}"),
            epoch => format!("{epoch:06}-{number:012}"),
        }
    }

    /// The manifest of a folder; that of an empty archive when there is none.
    pub(crate) fn load(files: &dyn Files, folder: &Path) -> Result<Self, OpenError> {
        let path = folder.join(NAME);
        let bytes = match files::read(files, &path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(OpenError::Io { path, error }),
            Ok(bytes) => bytes,
        };
        let format = serde_json::from_slice::<Format>(&bytes).map(|format| format.format);
        match format {
            Ok(found) if found > FORMAT => Err(OpenError::Newer {
                path: folder.to_owned(),
                found,
                known: FORMAT,
            }),
            Ok(_) => serde_json::from_slice(&bytes).map_err(|_| OpenError::Damaged {
                path,
                what: "it is no manifest",
            }),
            Err(_) => Err(OpenError::Damaged {
                path,
                what: "it is no JSON",
            }),
        }
    }

    /// Makes this the state of the archive.
    pub(crate) fn commit(&self, files: &dyn Files, folder: &Path) -> io::Result<()> {
        let bytes = serde_json::to_vec_pretty(self).map_err(io::Error::other)?;
        files::replace(files, &folder.join(NAME), &bytes)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[derive(serde::Deserialize)]
struct Format {
    format: u32,
}
