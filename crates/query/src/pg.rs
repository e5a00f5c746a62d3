//! The PostgreSQL wire protocol, so that `psql`, Grafana, Metabase and any driver can ask.
//!
//! The password is an API token, checked by whoever starts the server; it travels in clear text and is therefore
//! taken only over TLS or from the same machine. Queries go through the same guard, limits and engine as everywhere.

mod activity;
mod allowance;
mod attempts;
mod auth;
mod catalogue;
mod connection;
mod copy;
mod cursor;
mod decimals;
mod doubles;
mod fault;
mod handler;
mod parameters;
mod parse;
mod prepare;
mod respond;
mod rows;
mod setting;
mod tls;
mod turned_away;

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use pgwire::api::auth::StartupHandler;
use pgwire::api::cancel::CancelHandler;
use pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler};
use pgwire::api::{ErrorHandler, PgWireServerHandlers};
use pgwire::tokio::process_socket;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio_rustls::TlsAcceptor;

pub use auth::{Admission, Authenticator, Login, Revoked};
pub(crate) use setting::default_setting;
pub use tls::{Tls, TlsError};

use crate::Engine;
use activity::Activity;
use connection::Connections;
use handler::Handler;

/// What clients may take up.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Connections served at once.
    pub connections_max: usize,
    /// How long a client may take to sign in.
    pub login: Duration,
    /// How long a client that signed in may stay silent, or leave rows untaken.
    pub idle: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections_max: 256,
            login: Duration::from_secs(30),
            idle: Duration::from_secs(3_600),
        }
    }
}

/// Clients that are told at once that there is no place.
const TURNED_AWAY_MAX: usize = 16;
/// Failures to take a connection in a row after which the listener counts as broken.
const FAILURES_MAX: u32 = 100;
/// How long to wait after one: files or memory may be freed.
const FAILURE_PAUSE: Duration = Duration::from_millis(100);

/// Answers clients that connect to `listener`, until the future is dropped. Without `tls` only clients of the same
/// machine can sign in.
///
/// # Errors
/// When the listener fails for good.
pub fn serve(
    listener: TcpListener,
    engine: Engine,
    authenticator: Authenticator,
    tls: Option<Tls>,
) -> BoxFuture<'static, std::io::Result<()>> {
    serve_within(listener, engine, authenticator, tls, Bounds::default())
}

/// The same within other bounds.
///
/// # Errors
/// When the listener fails for good.
pub fn serve_within(
    listener: TcpListener,
    engine: Engine,
    authenticator: Authenticator,
    tls: Option<Tls>,
    bounds: Bounds,
) -> BoxFuture<'static, std::io::Result<()>> {
    // In a box, so that the protocol is compiled here and not once more in the crate that waits for it.
    Box::pin(accept(listener, engine, authenticator, tls, bounds))
}

async fn accept(
    listener: TcpListener,
    engine: Engine,
    authenticator: Authenticator,
    tls: Option<Tls>,
    bounds: Bounds,
) -> std::io::Result<()> {
    let connections = Arc::new(Connections::default());
    let server = Arc::new(Server {
        door: Arc::new(auth::Door::new(authenticator, Arc::clone(&connections))),
        queries: Arc::new(Handler::new(engine)),
        cancel: Arc::new(connection::Canceller::new(connections)),
        tls: tls.as_ref().map(Tls::acceptor),
        bounds,
    });
    let places = Arc::new(Semaphore::new(bounds.connections_max));
    let doorstep = Arc::new(Semaphore::new(TURNED_AWAY_MAX));
    let mut failures = 0;
    loop {
        let socket = match listener.accept().await {
            Ok((socket, _)) => socket,
            Err(error) if failures >= FAILURES_MAX => return Err(error),
            Err(error) => {
                failures += 1;
                tracing::warn!(%error, "a database client could not be let in");
                tokio::time::sleep(FAILURE_PAUSE).await;
                continue;
            }
        };
        failures = 0;
        let server = Arc::clone(&server);
        match Arc::clone(&places).try_acquire_owned() {
            Ok(place) => drop(tokio::spawn(async move {
                server.talk(socket).await;
                drop(place);
            })),
            Err(_) => {
                let most = bounds.connections_max;
                tracing::warn!(most, "a database client was turned away: too many connections");
                if let Ok(place) = Arc::clone(&doorstep).try_acquire_owned() {
                    tokio::spawn(async move {
                        turned_away::tell(socket, most).await;
                        drop(place);
                    });
                }
            }
        }
    }
}

/// What all connections share.
struct Server {
    door: Arc<auth::Door>,
    queries: Arc<Handler>,
    cancel: Arc<connection::Canceller>,
    tls: Option<TlsAcceptor>,
    bounds: Bounds,
}

impl Server {
    async fn talk(&self, socket: TcpStream) {
        let activity = Arc::new(Activity::begin(Instant::now()));
        let (stays, until) = oneshot::channel();
        let handlers = Handlers {
            startup: Arc::new(auth::Startup::new(
                Arc::clone(&self.door),
                Arc::clone(&activity),
                stays,
            )),
            queries: Arc::clone(&self.queries),
            cancel: Arc::clone(&self.cancel),
        };
        tokio::select! {
            ended = activity.ended(&self.bounds) => {
                tracing::debug!(?ended, "a database client was silent for too long");
            }
            // A query that runs goes with its connection.
            () = revoked(until) => tracing::info!("a database client's right has ended, and its connection with it"),
            done = process_socket(socket, self.tls.clone(), Arc::new(handlers)) => {
                if let Err(error) = done {
                    tracing::debug!(%error, "a database client's connection broke");
                }
            }
        }
    }
}

/// Waits until a client that signed in may not stay; for ever while nobody has signed in.
async fn revoked(until: oneshot::Receiver<Revoked>) {
    match until.await {
        Ok(revoked) => revoked.await,
        Err(_) => std::future::pending().await,
    }
}

/// What answers the messages of one connection.
struct Handlers {
    startup: Arc<auth::Startup>,
    queries: Arc<Handler>,
    cancel: Arc<connection::Canceller>,
}

impl PgWireServerHandlers for Handlers {
    fn simple_query_handler(&self) -> Arc<impl SimpleQueryHandler> {
        Arc::clone(&self.queries)
    }

    fn extended_query_handler(&self) -> Arc<impl ExtendedQueryHandler> {
        Arc::clone(&self.queries)
    }

    fn startup_handler(&self) -> Arc<impl StartupHandler> {
        Arc::clone(&self.startup)
    }

    fn cancel_handler(&self) -> Arc<impl CancelHandler> {
        Arc::clone(&self.cancel)
    }

    fn error_handler(&self) -> Arc<impl ErrorHandler> {
        Arc::new(Quiet)
    }
}

/// Errors are the client's; they are not logged, since they quote what was asked.
struct Quiet;

impl ErrorHandler for Quiet {}
