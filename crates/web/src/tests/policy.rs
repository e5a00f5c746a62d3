//! Every call and every role: nobody decides by accident.

use domain::role::{PRESETS, preset};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::RoleWord;
use super::world::World;
use crate::session::policy::{Asker, CALLS, Right, Verdict, decide, required};

/// The described calls.
fn described() -> Vec<(Method, String)> {
    let document: Value = serde_json::from_str(&crate::openapi()).unwrap();
    let mut calls = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            if let Ok(method) = method.to_uppercase().parse::<Method>() {
                calls.push((method, path.clone()));
            }
        }
    }
    calls
}

#[test]
fn somebody_decided_about_every_call() {
    for (method, path) in described() {
        assert!(
            required(&method, &path).is_some(),
            "{method} {path} is in no line of the policy"
        );
    }
    let described = described();
    for (method, path, _) in CALLS {
        let known = *path == "/api/openapi.json" || described.contains(&(method.clone(), (*path).to_owned()));
        assert!(known, "the policy names {method} {path}, which is no call");
    }
    assert_eq!(required(&Method::GET, "/api/v1/unheard"), None);
    assert_eq!(required(&Method::HEAD, "/api/v1/home"), Some(Right::See));
}

/// What each role gets for each call with a token: `-` for 401, `x` for 403, `ok` for anything that the handler itself
/// says; then what a browser gets, where a token gets nothing.
#[tokio::test]
async fn matrix_of_roles_and_calls() {
    let world = World::new().await;
    let admin = world.with_token(RoleWord::Admin).await;
    let reader = world.with_token(RoleWord::Reader).await;
    let mut lines = Vec::new();
    for (method, path, right) in CALLS {
        let concrete = path
            .replace("{id}", "nothing")
            .replace("{source}", "okta")
            .replace("{kind}", "role");
        let body = (!matches!(*method, Method::GET | Method::DELETE)).then(|| json!({}));
        let mut line = format!("{method} {path}:");
        let mut clients = vec![world.nobody(), reader.clone(), admin.clone()];
        if *right == Right::InBrowser {
            clients.push(world.browser().await);
        }
        for client in &clients {
            let reply = client.send(method.clone(), &concrete, body.clone()).await;
            line += match (reply.status, reply.text.contains("\"code\":\"signed_out\"")) {
                (StatusCode::UNAUTHORIZED, true) => " -",
                // The call is this person's; they have to prove anew who they are.
                (StatusCode::FORBIDDEN, _) if reply.text.contains("\"proof_required\"") => " ok",
                (StatusCode::FORBIDDEN, _) => " x",
                (status, _) => {
                    assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{line} {}", reply.text);
                    " ok"
                }
            };
        }
        lines.push(line);
    }
    insta::assert_snapshot!(lines.join("\n"), @"
    GET /api/openapi.json: ok ok ok
    GET /api/v1/session: ok ok ok
    POST /api/v1/session: ok ok ok
    DELETE /api/v1/session: - ok ok
    POST /api/v1/session/passkey/challenge: ok ok ok
    POST /api/v1/session/passkey: ok ok ok
    POST /api/v1/setup: ok ok ok
    GET /api/v1/home: - ok ok
    GET /api/v1/search: - ok ok
    GET /api/v1/nodes: - ok ok
    GET /api/v1/nodes/{id}: - ok ok
    GET /api/v1/nodes/{id}/raw: - ok ok
    GET /api/v1/nodes/{id}/connections: - ok ok
    GET /api/v1/nodes/{id}/access: - ok ok
    GET /api/v1/graph/path: - ok ok
    GET /api/v1/graph/blast: - ok ok
    GET /api/v1/graph/diff: - ok ok
    GET /api/v1/graph/explore: - ok ok
    POST /api/v1/graph/subgraph: - ok ok
    POST /api/v1/query: - ok ok
    GET /api/v1/query/schema: - ok ok
    GET /api/v1/query/examples: - ok ok
    DELETE /api/v1/query/{id}: - ok ok
    GET /api/v1/activity/events: - x ok
    GET /api/v1/activity/events/{id}: - x ok
    GET /api/v1/activity/facets: - x ok
    GET /api/v1/activity/timeline: - x ok
    GET /api/v1/activity/language: - x ok
    GET /api/v1/activity/stats: - x ok
    GET /api/v1/activity/tail: - x ok
    POST /api/v1/activity/import: - x ok
    GET /api/v1/activity/export: - x ok
    GET /api/v1/activity/searches: - x ok
    POST /api/v1/activity/searches: - x ok
    DELETE /api/v1/activity/searches/{id}: - x ok
    GET /api/v1/activity/identity: - x ok
    POST /api/v1/activity/accounts: - x ok
    DELETE /api/v1/activity/accounts: - x ok
    GET /api/v1/activity/sources: - ok ok
    POST /api/v1/activity/sources: - x ok
    PATCH /api/v1/activity/sources/{name}: - x ok
    DELETE /api/v1/activity/sources/{name}: - x ok
    POST /api/v1/activity/sources/{name}/token: - x ok
    GET /api/v1/alerts: - ok ok
    GET /api/v1/alerts/{id}: - ok ok
    PATCH /api/v1/alerts/{id}: - x ok
    GET /api/v1/alerts/{id}/actions: - x ok
    POST /api/v1/alerts/{id}/actions: - x ok
    GET /api/v1/forwards: - ok ok
    POST /api/v1/forwards: - x ok
    PATCH /api/v1/forwards/{id}: - x ok
    DELETE /api/v1/forwards/{id}: - x ok
    POST /api/v1/forwards/{id}/test: - x ok
    GET /api/v1/rules: - ok ok
    POST /api/v1/rules: - x ok
    GET /api/v1/rules/{id}: - ok ok
    PATCH /api/v1/rules/{id}: - x ok
    DELETE /api/v1/rules/{id}: - x ok
    POST /api/v1/rules/replay: - ok ok
    POST /api/v1/rules/{id}/replay: - ok ok
    GET /api/v1/collectors: - ok ok
    POST /api/v1/collectors/{source}/run: - x ok
    GET /api/v1/snapshots: - ok ok
    GET /api/v1/integrations: - ok ok
    GET /api/v1/integrations/okta: - ok ok
    POST /api/v1/integrations/okta: - x ok
    PATCH /api/v1/integrations/okta: - x ok
    DELETE /api/v1/integrations/okta: - x ok
    POST /api/v1/integrations/okta/check: - x ok
    POST /api/v1/integrations/okta/cleanup: - x ok
    GET /api/v1/integrations/okta/keys: - ok ok
    POST /api/v1/integrations/okta/keys: - x ok
    DELETE /api/v1/integrations/okta/keys/{id}: - x ok
    GET /api/v1/integrations/okta/jwks: ok ok ok
    GET /api/v1/integrations/okta/scim: - ok ok
    POST /api/v1/integrations/okta/scim: - x ok
    PATCH /api/v1/integrations/okta/scim: - x ok
    DELETE /api/v1/integrations/okta/scim: - x ok
    POST /api/v1/integrations/okta/scim/token: - x ok
    POST /api/v1/integrations/okta/scan: - x ok
    GET /api/v1/integrations/okta/sync: - ok ok
    PUT /api/v1/integrations/okta/sync: - x ok
    POST /api/v1/integrations/okta/sync/plan: - x ok
    POST /api/v1/integrations/okta/sync/run: - x ok
    GET /api/v1/integrations/okta/lists: - ok ok
    PUT /api/v1/integrations/okta/lists: - x ok
    POST /api/v1/integrations/okta/lists/preview: - x ok
    GET /api/v1/integrations/okta/events: - ok ok
    GET /api/v1/tokens: - x ok
    POST /api/v1/tokens: - x ok
    DELETE /api/v1/tokens/{id}: - x ok
    GET /api/v1/audit: - x ok
    GET /api/v1/audit/verify: - x ok
    GET /api/v1/resources: - ok ok
    POST /api/v1/resources: - ok ok
    GET /api/v1/resources/{kind}: - x ok
    GET /api/v1/resources/{kind}/{name}: - x ok
    PUT /api/v1/resources/{kind}/{name}: - x ok
    DELETE /api/v1/resources/{kind}/{name}: - x ok
    GET /api/v1/sign-in: ok ok ok
    GET /api/v1/account: - ok ok
    POST /api/v1/account/proof: - x x ok
    POST /api/v1/account/password: - x x ok
    POST /api/v1/account/second-factor: - x x ok
    PUT /api/v1/account/second-factor: - x x ok
    DELETE /api/v1/account/second-factor: - x x ok
    GET /api/v1/account/passkeys: - x x ok
    POST /api/v1/account/passkeys: - x x ok
    POST /api/v1/account/passkeys/offer: - x x ok
    PATCH /api/v1/account/passkeys/{id}: - x x ok
    DELETE /api/v1/account/passkeys/{id}: - x x ok
    GET /api/v1/account/sessions: - x x ok
    DELETE /api/v1/account/sessions/{id}: - x x ok
    GET /api/v1/account/tokens: - ok ok
    DELETE /api/v1/account/tokens/{id}: - ok ok
    GET /api/v1/users: - x ok
    POST /api/v1/users: - x ok
    GET /api/v1/users/{id}: - x ok
    PATCH /api/v1/users/{id}: - x ok
    DELETE /api/v1/users/{id}: - x ok
    GET /api/v1/users/{id}/sessions: - x ok
    DELETE /api/v1/users/{id}/sessions: - x ok
    GET /api/v1/roles: - x ok
    POST /api/v1/roles: - x ok
    GET /api/v1/roles/{name}: - x ok
    PUT /api/v1/roles/{name}: - x ok
    DELETE /api/v1/roles/{name}: - x ok
    GET /api/v1/locks: - x ok
    POST /api/v1/locks: - x ok
    DELETE /api/v1/locks/{id}: - x ok
    GET /api/v1/connectors: - x ok
    POST /api/v1/connectors: - x ok
    GET /api/v1/connectors/{name}: - x ok
    PUT /api/v1/connectors/{name}: - x ok
    DELETE /api/v1/connectors/{name}: - x ok
    POST /api/v1/connectors/check: - x ok
    POST /api/v1/connectors/{name}/check: - x ok
    POST /api/v1/connectors/{name}/refresh: - x ok
    POST /api/v1/connectors/{name}/trials: - x ok
    GET /api/v1/connectors/{name}/trials: - x ok
    ");
}

/// Which presets permit each call.
#[test]
fn matrix_of_presets_and_calls() {
    let mut lines = Vec::new();
    for (method, path, right) in CALLS {
        let may = |name: &str| {
            let roles = [preset(name).unwrap()];
            let asker = Asker {
                roles: &roles,
                is_token: false,
            };
            decide(Some(*right), Some(asker)) == Verdict::Allowed
        };
        let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        let allowed: Vec<&str> = names.iter().copied().filter(|name| may(name)).collect();
        if allowed.len() < names.len() {
            lines.push(format!("{method} {path}: {}", allowed.join(" ")));
        }
    }
    insta::assert_snapshot!(lines.join("\n"), @"
    GET /api/v1/home: access editor auditor
    GET /api/v1/search: access editor auditor
    GET /api/v1/nodes: access editor auditor
    GET /api/v1/nodes/{id}: access editor auditor
    GET /api/v1/nodes/{id}/raw: access editor auditor
    GET /api/v1/nodes/{id}/connections: access editor auditor
    GET /api/v1/nodes/{id}/access: access editor auditor
    GET /api/v1/graph/path: access editor auditor
    GET /api/v1/graph/blast: access editor auditor
    GET /api/v1/graph/diff: access editor auditor
    GET /api/v1/graph/explore: access editor auditor
    POST /api/v1/graph/subgraph: access editor auditor
    POST /api/v1/query: access editor auditor
    GET /api/v1/query/schema: access editor auditor
    GET /api/v1/query/examples: access editor auditor
    DELETE /api/v1/query/{id}: access editor auditor
    GET /api/v1/activity/events: editor auditor
    GET /api/v1/activity/events/{id}: editor auditor
    GET /api/v1/activity/facets: editor auditor
    GET /api/v1/activity/timeline: editor auditor
    GET /api/v1/activity/language: editor auditor
    GET /api/v1/activity/stats: editor auditor
    GET /api/v1/activity/tail: editor auditor
    POST /api/v1/activity/import: editor
    GET /api/v1/activity/export: editor auditor
    GET /api/v1/activity/searches: editor auditor
    POST /api/v1/activity/searches: editor
    DELETE /api/v1/activity/searches/{id}: editor
    GET /api/v1/activity/identity: editor auditor
    POST /api/v1/activity/accounts: editor
    DELETE /api/v1/activity/accounts: editor
    GET /api/v1/activity/sources: access editor auditor
    POST /api/v1/activity/sources: editor
    PATCH /api/v1/activity/sources/{name}: editor
    DELETE /api/v1/activity/sources/{name}: editor
    POST /api/v1/activity/sources/{name}/token: editor
    GET /api/v1/alerts: access editor auditor
    GET /api/v1/alerts/{id}: access editor auditor
    PATCH /api/v1/alerts/{id}: editor
    GET /api/v1/alerts/{id}/actions: editor
    POST /api/v1/alerts/{id}/actions: editor
    GET /api/v1/forwards: access editor auditor
    POST /api/v1/forwards: editor
    PATCH /api/v1/forwards/{id}: editor
    DELETE /api/v1/forwards/{id}: editor
    POST /api/v1/forwards/{id}/test: editor
    GET /api/v1/rules: access editor auditor
    POST /api/v1/rules: editor
    GET /api/v1/rules/{id}: access editor auditor
    PATCH /api/v1/rules/{id}: editor
    DELETE /api/v1/rules/{id}: editor
    POST /api/v1/rules/replay: access editor auditor
    POST /api/v1/rules/{id}/replay: access editor auditor
    GET /api/v1/collectors: access editor auditor
    POST /api/v1/collectors/{source}/run: editor
    GET /api/v1/snapshots: access editor auditor
    GET /api/v1/integrations: access editor auditor
    GET /api/v1/integrations/okta: access editor auditor
    POST /api/v1/integrations/okta: editor
    PATCH /api/v1/integrations/okta: editor
    DELETE /api/v1/integrations/okta: editor
    POST /api/v1/integrations/okta/check: editor
    POST /api/v1/integrations/okta/cleanup: editor
    GET /api/v1/integrations/okta/keys: access editor auditor
    POST /api/v1/integrations/okta/keys: editor
    DELETE /api/v1/integrations/okta/keys/{id}: editor
    GET /api/v1/integrations/okta/scim: access editor auditor
    POST /api/v1/integrations/okta/scim: editor
    PATCH /api/v1/integrations/okta/scim: editor
    DELETE /api/v1/integrations/okta/scim: editor
    POST /api/v1/integrations/okta/scim/token: editor
    POST /api/v1/integrations/okta/scan: editor
    GET /api/v1/integrations/okta/sync: access editor auditor
    PUT /api/v1/integrations/okta/sync: editor
    POST /api/v1/integrations/okta/sync/plan: editor
    POST /api/v1/integrations/okta/sync/run: editor
    GET /api/v1/integrations/okta/lists: access editor auditor
    PUT /api/v1/integrations/okta/lists: editor
    POST /api/v1/integrations/okta/lists/preview: editor
    GET /api/v1/integrations/okta/events: access editor auditor
    GET /api/v1/tokens: editor auditor
    POST /api/v1/tokens: editor
    DELETE /api/v1/tokens/{id}: editor
    GET /api/v1/audit: editor auditor
    GET /api/v1/audit/verify: editor auditor
    GET /api/v1/users: editor auditor
    POST /api/v1/users: editor
    GET /api/v1/users/{id}: editor auditor
    PATCH /api/v1/users/{id}: editor
    DELETE /api/v1/users/{id}: editor
    GET /api/v1/users/{id}/sessions: editor auditor
    DELETE /api/v1/users/{id}/sessions: editor
    GET /api/v1/roles: editor auditor
    POST /api/v1/roles: editor
    GET /api/v1/roles/{name}: editor auditor
    PUT /api/v1/roles/{name}: editor
    DELETE /api/v1/roles/{name}: editor
    GET /api/v1/locks: editor auditor
    POST /api/v1/locks: editor
    DELETE /api/v1/locks/{id}: editor
    GET /api/v1/connectors: editor auditor
    POST /api/v1/connectors: editor
    GET /api/v1/connectors/{name}: editor auditor
    PUT /api/v1/connectors/{name}: editor
    DELETE /api/v1/connectors/{name}: editor
    POST /api/v1/connectors/check: editor
    POST /api/v1/connectors/{name}/check: editor
    POST /api/v1/connectors/{name}/refresh: editor
    POST /api/v1/connectors/{name}/trials: editor
    GET /api/v1/connectors/{name}/trials: editor auditor
    ");
}

#[tokio::test]
async fn a_token_is_worth_no_more_than_its_owner() {
    let world = World::new().await;
    let token = world.with_token(RoleWord::Admin).await;
    assert_eq!(token.get("/api/v1/tokens").await.status, StatusCode::OK);
    world.another_editor().await;
    let owner = world.state.user_named("root").await.unwrap().unwrap();
    let entry = store::state::AuditEntry::new("test", "test", "test");
    world
        .state
        .set_user_roles(&owner.id, (&["reader".to_owned()], None), &entry, world.now())
        .await
        .unwrap();
    assert_eq!(
        token.get("/api/v1/tokens").await.code(),
        "bad_token",
        "the token has only the role its owner lost"
    );
    world
        .state
        .set_user_disabled(&owner.id, true, &entry, world.now())
        .await
        .unwrap();
    assert_eq!(token.get("/api/v1/home").await.code(), "bad_token");
}
