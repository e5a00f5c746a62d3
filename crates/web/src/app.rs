//! What the handlers share, and the door: [`App`] becomes an `axum::Router`.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use axum::{Json, Router};
use domain::Timestamp;
use graph::Graph;
use store::snapshot::{Snapshot, SnapshotStore};
use store::state::State;
use store::vault::Vault;

use crate::activity_port::ActivityPort;
use crate::error::ApiError;
use crate::health::Ready;
use crate::loops::Loops;
use crate::metrics::Metrics;
use crate::nodes::Orders;
use crate::past::Past;
use crate::provision::Desk;
use crate::session::Guards;
use crate::snapshot::snapshot_ref;
use crate::sql::Running;
use crate::sql_port::SqlPort;
use crate::sso::openid::Providers;
use crate::view::SnapshotRef;
use crate::{routes, shell};

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What pages show now: one organization at one moment. The server swaps it after each whole scan.
pub struct Charted {
    /// The graph.
    pub graph: Arc<Graph>,
    /// The snapshot it was made from.
    pub snapshot: Snapshot,
}

/// Everything the server hands over.
pub struct AppParts {
    /// Users, sessions, tokens, integrations, scan runs, audit log.
    pub state: State,
    /// Seals credentials.
    pub vault: Arc<Vault>,
    /// Whole scans, kept.
    pub snapshots: Arc<SnapshotStore>,
    /// Answers SQL.
    pub engine: Arc<dyn SqlPort>,
    /// What pages show now; nothing before the first whole scan.
    pub current: Arc<ArcSwapOption<Charted>>,
    /// The loops.
    pub loops: Arc<dyn Loops>,
    /// Events, rules, alerts, collectors.
    pub activity: Arc<dyn ActivityPort>,
    /// Tells the time.
    pub clock: Clock,
    /// What the administrator of the server set.
    pub settings: Settings,
}

/// What the administrator of the server set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How people reach the server, for example `https://portolan.example.com`; decides on `Secure` cookies.
    pub public_url: Option<String>,
    /// The address that people and identity providers reach the server at, without a slash at the end: `public_url`, or
    /// where it listens.
    pub base_url: String,
    /// Whether organizations in private networks and over plain http are allowed (simulated ones).
    pub allow_private_org_urls: bool,
    /// Whether a proxy stands before the server and `X-Forwarded-For` names the caller in its last entry.
    pub behind_proxy: bool,
    /// Whether people with a password here may do nothing before they have a passkey or a second factor.
    pub require_second_factor: bool,
}

impl Settings {
    /// Whether browsers reach the server over https.
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

/// The web application and its API.
pub struct App {
    pub(crate) parts: AppParts,
    pub(crate) guards: Guards,
    pub(crate) metrics: Metrics,
    pub(crate) orders: Orders,
    pub(crate) oidc: Providers,
    pub(crate) past: Past,
    pub(crate) provision: Desk,
    pub(crate) ready: Ready,
    pub(crate) running: Running,
}

/// What every handler holds.
pub(crate) type Shared = Arc<App>;

impl App {
    /// Puts the application together.
    pub fn new(parts: AppParts) -> Self {
        Self {
            parts,
            guards: Guards::default(),
            metrics: Metrics::default(),
            orders: Orders::default(),
            oidc: Providers::default(),
            past: Past::default(),
            provision: Desk::default(),
            ready: Ready::default(),
            running: Running::default(),
        }
    }

    /// The application as a service. Whoever serves it tells each request its `ConnectInfo<SocketAddr>`: limits on
    /// guessing are kept by address.
    pub fn into_router(self) -> Router {
        let app: Shared = Arc::new(self);
        shell::wrap(routes::router(&app), &app)
    }

    /// The time.
    pub(crate) fn now(&self) -> Timestamp {
        (self.parts.clock)()
    }

    /// Asks what pages show now, off the threads that serve calls: a graph of 200,000 people takes milliseconds.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Charted) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<Json<T>, ApiError> {
        let charted = self.charted()?;
        let asked = tokio::task::spawn_blocking(move || question(&charted));
        asked.await.map_err(ApiError::internal)?.map(Json)
    }

    /// The snapshot behind an answer.
    pub(crate) fn snapshot_ref(&self, charted: &Charted) -> SnapshotRef {
        snapshot_ref(charted.snapshot.info(), self.now())
    }

    /// Shows nothing of an organization any more.
    pub(crate) fn forget(&self, org_url: &str) {
        let is_shown = self
            .charted()
            .is_ok_and(|charted| charted.snapshot.info().organization.url == org_url);
        if is_shown {
            self.parts.current.store(None);
            self.parts.engine.clear();
        }
    }

    /// What pages show now.
    pub(crate) fn charted(&self) -> Result<Arc<Charted>, ApiError> {
        self.parts.current.load_full().ok_or_else(ApiError::no_snapshot)
    }
}
