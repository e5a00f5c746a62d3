//! Events, rules and alerts, behind the port that pages ask; and what collects and forwards by itself.

mod alerts;
mod asked;
mod behind;
mod collectors;
mod forwards;
mod holding;
mod how;
mod import;
mod keep;
mod outbox;
mod person;
mod places;
mod port;
mod reach;
mod ready;
mod replays;
mod retain;
mod rules;
mod saved;
mod seal;
mod search;
mod shelf;
mod sources;
mod sql;
mod stream;
mod usage;
mod view;

pub(crate) use collectors::Ways;
pub(crate) use places::GeoFiles;
pub(crate) use shelf::ShelfSettings;

use super::now;
use archive::{Archive, Options, Rebuilding, Retention, Told};
use center::{Center, Keep, Parts};
use collectors::Board;
use domain::{Reach, Timestamp};
use graph::Graph;
use keep::InArchive;
use std::path::Path;
use std::sync::Arc;
use store::state::State;
use store::vault::Vault;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use web::{ActivityPort, NoActivity};

/// What the pages ask. Clones share everything.
#[derive(Clone)]
pub(super) struct Adapter {
    archive: Archive,
    center: Arc<Center>,
    state: State,
    vault: Arc<Vault>,
    board: Arc<Board>,
    public_url: Arc<str>,
    /// Which addresses sources may have.
    reach: Reach,
    /// Certificate authorities to trust besides the system's, as PEM.
    extra_ca_pem: Option<Arc<str>>,
    /// Rules change one at a time.
    changing_rules: Arc<Mutex<()>>,
}

/// Events, rules and alerts of a running server. Dropping it stops what runs by itself.
pub(super) struct Activity {
    /// What the pages ask.
    pub(super) port: Arc<dyn ActivityPort>,
    /// What SQL asks.
    pub(super) live: query::Live,
    center: Option<Arc<Center>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Activity {
    /// Opens the archive below the data folder. A server whose archive cannot be opened runs without, and says why.
    pub(super) async fn open(data: &Path, state: &State, ways: Ways, public_url: &str) -> Self {
        match Self::try_open(data, state, ways, public_url).await {
            Ok(opened) => opened,
            Err(error) => {
                tracing::error!(%error, "this server runs without events");
                Self {
                    port: Arc::new(NoActivity {
                        message: format!("the archive of events is not open: {error}"),
                        hint: "cure that and start the server again; everything else works".to_owned(),
                    }),
                    live: query::Live::default(),
                    center: None,
                    tasks: Vec::new(),
                }
            }
        }
    }

    async fn try_open(data: &Path, state: &State, ways: Ways, public_url: &str) -> anyhow::Result<Self> {
        let folder = data.join("events");
        let options = Options {
            told: Told::new(tell),
            ..Options::default()
        };
        let store = ways.shelf.as_ref();
        let store = store.map(|shelf| shelf::store(shelf, ways.extra_ca_pem.as_deref()));
        let store = store.transpose()?;
        let opening = tokio::task::spawn_blocking(move || match store {
            Some(store) => Archive::open_in(store, &folder, options),
            None => Archive::open(&folder, options),
        });
        let archive = opening.await??;
        let keep: Arc<dyn Keep> = Arc::new(InArchive(archive.clone()));
        let center = Center::open(Parts {
            state: state.clone(),
            keep,
            places: ways.places.clone(),
            now: Arc::new(now),
        });
        let adapter = Adapter {
            archive,
            center: center.await?,
            state: state.clone(),
            vault: Arc::clone(&ways.vault),
            board: Arc::default(),
            public_url: public_url.into(),
            reach: ways.reach,
            extra_ca_pem: ways.extra_ca_pem.as_deref().map(Into::into),
            changing_rules: Arc::default(),
        };
        let opened = Arc::new(usage::Opened::default());
        let mut tasks = vec![
            tokio::spawn(outbox::run(adapter.clone())),
            tokio::spawn(seal::run(adapter.clone())),
            tokio::spawn(usage::run(adapter.clone(), Arc::clone(&opened))),
        ];
        if ways.retention != Retention::default() {
            tasks.push(tokio::spawn(retain::run(adapter.clone(), ways.retention.clone())));
        }
        tasks.push(tokio::spawn(collectors::run(adapter.clone(), ways)));
        Ok(Self {
            center: Some(Arc::clone(&adapter.center)),
            live: adapter.live(opened),
            port: Arc::new(adapter),
            tasks,
        })
    }

    /// Takes each new graph to the rules.
    pub(super) fn learner(&self) -> impl Fn(Arc<Graph>) + Send + Sync + 'static {
        let center = self.center.clone();
        move |graph| {
            if let Some(center) = center.clone() {
                tokio::spawn(async move {
                    if let Err(error) = center.learn(graph).await {
                        tracing::error!(%error, "rules stay with the graph before");
                    }
                });
            }
        }
    }
}

/// Says how far the archive is with what it must do before it is open.
fn tell(progress: Rebuilding) {
    let (done, of, events) = (progress.done, progress.of, progress.events);
    tracing::info!(
        done,
        of,
        events,
        "an index of events is made anew from its Parquet file"
    );
}

impl Drop for Activity {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Adapter {
    fn now(&self) -> Timestamp {
        now()
    }

    fn keep(&self) -> Arc<dyn Keep> {
        Arc::new(InArchive(self.archive.clone()))
    }
}
