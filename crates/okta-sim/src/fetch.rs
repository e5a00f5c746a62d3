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

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// Answers one connection with these bytes.
    async fn once(answer: &'static str) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0_u8; 1024];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        });
        format!("http://{address}/keys?a=b")
    }

    #[tokio::test]
    async fn gets_small_json_over_http_and_nothing_else() {
        let good = once("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"keys\":[]}").await;
        assert_eq!(
            super::key_set(&good).await.unwrap()["keys"],
            serde_json::json!([])
        );
        let missing = once("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}").await;
        assert_eq!(super::key_set(&missing).await, None);
        let text = once("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await;
        assert_eq!(super::key_set(&text).await, None);
        assert_eq!(super::key_set("https://127.0.0.1:1/keys").await, None);
        assert_eq!(super::key_set("nonsense").await, None);
    }
}
