//! Labels of nodes, as a dictionary: nodes have few distinct sets of labels, so each keeps a two-byte number.

use std::collections::HashMap;

use crate::text::{Text, TextBuilder};
use crate::{Graph, NodeIx};

/// Number of a label set of one graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LabelSetIx(pub u16);

/// Key and value.
type Pair = (Text, Text);

#[derive(Clone, Debug, Default)]
pub(crate) struct Labels {
    /// Pairs of each set, sorted by key, and the set as JSON text.
    sets: Vec<(Box<[Pair]>, Text)>,
    of_node: Vec<LabelSetIx>,
    /// Runs of neighbouring nodes with one set: set, first node, end; sorted.
    runs: Vec<(LabelSetIx, u32, u32)>,
}

/// Label sets while nodes are numbered.
#[derive(Debug, Default)]
pub(crate) struct LabelsBuilder {
    known: HashMap<Vec<Pair>, LabelSetIx>,
    labels: Labels,
}

impl LabelsBuilder {
    /// Gives the next node its labels. Beyond 65,535 distinct sets a node gets the first set.
    pub(crate) fn push(&mut self, texts: &mut TextBuilder, pairs: &[Pair]) {
        let set = match self.known.get(pairs) {
            Some(&set) => set,
            None => self.add(texts, pairs),
        };
        let node = self.labels.of_node.len() as u32;
        self.labels.of_node.push(set);
        match self.labels.runs.last_mut() {
            Some((last, _, end)) if *last == set => *end = node + 1,
            _ => self.labels.runs.push((set, node, node + 1)),
        }
    }

    pub(crate) fn finish(mut self) -> Labels {
        self.labels.runs.sort_unstable();
        self.labels.runs.shrink_to_fit();
        self.labels.of_node.shrink_to_fit();
        self.labels
    }

    fn add(&mut self, texts: &mut TextBuilder, pairs: &[Pair]) -> LabelSetIx {
        let Ok(number) = u16::try_from(self.labels.sets.len()) else {
            return LabelSetIx(0);
        };
        let mut sorted: Vec<(String, String, Text, Text)> = pairs
            .iter()
            .map(|&(key, value)| (texts.get(key).to_owned(), texts.get(value).to_owned(), key, value))
            .collect();
        sorted.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        let json = sorted
            .iter()
            .fold(crate::json::Object::new(), |json, (key, value, ..)| {
                json.text(key, value)
            })
            .finish();
        let set = sorted.iter().map(|&(_, _, key, value)| (key, value)).collect();
        let json = texts.push(&json);
        self.labels.sets.push((set, json));
        self.known.insert(pairs.to_vec(), LabelSetIx(number));
        LabelSetIx(number)
    }
}

impl Labels {
    pub(crate) fn bytes(&self) -> usize {
        self.of_node.capacity() * 2 + self.runs.capacity() * 12 + self.sets.len() * 40
    }
}

impl Graph {
    /// How many distinct sets of labels the nodes have.
    pub fn label_set_count(&self) -> usize {
        self.labels.sets.len()
    }

    /// The label set of a node.
    pub fn label_set(&self, node: NodeIx) -> LabelSetIx {
        self.labels
            .of_node
            .get(node.at())
            .copied()
            .unwrap_or(LabelSetIx(0))
    }

    /// A label set as a JSON object of strings, keys sorted.
    pub fn label_set_json(&self, set: LabelSetIx) -> &str {
        self.labels
            .sets
            .get(usize::from(set.0))
            .map_or("{}", |&(_, json)| self.texts.get(json))
    }

    /// Where [`label_set_json`](Self::label_set_json) lies in [`arena_bytes`](Self::arena_bytes).
    pub fn label_set_json_span(&self, set: LabelSetIx) -> (u32, u32) {
        self.labels
            .sets
            .get(usize::from(set.0))
            .map_or((0, 0), |&(_, json)| self.texts.span(json))
    }

    /// The labels of a node, sorted by key.
    pub fn labels(&self, node: NodeIx) -> impl Iterator<Item = (&str, &str)> {
        self.label_pairs(self.label_set(node))
    }

    /// The labels of a set, sorted by key.
    pub fn label_pairs(&self, set: LabelSetIx) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self
            .labels
            .sets
            .get(usize::from(set.0))
            .map_or(&[][..], |(pairs, _)| pairs);
        pairs
            .iter()
            .map(|&(key, value)| (self.texts.get(key), self.texts.get(value)))
    }

    /// The label sets that hold every pair of `wanted`.
    pub fn label_sets_with(&self, wanted: &[(&str, &str)]) -> Vec<LabelSetIx> {
        (0..self.labels.sets.len())
            .map(|at| LabelSetIx(at as u16))
            .filter(|&set| {
                wanted
                    .iter()
                    .all(|&pair| self.label_pairs(set).any(|have| have == pair))
            })
            .collect()
    }

    /// The nodes whose labels hold every pair of `wanted`: what SQL writes as `labels @> '{…}'`.
    pub fn nodes_with_labels(&self, wanted: &[(&str, &str)]) -> impl Iterator<Item = NodeIx> {
        self.label_sets_with(wanted)
            .into_iter()
            .flat_map(|set| self.nodes_with_label_set(set))
    }

    /// The nodes of one label set, ascending.
    pub fn nodes_with_label_set(&self, set: LabelSetIx) -> impl Iterator<Item = NodeIx> {
        let runs = &self.labels.runs;
        let start = runs.partition_point(|&(run, ..)| run < set);
        let end = runs.partition_point(|&(run, ..)| run <= set);
        runs[start..end]
            .iter()
            .flat_map(|&(_, first, end)| (first..end).map(NodeIx))
    }
}
