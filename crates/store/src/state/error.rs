//! What can go wrong with the state, and what to do about it.

use std::path::PathBuf;

/// Why the state could not be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The setting does not name a database.
    #[error(
        "the database setting is no path, no `sqlite:` and no `postgres://` address: name a file, for example `portolan-data/state.db`, or a server, for example `postgres://portolan@db.example.com/portolan`"
    )]
    Target,
    /// The file cannot be made or opened.
    #[error("cannot open `{}`: check that the directory exists and that this user may write there", .path.display())]
    File {
        /// The database file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no database, or the database refuses or does not answer.
    #[error(
        "cannot open the database `{place}`: if it is a server, check that it runs and lets this user in; if it is a file that is damaged, restore it from a backup"
    )]
    Open {
        /// The file, or the server without what signs in to it.
        place: String,
        /// What the database said.
        source: sqlx::Error,
    },
    /// A newer version has used the database.
    #[error(
        "the database has schema version {version}, which this program does not know: use a newer portolan, or restore a backup from before the upgrade"
    )]
    Newer {
        /// The version found.
        version: i64,
    },
    /// The schema could not be brought up to date.
    #[error(
        "the schema of the database could not be brought up to date; nothing was changed by the failed step"
    )]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// The disk is full. The change was not made.
    #[error("the disk of the database is full, the change was not made: free some space and try again")]
    NoSpace,
    /// Another writer holds the database for too long.
    #[error(
        "the database is busy, the change was not made: try again; if it stays busy, look for another program that uses the file"
    )]
    Busy,
    /// The database is not there, or cannot be read or written at all.
    #[error(
        "the database cannot be used now, the change was not made: check that its server runs and can be reached, or that its file and disk can be read and written"
    )]
    Absent(#[source] sqlx::Error),
    /// The database failed in another way.
    #[error("the database could not do what was asked; the change was not made")]
    Database(#[source] sqlx::Error),
    /// The thing to be changed is not there.
    #[error("there is no {what} `{name}`")]
    NotFound {
        /// What kind of thing.
        what: &'static str,
        /// Its name or id.
        name: String,
    },
    /// Something with this name or address is there already.
    #[error("there is already {what} with this {field}")]
    Exists {
        /// What kind of thing, with an article.
        what: &'static str,
        /// Which field must differ.
        field: &'static str,
    },
    /// The name was that of a person of an organization, who has another one now.
    #[error("`{name}` was the name of somebody who has another one now")]
    FormerName {
        /// The name.
        name: String,
    },
    /// Somebody else changed it first.
    #[error(
        "the {what} was changed by somebody else (revision {found}, expected {expected}): load it again and repeat the change"
    )]
    Conflict {
        /// What kind of thing.
        what: &'static str,
        /// The revision the caller had.
        expected: i64,
        /// The revision that is stored.
        found: i64,
    },
    /// Nobody who is local could do everything any more.
    #[error("this is the last person with a password and the role `editor`")]
    LastEditor,
    /// A one-time link is unknown, over, or was used.
    #[error("this link is not valid any more: ask for a new one")]
    LinkSpent,
    /// Somebody who may not sign in now: locked, inactive or barred, maybe since a moment ago.
    #[error("this person is locked, inactive or barred")]
    Barred,
    /// Another server does this work now: the one that asked was away for too long.
    #[error("another server has taken this work over; the change was not made")]
    LeaseLost,
    /// What is only done while no organization is connected.
    #[error("an organization is connected: delete its integration first")]
    Connected,
    /// A stored value cannot be read.
    #[error("a stored value of `{field}` cannot be read: restore the database from a backup")]
    Damaged {
        /// Table and column.
        field: &'static str,
    },
}

impl StateError {
    /// In how many seconds it may be tried again, when it is the database's state that stands in the way.
    pub const fn retry_after_s(&self) -> Option<u64> {
        match self {
            Self::Busy => Some(2),
            Self::Absent(_) => Some(5),
            Self::NoSpace => Some(30),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for StateError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|database| database.code());
        match code.as_deref().map(meaning) {
            Some(Meaning::Busy) => Self::Busy,
            Some(Meaning::NoSpace) => Self::NoSpace,
            Some(Meaning::Absent) => Self::Absent(error),
            Some(Meaning::Other) => Self::Database(error),
            None => match error {
                sqlx::Error::PoolTimedOut => Self::Busy,
                sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolClosed => Self::Absent(error),
                sqlx::Error::WorkerCrashed | sqlx::Error::BeginFailed => Self::Absent(error),
                // Something other than the database answered at its place, or the answer broke off.
                sqlx::Error::Protocol(_) => Self::Absent(error),
                _ => Self::Database(error),
            },
        }
    }
}

enum Meaning {
    Busy,
    NoSpace,
    Absent,
    Other,
}

/// What a database's error code means. PostgreSQL's have five characters (SQLSTATE: `lock_not_available`,
/// `serialization_failure`, `deadlock_detected`, `disk_full`; classes of connections that fail and of servers that stop or
/// have no room); SQLite's are numbers whose low byte is the primary result code (5 BUSY, 6 LOCKED, 8 READONLY, 10 IOERR,
/// 13 FULL, 14 CANTOPEN).
fn meaning(code: &str) -> Meaning {
    match code {
        "55P03" | "40001" | "40P01" => Meaning::Busy,
        "53100" => Meaning::NoSpace,
        "53300" | "57P01" | "57P02" | "57P03" | "25006" | "58030" => Meaning::Absent,
        _ if code.len() == 5 && code.starts_with("08") => Meaning::Absent,
        _ if code.len() == 5 => Meaning::Other,
        _ => match code.parse::<u32>().map(|code| code & 0xff) {
            Ok(5 | 6) => Meaning::Busy,
            Ok(13) => Meaning::NoSpace,
            Ok(8 | 10 | 14) => Meaning::Absent,
            _ => Meaning::Other,
        },
    }
}

/// The error for a row that has a unique field twice.
pub(super) fn unique(error: sqlx::Error, what: &'static str, field: &'static str) -> StateError {
    match error.as_database_error() {
        Some(database) if database.is_unique_violation() => StateError::Exists { what, field },
        _ => error.into(),
    }
}
