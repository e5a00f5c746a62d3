//! The client of one organization.

use std::sync::Arc;

use futures_util::StreamExt;
use http::{HeaderMap, HeaderValue, Method};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;

use crate::advice::Cause;
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, ConfigError, Credential};
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::object::Object;
use crate::origin::Origin;
use crate::page::{Item, Pages, fault_of};
use crate::parse::{self, Defect};
use crate::transport::{HttpTransport, Request, Transport, TransportError};

/// Largest body that is read, in bytes after decompression.
const BODY_LIMIT: usize = 64 << 20;

/// Reads one Okta organization. Clones share connections, token and budget.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    origin: Origin,
    credential: Credential,
    transport: Arc<dyn Transport>,
    #[expect(dead_code, reason = "the budget waits by it")]
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Client({})", self.0.origin.address(""))
    }
}

impl Client {
    /// A client over the network. Nothing is sent before the first call.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let transport = HttpTransport::new(config.reach, &config.user_agent, config.concurrency)?;
        Self::with(config, Arc::new(transport), Arc::new(SystemClock::default()))
    }

    /// A client over a transport and clock of the caller's.
    pub fn with(
        config: Config,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ConfigError> {
        if !(1..=100).contains(&config.share_percent) {
            return Err(ConfigError::Share(config.share_percent));
        }
        if config.concurrency == 0 {
            return Err(ConfigError::Concurrency);
        }
        let origin = Origin::parse(&config.org_url, config.reach)?;
        Ok(Self(Arc::new(Inner {
            origin,
            credential: config.credential,
            transport,
            clock,
        })))
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// A list, page by page.
    pub(crate) fn list<T: Item>(&self, endpoint: &'static Endpoint, path: String) -> Pages<T> {
        Pages::new(self.clone(), endpoint, path)
    }

    /// A single object.
    pub(crate) async fn one<T: DeserializeOwned>(
        &self,
        endpoint: &'static Endpoint,
        path: &str,
    ) -> Result<Object<T>, Fault> {
        self.get(endpoint, path, parse::object::<T>)
            .await
            .map(|(object, _)| object)
    }

    /// Reads `path` and lets `read` make something of the body.
    pub(crate) async fn get<V>(
        &self,
        endpoint: &'static Endpoint,
        path: &str,
        read: impl Fn(&[u8]) -> Result<V, Defect>,
    ) -> Result<(V, HeaderMap), Fault> {
        let mut headers = HeaderMap::new();
        headers.insert(http::header::ACCEPT, HeaderValue::from_static("application/json"));
        if let Credential::ApiToken(token) = &self.0.credential
            && let Ok(mut value) = HeaderValue::from_str(&format!("SSWS {}", token.0.expose_secret()))
        {
            value.set_sensitive(true);
            headers.insert(http::header::AUTHORIZATION, value);
        }
        let url = self.0.origin.address(path);
        let request = Request {
            method: Method::GET,
            url,
            headers,
            body: bytes::Bytes::new(),
        };
        let unreachable = |error: TransportError| {
            Fault::new(Cause::Unreachable, endpoint.name, path).with(|d| d.detail = Some(error.to_string()))
        };
        let answer = self.0.transport.send(request).await.map_err(unreachable)?;
        let mut body = Vec::new();
        let mut stream = answer.body;
        while let Some(piece) = stream.next().await {
            body.extend_from_slice(&piece.map_err(unreachable)?);
            if body.len() > BODY_LIMIT {
                return Err(Fault::new(Cause::TooLarge, endpoint.name, path));
            }
        }
        if answer.status != 200 {
            return Err(
                Fault::new(Cause::Rejected, endpoint.name, path).with(|d| d.status = Some(answer.status))
            );
        }
        let value = read(&body).map_err(|defect| fault_of(defect, endpoint, path))?;
        Ok((value, answer.headers))
    }
}
