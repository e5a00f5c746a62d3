//! Making, changing and removing one resource.

use serde_json::json;

use super::{ALL, Breach, change, ensure, group, make, read, user};
use crate::document::Document;
use crate::fault::Fault;
use crate::schema::Kind;
use crate::store::{Change, New, Store, StoreError, Stored, Wish};

pub(super) async fn check(store: &dyn Store) -> Result<(), Breach> {
    let ann = user(
        store,
        "contract.ann",
        json!({ "title": "Äöü \u{1F600}", "externalId": "x" }),
    )
    .await?;
    ensure(
        read(store, &ann).await? == ann,
        "a create answers what the next read gives",
    )?;
    ensure(
        !ann.id.contains("bulkId") && !ann.id.is_empty(),
        "an id is not empty and holds no `bulkId`",
    )?;
    ensure(
        ann.created == ann.last_modified,
        "a new resource was last changed when it was made",
    )?;
    let other = store.read(Kind::Group, &ann.id, ALL).await?;
    ensure(other.is_none(), "a user is not found among the groups")?;
    names(store, &ann).await?;
    versions(store, &ann).await?;
    refusals(store, &ann).await?;
    removal(store).await
}

async fn names(store: &dyn Store, ann: &Stored) -> Result<(), Breach> {
    let document = Document::from_json(json!({ "userName": "CONTRACT.Ann" }));
    let again = New {
        kind: Kind::User,
        document: document.clone(),
        members: Vec::new(),
        wish: Wish::default(),
    };
    let taken = store.create(again).await;
    ensure(
        taken == Err(StoreError::Taken("userName")),
        "a `userName` is unique in any letter case",
    )?;
    let bob = user(store, "contract.bob", json!({})).await?;
    let stolen = change(
        store,
        &bob,
        Change {
            document: Some(document.clone()),
            ..Change::default()
        },
    )
    .await;
    ensure(
        stolen == Err(StoreError::Taken("userName")),
        "a rename to a taken `userName` is refused",
    )?;
    ensure(
        read(store, &bob).await? == bob,
        "a refused rename changes nothing",
    )?;
    let own = change(
        store,
        ann,
        Change {
            document: Some(document),
            ..Change::default()
        },
    )
    .await?;
    ensure(
        own.document.user_name() == Some("CONTRACT.Ann"),
        "one may write one's own name in other letters",
    )?;
    let back = Change {
        document: Some(ann.document.clone()),
        ..Change::default()
    };
    change(store, ann, back).await?;
    let first = group(store, "Contract twins").await?;
    let second = group(store, "Contract twins").await?;
    ensure(first.id != second.id, "two groups may have one name")
}

async fn versions(store: &dyn Store, ann: &Stored) -> Result<(), Breach> {
    let before = read(store, ann).await?;
    let nothing = change(store, ann, Change::default()).await?;
    ensure(nothing == before, "a change of nothing keeps version and time")?;
    let document = Document::from_json(json!({ "userName": "contract.ann", "title": "New" }));
    let after = change(
        store,
        ann,
        Change {
            document: Some(document),
            ..Change::default()
        },
    )
    .await?;
    ensure(after.version > before.version, "the version grows with a change")?;
    ensure(
        after.last_modified >= before.last_modified,
        "the time of the last change does not go back",
    )?;
    ensure(after.created == before.created, "the time of making stays")?;
    ensure(
        read(store, ann).await? == after,
        "a change answers what the next read gives",
    )?;
    let gone = store
        .change(Kind::User, "nobody", Wish::default(), ALL, &|_| {
            Ok(Change::default())
        })
        .await?;
    ensure(gone.is_none(), "what does not exist cannot be changed")
}

async fn refusals(store: &dyn Store, ann: &Stored) -> Result<(), Breach> {
    let before = read(store, ann).await?;
    let fault = Fault::mutability("no");
    let refused = store
        .change(Kind::User, &ann.id, ALL, ALL, &|_| Err(fault.clone()))
        .await;
    ensure(
        refused == Err(StoreError::Refused(fault.clone())),
        "a refusal by the function that decides comes back",
    )?;
    let kept = store.delete(Kind::User, &ann.id, &|_| Err(fault.clone())).await;
    ensure(
        kept == Err(StoreError::Refused(fault.clone())),
        "a removal may be refused",
    )?;
    ensure(read(store, ann).await? == before, "a refusal changes nothing")
}

async fn removal(store: &dyn Store) -> Result<(), Breach> {
    let eve = user(store, "contract.eve", json!({})).await?;
    ensure(
        store.delete(Kind::User, &eve.id, &|_| Ok(())).await?,
        "what exists can be removed",
    )?;
    ensure(
        !store.delete(Kind::User, &eve.id, &|_| Ok(())).await?,
        "a removal says when there was nothing",
    )?;
    ensure(
        store.read(Kind::User, &eve.id, ALL).await?.is_none(),
        "what is removed cannot be read",
    )?;
    let again = make(store, Kind::User, json!({ "userName": "contract.eve" })).await?;
    ensure(
        again.id != eve.id,
        "a name is free after a removal, and an id is never given twice",
    )
}
