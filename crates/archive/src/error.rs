//! What can go wrong, and what to do then.

use std::path::PathBuf;

/// Why a folder could not be opened as an archive.
#[derive(thiserror::Error, Debug)]
pub enum OpenError {
    /// The operating system refused.
    #[error(
        "the archive at {path} could not be read: {error}; check that the folder is mounted and ours to write"
    )]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        error: std::io::Error,
    },
    /// Another process has it open.
    #[error("the archive at {path} is open in another process; stop that one first")]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The store of objects refused.
    #[error("the store {store} of the archive could not be used: {error}")]
    Store {
        /// Its name.
        store: String,
        /// What it said.
        error: std::io::Error,
    },
    /// The segments of this folder are in a store.
    #[error("the events of the archive at {path} are in {store}; set `events_store` to it")]
    Elsewhere {
        /// The folder.
        path: PathBuf,
        /// The name of the store.
        store: String,
    },
    /// Both the folder and the store hold an archive.
    #[error(
        "{path} holds an archive of events, and {store} holds another; move one of them away, or set `events_store` to \
         an empty place"
    )]
    Two {
        /// The folder.
        path: PathBuf,
        /// The name of the store.
        store: String,
    },
    /// A file is not what we wrote.
    #[error("{path} is damaged: {what}; restore it from a backup, or move it away to open the rest")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: &'static str,
    },
    /// A newer version wrote it.
    #[error("the archive at {path} has format {found}, this version knows {known}; use the newer version")]
    Newer {
        /// The folder.
        path: PathBuf,
        /// The format on disk.
        found: u32,
        /// The newest format known here.
        known: u32,
    },
}

/// Why events were not taken. Nothing of the batch is kept then, and its cursor is not moved.
#[derive(thiserror::Error, Debug)]
pub enum AppendError {
    /// The disk is full.
    #[error("the disk of the archive is full; free space or shorten the retention, and append again")]
    Full,
    /// The operating system refused.
    #[error("the events could not be written: {0}; append them again")]
    Io(std::io::Error),
    /// An earlier failure left the log in an unknown state.
    #[error("the log could not be repaired after a failed write; open the archive again")]
    Broken,
    /// The texts of the batch are not the ones given.
    #[error(
        "event {row} of the batch has its raw text beyond the end of the input; pass the input it was read from"
    )]
    RawMissing {
        /// The row of the batch.
        row: usize,
    },
}

impl From<std::io::Error> for AppendError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            Self::Full
        } else {
            Self::Io(error)
        }
    }
}

/// Why a question has no answer.
#[derive(thiserror::Error, Debug)]
pub enum SearchError {
    /// The operating system refused.
    #[error("a segment could not be read: {0}; check the disk")]
    Io(#[from] std::io::Error),
    /// A file is not what we wrote.
    #[error("{path} is damaged: {what}; restore it from a backup")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: &'static str,
    },
    /// A value cannot be one of that column.
    #[error("{value:?} is no value of {column}, which holds {expected}")]
    BadValue {
        /// The column.
        column: &'static str,
        /// The value that was given.
        value: String,
        /// What the column holds.
        expected: &'static str,
    },
    /// A regular expression that is none, or too dear.
    #[error("{pattern:?} is no regular expression that is taken: {reason}")]
    BadPattern {
        /// The expression.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A column whose values are not counted.
    #[error("{column} has a value of its own in nearly every event; choose another column to count")]
    NoFacet {
        /// The column.
        column: &'static str,
    },
    /// A filter inside filters inside filters.
    #[error("the filter is nested more than {0} deep; write it flatter")]
    TooDeep(usize),
}
