//! One snapshot as the engine sees it: the graph, and its strings as columns that are shared, never copied.

use std::sync::Arc;

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
use store::snapshot::Snapshot;

/// The only source of facts there is yet.
pub(crate) const SOURCE: &str = "OKTA";

/// A snapshot to query.
pub(crate) struct World {
    pub(crate) graph: Arc<Graph>,
    /// The files it was read from; a graph made by hand has none.
    pub(crate) snapshot: Option<Snapshot>,
    pub(crate) columns: Columns,
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
        })
    }

    /// Name of the snapshot, or what stands for it.
    pub(crate) fn snapshot_id(&self) -> &str {
        self.snapshot
            .as_ref()
            .map_or("unsaved", |snapshot| snapshot.id.as_str())
    }

    pub(crate) fn taken_at(&self) -> Timestamp {
        self.graph.taken_at()
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
    source: ArrayRef,
    org: ArrayRef,
    /// The first group, and where in `names` begins what gives the memberships of each.
    first_group: u32,
    first_membership: u32,
    /// Where in `names` begins what else gives access.
    first_grant: u32,
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
        let grants: Vec<String> = GRANTS.iter().map(|&grant| grantor_word(graph, grant)).collect();
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
            source: words([SOURCE]),
            org: words([graph.org_url()]),
            first_group: groups().next().map_or(u32::MAX, |group| group.0),
            first_membership: graph.node_count() as u32,
            first_grant: (graph.node_count() + groups().count()) as u32,
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
                dictionary(keys.collect(), &self.kinds)
            }
            NodeColumn::SubKind => dictionary(
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

    /// All label sets, one row each.
    pub(crate) fn label_sets(&self) -> Result<ArrayRef, ArrowError> {
        dictionary((0..self.labels.len() as i32).collect(), &self.labels)
    }

    pub(crate) fn actions(&self, actions: &UInt32Array) -> Result<ArrayRef, ArrowError> {
        take(&self.actions, actions, None)
    }

    pub(crate) fn action_types(&self, types: Vec<i32>) -> Result<ArrayRef, ArrowError> {
        dictionary(types, &self.action_types)
    }

    pub(crate) fn source(&self, rows: usize) -> Result<ArrayRef, ArrowError> {
        dictionary(vec![0; rows], &self.source)
    }

    pub(crate) fn org(&self, rows: usize) -> Result<ArrayRef, ArrowError> {
        dictionary(vec![0; rows], &self.org)
    }

    /// Names of nodes and of what grants, by number.
    pub(crate) fn names(&self, numbers: &UInt32Array) -> Result<ArrayRef, ArrowError> {
        take(&self.names, numbers, None)
    }

    /// Number of what gives the access of `row`, for [`names`](Self::names).
    pub(crate) fn grantor(&self, row: &PathRow) -> u32 {
        match (row.grant, row.group) {
            (GrantKind::ThroughGroup | GrantKind::RoleThroughGroup, Some(group)) => group.0,
            (GrantKind::Member, _) => self.first_membership + row.resource.0.saturating_sub(self.first_group),
            (grant, _) => {
                self.first_grant + GRANTS.iter().position(|&known| known == grant).unwrap_or(0) as u32
            }
        }
    }
}

/// A dictionary of `words`, one row for each.
pub(crate) fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> ArrayRef {
    Arc::new(words.into_iter().map(Some).collect::<StringArray>())
}

/// Words row by row, as a dictionary.
pub(crate) fn word_rows<'a>(rows: impl IntoIterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(rows.into_iter().collect::<DictionaryArray<Int32Type>>())
}

/// Rows of a dictionary.
pub(crate) fn dictionary(keys: Vec<i32>, values: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let rows = DictionaryArray::<Int32Type>::try_new(Int32Array::from(keys), Arc::clone(values))?;
    Ok(Arc::new(rows))
}

/// Place of a kind in [`NodeKind::ALL`].
fn kind_place(kind: NodeKind) -> usize {
    NodeKind::ALL.iter().position(|&known| known == kind).unwrap_or(0)
}

fn grantor_word(graph: &Graph, grant: GrantKind) -> String {
    let row = PathRow {
        identity: graph.organization(),
        resource: graph.organization(),
        group: None,
        resource_group: None,
        action: ActionIx::ACCESS,
        grant,
        cause: u32::MAX,
    };
    graph.grantors(&row).to_owned()
}

/// Strings that lie in `arena`, and some more.
fn views(
    arena: &Buffer,
    spans: impl Iterator<Item = (u32, u32)>,
    more: &[String],
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
