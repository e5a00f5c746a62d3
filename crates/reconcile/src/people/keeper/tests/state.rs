//! Several servers over one database keep people in step: two leaders at once, deaths at any moment. Also run with
//! `PORTOLAN_TEST_POSTGRES`.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll};

use domain::Timestamp;
use domain::facts::{
    ClassCoverage, Coverage, FactSink as _, ObjectClass, Organization, Reading, Rows, User, UserStatus,
};
use store::snapshot::SnapshotStore;
use store::state::{PeopleFilter, State, StateError, new_id};

use crate::people::keeper::{BATCH, LEASE, PeopleFault, PeopleKeeper, PeopleRun};
use crate::people::settings::{Scope, UserSync};

/// A lease that nobody keeps is over after so long.
const LEASE_MS: i64 = 120_001;
const PEOPLE: usize = 40;
const ORG: &str = "https://acme.okta.com";

/// Servers that share a database and a clock.
struct Servers {
    target: String,
    snapshots: SnapshotStore,
    clock: Arc<AtomicI64>,
    _folder: tempfile::TempDir,
}

impl Servers {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let target = match std::env::var("PORTOLAN_TEST_POSTGRES") {
            Ok(server) => {
                sqlx::any::install_default_drivers();
                let schema = format!("test_{}", new_id());
                let admin = sqlx::AnyPool::connect(&server).await.unwrap();
                let made = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
                sqlx::query(made).execute(&admin).await.unwrap();
                admin.close().await;
                format!("{server}?options[search_path]={schema}")
            }
            Err(_) => folder.path().join("state.db").to_string_lossy().into_owned(),
        };
        let snapshots = SnapshotStore::open(&folder.path().join("snapshots")).unwrap();
        Self {
            target,
            snapshots,
            clock: Arc::new(AtomicI64::new(1_760_000_000_000)),
            _folder: folder,
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.clock.load(Ordering::SeqCst))
    }

    fn pass_ms(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    async fn state(&self) -> State {
        State::open(&self.target, self.now()).await.unwrap()
    }

    /// A process of its own: connections and memory are its own.
    async fn start(&self) -> PeopleKeeper {
        let ticking = self.clock.clone();
        let now = Arc::new(move || Timestamp::from_ms(ticking.load(Ordering::SeqCst)));
        PeopleKeeper::new(self.state().await, self.snapshots.clone(), now)
    }

    /// The organization as it is in this round: some are suspended, and neighbours have exchanged their logins.
    fn scan(&self, round: usize) {
        let organization = Organization {
            id: "00oacme",
            name: "Acme",
            url: ORG,
        };
        let mut draft = self.snapshots.begin(organization, self.now()).unwrap();
        for number in 0..PEOPLE {
            let (id, email) = (format!("00up{number}"), format!("p{number}.{round}@acme.example"));
            let user = User {
                ordinal: u32::try_from(number).unwrap(),
                id: &id,
                login: &format!("p{}@acme.example", number ^ (round & 1)),
                email: Some(&email),
                status: if round > 0 && number % 9 == 4 {
                    UserStatus::Suspended
                } else {
                    UserStatus::Active
                },
                profile: "{}",
                raw: "{}",
                ..User::default()
            };
            draft.put(Rows::Users(&[user])).unwrap();
        }
        let whole = |class| ClassCoverage {
            class,
            reading: Reading::Whole,
            rows: 0,
            requests: 0,
        };
        let classes = ObjectClass::ALL.into_iter().map(whole).collect();
        draft.commit(Coverage { classes }).unwrap();
        self.pass_ms(1);
    }

    /// Everybody as text, and whether the audit log is whole.
    async fn people(&self) -> Vec<String> {
        let state = self.state().await;
        let found = state
            .people(&PeopleFilter::default(), None, 1000, self.now())
            .await
            .unwrap();
        assert_eq!(found.total, found.people.len() as u64);
        let check = state.verify_audit().await.unwrap();
        assert_eq!(check.broken_at, None);
        let mut told = Vec::new();
        for person in found.people {
            let locked = if person.is_locked { " locked" } else { "" };
            told.push(format!(
                "{} {:?} {} {:?}{locked}",
                person.name, person.okta_id, person.email, person.roles
            ));
        }
        told
    }

    /// How often each thing was done, by the audit log.
    async fn deeds(&self, action: &str) -> usize {
        let rows = self.state().await.audit_rows(None, 10_000).await.unwrap();
        rows.iter().filter(|row| row.action == action).count()
    }
}

fn everybody() -> UserSync {
    UserSync {
        enabled: true,
        scope: Scope::All,
        brake_percent: 100,
        ..UserSync::default()
    }
}

/// Work that ends without a word after so many looks at it, as a process that is killed.
struct Mortal<F> {
    work: Pin<Box<F>>,
    left: u32,
}

impl<F: Future> Mortal<F> {
    fn new(work: F, left: u32) -> Self {
        Self {
            work: Box::pin(work),
            left,
        }
    }
}

impl<F: Future> Future for Mortal<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(left) = self.left.checked_sub(1) else {
            return Poll::Ready(None);
        };
        self.left = left;
        self.work.as_mut().poll(context).map(Some)
    }
}

/// What comes out when nobody dies and nobody else is there.
async fn undisturbed(rounds: usize) -> Vec<String> {
    let servers = Servers::new().await;
    let keeper = servers.start().await;
    for round in 0..rounds {
        servers.scan(round);
        keeper.run(ORG, &everybody(), "test", None).await.unwrap();
    }
    servers.people().await
}

#[tokio::test]
async fn two_leaders_at_once_do_the_work_of_one() {
    let servers = Servers::new().await;
    let (one, other) = (servers.start().await, servers.start().await);
    let settings = everybody();
    for round in 0..3 {
        servers.scan(round);
        let (first, second) = tokio::join!(
            one.run(ORG, &settings, "test", None),
            other.run(ORG, &settings, "test", None)
        );
        let outcome = |run: Result<PeopleRun, PeopleFault>| match run {
            Ok(run) => run.outcome,
            Err(PeopleFault::Running) => "running",
            Err(fault) => panic!("{fault}"),
        };
        let mut outcomes = [outcome(first), outcome(second)];
        outcomes.sort_unstable();
        assert!(
            matches!(outcomes, ["done", "nothing" | "running"]),
            "round {round}: {outcomes:?}"
        );
        for keeper in [&one, &other] {
            let left = keeper.plan(ORG, &settings).await.unwrap();
            assert!(left.steps.is_empty(), "{:?}", left.steps);
        }
    }
    assert_eq!(servers.deeds("user.create").await, PEOPLE);
    assert_eq!(servers.people().await, undisturbed(3).await);
}

#[tokio::test]
async fn whoever_dies_at_work_leaves_what_another_brings_to_the_same_end() {
    let servers = Servers::new().await;
    let settings = everybody();
    // The same numbers in every run: a failure can be seen again.
    let mut dice = 2_463_534_242_u32;
    let mut throw = move || {
        dice ^= dice << 13;
        dice ^= dice >> 17;
        dice ^= dice << 5;
        dice
    };
    let mut deaths = 0;
    for round in 0..3 {
        servers.scan(round);
        // Each lives somewhat longer than the one before, so that some day one gets through.
        for life in 1_u32.. {
            let keeper = servers.start().await;
            let work = keeper.run(ORG, &settings, "test", None);
            match Mortal::new(work, throw() % (life * 25)).await {
                Some(Ok(_)) => break,
                Some(Err(fault)) => panic!("{fault}"),
                None => deaths += 1,
            }
            servers.pass_ms(LEASE_MS);
        }
    }
    assert!(deaths > 3, "{deaths} deaths prove little");
    assert_eq!(servers.deeds("user.create").await, PEOPLE, "nobody is made twice");
    assert_eq!(servers.people().await, undisturbed(3).await);
}

#[tokio::test]
async fn a_leader_that_slept_finds_its_work_done_and_does_none_of_it_again() {
    let servers = Servers::new().await;
    let (sleeper, other) = (servers.start().await, servers.start().await);
    let settings = everybody();
    servers.scan(0);
    // Stopped between two batches: one is in, the lease is held.
    let steps = sleeper.plan(ORG, &settings).await.unwrap().steps;
    let (first, second) = steps.split_at(BATCH);
    let state = servers.state().await;
    let lease = state
        .take_lease(LEASE, "sleeper", servers.now())
        .await
        .unwrap()
        .unwrap();
    let purge = servers.now().plus_ms(LEASE_MS);
    let apply = async |steps| state.apply_people(&lease, ORG, steps, purge, servers.now()).await;
    apply(first).await.unwrap();
    let early = other.run(ORG, &settings, "test", None).await;
    assert!(matches!(early, Err(PeopleFault::Running)), "{early:?}");
    servers.pass_ms(LEASE_MS);
    let run = other.run(ORG, &settings, "test", None).await.unwrap();
    assert_eq!((run.outcome, run.plan.steps.len()), ("done", PEOPLE - BATCH));
    let late = apply(second).await;
    assert!(matches!(late, Err(StateError::LeaseLost)), "{late:?}");
    assert_eq!(servers.deeds("user.create").await, PEOPLE);
    assert_eq!(servers.people().await, undisturbed(1).await);
}
