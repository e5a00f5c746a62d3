//! The server: puts the rooms together and keeps them running until it is told to stop.

mod check;
mod door;
mod events;
mod loops;
mod metadata;
mod people;
mod pg;
mod purge;
mod refresh;
mod settings;

pub(crate) use settings::{DatabaseUrl, Settings};

use crate::cli::Serve;
use crate::data_folder;
use crate::remote::install_crypto;
use anyhow::Context as _;
use arc_swap::ArcSwapOption;
use domain::{Reach, Secret, Timestamp};
use events::{Activity, GeoFiles};
use graph::Graph;
use reconcile::connect::{Connect, Way, connect_by, proxy_for};
use reconcile::deeds::Hands;
use reconcile::people::PeopleKeeper;
use reconcile::{Driver, DriverParts, Published};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::snapshot::{Keep, SnapshotStore};
use store::state::State;
use store::vault::Vault;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use web::Charted;

/// `portolan serve`.
#[expect(clippy::print_stdout, reason = "where to go is said on standard output")]
pub(crate) async fn run(arguments: Serve) -> anyhow::Result<()> {
    let settings = Settings::read(&arguments)?;
    let server = start(settings).await?;
    let first_link = server.first_link().await?;
    if let Some(file) = &arguments.ready_file {
        let facts = json!({ "url": server.url, "listen_url": server.listen_url, "pg_url": server.pg_url, "first_link": first_link });
        crate::ready::write_ready(file, &facts)?;
    }
    println!("ready {}", server.url);
    if let Some(pg) = &server.pg_url {
        println!("PostgreSQL protocol at {pg}");
    }
    if let Some(link) = first_link {
        println!("make the first administrator within a day: {link}");
    }
    server.until_stopped().await
}

/// A running server.
pub(crate) struct Server {
    /// Where people reach it.
    pub(crate) url: String,
    /// Where it listens itself, behind whatever stands at the public address.
    listen_url: String,
    /// Where the PostgreSQL protocol is.
    pub(crate) pg_url: Option<String>,
    /// Everything it remembers.
    pub(crate) state: State,
    /// Stops the loops when it goes.
    _driver: Driver,
    /// Stops collectors and forwards when it goes.
    _activity: Activity,
    web: JoinHandle<std::io::Result<()>>,
}

/// Opens everything, charts what is there, and answers.
pub(crate) async fn start(settings: Settings) -> anyhow::Result<Server> {
    install_crypto();
    let data = &settings.data_dir;
    data_folder::make(data)?;
    let state = open_state(&settings).await?;
    let vault = Arc::new(open_vault(&settings, data, &state).await?);
    let snapshots = SnapshotStore::open(&data.join("snapshots")).context("the snapshots cannot be opened")?;
    let listener = TcpListener::bind(settings.listen).await.with_context(|| {
        format!(
            "{} cannot be listened at; is something else there?",
            settings.listen
        )
    })?;
    let address = listener.local_addr()?;

    let current = Arc::new(ArcSwapOption::<Charted>::empty());
    let engine = query::Engine::new(Some(snapshots.clone()), limits(&settings));
    let reach = if settings.allow_private_org_urls {
        Reach::Loopback
    } else {
        Reach::Public
    };
    let extra_ca_pem = extra_ca(&settings)?;
    let connect = way_out(extra_ca_pem.clone(), reach);
    let keeper = PeopleKeeper::new(state.clone(), snapshots.clone(), Arc::new(now));
    let people = people::People::start(keeper, state.clone());
    let ways = events::Ways {
        vault: vault.clone(),
        connect: connect.clone(),
        reach,
        interval: Duration::from_secs(settings.events_interval_s.max(1)),
        retention: settings.retention(),
        shelf: settings.shelf(reach)?,
        extra_ca_pem: extra_ca_pem.clone(),
        places: places(&settings)?,
    };
    let activity = Activity::open(data, &state, ways, &settings.url(address)).await;
    engine.set_live(activity.live.clone());
    let driver = Driver::start(DriverParts {
        state: state.clone(),
        vault: vault.clone(),
        snapshots: snapshots.clone(),
        reach,
        connect: connect.clone(),
        keep: Keep {
            all_days: settings.keep_all_snapshots_days,
            ..Keep::default()
        },
        now: Arc::new(now),
        publish: publisher(
            current.clone(),
            engine.clone(),
            people.clone(),
            activity.learner(),
        ),
    })
    .await?;

    let pg_url = match settings.pg_listen {
        Some(at) => Some(pg::start(at, &settings, &engine, &state).await?),
        None => None,
    };
    let hands = Hands {
        state: state.clone(),
        vault: vault.clone(),
        connect,
        reach,
    };
    let loops: Arc<dyn web::Loops> = Arc::new(loops::Adapter::new(
        driver.clone(),
        hands,
        people,
        metadata::Providers::new(reach, extra_ca_pem),
    ));
    purge::start(state.clone());
    refresh::start(web::Refresher {
        state: state.clone(),
        loops: Arc::clone(&loops),
        clock: Arc::new(now),
        allow_private: settings.allow_private_org_urls,
    });
    let app = web::App::new(web::AppParts {
        state: state.clone(),
        vault,
        snapshots: Arc::new(snapshots),
        current,
        engine: Arc::new(engine),
        loops,
        activity: Arc::clone(&activity.port),
        clock: Arc::new(now),
        settings: web::Settings {
            public_url: settings.public_url.clone(),
            base_url: settings.url(address),
            allow_private_org_urls: settings.allow_private_org_urls,
            behind_proxy: settings.behind_proxy,
            require_second_factor: settings.require_second_factor,
        },
    });
    let bounds = door::Bounds::of_this_process(settings.behind_proxy);
    let web = tokio::spawn(door::serve(listener, app.into_router(), bounds));
    Ok(Server {
        url: settings.url(address),
        listen_url: format!("http://{address}"),
        pg_url,
        state,
        _driver: driver,
        _activity: activity,
        web,
    })
}

impl Server {
    /// A link that makes the first administrator, while there is none.
    async fn first_link(&self) -> anyhow::Result<Option<String>> {
        if self.state.has_users().await? {
            return Ok(None);
        }
        Ok(Some(format!(
            "{}{}",
            self.url,
            web::setup_link(&self.state, now()).await?
        )))
    }

    /// Answers until Ctrl-C or SIGTERM.
    pub(crate) async fn until_stopped(self) -> anyhow::Result<()> {
        tokio::select! {
            told = told_to_stop() => told,
            ended = self.web => ended?.context("the server stopped listening"),
        }
    }
}

/// Returns at Ctrl-C or SIGTERM.
pub(crate) async fn told_to_stop() -> anyhow::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => Ok(pressed?),
        _ = terminate.recv() => Ok(()),
    }
}

/// A text of 256 random bits that nobody can guess, for a password.
pub(crate) fn secret_text() -> String {
    use base64::Engine as _;
    let bits: [u8; 32] = rand::random();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bits)
}

/// The time of this machine.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_ms(jiff::Timestamp::now().as_millisecond())
}

async fn open_state(settings: &Settings) -> anyhow::Result<State> {
    if let Some(server) = &settings.database_url {
        // The error names the server without what signs in to it.
        return Ok(State::open(server.reveal(), now()).await?);
    }
    let file = settings.data_dir.join("portolan.db");
    let name = file
        .to_str()
        .with_context(|| format!("{} is not a path in UTF-8", file.display()))?;
    State::open(name, now())
        .await
        .with_context(|| format!("the state store {name} cannot be opened"))
}

/// The key that seals secrets: the one of the database, which every server beside this one has too.
async fn open_vault(settings: &Settings, data: &Path, state: &State) -> anyhow::Result<Vault> {
    let file = settings
        .master_key_file
        .clone()
        .unwrap_or_else(|| data.join("master.key"));
    let vault = Vault::open_file(&file)
        .with_context(|| format!("the master key {} cannot be used", file.display()))?;
    let resealed = store::rotation::agree_on_key(state, &vault).await.with_context(|| {
        format!(
            "{} is not the master key of this database: put the key there that the database was first used with, or \
             name its file with `master_key_file`",
            file.display()
        )
    })?;
    if resealed > 0 {
        tracing::info!(
            secrets = resealed,
            "sealed again with the newer master key; the older one is not needed any more"
        );
    }
    Ok(vault)
}

/// How organizations are reached: through the proxy that the environment names for them, trusting what the settings
/// add.
fn way_out(extra_ca_pem: Option<String>, reach: Reach) -> Connect {
    Arc::new(move |org, credential, share_percent| {
        let way = Way {
            reach,
            proxy: proxy_to(org.as_str()),
            extra_ca_pem: extra_ca_pem.clone(),
        };
        connect_by(&way, org, credential, share_percent)
    })
}

/// The proxy that the environment names for calls to this origin.
fn proxy_to(origin: &str) -> Option<Secret> {
    // Plain http is for a simulated organization on this machine.
    let (_, authority) = origin.split_once("://").filter(|(scheme, _)| *scheme != "http")?;
    proxy_for(authority, |name| std::env::var(name).ok())
}

/// Certificate authorities that the settings add to the system's.
fn extra_ca(settings: &Settings) -> anyhow::Result<Option<String>> {
    let Some(file) = &settings.extra_ca_file else {
        return Ok(None);
    };
    let read = std::fs::read_to_string(file);
    read.map(Some)
        .with_context(|| format!("`extra_ca_file` {} cannot be read", file.display()))
}

/// Where addresses are, by the files that the settings name.
fn places(settings: &Settings) -> anyhow::Result<Option<Arc<dyn center::Places>>> {
    let files = [&settings.geo_city_file, &settings.geo_asn_file];
    let files = files.into_iter().flatten().map(PathBuf::as_path);
    let opened = GeoFiles::open(files).context("`geo_city_file` and `geo_asn_file` must be readable")?;
    Ok(opened.map(|files| Arc::new(files) as Arc<dyn center::Places>))
}

fn limits(settings: &Settings) -> query::Limits {
    let memory_bytes = settings.query_memory_mb.saturating_mul(1 << 20);
    query::Limits {
        timeout_ms: settings.query_timeout_s.saturating_mul(1000),
        memory_bytes: usize::try_from(memory_bytes).unwrap_or(usize::MAX),
        ..query::Limits::default()
    }
}

/// Takes each new graph to the pages and to SQL at the same moment.
fn publisher(
    current: Arc<ArcSwapOption<Charted>>,
    engine: query::Engine,
    people: people::People,
    learn: impl Fn(Arc<Graph>) + Send + Sync + 'static,
) -> Arc<dyn Fn(Published) + Send + Sync> {
    Arc::new(move |published: Published| {
        learn(published.graph.clone());
        if let Err(error) = engine.set_current(published.graph.clone(), Some(published.snapshot.clone())) {
            tracing::error!(%error, "SQL stays with the snapshot before");
        }
        current.store(Some(Arc::new(Charted {
            graph: published.graph,
            snapshot: published.snapshot,
        })));
        people.wake();
    })
}
