//! One snapshot as the engine sees it: the graph, and its strings as columns that are shared, never copied.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use datafusion::arrow::array::{
    Array, ArrayRef, DictionaryArray, Int32Array, StringArray, StringViewArray, StringViewBuilder,
    UInt32Array,
};
use datafusion::arrow::buffer::Buffer;
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::Int32Type;
use datafusion::arrow::error::ArrowError;
use domain::Timestamp;
use graph::path::ActionType;
use graph::{ActionIx, GrantKind, Graph, LabelSetIx, NodeIx, NodeKind, PathRow};
use serde_json::Value;
use store::snapshot::Snapshot;

use crate::usage::Usage;

/// Label questions remembered.
const LABELS_KNOWN_MAX: usize = 256;
/// Rows of the columns that are the same everywhere and are therefore kept: a whole batch.
pub(crate) const KEPT_ROWS: usize = 8_192;
/// The only source of facts there is yet.
pub(crate) const SOURCE: &str = "OKTA";

/// A snapshot to query.
pub(crate) struct World {
    pub(crate) graph: Arc<Graph>,
    /// The files it was read from; a graph made by hand has none.
    pub(crate) snapshot: Option<Snapshot>,
    pub(crate) columns: Columns,
    /// When access was last used; a past world does not know.
    pub(crate) usage: Option<Arc<dyn Usage>>,
    is_blank: bool,
}

impl World {
    /// Prepares the columns and counts standing privileges, once.
    pub(crate) fn new(graph: Arc<Graph>, snapshot: Option<Snapshot>) -> Result<Self, ArrowError> {
        graph.standing_privileges_of_all();
        let columns = Columns::new(&graph)?;
        Ok(Self {
            graph,
            snapshot,
            columns,
            usage: None,
            is_blank: false,
        })
    }

    /// The same with what tells when access was last used.
    pub(crate) fn used(self, usage: Option<Arc<dyn Usage>>) -> Self {
        Self { usage, ..self }
    }

    /// Stands in where there is no snapshot; `graph` has nothing in it.
    pub(crate) fn blank(graph: Arc<Graph>) -> Result<Self, ArrowError> {
        Ok(Self {
            is_blank: true,
            ..Self::new(graph, None)?
        })
    }

    /// Whether this only stands in for a snapshot.
    pub(crate) const fn is_blank(&self) -> bool {
        self.is_blank
    }

    /// Name of the snapshot, or what stands for it.
    pub(crate) fn snapshot_id(&self) -> &str {
        match &self.snapshot {
            Some(snapshot) => &snapshot.id,
            None if self.is_blank => "none",
            None => "unsaved",
        }
    }

    pub(crate) fn taken_at(&self) -> Timestamp {
        self.graph.taken_at()
    }

    /// When the last scan of everything began, where this one read single parts again.
    pub(crate) fn whole_at(&self) -> Option<Timestamp> {
        self.snapshot.as_ref()?.info().whole_at
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World")
            .field("snapshot", &self.snapshot_id())
            .finish_non_exhaustive()
    }
}

/// A column that each node has a value of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeColumn {
    Name,
    Id,
    NativeId,
    Kind,
    SubKind,
    Labels,
    Standing,
}

/// Values by node, and dictionaries.
pub(crate) struct Columns {
    /// Names of nodes, then of what grants without being a node.
    names: StringViewArray,
    ids: StringViewArray,
    native_ids: StringViewArray,
    actions: StringViewArray,
    labels: ArrayRef,
    kinds: ArrayRef,
    /// For each [`NodeKind`] the place of its word in `kinds`.
    kind_keys: Vec<i32>,
    sub_kinds: ArrayRef,
    action_types: ArrayRef,
    /// The same text [`KEPT_ROWS`] times.
    source: ArrayRef,
    org: ArrayRef,
    /// The first group, and where in `names` begins what gives the memberships of each.
    first_group: u32,
    first_membership: u32,
    /// Where in `names` begins what else gives access.
    first_grant: u32,
    /// Label sets by what was asked of them.
    known_labels: Mutex<HashMap<String, Arc<[LabelSetIx]>>>,
}

/// What gives access without a node of its own.
const GRANTS: [GrantKind; 8] = [
    GrantKind::Member,
    GrantKind::Direct,
    GrantKind::ThroughGroup,
    GrantKind::UnseenGroup,
    GrantKind::Role,
    GrantKind::RoleThroughGroup,
    GrantKind::Owner,
    GrantKind::Scope,
];

impl Columns {
    fn new(graph: &Graph) -> Result<Self, ArrowError> {
        let arena = Buffer::from(Bytes::from_owner(graph.arena_bytes()));
        let nodes = || graph.nodes();
        let groups = || graph.nodes_of(NodeKind::Group);
        let memberships = groups().map(|group| graph.membership_grantor_span(group));
        let grants = GRANTS.map(GrantKind::grantor);
        let prefix = graph.id_prefix_len();
        let native = |(start, len): (u32, u32)| (start + prefix.min(len), len.saturating_sub(prefix));
        let actions = (0..graph.action_count()).map(|at| graph.action_name_span(ActionIx(at as u16)));
        let labels = (0..graph.label_set_count()).map(|at| graph.label_set_json(LabelSetIx(at as u16)));
        let mut kinds: Vec<&str> = Vec::new();
        let mut kind_keys = Vec::new();
        for kind in NodeKind::ALL {
            let place = kinds
                .iter()
                .position(|&word| word == kind.word())
                .unwrap_or(kinds.len());
            if place == kinds.len() {
                kinds.push(kind.word());
            }
            kind_keys.push(place as i32);
        }
        Ok(Self {
            names: views(
                &arena,
                nodes().map(|node| graph.name_span(node)).chain(memberships),
                &grants,
            )?,
            ids: views(&arena, nodes().map(|node| graph.id_span(node)), &[])?,
            native_ids: views(&arena, nodes().map(|node| native(graph.id_span(node))), &[])?,
            actions: views(&arena, actions, &[])?,
            labels: Arc::new(labels.map(Some).collect::<StringArray>()),
            kinds: words(kinds),
            kind_keys,
            sub_kinds: words(NodeKind::ALL.map(NodeKind::sub_kind)),
            action_types: words(ActionType::ALL.map(ActionType::as_str)),
            source: repeated(SOURCE, KEPT_ROWS),
            org: repeated(graph.org_url(), KEPT_ROWS),
            first_group: groups().next().map_or(u32::MAX, |group| group.0),
            first_membership: graph.node_count() as u32,
            first_grant: (graph.node_count() + groups().count()) as u32,
            known_labels: Mutex::default(),
        })
    }

    /// The values of `column` for `nodes`.
    pub(crate) fn of_nodes(
        &self,
        graph: &Graph,
        column: NodeColumn,
        nodes: &UInt32Array,
    ) -> Result<ArrayRef, ArrowError> {
        let each = || nodes.values().iter().map(|&node| NodeIx(node));
        match column {
            NodeColumn::Name => take(&self.names, nodes, None),
            NodeColumn::Id => take(&self.ids, nodes, None),
            NodeColumn::NativeId => take(&self.native_ids, nodes, None),
            NodeColumn::Kind => {
                let keys = each().map(|node| self.kind_keys[kind_place(graph.kind(node))]);
                picked(keys.collect(), &self.kinds)
            }
            NodeColumn::SubKind => picked(
                each().map(|node| kind_place(graph.kind(node)) as i32).collect(),
                &self.sub_kinds,
            ),
            NodeColumn::Labels => dictionary(
                each().map(|node| i32::from(graph.label_set(node).0)).collect(),
                &self.labels,
            ),
            NodeColumn::Standing => {
                let counts = graph.standing_privileges_of_all();
                let counts = each().map(|node| counts.get(node.0 as usize).copied().unwrap_or(0));
                Ok(Arc::new(
                    counts
                        .map(i64::from)
                        .collect::<datafusion::arrow::array::Int64Array>(),
                ))
            }
        }
    }

    /// The label sets that hold everything that `wanted` holds.
    pub(crate) fn label_sets_with(&self, graph: &Graph, wanted: &Value) -> Arc<[LabelSetIx]> {
        let key = wanted.to_string();
        let mut known = self.known_labels.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sets) = known.get(&key) {
            return Arc::clone(sets);
        }
        if known.len() >= LABELS_KNOWN_MAX {
            known.clear();
        }
        let all = (0..graph.label_set_count()).map(|at| LabelSetIx(at as u16));
        let sets: Arc<[LabelSetIx]> = all.filter(|&set| holds(graph, set, wanted)).collect();
        known.insert(key, Arc::clone(&sets));
        sets
    }

    /// All label sets, one row each.
    pub(crate) fn label_sets(&self) -> Result<ArrayRef, ArrowError> {
        dictionary((0..self.labels.len() as i32).collect(), &self.labels)
    }

    pub(crate) fn actions(&self, actions: &UInt32Array) -> Result<ArrayRef, ArrowError> {
        take(&self.actions, actions, None)
    }

    pub(crate) fn action_types(&self, types: Vec<i32>) -> Result<ArrayRef, ArrowError> {
        picked(types, &self.action_types)
    }

    pub(crate) fn source(&self, rows: usize) -> Result<ArrayRef, ArrowError> {
        first_of(&self.source, rows)
    }

    pub(crate) fn org(&self, rows: usize) -> Result<ArrayRef, ArrowError> {
        first_of(&self.org, rows)
    }

    /// Names of nodes and of what grants, by number.
    pub(crate) fn names(&self, numbers: &UInt32Array) -> Result<ArrayRef, ArrowError> {
        take(&self.names, numbers, None)
    }

    /// Adds the numbers of what gives the access of `row`, in the order of the way, for [`names`](Self::names): the
    /// same as [`Graph::grantors`].
    pub(crate) fn push_grantors(&self, row: &PathRow, numbers: &mut Vec<u32>) {
        let membership = |group: NodeIx| self.first_membership + group.0.saturating_sub(self.first_group);
        match (row.grant, row.group) {
            (GrantKind::ThroughGroup | GrantKind::RoleThroughGroup, Some(group)) => {
                numbers.extend([membership(group), group.0]);
            }
            (GrantKind::Member, _) => numbers.push(membership(row.resource)),
            (grant, _) => {
                let place = GRANTS.iter().position(|&known| known == grant).unwrap_or(0);
                numbers.push(self.first_grant + place as u32);
            }
        }
    }
}

/// Words to pick from.
fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> ArrayRef {
    Arc::new(words.into_iter().map(Some).collect::<StringViewArray>())
}

/// The words at `places`. Short ones lie in the rows themselves, so the engine groups and compares them as numbers.
fn picked(places: Vec<i32>, words: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    take(words, &Int32Array::from(places), None)
}

/// The same text in all rows.
pub(crate) fn repeated(text: &str, rows: usize) -> ArrayRef {
    Arc::new(std::iter::repeat_n(Some(text), rows).collect::<StringViewArray>())
}

/// `rows` of a column that is the same everywhere: a part of the kept one, where that is long enough.
fn first_of(kept: &ArrayRef, rows: usize) -> Result<ArrayRef, ArrowError> {
    if rows <= kept.len() {
        return Ok(kept.slice(0, rows));
    }
    picked(vec![0; rows], kept)
}

/// Rows of a dictionary.
fn dictionary(keys: Vec<i32>, values: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let rows = DictionaryArray::<Int32Type>::try_new(Int32Array::from(keys), Arc::clone(values))?;
    Ok(Arc::new(rows))
}

/// Whether the labels of a set, which are a flat object of texts, contain `wanted`.
fn holds(graph: &Graph, set: LabelSetIx, wanted: &Value) -> bool {
    let Value::Object(wanted) = wanted else {
        return false;
    };
    wanted.iter().all(|(key, value)| {
        graph
            .label_pairs(set)
            .any(|(name, label)| name == key && value.as_str() == Some(label))
    })
}

/// Place of a kind in [`NodeKind::ALL`].
fn kind_place(kind: NodeKind) -> usize {
    NodeKind::ALL.iter().position(|&known| known == kind).unwrap_or(0)
}

/// Strings that lie in `arena`, and some more.
fn views(
    arena: &Buffer,
    spans: impl Iterator<Item = (u32, u32)>,
    more: &[&str],
) -> Result<StringViewArray, ArrowError> {
    let mut builder = StringViewBuilder::with_capacity(spans.size_hint().0 + more.len());
    let block = builder.append_block(arena.clone());
    for (start, len) in spans {
        builder.try_append_view(block, start, len)?;
    }
    for text in more {
        builder.append_value(text);
    }
    Ok(builder.finish())
}
