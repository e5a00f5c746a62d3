//! Opening the database: a file (SQLite), or a server (PostgreSQL 14 or newer) that several Portolans share.

use async_recursion::async_recursion as boxed;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use domain::Timestamp;
use sqlx::Connection as _;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{MigrateError, Migrator};

use super::error::StateError;
use super::schema::Schema;

/// The database driver: SQL texts are written so that both databases take them.
pub(super) type Db = sqlx::Any;

/// How long a write waits for another one, in milliseconds.
const BUSY_TIMEOUT_MS: u32 = 10_000;
const CONNECTIONS_MAX: u32 = 8;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection to a server that was used within so long is believed to be there still.
const IDLE_TRUSTED: Duration = Duration::from_secs(1);

/// What every connection to a file is told. A committed change survives a power cut with `FULL`; with the usual
/// `NORMAL` the last ones may not.
const SQLITE_PRAGMAS: [&str; 4] = [
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",
];

/// Writers on PostgreSQL take this lock for the length of their transaction: as on SQLite there is one at a time, and
/// the audit log's chain has one end. The number is Portolan's; beside it stands the schema, because two of them in one
/// database have nothing to do with each other.
const WRITER_LOCK: &str = "SELECT pg_advisory_xact_lock(8101254, hashtext(COALESCE(current_schema(), '')))";

/// What every connection to a server is told, in milliseconds. A Portolan that is stopped in the middle of a write, or cut
/// off, holds the lock of the writers: the server ends its transaction before those who wait give up.
const SERVER_SETTINGS: [(&str, u32); 2] = [
    ("lock_timeout", BUSY_TIMEOUT_MS),
    ("idle_in_transaction_session_timeout", BUSY_TIMEOUT_MS / 2),
];

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

/// The state of this Portolan. Cheap to clone; every clone is the same database.
#[derive(Clone, Debug)]
pub struct State {
    pub(super) pool: sqlx::Pool<Db>,
    backend: Backend,
}

impl State {
    /// Opens the database, makes it if it is a file that is not there, and brings its schema up to date.
    ///
    /// `target` is the path of a file, `sqlite:` before one, or `postgres://user:password@host/database`.
    ///
    /// # Errors
    /// When it cannot be opened, is no database, or was written by a newer version.
    #[boxed]
    pub async fn open(target: &str, now: Timestamp) -> Result<Self, StateError> {
        sqlx::any::install_default_drivers();
        if target.starts_with("postgres://") || target.starts_with("postgresql://") {
            Self::open_server(target, now).await
        } else {
            Self::open_file(&path_of(target)?, now).await
        }
    }

    /// A database that is gone when the last clone is dropped, for tests and trials.
    #[boxed]
    pub async fn open_in_memory(now: Timestamp) -> Result<Self, StateError> {
        sqlx::any::install_default_drivers();
        // Each connection would have a database of its own, and it ends with the connection.
        let one = AnyPoolOptions::new()
            .min_connections(1)
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None);
        let opened = one.connect("sqlite::memory:").await;
        let pool = opened.map_err(|source| StateError::Open {
            place: ":memory:".to_owned(),
            source,
        })?;
        Self::start(pool, Backend::Sqlite, now).await
    }

    /// Which database it is.
    pub const fn backend(&self) -> Backend {
        self.backend
    }

    /// Waits for running statements and closes the connections.
    #[boxed]
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Begins a transaction that will write: it waits for its turn now, not at its first write.
    pub(super) async fn begin(&self) -> Result<sqlx::Transaction<'static, Db>, StateError> {
        match self.backend {
            Backend::Sqlite => Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?),
            Backend::Postgres => {
                let mut transaction = self.pool.begin().await?;
                sqlx::query(WRITER_LOCK).execute(&mut *transaction).await?;
                Ok(transaction)
            }
        }
    }

    /// Begins a transaction that only reads: all its statements see one and the same state.
    pub(super) async fn begin_reading(&self) -> Result<sqlx::Transaction<'static, Db>, StateError> {
        let begin = match self.backend {
            Backend::Sqlite => "BEGIN",
            Backend::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        Ok(self.pool.begin_with(begin).await?)
    }

    async fn open_file(path: &Path, now: Timestamp) -> Result<Self, StateError> {
        restrict(path)?;
        let failed = |source| StateError::Open {
            place: path.display().to_string(),
            source,
        };
        let address = format!("sqlite:{}?mode=rwc", escaped(path)?);
        let options = AnyConnectOptions::from_str(&address).map_err(failed)?;
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            // A file does not hang up.
            .test_before_acquire(false)
            .after_release(|connection, _| Box::pin(has_ended(connection)))
            .after_connect(|connection, _| {
                Box::pin(async move {
                    for pragma in SQLITE_PRAGMAS {
                        sqlx::query(pragma).execute(&mut *connection).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await;
        Self::start(pool.map_err(failed)?, Backend::Sqlite, now).await
    }

    async fn open_server(target: &str, now: Timestamp) -> Result<Self, StateError> {
        let failed = |source| StateError::Open {
            place: without_password(target),
            source,
        };
        let options = AnyConnectOptions::from_str(target).map_err(failed)?;
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .acquire_timeout(CONNECT_TIMEOUT)
            // Asked before every statement, the question whether somebody is there would cost as much as the statement.
            .test_before_acquire(false)
            .before_acquire(|connection, connected| {
                Box::pin(async move {
                    if connected.idle_for >= IDLE_TRUSTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .after_connect(|connection, _| {
                Box::pin(async move {
                    for (setting, ms) in SERVER_SETTINGS {
                        let set = format!("SET {setting} = {ms}");
                        sqlx::query(sqlx::AssertSqlSafe(set))
                            .execute(&mut *connection)
                            .await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await;
        Self::start(pool.map_err(failed)?, Backend::Postgres, now).await
    }

    async fn start(pool: sqlx::Pool<Db>, backend: Backend, now: Timestamp) -> Result<Self, StateError> {
        let migrator = Migrator::new(Schema).await.map_err(StateError::Migrate)?;
        match migrator.run(&pool).await {
            Ok(()) => {}
            Err(MigrateError::VersionMissing(version)) => return Err(StateError::Newer { version }),
            Err(source) => return Err(StateError::Migrate(source)),
        }
        let state = Self { pool, backend };
        state.ensure_instance_id(now).await?;
        Ok(state)
    }
}

/// Whether a connection that comes back has no transaction open. When a disk is full, SQLite rolls back by itself, the
/// driver does not hear of it, and the connection would refuse every further transaction.
async fn has_ended(connection: &mut sqlx::AnyConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // A rollback may be on its way: what is answered after it knows.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

fn path_of(target: &str) -> Result<PathBuf, StateError> {
    let path = target.strip_prefix("sqlite:").unwrap_or(target);
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains("://") {
        return Err(StateError::Target);
    }
    Ok(path.into())
}

/// A path as it stands in an address: absolute, and escaped (RFC 3986 section 2.1).
fn escaped(path: &Path) -> Result<String, StateError> {
    let absolute = std::path::absolute(path).map_err(|source| StateError::File {
        path: path.to_owned(),
        source,
    })?;
    let mut text = String::new();
    for byte in absolute.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(char::from(*byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(text)
}

/// The address of a database server, without what it signs in with, for messages.
fn without_password(target: &str) -> String {
    let rest = target.split_once("://").map_or(target, |(_, rest)| rest);
    let rest = rest.split('?').next().unwrap_or(rest);
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    format!("postgres://{host}")
}

/// The database holds password hashes and sealed credentials: nobody else on the machine reads it.
#[cfg(unix)]
fn restrict(path: &Path) -> Result<(), StateError> {
    use std::os::unix::fs::OpenOptionsExt;
    let open = std::fs::File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path);
    open.map(drop).map_err(|source| StateError::File {
        path: path.to_owned(),
        source,
    })
}

#[cfg(not(unix))]
fn restrict(_: &Path) -> Result<(), StateError> {
    Ok(())
}
