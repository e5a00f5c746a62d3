//! The loop that keeps an integration scanned, with everything that can go wrong on the way: the state and the
//! advice are right, the last snapshot stays, and the next run goes on.

mod deeds;
mod log;
mod troubles;
mod turns;

use crate::simulated::InProcess;
use domain::facts::ObjectClass;
use domain::{OrgUrl, Reach, Secret, Timestamp};
use okta::{Answer, Client, Clock, Config, Credential, Request, Sending, Transport};
use okta_sim::{Sim, Stamp};
use portolan_reconcile::connect::Connect;
use portolan_reconcile::{Driver, DriverParts, Published, ScanStatus};
use serde_json::{Value, json};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::OktaCredential;
use store::snapshot::{Keep, SnapshotStore};
use store::state::{
    AuditEntry, Integration, IntegrationChange, IntegrationSettings, NewIntegration, RunState, ScanRun,
    State, new_id,
};
use store::vault::Vault;
use tokio::sync::{Semaphore, watch};

const URL: &str = "https://acme.okta.test";
const NOBODY: &str = "test";

/// Time that jumps over every wait of the client: minutes of patience pass at once.
#[derive(Default)]
struct FastClock(Mutex<Duration>);

impl Clock for FastClock {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn wall_ms(&self) -> i64 {
        crate::simulated::BEGIN_MS + i64::try_from(self.now().as_millis()).unwrap()
    }

    fn sleep_until(&self, deadline: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            // Others get their turn first.
            for _ in 0..8 {
                tokio::task::yield_now().await;
            }
            let mut now = self.0.lock().unwrap();
            *now = (*now).max(deadline);
        })
    }
}

type Twist = Arc<dyn Fn(&str, u16, Vec<u8>) -> (u16, Vec<u8>) + Send + Sync>;

/// The way to the simulated organization, with a gate and a twist.
struct Way {
    inner: InProcess,
    /// Requests that may pass; everything waits when there are none left.
    gate: Arc<Semaphore>,
    /// Changes answers, by path.
    twist: Arc<Mutex<Option<Twist>>>,
}

impl Transport for Way {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(async move {
            self.gate.acquire().await.unwrap().forget();
            let path = format!("/{}", request.url.splitn(4, '/').nth(3).unwrap_or(""));
            let answer = self.inner.send(request).await?;
            let twist = self.twist.lock().unwrap().clone();
            let Some(twist) = twist else { return Ok(answer) };
            let Answer {
                status,
                headers,
                mut body,
            } = answer;
            let mut whole = Vec::new();
            while let Some(piece) = futures_util::StreamExt::next(&mut body).await {
                whole.extend_from_slice(&piece?);
            }
            let (status, whole) = twist(&path, status, whole);
            let piece: Result<bytes::Bytes, _> = Ok(whole.into());
            Ok(Answer {
                status,
                headers,
                body: Box::pin(futures_util::stream::iter([piece])),
            })
        })
    }
}

struct House {
    sim: Arc<Sim>,
    clock: Arc<FastClock>,
    state: State,
    vault: Arc<Vault>,
    snapshots: SnapshotStore,
    folder: tempfile::TempDir,
    gate: Arc<Semaphore>,
    twist: Arc<Mutex<Option<Twist>>>,
    published: Arc<Mutex<Vec<Published>>>,
    driver: Option<Driver>,
}

const MANY: usize = 1 << 20;

impl House {
    /// An organization that is connected, and not scanned yet.
    async fn new() -> Self {
        let sim = okta_sim::World::small();
        let token = sim.credentials().super_admin_token.clone();
        let house = Self::with_token(sim, &token).await;
        house.gate.add_permits(MANY);
        house
    }

    async fn with_token(sim: Sim, token: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key");
        let clock = Arc::new(FastClock::default());
        let house = Self {
            sim: Arc::new(sim),
            state: State::open_in_memory(Timestamp::from_ms(clock.wall_ms()))
                .await
                .unwrap(),
            vault: Arc::new(Vault::open_file(&key).unwrap()),
            snapshots: SnapshotStore::open(&folder.path().join("snapshots")).unwrap(),
            clock,
            folder,
            gate: Arc::new(Semaphore::new(0)),
            twist: Arc::default(),
            published: Arc::default(),
            driver: None,
        };
        let id = new_id();
        let new = NewIntegration {
            plugin: "okta".to_owned(),
            name: "acme".to_owned(),
            org_url: URL.to_owned(),
            org_id: None,
            credential_kind: "api_token".to_owned(),
            sealed_credential: house.sealed(&id, token),
            settings: IntegrationSettings {
                // The clock of these tests jumps over minutes; scans come when they are asked for.
                scan_interval_s: 604_800,
                other: [("refresh_interval_s".to_owned(), json!(0))]
                    .into_iter()
                    .collect(),
                ..IntegrationSettings::default()
            },
            id,
        };
        let entry = AuditEntry::new(NOBODY, "integration.create", URL);
        house
            .state
            .create_integration(new, &entry, house.now())
            .await
            .unwrap();
        house
    }

    fn sealed(&self, id: &str, token: &str) -> String {
        let credential = OktaCredential::ApiToken(Secret::new(token));
        let place = Integration::credential_place(id);
        self.vault.seal(&credential.to_secret(), &place).unwrap()
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.clock.wall_ms())
    }

    fn connect(&self) -> Connect {
        let (sim, clock) = (self.sim.clone(), self.clock.clone());
        let (gate, twist) = (self.gate.clone(), self.twist.clone());
        Arc::new(move |org: &OrgUrl, credential: &OktaCredential, share: u8| {
            let OktaCredential::ApiToken(token) = credential else {
                panic!("only tokens here")
            };
            let way = Way {
                inner: InProcess {
                    sim: sim.clone(),
                    clock: clock.clone(),
                    journal: Arc::default(),
                },
                gate: gate.clone(),
                twist: twist.clone(),
            };
            let config = Config {
                share_percent: share,
                ..Config::new(org.as_str(), Credential::api_token(token.reveal()))
            };
            Ok(Client::with(config, Arc::new(way), clock.clone())?)
        })
    }

    async fn start(&mut self) {
        let (clock, published) = (self.clock.clone(), self.published.clone());
        let driver = Driver::start(DriverParts {
            state: self.state.clone(),
            vault: self.vault.clone(),
            snapshots: self.snapshots.clone(),
            reach: Reach::Loopback,
            connect: self.connect(),
            keep: Keep::default(),
            now: Arc::new(move || Timestamp::from_ms(clock.wall_ms())),
            publish: Arc::new(move |found| published.lock().unwrap().push(found)),
        });
        self.driver = Some(driver.await.unwrap());
    }

    fn driver(&self) -> &Driver {
        self.driver.as_ref().unwrap()
    }

    fn status(&self) -> watch::Receiver<ScanStatus> {
        self.driver().status(URL).unwrap()
    }

    async fn integration(&self) -> Integration {
        self.state.integrations().await.unwrap().remove(0)
    }

    /// Waits until a run has ended.
    async fn ended(&self, run_id: &str) -> ScanRun {
        let mut status = self.status();
        loop {
            let run = self.state.scan_run(run_id).await.unwrap();
            if let Some(run) = run.filter(|run| run.state != RunState::Running) {
                return run;
            }
            status.changed().await.unwrap();
        }
    }

    /// The run that the start itself makes.
    async fn first(&mut self) -> ScanRun {
        self.start().await;
        let run_id = {
            let mut status = self.status();
            let begun = status.wait_for(|status| status.run_id.is_some()).await.unwrap();
            begun.run_id.clone().unwrap()
        };
        self.ended(&run_id).await
    }

    /// A run that somebody asks for.
    async fn again(&self) -> ScanRun {
        let mut status = self.status();
        status.wait_for(|status| !status.running).await.unwrap();
        let woken = self.driver().wake(URL, "request").unwrap();
        assert!(woken.is_new);
        self.ended(&woken.run_id).await
    }

    /// An act of the super administrator.
    fn ask(&self, method: http::Method, target: &str, body: &Value) -> Value {
        let token = self.sim.credentials().super_admin_token.clone();
        let request = okta_sim::Request::new(method, target).ssws(&token).json(body);
        self.sim.handle(&request, Stamp(self.clock.wall_ms())).json()
    }

    fn fault(&self, body: Value) {
        let mut request = okta_sim::Request::new(http::Method::POST, "/_sim/faults");
        request.body = body.to_string().into_bytes();
        let response = self.sim.handle(&request, Stamp(self.clock.wall_ms()));
        assert_eq!(response.status, 200, "{:?}", response.json());
    }

    fn heal(&self) {
        let request = okta_sim::Request::new(http::Method::DELETE, "/_sim/faults");
        self.sim.handle(&request, Stamp(self.clock.wall_ms()));
        *self.twist.lock().unwrap() = None;
    }

    fn twist(&self, twist: impl Fn(&str, u16, Vec<u8>) -> (u16, Vec<u8>) + Send + Sync + 'static) {
        *self.twist.lock().unwrap() = Some(Arc::new(twist));
    }

    fn snapshot_ids(&self) -> Vec<String> {
        let list = self.snapshots.list(URL).unwrap();
        list.iter().map(|info| info.id.clone()).collect()
    }

    async fn rotate(&self, token: &str) {
        let integration = self.integration().await;
        let change = IntegrationChange {
            credential: Some(("api_token".to_owned(), self.sealed(&integration.id, token))),
            ..IntegrationChange::default()
        };
        let entry = AuditEntry::new(NOBODY, "integration.rotate", URL);
        self.state
            .update_integration(&integration.id, integration.revision, change, &entry, self.now())
            .await
            .unwrap();
        self.driver().attach(URL);
    }
}

#[tokio::test]
async fn a_run_leaves_a_snapshot_a_record_and_the_organizations_id() {
    let mut house = House::new().await;
    let run = house.first().await;
    assert_eq!((run.state, run.woken_by.as_str()), (RunState::Done, "schedule"));
    assert_eq!(run.snapshot_id.as_ref(), house.snapshot_ids().first());
    let known = house.integration().await.org_id;
    assert!(known.is_some_and(|id| id.starts_with("00o")));
    let mut status = house.status();
    let status = status
        .wait_for(|status| status.next.is_some())
        .await
        .unwrap()
        .clone();
    assert_eq!(status.next, Some(run.started.plus_ms(604_800_000)));
    assert_eq!(status.run_id, Some(run.id));
    let snapshot = house.published.lock().unwrap()[0].snapshot.clone();
    let coverage = &snapshot.info().coverage;
    let sent: u64 = coverage.classes.iter().map(|entry| entry.requests).sum();
    let whole = snapshot.info().requests;
    // What belongs to no class: who the organization is, and its name.
    assert!(sent <= whole && whole <= sent + 2, "{sent} of {whole}");
    let members = coverage.of(ObjectClass::Memberships).unwrap();
    assert!(
        members.requests < members.rows,
        "requests are not rows: {members:?}"
    );
}
