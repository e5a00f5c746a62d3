//! The client and the simulated organization in one thread and in simulated time: hours of rate limits pass in
//! seconds, and the very same code runs.

use http::HeaderMap;
use okta::{Answer, Client, Clock, Config, Credential, Request, Sending, Transport, TransportError};
use okta_sim::{Sim, Stamp};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// When simulated time begins, in milliseconds since the Unix epoch.
pub(crate) const BEGIN_MS: i64 = 1_790_000_000_000;

/// Time that passes only when everybody waits.
#[derive(Default)]
pub(crate) struct SimulatedClock {
    inner: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    now: Duration,
    sleepers: BTreeMap<(Duration, u64), Waker>,
    next: u64,
}

impl SimulatedClock {
    pub(crate) fn elapsed(&self) -> Duration {
        self.inner.lock().unwrap().now
    }

    /// Jumps to the next moment for which somebody waits. `false` when nobody does.
    fn jump(&self) -> bool {
        let mut inner = self.inner.lock().unwrap();
        let Some(((deadline, _), waker)) = inner.sleepers.pop_first() else {
            return false;
        };
        inner.now = inner.now.max(deadline);
        drop(inner);
        waker.wake();
        true
    }
}

/// A wait on the simulated clock. It stands in the list once, however often it is polled: a wait that were listed at
/// each poll would wake those who poll all waits at once into listing them again.
struct Sleep<'c> {
    clock: &'c SimulatedClock,
    deadline: Duration,
    number: Option<u64>,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut inner = self.clock.inner.lock().unwrap();
        if inner.now >= self.deadline {
            return Poll::Ready(());
        }
        let number = self.number.unwrap_or(inner.next);
        inner.next = inner.next.max(number + 1);
        inner
            .sleepers
            .insert((self.deadline, number), context.waker().clone());
        drop(inner);
        self.number = Some(number);
        Poll::Pending
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.clock
                .inner
                .lock()
                .unwrap()
                .sleepers
                .remove(&(self.deadline, number));
        }
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Duration {
        self.elapsed()
    }

    fn wall_ms(&self) -> i64 {
        BEGIN_MS + i64::try_from(self.elapsed().as_millis()).unwrap()
    }

    fn sleep_until(&self, deadline: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(Sleep {
            clock: self,
            deadline,
            number: None,
        })
    }
}

/// Hands requests straight to the simulated organization; an answer takes a tenth of a second.
pub(crate) struct InProcess {
    pub(crate) sim: Arc<Sim>,
    pub(crate) clock: Arc<dyn Clock>,
    /// When each request was sent, by its path without the query.
    pub(crate) journal: Arc<Mutex<Vec<(Duration, String)>>>,
}

impl Transport for InProcess {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(async move {
            let path = request.url.splitn(4, '/').nth(3).unwrap_or("");
            let path = path.split('?').next().unwrap_or("").to_owned();
            self.journal.lock().unwrap().push((self.clock.now(), path));
            let arrives = self.clock.now() + Duration::from_millis(100);
            self.clock.sleep_until(arrives).await;
            let target = request.url.splitn(4, '/').nth(3).unwrap_or("");
            let mut asked = okta_sim::Request::new(request.method, &format!("/{target}"));
            asked.headers = request.headers;
            asked.headers.insert("host", "acme.okta.test".parse().unwrap());
            asked.body = request.body.to_vec();
            let now = Stamp(self.clock.wall_ms());
            self.sim.tick(now);
            Ok(answer(self.sim.handle(&asked, now), now))
        })
    }
}

fn answer(response: okta_sim::Response, now: Stamp) -> Answer {
    let mut headers: HeaderMap = response.headers;
    let date = jiff::Timestamp::from_millisecond(now.0).unwrap();
    let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    headers.entry("date").or_insert(date.parse().unwrap());
    let pieces = match response.delivery.cut_at {
        None => vec![Ok(response.body.into())],
        Some(at) => {
            let arrived = response.body.get(..at).unwrap_or(&response.body).to_vec();
            vec![
                Ok(arrived.into()),
                Err(TransportError::Broken("closed by the other side".to_owned())),
            ]
        }
    };
    let body = futures_util::stream::iter(pieces);
    Answer {
        status: response.status,
        headers,
        body: Box::pin(body),
    }
}

/// A simulated organization with a client in the same simulated time.
pub(crate) struct World {
    pub(crate) sim: Arc<Sim>,
    pub(crate) clock: Arc<SimulatedClock>,
    pub(crate) client: Client,
    pub(crate) journal: Arc<Mutex<Vec<(Duration, String)>>>,
}

impl World {
    /// Reaches `sim` with the token of its super administrator and half of its limits.
    pub(crate) fn around(sim: Sim) -> Self {
        let token = sim.credentials().super_admin_token.clone();
        let sim = Arc::new(sim);
        let clock = Arc::new(SimulatedClock::default());
        let transport = InProcess {
            sim: Arc::clone(&sim),
            clock: clock.clone(),
            journal: Arc::default(),
        };
        let journal = Arc::clone(&transport.journal);
        let config = Config::new("https://acme.okta.test", Credential::api_token(token));
        let client = Client::with(config, Arc::new(transport), clock.clone()).unwrap();
        Self {
            sim,
            clock,
            client,
            journal,
        }
    }

    /// Asks as the super administrator, at once.
    pub(crate) fn ask(
        &self,
        method: &str,
        target: &str,
        body: Option<&serde_json::Value>,
    ) -> okta_sim::Response {
        let token = self.sim.credentials().super_admin_token.clone();
        let mut request = okta_sim::Request::new(method.parse().unwrap(), target).ssws(&token);
        request.headers.insert("host", "acme.okta.test".parse().unwrap());
        if let Some(body) = body {
            request = request.json(body);
        }
        self.sim.handle(&request, Stamp(self.clock.wall_ms()))
    }

    /// The simulated time of day.
    pub(crate) fn clock_ms(&self) -> i64 {
        self.clock.wall_ms()
    }

    /// Lets simulated time pass.
    pub(crate) fn pass(&self, time: Duration) {
        self.clock.inner.lock().unwrap().now += time;
        self.sim.tick(Stamp(self.clock.wall_ms()));
    }

    /// Uses the simulator's control interface.
    pub(crate) fn control(&self, what: &str, body: &serde_json::Value) {
        let mut request = okta_sim::Request::new(http::Method::POST, &format!("/_sim/{what}"));
        request.body = body.to_string().into_bytes();
        let response = self.sim.handle(&request, Stamp(self.clock.wall_ms()));
        assert_eq!(response.status, 200, "{:?}", response.json());
    }
}

/// Runs a future to its end, letting time jump whenever it waits for time. Work on other threads is waited for.
pub(crate) fn drive<T>(clock: &SimulatedClock, future: impl Future<Output = T>) -> T {
    struct Driver {
        thread: std::thread::Thread,
        woken: AtomicBool,
    }
    impl Wake for Driver {
        fn wake(self: Arc<Self>) {
            self.woken.store(true, Ordering::SeqCst);
            self.thread.unpark();
        }
    }
    let driver = Arc::new(Driver {
        thread: std::thread::current(),
        woken: AtomicBool::new(false),
    });
    let waker = Waker::from(Arc::clone(&driver));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        driver.woken.store(false, Ordering::SeqCst);
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        if driver.woken.load(Ordering::SeqCst) || clock.jump() {
            continue;
        }
        while !driver.woken.load(Ordering::SeqCst) {
            std::thread::park_timeout(Duration::from_secs(60));
        }
    }
}
