//! The real transport: reqwest over rustls with ring.

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use secrecy::ExposeSecret;

use super::resolve::{ForbiddenAddress, GuardedResolver, check_literal, check_name};
use super::{Answer, Request, Sending, Transport, TransportError};
use crate::config::{Config, ConfigError, Credential, Dots, Reach};

/// Speaks HTTP/1.1 over TLS, pooled, with gzip, without redirects, to allowed addresses only.
#[derive(Clone, Debug)]
pub struct HttpTransport {
    client: reqwest::Client,
    reach: Reach,
    /// Hosts that were looked up before a proxy was asked for them, and when. `None` without a proxy.
    proxied: Option<Arc<Mutex<HashMap<String, Instant>>>>,
}

/// How long a host behind a proxy counts as looked up.
const LOOKED_UP: Duration = Duration::from_secs(60);

impl HttpTransport {
    /// Prepares a pool of connections. Nothing is sent.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        // Another part of the process may have installed one before; either is ring.
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let reach = config.reach;
        let mut builder = reqwest::Client::builder()
            .user_agent(&config.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .https_only(reach == Reach::Public)
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(90))
            // Okta's slowest lists take minutes; a page that takes longer is asked for again.
            .timeout(Duration::from_secs(300))
            .pool_max_idle_per_host(usize::from(config.concurrency))
            .tcp_nodelay(true);
        // Behind a proxy only the proxy's own host is looked up here; the organization's is checked before each call.
        builder = match &config.proxy {
            None => builder.dns_resolver(Arc::new(GuardedResolver(reach))),
            Some(address) => builder.proxy(proxy(address.0.expose_secret())?),
        };
        if let Some(pem) = &config.extra_authorities {
            builder = builder.tls_certs_merge(authorities(pem)?);
        }
        let client = builder
            .build()
            .map_err(|error| ConfigError::Tls(error.to_string()))?;
        let proxied = config.proxy.is_some().then(Arc::default);
        Ok(Self {
            client,
            reach,
            proxied,
        })
    }

    /// A pool for calls that carry no credential of an organization, such as those to an identity provider: held to the
    /// same rules.
    pub fn for_anybody(
        reach: Reach,
        proxy: Option<Dots>,
        extra_authorities: Option<String>,
    ) -> Result<Self, ConfigError> {
        Self::new(&Config {
            reach,
            proxy,
            extra_authorities,
            ..Config::new("", Credential::api_token(""))
        })
    }

    /// Checks a host that a proxy will look up for itself. A name that only the proxy can look up is let through:
    /// there is nothing here to check it by.
    async fn check_proxied(&self, host: &str) -> Result<(), TransportError> {
        let Some(known) = &self.proxied else { return Ok(()) };
        let is_known = || {
            let known = known.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(host).is_some_and(|at| at.elapsed() < LOOKED_UP)
        };
        if is_known() {
            return Ok(());
        }
        if let Err(refusal) = check_name(self.reach, host).await {
            return Err(TransportError::ForbiddenAddress(refusal.to_string()));
        }
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(host.to_owned(), Instant::now());
        Ok(())
    }
}

fn proxy(address: &str) -> Result<reqwest::Proxy, ConfigError> {
    let url = reqwest::Url::parse(address).map_err(|_| ConfigError::Proxy)?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(ConfigError::Proxy);
    }
    reqwest::Proxy::all(url).map_err(|_| ConfigError::Proxy)
}

fn authorities(pem: &str) -> Result<Vec<reqwest::Certificate>, ConfigError> {
    let found = reqwest::Certificate::from_pem_bundle(pem.as_bytes())
        .map_err(|error| ConfigError::Authorities(error.to_string()))?;
    if found.is_empty() {
        return Err(ConfigError::Authorities("there is none in the text".to_owned()));
    }
    Ok(found)
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(async move {
            let url = reqwest::Url::parse(&request.url)
                .map_err(|_| TransportError::Connect("the address is not a URL".to_owned()))?;
            check_literal(self.reach, url.host_str().unwrap_or(""))
                .map_err(|refusal| TransportError::ForbiddenAddress(refusal.to_string()))?;
            self.check_proxied(url.host_str().unwrap_or("")).await?;
            let sent = self
                .client
                .request(request.method, url)
                .headers(request.headers)
                .body(request.body);
            let response = sent.send().await.map_err(|error| classify(&error))?;
            let status = response.status().as_u16();
            let headers = response.headers().clone();
            let body = response
                .bytes_stream()
                .map(|piece| piece.map_err(|error| classify(&error)));
            Ok(Answer {
                status,
                headers,
                body: Box::pin(body),
            })
        })
    }
}

/// Sorts an error of the library by its causes. Its text names no URL, so no query goes into a message.
fn classify(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() {
        return TransportError::Timeout;
    }
    let mut text = String::from("unknown error");
    let mut next: Option<&(dyn Error + 'static)> = error.source();
    while let Some(cause) = next {
        if let Some(refusal) = cause.downcast_ref::<ForbiddenAddress>() {
            return TransportError::ForbiddenAddress(refusal.to_string());
        }
        if let Some(tls) = tls_error(cause) {
            return TransportError::Tls(tls);
        }
        text = cause.to_string();
        next = cause.source();
    }
    if error.is_connect() {
        TransportError::Connect(text)
    } else {
        TransportError::Broken(text)
    }
}

fn tls_error(cause: &(dyn Error + 'static)) -> Option<String> {
    if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
        return Some(tls.to_string());
    }
    // An I/O error hides what it wraps from `source`, and may wrap another one.
    tls_error(cause.downcast_ref::<std::io::Error>()?.get_ref()?)
}
