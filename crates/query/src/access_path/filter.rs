//! Conditions, worked out for one snapshot.

use graph::path::{ActionType, ActionTypeSet};
use graph::{Graph, NodeIx, NodeSet, PathFilter, PathRow};

/// A condition on a row of `access_path`.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// The same for all rows.
    Constant(bool),
    Identity(Nodes),
    Resource(Nodes),
    /// The group on the way is one of these; `or_none`: or there is none.
    Group {
        groups: Nodes,
        or_none: bool,
    },
    ResourceGroup {
        sets: Nodes,
        or_none: bool,
    },
    /// One bit for each action and type of action.
    Action(Actions),
    All(Vec<Test>),
    Any(Vec<Test>),
}

/// A set of nodes; few are kept sorted.
#[derive(Clone, Debug)]
pub(crate) enum Nodes {
    Few(Vec<NodeIx>),
    Many(NodeSet),
}

/// Which actions of which types pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Actions(Vec<bool>);

/// Most nodes that are kept as a list.
const FEW: usize = 64;

impl Nodes {
    pub(crate) fn few(mut nodes: Vec<NodeIx>) -> Self {
        if nodes.len() > FEW {
            return Self::Many(nodes.into_iter().collect());
        }
        nodes.sort_unstable();
        nodes.dedup();
        Self::Few(nodes)
    }

    pub(crate) fn has(&self, node: NodeIx) -> bool {
        match self {
            Self::Few(few) => few.contains(&node),
            Self::Many(many) => many.contains(node),
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Few(few), other) | (other, Self::Few(few)) => {
                Self::Few(few.into_iter().filter(|&node| other.has(node)).collect())
            }
            (Self::Many(one), Self::Many(other)) => {
                Self::few(one.iter().filter(|&node| other.contains(node)).collect())
            }
        }
    }

    fn list(&self) -> Vec<NodeIx> {
        match self {
            Self::Few(few) => few.clone(),
            Self::Many(many) => many.iter().collect(),
        }
    }
}

impl Actions {
    /// `passes` is asked for each action with each type.
    pub(crate) fn new(graph: &Graph, passes: impl Fn(usize, ActionType) -> bool) -> Self {
        let all = (0..graph.action_count()).flat_map(|action| ActionType::ALL.map(|kind| (action, kind)));
        Self(all.map(|(action, kind)| passes(action, kind)).collect())
    }

    pub(crate) fn from_bits(bits: Vec<bool>) -> Self {
        Self(bits)
    }

    fn has(&self, row: &PathRow) -> bool {
        let at = usize::from(row.action.0) * ActionType::ALL.len() + row.action_type() as usize;
        self.0.get(at).copied().unwrap_or(false)
    }

    /// The types that pass, if no type passes with some actions only.
    fn types(&self) -> Option<ActionTypeSet> {
        let mut types = ActionTypeSet::NONE;
        for kind in ActionType::ALL {
            let mut of_kind = self.0.iter().skip(kind as usize).step_by(ActionType::ALL.len());
            let first = of_kind.next().copied().unwrap_or(false);
            if !of_kind.all(|&passes| passes == first) {
                return None;
            }
            if first {
                types = types.with(kind);
            }
        }
        Some(types)
    }
}

impl Test {
    fn admits(&self, row: &PathRow) -> bool {
        match self {
            Self::Constant(passes) => *passes,
            Self::Identity(nodes) => nodes.has(row.identity),
            Self::Resource(nodes) => nodes.has(row.resource),
            Self::Group { groups, or_none } => row.group.map_or(*or_none, |group| groups.has(group)),
            Self::ResourceGroup { sets, or_none } => row.resource_group.map_or(*or_none, |set| sets.has(set)),
            Self::Action(actions) => actions.has(row),
            Self::All(tests) => tests.iter().all(|test| test.admits(row)),
            Self::Any(tests) => tests.iter().any(|test| test.admits(row)),
        }
    }
}

/// Conditions ready for the graph: what it can walk by, and what is left to test on each row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(super) path: PathFilter,
    rest: Vec<Test>,
    /// Whether nothing can pass.
    pub(super) is_never: bool,
}

impl Filter {
    /// All of `tests` at once.
    pub(crate) fn all(tests: Vec<Test>) -> Self {
        let mut filter = Self::default();
        let (mut identities, mut resources, mut groups) = (None, None, None);
        let mut pending = tests;
        while let Some(test) = pending.pop() {
            match test {
                Test::Constant(true) => {}
                Test::Constant(false) => filter.is_never = true,
                Test::All(more) => pending.extend(more),
                Test::Identity(nodes) => narrow(&mut identities, nodes),
                Test::Resource(nodes) => narrow(&mut resources, nodes),
                Test::Group {
                    groups: nodes,
                    or_none: false,
                } => narrow(&mut groups, nodes),
                Test::Action(actions) => match actions.types() {
                    Some(types) => {
                        let both = |kind: &ActionType| {
                            types.contains(*kind)
                                && filter.path.action_types.is_none_or(|had| had.contains(*kind))
                        };
                        filter.path.action_types = Some(ActionType::ALL.into_iter().filter(both).collect());
                    }
                    None => filter.rest.push(Test::Action(actions)),
                },
                other => filter.rest.push(other),
            }
        }
        let list = |nodes: Option<Nodes>| nodes.map(|nodes| nodes.list());
        filter.path.identities = list(identities);
        filter.path.resources = list(resources);
        filter.path.groups = list(groups);
        let empty = |nodes: &Option<Vec<NodeIx>>| nodes.as_ref().is_some_and(Vec::is_empty);
        filter.is_never |=
            empty(&filter.path.identities) || empty(&filter.path.resources) || empty(&filter.path.groups);
        filter
    }

    /// Whether the graph's own count is the answer.
    pub(super) fn is_walked_only(&self) -> bool {
        self.rest.is_empty()
    }

    /// Whether the rows of everybody are walked, which are many.
    pub(super) fn is_of_everybody(&self) -> bool {
        let path = &self.path;
        let has_many = path.action_types.is_none_or(|types| {
            types.contains(ActionType::Membership) || types.contains(ActionType::Assignment)
        });
        let is_open = path.identities.is_none() && path.resources.is_none() && path.groups.is_none();
        has_many && is_open && !self.is_never
    }

    /// The same for some of the identities.
    pub(super) fn of(&self, identities: Vec<NodeIx>) -> Self {
        let mut filter = self.clone();
        filter.path.identities = Some(identities);
        filter
    }

    /// How many conditions are tested on each row.
    pub(super) fn further_tests(&self) -> usize {
        self.rest.len()
    }

    /// Drops the rows that do not pass from `rows`, from place `from` on.
    pub(super) fn retain(&self, rows: &mut Vec<PathRow>, from: usize) {
        if self.rest.is_empty() {
            return;
        }
        let mut kept = from;
        for at in from..rows.len() {
            if self.rest.iter().all(|test| test.admits(&rows[at])) {
                rows.swap(kept, at);
                kept += 1;
            }
        }
        rows.truncate(kept);
    }
}

fn narrow(had: &mut Option<Nodes>, nodes: Nodes) {
    *had = Some(match had.take() {
        Some(had) => had.and(nodes),
        None => nodes,
    });
}
