//! PATCH (RFC 7644 section 3.5.2) as a pure function: present state and operations in, a change out, all or nothing.
//!
//! Reading is apart from applying: names, values and filters are checked once, before any store is asked, and the
//! operations can be applied again to a newer state. Operations on members never read the other members, unless a
//! filter looks at more than `value`.

mod apply;
mod edit;
mod list;
mod membership;
mod read;

#[cfg(test)]
mod tests;

pub(crate) use apply::apply;
pub(crate) use read::read;

use serde_json::Value;

use crate::filter::bind::Bound;
use crate::schema::{Attribute, Schema};
use crate::store::{NewMember, Wish};

/// The three operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Add,
    Replace,
    Remove,
}

/// One operation, checked against the schema.
#[derive(Debug, Clone)]
pub(crate) enum Operation<'s> {
    /// On the document.
    Edit(Edit<'s>),
    /// An extension goes with all it holds.
    DropExtension(&'s Schema),
    /// On the members of a group.
    Members(MemberOperation<'s>),
}

/// A change of one attribute.
#[derive(Debug, Clone)]
pub(crate) struct Edit<'s> {
    pub(crate) op: Op,
    /// URN of the extension under which the attribute stands.
    pub(crate) extension: Option<&'s str>,
    pub(crate) attribute: &'s Attribute,
    /// Which values of a list.
    pub(crate) filter: Option<Bound<'s>>,
    pub(crate) sub: Option<&'s Attribute>,
    /// As the attribute keeps it; `None` for "unassigned".
    pub(crate) value: Option<Value>,
    /// As it was written, for faults.
    pub(crate) path: String,
}

/// A change of members.
#[derive(Debug, Clone)]
pub(crate) enum MemberOperation<'s> {
    Add(Vec<NewMember>),
    Set(Vec<NewMember>),
    Remove(Vec<String>),
    /// Those who meet a filter that looks at more than `value`.
    RemoveWhere(Bound<'s>),
}

/// The relations that have to be loaded to decide on the operations.
pub(crate) fn needs(operations: &[Operation<'_>]) -> Wish {
    let filters = operations.iter().filter_map(|operation| match operation {
        Operation::Members(MemberOperation::RemoveWhere(filter)) => Some(filter),
        _ => None,
    });
    filters.fold(Wish::default(), |wish, filter| Wish {
        members: true,
        member_names: wish.member_names || filter.mentions("display"),
        ..wish
    })
}
