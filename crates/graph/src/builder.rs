//! Builds a graph from facts in one pass: rows are put in, links are gathered as pairs of ordinals, and
//! [`GraphBuilder::finish`] sorts them by counting.
//!
//! Links to objects that were never put are left out and counted ([`Graph::unresolved_links`]), so a damaged
//! snapshot gives a smaller graph, never a wrong one.

mod finish;
mod ordinal;
mod rules;
mod take;

#[cfg(test)]
mod tests;

pub(crate) use ordinal::Ordinals;

use std::collections::HashMap;

use domain::Timestamp;
use domain::facts::{AssigneeKind, Coverage, FactSink, GroupOwner, Organization, OwnerKind, Rows};

use crate::Graph;
use crate::node::{NodeKind, RANGES};
use crate::record::{AppRecord, GrantRecord, GroupRecord, Second, SmallRecord, UserRecord};
use crate::text::{Text, TextBuilder};

/// Takes the facts of one organization and makes them a [`Graph`].
#[derive(Debug)]
pub struct GraphBuilder {
    text: TextBuilder,
    org: OrgFacts,
    taken_at: Timestamp,
    coverage: Coverage,
    id_prefix: String,
    users: Vec<UserRecord>,
    groups: Vec<GroupRecord>,
    apps: Vec<AppRecord>,
    /// By [`NodeKind::range`]; empty for people, groups and apps.
    small: [Vec<SmallRecord>; RANGES.len()],
    members: Runs,
    app_groups: Runs,
    direct: Runs,
    by_group: Runs,
    pub(crate) owners: Vec<OwnerFact>,
    pub(crate) assignments: Vec<AssignmentFact>,
    pub(crate) grants: Vec<GrantRecord>,
    policy_rules: HashMap<String, Vec<String>>,
}

/// Why facts could not be taken in.
#[derive(Debug, PartialEq, Eq)]
pub enum BuildError {
    /// The names and ids together are longer than 2 GiB.
    TextFull,
    /// More than four thousand million links of one kind.
    TooManyLinks,
}

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TextFull => {
                "the names and ids of the organization are longer than 2 GiB, which one graph cannot hold"
            }
            Self::TooManyLinks => "the organization has more links of one kind than one graph can hold",
        })
    }
}

impl std::error::Error for BuildError {}

#[derive(Clone, Debug)]
pub(crate) struct OrgFacts {
    pub(crate) id: Text,
    pub(crate) name: Text,
    pub(crate) url: Text,
}

/// Lists of ordinals, each under the ordinal it belongs to, as they came.
#[derive(Debug, Default)]
struct Runs {
    heads: Vec<(u32, u32)>,
    values: Vec<u32>,
}

impl Runs {
    fn add(&mut self, key: u32, values: impl Iterator<Item = u32>) {
        let before = self.values.len();
        self.values.extend(values);
        self.heads.push((key, (self.values.len() - before) as u32));
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnerFact {
    pub(crate) group: u32,
    pub(crate) kind: OwnerKind,
    pub(crate) owner: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct AssignmentFact {
    pub(crate) id: Text,
    pub(crate) role: Text,
    pub(crate) assignee_kind: AssigneeKind,
    pub(crate) assignee: u32,
    pub(crate) is_active: bool,
    pub(crate) targets: Box<[TargetFact]>,
    pub(crate) resource_set: Text,
    pub(crate) created: Second,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum TargetFact {
    Group(u32),
    App(u32),
    CatalogApp(Text),
    Unseen(Text),
}

impl GraphBuilder {
    /// An empty graph of one organization, as it was at one moment.
    pub fn new(org: Organization<'_>, coverage: Coverage, taken_at: Timestamp) -> Self {
        let mut text = TextBuilder::new();
        let authority = org.url.split_once("://").map_or(org.url, |(_, rest)| rest);
        let id_prefix = format!("okta/{authority}/");
        let facts = OrgFacts {
            id: text.push_parts(&[&id_prefix, org.id]),
            name: text.push(if org.name.is_empty() { authority } else { org.name }),
            url: text.push(org.url),
        };
        let mut builder = Self {
            text,
            org: facts,
            taken_at,
            coverage,
            id_prefix,
            users: Vec::new(),
            groups: Vec::new(),
            apps: Vec::new(),
            small: std::array::from_fn(|_| Vec::new()),
            members: Runs::default(),
            app_groups: Runs::default(),
            direct: Runs::default(),
            by_group: Runs::default(),
            owners: Vec::new(),
            assignments: Vec::new(),
            grants: Vec::new(),
            policy_rules: HashMap::new(),
        };
        builder.take_organization(authority);
        builder
    }

    /// Sorts the links and makes the graph.
    pub fn finish(self) -> Graph {
        finish::finish(self)
    }

    fn id(&mut self, native: &str) -> Text {
        self.text.push_parts(&[&self.id_prefix, native])
    }

    fn small(&mut self, kind: NodeKind) -> &mut Vec<SmallRecord> {
        &mut self.small[kind.range()]
    }

    fn check(&self) -> Result<(), BuildError> {
        if self.text.is_full() {
            return Err(BuildError::TextFull);
        }
        let most = [&self.members, &self.app_groups, &self.direct, &self.by_group]
            .into_iter()
            .map(|runs| runs.values.len())
            .max();
        if most.is_some_and(|links| links >= u32::MAX as usize) {
            return Err(BuildError::TooManyLinks);
        }
        Ok(())
    }
}

impl FactSink for GraphBuilder {
    type Error = BuildError;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), BuildError> {
        match rows {
            Rows::Users(users) => users.iter().for_each(|user| self.take_user(user)),
            Rows::Groups(groups) => groups.iter().for_each(|group| self.take_group(group)),
            Rows::Apps(apps) => apps.iter().for_each(|app| self.take_app(app)),
            Rows::Memberships(of) => self.members.add(of.group, of.users.iter().copied()),
            Rows::AppUsers(of) => self.take_app_users(&of),
            Rows::AppGroups(of) => self
                .app_groups
                .add(of.app, of.groups.iter().map(|link| link.group)),
            Rows::GroupRules(rules) => rules.iter().for_each(|rule| self.take_group_rule(rule)),
            Rows::GroupOwners(owners) => self.owners.extend(owners.iter().map(
                |&GroupOwner {
                     group, kind, owner, ..
                 }| OwnerFact { group, kind, owner },
            )),
            Rows::Roles(roles) => roles.iter().for_each(|role| self.take_role(role)),
            Rows::ResourceSets(sets) => sets.iter().for_each(|set| self.take_resource_set(set)),
            Rows::RoleAssignments(rows) => rows.iter().for_each(|row| self.take_assignment(row)),
            Rows::ApiTokens(tokens) => tokens.iter().for_each(|token| self.take_token(token)),
            Rows::Grants(grants) => grants.iter().for_each(|grant| self.take_grant(grant)),
            Rows::ClientSecrets(rows) => rows.iter().for_each(|secret| self.take_secret(secret)),
            Rows::ClientKeys(keys) => keys.iter().for_each(|key| self.take_key(key)),
            Rows::IdentityProviders(rows) => rows.iter().for_each(|idp| self.take_identity_provider(idp)),
            Rows::Policies(policies) => policies.iter().for_each(|policy| self.take_policy(policy)),
            Rows::PolicyRules(rules) => rules.iter().for_each(|rule| self.take_policy_rule(rule)),
            Rows::NetworkZones(zones) => zones.iter().for_each(|zone| self.take_zone(zone)),
        }
        self.check()
    }
}
