//! Takes connections. A client has so long to say what it wants, and no address may take all places: whoever opens
//! hundreds of connections and says nothing keeps nobody else out.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// What clients may take up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Connections open at once.
    connections_max: usize,
    /// Of them, those of one address.
    per_address_max: usize,
    /// How long the head of a request may take to come, and a connection may be silent between two requests.
    head: Duration,
}

/// Files that are kept free for the database, the archive, and calls to the outside.
const FILES_KEPT: usize = 160;
/// How long to wait after a connection could not be taken: files or memory may be freed.
const FAILURE_PAUSE: Duration = Duration::from_millis(100);

impl Bounds {
    /// As many as the system lets this process open. Behind a proxy all come from one address.
    pub(super) fn of_this_process(is_behind_proxy: bool) -> Self {
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let connections_max = files_max(&limits)
            .unwrap_or(1_024)
            .saturating_sub(FILES_KEPT)
            .clamp(64, 8_192);
        Self {
            connections_max,
            per_address_max: if is_behind_proxy {
                connections_max
            } else {
                connections_max / 2
            },
            head: Duration::from_secs(30),
        }
    }
}

/// Files that a process may have open. Source: proc_pid_limits(5).
fn files_max(limits: &str) -> Option<usize> {
    let line = limits.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

/// Answers what comes to `listener` with `router`, for ever.
pub(super) async fn serve(listener: TcpListener, router: Router, bounds: Bounds) -> std::io::Result<()> {
    let places = Arc::new(Semaphore::new(bounds.connections_max));
    let addresses = Arc::new(Addresses::default());
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return Ok(());
        };
        let (stream, peer) = match listener.accept().await {
            Ok(taken) => taken,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(FAILURE_PAUSE).await;
                continue;
            }
        };
        // One that is turned away is closed by being dropped.
        let Some(seat) = addresses.admit(peer.ip(), bounds.per_address_max) else {
            tracing::debug!(%peer, "a connection was turned away: its address has too many");
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            talk(stream, peer, router, bounds.head).await;
            drop((seat, place));
        });
    }
}

async fn talk(stream: TcpStream, peer: SocketAddr, router: Router, head: Duration) {
    // Answers are written whole: waiting for more to send with them would only delay them.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(head);
    let served = builder
        .serve_connection_with_upgrades(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%peer, %error, "a connection broke");
    }
}

/// How many connections each address has.
#[derive(Debug, Default)]
struct Addresses(Mutex<HashMap<IpAddr, usize>>);

impl Addresses {
    fn admit(self: &Arc<Self>, address: IpAddr, most: usize) -> Option<Seat> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Seat {
            addresses: Arc::clone(self),
            address,
        })
    }
}

/// One connection of an address, for as long as it is open.
#[derive(Debug)]
struct Seat {
    addresses: Arc<Addresses>,
    address: IpAddr,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.addresses.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    async fn served(bounds: Bounds) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route(
            "/",
            get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() }),
        );
        tokio::spawn(serve(listener, router, bounds));
        address
    }

    /// A client that begins a request and says no more.
    async fn silent(address: SocketAddr) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ")
            .await
            .unwrap();
        stream
    }

    async fn answer(address: SocketAddr) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let _ = stream
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            .await;
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text).await;
        text
    }

    #[tokio::test]
    async fn whoever_says_nothing_is_hung_up_on() {
        let address = served(Bounds {
            connections_max: 2,
            per_address_max: 2,
            head: Duration::from_millis(20),
        })
        .await;
        let mut silent = [silent(address).await, silent(address).await];
        for stream in &mut silent {
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
        }
        assert!(answer(address).await.ends_with("127.0.0.1"));
    }

    #[tokio::test]
    async fn one_address_does_not_take_all_places() {
        let address = served(Bounds {
            connections_max: 8,
            per_address_max: 2,
            head: Duration::from_secs(3_600),
        })
        .await;
        let first = silent(address).await;
        assert!(answer(address).await.starts_with("HTTP/1.1 200"));
        let _second = silent(address).await;
        // Whether the two are in is known once a third is out.
        while !answer(address).await.is_empty() {}
        drop(first);
        while answer(address).await.is_empty() {}
    }

    #[test]
    fn as_many_as_the_system_lets_us() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units\n\
                      Max open files            400                  1048576              files\n";
        assert_eq!(files_max(limits), Some(400));
        assert_eq!(files_max(""), None);
    }
}
