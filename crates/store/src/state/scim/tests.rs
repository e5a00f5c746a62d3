mod agree;
mod cost;
mod crash;
mod kept_locks;
mod left;
mod replicas;
mod tokens;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use scim::schema::Kind;
use scim::store::{Change, Created, MemberChange, New, NewMember, Wish};
use scim::{Document, Store, StoreError, Stored};
use serde_json::{Value, json};

use super::*;
use crate::state::AuditEntry;
use crate::state::tests::{at, state};

const ORG: &str = "https://acme.okta.com";
const DAY_MS: i64 = 86_400_000;

struct World {
    directory: ScimDirectory,
    clock: Arc<AtomicI64>,
}

async fn world() -> World {
    with(state().await, Retention::Ms(30 * DAY_MS))
}

fn with(state: State, retention: Retention) -> World {
    let clock = Arc::new(AtomicI64::new(10));
    let ticking = clock.clone();
    let directory = ScimDirectory {
        state,
        plugin: "okta".to_owned(),
        org_url: ORG.to_owned(),
        roles: vec!["okta-requester".to_owned()],
        retention,
        turns: Turns::default(),
        clock: Box::new(move || at(ticking.load(Ordering::SeqCst))),
    };
    World { directory, clock }
}

impl World {
    async fn create(&self, document: Value) -> Result<Created, StoreError> {
        let new = New {
            kind: Kind::User,
            document: Document::from_json(document),
            members: Vec::new(),
            wish: Wish::default(),
        };
        self.directory.create(new).await
    }

    async fn user(&self, name: &str) -> Stored {
        match self
            .create(json!({ "userName": name, "active": true }))
            .await
            .unwrap()
        {
            Created::New(stored) | Created::Adopted(stored) => stored,
        }
    }

    async fn group(&self, name: &str, members: &[&str]) -> Stored {
        let members = members.iter().map(|id| NewMember {
            id: (*id).to_owned(),
            kind: None,
        });
        let new = New {
            kind: Kind::Group,
            document: Document::from_json(json!({ "displayName": name })),
            members: members.collect(),
            wish: Wish::default(),
        };
        match self.directory.create(new).await.unwrap() {
            Created::New(stored) | Created::Adopted(stored) => stored,
        }
    }

    async fn set(&self, id: &str, name: &str, value: Value) -> Result<Stored, StoreError> {
        let decide = move |stored: &Stored| {
            let mut document = stored.document.to_json();
            document[name] = value.clone();
            Ok(Change {
                document: Some(Document::from_json(document)),
                members: Vec::new(),
            })
        };
        let changed = self
            .directory
            .change(Kind::User, id, Wish::default(), Wish::default(), &decide)
            .await?;
        Ok(changed.unwrap())
    }

    async fn read(&self, id: &str) -> Option<Stored> {
        self.directory
            .read(Kind::User, id, Wish::default())
            .await
            .unwrap()
    }

    async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(&self.directory.state.pool)
            .await
            .unwrap()
    }

    async fn run(&self, sql: &'static str) {
        sqlx::query(sql)
            .execute(&self.directory.state.pool)
            .await
            .unwrap();
    }

    /// Locks as `target/cause`.
    async fn locks(&self) -> Vec<String> {
        let sql = "SELECT target || '/' || cause FROM locks ORDER BY 1";
        sqlx::query_scalar(sql)
            .fetch_all(&self.directory.state.pool)
            .await
            .unwrap()
    }

    /// Actions of the audit log, oldest first.
    async fn actions(&self) -> Vec<String> {
        let rows = self.directory.state.audit_rows(None, 100).await.unwrap();
        assert_eq!(self.directory.state.verify_audit().await.unwrap().broken_at, None);
        rows.into_iter()
            .rev()
            .map(|row| format!("{} {}", row.action, row.target))
            .collect()
    }
}

#[tokio::test]
async fn keeps_the_contract() {
    scim::contract::check(&world().await.directory).await.unwrap();
}

#[tokio::test]
async fn a_user_is_a_person_of_ours() {
    let world = world().await;
    let stored = world
        .create(json!({
            "userName": "Ann@Acme.example", "externalId": "00u00000000000000001", "active": true,
            "name": { "givenName": "Ann", "familyName": "Lee" },
            "emails": [{ "value": "ann@acme.example", "primary": true }],
        }))
        .await
        .unwrap();
    let Created::New(stored) = stored else {
        panic!("{stored:?}")
    };
    let row: (String, String, String, String, String, String, String) = sqlx::query_as(
        "SELECT id, name, origin, org_url, okta_id, display_name, email FROM users WHERE name_key = 'ann@acme.example'",
    )
    .fetch_one(&world.directory.state.pool)
    .await
    .unwrap();
    assert_eq!(row.0, stored.id);
    assert_eq!(
        (row.1.as_str(), row.2.as_str(), row.3.as_str()),
        ("Ann@Acme.example", "okta", ORG)
    );
    assert_eq!(
        (row.4.as_str(), row.5.as_str(), row.6.as_str()),
        ("00u00000000000000001", "Ann Lee", "ann@acme.example")
    );
    assert_eq!(world.actions().await, ["scim.user.create user/Ann@Acme.example"]);
}

#[tokio::test]
async fn deactivation_locks_and_ends_sessions_and_activation_lifts_that_lock_only() {
    let world = world().await;
    let ann = world.user("ann").await;
    let bob = world.user("bob").await;
    for (user, hash) in [(&ann, "a"), (&bob, "b")] {
        let new = crate::state::NewWebSession {
            hash: crate::state::TokenHash::of(hash),
            user_id: user.id.clone(),
            csrf: "c".to_owned(),
            expires: at(DAY_MS),
            address: String::new(),
            user_agent: String::new(),
            single_sign_on: None,
        };
        world
            .directory
            .state
            .create_web_session(&new, at(2))
            .await
            .unwrap();
    }
    world
        .run(
            "INSERT INTO locks (id, target_kind, target, target_key, cause, message, created, created_by)
             VALUES ('l', 'user', 'ann', 'ann', 'manual', '', 0, 'ada')",
        )
        .await;
    let off = world.set(&ann.id, "active", json!(false)).await.unwrap();
    assert_eq!(off.document.active(), Some(false));
    assert_eq!(world.read(&ann.id).await, Some(off));
    assert_eq!(world.locks().await, ["ann/manual", "ann/scim"]);
    assert_eq!(world.number("SELECT COUNT(*) FROM web_sessions").await, 1);
    let due = world
        .number("SELECT purge_after - inactive FROM users WHERE name = 'ann'")
        .await;
    assert_eq!(due, 30 * DAY_MS);
    world.set(&ann.id, "active", json!(true)).await.unwrap();
    assert_eq!(world.locks().await, ["ann/manual"]);
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM users WHERE inactive IS NOT NULL OR purge_after IS NOT NULL")
            .await,
        0
    );
    assert_eq!(
        world.actions().await[2..],
        ["scim.user.deactivate user/ann", "scim.user.activate user/ann"]
    );
}

#[tokio::test]
async fn a_token_of_a_deactivated_user_does_not_hold() {
    let world = world().await;
    let ann = world.user("ann").await;
    let hash = crate::state::TokenHash::of("t");
    let new = crate::state::NewApiToken {
        id: "t".to_owned(),
        hash: hash.clone(),
        name: "t".to_owned(),
        user_id: ann.id.clone(),
        roles: Vec::new(),
        expires: None,
        maker: None,
    };
    let state = &world.directory.state;
    let entry = AuditEntry::new("ann", "token.create", "token/t");
    state.create_api_token(&new, &entry, at(3)).await.unwrap();
    assert!(state.api_token_by_hash(&hash, at(4)).await.unwrap().is_some());
    world.set(&ann.id, "active", json!(false)).await.unwrap();
    assert!(state.api_token_by_hash(&hash, at(5)).await.unwrap().is_none());
    // Nor afterwards: who comes back begins anew.
    world.set(&ann.id, "active", json!(true)).await.unwrap();
    assert!(state.api_token_by_hash(&hash, at(6)).await.unwrap().is_none());
}

#[tokio::test]
async fn who_comes_back_has_no_role_of_an_earlier_sign_in() {
    let world = world().await;
    let ann = world.user("ann").await;
    world
        .run("UPDATE users SET mapped_roles = '[\"editor\"]', roles = '[\"auditor\"]' WHERE name = 'ann'")
        .await;
    for active in [false, true] {
        world.set(&ann.id, "active", json!(active)).await.unwrap();
    }
    let person = world
        .directory
        .state
        .person(&ann.id, at(9))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (person.mapped_roles, person.roles),
        (vec![], vec!["auditor".to_owned()])
    );
}

#[tokio::test]
async fn a_rename_takes_the_lock_along() {
    let world = world().await;
    let ann = world.user("ann").await;
    world.set(&ann.id, "active", json!(false)).await.unwrap();
    world.set(&ann.id, "userName", json!("anna")).await.unwrap();
    assert_eq!(world.locks().await, ["anna/scim"]);
}

#[tokio::test]
async fn who_signed_in_before_is_adopted() {
    let world = world().await;
    world
        .run(
            "INSERT INTO users (id, name, name_key, password_hash, roles, created, origin)
             VALUES ('known', 'ann', 'ann', '', '[]', 0, 'sso')",
        )
        .await;
    let adopted = world.create(json!({ "userName": "Ann" })).await.unwrap();
    assert!(
        matches!(&adopted, Created::Adopted(stored) if stored.id == "known"),
        "{adopted:?}"
    );
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM users WHERE origin = 'okta'")
            .await,
        1
    );
    let again = world.create(json!({ "userName": "ANN" })).await;
    assert_eq!(again, Err(StoreError::Taken("userName")));
}

#[tokio::test]
async fn a_rename_in_the_organization_is_a_rename_here() {
    let world = world().await;
    world
        .run(
            "INSERT INTO users (id, name, name_key, password_hash, roles, created, origin, org_url, okta_id)
             VALUES ('known', 'ann', 'ann', '', '[]', 0, 'okta', 'https://acme.okta.com', '00u00000000000000001')",
        )
        .await;
    let document = json!({ "userName": "anna", "externalId": "00u00000000000000001" });
    let adopted = world.create(document).await.unwrap();
    assert!(
        matches!(&adopted, Created::Adopted(stored) if stored.id == "known"),
        "{adopted:?}"
    );
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM users WHERE name = 'anna'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_local_account_is_not_taken_over() {
    let world = world().await;
    world
        .run(
            "INSERT INTO users (id, name, name_key, password_hash, roles, created)
             VALUES ('root', 'root', 'root', 'h', '[\"admin\"]', 0)",
        )
        .await;
    let refused = world.create(json!({ "userName": "ROOT" })).await.unwrap_err();
    assert!(
        matches!(&refused, StoreError::Refused(fault) if fault.status == 409),
        "{refused:?}"
    );
    assert_eq!(world.actions().await, ["scim.user.refuse user/ROOT"]);
    assert_eq!(world.number("SELECT COUNT(*) FROM scim_users").await, 0);
    let ann = world.user("ann").await;
    let stolen = world.set(&ann.id, "userName", json!("Root")).await;
    assert_eq!(stolen, Err(StoreError::Taken("userName")));
}

#[tokio::test]
async fn a_removed_user_is_locked_out_until_provisioned_again() {
    let world = world().await;
    let ann = world.user("ann").await;
    let group = world.group("eng", &[&ann.id]).await;
    world
        .directory
        .delete(Kind::User, &ann.id, &|_| Ok(()))
        .await
        .unwrap();
    assert_eq!(world.number("SELECT COUNT(*) FROM users").await, 0);
    assert_eq!(world.number("SELECT COUNT(*) FROM scim_members").await, 0);
    assert_eq!(world.locks().await, ["ann/scim"]);
    let left = world
        .directory
        .read(Kind::Group, &group.id, Wish::default())
        .await
        .unwrap()
        .unwrap();
    assert!(left.version > group.version);
    world.user("ann").await;
    assert!(world.locks().await.is_empty());
}

#[tokio::test]
async fn a_record_is_purged_when_its_time_has_come() {
    let world = world().await;
    let ann = world.user("ann").await;
    world.user("bob").await;
    world.set(&ann.id, "active", json!(false)).await.unwrap();
    let (state, now) = (&world.directory.state, || at(world.clock.load(Ordering::SeqCst)));
    let lease = state.take_lease("purge", "one", now()).await.unwrap().unwrap();
    assert_eq!(state.purge_people(&lease, now()).await.unwrap(), 0);
    world.clock.fetch_add(30 * DAY_MS, Ordering::SeqCst);
    assert_eq!(state.purge_people(&lease, now()).await.unwrap(), 1);
    assert_eq!(world.read(&ann.id).await, None);
    assert_eq!(world.locks().await, ["ann/scim"]);
    assert_eq!(world.actions().await.last().unwrap(), "scim.user.purge user/ann");
}

#[tokio::test]
async fn without_retention_a_deactivation_removes() {
    let world = with(state().await, Retention::None);
    let ann = world.user("ann").await;
    let off = world.set(&ann.id, "active", json!(false)).await.unwrap();
    assert_eq!(off.document.active(), Some(false));
    assert_eq!(world.read(&ann.id).await, None);
    assert_eq!(world.locks().await, ["ann/scim"]);
}

#[tokio::test]
async fn what_changes_nothing_is_not_written_down() {
    let world = world().await;
    let ann = world.user("ann").await;
    let group = world.group("eng", &[&ann.id]).await;
    let add = |_: &Stored| {
        Ok(Change {
            document: None,
            members: vec![MemberChange::Add(vec![NewMember {
                id: ann.id.clone(),
                kind: None,
            }])],
        })
    };
    let wish = Wish::default();
    let same = world
        .directory
        .change(Kind::Group, &group.id, wish, wish, &add)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(same.version, group.version);
    assert_eq!(world.actions().await.len(), 2);
}

#[tokio::test]
async fn changes_of_members_at_once_merge() {
    let world = Arc::new(world().await);
    let group = world.group("eng", &[]).await;
    let mut ids = Vec::new();
    for number in 0..60 {
        ids.push(world.user(&format!("u{number}")).await.id);
    }
    let tasks = ids.chunks(10).map(|part| {
        let (world, group, part) = (world.clone(), group.id.clone(), part.to_vec());
        tokio::spawn(async move {
            scim::contract::members::add_many(&world.directory, &group, &part)
                .await
                .unwrap();
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let wish = Wish {
        members: true,
        ..Wish::default()
    };
    let group = world
        .directory
        .read(Kind::Group, &group.id, wish)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(group.members.unwrap().len(), 60);
    assert_eq!(group.version, 61);
}

#[tokio::test]
async fn plugins_do_not_see_one_another() {
    let world = world().await;
    let ann = world.user("ann").await;
    let other = ScimDirectory {
        plugin: "entra".to_owned(),
        ..with(world.directory.state.clone(), Retention::None).directory
    };
    assert_eq!(
        other.read(Kind::User, &ann.id, Wish::default()).await.unwrap(),
        None
    );
    let group = New {
        kind: Kind::Group,
        document: Document::from_json(json!({ "displayName": "g" })),
        members: vec![NewMember {
            id: ann.id.clone(),
            kind: None,
        }],
        wish: Wish::default(),
    };
    assert_eq!(other.create(group).await, Err(StoreError::UnknownMember(ann.id)));
}

#[tokio::test]
async fn a_user_is_read_with_the_groups_and_the_groups_of_those() {
    let world = world().await;
    let (ann, bob) = (world.user("ann").await, world.user("bob").await);
    let inner = world.group("inner", &[&ann.id]).await;
    let outer = world.group("outer", &[&inner.id]).await;
    let wish = Wish {
        groups: true,
        ..Wish::default()
    };
    let groups = |user: &Stored| {
        let groups = user.groups.clone().unwrap();
        let groups = groups.into_iter();
        groups
            .map(|group| (group.group_id, group.display, group.direct))
            .collect::<Vec<_>>()
    };
    let mut wanted = vec![
        (inner.id.clone(), "inner".to_owned(), true),
        (outer.id.clone(), "outer".to_owned(), false),
    ];
    wanted.sort();
    let read = world
        .directory
        .read(Kind::User, &ann.id, wish)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(groups(&read), wanted);
    let find = scim::store::Find {
        kind: Kind::User,
        condition: scim::Condition::All,
        order: Some(scim::store::Order {
            by: scim::SortKey::UserName,
            descending: true,
        }),
        offset: 0,
        count: 10,
        wish,
    };
    let found = world.directory.find(&find).await.unwrap();
    let ids: Vec<&str> = found.page.iter().map(|user| user.id.as_str()).collect();
    assert_eq!((found.total, ids), (2, vec![bob.id.as_str(), ann.id.as_str()]));
    assert_eq!(
        (groups(&found.page[0]), groups(&found.page[1])),
        (Vec::new(), wanted)
    );
    // Whoever is put out is in none of them, and the answer says so.
    let decide = |stored: &Stored| {
        let mut document = stored.document.to_json();
        document["active"] = json!(false);
        Ok(Change {
            document: Some(Document::from_json(document)),
            members: Vec::new(),
        })
    };
    let change = world
        .directory
        .change(Kind::User, &ann.id, Wish::default(), wish, &decide);
    let out = change.await.unwrap().unwrap();
    assert!(groups(&out).is_empty());
    assert_eq!(
        world.directory.read(Kind::User, &ann.id, wish).await.unwrap(),
        Some(out)
    );
}

#[tokio::test]
async fn many_addresses_are_all_kept() {
    let world = world().await;
    let emails = |count: usize| -> Value {
        let emails = (0..count).map(|number| json!({ "value": format!("a{number}@acme.example") }));
        emails.collect()
    };
    let made = world
        .create(json!({ "userName": "ann", "emails": emails(150) }))
        .await;
    let Created::New(ann) = made.unwrap() else {
        panic!("somebody is there already")
    };
    let count = "SELECT COUNT(*) FROM scim_emails";
    assert_eq!(world.number(count).await, 150);
    world.set(&ann.id, "emails", emails(130)).await.unwrap();
    assert_eq!(world.number(count).await, 130);
    assert!(world.create(json!({ "userName": "bob" })).await.is_ok());
}

#[tokio::test]
async fn a_full_disk_is_told_as_come_again() {
    let world = with(
        State::open_in_memory(at(0)).await.unwrap(),
        Retention::Ms(30 * DAY_MS),
    );
    let ann = world.user("ann").await;
    // Not a page more than there are.
    world.run("PRAGMA max_page_count = 1").await;
    let refused = world
        .create(json!({ "userName": "bob", "title": "x".repeat(100_000) }))
        .await;
    assert_eq!(refused, Err(StoreError::Busy(30)));
    assert_eq!(world.read(&ann.id).await, Some(ann));
}
