//! Numbers the nodes, sorts the links, and puts the graph together.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use super::Ordinals;
use domain::facts::AssigneeKind;

use super::{GraphBuilder, Runs, TargetFact};
use crate::admin::{self, Admin};
use crate::csr::{Csr, NO_NODE};
use crate::deactivated::Deactivated;
use crate::graph::Links;
use crate::json::Object;
use crate::labels::{Labels, LabelsBuilder};
use crate::lookup::Lookup;
use crate::node::{NodeKind, RANGES};
use crate::{Graph, NodeIx};

pub(super) fn finish(mut builder: GraphBuilder) -> Graph {
    builder.add_unnamed();
    builder.close_policies();
    builder.mark_service_apps();
    builder.sort();
    builder.tell_memberships();
    let bases = builder.bases();
    let users = Ordinals::new(
        builder.users.iter().map(|user| user.ordinal),
        bases[NodeKind::User.range()],
    );
    let groups = Ordinals::new(
        builder.groups.iter().map(|group| group.ordinal),
        bases[NodeKind::Group.range()],
    );
    let apps = Ordinals::new(
        builder.apps.iter().map(|app| app.ordinal),
        bases[NodeKind::App.range()],
    );

    let labels = builder.labels();
    let actions = builder.actions();
    let mut unresolved = 0;
    let links = builder.links(&bases, [&users, &groups, &apps], &mut unresolved);
    let facts = admin::AdminFacts::resolve(&mut builder, [&users, &groups, &apps], &mut unresolved);
    for records in &mut builder.small {
        records.shrink_to_fit();
    }
    let [first, rest @ ..] = builder.small;
    let mut graph = Graph {
        texts: builder.text.finish(),
        id_prefix_len: builder.id_prefix.len(),
        org: builder.org,
        taken_at: builder.taken_at,
        coverage: builder.coverage,
        bases,
        users: shrunk(builder.users),
        groups: shrunk(builder.groups),
        apps: shrunk(builder.apps),
        small: std::iter::once(first).chain(rest).flatten().collect(),
        ordinals: [users, groups, apps],
        links,
        deactivated: Deactivated::default(),
        labels,
        lookup: Lookup::default(),
        shared_locals: crate::NodeSet::default(),
        admin: Admin::default(),
        powers: crate::power::Powers::default(),
        owned: Vec::new(),
        owned_by: Vec::new(),
        credentials: Vec::new(),
        with_credentials: crate::NodeSet::default(),
        actions,
        unresolved,
        standing: OnceLock::new(),
        through_groups: OnceLock::new(),
        closures: crate::reach::Closures::default(),
        signatures: OnceLock::new(),
    };
    graph.lookup = Lookup::build(&graph);
    graph.shared_locals = graph.find_shared_locals();
    graph.credentials = graph.find_credentials();
    graph.with_credentials = graph.credentials.iter().map(|&(owner, _)| owner).collect();
    graph.deactivated = Deactivated::find(&graph);
    admin::build(&mut graph, facts);
    graph.powers = crate::power::build(&graph);
    graph
}

fn shrunk<T>(mut records: Vec<T>) -> Vec<T> {
    records.shrink_to_fit();
    records
}

impl GraphBuilder {
    /// Roles and resource sets that are only named, and targets that were not seen, become nodes too.
    fn add_unnamed(&mut self) {
        let mut missing: BTreeMap<(usize, String), NodeKind> = BTreeMap::new();
        let mut want = |kind: NodeKind, id: &str| {
            if !id.is_empty() {
                missing.insert((kind.range(), id.to_owned()), kind);
            }
        };
        for fact in &self.assignments {
            want(NodeKind::Role, self.text.get(fact.role));
            want(NodeKind::ResourceSet, self.text.get(fact.resource_set));
            for target in &fact.targets {
                if let TargetFact::Unseen(id) = *target {
                    want(NodeKind::Unseen, self.text.get(id));
                }
            }
        }
        for kind in [NodeKind::Role, NodeKind::ResourceSet] {
            for record in &self.small[kind.range()] {
                let id = &self.text.get(record.id)[self.id_prefix.len()..];
                missing.remove(&(kind.range(), id.to_owned()));
            }
        }
        for ((_, id), kind) in missing {
            let row = self.small_row(&id, &id, "{}");
            self.small(kind).push(row);
        }
    }

    /// Only what acts for itself can hold a role: an app that does is a service app, whatever it says.
    fn mark_service_apps(&mut self) {
        let clients = self
            .assignments
            .iter()
            .filter(|fact| fact.assignee_kind == AssigneeKind::Client);
        let clients: HashSet<u32> = clients.map(|fact| fact.assignee).collect();
        for app in &mut self.apps {
            app.is_service |= clients.contains(&app.ordinal);
        }
    }

    fn close_policies(&mut self) {
        for record in &mut self.small[NodeKind::Policy.range()] {
            let id = &self.text.get(record.id)[self.id_prefix.len()..];
            if let Some(rules) = self.policy_rules.remove(id) {
                let rules = format!("[{}]", rules.join(","));
                let json = Object::reopen(self.text.get(record.properties))
                    .raw("rules", &rules)
                    .finish();
                record.properties = self.text.push(&json);
            }
        }
    }

    /// By ordinal, and small classes by id; of doubles the later row stays.
    fn sort(&mut self) {
        self.users.reverse();
        self.users.sort_by_key(|user| user.ordinal);
        self.users.dedup_by_key(|user| user.ordinal);
        self.groups.reverse();
        self.groups.sort_by_key(|group| group.ordinal);
        self.groups.dedup_by_key(|group| group.ordinal);
        self.apps.reverse();
        self.apps.sort_by_key(|app| app.ordinal);
        self.apps.dedup_by_key(|app| app.ordinal);
        let text = &self.text;
        for records in &mut self.small {
            records.reverse();
            records.sort_by(|left, right| {
                (text.get(left.id), left.parent).cmp(&(text.get(right.id), right.parent))
            });
            records.dedup_by(|later, kept| {
                (text.get(later.id), later.parent) == (text.get(kept.id), kept.parent)
            });
        }
    }

    fn bases(&self) -> [u32; RANGES.len() + 1] {
        let mut bases = [0; RANGES.len() + 1];
        for (at, kind) in RANGES.into_iter().enumerate() {
            let len = match kind {
                NodeKind::User => self.users.len(),
                NodeKind::Group => self.groups.len(),
                NodeKind::App => self.apps.len(),
                _ => self.small[at].len(),
            };
            bases[at + 1] = bases[at] + len as u32;
        }
        bases
    }

    fn labels(&mut self) -> Labels {
        let url = self.org.url;
        let text = &mut self.text;
        let base = [
            (text.intern("teleport.dev/origin"), text.intern("okta")),
            (text.intern("okta/org"), url),
        ];
        let group_type = text.intern("okta/group-type");
        let app_name = text.intern("okta/app-name");
        let mut labels = LabelsBuilder::default();
        for (at, kind) in RANGES.into_iter().enumerate() {
            match kind {
                NodeKind::User => self.users.iter().for_each(|_| labels.push(text, &base)),
                NodeKind::Group => {
                    for group in &self.groups {
                        let word = text.intern(group.kind.as_str());
                        labels.push(text, &[base[0], base[1], (group_type, word)]);
                    }
                }
                NodeKind::App => {
                    for app in &self.apps {
                        let named = [base[0], base[1], (app_name, app.name)];
                        labels.push(text, if app.name.is_empty() { &base } else { &named });
                    }
                }
                _ => self.small[at].iter().for_each(|_| labels.push(text, &base)),
            }
        }
        labels.finish()
    }

    fn links(&mut self, bases: &[u32], ordinals: [&Ordinals; 3], unresolved: &mut u64) -> Links {
        let [users, groups, apps] = ordinals;
        let base = |kind: NodeKind| bases[kind.range()];
        let (user_count, group_count, app_count) = (users.len(), groups.len(), apps.len());
        let table = |runs: Runs, keys: &Ordinals, values: &Ordinals, rows: usize, key_base: u32| {
            let given = runs.values.len();
            let row = |key| keys.node(key).map(|node| node.0 - key_base);
            let heads: Vec<(Option<u32>, u32)> =
                runs.heads.iter().map(|&(key, len)| (row(key), len)).collect();
            let ends = runs
                .values
                .into_iter()
                .map(|value| values.node(value).unwrap_or(NO_NODE))
                .collect();
            (Csr::from_runs(rows, &heads, ends), given)
        };
        let members = table(
            std::mem::take(&mut self.members),
            groups,
            users,
            group_count,
            base(NodeKind::Group),
        );
        let app_groups = table(
            std::mem::take(&mut self.app_groups),
            apps,
            groups,
            app_count,
            base(NodeKind::App),
        );
        let direct = table(
            std::mem::take(&mut self.direct),
            apps,
            users,
            app_count,
            base(NodeKind::App),
        );
        let by_group = table(
            std::mem::take(&mut self.by_group),
            apps,
            users,
            app_count,
            base(NodeKind::App),
        );
        for (csr, given) in [&members, &app_groups, &direct, &by_group] {
            *unresolved += (*given - csr.links()) as u64;
        }
        let (user_base, group_base, app_base) =
            (base(NodeKind::User), base(NodeKind::Group), base(NodeKind::App));
        let unseen = not_explained(
            by_group.0,
            &members.0,
            &app_groups.0,
            user_base,
            group_base,
            user_count,
        );
        Links {
            memberships: members.0.reversed(user_count, user_base, group_base),
            app_groups: app_groups.0.reversed(group_count, group_base, app_base),
            direct_apps: direct.0.reversed(user_count, user_base, app_base),
            unseen_apps: unseen.reversed(user_count, user_base, app_base),
            members: members.0,
            groups_of_app: app_groups.0,
            direct_users: direct.0,
            unseen_users: unseen,
        }
    }

    /// Words of the `action` column: fixed ones, then the roles in node order, then the OAuth scopes.
    fn actions(&mut self) -> Vec<crate::text::Text> {
        let mut actions: Vec<_> = ["member", "access", "owns"]
            .map(|word| self.text.intern(word))
            .to_vec();
        actions.extend(self.small[NodeKind::Role.range()].iter().map(|role| role.name));
        let mut seen = HashSet::new();
        actions.extend(
            self.grants
                .iter()
                .map(|grant| grant.scope)
                .filter(|&scope| seen.insert(scope)),
        );
        actions
    }
}

/// Of the people that Okta says have an app through a group, those for whom no such group is known.
fn not_explained(
    by_group: Csr,
    members: &Csr,
    groups_of_app: &Csr,
    user_base: u32,
    group_base: u32,
    user_count: usize,
) -> Csr {
    let mut marked = vec![u32::MAX; user_count];
    let mut left: Vec<(u32, NodeIx)> = Vec::new();
    for app in 0..by_group.rows() {
        if by_group.degree(app) == 0 {
            continue;
        }
        for group in groups_of_app.row(app) {
            for user in members.row((group.0 - group_base) as usize) {
                marked[(user.0 - user_base) as usize] = app as u32;
            }
        }
        let unexplained = by_group
            .row(app)
            .iter()
            .filter(|user| marked[(user.0 - user_base) as usize] != app as u32);
        left.extend(unexplained.map(|&user| (app as u32, user)));
    }
    Csr::from_sorted(by_group.rows(), &left)
}
