//! Every call, in one list. Who may make it is decided in `session/policy.rs`.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::get;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Shared;
use crate::error::ApiError;
use crate::{admin, assets, chart, health, home, integrations, metrics, nodes, session, sql};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Portolan",
        description = "Who can reach what in an Okta organization. Whatever a page shows, a call gives.\n\n\
            Sign in with `POST /api/v1/session` (cookie; send `x-portolan-csrf` with every write) or send \
            `Authorization: Bearer` with an API token. `{id}` of a node is its text id, URL-encoded."
    ),
    tags(
        (name = "session", description = "Who is asking"),
        (name = "home", description = "The first page"),
        (name = "nodes", description = "Search, browse, panel, connections, access"),
        (name = "graph", description = "Ways, blast radius, differences, pictures"),
        (name = "sql", description = "SQL over the graph"),
        (name = "integrations", description = "The connection to Okta, scans, snapshots"),
        (name = "administration", description = "Tokens and audit log of this server")
    )
)]
struct Described;

/// The described calls, with their handlers.
pub(crate) fn api() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(
            session::show::session,
            session::sign_in::sign_in,
            session::sign_out::sign_out
        ))
        .routes(routes!(session::setup::setup))
        .routes(routes!(home::home))
        .routes(routes!(nodes::search::search))
        .routes(routes!(nodes::browse::nodes))
        .routes(routes!(nodes::panel::node))
        .routes(routes!(nodes::raw::node_raw))
        .routes(routes!(nodes::connections::connections))
        .routes(routes!(nodes::access::access))
        .routes(routes!(chart::path::path))
        .routes(routes!(chart::blast::blast))
        .routes(routes!(chart::diff::diff))
        .routes(routes!(chart::explore::explore))
        .routes(routes!(chart::subgraph::subgraph))
        .routes(routes!(sql::run::query))
        .routes(routes!(sql::schema::query_schema))
        .routes(routes!(sql::examples::query_examples))
        .routes(routes!(sql::cancel::query_cancel))
        .routes(routes!(integrations::snapshots::snapshots))
        .routes(routes!(integrations::list::integrations))
        .routes(routes!(
            integrations::show::integration,
            integrations::install::integration_install,
            integrations::edit::integration_edit,
            integrations::delete::integration_delete
        ))
        .routes(routes!(integrations::check::integration_check))
        .routes(routes!(integrations::cleanup::integration_cleanup))
        .routes(routes!(integrations::keys::keys, integrations::keys::key_create))
        .routes(routes!(integrations::keys::key_delete))
        .routes(routes!(integrations::keys::jwks))
        .routes(routes!(integrations::scan::integration_scan))
        .routes(routes!(integrations::events::integration_events))
        .routes(routes!(admin::tokens::tokens, admin::tokens::token_create))
        .routes(routes!(admin::tokens::token_delete))
        .routes(routes!(admin::audit::audit))
}

/// All calls behind their guard, then what programs around the server ask, then the web application.
pub(crate) fn router(app: &Shared) -> Router {
    let (calls, _) = api().split_for_parts();
    let description = openapi();
    let calls = calls
        .route(
            "/api/openapi.json",
            get(async move || ([(CONTENT_TYPE, "application/json")], description.clone())),
        )
        .route_layer(from_fn_with_state(app.clone(), session::guard));
    calls
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::metrics))
        .method_not_allowed_fallback(wrong_method)
        .fallback(assets::serve)
        .with_state(app.clone())
}

async fn wrong_method() -> impl IntoResponse {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "bad_request",
        "this call does not exist for this method",
    )
    .hint("`/api/openapi.json` describes every call")
}

/// The description of the API (OpenAPI 3.1), as JSON text with a final line break.
pub fn openapi() -> String {
    let (_, document) = api().split_for_parts();
    let mut text = document.to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}
