//! Ready questions.

use axum::Json;
use axum::extract::State;
use graph::{Graph, NodeKind};
use query::catalogue::EXAMPLES;

use crate::app::Shared;
use crate::error::Answer;
use crate::view::{ErrorBody, ExamplesView, QueryExample, time_text};

/// Ready questions, which run as they are.
#[utoipa::path(
    get,
    path = "/api/v1/query/examples",
    operation_id = "query_examples",
    tag = "sql",
    responses(
        (status = 200, description = "The examples", body = ExamplesView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn query_examples(State(app): State<Shared>) -> Answer<ExamplesView> {
    let charted = app.parts.current.load_full();
    let yesterday = time_text(app.now().plus_ms(-24 * 3_600_000));
    let names = charted
        .as_ref()
        .map_or_else(Names::placeholders, |charted| Names::of(&charted.graph));
    let own = EXAMPLES.iter().enumerate().map(|(at, example)| QueryExample {
        id: format!("example_{}", at + 1),
        group: "More".to_owned(),
        title: example.question.to_owned(),
        sql: names.fill(example.sql, &yesterday),
    });
    let first = FIRST.iter().map(|(id, group, title, sql)| QueryExample {
        id: (*id).to_owned(),
        group: (*group).to_owned(),
        title: (*title).to_owned(),
        sql: names.fill(sql, &yesterday),
    });
    let mut examples: Vec<QueryExample> = first.collect();
    let known: Vec<String> = examples.iter().map(|example| bare(&example.sql)).collect();
    examples.extend(own.filter(|example| !known.contains(&bare(&example.sql))));
    Ok(Json(ExamplesView { examples }))
}

/// Text without what does not change its meaning, to find doubles.
fn bare(sql: &str) -> String {
    sql.trim_end_matches(';')
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The six questions that everybody asks first, then good ones by subject. Words in angle brackets are filled in.
const FIRST: &[(&str, &str, &str, &str)] = &[
    (
        "all_okta",
        "First questions",
        "Show all Okta resources",
        r#"SELECT * FROM nodes WHERE labels @> '{"teleport.dev/origin": "okta"}';"#,
    ),
    (
        "one_org",
        "First questions",
        "Show all Okta resources of one organization",
        r#"SELECT * FROM nodes WHERE labels @> '{"okta/org": "<org>"}';"#,
    ),
    (
        "user_paths",
        "First questions",
        "All access paths of an Okta user",
        "SELECT * FROM access_path WHERE identity = '<user>' AND kind = 'ALLOWED';",
    ),
    (
        "app_users",
        "First questions",
        "All users who can access an Okta application",
        r#"SELECT * FROM access_path WHERE resource = '<app>' AND resource_labels @> '{"teleport.dev/origin": "okta"}';"#,
    ),
    (
        "group_members",
        "First questions",
        "All members of an Okta group",
        r#"SELECT * FROM access_path WHERE resource = '<group>' AND resource_labels @> '{"teleport.dev/origin": "okta"}';"#,
    ),
    (
        "standing",
        "First questions",
        "Okta users with standing privileges",
        r#"SELECT * FROM access_path WHERE standing_privileges >= 1 AND resource_labels @> '{"teleport.dev/origin": "okta"}';"#,
    ),
    (
        "admins",
        "Administrators",
        "Administrators, what they may do and over what",
        "SELECT identity, action, resource, identity_group, resource_group\nFROM access_path\nWHERE action_type = 'admin_role'\nORDER BY action, identity;",
    ),
    (
        "admin_groups",
        "Administrators",
        "Groups that make their members administrators",
        "SELECT DISTINCT unnest(identity_group) AS \"group\", action\nFROM access_path\nWHERE action_type = 'admin_role';",
    ),
    (
        "tokens",
        "Credentials",
        "API tokens with their owners and the owners' roles",
        "SELECT t.name, t.owner_login, t.owner_status, t.last_updated, r.role_label\nFROM okta_api_tokens t\nLEFT JOIN okta_role_assignments r ON r.assignee_id = t.owner_id\nORDER BY t.last_updated;",
    ),
    (
        "widest",
        "Hygiene",
        "Who reaches most",
        "SELECT name, sub_kind, standing_privileges\nFROM identities\nORDER BY standing_privileges DESC\nLIMIT 50;",
    ),
    (
        "popular_apps",
        "Hygiene",
        "Apps by the number of people who reach them",
        "SELECT resource, count(DISTINCT identity) AS people\nFROM access_path\nWHERE action_type = 'assignment'\nGROUP BY resource\nORDER BY people DESC\nLIMIT 50;",
    ),
    (
        "direct",
        "Hygiene",
        "Apps assigned to people directly instead of through a group",
        "SELECT resource, count(*) AS people\nFROM access_path\nWHERE action_type = 'assignment' AND array_length(path) = 2\nGROUP BY resource\nORDER BY people DESC;",
    ),
    (
        "kinds",
        "Hygiene",
        "Nodes by kind",
        "SELECT kind, sub_kind, count(*) AS nodes\nFROM nodes\nGROUP BY kind, sub_kind\nORDER BY nodes DESC;",
    ),
    (
        "did",
        "Activity",
        "What a user did, the newest first",
        "SELECT event_time, event_type, target_name, status, ip\nFROM activity\nWHERE actor_name = '<user>'\nORDER BY event_time DESC\nLIMIT 100;",
    ),
    (
        "failed_sign_ins",
        "Activity",
        "Failed sign-ins of the last day, by person and address",
        "SELECT actor_name, ip, count(*) AS failures, max(event_time) AS last\nFROM activity\nWHERE action = 'login' AND status = 'failure' AND event_time > now() - INTERVAL '1 day'\nGROUP BY actor_name, ip\nORDER BY failures DESC\nLIMIT 50;",
    ),
    (
        "by_hour",
        "Activity",
        "Events of the last day by hour and source",
        "SELECT date_trunc('hour', event_time) AS hour, source, count(*) AS events\nFROM activity\nWHERE event_time > now() - INTERVAL '1 day'\nGROUP BY hour, source\nORDER BY hour, source;",
    ),
    (
        "open_alerts",
        "Activity",
        "Open alerts, and how much their people reach",
        "SELECT a.severity, a.title, a.identity, i.standing_privileges, a.last_seen\nFROM alerts a\nLEFT JOIN identities i ON i.id = a.identity_id\nWHERE a.status = 'open'\nORDER BY a.last_seen DESC;",
    ),
    (
        "unopened",
        "Hygiene",
        "Apps that people are assigned and did not open within 90 days",
        "SELECT resource, count(DISTINCT identity) AS people\nFROM access_path\nWHERE action_type = 'assignment' AND used_90d = false\nGROUP BY resource\nORDER BY people DESC\nLIMIT 50;",
    ),
    (
        "gained",
        "Change",
        "What a user gained since yesterday",
        "SELECT resource, action FROM access_path WHERE identity = '<user>'\nEXCEPT\nSELECT resource, action FROM access_path FOR SYSTEM_TIME AS OF '<yesterday>' WHERE identity = '<user>';",
    ),
    (
        "coverage",
        "Change",
        "How much of each object class was read",
        "SELECT * FROM coverage;",
    ),
];

/// Real names for the examples, so that each runs as it is.
struct Names {
    org: String,
    user: String,
    app: String,
    group: String,
}

impl Names {
    fn placeholders() -> Self {
        let text = str::to_owned;
        Self {
            org: text("https://your-org.okta.com"),
            user: text("user"),
            app: text("app-name"),
            group: text("group-name"),
        }
    }

    /// The first of each kind that has something to show.
    fn of(graph: &Graph) -> Self {
        let usual = Self::placeholders();
        let name = |node| graph.name(node).to_owned();
        let user = graph
            .nodes_of(NodeKind::User)
            .find(|user| graph.memberships_of(*user).len() > 1);
        let app = graph
            .nodes_of(NodeKind::App)
            .find(|app| !graph.groups_of_app(*app).is_empty());
        let group = graph
            .nodes_of(NodeKind::Group)
            .find(|group| !graph.apps_of_group(*group).is_empty());
        Self {
            org: graph.org_url().to_owned(),
            user: user
                .or_else(|| graph.nodes_of(NodeKind::User).next())
                .map_or(usual.user, name),
            app: app
                .or_else(|| graph.nodes_of(NodeKind::App).next())
                .map_or(usual.app, name),
            group: group
                .or_else(|| graph.nodes_of(NodeKind::Group).next())
                .map_or(usual.group, name),
        }
    }

    fn fill(&self, sql: &str, yesterday: &str) -> String {
        let quoted = |name: &str| name.replace('\'', "''");
        sql.replace("<org>", &quoted(&self.org))
            .replace("<user>", &quoted(&self.user))
            .replace("<app>", &quoted(&self.app))
            .replace("<group>", &quoted(&self.group))
            .replace("<yesterday>", yesterday)
            .replace("<2026-01-31>", yesterday)
    }
}
