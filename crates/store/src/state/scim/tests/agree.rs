//! SCIM and user sync about one person: one row, one name, one truth.

use std::collections::BTreeMap;

use scim::store::Find;
use scim::{Condition, Key};

use super::*;
use crate::state::{MappedBy, PersonFacts, PersonStep, SsoPerson, StateError};

const ANN: &str = "00u00000000000000001";

fn facts(okta_id: &str, name: &str) -> PersonFacts {
    PersonFacts {
        okta_id: okta_id.to_owned(),
        name: name.to_owned(),
        display_name: "Ann".to_owned(),
        email: String::new(),
        traits: r#"{"okta/title":["Engineer"]}"#.to_owned(),
    }
}

fn renamed(id: &str, from: &str, to: &str) -> PersonStep {
    PersonStep::Update {
        id: id.to_owned(),
        name: from.to_owned(),
        facts: facts(ANN, to),
        add_role: None,
        absorbs: true,
    }
}

fn gone(id: &str, name: &str) -> PersonStep {
    PersonStep::Deactivate {
        id: id.to_owned(),
        name: name.to_owned(),
        why: "gone".to_owned(),
    }
}

fn suspended(id: &str, name: &str) -> PersonStep {
    PersonStep::Suspend {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}

fn restored(id: &str, name: &str) -> PersonStep {
    PersonStep::Restore {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}

impl World {
    fn now(&self) -> domain::Timestamp {
        at(self.clock.load(Ordering::SeqCst))
    }

    async fn sync(&self, step: PersonStep) {
        let (state, now) = (&self.directory.state, self.now());
        let lease = state.take_lease("user-sync", "test", now).await.unwrap().unwrap();
        state
            .apply_people(&lease, ORG, &[step], at(99 * DAY_MS), now)
            .await
            .unwrap();
        state.end_lease(&lease).await.unwrap();
    }

    async fn ann(&self) -> Stored {
        let document = json!({ "userName": "ann", "externalId": ANN, "active": true });
        let (Created::New(stored) | Created::Adopted(stored)) = self.create(document).await.unwrap();
        stored
    }

    async fn sign_in(&self, name: &str) -> Result<String, StateError> {
        self.sign_in_with(name, &[]).await
    }

    async fn sign_in_with(&self, name: &str, mapped_by: &[MappedBy]) -> Result<String, StateError> {
        self.sign_in_by(name, mapped_by, None).await
    }

    /// Signs in with an assertion that was signed then.
    async fn sign_in_by(
        &self,
        name: &str,
        mapped_by: &[MappedBy],
        said: Option<domain::Timestamp>,
    ) -> Result<String, StateError> {
        let roles: Vec<String> = mapped_by.iter().map(|by| by.role.clone()).collect();
        let person = SsoPerson {
            connector: "okta",
            organization: Some(ORG),
            name,
            display_name: "",
            email: "",
            traits: &BTreeMap::from([
                ("groups".to_owned(), vec!["eng".to_owned()]),
                ("okta/title".to_owned(), vec!["Boss".to_owned()]),
            ]),
            mapped_roles: &roles,
            mapped_by,
            known_as: None,
            said,
        };
        let entry = AuditEntry::new(name, "session.create", "session");
        self.directory
            .state
            .note_sso_sign_in(&person, &entry, self.now())
            .await
    }

    async fn may_enter(&self, id: &str) -> bool {
        self.directory.state.may_sign_in(id, self.now()).await.unwrap()
    }

    async fn name(&self, id: &str) -> String {
        let person = self
            .directory
            .state
            .person(id, self.now())
            .await
            .unwrap()
            .unwrap();
        person.name
    }

    /// How many SCIM users a condition finds.
    async fn found(&self, condition: Condition) -> usize {
        let find = Find {
            kind: Kind::User,
            condition,
            order: None,
            offset: 0,
            count: 10,
            wish: Wish::default(),
        };
        self.directory.find(&find).await.unwrap().total
    }

    async fn named(&self, name: &str) -> usize {
        self.found(Condition::Is(Key::UserName, name.to_owned())).await
    }

    async fn members(&self, group: &str) -> usize {
        let wish = Wish {
            members: true,
            ..Wish::default()
        };
        let group = self
            .directory
            .read(Kind::Group, group, wish)
            .await
            .unwrap()
            .unwrap();
        group.members.unwrap().len()
    }
}

#[tokio::test]
async fn a_deactivation_holds_after_a_rename_by_user_sync() {
    let world = world().await;
    let ann = world.ann().await;
    world.sync(renamed(&ann.id, "ann", "anna")).await;
    let read = world.read(&ann.id).await.unwrap();
    assert_eq!(read.document.user_name(), Some("anna"));
    assert!(
        read.version > ann.version,
        "whoever reads again sees that it changed"
    );
    assert_eq!((world.named("anna").await, world.named("ann").await), (1, 0));
    let title = world.set(&ann.id, "title", json!("Engineer")).await.unwrap();
    assert_eq!(title.document.user_name(), Some("anna"));
    // A client that says its old name again renames nobody.
    let same = world.set(&ann.id, "userName", json!("ann")).await.unwrap();
    assert_eq!(same.document.user_name(), Some("anna"));
    let off = world.set(&ann.id, "active", json!(false)).await.unwrap();
    assert_eq!(world.read(&ann.id).await, Some(off));
    assert_eq!(world.name(&ann.id).await, "anna");
    assert_eq!(world.locks().await, ["anna/scim"]);
    assert!(!world.may_enter(&ann.id).await);
    assert_eq!(world.sign_in("anna").await.unwrap(), ann.id, "no second account");
    let old = world.sign_in("ann").await;
    assert!(matches!(old, Err(StateError::FormerName { .. })), "{old:?}");
    world.set(&ann.id, "active", json!(true)).await.unwrap();
    assert!(world.locks().await.is_empty());
    assert!(world.may_enter(&ann.id).await);
    world
        .directory
        .delete(Kind::User, &ann.id, &|_| Ok(()))
        .await
        .unwrap();
    assert_eq!(world.locks().await, ["anna/scim"]);
    let old = world.sign_in("ann").await;
    assert!(
        matches!(old, Err(StateError::FormerName { .. })),
        "also when nobody is there: {old:?}"
    );
}

#[tokio::test]
async fn a_rename_by_scim_takes_every_lock_along_and_frees_nothing() {
    let world = world().await;
    let ann = world.ann().await;
    world.sync(suspended(&ann.id, "ann")).await;
    world.set(&ann.id, "userName", json!("anna")).await.unwrap();
    assert_eq!(world.locks().await, ["anna/sync"]);
    let old = world.sign_in("ann").await;
    assert!(matches!(old, Err(StateError::FormerName { .. })), "{old:?}");
    // The login goes to somebody else: from now on it is theirs.
    let other = world
        .create(json!({ "userName": "ann", "externalId": "00u00000000000000002" }))
        .await
        .unwrap();
    let Created::New(other) = other else {
        panic!("{other:?}")
    };
    assert_eq!(world.sign_in("ann").await.unwrap(), other.id);
    assert!(world.may_enter(&other.id).await);
}

#[tokio::test]
async fn what_user_sync_decides_is_what_scim_shows() {
    let world = world().await;
    let ann = world.ann().await;
    let active = |is| world.found(Condition::Active(is));
    world.sync(gone(&ann.id, "ann")).await;
    let read = world.read(&ann.id).await.unwrap();
    assert_eq!(read.document.active(), Some(false));
    assert_eq!((active(true).await, active(false).await), (0, 1));
    // Another attribute says nothing of it.
    let title = world.set(&ann.id, "title", json!("x")).await.unwrap();
    assert_eq!(title.document.active(), Some(false));
    assert_eq!(world.locks().await, ["ann/sync"]);
    world.sync(restored(&ann.id, "ann")).await;
    assert_eq!(world.read(&ann.id).await.unwrap().document.active(), Some(true));
    assert!(world.may_enter(&ann.id).await);
    // What SCIM says is done, and is what is answered.
    world.sync(gone(&ann.id, "ann")).await;
    let back = world.set(&ann.id, "active", json!(true)).await.unwrap();
    assert_eq!(back.document.active(), Some(true));
    assert_eq!(world.read(&ann.id).await, Some(back));
    assert!(world.locks().await.is_empty());
    assert!(world.may_enter(&ann.id).await);
}

#[tokio::test]
async fn each_source_takes_back_its_own_word() {
    let world = world().await;
    let ann = world.ann().await;
    world.sync(gone(&ann.id, "ann")).await;
    world.set(&ann.id, "active", json!(false)).await.unwrap();
    assert_eq!(world.locks().await, ["ann/scim", "ann/sync"]);
    world.sync(restored(&ann.id, "ann")).await;
    assert_eq!(world.locks().await, ["ann/scim"]);
    assert_eq!(world.read(&ann.id).await.unwrap().document.active(), Some(false));
    let kept = world
        .number("SELECT COUNT(*) FROM users WHERE purge_after IS NOT NULL")
        .await;
    assert_eq!(kept, 1, "the record still goes some day");
    // Suspended is not SCIM's to lift.
    world.sync(suspended(&ann.id, "ann")).await;
    world.set(&ann.id, "active", json!(true)).await.unwrap();
    assert_eq!(world.locks().await, ["ann/sync"]);
    assert!(!world.may_enter(&ann.id).await);
    world.sync(restored(&ann.id, "ann")).await;
    assert!(world.may_enter(&ann.id).await);
    assert_eq!(world.actions().await.last().unwrap(), "user.restore user/ann");
}

#[tokio::test]
async fn whoever_is_deactivated_is_out_of_every_group() {
    let world = world().await;
    let (ann, bob) = (world.ann().await, world.user("bob").await);
    let group = world.group("eng", &[&ann.id, &bob.id]).await;
    world.set(&bob.id, "active", json!(false)).await.unwrap();
    assert_eq!(world.members(&group.id).await, 1);
    world.sync(gone(&ann.id, "ann")).await;
    assert_eq!(world.members(&group.id).await, 0);
    let after = world
        .directory
        .read(Kind::Group, &group.id, Wish::default())
        .await;
    assert_eq!(after.unwrap().unwrap().version, group.version + 2);
}

#[tokio::test]
async fn a_name_of_somebody_who_is_gone_is_free_of_what_was_said_of_them() {
    let world = world().await;
    let old = world.user("anna").await;
    world
        .directory
        .delete(Kind::User, &old.id, &|_| Ok(()))
        .await
        .unwrap();
    assert_eq!(world.locks().await, ["anna/scim"]);
    let ann = world.ann().await;
    world.set(&ann.id, "active", json!(false)).await.unwrap();
    world.sync(renamed(&ann.id, "ann", "anna")).await;
    assert_eq!(
        world.locks().await,
        ["anna/scim"],
        "one for the person, and no second"
    );
    world.set(&ann.id, "active", json!(true)).await.unwrap();
    assert!(world.locks().await.is_empty());
}

#[tokio::test]
async fn whoever_comes_back_under_another_name_finds_no_lock_of_before() {
    let world = world().await;
    let ann = world.ann().await;
    world
        .directory
        .delete(Kind::User, &ann.id, &|_| Ok(()))
        .await
        .unwrap();
    let back = json!({ "userName": "anna", "externalId": ANN });
    world.create(back).await.unwrap();
    assert!(world.locks().await.is_empty());
}

#[tokio::test]
async fn a_new_assignment_under_a_new_name_is_the_person_with_that_id() {
    let world = world().await;
    let ann = world.ann().await;
    world.set(&ann.id, "active", json!(false)).await.unwrap();
    let again = world
        .create(json!({ "userName": "anna", "externalId": ANN, "active": true }))
        .await
        .unwrap();
    let Created::Adopted(again) = again else {
        panic!("{again:?}")
    };
    assert_eq!(again.id, ann.id);
    assert_eq!(world.read(&ann.id).await, Some(again));
    assert_eq!(world.number("SELECT COUNT(*) FROM users").await, 1);
    assert!(world.may_enter(&ann.id).await);
    assert!(world.locks().await.is_empty());
}

#[tokio::test]
async fn a_login_of_somebody_with_another_id_is_not_taken_over() {
    let world = world().await;
    world
        .run(
            "INSERT INTO users (id, name, name_key, password_hash, roles, created, origin, org_url, okta_id)
             VALUES ('known', 'ann', 'ann', '', '[\"editor\"]', 0, 'okta', 'https://acme.okta.com',
                 '00u00000000000000002')",
        )
        .await;
    let refused = world
        .create(json!({ "userName": "ann", "externalId": ANN }))
        .await;
    assert_eq!(refused, Err(StoreError::Taken("userName")));
}

#[tokio::test]
async fn a_sign_in_before_the_rename_leaves_one_account() {
    let world = world().await;
    let ann = world.ann().await;
    let early = world.sign_in("anna").await.unwrap();
    assert_ne!(early, ann.id);
    world.sync(renamed(&ann.id, "ann", "anna")).await;
    assert_eq!(world.number("SELECT COUNT(*) FROM users").await, 1);
    assert_eq!(world.sign_in("anna").await.unwrap(), ann.id);
    world.sign_in("ann2").await.unwrap();
    world.set(&ann.id, "userName", json!("ann2")).await.unwrap();
    assert_eq!(world.number("SELECT COUNT(*) FROM users").await, 1);
    let told = world.actions().await;
    let absorbed: Vec<_> = told
        .iter()
        .filter(|told| told.starts_with("user.absorb"))
        .collect();
    assert_eq!(absorbed, ["user.absorb user/anna", "user.absorb user/ann2"]);
}

#[tokio::test]
async fn what_a_connector_says_stands_beside_what_user_sync_says() {
    let world = world().await;
    let ann = world.ann().await;
    world.sync(renamed(&ann.id, "ann", "ann")).await;
    world.sign_in("ann").await.unwrap();
    let person = world.directory.state.person(&ann.id, world.now()).await;
    let traits = person.unwrap().unwrap().traits;
    assert_eq!(traits["groups"], ["eng"]);
    assert_eq!(traits["okta/title"], ["Engineer"], "user sync knows better");
    let synced = world.directory.state.people_for_sync().await.unwrap();
    assert_eq!(synced[0].traits, r#"{"okta/title":["Engineer"]}"#);
}

#[tokio::test]
async fn a_role_goes_when_a_pushed_group_loses_the_person() {
    let world = world().await;
    let ann = world.ann().await;
    let (eng, ops) = (
        world.group("eng", &[&ann.id]).await,
        world.group("ops", &[&ann.id]).await,
    );
    let by = |role: &str, group: &str| MappedBy {
        role: role.to_owned(),
        attribute: "groups".to_owned(),
        value: group.to_owned(),
        is_seen: false,
    };
    let given = [by("editor", "eng"), by("access", "eng"), by("access", "ops")];
    world.sign_in_with("ann", &given).await.unwrap();
    let roles = async || {
        let person = world.directory.state.person(&ann.id, world.now()).await;
        person.unwrap().unwrap().mapped_roles
    };
    let leave = async |group: &str| {
        let leave = |_: &Stored| {
            Ok(Change {
                document: None,
                members: vec![MemberChange::Remove(vec![ann.id.clone()])],
            })
        };
        let wish = Wish::default();
        world
            .directory
            .change(Kind::Group, group, wish, wish, &leave)
            .await
            .unwrap();
    };
    leave(&eng.id).await;
    assert_eq!(roles().await, ["access", "access"]);
    let user = world.directory.state.user(&ann.id).await.unwrap().unwrap();
    assert!(
        !user.roles.contains(&"editor".to_owned()),
        "of the next request on"
    );
    leave(&ops.id).await;
    assert!(roles().await.is_empty());
    let told = world.actions().await;
    let withdrawn = told.iter().filter(|told| *told == "user.withdraw user/ann");
    assert_eq!(withdrawn.count(), 2);
}

#[tokio::test]
async fn an_assertion_that_was_held_back_gives_no_role_back_that_scim_took() {
    let world = world().await;
    let ann = world.ann().await;
    let (eng, ops) = (
        world.group("eng", &[&ann.id]).await,
        world.group("ops", &[&ann.id]).await,
    );
    let by = |role: &str, group: &str| MappedBy {
        role: role.to_owned(),
        attribute: "groups".to_owned(),
        value: group.to_owned(),
        is_seen: false,
    };
    let given = [
        by("editor", "eng"),
        by("access", "ops"),
        by("auditor", "unpushed"),
    ];
    let signed = world.now();
    world.clock.fetch_add(60_000, Ordering::SeqCst);
    let change = async |group: &Stored, change: MemberChange| {
        let decide = |_: &Stored| {
            Ok(Change {
                document: None,
                members: vec![change.clone()],
            })
        };
        let wish = Wish::default();
        let done = world
            .directory
            .change(Kind::Group, &group.id, wish, wish, &decide);
        done.await.unwrap();
    };
    change(&eng, MemberChange::Remove(vec![ann.id.clone()])).await;
    let roles = async |said| {
        world.sign_in_by("ann", &given, Some(said)).await.unwrap();
        let person = world.directory.state.person(&ann.id, world.now()).await;
        person.unwrap().unwrap().mapped_roles
    };
    assert_eq!(roles(signed).await, ["access", "auditor"]);
    assert!(
        world
            .actions()
            .await
            .contains(&"user.withdraw user/ann".to_owned())
    );
    // What was signed after SCIM's word knows better, and so does one that SCIM has in the group.
    world.clock.fetch_add(60_000, Ordering::SeqCst);
    assert_eq!(roles(world.now()).await, ["editor", "access", "auditor"]);
    assert_eq!(roles(at(0)).await, ["access", "auditor"], "{}", ops.id);
}
