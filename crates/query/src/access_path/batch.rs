//! From rows of the graph to columns.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, ListArray, RecordBatch, RecordBatchOptions, TimestampMillisecondArray,
    UInt32Array, new_null_array,
};
use datafusion::arrow::buffer::{OffsetBuffer, ScalarBuffer};
use datafusion::arrow::datatypes::{Schema, SchemaRef};
use datafusion::arrow::error::ArrowError;
use graph::{GrantKind, Graph, PathRow};

use super::side::Column;
use crate::schema::{ColumnType, list_item, schema_of};
use crate::usage::{Used, of_row};
use crate::world::{KEPT_ROWS, World, repeated};

/// Everything Okta's links give is allowed.
pub(super) const KIND: &str = "ALLOWED";
/// And stands until it is taken away.
pub(super) const LEVEL: &str = "standing";

/// The schema of `access_path`.
pub(crate) fn schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        crate::catalogue::table("access_path")
            .map_or_else(|| Arc::new(Schema::empty()), |table| schema_of(table.columns))
    });
    Arc::clone(&SCHEMA)
}

/// The columns `wanted` of `rows`.
pub(super) fn batch(
    world: &World,
    schema: &SchemaRef,
    wanted: &[Column],
    rows: &[PathRow],
) -> Result<RecordBatch, ArrowError> {
    let mut maker = Maker {
        world,
        rows,
        identities: None,
        resources: None,
    };
    let arrays = wanted
        .iter()
        .map(|&column| maker.column(column))
        .collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)
}

struct Maker<'a> {
    world: &'a World,
    rows: &'a [PathRow],
    identities: Option<UInt32Array>,
    resources: Option<UInt32Array>,
}

impl Maker<'_> {
    fn column(&mut self, column: Column) -> Result<ArrayRef, ArrowError> {
        let (world, rows) = (self.world, self.rows);
        let (graph, columns) = (&world.graph, &world.columns);
        match column {
            Column::Identity(what) => {
                let nodes = self
                    .identities
                    .get_or_insert_with(|| rows.iter().map(|row| row.identity.0).collect());
                columns.of_nodes(graph, what, nodes)
            }
            Column::Resource(what) => {
                let nodes = self
                    .resources
                    .get_or_insert_with(|| rows.iter().map(|row| row.resource.0).collect());
                columns.of_nodes(graph, what, nodes)
            }
            Column::IdentityGroup => self.names_of(|row, names| names.extend(row.group.map(|group| group.0))),
            Column::ResourceGroup => {
                self.names_of(|row, names| names.extend(row.resource_group.map(|set| set.0)))
            }
            Column::Grantors => self.names_of(|row, names| columns.push_grantors(row, names)),
            Column::Path => {
                let (offsets, nodes) = number_lists(rows, |row, nodes| push_path(graph, row, nodes));
                list_of(
                    offsets,
                    columns.of_nodes(graph, crate::world::NodeColumn::Id, &nodes)?,
                )
            }
            Column::Action => columns.actions(&rows.iter().map(|row| u32::from(row.action.0)).collect()),
            Column::ActionType => {
                columns.action_types(rows.iter().map(|row| row.action_type() as i32).collect())
            }
            Column::Effective => Ok(Arc::new(
                rows.iter()
                    .map(|row| Some(graph.is_effective(row)))
                    .collect::<BooleanArray>(),
            )),
            Column::LastUsed => {
                let last = self
                    .used()
                    .map(|used| used.last_us.map(|us| us.div_euclid(1_000)));
                Ok(Arc::new(
                    last.collect::<TimestampMillisecondArray>().with_timezone("UTC"),
                ))
            }
            Column::Used90d => Ok(Arc::new(
                self.used()
                    .map(|used| used.within_90_days)
                    .collect::<BooleanArray>(),
            )),
            Column::Source => columns.source(rows.len()),
            Column::Org => columns.org(rows.len()),
            other => constant(other, rows.len()),
        }
    }

    /// What is known of the use of each row.
    fn used(&self) -> impl Iterator<Item = Used> {
        let (world, graph) = (self.world, &self.world.graph);
        self.rows.iter().map(move |row| match &world.usage {
            Some(usage) => of_row(&**usage, graph, row),
            None => Used::default(),
        })
    }

    fn names_of(&self, push: impl Fn(&PathRow, &mut Vec<u32>)) -> Result<ArrayRef, ArrowError> {
        let (offsets, numbers) = number_lists(self.rows, push);
        list_of(offsets, self.world.columns.names(&numbers)?)
    }
}

/// A column that is the same in all rows and everywhere: a part of one that is kept, where that is long enough.
pub(super) fn constant(column: Column, rows: usize) -> Result<ArrayRef, ArrowError> {
    const COLUMNS: [Column; 5] = [
        Column::Kind,
        Column::Level,
        Column::Temporary,
        Column::Expires,
        Column::SubResource,
    ];
    static KEPT: LazyLock<Vec<ArrayRef>> = LazyLock::new(|| {
        COLUMNS
            .iter()
            .filter_map(|&column| same(column, KEPT_ROWS))
            .collect()
    });
    let known = COLUMNS.iter().position(|&known| known == column);
    let kept = known
        .and_then(|place| KEPT.get(place))
        .filter(|_| rows <= KEPT_ROWS);
    match kept {
        Some(kept) => Ok(kept.slice(0, rows)),
        None => same(column, rows)
            .ok_or_else(|| ArrowError::InvalidArgumentError(format!("{column:?} is not constant"))),
    }
}

/// `None` for a column that is not the same in all rows.
fn same(column: Column, rows: usize) -> Option<ArrayRef> {
    Some(match column {
        Column::Kind => repeated(KIND, rows),
        Column::Level => repeated(LEVEL, rows),
        Column::Temporary => Arc::new(BooleanArray::from(vec![false; rows])),
        Column::Expires => new_null_array(&ColumnType::Moment.data_type(), rows),
        Column::SubResource => new_null_array(&ColumnType::Text.data_type(), rows),
        _ => return None,
    })
}

/// The nodes on the way, as [`Graph::path_nodes`] gives them, without a list of its own for each of the many plain
/// rows.
fn push_path(graph: &Graph, row: &PathRow, nodes: &mut Vec<u32>) {
    match row.grant {
        GrantKind::Member | GrantKind::Direct | GrantKind::ThroughGroup | GrantKind::UnseenGroup => {
            nodes.push(row.identity.0);
            nodes.extend(row.group.map(|group| group.0));
            nodes.push(row.resource.0);
        }
        _ => nodes.extend(graph.path_nodes(row).into_iter().map(|node| node.0)),
    }
}

pub(crate) fn number_lists<T>(
    rows: &[T],
    push: impl Fn(&T, &mut Vec<u32>),
) -> (OffsetBuffer<i32>, UInt32Array) {
    let mut offsets = Vec::with_capacity(rows.len() + 1);
    let mut numbers = Vec::with_capacity(rows.len() * 2);
    offsets.push(0);
    for row in rows {
        push(row, &mut numbers);
        offsets.push(numbers.len() as i32);
    }
    (
        OffsetBuffer::new(ScalarBuffer::from(offsets)),
        UInt32Array::from(numbers),
    )
}

/// A column of lists.
pub(crate) fn list_of(offsets: OffsetBuffer<i32>, values: ArrayRef) -> Result<ArrayRef, ArrowError> {
    Ok(Arc::new(ListArray::try_new(list_item(), offsets, values, None)?))
}
