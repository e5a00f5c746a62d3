//! Who belongs to what, kept from both ends.

use std::collections::{BTreeMap, BTreeSet};

use super::state::{Row, State};
use crate::schema::Kind;
use crate::store::{Member, MemberChange, Membership, NewMember, StoreError};

impl State {
    /// Refuses members that do not exist, or are of another kind than the client says.
    pub(super) fn check_members(&self, members: &[NewMember]) -> Result<(), StoreError> {
        let unknown = members.iter().find(|member| match self.kind_of(&member.id) {
            Some(kind) => member.kind.is_some_and(|said| said != kind),
            None => true,
        });
        unknown.map_or(Ok(()), |member| Err(StoreError::UnknownMember(member.id.clone())))
    }

    pub(super) fn check_changes(&self, changes: &[MemberChange]) -> Result<(), StoreError> {
        changes.iter().try_for_each(|change| match change {
            MemberChange::Add(members) | MemberChange::Set(members) => self.check_members(members),
            MemberChange::Remove(_) => Ok(()),
        })
    }

    /// Makes one change; whether it changed anything.
    pub(super) fn change_members(&mut self, group: &str, change: &MemberChange) -> bool {
        match change {
            MemberChange::Add(members) => members
                .iter()
                .fold(false, |changed, member| self.add(group, &member.id) | changed),
            MemberChange::Remove(ids) => ids
                .iter()
                .fold(false, |changed, id| self.take_out(group, id) | changed),
            MemberChange::Set(members) => self.set_members(group, members),
        }
    }

    pub(super) fn set_members(&mut self, group: &str, members: &[NewMember]) -> bool {
        let wanted: BTreeSet<&str> = members.iter().map(|member| member.id.as_str()).collect();
        let present = self.row(Kind::Group, group).map(|row| row.members.keys());
        let gone: Vec<String> = present
            .into_iter()
            .flatten()
            .filter(|id| !wanted.contains(id.as_str()))
            .cloned()
            .collect();
        let removed = gone
            .iter()
            .fold(false, |changed, id| self.take_out(group, id) | changed);
        members
            .iter()
            .fold(removed, |changed, member| self.add(group, &member.id) | changed)
    }

    fn add(&mut self, group: &str, id: &str) -> bool {
        let Some(kind) = self.kind_of(id) else {
            return false;
        };
        let Some(row) = self.row_mut(Kind::Group, group) else {
            return false;
        };
        if row.members.insert(id.to_owned(), kind).is_some() {
            return false;
        }
        self.holders
            .entry(id.to_owned())
            .or_default()
            .insert(group.to_owned())
    }

    fn take_out(&mut self, group: &str, id: &str) -> bool {
        let Some(row) = self.row_mut(Kind::Group, group) else {
            return false;
        };
        row.members.remove(id).is_some() && self.no_longer_in(id, group)
    }

    pub(super) fn no_longer_in(&mut self, member: &str, group: &str) -> bool {
        self.holders
            .get_mut(member)
            .is_some_and(|holders| holders.remove(group))
    }

    pub(super) fn members_of(&self, row: &Row, with_names: bool) -> Vec<Member> {
        let name = |id: &str, kind: Kind| {
            let document = &self.row(kind, id)?.document;
            document
                .display_name()
                .or(document.user_name())
                .map(str::to_owned)
        };
        let members = row.members.iter().map(|(id, kind)| Member {
            id: id.clone(),
            kind: *kind,
            display: with_names.then(|| name(id, *kind)).flatten(),
        });
        members.collect()
    }

    /// The groups that hold a user, and the groups that hold those.
    pub(super) fn groups_of(&self, id: &str) -> Vec<Membership> {
        let mut found: BTreeMap<&str, bool> = BTreeMap::new();
        let mut waiting = vec![(id, true)];
        while let Some((member, direct)) = waiting.pop() {
            for group in self.holders.get(member).into_iter().flatten() {
                let known = found.get(group.as_str()).copied();
                if known.is_none() {
                    waiting.push((group, false));
                }
                found.insert(group, direct || known == Some(true));
            }
        }
        let shown = found.into_iter().map(|(group, direct)| Membership {
            group_id: group.to_owned(),
            display: self
                .row(Kind::Group, group)
                .and_then(|row| row.document.display_name())
                .unwrap_or_default()
                .to_owned(),
            direct,
        });
        shown.collect()
    }
}
