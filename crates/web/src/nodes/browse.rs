//! Lists nodes of a kind.

use axum::extract::State;
use graph::{NodeIx, NodeKind};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::{class_of, filter, kind_label, kind_word, node_ref, population, properties};
use crate::app::{App, Charted, Shared};
use crate::error::Answer;
use crate::extract::Params;
use crate::paging::Page;
use crate::snapshot::{not_read, why_not_whole};
use crate::view::{ErrorBody, KindCount, KindWord, NodePage, NodeRow};

/// Which nodes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct BrowseParams {
    /// Kind in the graph.
    #[serde(default)]
    kind: Option<KindWord>,
    /// Kind in Okta's words (`okta_user`, `okta_group`, …).
    #[serde(default)]
    sub_kind: Option<String>,
    /// Only names and aliases that contain this, whatever the case.
    #[serde(default)]
    q: Option<String>,
    /// Only this state (`ACTIVE`, `SUSPENDED`, …).
    #[serde(default)]
    status: Option<String>,
    /// Order; `name` when left out.
    #[serde(default)]
    #[param(inline)]
    sort: Option<SortWord>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Orders of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, utoipa::ToSchema)]
pub(crate) enum SortWord {
    /// By name.
    #[serde(rename = "name")]
    Name,
    /// By name, backwards.
    #[serde(rename = "-name")]
    NameBackwards,
    /// Most standing privileges first; only for identities.
    #[serde(rename = "-standing_privileges")]
    MostStanding,
    /// Most members, users or holders first.
    #[serde(rename = "-population")]
    MostPopulation,
}

/// Nodes, by page.
#[utoipa::path(
    get,
    path = "/api/v1/nodes",
    operation_id = "nodes",
    tag = "nodes",
    params(BrowseParams),
    responses(
        (status = 200, description = "A page of nodes", body = NodePage),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn nodes(
    State(app): State<Shared>,
    Params(wanted): Params<BrowseParams>,
) -> Answer<NodePage> {
    let page = Page::read(wanted.cursor.as_deref(), wanted.limit)?;
    let kinds = filter::kinds(wanted.kind, wanted.sub_kind.as_deref())?;
    let asked = app.clone();
    app.ask(move |charted| Ok(list(&asked, charted, &kinds, &wanted, page)))
        .await
}

fn list(app: &App, charted: &Charted, kinds: &[NodeKind], wanted: &BrowseParams, page: Page) -> NodePage {
    let graph = &charted.graph;
    let sort = wanted.sort.unwrap_or(SortWord::Name);
    let needle = wanted
        .q
        .as_deref()
        .map(|q| q.trim().to_lowercase())
        .filter(|q| !q.is_empty());
    let all = app.orders.of(graph, kinds, sort);
    let nodes: Vec<NodeIx> = all
        .iter()
        .copied()
        .filter(|node| {
            needle
                .as_deref()
                .is_none_or(|needle| filter::has_text(graph, *node, needle))
        })
        .filter(|node| {
            wanted
                .status
                .as_deref()
                .is_none_or(|status| filter::has_status(graph, *node, status))
        })
        .collect();
    let coverage = &charted.snapshot.info().coverage;
    let mut classes: Vec<_> = kinds.iter().filter_map(|kind| class_of(*kind)).collect();
    classes.dedup();
    NodePage {
        rows: page.of(&nodes).iter().map(|node| row(charted, *node)).collect(),
        total: nodes.len() as u64,
        next_cursor: page.next(nodes.len()),
        facets: counts(charted),
        not_read: classes
            .into_iter()
            .filter_map(|class| not_read(coverage, class))
            .collect(),
        snapshot: app.snapshot_ref(charted),
    }
}

fn row(charted: &Charted, node: NodeIx) -> NodeRow {
    let graph = &charted.graph;
    let properties = properties(graph, node);
    let text = |key: &str| properties.get(key).and_then(Value::as_str).map(str::to_owned);
    let is_identity = graph.kind(node).is_identity();
    NodeRow {
        node: node_ref(graph, node),
        standing_privileges: is_identity.then(|| u64::from(graph.standing_privileges(node))),
        population: population(graph, node),
        created: text("created"),
        last_updated: text("last_updated"),
    }
}

/// How many nodes there are of each kind, and what was not read.
pub(crate) fn counts(charted: &Charted) -> Vec<KindCount> {
    let (graph, coverage) = (&charted.graph, &charted.snapshot.info().coverage);
    let kinds = NodeKind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, NodeKind::Organization | NodeKind::Unseen));
    let count = |kind: NodeKind| {
        let count = graph.nodes_of(kind).count() as u64;
        let why = class_of(kind).and_then(|class| why_not_whole(coverage, class));
        KindCount {
            kind: kind_word(kind),
            sub_kind: kind.sub_kind().to_owned(),
            label: kind_label(kind).to_owned(),
            count: (why.is_none() || count > 0).then_some(count),
            not_read: why,
        }
    };
    kinds.map(count).collect()
}
