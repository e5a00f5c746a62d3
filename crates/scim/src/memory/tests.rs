//! What the trait promises, on the store in memory.

use jiff::Timestamp;
use serde_json::json;

use super::Memory;
use crate::document::Document;
use crate::schema::Kind;
use crate::store::{Change, Created, MemberChange, New, NewMember, Store, StoreError, Wish};
use crate::tests::world::now;

fn store() -> Memory {
    Memory::new(|| Timestamp::UNIX_EPOCH)
}

fn make(store: &Memory, kind: Kind, name: &str) -> String {
    let field = if kind == Kind::User {
        "userName"
    } else {
        "displayName"
    };
    let document = Document::from_json(json!({ field: name }));
    match now(store.create(New {
        kind,
        document,
        members: Vec::new(),
        wish: Wish::default(),
    }))
    .unwrap()
    {
        Created::New(stored) | Created::Adopted(stored) => stored.id,
    }
}

#[test]
fn the_contract_is_kept() {
    let ticking = crate::tests::world::World::new().store;
    for store in [store(), ticking] {
        assert_eq!(now(crate::contract::check(&store)), Ok(()));
    }
}

#[test]
fn a_refused_change_leaves_nothing_behind() {
    let store = store();
    let (ann, group) = (make(&store, Kind::User, "ann"), make(&store, Kind::Group, "G"));
    let decide = |_: &_| {
        Ok(Change {
            document: Some(Document::from_json(json!({ "displayName": "H" }))),
            members: vec![
                MemberChange::Add(vec![NewMember {
                    id: ann.clone(),
                    kind: None,
                }]),
                MemberChange::Add(vec![NewMember {
                    id: ann.clone(),
                    kind: Some(Kind::Group),
                }]),
            ],
        })
    };
    let wish = Wish {
        members: true,
        ..Wish::default()
    };
    let refused = now(store.change(Kind::Group, &group, Wish::default(), wish, &decide));
    assert_eq!(refused, Err(StoreError::UnknownMember(ann)));
    let kept = now(store.read(Kind::Group, &group, wish)).unwrap().unwrap();
    assert_eq!(
        (
            kept.document.display_name(),
            kept.members.unwrap().len(),
            kept.version
        ),
        (Some("G"), 0, 1)
    );
}

#[test]
fn the_index_follows_a_rename() {
    let store = store();
    let ann = make(&store, Kind::User, "ann");
    let rename = |_: &_| {
        Ok(Change {
            document: Some(Document::from_json(json!({ "userName": "ANNA" }))),
            ..Change::default()
        })
    };
    now(store.change(Kind::User, &ann, Wish::default(), Wish::default(), &rename)).unwrap();
    make(&store, Kind::User, "ann");
    let document = Document::from_json(json!({ "userName": "anna" }));
    let taken = now(store.create(New {
        kind: Kind::User,
        document,
        members: Vec::new(),
        wish: Wish::default(),
    }));
    assert_eq!(taken, Err(StoreError::Taken("userName")));
}

#[test]
fn a_removed_group_leaves_its_members() {
    let store = store();
    let (ann, group) = (make(&store, Kind::User, "ann"), make(&store, Kind::Group, "G"));
    let add = |_: &_| {
        let members = vec![MemberChange::Add(vec![NewMember {
            id: ann.clone(),
            kind: None,
        }])];
        Ok(Change {
            members,
            ..Change::default()
        })
    };
    now(store.change(Kind::Group, &group, Wish::default(), Wish::default(), &add)).unwrap();
    let groups = || {
        let wish = Wish {
            groups: true,
            ..Wish::default()
        };
        now(store.read(Kind::User, &ann, wish))
            .unwrap()
            .unwrap()
            .groups
            .unwrap()
            .len()
    };
    assert_eq!(groups(), 1);
    assert_eq!(now(store.delete(Kind::Group, &group, &|_| Ok(()))), Ok(true));
    assert_eq!(groups(), 0);
    assert_eq!(now(store.delete(Kind::Group, &group, &|_| Ok(()))), Ok(false));
    assert_eq!(
        now(store.read(Kind::User, &group, Wish::default())),
        Ok(None),
        "a group is not a user"
    );
}
