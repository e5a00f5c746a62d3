//! Fetches the key set of a client from its `jwks_uri`, as Okta does when such a client asks for a token.
//!
//! Only plain http and only small JSON: it reaches programs that run beside the simulator, which is where keys of
//! demonstrations and tests are. Whoever embeds the simulator can fetch in another way and hand the set over with
//! [`Sim::keep_key_set`](crate::Sim::keep_key_set).

use std::time::Duration;

use axum::body::Body;
use http::{Method, StatusCode, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// Longest wait for a key set.
const PATIENCE: Duration = Duration::from_secs(5);
/// Largest key set that is read, in bytes.
const LARGEST: usize = 256 * 1024;

/// The key set behind an address; `None` when it is not to be had.
pub(crate) async fn key_set(address: &str) -> Option<Value> {
    tokio::time::timeout(PATIENCE, get(address)).await.ok().flatten()
}

async fn get(address: &str) -> Option<Value> {
    let url = url::Url::parse(address)
        .ok()
        .filter(|url| url.scheme() == "http")?;
    let (host, port) = (url.host_str()?, url.port_or_known_default()?);
    let stream = TcpStream::connect((host, port)).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .ok()?;
    let driver = tokio::spawn(connection);
    let target = url.query().map_or_else(
        || url.path().to_owned(),
        |query| format!("{}?{query}", url.path()),
    );
    let request = http::Request::builder()
        .method(Method::GET)
        .uri(target)
        .header(header::HOST, format!("{host}:{port}"))
        .header(header::ACCEPT, "application/json")
        .body(Body::empty())
        .ok()?;
    let response = sender
        .send_request(request)
        .await
        .ok()
        .filter(|response| response.status() == StatusCode::OK)?;
    let bytes = axum::body::to_bytes(Body::new(response.into_body()), LARGEST)
        .await
        .ok()?;
    driver.abort();
    serde_json::from_slice(&bytes).ok().filter(Value::is_object)
}
