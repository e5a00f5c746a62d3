//! The HTTP and HTTPS shell: sockets and a clock around [`Sim::handle`].

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use http::HeaderValue;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::faults::FaultRule;
use crate::limits::LimitMode;
use crate::provision;
use crate::request::{Request, Response};
use crate::sim::Sim;
use crate::stamp::Stamp;
use crate::tls::{self, TlsError};

/// Largest body that is read from a client.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// How to serve a simulator.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Address of the http listener; port 0 for any free one.
    pub listen: SocketAddr,
    /// Address of the https listener, when one is wanted.
    pub tls_listen: Option<SocketAddr>,
    /// Base of absolute URLs in answers; without it the `Host` header decides.
    pub public_url: Option<String>,
    /// Whether rate limits are enforced.
    pub limits: LimitMode,
    /// Part of each rate limit, in per cent, that one credential may use.
    pub limit_share: u32,
    /// Faults from the start.
    pub faults: Vec<FaultRule>,
    /// Milliseconds by which `search` is late.
    pub search_lag_ms: i64,
    /// Milliseconds until life-cycle changes, rules and assignments take effect.
    pub effect_lag_ms: i64,
}

impl ServeOptions {
    /// http on this address, limits off, no faults, no lag.
    #[must_use]
    pub fn new(listen: SocketAddr) -> Self {
        Self {
            listen,
            tls_listen: None,
            public_url: None,
            limits: LimitMode::Off,
            limit_share: 50,
            faults: Vec::new(),
            search_lag_ms: 0,
            effect_lag_ms: 0,
        }
    }
}

/// Why serving could not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An address could not be listened on.
    #[error("cannot listen on {address}: {source}; choose another address or stop the program that uses it")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// A simulator that is being served. Dropping it stops it.
#[derive(Debug)]
pub struct Served {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    /// `https://127.0.0.1:PORT`, with an https listener.
    pub tls_url: Option<String>,
    /// Certificate of the test authority, PEM, with an https listener.
    pub ca_pem: Option<String>,
    stop: watch::Sender<bool>,
}

impl Served {
    /// Stops listening and closes the connections.
    pub fn shutdown(self) {
        // Dropping the sender would do; sending says it.
        let _ = self.stop.send(true);
    }
}

impl Sim {
    /// Listens and answers until the returned handle is dropped or shut down. Needs a Tokio runtime.
    ///
    /// # Errors
    /// When an address is taken or the certificate cannot be made.
    pub async fn serve(self: Arc<Self>, options: ServeOptions) -> Result<Served, ServeError> {
        self.set_public_url(options.public_url.clone());
        self.set_limits(options.limits, options.limit_share);
        self.set_lag(options.search_lag_ms, options.effect_lag_ms);
        for rule in options.faults {
            self.faults().arm(rule);
        }
        let (stop, stopped) = watch::channel(false);
        let (listener, address) = listen(options.listen).await?;
        tokio::spawn(accept(Arc::clone(&self), listener, None, stopped.clone()));
        let mut served = Served {
            url: format!("http://{address}"),
            tls_url: None,
            ca_pem: None,
            stop,
        };
        if let Some(wanted) = options.tls_listen {
            let (listener, address) = listen(wanted).await?;
            let identity = tls::identity(self.host_names(address))?;
            served.tls_url = Some(format!("https://{address}"));
            served.ca_pem = Some(identity.ca_pem);
            let acceptor = TlsAcceptor::from(identity.config);
            tokio::spawn(accept(
                Arc::clone(&self),
                listener,
                Some(acceptor),
                stopped.clone(),
            ));
        }
        tokio::spawn(provision::run(Arc::clone(&self), stopped.clone()));
        tokio::spawn(background(self, stopped));
        Ok(served)
    }

    /// The names under which the https listener answers.
    fn host_names(&self, address: SocketAddr) -> Vec<String> {
        let subdomain = self.read().identity.subdomain.clone();
        let mut names = vec![
            "localhost".to_owned(),
            "127.0.0.1".to_owned(),
            format!("{subdomain}.okta.com"),
            format!("{subdomain}-admin.okta.com"),
        ];
        let own = address.ip().to_string();
        if !address.ip().is_unspecified() && !names.contains(&own) {
            names.push(own);
        }
        names
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), ServeError> {
    let failed = |source| ServeError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

/// Background effects go on although nobody calls.
async fn background(sim: Arc<Sim>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(Duration::from_millis(200));
    loop {
        tokio::select! {
            _ = ticks.tick() => sim.tick(Stamp::now()),
            _ = stopped.changed() => return,
        }
    }
}

async fn accept(
    sim: Arc<Sim>,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    mut stopped: watch::Receiver<bool>,
) {
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // Out of file handles, for instance: wait for some to come back.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            _ = stopped.changed() => return,
        };
        let (sim, tls, stopped) = (Arc::clone(&sim), tls.clone(), stopped.clone());
        tokio::spawn(connection(sim, stream, tls, stopped));
    }
}

async fn connection(
    sim: Arc<Sim>,
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    mut stopped: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let scheme = if tls.is_some() { "https" } else { "http" };
    let service = service_fn(move |request| answer(Arc::clone(&sim), request, scheme));
    let builder = Builder::new(TokioExecutor::new());
    let served = async {
        match tls {
            Some(acceptor) => {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
                }
            }
            None => {
                let _ = builder.serve_connection(TokioIo::new(stream), service).await;
            }
        }
    };
    tokio::select! {
        () = served => {}
        _ = stopped.changed() => {}
    }
}

async fn answer(
    sim: Arc<Sim>,
    incoming: http::Request<Incoming>,
    scheme: &'static str,
) -> Result<http::Response<Body>, Infallible> {
    let (head, body) = incoming.into_parts();
    let Ok(body) = axum::body::to_bytes(Body::new(body), MAX_BODY).await else {
        return Ok(bare(413));
    };
    let mut request = Request {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: body.to_vec(),
    };
    // Only a proxy in front may say that the outside is https.
    request
        .headers
        .entry("x-forwarded-proto")
        .or_insert(HeaderValue::from_static(scheme));
    if let Some(address) = sim.wanted_key_set(&request, Stamp::now())
        && let Some(keys) = crate::fetch::key_set(&address).await
    {
        sim.keep_key_set(&address, keys);
    }
    let _entered = sim.enter();
    let response = sim.handle(&request, Stamp::now());
    if !response.delivery.delay.is_zero() {
        tokio::time::sleep(response.delivery.delay).await;
    }
    Ok(deliver(response))
}

fn deliver(response: Response) -> http::Response<Body> {
    let length = response.body.len();
    let mut out = match response.delivery.cut_at.filter(|cut| *cut < length) {
        Some(cut) => {
            // A chunk, then an error: the connection closes in the middle of the body.
            let head = Bytes::from(response.body.get(..cut).unwrap_or_default().to_vec());
            http::Response::new(Body::new(Broken { head: Some(head) }))
        }
        None => http::Response::new(Body::from(response.body)),
    };
    *out.status_mut() =
        http::StatusCode::from_u16(response.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    *out.headers_mut() = response.headers;
    out
}

fn bare(status: u16) -> http::Response<Body> {
    let mut out = http::Response::new(Body::empty());
    *out.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    out
}

/// A body that breaks off.
struct Broken {
    head: Option<Bytes>,
}

impl hyper::body::Body for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, std::io::Error>>> {
        let frame = match self.head.take() {
            Some(head) => Ok(hyper::body::Frame::data(head)),
            None => Err(std::io::ErrorKind::ConnectionReset.into()),
        };
        std::task::Poll::Ready(Some(frame))
    }
}
