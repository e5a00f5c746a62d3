mod alerts;
mod api_tokens;
mod audit;
mod component_faults;
mod event_sources;
mod files;
mod identity;
mod integrations;
mod leases;
mod left_behind;
mod one_time_links;
mod passkeys;
mod paused;
mod people_search;
mod rotation;
mod scan_runs;
mod upgrade;
mod users;
mod web_sessions;

use domain::Timestamp;
use serde_json::json;

use super::*;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(1_760_000_000_000 + ms)
}

fn entry(action: &'static str) -> AuditEntry<'static> {
    AuditEntry::new("ada", action, "test/thing")
}

/// A fresh state: in memory, or a schema of its own on the PostgreSQL server that `PORTOLAN_TEST_POSTGRES` names.
pub(super) async fn state() -> State {
    match schema_of_its_own().await {
        Some(target) => State::open(&target, at(0)).await.unwrap(),
        None => State::open_in_memory(at(0)).await.unwrap(),
    }
}

/// Two servers' views of one fresh state: a file in this folder, or a schema on the server.
pub(super) async fn two(folder: &std::path::Path) -> (State, State) {
    let target = match schema_of_its_own().await {
        Some(target) => target,
        None => folder.join("state.db").to_string_lossy().into_owned(),
    };
    let one = State::open(&target, at(0)).await.unwrap();
    (one, State::open(&target, at(0)).await.unwrap())
}

async fn schema_of_its_own() -> Option<String> {
    let server = std::env::var("PORTOLAN_TEST_POSTGRES").ok()?;
    sqlx::any::install_default_drivers();
    let schema = format!("test_{}", new_id());
    let admin = sqlx::AnyPool::connect(&server).await.unwrap();
    let made = format!("CREATE SCHEMA {schema}");
    sqlx::query(sqlx::AssertSqlSafe(made))
        .execute(&admin)
        .await
        .unwrap();
    admin.close().await;
    Some(format!("{server}?options[search_path]={schema}"))
}

fn new_integration(name: &str, org_url: &str) -> NewIntegration {
    NewIntegration {
        id: new_id(),
        plugin: "okta".to_owned(),
        name: name.to_owned(),
        org_url: org_url.to_owned(),
        org_id: None,
        credential_kind: "api_token".to_owned(),
        sealed_credential: "v1.sealed".to_owned(),
        settings: IntegrationSettings::default(),
    }
}

async fn integration(state: &State) -> Integration {
    let new = new_integration("okta", "https://acme.okta.com");
    state
        .create_integration(new, &entry("integration.create"), at(1))
        .await
        .unwrap()
}

fn new_user(name: &str) -> NewLocalUser {
    NewLocalUser {
        id: format!("id-{name}"),
        name: name.to_owned(),
        password_hash: "$argon2id$secret".to_owned(),
        roles: vec!["admin".to_owned()],
    }
}

async fn user(state: &State, name: &str) -> LocalUser {
    state
        .create_user(&new_user(name), &entry("user.create"), at(1))
        .await
        .unwrap();
    state.user_named(name).await.unwrap().unwrap()
}

async fn session(state: &State, user_id: &str) -> TokenHash {
    let hash = TokenHash::of("cookie");
    let new = NewWebSession {
        hash: hash.clone(),
        user_id: user_id.to_owned(),
        csrf: "c".to_owned(),
        expires: at(DAY_MS),
        address: "192.0.2.1".to_owned(),
        user_agent: "browser".to_owned(),
        single_sign_on: None,
    };
    state.create_web_session(&new, at(2)).await.unwrap();
    hash
}

async fn token(state: &State, user_id: &str, expires: Option<Timestamp>) -> TokenHash {
    let hash = TokenHash::of("ptn_1");
    let new = NewApiToken {
        id: "t1".to_owned(),
        hash: hash.clone(),
        name: "ci".to_owned(),
        user_id: user_id.to_owned(),
        roles: vec!["admin".to_owned(), "auditor".to_owned()],
        expires,
        maker: None,
    };
    state
        .create_api_token(&new, &entry("token.create"), at(2))
        .await
        .unwrap();
    hash
}
