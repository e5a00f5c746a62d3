//! Opening the database.

use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::Timestamp;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::error::StateError;

/// The database driver. Only this file and its errors know that it is SQLite.
pub(super) type Db = sqlx::Sqlite;

/// Schema versions, oldest first; they are only ever added to.
static MIGRATIONS: Migrator = sqlx::migrate!();

/// How long a write waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const CONNECTIONS_MAX: u32 = 8;

/// The state of this Portolan. Cheap to clone; every clone is the same database.
#[derive(Clone, Debug)]
pub struct State {
    pub(super) pool: sqlx::Pool<Db>,
}

impl State {
    /// Opens the database, makes it if it is not there, and brings its schema up to date.
    ///
    /// `target` is the path of the file, or `sqlite:` before one.
    ///
    /// # Errors
    /// When the file cannot be opened, is no database, or was written by a newer version.
    pub async fn open(target: &str, now: Timestamp) -> Result<Self, StateError> {
        let path = path_of(target)?;
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A committed change survives a power cut: with NORMAL the last ones may not.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        restrict(&path)?;
        let pool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .connect_with(options)
            .await;
        Self::start(pool.map_err(|source| StateError::Open { path, source })?, now).await
    }

    /// A database that is gone when the last clone is dropped, for tests and trials.
    pub async fn open_in_memory(now: Timestamp) -> Result<Self, StateError> {
        let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
        // Each connection would have a database of its own, and it ends with the connection.
        let one = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None);
        let pool = one.connect_with(options).await;
        Self::start(
            pool.map_err(|source| StateError::Open {
                path: ":memory:".into(),
                source,
            })?,
            now,
        )
        .await
    }

    /// Waits for running statements and closes the files.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Begins a transaction that will write: it waits for its turn now, not at its first write.
    pub(super) async fn begin(&self) -> Result<sqlx::Transaction<'static, Db>, StateError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    async fn start(pool: sqlx::Pool<Db>, now: Timestamp) -> Result<Self, StateError> {
        match MIGRATIONS.run(&pool).await {
            Ok(()) => {}
            Err(MigrateError::VersionMissing(version)) => return Err(StateError::Newer { version }),
            Err(source) => return Err(StateError::Migrate(source)),
        }
        let state = Self { pool };
        state.ensure_instance_id(now).await?;
        Ok(state)
    }
}

fn path_of(target: &str) -> Result<PathBuf, StateError> {
    let path = target.strip_prefix("sqlite:").unwrap_or(target);
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains("://") {
        return Err(StateError::Target);
    }
    Ok(path.into())
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
