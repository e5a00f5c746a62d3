//! What single runs come to: roles that go with their group, records that go at once, the audit log.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::Timestamp;
use domain::facts::{
    ClassCoverage, Coverage, FactSink as _, Group, Memberships, ObjectClass, Organization, Reading, Rows,
    User, UserStatus,
};
use store::snapshot::SnapshotStore;
use store::state::{AuditEntry, MappedBy, SsoPerson, State};

use crate::people::keeper::PeopleKeeper;
use crate::people::settings::{Scope, UserSync};

const ORG: &str = "https://acme.okta.com";
const STEP_MS: i64 = 300_000;
const NAMES: [&str; 3] = ["ann", "bob", "cy"];

struct World {
    state: State,
    snapshots: SnapshotStore,
    clock: Arc<AtomicI64>,
    keeper: PeopleKeeper,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(1_760_000_000_000));
        let state = State::open_in_memory(Timestamp::from_ms(1_760_000_000_000))
            .await
            .unwrap();
        let snapshots = SnapshotStore::open(folder.path()).unwrap();
        let ticking = clock.clone();
        let now = Arc::new(move || Timestamp::from_ms(ticking.load(Ordering::SeqCst)));
        Self {
            keeper: PeopleKeeper::new(state.clone(), snapshots.clone(), now),
            state,
            snapshots,
            clock,
            _folder: folder,
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.clock.load(Ordering::SeqCst))
    }

    /// A scan some minutes later: statuses of the people, and groups with their members.
    fn scan(&self, statuses: &[UserStatus], groups: &[(&str, &[u32])], memberships: Reading) {
        self.clock.fetch_add(STEP_MS, Ordering::SeqCst);
        let organization = Organization {
            id: "00oacme",
            name: "Acme",
            url: ORG,
        };
        let mut draft = self.snapshots.begin(organization, self.now()).unwrap();
        for ((ordinal, status), name) in (0..).zip(statuses).zip(NAMES) {
            let user = User {
                ordinal,
                id: &format!("00u{name}"),
                login: name,
                status: *status,
                profile: "{}",
                raw: "{}",
                ..User::default()
            };
            draft.put(Rows::Users(&[user])).unwrap();
        }
        for (ordinal, (name, users)) in (0..).zip(groups) {
            let group = Group {
                ordinal,
                id: &format!("00g{name}"),
                name,
                ..Group::default()
            };
            draft.put(Rows::Groups(&[group])).unwrap();
            let members = Memberships {
                group: ordinal,
                users,
            };
            draft.put(Rows::Memberships(members)).unwrap();
        }
        let read = |class| ClassCoverage {
            class,
            reading: if class == ObjectClass::Memberships {
                memberships.clone()
            } else {
                Reading::Whole
            },
            rows: 0,
            requests: 0,
        };
        let classes = ObjectClass::ALL.into_iter().map(read).collect();
        draft.commit(Coverage { classes }).unwrap();
    }

    async fn run(&self, settings: &UserSync) -> &'static str {
        self.clock.fetch_add(1, Ordering::SeqCst);
        self.keeper
            .run(ORG, settings, "test", None)
            .await
            .unwrap()
            .outcome
    }

    async fn sign_in(&self, name: &str, given: &[(&str, &str)]) {
        let mapped_by: Vec<MappedBy> = given
            .iter()
            .map(|(role, group)| MappedBy {
                role: (*role).to_owned(),
                attribute: "groups".to_owned(),
                value: (*group).to_owned(),
                is_seen: false,
            })
            .collect();
        let roles: Vec<String> = given.iter().map(|(role, _)| (*role).to_owned()).collect();
        let person = SsoPerson {
            connector: "okta",
            organization: Some(ORG),
            name,
            display_name: "",
            email: "",
            traits: &BTreeMap::new(),
            mapped_roles: &roles,
            mapped_by: &mapped_by,
            known_as: None,
            said: None,
        };
        let entry = AuditEntry::new(name, "session.create", "session");
        self.state
            .note_sso_sign_in(&person, &entry, self.now())
            .await
            .unwrap();
    }

    async fn roles(&self, name: &str) -> Vec<String> {
        let person = self.state.person_named(name, self.now()).await.unwrap();
        person.unwrap().mapped_roles
    }

    /// How often the audit log has an action.
    async fn told(&self, action: &str) -> usize {
        let rows = self.state.audit_rows(None, 1000).await.unwrap();
        rows.iter().filter(|row| row.action == action).count()
    }
}

fn everybody() -> UserSync {
    UserSync {
        enabled: true,
        scope: Scope::All,
        ..UserSync::default()
    }
}

const ACTIVE: [UserStatus; 3] = [UserStatus::Active; 3];

#[tokio::test]
async fn a_mapped_role_goes_when_the_group_was_left_and_only_then() {
    let world = World::new().await;
    let settings = everybody();
    world.scan(&ACTIVE, &[("admins", &[0, 1])], Reading::Whole);
    assert_eq!(world.run(&settings).await, "done");
    world
        .sign_in("ann", &[("editor", "admins"), ("access", "elsewhere")])
        .await;
    // The scan is older than the sign-in; then members are not read; then she is in it.
    world.run(&settings).await;
    world.scan(&ACTIVE, &[("admins", &[1])], Reading::Partial("403".to_owned()));
    world.run(&settings).await;
    world.scan(&ACTIVE, &[("admins", &[0, 1])], Reading::Whole);
    world.run(&settings).await;
    assert_eq!(world.roles("ann").await, ["editor", "access"]);
    world.scan(&ACTIVE, &[("admins", &[1])], Reading::Whole);
    assert_eq!(world.run(&settings).await, "done");
    assert_eq!(world.roles("ann").await, ["access"]);
    assert_eq!(world.told("user.withdraw").await, 1);
    assert_eq!(world.run(&settings).await, "nothing");
}

#[tokio::test]
async fn a_group_that_is_gone_takes_the_role_of_whom_it_was_seen_with() {
    let world = World::new().await;
    let settings = everybody();
    world.scan(&ACTIVE, &[("admins", &[0])], Reading::Whole);
    world.run(&settings).await;
    world.sign_in("ann", &[("editor", "admins")]).await;
    world.sign_in("bob", &[("editor", "ad-group")]).await;
    world.scan(&ACTIVE, &[("admins", &[0])], Reading::Whole);
    world.run(&settings).await;
    world.scan(&ACTIVE, &[], Reading::Whole);
    world.run(&settings).await;
    assert_eq!(world.roles("ann").await, Vec::<String>::new());
    assert_eq!(
        world.roles("bob").await,
        ["editor"],
        "perhaps no group of the organization"
    );
}

#[tokio::test]
async fn after_no_days_a_record_goes_in_the_run_that_deactivates() {
    let world = World::new().await;
    let settings = UserSync {
        purge_days: 0,
        brake_percent: 100,
        ..everybody()
    };
    world.scan(&ACTIVE, &[], Reading::Whole);
    world.run(&settings).await;
    let gone = [UserStatus::Active, UserStatus::Active, UserStatus::Deprovisioned];
    world.scan(&gone, &[], Reading::Whole);
    assert_eq!(world.run(&settings).await, "done");
    assert_eq!(world.state.person_named("cy", world.now()).await.unwrap(), None);
    assert_eq!(world.told("user.purge").await, 1);
}

#[tokio::test]
async fn an_approval_is_for_the_plan_that_was_seen_and_for_no_other() {
    let world = World::new().await;
    let settings = everybody();
    world.scan(&ACTIVE, &[], Reading::Whole);
    world.run(&settings).await;
    let suspended = |count: usize| {
        let mut statuses = [UserStatus::Active; 3];
        statuses[..count].fill(UserStatus::Suspended);
        statuses
    };
    world.scan(&suspended(2), &[], Reading::Whole);
    assert_eq!(world.run(&settings).await, "held");
    let seen = world.keeper.plan(ORG, &settings).await.unwrap().hash(ORG);
    let runs = world.state.sync_runs("people", ORG).await.unwrap();
    assert!(runs[0].plan.contains(&seen), "{}", runs[0].plan);
    // Another one is suspended before the word comes.
    world.scan(&suspended(3), &[], Reading::Whole);
    let approved = async |hash: &str| {
        let run = world.keeper.run(ORG, &settings, "request", Some(hash)).await;
        run.unwrap()
    };
    let held = approved(&seen).await;
    assert_eq!((held.outcome, held.is_other), ("held", true));
    let now = held.plan.hash(ORG);
    assert_ne!(now, seen);
    let done = approved(&now).await;
    assert_eq!((done.outcome, done.is_other), ("done", false));
    assert_eq!(world.told("user.lock").await, 3);
}

#[tokio::test]
async fn a_run_that_waits_is_kept_once_with_how_often_it_came_to_the_same() {
    let world = World::new().await;
    let settings = everybody();
    world.scan(&ACTIVE, &[], Reading::Whole);
    world.run(&settings).await;
    world.scan(&[UserStatus::Suspended; 3], &[], Reading::Whole);
    for _ in 0..3 {
        assert_eq!(world.run(&settings).await, "held");
    }
    let runs = world.state.sync_runs("people", ORG).await.unwrap();
    let told: Vec<_> = runs
        .iter()
        .map(|run| (run.outcome.as_str(), run.repeats))
        .collect();
    assert_eq!(told, [("held", 3), ("done", 1)]);
}

#[tokio::test]
async fn runs_that_change_wait_or_fail_are_in_the_audit_log_each_once() {
    let world = World::new().await;
    let settings = everybody();
    world.scan(&ACTIVE, &[], Reading::Whole);
    world.run(&settings).await;
    world.run(&settings).await;
    assert_eq!(world.told("user_sync.run").await, 1);
    let row = world.state.audit_rows(None, 1).await.unwrap().remove(0);
    assert_eq!(row.public_name(), Some(("okta.user.sync", "TOK007I")));
    assert!(row.detail.contains("\"create\":3"), "{}", row.detail);
    world.scan(&[UserStatus::Suspended; 3], &[], Reading::Whole);
    assert_eq!(world.run(&settings).await, "held");
    assert_eq!(world.run(&settings).await, "held");
    assert_eq!(world.told("user_sync.hold").await, 1);
    let nobody = UserSync {
        scope: Scope::App,
        app: Some("none".to_owned()),
        ..everybody()
    };
    for _ in 0..2 {
        world.clock.fetch_add(1, Ordering::SeqCst);
        world.keeper.run(ORG, &nobody, "timer", None).await.unwrap_err();
    }
    assert_eq!(world.told("user_sync.fail").await, 1);
}
