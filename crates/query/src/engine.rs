//! From a question to its rows.

mod blank;
mod moments;
mod plain;
mod planned;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, Weak};
use std::time::Instant;

use domain::Timestamp;
use futures_util::future::BoxFuture;
use graph::Graph;
use store::snapshot::{Snapshot, SnapshotStore};

use crate::answer::{QueryRequest, QueryResult, SnapshotName};
use crate::error::{ErrorCode, QueryError};
use crate::limits::{Limits, Terms};
use crate::live::Live;
use crate::session::Session;
use crate::statement::{Checked, SqlText, parse_one};
use crate::world::World;

pub(crate) use planned::Planned;

/// Answers queries about the current snapshot of an organization, and about earlier ones. Cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    me: Weak<Inner>,
    store: Option<SnapshotStore>,
    live: RwLock<Live>,
    limits: Limits,
    current: RwLock<Option<Arc<Session>>>,
    past: Mutex<VecDeque<Arc<Session>>>,
    /// Worlds that queries may still be planned over, the newest last.
    alive: Mutex<Vec<Weak<World>>>,
    /// What answers while there is no snapshot.
    blank: OnceLock<Arc<Session>>,
}

impl Engine {
    /// An engine without a snapshot yet; `store` is where earlier ones are found.
    pub fn new(store: Option<SnapshotStore>, limits: Limits) -> Self {
        Self(Arc::new_cyclic(|me| Inner {
            me: me.clone(),
            store,
            live: RwLock::default(),
            limits,
            current: RwLock::default(),
            past: Mutex::default(),
            alive: Mutex::default(),
            blank: OnceLock::new(),
        }))
    }

    /// From now on queries read this snapshot. Running ones go on with theirs.
    pub fn set_current(&self, graph: Arc<Graph>, snapshot: Option<Snapshot>) -> Result<(), QueryError> {
        let usage = self.0.live().usage;
        let world = World::new(graph, snapshot).map_err(QueryError::internal)?;
        let session = self.0.session_of(world.used(usage))?;
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = Some(session);
        Ok(())
    }

    /// From now on the tables of what is kept outside of the snapshots are answered from here.
    pub fn set_live(&self, live: Live) {
        *self.0.live.write().unwrap_or_else(PoisonError::into_inner) = live;
    }

    /// Forgets the snapshot, and earlier ones in memory: from now on tables have no answer, not even one of the
    /// past, until [`set_current`](Self::set_current) is called again. What tables and columns there are is still
    /// told. Running queries go on with theirs.
    pub fn clear(&self) {
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.0.past.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The snapshot that queries read.
    pub fn current(&self) -> Option<SnapshotName> {
        self.0.current().map(|session| session.snapshot_name())
    }

    /// The most that a query may cost.
    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// Answers a query. Rows come as they are found; what went wrong with the text is told here.
    ///
    /// In a box, so that it is compiled here and not once more in every crate that waits for it, with all of the engine
    /// that it calls.
    ///
    /// # Errors
    /// What is wrong with the text, or why it cannot be answered.
    pub fn run(&self, request: QueryRequest) -> BoxFuture<'_, Result<QueryResult, QueryError>> {
        Box::pin(self.answer(request))
    }

    async fn answer(&self, request: QueryRequest) -> Result<QueryResult, QueryError> {
        let started = Instant::now();
        let terms = Terms {
            limits: request.limits(&self.0.limits),
            rights: request.rights,
            cancel: request.cancel,
            started,
        };
        let session = self.session_for(request.as_of).await?;
        if let Some(plain) = session.plain().get(&request.sql) {
            let text = Arc::new(SqlText::new(request.sql));
            return Ok(plain::answer(&session, plain, text, terms));
        }
        let planned = session.plans().get(&request.sql).map(Planned::remembered);
        let text = Arc::new(SqlText::new(request.sql));
        let plan = match planned {
            Some(plan) => plan,
            None => {
                let statement = match parse_one(&text)? {
                    Checked::Rows(statement) => statement,
                    other => return Err(not_rows(&other)),
                };
                if let Some(plain) = plain::question(&session, &statement) {
                    session.plain().keep(text.sql(), plain.clone());
                    return Ok(plain::answer(&session, plain, text, terms));
                }
                self.plan(&session, *statement, &text, &terms.limits, false)
                    .await?
            }
        };
        self.execute(&session, plan, text, terms).await
    }

    /// The session of a moment, or of now; while there is no snapshot, one that has no rows to give.
    pub(crate) async fn session_for(&self, as_of: Option<Timestamp>) -> Result<Arc<Session>, QueryError> {
        match (as_of, self.0.current()) {
            (None, Some(current)) => Ok(current),
            (None, None) => self.0.blank(),
            (Some(moment), _) => self.0.at_moment(moment).await,
        }
    }
}

fn not_rows(checked: &Checked) -> QueryError {
    match checked {
        Checked::Set { name, .. } => QueryError::new(
            ErrorCode::Setting,
            format!("`SET {name}` has no effect on a single query"),
        )
        .hint("give the moment with the query (as_of, --as-of), or write FOR SYSTEM_TIME AS OF in it"),
        Checked::Show(name) => QueryError::new(ErrorCode::Setting, format!("there is no setting `{name}`"))
            .hint("SHOW TABLES lists the tables, SHOW COLUMNS FROM table its columns"),
        Checked::Housekeeping(what) | Checked::ResetAll(what) => QueryError::new(
            ErrorCode::NotSupported,
            format!("{what} has no effect on a single query"),
        ),
        Checked::Copy { .. } => QueryError::new(
            ErrorCode::NotSupported,
            "COPY is for clients of the PostgreSQL protocol",
        )
        .hint("run the query in it alone, and ask for its rows as CSV or JSON"),
        Checked::Declare { .. } | Checked::Cursor(_) => QueryError::new(
            ErrorCode::NotSupported,
            "cursors are for clients of the PostgreSQL protocol",
        )
        .hint("run the query alone; its rows come page by page with LIMIT and OFFSET, or all of them as CSV"),
        Checked::Rows(_) => QueryError::internal("a query was taken for a setting"),
    }
}

impl Inner {
    fn current(&self) -> Option<Arc<Session>> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn live(&self) -> Live {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn session(&self, graph: Arc<Graph>, snapshot: Option<Snapshot>) -> Result<Arc<Session>, QueryError> {
        let world = World::new(graph, snapshot).map_err(QueryError::internal)?;
        self.session_of(world)
    }

    fn session_of(&self, world: World) -> Result<Arc<Session>, QueryError> {
        let world = Arc::new(world);
        let mut alive = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        alive.retain(|world| world.strong_count() > 0);
        alive.push(Arc::downgrade(&world));
        drop(alive);
        Session::new(world, self.me.clone(), self.me.clone()).map_err(QueryError::internal)
    }
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
