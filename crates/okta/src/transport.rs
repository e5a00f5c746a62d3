//! One exchange over HTTP: a real one, or one inside the process for tests.

mod http_client;
mod resolve;

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use futures_util::Stream;
use http::{HeaderMap, Method};

pub use http_client::HttpTransport;

/// What is sent. Printing it leaves out headers and body, which hold credentials.
#[derive(Clone)]
pub struct Request {
    /// `GET`; `POST` for the token endpoint; or that of a deed.
    pub method: Method,
    /// Whole address.
    pub url: String,
    /// Headers, credentials among them.
    pub headers: HeaderMap,
    /// Body; empty but for the token endpoint.
    pub body: Bytes,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.url.split('?').next().unwrap_or(&self.url);
        write!(f, "{} {path} (headers •••, body •••)", self.method)
    }
}

/// Pieces of a body as they come in, already decompressed.
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// What came back.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: BodyStream,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({})", self.status)
    }
}

/// A promise of an [`Answer`].
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Answer, TransportError>> + Send + 'a>>;

/// Carries one request and brings the answer. Follows no redirects and keeps no cookies.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`; resolves when the headers of the answer are there.
    fn send(&self, request: Request) -> Sending<'_>;
}

/// Why no whole answer came.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection.
    #[error("cannot connect: {0}")]
    Connect(String),
    /// The name leads to an address that must not be reached.
    #[error("{0}")]
    ForbiddenAddress(String),
    /// TLS failed.
    #[error("cannot make a secure connection: {0}")]
    Tls(String),
    /// Too slow.
    #[error("no answer in time")]
    Timeout,
    /// The connection broke within the answer.
    #[error("the connection broke: {0}")]
    Broken(String),
}
