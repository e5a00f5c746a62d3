//! Groups that are left, renamed, doubled and deleted, and the roles that sign-ins gave for them.

use super::*;
use crate::state::{MappedBy, SsoPerson};

/// Somebody signs in through a connector of this organization, and gets the role `editor` for the group `eng`.
async fn sign_in(world: &World, name: &str, organization: Option<&str>) -> String {
    let by = MappedBy {
        role: "editor".to_owned(),
        attribute: "groups".to_owned(),
        value: "eng".to_owned(),
        is_seen: false,
    };
    let person = SsoPerson {
        connector: "idp",
        organization,
        name,
        display_name: "",
        email: "",
        traits: &std::collections::BTreeMap::new(),
        mapped_roles: &["editor".to_owned()],
        mapped_by: &[by],
        known_as: None,
        said: None,
    };
    let entry = AuditEntry::new(name, "session.create", "session");
    let (state, now) = (&world.directory.state, world.directory.now());
    state.note_sso_sign_in(&person, &entry, now).await.unwrap()
}

async fn mapped(world: &World, id: &str) -> Vec<String> {
    let person = world.directory.state.person(id, world.directory.now()).await;
    person.unwrap().unwrap().mapped_roles
}

async fn change(world: &World, group: &Stored, name: Option<&str>, members: Vec<MemberChange>) {
    let decide = |stored: &Stored| {
        let mut document = stored.document.to_json();
        if let Some(name) = name {
            document["displayName"] = json!(name);
        }
        Ok(Change {
            document: name.map(|_| Document::from_json(document)),
            members: members.clone(),
        })
    };
    let wish = Wish::default();
    let done = world
        .directory
        .change(Kind::Group, &group.id, wish, wish, &decide);
    done.await.unwrap();
}

async fn delete(world: &World, group: &Stored) {
    let allow = |_: &Stored| Ok(());
    let done = world.directory.delete(Kind::Group, &group.id, &allow).await;
    assert!(done.unwrap());
}

#[tokio::test]
async fn a_group_that_was_renamed_takes_the_role_of_its_old_name_along() {
    let world = world().await;
    let ann = world.user("ann").await;
    let eng = world.group("eng", &[&ann.id]).await;
    sign_in(&world, "ann", Some(ORG)).await;
    change(&world, &eng, Some("engineers"), Vec::new()).await;
    change(&world, &eng, Some("makers"), Vec::new()).await;
    assert_eq!(mapped(&world, &ann.id).await, ["editor"], "still in it");
    change(
        &world,
        &eng,
        None,
        vec![MemberChange::Remove(vec![ann.id.clone()])],
    )
    .await;
    assert!(mapped(&world, &ann.id).await.is_empty());
}

#[tokio::test]
async fn of_two_groups_of_one_name_the_other_keeps_the_role() {
    let world = world().await;
    let ann = world.user("ann").await;
    let (one, two) = (
        world.group("eng", &[&ann.id]).await,
        world.group("eng", &[&ann.id]).await,
    );
    sign_in(&world, "ann", Some(ORG)).await;
    let leave = || vec![MemberChange::Remove(vec![ann.id.clone()])];
    change(&world, &one, None, leave()).await;
    assert_eq!(mapped(&world, &ann.id).await, ["editor"]);
    change(&world, &two, None, leave()).await;
    assert!(mapped(&world, &ann.id).await.is_empty());
}

#[tokio::test]
async fn a_deleted_group_takes_its_roles_along_from_those_within_its_groups_too() {
    let world = world().await;
    let (ann, bob) = (world.user("ann").await, world.user("bob").await);
    let inner = world.group("inner", &[&bob.id]).await;
    let eng = world.group("eng", &[&ann.id, &inner.id]).await;
    for name in ["ann", "bob"] {
        sign_in(&world, name, Some(ORG)).await;
    }
    delete(&world, &eng).await;
    for person in [&ann, &bob] {
        assert!(mapped(&world, &person.id).await.is_empty(), "{}", person.id);
    }
    let told = world.actions().await;
    let withdrawn = told.iter().filter(|told| told.starts_with("user.withdraw "));
    assert_eq!(withdrawn.count(), 2, "{told:?}");
}

#[tokio::test]
async fn an_account_of_another_identity_provider_is_not_taken_over_by_its_name() {
    let world = world().await;
    for (name, organization) in [("hal", None), ("eve", Some("https://other.okta.com"))] {
        let held = sign_in(&world, name, organization).await;
        let refused = world.create(json!({ "userName": name, "active": true })).await;
        let Err(StoreError::Refused(fault)) = refused else {
            panic!("{refused:?}")
        };
        assert!(
            fault.to_string().contains("a connector that does not speak for"),
            "{fault}"
        );
        assert_eq!(mapped(&world, &held).await, ["editor"], "untouched");
        // Nor does somebody else's new name swallow it.
        let other = world.user(&format!("not-{name}")).await;
        let renamed = world.set(&other.id, "userName", json!(name)).await;
        assert!(matches!(renamed, Err(StoreError::Taken(_))), "{renamed:?}");
    }
    // The same person signs in through a connector that speaks for the organization.
    let hal = sign_in(&world, "hal", Some(ORG)).await;
    let adopted = world.create(json!({ "userName": "hal", "active": true })).await;
    let Created::Adopted(adopted) = adopted.unwrap() else {
        panic!("known by name")
    };
    assert_eq!(adopted.id, hal);
}

#[tokio::test]
async fn somebody_adopted_comes_last_in_the_list() {
    let world = world().await;
    // An id that sorts before all that SCIM makes.
    let early = sign_in(&world, "early", Some(ORG)).await;
    for name in ["ann", "bob"] {
        world.clock.fetch_add(5, Ordering::SeqCst);
        world.user(name).await;
    }
    world.clock.fetch_add(5, Ordering::SeqCst);
    let adopted = world.create(json!({ "userName": "early", "active": true })).await;
    assert!(matches!(adopted, Ok(Created::Adopted(stored)) if stored.id == early));
    let find = scim::store::Find {
        kind: Kind::User,
        condition: scim::Condition::All,
        order: None,
        offset: 0,
        count: 10,
        wish: Wish::default(),
    };
    let page = world.directory.find(&find).await.unwrap().page;
    let names: Vec<_> = page.iter().filter_map(|user| user.document.user_name()).collect();
    assert_eq!(names, ["ann", "bob", "early"]);
}
