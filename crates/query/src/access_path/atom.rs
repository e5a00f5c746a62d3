//! Single conditions of the common forms, worked out without the engine.

use std::cmp::Ordering;

use graph::path::ActionType;
use graph::{ActionIx, Graph, NodeIx};
use serde_json::Value;

use super::batch::{KIND, LEVEL};
use super::filter::{Actions, Nodes, Test};
use super::side::Column;
use crate::world::{NodeColumn, SOURCE, World};

/// A condition on one column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Atom {
    /// `column = …` or `column IN (…)`
    Is(Column, Vec<String>),
    /// `labels @> '…'`
    Contains(Column, Value),
    /// `standing_privileges` compared: the orderings that pass.
    Standing(&'static [Ordering], i64),
}

impl Atom {
    /// What the condition means in `world`; `None` when it is not of a common form there.
    pub(crate) fn test(&self, world: &World) -> Option<Test> {
        let graph = &*world.graph;
        Some(match self {
            Self::Is(Column::Identity(NodeColumn::Name), names) => Test::Identity(named(graph, names)),
            Self::Is(Column::Resource(NodeColumn::Name), names) => Test::Resource(named(graph, names)),
            Self::Is(Column::Identity(NodeColumn::Id), ids) => Test::Identity(with_ids(graph, ids)),
            Self::Is(Column::Resource(NodeColumn::Id), ids) => Test::Resource(with_ids(graph, ids)),
            Self::Is(Column::Kind, words) => Test::Constant(words.iter().any(|word| word == KIND)),
            Self::Is(Column::Level, words) => Test::Constant(words.iter().any(|word| word == LEVEL)),
            Self::Is(Column::Source, words) => {
                Test::Constant(words.iter().any(|word| word.eq_ignore_ascii_case(SOURCE)))
            }
            Self::Is(Column::Org, words) => Test::Constant(words.iter().any(|word| word == graph.org_url())),
            Self::Is(Column::ActionType, words) => {
                Test::Action(Actions::new(graph, |_, kind: ActionType| {
                    words.iter().any(|word| word == kind.as_str())
                }))
            }
            Self::Is(Column::Action, words) => Test::Action(Actions::new(graph, |action, _| {
                words
                    .iter()
                    .any(|word| word == graph.action_name(ActionIx(action as u16)))
            })),
            Self::Contains(Column::Identity(NodeColumn::Labels), wanted) => {
                labelled(world, wanted, Test::Identity)
            }
            Self::Contains(Column::Resource(NodeColumn::Labels), wanted) => {
                labelled(world, wanted, Test::Resource)
            }
            Self::Standing(orderings, bound) => {
                let counts = graph.standing_privileges_of_all();
                let passes = |count: &u32| orderings.contains(&i64::from(*count).cmp(bound));
                let nodes = counts.iter().enumerate().filter(|(_, count)| passes(count));
                Test::Identity(Nodes::few(nodes.map(|(node, _)| NodeIx(node as u32)).collect()))
            }
            Self::Is(..) | Self::Contains(..) => return None,
        })
    }
}

/// Nodes that have one of `names` as name, alias or id.
fn named(graph: &Graph, names: &[String]) -> Nodes {
    Nodes::few(names.iter().flat_map(|name| graph.lookup(name)).collect())
}

/// Nodes that have one of `ids`, here or in Okta.
fn with_ids(graph: &Graph, ids: &[String]) -> Nodes {
    Nodes::few(ids.iter().flat_map(|id| graph.by_any_id(id)).collect())
}

/// Nodes whose labels contain `wanted`.
fn labelled(world: &World, wanted: &Value, test: impl Fn(Nodes) -> Test) -> Test {
    let graph = &*world.graph;
    let passing = world.columns.label_sets_with(graph, wanted);
    if passing.len() == graph.label_set_count() {
        return Test::Constant(true);
    }
    test(Nodes::few(
        passing
            .iter()
            .flat_map(|&set| graph.nodes_with_label_set(set))
            .collect(),
    ))
}
