//! Administrator roles: the custom ones and their resource sets, and who holds which role over what.
//!
//! Nobody is asked in vain: people come from the list of assignees, groups and service apps from bindings, from
//! Okta's own hints and from what inherited roles of people name.

mod assignments;
mod definitions;

pub(super) use assignments::{Holder, client_roles, group_roles, put_unlisted_of, read, user_roles};
pub(super) use definitions::{Assignees, assignees, definitions, put_custom, put_roles};

use super::OrdinalBook;
use domain::facts::AssigneeKind;
use okta::{CustomRole, MemberKind, Object};
use std::collections::{BTreeMap, HashSet};
use std::sync::Mutex;

/// What the definitions told, and what the assignments add to it.
#[derive(Debug, Default)]
pub(super) struct Roles {
    custom: Vec<(Object<CustomRole>, Vec<String>)>,
    bindings: Vec<Bound>,
    /// Standard roles that somebody holds: type and label.
    in_use: Mutex<BTreeMap<String, String>>,
    /// Custom assignments that were put: holder, role, resource set.
    put: Mutex<HashSet<(AssigneeKind, u32, String, String)>>,
}

/// One member of one binding of a custom role to a resource set.
#[derive(Clone, Debug)]
struct Bound {
    id: okta::Id,
    role: okta::Id,
    set: okta::Id,
    kind: MemberKind,
    member: String,
}

impl Bound {
    /// The ordinal of the member, if it is known.
    fn holder(&self, book: &OrdinalBook) -> Option<u32> {
        match self.kind {
            MemberKind::User => book.users.get(&self.member),
            MemberKind::Group => book.groups.get(&self.member),
            MemberKind::Client => book.apps.get(&self.member),
        }
    }
}

impl Roles {
    /// Who is bound to which custom role over which resource set, by what the bindings say.
    pub(super) fn bound(&self, book: &OrdinalBook) -> Vec<(AssigneeKind, u32, String, String)> {
        let kind = |kind| match kind {
            MemberKind::User => AssigneeKind::User,
            MemberKind::Group => AssigneeKind::Group,
            MemberKind::Client => AssigneeKind::Client,
        };
        self.bindings
            .iter()
            .filter_map(|bound| {
                let (role, set) = (bound.role.to_string(), bound.set.to_string());
                Some((kind(bound.kind), bound.holder(book)?, role, set))
            })
            .collect()
    }

    /// Standard roles that assignments named: type and label.
    pub(super) fn standard(&self) -> BTreeMap<String, String> {
        let in_use = self
            .in_use
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        in_use.clone()
    }
}

/// Who turned out to hold roles.
#[derive(Clone, Debug, Default)]
pub(super) struct Holders {
    /// Ordinals of groups that give a role to their members.
    pub(super) groups: Vec<u32>,
}
