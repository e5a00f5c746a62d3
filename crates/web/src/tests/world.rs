//! A small organization, a server around it, and clients of it.

mod recorder;

pub(super) use recorder::Recorder;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use arc_swap::ArcSwapOption;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use domain::Timestamp;
use domain::facts::Coverage;
use futures_util::Stream;
use graph::GraphBuilder;
use graph::fixture::{ORGANIZATION, World as Facts};
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{HeaderMap, Method, Request, StatusCode};
use query::{Engine, Limits};
use serde_json::{Value, json};
use store::snapshot::{Snapshot, SnapshotStore};
use store::state::State;
use store::vault::Vault;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::app::Shared;
use crate::{App, AppParts, Charted, Settings};

/// The organization of most tests.
pub(super) const ACME: &str = r#"
user alice@acme.example ACTIVE name="Alice Liddell" title=Engineer
user bob@acme.example ACTIVE name="Bob Builder"
user carol@acme.example SUSPENDED name="Carol Danvers"
user dave@acme.example ACTIVE name="Dave Grohl"
group everyone BUILT_IN: *
group eng OKTA_GROUP: alice@acme.example bob@acme.example
group helpdesk OKTA_GROUP: dave@acme.example
app github catalog=oidc_client: eng, dave@acme.example
app wiki catalog=bookmark: everyone
app worker service
role SUPER_ADMIN: alice@acme.example
role HELP_DESK_ADMIN: helpdesk over eng
token ci: alice@acme.example
token old: bob@acme.example
grant worker: okta.users.manage
secret s1: worker
rule engineers if="user.department == 'eng'": eng
owner eng: bob@acme.example
idp corp SAML2
zone office IP
"#;

/// The moment at which tests begin: 2026-01-31T10:00:00Z.
pub(super) const START_MS: i64 = 1_769_853_600_000;

/// A secret that must never come out again.
pub(super) const MARKER: &str = "00Tsecret-marker-in-every-test";

/// The two kinds of people that most tests are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoleWord {
    /// Who may do everything.
    Admin,
    /// Who may see the graph.
    Reader,
}

impl RoleWord {
    fn roles(self) -> &'static [&'static str] {
        match self {
            Self::Admin => &["editor"],
            Self::Reader => &["access"],
        }
    }
}

/// A running server.
pub(super) struct World {
    pub(super) router: Router,
    pub(super) app: Shared,
    pub(super) state: State,
    pub(super) loops: Arc<Recorder>,
    pub(super) clock: Arc<AtomicI64>,
    setup: Setup,
    current: Arc<ArcSwapOption<Charted>>,
    snapshots: SnapshotStore,
    engine: Engine,
    _dir: TempDir,
}

/// How the server is set up.
#[derive(Clone)]
pub(super) struct Setup {
    pub(super) facts: Option<&'static str>,
    pub(super) public_url: Option<&'static str>,
    pub(super) allow_private: bool,
    pub(super) require_second_factor: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            facts: Some(ACME),
            public_url: None,
            allow_private: false,
            require_second_factor: false,
        }
    }
}

impl World {
    /// A server that has scanned [`ACME`] a minute ago.
    pub(super) async fn new() -> Self {
        Self::with(Setup::default()).await
    }

    /// A server that has not scanned anything.
    pub(super) async fn empty() -> Self {
        Self::with(Setup {
            facts: None,
            ..Setup::default()
        })
        .await
    }

    pub(super) async fn with(setup: Setup) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let state = database().await;
        let snapshots = SnapshotStore::open(&dir.path().join("snapshots")).unwrap();
        let engine = Engine::new(Some(snapshots.clone()), Limits::default());
        let (loops, current) = (Arc::new(Recorder::default()), Arc::new(ArcSwapOption::empty()));
        let clock = Arc::new(AtomicI64::new(START_MS));
        let world = Self::over(
            setup.clone(),
            state,
            loops,
            clock,
            current,
            snapshots,
            engine,
            dir,
        );
        if let Some(facts) = setup.facts {
            world.scan(facts, -60_000);
        }
        world
    }

    /// Another server beside this one: it shares the database and the clock.
    pub(super) fn beside(&self) -> Self {
        Self::over(
            self.setup.clone(),
            self.state.clone(),
            self.loops.clone(),
            self.clock.clone(),
            self.current.clone(),
            self.snapshots.clone(),
            self.engine.clone(),
            tempfile::tempdir().unwrap(),
        )
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a server")]
    fn over(
        setup: Setup,
        state: State,
        loops: Arc<Recorder>,
        clock: Arc<AtomicI64>,
        current: Arc<ArcSwapOption<Charted>>,
        snapshots: SnapshotStore,
        engine: Engine,
        dir: TempDir,
    ) -> Self {
        let ticking = clock.clone();
        let app = App::new(AppParts {
            state: state.clone(),
            vault: Arc::new(Vault::from_text("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap()),
            snapshots: Arc::new(snapshots.clone()),
            engine: Arc::new(engine.clone()),
            current: current.clone(),
            loops: loops.clone(),
            activity: Arc::new(crate::NoActivity {
                message: "the archive is not open".to_owned(),
                hint: "open it".to_owned(),
            }),
            clock: Arc::new(move || Timestamp::from_ms(ticking.load(Ordering::SeqCst))),
            settings: Settings {
                public_url: setup.public_url.map(str::to_owned),
                base_url: setup.public_url.unwrap_or("http://127.0.0.1:8080").to_owned(),
                allow_private_org_urls: setup.allow_private,
                behind_proxy: false,
                require_second_factor: setup.require_second_factor,
            },
        });
        let app: Shared = Arc::new(app);
        let router = crate::shell::wrap(crate::routes::router(&app), &app);
        Self {
            router,
            app,
            state,
            loops,
            clock,
            setup,
            current,
            snapshots,
            engine,
            _dir: dir,
        }
    }

    /// Scans an organization that looks like this, `ms` after the beginning.
    pub(super) fn scan(&self, facts: &str, ms: i64) -> Snapshot {
        let coverage = Facts::parse(facts).unwrap().coverage();
        self.scan_with(facts, coverage, ms)
    }

    /// The same, with what the scan could read.
    pub(super) fn scan_with(&self, facts: &str, coverage: Coverage, ms: i64) -> Snapshot {
        let facts = Facts::parse(facts).unwrap();
        let mut draft = self
            .snapshots
            .begin(ORGANIZATION, Timestamp::from_ms(START_MS + ms))
            .unwrap();
        facts.put_into(&mut draft).unwrap();
        let snapshot = draft.commit(coverage).unwrap();
        let mut builder = GraphBuilder::new(ORGANIZATION, snapshot.coverage.clone(), snapshot.taken_at);
        snapshot.replay(&mut builder).unwrap();
        let graph = Arc::new(builder.finish());
        self.engine
            .set_current(graph.clone(), Some(snapshot.clone()))
            .unwrap();
        self.current.store(Some(Arc::new(Charted {
            graph,
            snapshot: snapshot.clone(),
        })));
        snapshot
    }

    /// Lets time pass.
    pub(super) fn pass_s(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.clock.load(Ordering::SeqCst))
    }

    /// A client that is nobody.
    pub(super) fn nobody(&self) -> Client {
        Client {
            router: self.router.clone(),
            headers: Vec::new(),
            peer: "192.0.2.7:5000".parse().unwrap(),
        }
    }

    /// A client with an API token of this role.
    pub(super) async fn with_token(&self, role: RoleWord) -> Client {
        let owner = match self.state.user_named("root").await.unwrap() {
            Some(user) => user.id,
            None => crate::make_admin(&self.state, "root", "correct horse battery", self.now())
                .await
                .unwrap(),
        };
        // The owner of a reader's token must hold the role, too.
        let roles = ["editor".to_owned(), "access".to_owned()];
        let entry = store::state::AuditEntry::new("test", "test", "test");
        self.state
            .set_user_roles(&owner, (&roles, None), &entry, self.now())
            .await
            .unwrap();
        let token = crate::issue_token(&self.state, &owner, "test", role.roles(), None, self.now())
            .await
            .unwrap();
        self.nobody()
            .header("authorization", &format!("Bearer {}", token.reveal()))
    }

    /// One more who may do everything, so that another one can go.
    pub(super) async fn another_editor(&self) {
        crate::make_admin(&self.state, "eve", "correct horse battery", self.now())
            .await
            .unwrap();
    }

    pub(super) async fn admin(&self) -> Client {
        self.with_token(RoleWord::Admin).await
    }

    /// A browser in which an administrator is signed in.
    pub(super) async fn browser(&self) -> Client {
        if self.state.user_named("ada").await.unwrap().is_none() {
            crate::make_admin(&self.state, "ada", "correct horse battery", self.now())
                .await
                .unwrap();
        }
        let reply = self
            .nobody()
            .post(
                "/api/v1/session",
                json!({"name": "ada", "password": "correct horse battery"}),
            )
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        self.nobody()
            .header("cookie", &reply.cookie())
            .header("x-portolan-csrf", reply.json()["csrf_token"].as_str().unwrap())
    }
}

/// A fresh database: in memory, or a schema of its own on the PostgreSQL server that `PORTOLAN_TEST_POSTGRES` names.
async fn database() -> State {
    let now = Timestamp::from_ms(START_MS);
    let Ok(server) = std::env::var("PORTOLAN_TEST_POSTGRES") else {
        return State::open_in_memory(now).await.unwrap();
    };
    sqlx::any::install_default_drivers();
    let schema = format!("test_{}", store::state::new_id());
    let admin = sqlx::AnyPool::connect(&server).await.unwrap();
    let made = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
    sqlx::query(made).execute(&admin).await.unwrap();
    admin.close().await;
    let target = format!("{server}?options[search_path]={schema}");
    State::open(&target, now).await.unwrap()
}

/// Somebody who asks.
#[derive(Clone)]
pub(super) struct Client {
    router: Router,
    headers: Vec<(String, String)>,
    peer: SocketAddr,
}

/// What came back.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Client {
    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// The same browser with a fresh proof, good for one change.
    pub(super) async fn proven(&self, password: &str) -> Self {
        let given = self
            .post("/api/v1/account/proof", json!({"password": password}))
            .await;
        assert_eq!(given.status, StatusCode::OK, "{}", given.text);
        let ticket = given.json()["ticket"].as_str().unwrap().to_owned();
        self.clone().header("x-portolan-proof", &ticket)
    }

    /// The same client before other routes.
    pub(super) fn before(mut self, router: Router) -> Self {
        self.router = router;
        self
    }

    pub(super) fn with_peer(mut self, peer: &str) -> Self {
        self.peer = format!("{peer}:5000").parse().unwrap();
        self
    }

    pub(super) async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let text = body.map(|body| body.to_string());
        self.send_text(method, path, text.as_deref().unwrap_or_default())
            .await
    }

    /// Sends a body that need not be JSON, and says that it is.
    pub(super) async fn send_text(&self, method: Method, path: &str, body: &str) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let body = Body::from(body.to_owned());
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let is_stream = headers
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind == "text/event-stream");
        let text = if is_stream {
            first_chunk(response).await
        } else {
            whole(response).await
        };
        Reply {
            status,
            headers,
            text,
        }
    }

    pub(super) async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Opens a stream and gives its pieces; it must be one.
    pub(super) async fn open(&self, path: &str) -> impl Stream<Item = Result<Bytes, axum::Error>> + Unpin {
        let mut request = Request::builder().uri(path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.into_body().into_data_stream()
    }

    /// A GET that must work.
    pub(super) async fn see(&self, path: &str) -> Value {
        let reply = self.get(path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text);
        reply.json()
    }
}

async fn whole(response: axum::response::Response) -> String {
    let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn first_chunk(response: axum::response::Response) -> String {
    use futures_util::StreamExt;
    let chunk = response
        .into_body()
        .into_data_stream()
        .next()
        .await
        .unwrap()
        .unwrap();
    String::from_utf8_lossy(&chunk).into_owned()
}

impl Reply {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// The `code` of a failure.
    pub(super) fn code(&self) -> String {
        self.json()["error"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Name and value of the cookie it sets.
    pub(super) fn cookie(&self) -> String {
        self.header(SET_COOKIE.as_str())
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }
}

/// URL-encodes an id for a path.
pub(super) fn id(native: &str) -> String {
    format!("okta%2Facme.okta.com%2F{native}")
}

/// Names in a list of rows: the text at `pointer` of each.
pub(super) fn all(rows: &Value, pointer: &str) -> Vec<String> {
    let rows = rows.as_array().unwrap();
    rows.iter()
        .map(|row| {
            row.pointer(pointer)
                .and_then(Value::as_str)
                .unwrap_or("-")
                .to_owned()
        })
        .collect()
}
