//! The loop that keeps an integration scanned, with everything that can go wrong on the way: the state and the
//! advice are right, the last snapshot stays, and the next run goes on.

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
        let mut status = self.status();
        let run_id = status
            .wait_for(|status| status.run_id.is_some())
            .await
            .unwrap()
            .run_id
            .clone();
        self.ended(&run_id.unwrap()).await
    }

    /// A run that somebody asks for.
    async fn again(&self) -> ScanRun {
        let mut status = self.status();
        status.wait_for(|status| !status.running).await.unwrap();
        let woken = self.driver().wake(URL, "request").unwrap();
        assert!(woken.is_new);
        self.ended(&woken.run_id).await
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
}

/// After a good run, a run during `trouble` fails with this kind, message and advice; the snapshot and what people
/// see stay, and when the trouble is over the next run is good again.
async fn comes_back(trouble: impl Fn(&House), kind: &str, message: &str, advice: &str) {
    let mut house = House::new().await;
    assert_eq!(house.first().await.state, RunState::Done);
    let before = house.snapshot_ids();
    trouble(&house);
    let run = house.again().await;
    let fault = run.fault.unwrap_or_else(|| panic!("{message}: the run was good"));
    assert_eq!(
        (run.state, fault.kind.as_str()),
        (RunState::Failed, kind),
        "{fault:?}"
    );
    assert!(fault.message.contains(message), "{}", fault.message);
    assert!(fault.advice.contains(advice), "{}", fault.advice);
    assert_eq!(house.snapshot_ids(), before);
    assert_eq!(house.published.lock().unwrap().len(), 1);
    house.heal();
    assert_eq!(house.again().await.state, RunState::Done);
    assert_eq!(house.snapshot_ids().len(), 2);
    assert_eq!(house.published.lock().unwrap().len(), 2);
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

#[tokio::test]
async fn an_address_that_is_no_organization() {
    let page = |_: &str, _: u16, _: Vec<u8>| (200, b"<html>hello</html>".to_vec());
    let trouble = move |house: &House| house.twist(page);
    comes_back(trouble, "malformed", "does not answer", "is an Okta organization").await;
    let missing = |_: &str, _: u16, _: Vec<u8>| (404, b"{}".to_vec());
    let trouble = move |house: &House| house.twist(missing);
    comes_back(trouble, "gone", "does not answer", "").await;
}

#[tokio::test]
async fn a_wrong_token_and_then_the_right_one() {
    let sim = okta_sim::World::small();
    let right = sim.credentials().super_admin_token.clone();
    let mut house = House::with_token(sim, "00wrong").await;
    house.gate.add_permits(MANY);
    let run = house.first().await;
    let fault = run.fault.unwrap();
    assert_eq!(
        (run.state, fault.kind.as_str()),
        (RunState::Failed, "needs_person")
    );
    assert!(fault.advice.contains("create a new one"), "{}", fault.advice);
    assert!(house.snapshot_ids().is_empty());
    house.rotate(&right).await;
    let woken = house.driver().wake(URL, "settings").unwrap();
    assert_eq!(house.ended(&woken.run_id).await.state, RunState::Done);
}

impl House {
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
async fn lists_that_are_empty_for_want_of_rights_are_an_error_with_advice() {
    let empty = |path: &str, status: u16, body: Vec<u8>| match path.starts_with("/api/v1/users?") {
        true => (200, b"[]".to_vec()),
        false => (status, body),
    };
    let trouble = move |house: &House| house.twist(empty);
    comes_back(
        trouble,
        "needs_person",
        "empty list of users",
        "Read-Only Administrator",
    )
    .await;
}

#[tokio::test]
async fn a_credential_that_is_revoked_in_mid_scan() {
    let trouble = |house: &House| house.fault(json!({ "kind": "revoke", "after": 30 }));
    comes_back(trouble, "needs_person", "token is not valid", "create a new one").await;
}

#[tokio::test]
async fn answers_that_are_cut_or_of_another_kind() {
    let cut = |house: &House| house.fault(json!({ "kind": "cut_body", "path": "/api/v1/apps" }));
    comes_back(cut, "retry_later", "cannot be reached", "tried again").await;
    let broken = |house: &House| house.fault(json!({ "kind": "broken_json", "path": "/api/v1/groups" }));
    comes_back(broken, "malformed", "cut or broken", "proxy").await;
    let html = |house: &House| house.fault(json!({ "kind": "html", "path": "/api/v1/users" }));
    comes_back(html, "malformed", "not JSON", "is an Okta organization").await;
}

#[tokio::test]
async fn an_object_of_another_shape_is_named() {
    let other = |path: &str, status: u16, body: Vec<u8>| match path.starts_with("/api/v1/groups?") {
        true => (
            200,
            br#"[{"id":"00g1","profile":{"name":"a"}},{"id":"00g2","profile":{"name":7}}]"#.to_vec(),
        ),
        false => (status, body),
    };
    let trouble = move |house: &House| house.twist(other);
    let message = "reading groups stopped: GET /api/v1/groups: the answer has an unexpected shape in field \
                   profile.name of object 00g2";
    comes_back(
        trouble,
        "malformed",
        message,
        "report it with the endpoint and field",
    )
    .await;
}

#[tokio::test]
async fn a_next_link_that_leads_astray() {
    for (kind, message) in [
        ("next_elsewhere", "leads to another host"),
        ("next_self", "page that was read before"),
    ] {
        let trouble = |house: &House| {
            // Enough people for a second page.
            for number in 0..210 {
                let login = format!("number.{number}@acme.test");
                let profile = json!({ "login": login, "email": login, "firstName": "N", "lastName": "N" });
                house.ask(
                    http::Method::POST,
                    "/api/v1/users",
                    &json!({ "profile": profile }),
                );
            }
            house.fault(json!({ "kind": kind, "path": "/api/v1/users" }));
        };
        comes_back(trouble, "malformed", message, "proxy").await;
    }
}

#[tokio::test]
async fn being_told_to_wait_without_being_told_how_long() {
    let mut house = House::new().await;
    house.fault(json!({ "kind": "rate_limit_without_headers", "times": 5 }));
    assert_eq!(house.first().await.state, RunState::Done);
    house.fault(json!({ "kind": "rate_limit_without_headers" }));
    let run = house.again().await;
    let fault = run.fault.unwrap();
    assert_eq!(
        (run.state, fault.kind.as_str()),
        (RunState::Failed, "retry_later"),
        "{fault:?}"
    );
    assert!(fault.message.contains("rate limit"), "{}", fault.message);
    let mut status = house.status();
    let next = status
        .wait_for(|status| status.next.is_some())
        .await
        .unwrap()
        .next;
    assert_eq!(
        next,
        Some(run.started.plus_ms(5 * 60_000)),
        "sooner than the schedule"
    );
    assert_eq!(house.snapshot_ids().len(), 1);
}

#[tokio::test]
async fn another_organization_under_the_same_address() {
    let other = |path: &str, status: u16, body: Vec<u8>| match path.starts_with("/.well-known") {
        true => (200, br#"{"id":"00oAnother","pipeline":"idx"}"#.to_vec()),
        false => (status, body),
    };
    let trouble = move |house: &House| house.twist(other);
    comes_back(
        trouble,
        "needs_person",
        "another organization answers",
        "remove the integration",
    )
    .await;
}

/// A disk on which nothing new can be made: the folder of the parts is not one.
#[tokio::test]
async fn a_disk_that_takes_no_more() {
    let parts = |house: &House| {
        let mut found = vec![house.folder.path().join("snapshots")];
        while let Some(folder) = found.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && path.ends_with("parts") {
                    return path;
                }
                found.extend(path.is_dir().then_some(path));
            }
        }
        panic!("no parts");
    };
    let mut house = House::new().await;
    assert_eq!(house.first().await.state, RunState::Done);
    let (folder, away) = (parts(&house), house.folder.path().join("away"));
    std::fs::rename(&folder, &away).unwrap();
    std::fs::write(&folder, "full").unwrap();
    let run = house.again().await;
    let fault = run.fault.unwrap();
    assert_eq!(
        (run.state, fault.kind.as_str()),
        (RunState::Failed, "storage"),
        "{fault:?}"
    );
    assert!(fault.advice.contains("make room"), "{}", fault.advice);
    std::fs::remove_file(&folder).unwrap();
    std::fs::rename(&away, &folder).unwrap();
    assert_eq!(house.snapshot_ids().len(), 1);
    assert_eq!(house.again().await.state, RunState::Done);
    assert_eq!(house.snapshot_ids().len(), 2);
}

impl House {
    /// Lets a run begin and holds it in its middle.
    async fn held(&mut self) -> String {
        self.start().await;
        self.gate.add_permits(25);
        let mut status = self.status();
        let held = status
            .wait_for(|status| status.progress.requests >= 8)
            .await
            .unwrap();
        held.run_id.clone().unwrap()
    }
}

async fn closed() -> House {
    let sim = okta_sim::World::small();
    let token = sim.credentials().super_admin_token.clone();
    House::with_token(sim, &token).await
}

#[tokio::test]
async fn a_wish_during_a_run_is_met_by_it_and_a_new_credential_by_the_next() {
    let mut house = closed().await;
    let run_id = house.held().await;
    let woken = house.driver().wake(URL, "request").unwrap();
    assert_eq!((&woken.run_id, woken.is_new), (&run_id, false));
    let read_only = house.sim.credentials().read_only_token.clone();
    house.rotate(&read_only).await;
    let next = house.driver().wake(URL, "settings").unwrap();
    assert_ne!(next.run_id, run_id);
    house.gate.add_permits(MANY);
    let first = house.ended(&run_id).await;
    assert_eq!(first.state, RunState::Done, "it goes on with what it began with");
    let second = house.ended(&next.run_id).await;
    assert_eq!(
        (second.state, second.woken_by.as_str()),
        (RunState::Done, "settings")
    );
    let published = house.published.lock().unwrap();
    // Which scopes apps were granted is for super administrators alone.
    let reads_grants = |at: usize| {
        let coverage = &published[at].snapshot.info().coverage;
        coverage.is_whole(ObjectClass::Grants)
    };
    assert_eq!(
        (reads_grants(0), reads_grants(1)),
        (true, false),
        "with the credential of its time"
    );
}

#[tokio::test]
async fn a_process_that_ends_in_mid_scan_goes_on_at_the_next_start() {
    let mut house = closed().await;
    let run_id = house.held().await;
    house.driver = None;
    house.gate.add_permits(MANY);
    house.start().await;
    let old = house.state.scan_run(&run_id).await.unwrap().unwrap();
    assert_eq!(
        (old.state, old.fault.unwrap().kind.as_str()),
        (RunState::Failed, "interrupted")
    );
    let mut status = house.status();
    let run_id = status
        .wait_for(|status| status.run_id.is_some())
        .await
        .unwrap()
        .run_id
        .clone();
    assert_eq!(house.ended(&run_id.unwrap()).await.state, RunState::Done);
    assert_eq!(house.snapshot_ids().len(), 1);
}

#[tokio::test]
async fn an_integration_that_is_deleted_in_mid_scan_leaves_nothing_running() {
    let mut house = closed().await;
    house.held().await;
    let status = house.status();
    let id = house.integration().await.id;
    let entry = AuditEntry::new(NOBODY, "integration.delete", URL);
    house
        .state
        .delete_integration(&id, &entry, house.now())
        .await
        .unwrap();
    house.driver().detach(URL).await;
    assert!(
        status.has_changed().is_err(),
        "the loop is gone when this returns"
    );
    assert!(house.driver().status(URL).is_none());
    assert!(house.driver().wake(URL, "request").is_none());
    house.gate.add_permits(MANY);
    assert!(house.snapshot_ids().is_empty());
}

impl House {
    /// An act of the super administrator.
    fn ask(&self, method: http::Method, target: &str, body: &Value) -> Value {
        let token = self.sim.credentials().super_admin_token.clone();
        let request = okta_sim::Request::new(method, target).ssws(&token).json(body);
        self.sim.handle(&request, Stamp(self.clock.wall_ms())).json()
    }

    async fn set(&self, name: &str, value: Value) {
        let integration = self.integration().await;
        let mut settings = integration.settings.clone();
        settings.other.insert(name.to_owned(), value);
        let change = IntegrationChange {
            settings: Some(settings),
            ..IntegrationChange::default()
        };
        let entry = AuditEntry::new(NOBODY, "integration.change", URL);
        self.state
            .update_integration(&integration.id, integration.revision, change, &entry, self.now())
            .await
            .unwrap();
        self.driver().attach(URL);
    }

    /// Lets the clock of the tests pass an interval between looks at the log, and wakes the loop to see it.
    fn pass(&self, seconds: u64) {
        *self.clock.0.lock().unwrap() += Duration::from_secs(seconds);
        self.driver().attach(URL);
    }
}

#[tokio::test]
async fn a_change_between_scans_is_taken_over_by_the_log() {
    let mut house = House::new().await;
    assert_eq!(house.first().await.state, RunState::Done);
    house.set("refresh_interval_s", json!(60)).await;
    let made = house.ask(
        http::Method::POST,
        "/api/v1/groups",
        &json!({ "profile": { "name": "Made between scans" } }),
    );
    house.pass(120);
    let mut status = house.status();
    let wanted = |status: &ScanStatus| status.following.refreshed_at.is_some();
    let following = status.wait_for(wanted).await.unwrap().following.clone();
    assert_eq!(following.problem, None);
    let published = house.published.lock().unwrap().clone();
    let info = published[1].snapshot.info().clone();
    assert_eq!(info.whole_at, Some(published[0].snapshot.info().taken_at));
    assert!(info.requests < 10, "{} requests", info.requests);
    assert!(
        published[1]
            .graph
            .lookup(made["id"].as_str().unwrap())
            .next()
            .is_some()
    );
    assert_eq!(published.len(), 2);
}

#[tokio::test]
async fn a_log_that_cannot_be_read_is_said_and_harms_nothing() {
    let mut house = House::new().await;
    assert_eq!(house.first().await.state, RunState::Done);
    let denied = |path: &str, status: u16, body: Vec<u8>| match path.starts_with("/api/v1/logs") {
        true => (403, br#"{"errorCode":"E0000006","errorSummary":"no"}"#.to_vec()),
        false => (status, body),
    };
    house.twist(denied);
    house.set("refresh_interval_s", json!(60)).await;
    house.pass(120);
    let mut status = house.status();
    let wanted = |status: &ScanStatus| status.following.problem.is_some();
    let problem = status
        .wait_for(wanted)
        .await
        .unwrap()
        .following
        .problem
        .clone()
        .unwrap();
    assert!(
        problem.message.contains("GET /api/v1/logs"),
        "{}",
        problem.message
    );
    assert!(problem.advice.contains("role"), "{}", problem.advice);
    assert_eq!(house.snapshot_ids().len(), 1);
    assert_eq!(house.again().await.state, RunState::Done, "scans go on");
}

#[tokio::test]
async fn a_refresh_that_fails_changes_nothing_and_is_done_again() {
    let mut house = House::new().await;
    assert_eq!(house.first().await.state, RunState::Done);
    house.set("refresh_interval_s", json!(60)).await;
    house.ask(
        http::Method::POST,
        "/api/v1/groups",
        &json!({ "profile": { "name": "Made between scans" } }),
    );
    house.twist(|path, status, body| match path.starts_with("/api/v1/groups?") {
        true => (200, b"[{".to_vec()),
        false => (status, body),
    });
    house.pass(120);
    let mut status = house.status();
    status
        .wait_for(|status| status.following.problem.is_some())
        .await
        .unwrap();
    assert_eq!(house.snapshot_ids().len(), 1);
    house.heal();
    house.pass(3600);
    let wanted = |status: &ScanStatus| status.following.refreshed_at.is_some();
    assert_eq!(status.wait_for(wanted).await.unwrap().following.problem, None);
    assert_eq!(house.snapshot_ids().len(), 2, "the same news were found again");
}
