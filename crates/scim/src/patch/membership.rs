//! Operations on the members of a group, as small changes that merge with those of others.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{MemberOperation, Op, Operation};
use crate::fault::Fault;
use crate::filter::Operator;
use crate::filter::bind::{Bound, Expected};
use crate::filter::matches::Source;
use crate::limits::Limits;
use crate::members;
use crate::render;
use crate::schema::{Attribute, Kind, Target};
use crate::store::{Member, MemberChange, NewMember, Stored};

/// One operation whose path is `members`, with or without a filter.
pub(super) fn read<'s>(
    op: Op,
    filter: Option<Bound<'s>>,
    sub: Option<&Attribute>,
    value: Option<Value>,
    limits: &Limits,
) -> Result<MemberOperation<'s>, Fault> {
    if sub.is_some() || (filter.is_some() && op != Op::Remove) {
        return Err(Fault::mutability("members are added and removed, not edited"));
    }
    let value = value.filter(|value| op != Op::Remove || !value.is_null());
    let listed = value.map(|value| members::read(value, limits)).transpose()?;
    Ok(match (op, filter, listed) {
        (Op::Remove, Some(filter), _) => match ids(&filter) {
            Some(ids) => MemberOperation::Remove(ids),
            None => MemberOperation::RemoveWhere(filter),
        },
        // Entra names whom to remove in the value; RFC 7644 knows only "all" and a filter.
        (Op::Remove, None, Some(listed)) => {
            MemberOperation::Remove(listed.into_iter().map(|member| member.id).collect())
        }
        (Op::Remove, None, None) => MemberOperation::Set(Vec::new()),
        (Op::Add, _, listed) => MemberOperation::Add(listed.unwrap_or_default()),
        (Op::Replace, _, listed) => MemberOperation::Set(listed.unwrap_or_default()),
    })
}

/// The members that a filter names, when it does nothing but naming: `value eq "…"`, an address, or several of them
/// joined by `or`.
fn ids(filter: &Bound<'_>) -> Option<Vec<String>> {
    match filter {
        Bound::Or(parts) => {
            let named: Option<Vec<Vec<String>>> = parts.iter().map(ids).collect();
            named.map(|named| named.concat())
        }
        Bound::Compare(Target::Attribute { attribute, .. }, Operator::Equal, Expected::Exact(id)) => {
            match attribute.name {
                "value" => Some(vec![id.clone()]),
                "$ref" => id.rsplit('/').next().map(|id| vec![id.to_owned()]),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Refuses more members in one request than the limit.
pub(super) fn check_number(operations: &[Operation<'_>], limits: &Limits) -> Result<(), Fault> {
    let number = |operation: &Operation<'_>| match operation {
        Operation::Members(MemberOperation::Add(members) | MemberOperation::Set(members)) => members.len(),
        Operation::Members(MemberOperation::Remove(ids)) => ids.len(),
        _ => 0,
    };
    if operations.iter().map(number).sum::<usize>() > limits.members_max {
        let most = limits.members_max;
        return Err(Fault::new(
            413,
            format!("more than {most} members in one request: send them in parts"),
        ));
    }
    Ok(())
}

/// The changes that the operations make, one after the other.
pub(super) fn changes<'o>(
    stored: &Stored,
    operations: impl Iterator<Item = &'o MemberOperation<'o>>,
) -> Vec<MemberChange> {
    let mut changes = Vec::new();
    for operation in operations {
        let change = match operation {
            MemberOperation::Add(members) => MemberChange::Add(members.clone()),
            MemberOperation::Set(members) => MemberChange::Set(members.clone()),
            MemberOperation::Remove(ids) => MemberChange::Remove(ids.clone()),
            MemberOperation::RemoveWhere(filter) => MemberChange::Remove(who_meets(filter, stored, &changes)),
        };
        push(&mut changes, change);
    }
    changes
}

/// Joins a change to the last one where that means the same.
fn push(changes: &mut Vec<MemberChange>, change: MemberChange) {
    match (changes.last_mut(), change) {
        (_, MemberChange::Add(new)) if new.is_empty() => {}
        (_, MemberChange::Remove(ids)) if ids.is_empty() => {}
        (Some(MemberChange::Add(last)), MemberChange::Add(new)) => last.extend(new),
        (Some(MemberChange::Remove(last)), MemberChange::Remove(ids)) => last.extend(ids),
        (_, change) => changes.push(change),
    }
}

/// Whom a filter meets after the changes so far.
fn who_meets(filter: &Bound<'_>, stored: &Stored, changes: &[MemberChange]) -> Vec<String> {
    let known: BTreeMap<&str, Member> = stored
        .members
        .iter()
        .flatten()
        .map(|member| (member.id.as_str(), member.clone()))
        .collect();
    let assumed = |new: &NewMember| {
        known.get(new.id.as_str()).cloned().unwrap_or_else(|| Member {
            id: new.id.clone(),
            kind: new.kind.unwrap_or(Kind::User),
            display: None,
        })
    };
    let mut present = known.clone();
    for change in changes {
        match change {
            MemberChange::Add(new) => present.extend(new.iter().map(|new| (new.id.as_str(), assumed(new)))),
            MemberChange::Set(new) => {
                present = new.iter().map(|new| (new.id.as_str(), assumed(new))).collect()
            }
            MemberChange::Remove(ids) => ids.iter().for_each(|id| drop(present.remove(id.as_str()))),
        }
    }
    let meets = |member: &&Member| filter.matches(Source::Element(&render::member(member, "")));
    present
        .values()
        .filter(meets)
        .map(|member| member.id.clone())
        .collect()
}
