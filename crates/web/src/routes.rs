//! Every call, in one list. Who may make it is decided in `session/policy.rs`.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{any, get, post};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Shared;
use crate::error::ApiError;
use crate::{
    activity, admin, assets, chart, connectors, detections, health, home, integrations, metrics, nodes,
    people, provision, resources, session, sql, sso,
};

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
        (name = "activity", description = "What happened: events of all sources, and what one person did"),
        (name = "alerts", description = "What rules found, who works on it, whom it is told"),
        (name = "rules", description = "What is looked for"),
        (name = "integrations", description = "The connection to Okta, scans, snapshots"),
        (name = "people", description = "People, roles, locks"),
        (name = "resources", description = "Everything that can be written down as YAML, exported and brought back"),
        (name = "connectors", description = "Ways to sign in through an identity provider"),
        (name = "account", description = "One's own account"),
        (name = "administration", description = "Tokens and audit log of this server")
    )
)]
struct Described;

/// The described calls, with their handlers. One function an area: the compiler proves each chain as a whole, and its
/// work grows with the square of the chain's length.
pub(crate) fn api() -> OpenApiRouter<Shared> {
    let areas = [
        asking(),
        graph(),
        sql_calls(),
        events(),
        people_seen(),
        findings(),
        organization(),
        loops(),
        administration(),
        people(),
        account(),
        connectors(),
        written_down(),
    ];
    let described = OpenApiRouter::with_openapi(Described::openapi());
    areas.into_iter().fold(described, OpenApiRouter::merge)
}

/// Signing in, and the first page.
fn asking() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(
            session::show::session,
            session::sign_in::sign_in,
            session::sign_out::sign_out
        ))
        .routes(routes!(session::passkey::passkey_challenge))
        .routes(routes!(session::passkey::passkey_sign_in))
        .routes(routes!(session::setup::setup))
        .routes(routes!(home::home))
}

/// Search, panels, ways, pictures.
fn graph() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
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
}

/// SQL.
fn sql_calls() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(sql::run::query))
        .routes(routes!(sql::schema::query_schema))
        .routes(routes!(sql::examples::query_examples))
        .routes(routes!(sql::cancel::query_cancel))
}

/// What happened.
fn events() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(activity::events::activity_events))
        .routes(routes!(activity::events::activity_event))
        .routes(routes!(activity::facets::activity_facets))
        .routes(routes!(activity::facets::activity_timeline))
        .routes(routes!(activity::facets::activity_language))
        .routes(routes!(activity::stats::activity_stats))
        .routes(routes!(activity::tail::activity_tail))
        .routes(routes!(activity::import::activity_import))
}

/// What one person did, and where events come from.
fn people_seen() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(activity::export::activity_export))
        .routes(routes!(
            activity::searches::activity_searches,
            activity::searches::activity_search_create
        ))
        .routes(routes!(activity::searches::activity_search_delete))
        .routes(routes!(activity::identity::activity_identity))
        .routes(routes!(
            activity::accounts::activity_account_correct,
            activity::accounts::activity_account_uncorrect
        ))
        .routes(routes!(
            activity::sources::activity_sources,
            activity::sources::activity_source_create
        ))
        .routes(routes!(
            activity::sources::activity_source_change,
            activity::sources::activity_source_delete
        ))
        .routes(routes!(activity::sources::activity_source_token))
}

/// Alerts, forwards, rules, collectors.
fn findings() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(detections::alerts::alerts))
        .routes(routes!(
            detections::alerts::alert,
            detections::alerts::alert_change
        ))
        .routes(routes!(
            detections::actions::alert_actions,
            detections::actions::alert_act
        ))
        .routes(routes!(
            detections::forwards::forwards,
            detections::forwards::forward_create
        ))
        .routes(routes!(
            detections::forwards::forward_change,
            detections::forwards::forward_delete
        ))
        .routes(routes!(detections::forwards::forward_test))
        .routes(routes!(
            detections::rules::rules,
            detections::own_rules::rule_create
        ))
        .routes(routes!(
            detections::rules::rule,
            detections::rules::rule_change,
            detections::own_rules::rule_delete
        ))
        .routes(routes!(detections::rules::rules_replay))
        .routes(routes!(detections::rules::rule_replay))
        .routes(routes!(detections::collectors::collectors))
        .routes(routes!(detections::collectors::collector_run))
}

/// The connection to Okta.
fn organization() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
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
}

/// Scans, sync, provisioning.
fn loops() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(integrations::keys::jwks))
        .routes(routes!(integrations::sync::sync, integrations::sync::sync_set))
        .routes(routes!(integrations::sync::sync_plan))
        .routes(routes!(integrations::sync::sync_run))
        .routes(routes!(
            integrations::lists::list_sync,
            integrations::lists::list_sync_set
        ))
        .routes(routes!(integrations::lists::list_sync_preview))
        .routes(routes!(integrations::scan::integration_scan))
        .routes(routes!(integrations::events::integration_events))
        .routes(routes!(
            provision::show::scim_show,
            provision::switch::scim_on,
            provision::edit::scim_edit,
            provision::switch::scim_off
        ))
        .routes(routes!(provision::switch::scim_rotate))
}

/// Tokens and the audit log.
fn administration() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(admin::tokens::tokens, admin::tokens::token_create))
        .routes(routes!(admin::tokens::token_delete))
        .routes(routes!(admin::audit::audit))
        .routes(routes!(admin::audit::audit_verify))
}

/// Resources as YAML and JSON.
fn written_down() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(
            resources::list::resource_kinds,
            resources::write_in::resources_apply
        ))
        .routes(routes!(resources::list::resources))
        .routes(routes!(
            resources::list::resource,
            resources::write_in::resource_put,
            resources::write_in::resource_delete
        ))
}

/// People, roles, locks.
fn people() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(people::list::users, people::change::user_create))
        .routes(routes!(
            people::list::user,
            people::change::user_change,
            people::change::user_delete
        ))
        .routes(routes!(
            people::sessions::user_sessions,
            people::sessions::user_sessions_end
        ))
        .routes(routes!(people::roles::roles, people::roles::role_create))
        .routes(routes!(
            people::roles::role,
            people::roles::role_change,
            people::roles::role_delete
        ))
        .routes(routes!(people::locks::locks, people::locks::lock_create))
        .routes(routes!(people::locks::lock_delete))
}

/// One's own account.
fn account() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(people::account::account))
        .routes(routes!(session::proof::account_prove))
        .routes(routes!(people::account::account_password))
        .routes(routes!(
            people::account::second_factor_offer,
            people::account::second_factor_set,
            people::account::second_factor_remove
        ))
        .routes(routes!(people::passkeys::passkeys, people::passkeys::passkey_add))
        .routes(routes!(people::passkeys::passkey_offer))
        .routes(routes!(
            people::passkeys::passkey_rename,
            people::passkeys::passkey_remove
        ))
        .routes(routes!(admin::tokens::account_tokens))
        .routes(routes!(admin::tokens::account_token_delete))
        .routes(routes!(people::account::account_sessions))
        .routes(routes!(people::account::account_session_end))
}

/// Ways to sign in through an identity provider.
fn connectors() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(
            connectors::list::connectors,
            connectors::change::connector_create
        ))
        .routes(routes!(
            connectors::list::connector,
            connectors::change::connector_change,
            connectors::change::connector_delete
        ))
        .routes(routes!(connectors::list::sign_in_ways))
        .routes(routes!(connectors::metadata::connector_check))
        .routes(routes!(connectors::look::connector_look))
        .routes(routes!(connectors::metadata::connector_refresh))
        .routes(routes!(
            connectors::trials::connector_try,
            connectors::trials::connector_trials
        ))
}

/// What browsers and identity providers use: the paths of Okta's catalogue app and their like, no API.
fn single_sign_on() -> Router<Shared> {
    Router::new()
        .route("/v1/webapi/saml/login/{connector}", get(sso::login))
        .route("/v1/webapi/saml/acs/{connector}", post(sso::acs))
        .route("/v1/webapi/saml/metadata/{connector}", get(sso::metadata))
        .route(
            "/v1/webapi/saml/slo/{connector}",
            get(sso::log_out).post(sso::log_out_posted),
        )
        .route("/v1/webapi/oidc/login/{connector}", get(sso::openid::login))
        .route("/v1/webapi/oidc/callback/{connector}", get(sso::openid::callback))
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
        .merge(single_sign_on())
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::metrics))
        // Sources that send by themselves have tokens of their own, which are good for nothing else.
        .route("/api/v1/activity/intake/{door}", post(activity::intake::intake))
        // Its own tokens, its own errors: nothing of the calls above holds here.
        .route("/v1/webapi/scim/{plugin}", any(provision::serve))
        .route("/v1/webapi/scim/{plugin}/", any(provision::serve))
        .route("/v1/webapi/scim/{plugin}/{*path}", any(provision::serve))
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
