//! Powers: what the holder of a role can do to people, groups, apps and secrets.
//!
//! A power over everything of a class stays one row, however large the organization is; it is spread over its
//! targets only where a question asks for them.

mod build;
mod table;
#[cfg(test)]
mod tests;

use crate::rules::RuleId;
use crate::{AssignmentIx, Graph, NodeIx, NodeKind, NodeSet};

pub(crate) use build::build;

/// What kind of node a power is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TargetClass {
    /// The organization itself.
    Organization,
    /// People.
    Users,
    /// Groups whose members Okta keeps.
    Groups,
    /// Apps.
    Apps,
    /// Client secrets.
    Secrets,
}

/// A part of what a power is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PowerScope {
    /// Everything of the class.
    All,
    /// One node of the class.
    Node(NodeIx),
    /// The members of a group.
    MembersOf(NodeIx),
    /// The client secrets of an app.
    SecretsOf(NodeIx),
}

/// What one holder can do because of one role assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// Person, group (for its members) or service app.
    pub holder: NodeIx,
    /// The rule that makes the edges.
    pub rule: RuleId,
    /// The assignment behind it.
    pub assignment: AssignmentIx,
    /// Whether it stops before what carries an admin role.
    pub barrier: bool,
    /// What it is over.
    pub class: TargetClass,
    /// Which of these; more than one part means all of them.
    pub scope: Box<[PowerScope]>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Powers {
    /// Sorted by holder.
    rows: Vec<Power>,
    /// Explicit scope nodes and rows, sorted: for the question who has power over a node.
    by_scope: Vec<(NodeIx, u32)>,
    /// Nodes of `by_scope`.
    named: NodeSet,
    /// Rows over everything of their class.
    over_all: Vec<u32>,
}

impl Powers {
    fn new(mut rows: Vec<Power>) -> Self {
        rows.sort_by(|left, right| {
            (left.holder, left.rule, left.assignment).cmp(&(right.holder, right.rule, right.assignment))
        });
        let mut powers = Self {
            rows,
            ..Self::default()
        };
        for (at, row) in powers.rows.iter().enumerate() {
            for part in &row.scope {
                match *part {
                    PowerScope::All => powers.over_all.push(at as u32),
                    PowerScope::Node(node) | PowerScope::MembersOf(node) | PowerScope::SecretsOf(node) => {
                        powers.by_scope.push((node, at as u32));
                    }
                }
            }
        }
        powers.by_scope.sort_unstable();
        powers.named = powers.by_scope.iter().map(|&(node, _)| node).collect();
        powers
    }

    pub(crate) fn bytes(&self) -> usize {
        self.rows
            .iter()
            .map(|row| 64 + row.scope.len() * 8)
            .sum::<usize>()
            + self.by_scope.len() * 8
    }
}

impl Graph {
    /// What everybody can do by role: one row a holder, rule and assignment.
    pub fn powers(&self) -> &[Power] {
        &self.powers.rows
    }

    /// What `holder` can do by roles of its own; groups of a person are holders of their own. Nothing for people
    /// whose account is deactivated.
    pub fn powers_of(&self, holder: NodeIx) -> &[Power] {
        let rows = &self.powers.rows;
        let start = rows.partition_point(|row| row.holder < holder);
        let len = rows[start..].partition_point(|row| row.holder == holder);
        &rows[start..start + len]
    }

    /// The powers that reach `target`, Okta's barrier counted in unless `assume_worst`.
    pub fn powers_over(&self, target: NodeIx, assume_worst: bool) -> impl Iterator<Item = &Power> {
        let class = self.class_of(target);
        self.powers_naming(target, true)
            .into_iter()
            .filter(move |row| Some(row.class) == class)
            .filter(move |row| self.passes(row.barrier && !assume_worst, target))
    }

    /// The powers that name `target` in their scope, and on demand those over everything of any class.
    pub(crate) fn powers_naming(&self, target: NodeIx, and_over_all: bool) -> Vec<&Power> {
        let all = if and_over_all {
            &self.powers.over_all[..]
        } else {
            &[]
        };
        let mut at: Vec<u32> = all
            .iter()
            .copied()
            .chain(self.explicit_powers_over(target))
            .collect();
        at.sort_unstable();
        at.dedup();
        at.into_iter().map(|at| &self.powers.rows[at as usize]).collect()
    }

    /// Rows that name `target`, its groups or its app in their scope.
    fn explicit_powers_over(&self, target: NodeIx) -> impl Iterator<Item = u32> {
        let named = move |node: NodeIx, wanted: PowerScope| {
            let all = if self.powers.named.contains(node) {
                &self.powers.by_scope[..]
            } else {
                &[]
            };
            let start = all.partition_point(|&(scope, _)| scope < node);
            let found = all[start..].iter().take_while(move |&&(scope, _)| scope == node);
            found
                .map(|&(_, at)| at)
                .filter(move |&at| self.powers.rows[at as usize].scope.contains(&wanted))
        };
        let app = match self.kind(target) {
            NodeKind::ClientSecret => self.owner_of_credential(target),
            _ => None,
        };
        named(target, PowerScope::Node(target))
            .chain(
                self.memberships_of(target)
                    .iter()
                    .flat_map(move |&group| named(group, PowerScope::MembersOf(group))),
            )
            .chain(
                app.into_iter()
                    .flat_map(move |app| named(app, PowerScope::SecretsOf(app))),
            )
    }

    /// Whether a power with or without barrier reaches a target of its scope.
    #[inline]
    pub(crate) fn passes(&self, barrier: bool, target: NodeIx) -> bool {
        !(barrier && self.is_role_bearing(target))
    }

    /// The class that a node is a target in; none for what no power is over.
    pub(crate) fn class_of(&self, node: NodeIx) -> Option<TargetClass> {
        match self.kind(node) {
            NodeKind::Organization => Some(TargetClass::Organization),
            NodeKind::User => Some(TargetClass::Users),
            NodeKind::Group => self.takes_members(node).then_some(TargetClass::Groups),
            NodeKind::App | NodeKind::ServiceApp => Some(TargetClass::Apps),
            NodeKind::ClientSecret => Some(TargetClass::Secrets),
            _ => None,
        }
    }

    /// How many nodes a class has at most.
    pub(crate) fn class_size(&self, class: TargetClass) -> u64 {
        self.numbers_of_class(class).len() as u64
    }

    fn numbers_of_class(&self, class: TargetClass) -> std::ops::Range<u32> {
        let kind = match class {
            TargetClass::Organization => NodeKind::Organization,
            TargetClass::Users => NodeKind::User,
            TargetClass::Groups => NodeKind::Group,
            TargetClass::Apps => NodeKind::App,
            TargetClass::Secrets => NodeKind::ClientSecret,
        };
        let range = kind.range();
        self.bases[range]..self.bases[range + 1]
    }

    /// Every node of a class.
    pub(crate) fn nodes_of_class(&self, class: TargetClass) -> impl Iterator<Item = NodeIx> {
        self.numbers_of_class(class)
            .map(NodeIx)
            .filter(move |&node| class != TargetClass::Groups || self.takes_members(node))
    }

    /// Members of imported and built-in groups cannot be changed in Okta.
    fn takes_members(&self, group: NodeIx) -> bool {
        self.groups[self.place(NodeKind::Group, group)].kind == domain::facts::GroupKind::Okta
    }
}
