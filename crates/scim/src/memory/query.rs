//! Conditions on rows: by index where there is one.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::state::{Row, State};
use crate::condition::{Condition, Facts, Key, SortKey};
use crate::document::fold;
use crate::schema::Kind;
use crate::store::{Find, Order};

/// All rows that meet the condition, in order.
pub(super) fn find<'s>(state: &'s State, find: &Find) -> Vec<&'s Row> {
    let mut rows: Vec<&Row> = match candidates(state, find.kind, &find.condition) {
        Some(sequences) => sequences
            .into_iter()
            .filter_map(|sequence| state.row_at(find.kind, sequence))
            .collect(),
        None => state.after(find.kind, 0).collect(),
    };
    if find.condition != Condition::All {
        rows.retain(|row| meets(row, &find.condition));
    }
    if let Some(order) = find.order {
        rows.sort_by(|left, right| compare(left, right, order));
    }
    rows
}

/// Rows that an index names, among which are all that meet the condition; `None` for all rows.
fn candidates(state: &State, kind: Kind, condition: &Condition) -> Option<BTreeSet<u64>> {
    match condition {
        Condition::Is(Key::Id, id) => Some(state.row(kind, id).map(|row| row.sequence).into_iter().collect()),
        Condition::Is(Key::Member, id) => {
            let groups = state.holders.get(id).into_iter().flatten();
            Some(
                groups
                    .filter_map(|group| state.row(kind, group))
                    .map(|row| row.sequence)
                    .collect(),
            )
        }
        Condition::Is(key, value) => Some(
            state
                .index
                .get(&(kind, *key, value.clone()))
                .cloned()
                .unwrap_or_default(),
        ),
        Condition::And(parts) => parts.iter().find_map(|part| candidates(state, kind, part)),
        Condition::Or(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(|part| candidates(state, kind, part)).collect();
            Some(parts?.into_iter().flatten().collect())
        }
        _ => None,
    }
}

/// Whether a row meets a condition.
pub(super) fn meets(row: &Row, condition: &Condition) -> bool {
    condition.holds(&Facts {
        id: &row.id,
        document: &row.document,
        created: row.created,
        last_modified: row.last_modified,
        has_member: &|id| row.members.contains_key(id),
    })
}

fn compare(left: &Row, right: &Row, order: Order) -> Ordering {
    let text = |name: Option<&str>| name.map(fold);
    // A missing value comes last.
    let names = |left: Option<String>, right: Option<String>| {
        left.is_none()
            .cmp(&right.is_none())
            .then_with(|| left.cmp(&right))
    };
    let found = match order.by {
        SortKey::Id => left.id.cmp(&right.id),
        SortKey::UserName => names(text(left.document.user_name()), text(right.document.user_name())),
        SortKey::DisplayName => names(
            text(left.document.display_name()),
            text(right.document.display_name()),
        ),
        SortKey::Created => left.created.cmp(&right.created),
        SortKey::LastModified => left.last_modified.cmp(&right.last_modified),
    };
    if order.descending { found.reverse() } else { found }
}
