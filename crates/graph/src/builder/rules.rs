//! What made the memberships of a group, as far as Okta tells.
//!
//! Okta does not tell for one membership whether a rule or a person made it, so the rules are named as possible. An
//! imported group has its members from its app or directory, and a built-in one from Okta itself: neither can be
//! changed by hand or by a rule.

use std::collections::HashMap;

use domain::facts::{GroupKind, ObjectClass, Reading};

use super::GraphBuilder;
use crate::node::NodeKind;

impl GraphBuilder {
    /// Says for each group what gives its memberships.
    pub(super) fn tell_memberships(&mut self) {
        let text = &self.text;
        let mut rules_of: HashMap<&str, Vec<&str>> = HashMap::new();
        for rule in &self.small[NodeKind::GroupRule.range()] {
            for &group in rule.list.iter().filter(|_| rule.is_active) {
                rules_of
                    .entry(text.get(group))
                    .or_default()
                    .push(text.get(rule.name));
            }
        }
        let native = |id| text.get(id).get(self.id_prefix.len()..).unwrap_or_default();
        let apps: HashMap<&str, &str> = self
            .apps
            .iter()
            .map(|app| (native(app.id), text.get(app.label)))
            .collect();
        let rules_are_known = self
            .coverage
            .of(ObjectClass::GroupRules)
            .is_none_or(|told| told.reading == Reading::Whole);
        let told: Vec<String> = self
            .groups
            .iter()
            .map(|group| match group.kind {
                GroupKind::BuiltIn => "group membership, kept by Okta".to_owned(),
                GroupKind::App => imported(apps.get(text.get(group.source_app)).copied()),
                GroupKind::Okta => {
                    let rules = rules_of.get(native(group.id)).map_or(&[][..], Vec::as_slice);
                    in_okta(rules, rules_are_known)
                }
            })
            .collect();
        for (group, told) in self.groups.iter_mut().zip(&told) {
            group.membership = self.text.intern(told);
        }
    }
}

fn imported(from: Option<&str>) -> String {
    format!(
        "group membership, imported from {}",
        from.unwrap_or("an app or directory")
    )
}

fn in_okta(rules: &[&str], rules_are_known: bool) -> String {
    let mut names = rules.to_vec();
    names.sort_unstable();
    names.dedup();
    match (&names[..], rules_are_known) {
        ([], true) => "direct group membership".to_owned(),
        ([], false) => "group membership, directly or by a rule that was not read".to_owned(),
        ([rule], true) => format!("group membership, possibly by rule {rule}"),
        ([..], true) => format!("group membership, possibly by rules {}", names.join(", ")),
        ([..], false) => format!(
            "group membership, possibly by rules {} or others that were not read",
            names.join(", ")
        ),
    }
}
