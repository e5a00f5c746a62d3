//! SCIM, user sync and sign-ins about the same people, in every order: one record for each, under one name, locked when
//! and only when somebody's last word that still holds says so.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::Timestamp;
use proptest::prelude::*;
use scim::store::{Change, Created, New, Wish};
use scim::{Document, Kind, Store as _, Stored};
use serde_json::{Value, json};
use store::state::{
    AuditEntry, PeopleFilter, Person, PersonFacts, PersonOrigin, Retention, ScimDirectory, SsoPerson, State,
    StateError, Turns, cause,
};

use crate::people::{InOkta, InOrg, Standing, UserSync, plan};

const ORG: &str = "https://acme.okta.com";
const PEOPLE: usize = 3;
/// Longer than a change needs to be in the scan.
const STEP_MS: i64 = 200_000;

#[derive(Clone, Copy, Debug)]
enum Op {
    /// In Okta alone.
    Rename(usize, usize),
    /// In Okta alone.
    Stand(usize, Standing),
    /// Okta assigns, or writes all it knows of the person.
    Put(usize),
    /// Okta writes another attribute.
    Title(usize),
    /// Okta says so and nothing else.
    Active(usize, bool),
    Delete(usize),
    Sync,
    SignIn(usize),
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let who = || 0..PEOPLE;
    let standing = prop_oneof![
        2 => Just(Standing::Active),
        1 => Just(Standing::Suspended),
        1 => Just(Standing::Deprovisioned),
        1 => Just(Standing::Unassigned),
    ];
    let op = prop_oneof![
        4 => (who(), 0..5_usize).prop_map(|(who, name)| Op::Rename(who, name)),
        2 => (who(), standing).prop_map(|(who, standing)| Op::Stand(who, standing)),
        4 => who().prop_map(Op::Put),
        2 => who().prop_map(Op::Title),
        3 => (who(), any::<bool>()).prop_map(|(who, active)| Op::Active(who, active)),
        1 => who().prop_map(Op::Delete),
        4 => Just(Op::Sync),
        3 => who().prop_map(Op::SignIn),
    ];
    proptest::collection::vec(op, 1..24)
}

/// A person in Okta, and what was said of them here.
#[derive(Clone, Debug)]
struct There {
    okta_id: String,
    login: usize,
    standing: Standing,
    /// Whether Okta's app has them as active.
    assigned: bool,
    /// SCIM's record.
    scim: Option<String>,
    scim_says: Option<bool>,
    sync_says: Option<Standing>,
}

impl There {
    fn name(&self) -> String {
        format!("u{}@x", self.login)
    }

    fn is_locked(&self) -> bool {
        let by_sync = self
            .sync_says
            .is_some_and(|standing| standing != Standing::Active);
        by_sync || self.scim_says == Some(false)
    }
}

struct World {
    state: State,
    scim: ScimDirectory,
    clock: Arc<AtomicI64>,
    there: Vec<There>,
}

impl World {
    async fn new() -> Self {
        let clock = Arc::new(AtomicI64::new(1_760_000_000_000));
        let state = State::open_in_memory(Timestamp::from_ms(clock.load(Ordering::SeqCst)))
            .await
            .unwrap();
        let ticking = clock.clone();
        let scim = ScimDirectory {
            state: state.clone(),
            plugin: "okta".to_owned(),
            org_url: ORG.to_owned(),
            roles: Vec::new(),
            retention: Retention::Ms(i64::from(u32::MAX)),
            turns: Turns::default(),
            clock: Box::new(move || Timestamp::from_ms(ticking.load(Ordering::SeqCst))),
        };
        let there = (0..PEOPLE).map(|number| There {
            okta_id: format!("00u0000000000000000{number}"),
            login: number,
            standing: Standing::Active,
            assigned: true,
            scim: None,
            scim_says: None,
            sync_says: None,
        });
        Self {
            there: there.collect(),
            state,
            scim,
            clock,
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.clock.load(Ordering::SeqCst))
    }

    async fn here(&self) -> Vec<Person> {
        let all = PeopleFilter::default();
        self.state
            .people(&all, None, 100, self.now())
            .await
            .unwrap()
            .people
    }

    async fn of(&self, there: &There) -> Option<Person> {
        let here = self.here().await;
        here.into_iter()
            .find(|person| person.okta_id.as_ref() == Some(&there.okta_id))
    }

    async fn run(&mut self, op: Op) {
        self.clock.fetch_add(STEP_MS, Ordering::SeqCst);
        match op {
            Op::Rename(who, login) => {
                if self.there.iter().all(|there| there.login != login) {
                    self.there[who].login = login;
                }
            }
            Op::Stand(who, standing) => self.there[who].standing = standing,
            Op::Put(who) => self.put(who).await,
            Op::Title(who) => {
                self.change(
                    who,
                    json!({ "title": self.clock.load(Ordering::SeqCst).to_string() }),
                )
                .await;
            }
            Op::Active(who, active) => {
                self.there[who].assigned = active;
                if self.change(who, json!({ "active": active })).await {
                    self.scim_says(who, active);
                }
            }
            Op::Delete(who) => {
                let Some(id) = self.there[who].scim.take() else {
                    return;
                };
                let was_there = self.scim.delete(Kind::User, &id, &|_| Ok(())).await.unwrap();
                assert!(was_there);
                (self.there[who].scim_says, self.there[who].sync_says) = (Some(false), None);
            }
            Op::Sync => self.sync().await,
            Op::SignIn(who) => self.sign_in(who).await,
        }
    }

    fn scim_says(&mut self, who: usize, active: bool) {
        let there = &mut self.there[who];
        there.scim_says = Some(active);
        let is_gone = there
            .sync_says
            .is_some_and(|said| !matches!(said, Standing::Active | Standing::Suspended));
        if active && is_gone {
            there.sync_says = None;
        }
    }

    async fn put(&mut self, who: usize) {
        let there = self.there[who].clone();
        let said = json!({ "userName": there.name(), "externalId": there.okta_id, "active": there.assigned });
        if there.scim.is_some() {
            if self.change(who, said).await {
                self.scim_says(who, there.assigned);
            }
            return;
        }
        let was_here = self.of(&there).await.is_some();
        let new = New {
            kind: Kind::User,
            document: Document::from_json(said),
            members: Vec::new(),
            wish: Wish::default(),
        };
        // A name that somebody has who got another one in Okta: Okta tries again.
        if let Ok(Created::New(stored) | Created::Adopted(stored)) = self.scim.create(new).await {
            self.there[who].scim = Some(stored.id);
            if !was_here {
                self.there[who].sync_says = None;
            }
            self.scim_says(who, there.assigned);
        }
    }

    /// Sets attributes of SCIM's record; whether that was done, and is what was answered.
    async fn change(&self, who: usize, said: Value) -> bool {
        let Some(id) = &self.there[who].scim else {
            return false;
        };
        let decide = move |stored: &Stored| {
            let mut document = stored.document.to_json();
            for (name, value) in said.as_object().unwrap() {
                document[name] = value.clone();
            }
            Ok(Change {
                document: Some(Document::from_json(document)),
                members: Vec::new(),
            })
        };
        let wish = Wish::default();
        match self.scim.change(Kind::User, id, wish, wish, &decide).await {
            Ok(stored) => {
                let stored = stored.unwrap();
                let read = self.scim.read(Kind::User, id, wish).await.unwrap();
                assert_eq!(read, Some(stored), "an answer is what is stored");
                true
            }
            Err(_) => false,
        }
    }

    async fn sync(&mut self) {
        let in_okta = |there: &There| InOkta {
            facts: PersonFacts {
                okta_id: there.okta_id.clone(),
                name: there.name(),
                display_name: String::new(),
                email: String::new(),
                traits: "{}".to_owned(),
            },
            standing: there.standing,
            groups: Vec::new(),
        };
        let people: Vec<InOkta> = self.there.iter().map(in_okta).collect();
        let org = InOrg {
            people: &people,
            is_whole: true,
            taken_at: self.now(),
            now: self.now(),
            groups: None,
        };
        let mut before = Vec::new();
        for there in &self.there {
            before.push(self.of(there).await);
        }
        let here = self.state.people_for_sync().await.unwrap();
        let made = plan(&UserSync::default(), ORG, &org, &here);
        let lease = self
            .state
            .take_lease("user-sync", "test", self.now())
            .await
            .unwrap()
            .unwrap();
        let never = Timestamp::from_ms(i64::MAX);
        self.state
            .apply_people(&lease, ORG, &made.steps, never, self.now())
            .await
            .unwrap();
        self.state.end_lease(&lease).await.unwrap();
        assert!(made.clashes.is_empty(), "{:?}", made.clashes);
        for (who, before) in before.iter().enumerate() {
            let is_here = self.of(&self.there[who]).await.is_some();
            let there = &mut self.there[who];
            let is_assigned = matches!(there.standing, Standing::Active | Standing::Suspended);
            // Of whom SCIM says so already, there is nothing to say.
            let is_news = before.as_ref().is_none_or(|person| person.inactive.is_none());
            if is_here && (is_assigned || is_news) {
                there.sync_says = Some(there.standing);
            }
        }
        let here = self.state.people_for_sync().await.unwrap();
        let again = plan(&UserSync::default(), ORG, &org, &here);
        assert!(again.steps.is_empty(), "{:?}", again.steps);
    }

    async fn sign_in(&self, who: usize) {
        let name = self.there[who].name();
        let before = self.here().await;
        let entry = AuditEntry::new(&name, "session.create", "session");
        let person = SsoPerson {
            connector: "okta",
            organization: Some(ORG),
            name: &name,
            display_name: "",
            email: "",
            traits: &BTreeMap::new(),
            mapped_roles: &[],
            mapped_by: &[],
            known_as: None,
            said: None,
        };
        match self.state.note_sso_sign_in(&person, &entry, self.now()).await {
            Ok(id) if before.iter().any(|person| person.id == id) => {}
            Ok(_) => assert!(!before.iter().any(|person| person.name == name)),
            Err(StateError::FormerName { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }

    async fn check(&self) {
        let here = self.here().await;
        for there in &self.there {
            let same = here
                .iter()
                .filter(|person| person.okta_id.as_ref() == Some(&there.okta_id));
            let same: Vec<_> = same.collect();
            assert!(same.len() < 2, "{same:?}");
            let Some(person) = same.first() else { continue };
            assert_eq!(person.is_locked, there.is_locked(), "{person:?} {there:?}");
            if person.inactive.is_some() {
                assert!(person.is_locked);
            }
            let Some(id) = &there.scim else { continue };
            assert_eq!(*id, person.id);
            let read = self
                .scim
                .read(Kind::User, id, Wish::default())
                .await
                .unwrap()
                .unwrap();
            assert_eq!(read.document.user_name(), Some(person.name.as_str()));
            assert_eq!(read.document.active(), Some(person.inactive.is_none()));
        }
        for lock in self.state.locks(self.now()).await.unwrap() {
            let holder = here.iter().find(|person| person.name == lock.target);
            // A lock without a person is of somebody whom SCIM deleted.
            let is_of_somebody = holder.is_some_and(|person| person.okta_id.is_some());
            let is_kept = holder.is_none_or(|person| person.okta_id.is_none())
                && self
                    .there
                    .iter()
                    .any(|there| there.scim_says == Some(false) && there.scim.is_none());
            assert!(is_of_somebody || is_kept, "{lock:?} {here:?}");
            assert!(lock.cause == cause::SCIM || lock.cause == cause::SYNC);
        }
        assert_eq!(self.state.verify_audit().await.unwrap().broken_at, None);
    }

    /// When everybody has said all, there is one account for each, under the name that Okta has.
    async fn settle(&mut self) {
        for _ in 0..2 {
            self.run(Op::Sync).await;
            for who in 0..PEOPLE {
                if self.there[who].scim.is_some() {
                    self.run(Op::Put(who)).await;
                }
            }
        }
        self.check().await;
        let here = self.here().await;
        for there in &self.there {
            let named: Vec<_> = here.iter().filter(|person| person.name == there.name()).collect();
            if there.standing == Standing::Active {
                assert_eq!(named.len(), 1, "{there:?} {here:?}");
                assert_eq!(named[0].okta_id.as_ref(), Some(&there.okta_id));
                assert_eq!(named[0].origin, PersonOrigin::Okta);
            }
        }
    }
}

proptest! {
    // Other orders each time, after those that failed once. A campaign: `PROPTEST_CASES=5000`, and `PROPTEST_RNG_SEED=…` for
    // one that can be repeated.
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn every_order_of_words_comes_to_one_person_who_is_locked_as_the_last_of_them_say(ops in ops()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for op in ops {
                world.run(op).await;
                world.check().await;
            }
            world.settle().await;
        });
    }
}
