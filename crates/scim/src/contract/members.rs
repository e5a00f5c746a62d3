//! Who belongs to what.

use serde_json::json;

use super::{Breach, change, ensure, group, read, user};
use crate::schema::Kind;
use crate::store::{Change, MemberChange, NewMember, Store, StoreError, Stored};

pub(super) async fn check(store: &dyn Store) -> Result<(), Breach> {
    let ann = user(store, "contract.member.ann", json!({ "displayName": "Ann" })).await?;
    let bob = user(store, "contract.member.bob", json!({})).await?;
    let inner = group(store, "Contract inner").await?;
    let add = MemberChange::Add(vec![named(&ann), named(&bob), named(&ann)]);
    let added = one(store, &inner, add.clone()).await?;
    ensure(
        ids(&added) == sorted(&[&ann, &bob]),
        "added members are members, once",
    )?;
    ensure(added.version > inner.version, "a new member is a new version")?;
    let again = one(store, &inner, add).await?;
    ensure(again == added, "adding who is there changes nothing")?;
    let nobody = one(store, &inner, MemberChange::Remove(vec!["nobody".to_owned()])).await?;
    ensure(nobody == added, "removing who is not there changes nothing")?;
    let names: Vec<_> = added
        .members
        .iter()
        .flatten()
        .map(|member| member.display.as_deref())
        .collect();
    ensure(
        names.contains(&Some("Ann")),
        "names of members come when they are wished for",
    )?;
    groups(store, &ann, &inner).await?;
    sets(store, &ann, &bob, &inner).await?;
    refusals(store, &ann, &inner).await?;
    store.delete(Kind::User, &ann.id, &|_| Ok(())).await?;
    ensure(
        !ids(&read(store, &inner).await?).contains(&ann.id),
        "who is removed is in no group",
    )
}

/// Adds these members to a group, each by a change of its own. Run it from several tasks at once with different
/// members, then look whether all are there.
///
/// # Errors
/// When a change is refused.
pub async fn add_many(store: &dyn Store, group: &str, members: &[String]) -> Result<(), StoreError> {
    for id in members {
        let add = MemberChange::Add(vec![NewMember {
            id: id.clone(),
            kind: None,
        }]);
        let decide = |_: &Stored| {
            Ok(Change {
                members: vec![add.clone()],
                ..Change::default()
            })
        };
        store
            .change(
                Kind::Group,
                group,
                Default::default(),
                Default::default(),
                &decide,
            )
            .await?;
    }
    Ok(())
}

async fn groups(store: &dyn Store, ann: &Stored, inner: &Stored) -> Result<(), Breach> {
    let outer = group(store, "Contract outer").await?;
    one(store, &outer, MemberChange::Add(vec![named(inner)])).await?;
    let of_ann = read(store, ann).await?.groups.unwrap_or_default();
    let is_in = |id: &str, direct: bool| {
        of_ann
            .iter()
            .any(|each| each.group_id == id && each.direct == direct)
    };
    ensure(
        is_in(&inner.id, true),
        "a user shows the groups that hold the user",
    )?;
    ensure(is_in(&outer.id, false), "and those that hold these, as indirect")?;
    store.delete(Kind::Group, &outer.id, &|_| Ok(())).await?;
    let of_ann = read(store, ann).await?.groups.unwrap_or_default();
    ensure(of_ann.len() == 1, "a removed group holds nobody")
}

async fn sets(store: &dyn Store, ann: &Stored, bob: &Stored, inner: &Stored) -> Result<(), Breach> {
    let steps = vec![
        MemberChange::Set(Vec::new()),
        MemberChange::Add(vec![named(bob)]),
        MemberChange::Remove(vec![bob.id.clone()]),
        MemberChange::Add(vec![named(ann)]),
    ];
    let done = change(
        store,
        inner,
        Change {
            document: None,
            members: steps,
        },
    )
    .await?;
    ensure(
        ids(&done) == sorted(&[ann]),
        "changes are made one after the other",
    )?;
    let same = one(store, inner, MemberChange::Set(vec![named(ann)])).await?;
    ensure(same == done, "setting the members that are there changes nothing")
}

async fn refusals(store: &dyn Store, ann: &Stored, inner: &Stored) -> Result<(), Breach> {
    let before = read(store, inner).await?;
    let unknown = NewMember {
        id: "nobody".to_owned(),
        kind: None,
    };
    let members = vec![MemberChange::Set(Vec::new()), MemberChange::Add(vec![unknown])];
    let refused = change(
        store,
        inner,
        Change {
            document: None,
            members,
        },
    )
    .await;
    ensure(
        refused == Err(StoreError::UnknownMember("nobody".to_owned())),
        "an unknown member is refused by name",
    )?;
    let wrong = NewMember {
        kind: Some(Kind::Group),
        ..named(ann)
    };
    let refused = one(store, inner, MemberChange::Add(vec![wrong])).await;
    ensure(
        refused == Err(StoreError::UnknownMember(ann.id.clone())),
        "a user is not a member of the kind group",
    )?;
    ensure(
        read(store, inner).await? == before,
        "a refused change of members changes nothing",
    )
}

async fn one(store: &dyn Store, group: &Stored, step: MemberChange) -> Result<Stored, StoreError> {
    change(
        store,
        group,
        Change {
            document: None,
            members: vec![step],
        },
    )
    .await
}

fn named(stored: &Stored) -> NewMember {
    NewMember {
        id: stored.id.clone(),
        kind: None,
    }
}

fn ids(group: &Stored) -> Vec<String> {
    let mut ids: Vec<String> = group
        .members
        .iter()
        .flatten()
        .map(|member| member.id.clone())
        .collect();
    ids.sort();
    ids
}

fn sorted(members: &[&Stored]) -> Vec<String> {
    let mut ids: Vec<String> = members.iter().map(|member| member.id.clone()).collect();
    ids.sort();
    ids
}
