//! The HTTP client of provisioning: one request a connection, http or https with the certificates that it is given.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use http::{HeaderValue, header};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::machine::{Outcome, Task};
use super::target::ScimTarget;

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Largest answer that is read, in bytes.
const LARGEST: usize = 16 * 1024 * 1024;

/// Makes a request and waits for its answer.
pub(super) async fn send(target: &ScimTarget, task: &Task) -> Outcome {
    match tokio::time::timeout(PATIENCE, exchange(target, task)).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => Outcome::Lost(error.to_string()),
        Err(_) => Outcome::Lost("no answer within 30 s".to_owned()),
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
enum SendError {
    #[error("the base URL is no http or https address")]
    Address,
    #[error("https needs the certificates to trust in ca_pem")]
    Trust,
    #[error("the connection failed: {0}")]
    Connect(#[from] std::io::Error),
    #[error("TLS could not be set up: {0}")]
    Tls(#[from] rustls::Error),
    #[error("the request could not be written: {0}")]
    Request(#[from] http::Error),
    #[error("the answer could not be read: {0}")]
    Http(#[from] hyper::Error),
    #[error("the answer could not be read: {0}")]
    Body(#[from] axum::Error),
}

async fn exchange(target: &ScimTarget, task: &Task) -> Result<Outcome, SendError> {
    let base = target.base_url.trim_end_matches('/');
    let url = url::Url::parse(&format!("{base}{}", task.target)).map_err(|_| SendError::Address)?;
    let host = url.host_str().ok_or(SendError::Address)?.to_owned();
    let port = url.port_or_known_default().ok_or(SendError::Address)?;
    let host = host.trim_matches(['[', ']']).to_owned();
    match url.scheme() {
        "http" => over(connect(&host, port).await?, target, task, &url).await,
        "https" => {
            let connector = connector(target.ca_pem.as_deref().ok_or(SendError::Trust)?)?;
            let name = ServerName::try_from(host.clone()).map_err(|_| SendError::Address)?;
            let stream = connector.connect(name, connect(&host, port).await?).await?;
            over(stream, target, task, &url).await
        }
        _ => Err(SendError::Address),
    }
}

async fn connect(host: &str, port: u16) -> Result<TcpStream, std::io::Error> {
    let stream = TcpStream::connect((host, port)).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn connector(pem: &str) -> Result<TlsConnector, SendError> {
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        roots.add(certificate.map_err(|_| SendError::Trust)?)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

async fn over<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    target: &ScimTarget,
    task: &Task,
    url: &url::Url,
) -> Result<Outcome, SendError> {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let driver = tokio::spawn(connection);
    let path = url.query().map_or_else(
        || url.path().to_owned(),
        |query| format!("{}?{query}", url.path()),
    );
    let authority = url.authority().rsplit('@').next().unwrap_or_default().to_owned();
    let body = task.body.as_ref().map(Value::to_string).unwrap_or_default();
    let mut request = http::Request::builder()
        .method(task.method)
        .uri(path)
        .header(header::HOST, authority)
        .header(header::USER_AGENT, "Okta SCIM Client 1.0.0")
        .header(header::ACCEPT, "application/scim+json")
        .header(header::ACCEPT_CHARSET, "utf-8")
        .header(header::AUTHORIZATION, target.authorization());
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/scim+json; charset=utf-8");
        request = request.header(header::CONTENT_LENGTH, body.len());
    }
    let response = sender.send_request(request.body(Body::from(body))?).await?;
    let status = response.status().as_u16();
    let seconds = |value: &HeaderValue| value.to_str().ok()?.trim().parse::<i64>().ok();
    let retry_after_s = response.headers().get(header::RETRY_AFTER).and_then(seconds);
    let bytes = axum::body::to_bytes(Body::new(response.into_body()), LARGEST).await?;
    driver.abort();
    Ok(Outcome::Answered {
        status,
        retry_after_s,
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
    })
}
