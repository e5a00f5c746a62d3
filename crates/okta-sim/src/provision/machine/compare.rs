//! What differs between the two sides, and the first step towards agreement.

use std::collections::{BTreeSet, VecDeque};

use serde_json::Value;

use super::{GroupLink, Key, Machine, Step, UserLink};
use crate::provision::target::ScimKind;
use crate::provision::wanted::WantedGroup;

impl Machine {
    /// What differs between the two sides; groups only when no user does.
    pub(super) fn differing(&self) -> VecDeque<Key> {
        let Some(wanted) = &self.wanted else {
            return VecDeque::new();
        };
        let ids: BTreeSet<&String> = wanted.users.keys().chain(self.users.keys()).collect();
        let users = ids.into_iter().map(|id| Key::User(id.clone()));
        let users: VecDeque<Key> = users.filter(|key| self.first_step(key).is_some()).collect();
        if !users.is_empty() || self.jobs.keys().any(|key| matches!(key, Key::User(_))) {
            return users;
        }
        let ids: BTreeSet<&String> = wanted.groups.keys().chain(self.groups.keys()).collect();
        let groups = ids.into_iter().map(|id| Key::Group(id.clone()));
        groups.filter(|key| self.first_step(key).is_some()).collect()
    }

    pub(super) fn first_step(&self, key: &Key) -> Option<Step> {
        let wanted = self.wanted.as_ref()?;
        match key {
            Key::User(id) => {
                let empty = UserLink::default();
                self.user_step(self.users.get(id).unwrap_or(&empty), wanted.users.get(id))
            }
            Key::Group(id) => self.group_step(self.groups.get(id), wanted.groups.get(id)),
            Key::Test | Key::Import => None,
        }
    }

    fn user_step(&self, link: &UserLink, wanted: Option<&Value>) -> Option<Step> {
        if link
            .refused
            .as_ref()
            .is_some_and(|(_, then)| then.as_ref() == wanted)
        {
            return None;
        }
        let by_patch = self.target.kind == ScimKind::Catalogue;
        match (wanted, link.active) {
            (Some(_), false) => self.target.create.then_some(Step::Find),
            (Some(user), true) if link.sent.as_ref() != Some(user) => {
                self.target.update.then_some(Step::Read { active: true })
            }
            (None, true) if self.target.deactivate => Some(if by_patch {
                Step::Patch { active: false }
            } else {
                Step::Read { active: false }
            }),
            _ => None,
        }
    }

    fn group_step(&self, link: Option<&GroupLink>, wanted: Option<&WantedGroup>) -> Option<Step> {
        let link = link.cloned().unwrap_or_default();
        if link
            .refused
            .as_ref()
            .is_some_and(|(_, then)| then.as_ref() == wanted)
        {
            return None;
        }
        match (wanted, &link.scim_id) {
            (Some(_), None) => Some(Step::Find),
            (Some(group), Some(_)) => {
                let members: BTreeSet<String> = self.members(group).into_iter().map(|(id, _)| id).collect();
                (link.name != group.name || link.members.as_ref() != Some(&members)).then_some(Step::Change)
            }
            (None, Some(_)) => self.target.delete_unlinked.then_some(Step::Delete),
            (None, None) => None,
        }
    }

    /// The members of a group that the other side knows: SCIM id and user name.
    pub(super) fn members(&self, group: &WantedGroup) -> Vec<(String, String)> {
        let links = group
            .members
            .iter()
            .filter_map(|id| self.users.get(id))
            .filter(|link| link.active);
        links
            .filter_map(|link| Some((link.scim_id.clone()?, link.name.clone())))
            .collect()
    }
}
