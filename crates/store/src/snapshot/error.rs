//! What can go wrong with snapshots, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// Why a snapshot could not be written, found or read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The disk, or the quota on it, is full. Nothing visible was changed.
    #[error("no space left on the disk while writing `{}`: free some or move the data directory; the last snapshot is untouched", .path.display())]
    NoSpace {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another operation of the system failed.
    #[error("cannot {action} `{}`: check that the disk works and that this user may write there", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that a snapshot names is not there.
    #[error("`{}` is missing, so this snapshot cannot be read: restore the file from a backup, or scan again and remove the snapshot", .path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file does not hold what it should.
    #[error("`{}` is damaged ({why}): restore the file from a backup, or scan again and remove the snapshot", .path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The snapshot was written by a later version of the format.
    #[error("`{}` has format version {version}, this program reads up to {supported}: use a newer portolan", .path.display())]
    Newer {
        /// The manifest.
        path: PathBuf,
        /// The version found.
        version: u32,
        /// The newest version this program knows.
        supported: u32,
    },
    /// Another process has the snapshot directory open.
    #[error("`{}` is in use by another process: stop the other portolan, or give this one its own data directory", .path.display())]
    InUse {
        /// The lock file.
        path: PathBuf,
    },
    /// Another snapshot of the organization came in between.
    #[error(
        "another scan of `{organization}` was committed while this one ran: this one is dropped, the other one counts"
    )]
    Overtaken {
        /// Address of the organization.
        organization: String,
    },
    /// Two different objects came with one ordinal.
    #[error(
        "two {table} have the ordinal {ordinal} (`{first}` and `{second}`): this is a fault of the program, please report it"
    )]
    OrdinalTwice {
        /// The table.
        table: &'static str,
        /// The number given twice.
        ordinal: u32,
        /// Native id of one object.
        first: String,
        /// Native id of the other.
        second: String,
    },
    /// More rows, or longer ones, than the format holds.
    #[error("the table `{table}` is too large for a snapshot: {why}")]
    TooLarge {
        /// The table.
        table: &'static str,
        /// Which bound was met.
        why: &'static str,
    },
    /// Rows could not be put into columns.
    #[error("cannot encode a part of the table `{table}`: {why}")]
    Encode {
        /// The table.
        table: &'static str,
        /// What the encoder said.
        why: String,
    },
}

impl SnapshotError {
    /// The error for a failed `action` on `path`.
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace { path, source },
            io::ErrorKind::NotFound if action == "read" => Self::Missing { path },
            _ => Self::Io { action, path, source },
        }
    }

    /// The error for a file that does not hold what it should.
    pub(super) fn corrupt(path: &Path, why: impl std::fmt::Display) -> Self {
        Self::Corrupt {
            path: path.to_owned(),
            why: why.to_string(),
        }
    }
}
