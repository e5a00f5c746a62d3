//! The PostgreSQL wire protocol, so that `psql`, Grafana, Metabase and any driver can ask.
//!
//! The password is an API token, checked by whoever starts the server; it travels in clear text and is therefore
//! taken only over TLS or from the same machine. Queries go through the same guard, limits and engine as everywhere.

mod auth;
mod connection;
mod fault;
mod handler;
mod parse;
mod rows;
mod setting;

use std::sync::Arc;

use pgwire::api::auth::StartupHandler;
use pgwire::api::cancel::CancelHandler;
use pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler};
use pgwire::api::{ErrorHandler, PgWireServerHandlers};
use pgwire::tokio::process_socket;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;

pub use auth::{Authenticator, Login};

use crate::Engine;
use connection::Connections;
use handler::Handler;

/// Connections served at once.
const CONNECTIONS_MAX: usize = 256;

/// Answers clients that connect to `listener`, until the future is dropped. Without `tls` only clients of the same
/// machine can sign in.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    engine: Engine,
    authenticator: Authenticator,
    tls: Option<TlsAcceptor>,
) -> std::io::Result<()> {
    let connections = Arc::new(Connections::default());
    let handlers = Arc::new(Handlers {
        startup: Arc::new(auth::Startup::new(authenticator, Arc::clone(&connections))),
        queries: Arc::new(Handler::new(engine)),
        cancel: Arc::new(connection::Canceller::new(connections)),
    });
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let (socket, _) = listener.accept().await?;
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            tracing::warn!(
                most = CONNECTIONS_MAX,
                "a database client was turned away: too many connections"
            );
            continue;
        };
        let _ = socket.set_nodelay(true);
        let (handlers, tls) = (Arc::clone(&handlers), tls.clone());
        tokio::spawn(async move {
            if let Err(error) = process_socket(socket, tls, handlers).await {
                tracing::debug!(%error, "a database client's connection broke");
            }
            drop(place);
        });
    }
}

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
