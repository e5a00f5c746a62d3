//! The first page: five questions, and whether the answers can be trusted.

use axum::Json;
use axum::extract::State;
use graph::{NodeIx, NodeKind};

use crate::app::{App, Charted, Shared};
use crate::error::Answer;
use crate::integrations::status::view as integration_view;
use crate::nodes::browse::counts;
use crate::nodes::node_ref;
use crate::snapshot::coverage_rows;
use crate::view::{ErrorBody, HomeView, IntegrationView, Notice, NoticeLevel, StandingRow};

mod questions;
mod recent;

use recent::Lately;

/// The first page.
#[utoipa::path(
    get,
    path = "/api/v1/home",
    operation_id = "home",
    tag = "home",
    responses(
        (status = 200, description = "The first page", body = HomeView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn home(State(app): State<Shared>) -> Answer<HomeView> {
    let integration = match app.parts.state.integrations().await?.first() {
        Some(integration) => Some(integration_view(&app, integration).await?),
        None => None,
    };
    let recent = recent::lately(&app).await;
    match app.charted() {
        Ok(_) => {
            let asked = app.clone();
            app.ask(move |charted| Ok(charted_home(&asked, charted, integration, &recent)))
                .await
        }
        Err(_) => Ok(Json(empty_home(integration, &recent))),
    }
}

/// Identities listed for their standing privileges.
const TOP_STANDING: usize = 10;

fn charted_home(
    app: &App,
    charted: &Charted,
    integration: Option<IntegrationView>,
    recent: &Lately,
) -> HomeView {
    let coverage = coverage_rows(&charted.snapshot.info().coverage);
    HomeView {
        questions: questions::answered(charted, recent),
        counts: counts(charted),
        snapshot: Some(app.snapshot_ref(charted)),
        notices: notices(integration.as_ref()),
        integration,
        coverage,
        top_standing: top_standing(charted),
    }
}

fn empty_home(integration: Option<IntegrationView>, recent: &Lately) -> HomeView {
    HomeView {
        questions: questions::unanswered(recent),
        counts: Vec::new(),
        snapshot: None,
        coverage: Vec::new(),
        top_standing: Vec::new(),
        notices: notices(integration.as_ref()),
        integration,
    }
}

fn notices(integration: Option<&IntegrationView>) -> Vec<Notice> {
    let Some(integration) = integration else {
        return vec![Notice {
            level: NoticeLevel::Info,
            message: "no Okta organization is connected yet".to_owned(),
            advice: Some("connect one under Integrations".to_owned()),
        }];
    };
    let stale = integration.snapshot.as_ref().filter(|snapshot| {
        integration.settings.scan_enabled
            && snapshot.age_s > 3 * u64::from(integration.settings.scan_interval_s) + 600
    });
    let mut notices = integration.notices.clone();
    notices.extend(stale.map(|snapshot| Notice {
        level: NoticeLevel::Warning,
        message: format!("what pages show is {} hours old", snapshot.age_s.div_ceil(3600)),
        advice: Some("see the state of the integration".to_owned()),
    }));
    notices
}

fn top_standing(charted: &Charted) -> Vec<StandingRow> {
    let graph = &charted.graph;
    let counts = graph.standing_privileges_of_all();
    let mut identities: Vec<(u32, NodeIx)> = [NodeKind::User, NodeKind::ServiceApp]
        .into_iter()
        .flat_map(|kind| graph.nodes_of(kind))
        .filter_map(|node| Some((*counts.get(node.0 as usize)?, node)))
        .filter(|(count, _)| *count > 0)
        .collect();
    let by_most = |one: &(u32, NodeIx), other: &(u32, NodeIx)| other.0.cmp(&one.0).then(one.1.cmp(&other.1));
    if identities.len() > TOP_STANDING {
        identities.select_nth_unstable_by(TOP_STANDING, by_most);
        identities.truncate(TOP_STANDING);
    }
    identities.sort_unstable_by(by_most);
    let row = |(count, node)| StandingRow {
        node: node_ref(graph, node),
        standing_privileges: u64::from(count),
    };
    identities.into_iter().map(row).collect()
}
