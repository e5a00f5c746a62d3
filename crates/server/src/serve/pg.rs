//! The PostgreSQL protocol: the password is an API token of somebody who may ask.

use super::Settings;
use anyhow::Context as _;
use futures_util::FutureExt as _;
use query::Rights;
use query::pg::{Admission, Authenticator, Login, Tls};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::state::{State, TokenHash};
use tokio::net::TcpListener;

/// How often it is looked whether a client may stay: a lock ends its connection within a second.
const CHECK_EVERY: Duration = Duration::from_millis(750);

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

/// Lets in whoever brings a token that holds and whose roles may ask, for as long as they may ask just that.
fn authenticator(state: State) -> Authenticator {
    Arc::new(move |login: Login| {
        let state = state.clone();
        async move {
            let hash = TokenHash::of(login.password.reveal());
            // The first look notes that the token is used.
            match state.api_token_by_hash(&hash, super::now()).await {
                Ok(found) => found.as_ref()?,
                Err(error) => {
                    tracing::error!(%error, "a token could not be looked up");
                    return None;
                }
            };
            let rights = rights(&state, &hash).await?;
            Some(Admission {
                rights,
                revoked: revoked(state, hash, rights).boxed(),
            })
        }
        .boxed()
    })
}

/// Returns when the token may not ask any more, or not the same, or when that cannot be found out.
async fn revoked(state: State, hash: TokenHash, granted: Rights) {
    loop {
        tokio::time::sleep(CHECK_EVERY).await;
        if rights(&state, &hash).await != Some(granted) {
            return;
        }
    }
}

/// What the token may read in SQL; `None` when it may not ask at all.
async fn rights(state: &State, hash: &TokenHash) -> Option<Rights> {
    let now = super::now();
    let looked = async {
        match state.held_api_token(hash, now).await? {
            Some(token) => web::sql_rights(state, &token, now).await,
            None => Ok(None),
        }
    };
    looked.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a token could not be looked up");
        None
    })
}

#[cfg(test)]
mod tests;
