//! Works out scopes, targets and holdings of the role assignments.

use domain::facts::AssigneeKind;

use super::resource::Resource;
use super::{Admin, AssignmentIx, AssignmentRecord, Holding, ScopePart};
use crate::bits::NodeSet;
use crate::builder::{AssignmentFact, GraphBuilder, Ordinals, TargetFact};
use crate::node::NodeKind;
use crate::record::GrantRecord;
use crate::text::Text;
use crate::{Graph, NodeIx};

/// Assignments and grants with their holders as nodes.
#[derive(Debug, Default)]
pub(crate) struct AdminFacts {
    assignments: Vec<(NodeIx, AssignmentFact, Vec<Option<NodeIx>>)>,
    grants: Vec<GrantRecord>,
    owners: Vec<(NodeIx, NodeIx)>,
}

impl AdminFacts {
    pub(crate) fn resolve(
        builder: &mut GraphBuilder,
        ordinals: [&Ordinals; 3],
        unresolved: &mut u64,
    ) -> Self {
        let [users, groups, apps] = ordinals;
        let mut facts = Self::default();
        for fact in std::mem::take(&mut builder.assignments) {
            let assignee = match fact.assignee_kind {
                AssigneeKind::User => users.node(fact.assignee),
                AssigneeKind::Group => groups.node(fact.assignee),
                AssigneeKind::Client => apps.node(fact.assignee),
            };
            let Some(assignee) = assignee else {
                *unresolved += 1;
                continue;
            };
            let targets = fact
                .targets
                .iter()
                .map(|target| match *target {
                    TargetFact::Group(group) => groups.node(group),
                    TargetFact::App(app) => apps.node(app),
                    TargetFact::CatalogApp(_) | TargetFact::Unseen(_) => None,
                })
                .collect();
            facts.assignments.push((assignee, fact, targets));
        }
        for grant in std::mem::take(&mut builder.grants) {
            match apps.node(grant.app) {
                Some(app) => facts.grants.push(GrantRecord { app: app.0, ..grant }),
                None => *unresolved += 1,
            }
        }
        for fact in std::mem::take(&mut builder.owners) {
            let owner = match fact.kind {
                domain::facts::OwnerKind::User => users.node(fact.owner),
                domain::facts::OwnerKind::Group => groups.node(fact.owner),
            };
            match (groups.node(fact.group), owner) {
                (Some(group), Some(owner)) => facts.owners.push((group, owner)),
                _ => *unresolved += 1,
            }
        }
        facts
    }
}

/// Fills in what the graph keeps about roles, grants and owners.
pub(crate) fn build(graph: &mut Graph, facts: AdminFacts) {
    let AdminFacts {
        assignments,
        mut grants,
        mut owners,
    } = facts;
    let mut records: Vec<AssignmentRecord> = assignments
        .into_iter()
        .filter_map(|(assignee, fact, targets)| graph.assignment_record(assignee, fact, &targets))
        .collect();
    records.sort_by(|left, right| {
        let key = |record: &AssignmentRecord| (record.assignee, record.role, record.resource_set);
        key(left)
            .cmp(&key(right))
            .then_with(|| graph.texts.get(left.id).cmp(graph.texts.get(right.id)))
    });
    let (holdings, role_bearing) = holdings(graph, &records);
    let mut by_target: Vec<(NodeIx, AssignmentIx)> = records
        .iter()
        .enumerate()
        .filter(|(_, record)| record.is_active)
        .flat_map(|(at, record)| {
            record
                .targets
                .iter()
                .map(move |&target| (target, AssignmentIx(at as u32)))
        })
        .collect();
    by_target.sort_unstable();
    grants.sort_by(|left, right| {
        let key = |grant: &GrantRecord| (grant.app, graph.texts.get(grant.scope), graph.texts.get(grant.id));
        key(left).cmp(&key(right))
    });
    owners.sort_unstable();
    owners.dedup();
    graph.owned_by = owners.iter().map(|&(group, owner)| (owner, group)).collect();
    graph.owned_by.sort_unstable();
    graph.owned = owners;
    graph.admin = Admin {
        assignments: records,
        holdings,
        targeted: by_target.iter().map(|&(target, _)| target).collect(),
        by_target,
        role_bearing,
        grants,
    };
}

fn holdings(graph: &Graph, records: &[AssignmentRecord]) -> (Vec<Holding>, NodeSet) {
    let mut holdings = Vec::new();
    let mut bearing = NodeSet::with_room(graph.node_count());
    for (at, record) in records.iter().enumerate().filter(|(_, record)| record.is_active) {
        let assignment = AssignmentIx(at as u32);
        bearing.insert(record.assignee);
        if graph.kind(record.assignee) == NodeKind::Group {
            let group = Some(record.assignee);
            let members = graph.effective_members_of(record.assignee);
            holdings.extend(members.map(|identity| Holding {
                identity,
                group,
                assignment,
            }));
        } else {
            holdings.push(Holding {
                identity: record.assignee,
                group: None,
                assignment,
            });
        }
    }
    holdings.sort_unstable();
    for holding in &holdings {
        bearing.insert(holding.identity);
    }
    (holdings, bearing)
}

impl Graph {
    fn assignment_record(
        &self,
        assignee: NodeIx,
        fact: AssignmentFact,
        resolved: &[Option<NodeIx>],
    ) -> Option<AssignmentRecord> {
        let role = self.by_native_id(NodeKind::Role, self.texts.get(fact.role))?;
        let resource_set = self.by_native_id(NodeKind::ResourceSet, self.texts.get(fact.resource_set));
        let mut scope: Vec<ScopePart> = match resource_set {
            Some(set) => self.scope_of_set(set),
            None if fact.targets.is_empty() => vec![ScopePart::Organization],
            None => fact
                .targets
                .iter()
                .zip(resolved)
                .flat_map(|(target, &node)| self.scope_of_target(*target, node))
                .collect(),
        };
        if scope.is_empty() {
            scope.push(ScopePart::Other(role));
        }
        scope.sort_unstable();
        scope.dedup();
        let mut targets: Vec<NodeIx> = scope
            .iter()
            .map(|part| match (*part, resource_set) {
                (ScopePart::User(node) | ScopePart::Group(node) | ScopePart::GroupMembers(node), _)
                | (ScopePart::App(node), _) => node,
                (_, Some(set)) => set,
                (ScopePart::Other(node), None) => node,
                _ => self.organization(),
            })
            .collect();
        targets.sort_unstable();
        targets.dedup();
        Some(AssignmentRecord {
            id: fact.id,
            role,
            assignee,
            is_active: fact.is_active,
            resource_set,
            created: fact.created,
            scope: scope.into(),
            targets: targets.into(),
        })
    }

    /// What a target names. An app of the catalogue may have no instance; a scope of nothing shows as the role.
    fn scope_of_target(&self, target: TargetFact, node: Option<NodeIx>) -> Vec<ScopePart> {
        let other = |id: Text| {
            self.by_native_id(NodeKind::Unseen, self.texts.get(id))
                .map(ScopePart::Other)
        };
        match target {
            TargetFact::Group(_) => node.map(ScopePart::Group).into_iter().collect(),
            TargetFact::App(_) => node.map(ScopePart::App).into_iter().collect(),
            TargetFact::CatalogApp(name) => self.apps_of_catalogue(self.texts.get(name)).collect(),
            TargetFact::Unseen(id) => other(id).into_iter().collect(),
        }
    }

    pub(crate) fn scope_of_set(&self, set: NodeIx) -> Vec<ScopePart> {
        let names = self.small(set).map_or(&[][..], |record| &record.list);
        let one = |kind: NodeKind, id: &str, part: fn(NodeIx) -> ScopePart| {
            vec![self.by_native_id(kind, id).map_or(ScopePart::Other(set), part)]
        };
        let mut scope = Vec::new();
        for name in names {
            scope.extend(match Resource::parse(self.texts.get(*name)) {
                Resource::AllUsers => vec![ScopePart::AllUsers],
                Resource::User(id) => one(NodeKind::User, id, ScopePart::User),
                Resource::AllGroups => vec![ScopePart::AllGroups],
                Resource::Group(id) => one(NodeKind::Group, id, ScopePart::Group),
                Resource::GroupMembers(id) => one(NodeKind::Group, id, ScopePart::GroupMembers),
                Resource::AllApps => vec![ScopePart::AllApps],
                Resource::App(id) => one(NodeKind::App, id, ScopePart::App),
                Resource::CatalogApp(name) => self.apps_of_catalogue(name).collect(),
                Resource::Other => vec![ScopePart::Other(set)],
            });
        }
        if scope.is_empty() {
            scope.push(ScopePart::Other(set));
        }
        scope
    }

    fn apps_of_catalogue<'a>(&'a self, name: &'a str) -> impl Iterator<Item = ScopePart> + 'a {
        let base = self.base(NodeKind::App);
        let apps = self.apps.iter().zip(base..);
        apps.filter(move |(app, _)| self.texts.get(app.name) == name)
            .map(|(_, node)| ScopePart::App(NodeIx(node)))
    }
}
