//! Conditions on rows: by index where there is one.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::state::{Row, State, keys};
use crate::condition::{Comparison, Condition, Key, SortKey, TimeKey};
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
    rows.retain(|row| meets(state, find.kind, row, &find.condition));
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
pub(super) fn meets(state: &State, kind: Kind, row: &Row, condition: &Condition) -> bool {
    match condition {
        Condition::All => true,
        Condition::Is(Key::Id, id) => row.id == *id,
        Condition::Is(Key::Member, id) => row.members.contains_key(id),
        Condition::Is(key, value) => keys(&row.document)
            .iter()
            .any(|(own, is)| own == key && is == value),
        Condition::StartsWith(Key::Id, start) => row.id.starts_with(start.as_str()),
        Condition::StartsWith(key, start) => keys(&row.document)
            .iter()
            .any(|(own, is)| own == key && is.starts_with(start.as_str())),
        Condition::Active(active) => row.document.active() == Some(*active),
        Condition::Time(key, comparison, time) => {
            let own = match key {
                TimeKey::Created => row.created,
                TimeKey::LastModified => row.last_modified,
            };
            fits(own.cmp(time), *comparison)
        }
        Condition::And(parts) => parts.iter().all(|part| meets(state, kind, row, part)),
        Condition::Or(parts) => parts.iter().any(|part| meets(state, kind, row, part)),
    }
}

fn fits(order: Ordering, comparison: Comparison) -> bool {
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
    }
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
