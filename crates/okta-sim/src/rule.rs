//! Group rules: their expressions, and what they do to memberships.
//!
//! A rule adds the users that its expression matches (without the excluded ones) to its groups and takes out
//! those that it put there and that no longer match. Members that came another way are never touched.

mod eval;
mod parse;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::org::events::Target;
use crate::org::text;
use crate::reply::Object;
use crate::stamp::Stamp;
use crate::state::{Org, relations::insert_sorted};

pub(crate) use parse::Expression;

/// Ids of the groups that a rule assigns to.
pub(crate) fn target_ids(rule: &Object) -> Vec<&str> {
    let ids = rule
        .get("actions")
        .and_then(|actions| actions.get("assignUserToGroups")?.get("groupIds")?.as_array());
    ids.map(|ids| ids.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default()
}

/// A rule ready to run.
struct Active {
    expression: Expression,
    groups: Vec<u32>,
    excluded_users: Vec<u32>,
    excluded_groups: Vec<u32>,
}

impl Active {
    fn read(org: &Org, rule: &Object) -> Option<Self> {
        if text(rule, "status") != Some("ACTIVE") {
            return None;
        }
        let conditions = rule.get("conditions")?;
        let expression = Expression::parse(conditions.get("expression")?.get("value")?.as_str()?).ok()?;
        let excluded = |kind: &str| -> Vec<&str> {
            let ids = conditions
                .get("people")
                .and_then(|people| people.get(kind)?.get("exclude")?.as_array());
            ids.map(|ids| ids.iter().filter_map(Value::as_str).collect())
                .unwrap_or_default()
        };
        Some(Self {
            expression,
            groups: target_ids(rule)
                .into_iter()
                .filter_map(|id| org.groups.find(id))
                .collect(),
            excluded_users: excluded("users")
                .into_iter()
                .filter_map(|id| org.users.find(id))
                .collect(),
            excluded_groups: excluded("groups")
                .into_iter()
                .filter_map(|id| org.groups.find(id))
                .collect(),
        })
    }

    fn wants(&self, org: &Org, user: u32) -> bool {
        let Some(found) = org.users.get(user).filter(|found| found.is_living()) else {
            return false;
        };
        !self.excluded_users.contains(&user)
            && !self
                .excluded_groups
                .iter()
                .any(|group| org.is_member(*group, user))
            && eval::matches(&self.expression, org, user, found)
    }
}

impl Org {
    /// Applies one active rule to everybody.
    pub(crate) fn run_rule(&mut self, id: &str, now: Stamp) {
        let Some(rule) = self
            .docs
            .get("groups/rules", id)
            .and_then(|rule| Active::read(self, rule))
        else {
            return;
        };
        let end = self.users.end();
        for user in 0..end {
            // Leavers stay where they were.
            if !self.users.get(user).is_some_and(crate::state::User::is_living) {
                continue;
            }
            let wanted = rule.wants(self, user);
            self.follow(&rule.groups, user, wanted, now);
        }
    }

    /// Applies all active rules to one user; rules that look at groups see what earlier rules did.
    pub(crate) fn run_rules_for(&mut self, user: u32, now: Stamp) {
        if !self.users.get(user).is_some_and(crate::state::User::is_living) {
            return;
        }
        let rules: Vec<Active> = self
            .docs
            .list("groups/rules")
            .filter_map(|rule| Active::read(self, rule))
            .collect();
        let mut wanted: Vec<u32> = Vec::new();
        let mut governed: Vec<u32> = Vec::new();
        for rule in &rules {
            governed.extend(&rule.groups);
            if rule.wants(self, user) {
                rule.groups.iter().for_each(|group| {
                    insert_sorted(&mut wanted, *group);
                });
            }
        }
        governed.sort_unstable();
        governed.dedup();
        for group in governed {
            let wanted = wanted.binary_search(&group).is_ok();
            self.follow(&[group], user, wanted, now);
        }
    }

    /// Takes a rule away; with `purge` also the memberships it made.
    pub(crate) fn drop_rule(&mut self, id: &str, purge: bool, now: Stamp) {
        let Some(rule) = self.docs.remove("groups/rules", id) else {
            return;
        };
        let groups: Vec<u32> = target_ids(&rule)
            .into_iter()
            .filter_map(|id| self.groups.find(id))
            .collect();
        for group in groups {
            let users: Vec<u32> = self
                .groups
                .get(group)
                .map(|found| found.by_rule.iter().copied().collect())
                .unwrap_or_default();
            for user in users {
                if purge {
                    self.follow(&[group], user, false, now);
                } else if let Some(found) = self.groups.get_mut(group) {
                    found.by_rule.remove(&user);
                }
            }
        }
    }

    /// Brings a user's memberships in line with what a rule wants, with their log events.
    fn follow(&mut self, groups: &[u32], user: u32, wanted: bool, now: Stamp) {
        for group in groups.iter().copied() {
            let by_rule = self
                .groups
                .get(group)
                .is_some_and(|found| found.by_rule.contains(&user));
            let event = if wanted && self.add_member(group, user, now) {
                if let Some(found) = self.groups.get_mut(group) {
                    found.by_rule.insert(user);
                }
                "group.user_membership.add"
            } else if !wanted && by_rule && self.remove_member(group, user, now) {
                "group.user_membership.remove"
            } else {
                continue;
            };
            let targets = [Target::user(self, user), Target::group(self, group)];
            self.log_system_event(now, event, &targets);
        }
    }
}
