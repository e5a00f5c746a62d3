//! Roles: what a principal may do here, see, ask for and decide.
//!
//! A role allows and denies; over all roles of a principal a denial wins over every permission, and what nothing
//! allows is refused. [`decide`] and [`decide_labels`] are the only places that decide: pages, API, shell and SQL ask
//! them. Field names follow Teleport's public `role` resource where it has one.

mod decide;
mod labels;
mod preset;
#[cfg(test)]
mod tests;
mod word;

pub use decide::{Decision, beyond, decide, decide_labels};
pub use labels::{LabelMatcher, Labels, PatternError, is_like};
pub use preset::{PRESETS, Preset, preset};
pub use word::{Resource, Verb};

/// A named set of permissions and denials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    /// Unique; what mappings and users name.
    pub name: String,
    /// For people.
    pub description: String,
    /// What it permits.
    pub allow: Conditions,
    /// What it forbids, whatever other roles permit.
    pub deny: Conditions,
    /// Longest sign-in, in seconds; the shortest of all roles counts. `None` sets no bound.
    pub max_session_ttl_s: Option<u32>,
}

/// One half of a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Kinds of resource with what may be done to them.
    pub rules: Vec<Rule>,
    /// Apps, by their labels.
    pub app_labels: LabelMatcher,
    /// Groups, by their labels.
    pub group_labels: LabelMatcher,
    /// Roles that may be asked for; `*` stands for any text.
    pub request_roles: Vec<String>,
    /// Roles whose requests may be decided; `*` stands for any text.
    pub review_roles: Vec<String>,
}

/// What may be done to some kinds of resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The kinds; empty means every kind.
    pub resources: Vec<Resource>,
    /// The verbs; empty means every verb.
    pub verbs: Vec<Verb>,
}

impl Rule {
    /// Whether the rule speaks of this.
    pub fn covers(&self, resource: Resource, verb: Verb) -> bool {
        (self.resources.is_empty() || self.resources.contains(&resource))
            && (self.verbs.is_empty() || self.verbs.contains(&verb))
    }
}
