//! The PostgreSQL protocol: the password is an API token of somebody who may ask.

use super::Settings;
use anyhow::Context as _;
use futures_util::FutureExt as _;
use query::pg::{Authenticator, Login, Tls};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use store::state::{State, TokenHash};
use tokio::net::TcpListener;

/// Listens, and gives the address in the form that `psql` takes.
pub(super) async fn start(
    at: SocketAddr,
    settings: &Settings,
    engine: &query::Engine,
    state: &State,
) -> anyhow::Result<String> {
    let tls = tls(settings)?;
    let listener = TcpListener::bind(at).await.with_context(|| {
        format!("{at} cannot be listened at for the PostgreSQL protocol; is something else there?")
    })?;
    let address = listener.local_addr()?;
    let serving = query::pg::serve(listener, engine.clone(), authenticator(state.clone()), tls);
    tokio::spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!(%error, "the PostgreSQL protocol stopped");
        }
    });
    Ok(format!("postgresql://{address}/portolan"))
}

/// The certificate that the settings name, read once.
fn tls(settings: &Settings) -> anyhow::Result<Option<Tls>> {
    let (Some(certificate), Some(key)) = (&settings.pg_tls_cert_file, &settings.pg_tls_key_file) else {
        return Ok(None);
    };
    let read = |file: &Path| {
        std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
    };
    let tls = Tls::from_pem(read(certificate)?.as_bytes(), read(key)?.as_bytes());
    Ok(Some(tls.context("the certificate for the PostgreSQL protocol")?))
}

/// Lets in whoever brings a token that holds and whose roles may see the graph.
fn authenticator(state: State) -> Authenticator {
    Arc::new(move |login: Login| {
        let state = state.clone();
        async move {
            let hash = TokenHash::of(login.password.reveal());
            let now = super::now();
            let rights = async {
                match state.api_token_by_hash(&hash, now).await? {
                    Some(token) => web::sql_rights(&state, &token.effective_roles(), now).await,
                    None => Ok(None),
                }
            };
            rights.await.unwrap_or_else(|error| {
                tracing::error!(%error, "a token could not be looked up");
                None
            })
        }
        .boxed()
    })
}
