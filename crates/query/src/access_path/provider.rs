//! `access_path` as a table of the engine.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{Array, ArrayRef, BooleanArray, UInt32Array};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column as PlanColumn, Result, ScalarValue};
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use graph::path::ActionType;
use graph::{LabelSetIx, NodeIx, NodeKind};

use super::atom::Atom;
use super::batch::{constant, list_of, number_lists};
use super::filter::{Actions, Filter, Nodes, Test};
use super::scan::Scan;
use super::side::{Column, Side};
use crate::ask::{ask, names_in, places};
use crate::graph_exec::{GraphExec, Source};
use crate::json;
use crate::world::{NodeColumn, World};

/// The table.
#[derive(Debug)]
pub(crate) struct AccessPathTable {
    world: Arc<World>,
    schema: SchemaRef,
}

impl AccessPathTable {
    pub(crate) fn new(world: Arc<World>, schema: SchemaRef) -> Self {
        Self { world, schema }
    }

    pub(super) fn world(&self) -> &Arc<World> {
        &self.world
    }
}

#[async_trait]
impl TableProvider for AccessPathTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let push = |filter: &&Expr| {
            if is_supported(filter) {
                TableProviderFilterPushDown::Exact
            } else {
                TableProviderFilterPushDown::Unsupported
            }
        };
        Ok(filters.iter().map(push).collect())
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let worker = Worker {
            world: &self.world,
            schema: &self.schema,
            state,
        };
        let conditions = filters.iter().flat_map(split_conjunction);
        let tests = conditions
            .map(|condition| worker.test(condition))
            .collect::<Result<Vec<_>>>()?;
        let (columns, schema): (Arc<[Column]>, SchemaRef) = match projection {
            Some(places) => (
                places.iter().map(|&at| Column::ALL[at].1).collect(),
                Arc::new(self.schema.project(places)?),
            ),
            None => (
                Column::ALL.iter().map(|(_, column)| *column).collect(),
                Arc::clone(&self.schema),
            ),
        };
        let scan = Scan {
            world: Arc::clone(&self.world),
            filter: Arc::new(Filter::all(tests)),
            columns,
            schema,
        };
        let parts = match limit {
            None => scan.split(state.config().target_partitions()),
            Some(_) => Vec::new(),
        };
        let whole = Arc::new(scan);
        Ok(Arc::new(if parts.is_empty() {
            GraphExec::new(whole, limit)
        } else {
            let parts = parts.into_iter().map(|scan| Arc::new(scan) as Arc<dyn Source>);
            GraphExec::split(whole, parts.collect())
        }))
    }
}

/// Whether a condition can be worked out on the parts of a path, so that the engine need not look at rows.
fn is_supported(condition: &Expr) -> bool {
    match condition {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::And | Operator::Or,
            right,
        }) => is_supported(left) && is_supported(right),
        other => !matches!(side_of(other), None | Some(Side::Row)),
    }
}

/// What a condition is about, if that is one thing and always the same.
fn side_of(condition: &Expr) -> Option<Side> {
    let mut side = None;
    let mut is_fit = !condition.is_volatile();
    let walked = condition.apply(|part| {
        match part {
            Expr::Column(column) => {
                let here = Column::by_name(&column.name).map_or(Side::Row, Column::side);
                is_fit &= *side.get_or_insert(here) == here;
            }
            Expr::Placeholder(_)
            | Expr::ScalarSubquery(_)
            | Expr::InSubquery(_)
            | Expr::Exists(_)
            | Expr::OuterReferenceColumn(..)
            | Expr::AggregateFunction(_)
            | Expr::WindowFunction(_) => is_fit = false,
            _ => {}
        }
        Ok(TreeNodeRecursion::Continue)
    });
    (is_fit && walked.is_ok()).then(|| side.unwrap_or(Side::Constant))
}

struct Worker<'a> {
    world: &'a Arc<World>,
    schema: &'a SchemaRef,
    state: &'a dyn Session,
}

impl Worker<'_> {
    fn test(&self, condition: &Expr) -> Result<Test> {
        if let Expr::BinaryExpr(BinaryExpr {
            left,
            op: op @ (Operator::And | Operator::Or),
            right,
        }) = condition
            && !matches!(side_of(condition), Some(side) if side != Side::Row)
        {
            let both = vec![self.test(left)?, self.test(right)?];
            return Ok(if *op == Operator::And {
                Test::All(both)
            } else {
                Test::Any(both)
            });
        }
        if let Some(test) = atom_of(condition).and_then(|atom| atom.test(self.world)) {
            return Ok(test);
        }
        let condition = resolve_names(condition, self.world)?;
        match side_of(&condition) {
            Some(Side::Identity) => self.node_test(&condition, true),
            Some(Side::Resource) => self.node_test(&condition, false),
            Some(Side::Group) => self.list_test(&condition, NodeKind::Group, "identity_group"),
            Some(Side::ResourceGroup) => self.list_test(&condition, NodeKind::ResourceSet, "resource_group"),
            Some(Side::Action) => self.action_test(&condition),
            _ => self.constant_test(&condition),
        }
    }

    /// Asks the engine once for each label set, or for each node.
    fn node_test(&self, condition: &Expr, identities: bool) -> Result<Test> {
        let graph = &self.world.graph;
        let wrap = |nodes| {
            if identities {
                Test::Identity(nodes)
            } else {
                Test::Resource(nodes)
            }
        };
        let labels = if identities {
            "identity_labels"
        } else {
            "resource_labels"
        };
        if names_in(condition).iter().all(|name| name == labels) {
            let sets = self.world.columns.label_sets()?;
            let passing = self.ask(condition, vec![(labels, sets)])?;
            if passing.true_count() == passing.len() {
                return Ok(Test::Constant(true));
            }
            let sets = places(&passing).map(|set| LabelSetIx(set as u16));
            return Ok(wrap(Nodes::few(
                sets.flat_map(|set| graph.nodes_with_label_set(set)).collect(),
            )));
        }
        let nodes: UInt32Array = graph.nodes().map(|node| node.0).collect();
        let columns = self.columns_for(condition, |column| match column {
            Column::Identity(what) | Column::Resource(what) => {
                Ok(self.world.columns.of_nodes(graph, what, &nodes)?)
            }
            other => Ok(constant(other, nodes.len())?),
        })?;
        let passing = self.ask(condition, columns)?;
        Ok(wrap(Nodes::few(
            places(&passing).map(|at| NodeIx(nodes.value(at))).collect(),
        )))
    }

    /// Asks the engine once for each list that can be: none, or one node.
    fn list_test(&self, condition: &Expr, kind: NodeKind, column: &'static str) -> Result<Test> {
        let nodes: Vec<Option<u32>> = std::iter::once(None)
            .chain(self.world.graph.nodes_of(kind).map(|node| Some(node.0)))
            .collect();
        let (offsets, numbers) = number_lists(&nodes, |node, numbers| numbers.extend(*node));
        let lists = list_of(offsets, self.world.columns.names(&numbers)?)?;
        let passing = self.ask(condition, vec![(column, lists)])?;
        let or_none = passing.value(0) && passing.is_valid(0);
        let chosen = Nodes::few(places(&passing).filter_map(|at| nodes[at].map(NodeIx)).collect());
        Ok(match kind {
            NodeKind::Group => Test::Group {
                groups: chosen,
                or_none,
            },
            _ => Test::ResourceGroup {
                sets: chosen,
                or_none,
            },
        })
    }

    fn action_test(&self, condition: &Expr) -> Result<Test> {
        let (actions, kinds) = (self.world.graph.action_count(), ActionType::ALL.len());
        let numbers: UInt32Array = (0..actions as u32)
            .flat_map(|action| std::iter::repeat_n(action, kinds))
            .collect();
        let types: Vec<i32> = (0..actions).flat_map(|_| 0..kinds as i32).collect();
        let columns = self.columns_for(condition, |column| match column {
            Column::Action => Ok(self.world.columns.actions(&numbers)?),
            _ => Ok(self.world.columns.action_types(types.clone())?),
        })?;
        let passing = self.ask(condition, columns)?;
        Ok(Test::Action(Actions::from_bits(
            passing.iter().map(|passes| passes == Some(true)).collect(),
        )))
    }

    fn constant_test(&self, condition: &Expr) -> Result<Test> {
        let columns = self.columns_for(condition, |column| {
            Ok(match column {
                Column::Source => self.world.columns.source(1)?,
                Column::Org => self.world.columns.org(1)?,
                other => constant(other, 1)?,
            })
        })?;
        let passing = self.ask(condition, columns)?;
        Ok(Test::Constant(passing.true_count() == 1))
    }

    /// The columns that `condition` names.
    fn columns_for(
        &self,
        condition: &Expr,
        make: impl Fn(Column) -> Result<ArrayRef>,
    ) -> Result<Vec<(&'static str, ArrayRef)>> {
        let names = names_in(condition);
        let wanted = Column::ALL
            .into_iter()
            .filter(|(name, _)| names.iter().any(|named| named == name));
        wanted.map(|(name, column)| Ok((name, make(column)?))).collect()
    }

    fn ask(&self, condition: &Expr, columns: Vec<(&'static str, ArrayRef)>) -> Result<BooleanArray> {
        ask(self.state, self.schema, condition, columns)
    }
}

/// Reads a condition of a common form.
fn atom_of(condition: &Expr) -> Option<Atom> {
    match condition {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::Eq,
            right,
        }) => {
            let (column, value) = column_of(left)
                .zip(text_of(right))
                .or_else(|| column_of(right).zip(text_of(left)))?;
            Some(Atom::Is(column, vec![value]))
        }
        Expr::InList(list) if !list.negated => {
            let values = list.list.iter().map(text_of).collect::<Option<Vec<_>>>()?;
            Some(Atom::Is(column_of(&list.expr)?, values))
        }
        Expr::ScalarFunction(call) if call.name() == json::Operator::Contains.function_name() => {
            let [column, value] = call.args.as_slice() else {
                return None;
            };
            Some(Atom::Contains(
                column_of(column)?,
                serde_json::from_str(&text_of(value)?).ok()?,
            ))
        }
        _ => None,
    }
}

/// Turns what is left of comparisons with a name into comparisons with ids, and makes `source` a word without case.
fn resolve_names(condition: &Expr, world: &World) -> Result<Expr> {
    let done = condition.clone().transform(|part| {
        let (column, values, negated) = match &part {
            Expr::BinaryExpr(BinaryExpr {
                left,
                op: op @ (Operator::Eq | Operator::NotEq),
                right,
            }) => {
                let found = column_of(left)
                    .zip(text_of(right))
                    .or_else(|| column_of(right).zip(text_of(left)));
                let Some((column, value)) = found else {
                    return Ok(Transformed::no(part));
                };
                (column, vec![value], *op == Operator::NotEq)
            }
            Expr::InList(list) => {
                let values = list.list.iter().map(text_of).collect::<Option<Vec<_>>>();
                let Some((column, values)) = column_of(&list.expr).zip(values) else {
                    return Ok(Transformed::no(part));
                };
                (column, values, list.negated)
            }
            _ => return Ok(Transformed::no(part)),
        };
        let ids = |what| super::names::ids(&world.graph, &values, what == NodeColumn::Id);
        let (id, values) = match column {
            Column::Identity(what @ (NodeColumn::Name | NodeColumn::Id)) => ("identity_id", ids(what)),
            Column::Resource(what @ (NodeColumn::Name | NodeColumn::Id)) => ("resource_id", ids(what)),
            Column::Source => (
                "source",
                values.iter().map(|value| value.to_uppercase()).collect(),
            ),
            _ => return Ok(Transformed::no(part)),
        };
        Ok(Transformed::yes(super::names::is_one_of(
            PlanColumn::from_name(id),
            values,
            negated,
        )))
    })?;
    Ok(done.data)
}

fn column_of(expr: &Expr) -> Option<Column> {
    match expr {
        Expr::Column(column) => Column::by_name(&column.name),
        _ => None,
    }
}

fn text_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Literal(value, _) => text_of_value(value),
        _ => None,
    }
}

pub(super) fn text_of_value(value: &ScalarValue) -> Option<String> {
    value.try_as_str().flatten().map(str::to_owned)
}
