//! Which group rules may have put the members of a group there.
//!
//! Okta does not tell for one membership whether a rule or a person made it, so the rules are named as possible.

use std::collections::HashMap;

use super::GraphBuilder;
use crate::node::NodeKind;

impl GraphBuilder {
    /// Says for each group what gives its memberships: rules in force that put people into it, if there are any.
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
        let told: Vec<String> = self
            .groups
            .iter()
            .map(|group| text.get(group.id).get(self.id_prefix.len()..).unwrap_or_default())
            .map(|id| tell(rules_of.get(id).map_or(&[][..], Vec::as_slice)))
            .collect();
        for (group, told) in self.groups.iter_mut().zip(&told) {
            group.membership = self.text.intern(told);
        }
    }
}

fn tell(rules: &[&str]) -> String {
    let mut names = rules.to_vec();
    names.sort_unstable();
    names.dedup();
    match names[..] {
        [] => "group membership".to_owned(),
        [rule] => format!("group membership, possibly by rule {rule}"),
        _ => format!("group membership, possibly by rules {}", names.join(", ")),
    }
}
