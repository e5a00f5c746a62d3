//! `alerts`: what the rules found, as a table. Where alerts come from is a port.

use std::fmt::{self, Debug};
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Int64Array, ListBuilder, RecordBatch, RecordBatchOptions, StringViewArray,
    StringViewBuilder, TimestampMillisecondArray,
};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use domain::Timestamp;
use graph::Graph;

use crate::events::SourceFault;
use crate::live::{ALERTS, failed, unavailable};
use crate::schema::list_item;
use crate::world::World;

/// Alerts of one page.
const PAGE: usize = 1_000;

/// Where alerts come from.
#[async_trait]
pub trait Alerts: Debug + Send + Sync {
    /// At most `limit` alerts that pass, the newest first, after that place.
    ///
    /// # Errors
    /// When they cannot be read.
    async fn page(
        &self,
        asked: &AlertsAsked,
        after: Option<&AlertPlace>,
        limit: usize,
    ) -> Result<Vec<AlertRow>, SourceFault>;
}

/// Which alerts; empty and `None` are all. More may be given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertsAsked {
    /// Any of these statuses.
    pub statuses: Vec<String>,
    /// Any of these words of severity.
    pub severities: Vec<String>,
    /// Of this rule.
    pub rule: Option<String>,
    /// About this person or workload.
    pub identity: Option<String>,
}

/// The place of an alert among all: by its last finding, then by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertPlace {
    /// When it was last found.
    pub last_seen: Timestamp,
    /// Its id.
    pub id: String,
}

/// One alert.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertRow {
    /// Its id.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// What was found.
    pub title: String,
    /// Word of the severity.
    pub severity: String,
    /// Word of the status.
    pub status: String,
    /// Who works on it.
    pub owner: Option<String>,
    /// The person or workload.
    pub identity: Option<String>,
    /// Names and ids by which the graph may know who is behind it, the best first.
    pub known_as: Vec<String>,
    /// What the rule groups by.
    pub entity: String,
    /// Time of the first event.
    pub first_seen: Timestamp,
    /// Time of the last finding.
    pub last_seen: Timestamp,
    /// When it was raised here.
    pub raised: Timestamp,
    /// Findings in it.
    pub findings: u64,
    /// Events behind it.
    pub events: u64,
    /// Their ids, as `source/organization/uid`; not all where there are many.
    pub evidence: Vec<String>,
    /// Whether a late event may still change it.
    pub provisional: bool,
    /// Source of the first event.
    pub source: Option<String>,
    /// Organization of the first event.
    pub org: Option<String>,
    /// Address of the client.
    pub ip: Option<String>,
    /// Country of the address.
    pub country: Option<String>,
    /// What it was done to.
    pub target: Option<String>,
    /// Sort of that.
    pub target_kind: Option<String>,
    /// MITRE tactics.
    pub tactics: Vec<String>,
    /// MITRE techniques.
    pub techniques: Vec<String>,
}

/// The table.
#[derive(Debug)]
pub(crate) struct AlertsTable {
    /// `None` where nothing keeps alerts.
    alerts: Option<Arc<dyn Alerts>>,
    world: Arc<World>,
    schema: SchemaRef,
}

impl AlertsTable {
    pub(crate) fn new(alerts: Option<Arc<dyn Alerts>>, world: Arc<World>, schema: SchemaRef) -> Self {
        Self {
            alerts,
            world,
            schema,
        }
    }
}

#[async_trait]
impl TableProvider for AlertsTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let push = |filter: &&Expr| {
            let mut asked = AlertsAsked::default();
            split_conjunction(filter)
                .into_iter()
                .for_each(|part| narrow(part, &mut asked));
            match asked == AlertsAsked::default() {
                true => TableProviderFilterPushDown::Unsupported,
                false => TableProviderFilterPushDown::Inexact,
            }
        };
        Ok(filters.iter().map(push).collect())
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let mut asked = AlertsAsked::default();
        let parts = filters.iter().flat_map(split_conjunction);
        parts.for_each(|part| narrow(part, &mut asked));
        let schema = match projection {
            Some(places) => Arc::new(self.schema.project(places)?),
            None => Arc::clone(&self.schema),
        };
        let alerts = self.alerts.as_ref().ok_or_else(|| unavailable(ALERTS))?;
        let pages = Pages {
            alerts: Arc::clone(alerts),
            world: Arc::clone(&self.world),
            asked,
            schema: Arc::clone(&schema),
            limit,
        };
        let exec = StreamingTableExec::try_new(schema, vec![Arc::new(pages)], None, None, false, limit)?;
        Ok(Arc::new(exec))
    }
}

/// Takes what alerts are kept by into `asked`.
fn narrow(condition: &Expr, asked: &mut AlertsAsked) {
    let text = |expr: &Expr| match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten().map(str::to_owned),
        _ => None,
    };
    let (column, values) = match condition {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::Eq,
            right,
        }) => match (left.as_ref(), text(right)) {
            (Expr::Column(column), Some(value)) => (&column.name, vec![value]),
            _ => return,
        },
        Expr::InList(list) if !list.negated => match list.expr.as_ref() {
            Expr::Column(column) => {
                let Some(values) = list.list.iter().map(text).collect::<Option<Vec<_>>>() else {
                    return;
                };
                (&column.name, values)
            }
            _ => return,
        },
        _ => return,
    };
    match (column.as_str(), values.as_slice()) {
        ("status", _) if asked.statuses.is_empty() => asked.statuses = values,
        ("severity", _) if asked.severities.is_empty() => asked.severities = values,
        ("rule", [rule]) => asked.rule = Some(rule.clone()),
        ("identity", [identity]) => asked.identity = Some(identity.clone()),
        _ => {}
    }
}

/// Alerts page by page.
#[derive(Clone)]
struct Pages {
    alerts: Arc<dyn Alerts>,
    world: Arc<World>,
    asked: AlertsAsked,
    schema: SchemaRef,
    limit: Option<usize>,
}

impl Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "alerts, {:?}", self.asked)
    }
}

impl PartitionStream for Pages {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut stream = RecordBatchReceiverStreamBuilder::new(Arc::clone(&self.schema), 1);
        let (pages, out) = (self.clone(), stream.tx());
        stream.spawn(async move {
            let (mut after, mut left) = (None, pages.limit.unwrap_or(usize::MAX));
            while left > 0 {
                let wanted = left.min(PAGE);
                let found = pages.alerts.page(&pages.asked, after.as_ref(), wanted).await;
                let rows = found.map_err(|fault| failed(ALERTS, &fault))?;
                left -= rows.len().min(left);
                let is_last = rows.len() < wanted;
                after = rows.last().map(|last| AlertPlace {
                    last_seen: last.last_seen,
                    id: last.id.clone(),
                });
                if out.send(pages.batch(&rows)).await.is_err() || is_last {
                    // The rest is not there, or nobody reads any more.
                    break;
                }
            }
            Ok(())
        });
        stream.build()
    }
}

impl Pages {
    fn batch(&self, rows: &[AlertRow]) -> Result<RecordBatch> {
        let columns = self
            .schema
            .fields()
            .iter()
            .map(|field| self.column(field.name(), rows));
        let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns.collect(), &options)?;
        Ok(batch)
    }

    fn column(&self, name: &str, rows: &[AlertRow]) -> ArrayRef {
        let told = |text: &dyn Fn(&AlertRow) -> Option<String>| -> ArrayRef {
            Arc::new(rows.iter().map(text).collect::<StringViewArray>())
        };
        let moments = |moment: &dyn Fn(&AlertRow) -> Timestamp| -> ArrayRef {
            let moments = rows.iter().map(|row| moment(row).as_ms());
            Arc::new(TimestampMillisecondArray::from_iter_values(moments).with_timezone("UTC"))
        };
        let counts = |count: &dyn Fn(&AlertRow) -> u64| -> ArrayRef {
            Arc::new(
                rows.iter()
                    .map(|row| i64::try_from(count(row)).ok())
                    .collect::<Int64Array>(),
            )
        };
        match name {
            "id" => told(&|row| Some(row.id.clone())),
            "rule" => told(&|row| Some(row.rule.clone())),
            "severity" => told(&|row| Some(row.severity.clone())),
            "status" => told(&|row| Some(row.status.clone())),
            "owner" => told(&|row| row.owner.clone()),
            "title" => told(&|row| Some(row.title.clone())),
            "identity" => told(&|row| row.identity.clone()),
            "identity_id" => told(&|row| node_of(&self.world.graph, &row.known_as)),
            "entity" => told(&|row| Some(row.entity.clone())),
            "first_seen" => moments(&|row| row.first_seen),
            "last_seen" => moments(&|row| row.last_seen),
            "raised" => moments(&|row| row.raised),
            "findings" => counts(&|row| row.findings),
            "events" => counts(&|row| row.events),
            "evidence" => lists(rows, |row| &row.evidence),
            "provisional" => Arc::new(
                rows.iter()
                    .map(|row| Some(row.provisional))
                    .collect::<BooleanArray>(),
            ),
            "source" => told(&|row| row.source.clone()),
            "org" => told(&|row| row.org.clone()),
            "ip" => told(&|row| row.ip.clone()),
            "country" => told(&|row| row.country.clone()),
            "target" => told(&|row| row.target.clone()),
            "target_kind" => told(&|row| row.target_kind.clone()),
            "tactics" => lists(rows, |row| &row.tactics),
            _ => lists(rows, |row| &row.techniques),
        }
    }
}

/// The node that one of these names or ids means, the first that is known.
fn node_of(graph: &Graph, known_as: &[String]) -> Option<String> {
    let known = known_as.iter().filter(|name| !name.is_empty());
    let mut nodes = known.filter_map(|name| graph.by_id(name).or_else(|| graph.lookup(name).next()));
    nodes.next().map(|node| graph.id(node).to_owned())
}

fn lists(rows: &[AlertRow], list: impl Fn(&AlertRow) -> &Vec<String>) -> ArrayRef {
    let mut lists = ListBuilder::new(StringViewBuilder::new()).with_field(list_item());
    for row in rows {
        list(row)
            .iter()
            .for_each(|item| lists.values().append_value(item));
        lists.append(true);
    }
    Arc::new(lists.finish())
}
