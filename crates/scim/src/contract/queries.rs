//! Conditions, orders and pages: an index finds what looking at everything finds.

use serde_json::json;

use super::{Breach, change, ensure, group, user};
use crate::condition::{Comparison, Condition, Facts, Key, SortKey, TimeKey};
use crate::schema::Kind;
use crate::store::{Change, Find, MemberChange, NewMember, Order, Scan, Store, Stored, Wish};

pub(super) async fn check(store: &dyn Store) -> Result<(), Breach> {
    let mut members = Vec::new();
    for (number, active) in [Some(true), Some(false), None, Some(true), None]
        .into_iter()
        .enumerate()
    {
        let more = json!({
            "active": active, "externalId": (number % 2 == 0).then(|| format!("Ext{number}")),
            "displayName": (number > 1).then(|| format!("%_Übung\\{}", 9 - number)),
            "emails": [{ "value": format!("P{number}@Contract.Example") }, { "value": "shared@contract.example" }],
        });
        members.push(user(store, &format!("Contract.Query{number}"), more).await?);
    }
    let holder = group(store, "Contract holder").await?;
    let listed = members
        .iter()
        .take(2)
        .map(|member| NewMember {
            id: member.id.clone(),
            kind: None,
        })
        .collect();
    change(
        store,
        &holder,
        Change {
            document: None,
            members: vec![MemberChange::Add(listed)],
        },
    )
    .await?;
    for kind in Kind::ALL {
        let all = all(store, kind).await?;
        for condition in conditions(kind, &all) {
            page(store, kind, &all, &condition, None).await?;
        }
        for by in [
            SortKey::Id,
            SortKey::UserName,
            SortKey::DisplayName,
            SortKey::Created,
            SortKey::LastModified,
        ] {
            for descending in [false, true] {
                let order = Order { by, descending };
                page(store, kind, &all, &Condition::All, Some(order)).await?;
            }
        }
    }
    Ok(())
}

/// Every resource of a kind, by small scans.
async fn all(store: &dyn Store, kind: Kind) -> Result<Vec<Stored>, Breach> {
    let wish = Wish {
        members: true,
        ..Wish::default()
    };
    let mut scan = Scan {
        kind,
        condition: Condition::All,
        after: None,
        count: 2,
        wish,
    };
    let mut all = Vec::new();
    loop {
        let scanned = store.scan(&scan).await?;
        ensure(
            scanned.part.len() <= 2,
            "a scan gives no more than it is asked for",
        )?;
        all.extend(scanned.part);
        ensure(all.len() < 10_000, "a scan comes to an end")?;
        scan.after = scanned.next;
        if scan.after.is_none() {
            return Ok(all);
        }
    }
}

fn conditions(kind: Kind, all: &[Stored]) -> Vec<Condition> {
    let is = |key, text: &str| Condition::Is(key, text.to_owned());
    let starts = |key, text: &str| Condition::StartsWith(key, text.to_owned());
    let mut conditions = vec![
        Condition::All,
        Condition::Or(Vec::new()),
        Condition::And(Vec::new()),
        is(Key::ExternalId, "Ext2"),
        is(Key::ExternalId, "ext2"),
        is(Key::DisplayName, "contract holder"),
        starts(Key::DisplayName, "%_übung\\"),
        starts(Key::DisplayName, "_"),
        is(Key::Id, "nobody"),
        Condition::Or(vec![
            is(Key::ExternalId, "Ext0"),
            is(Key::DisplayName, "contract holder"),
        ]),
    ];
    for stored in all.iter().take(4) {
        conditions.push(is(Key::Id, &stored.id));
        for comparison in [
            Comparison::Equal,
            Comparison::Greater,
            Comparison::GreaterOrEqual,
            Comparison::Less,
            Comparison::LessOrEqual,
        ] {
            conditions.push(Condition::Time(TimeKey::Created, comparison, stored.created));
            conditions.push(Condition::Time(
                TimeKey::LastModified,
                comparison,
                stored.last_modified,
            ));
        }
        if kind == Kind::Group {
            let first = stored.members.iter().flatten().next();
            conditions.extend(first.map(|member| is(Key::Member, &member.id)));
        }
    }
    if kind == Kind::User {
        conditions.extend([
            is(Key::UserName, "contract.query1"),
            starts(Key::UserName, "contract.q"),
            is(Key::Email, "shared@contract.example"),
            Condition::Active(true),
            Condition::Active(false),
            Condition::And(vec![
                Condition::Active(true),
                is(Key::Email, "shared@contract.example"),
            ]),
        ]);
    }
    conditions
}

/// Pages of two through what meets the condition.
async fn page(
    store: &dyn Store,
    kind: Kind,
    all: &[Stored],
    condition: &Condition,
    order: Option<Order>,
) -> Result<(), Breach> {
    let expected: Vec<&Stored> = all.iter().filter(|stored| holds(condition, stored)).collect();
    let mut found: Vec<Stored> = Vec::new();
    loop {
        let find = Find {
            kind,
            condition: condition.clone(),
            order,
            offset: found.len(),
            count: 2,
            wish: Wish {
                members: true,
                ..Wish::default()
            },
        };
        let part = store.find(&find).await?;
        ensure(
            part.total == expected.len(),
            &format!("the total of {condition:?} is {}", expected.len()),
        )?;
        if part.page.is_empty() {
            break;
        }
        found.extend(part.page);
        ensure(found.len() <= expected.len(), "pages end where the total says")?;
    }
    let Some(order) = order else {
        let same = found.iter().eq(expected.iter().copied());
        return ensure(
            same,
            &format!("{condition:?} finds the same as looking at everything, in the same order"),
        );
    };
    let mut sorted = expected;
    // Stable, so that equal ones stay in the store's own order.
    sorted.sort_by(|left, right| {
        let ordering = key(left, order.by).cmp(&key(right, order.by));
        if order.descending {
            ordering.reverse()
        } else {
            ordering
        }
    });
    ensure(
        found.iter().eq(sorted),
        &format!("{order:?} is kept over all pages"),
    )
}

fn holds(condition: &Condition, stored: &Stored) -> bool {
    condition.holds(&Facts {
        id: &stored.id,
        document: &stored.document,
        created: stored.created,
        last_modified: stored.last_modified,
        has_member: &|id| stored.members.iter().flatten().any(|member| member.id == id),
    })
}

/// Missing ones last.
fn key(stored: &Stored, by: SortKey) -> (bool, String) {
    let text = |text: Option<&str>| (text.is_none(), text.map(crate::fold).unwrap_or_default());
    match by {
        SortKey::Id => (false, stored.id.clone()),
        SortKey::UserName => text(stored.document.user_name()),
        SortKey::DisplayName => text(stored.document.display_name()),
        SortKey::Created => (false, format!("{:040}", stored.created.as_nanosecond())),
        SortKey::LastModified => (false, format!("{:040}", stored.last_modified.as_nanosecond())),
    }
}
