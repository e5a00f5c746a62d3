//! Bearer tokens of SCIM clients.

use super::*;
use crate::state::{IntegrationSettings, NewIntegration, TokenHash};

async fn integration(state: &State) -> crate::state::Integration {
    let new = NewIntegration {
        id: "i".to_owned(),
        plugin: "okta".to_owned(),
        name: "acme".to_owned(),
        org_url: ORG.to_owned(),
        org_id: None,
        credential_kind: "api_token".to_owned(),
        sealed_credential: "v1".to_owned(),
        settings: IntegrationSettings::default(),
    };
    let entry = AuditEntry::new("ada", "integration.create", "integration/acme");
    state.create_integration(new, &entry, at(0)).await.unwrap()
}

async fn switch(state: &State, revision: i64, end: Option<Timestamp>, token: Option<&str>, now: Timestamp) {
    let settings = IntegrationSettings::default();
    let switch = ScimSwitch {
        integration: ("i", revision),
        plugin: "okta",
        settings: &settings,
        earlier_end: end,
        token: token.map(|value| NewScimToken {
            id: value.to_owned(),
            hash: TokenHash::of(value),
        }),
    };
    let entry = AuditEntry::new("ada", "scim.token.create", "integration/acme");
    state.switch_scim(&switch, &entry, now).await.unwrap();
}

async fn holds(state: &State, token: &str, now: Timestamp) -> bool {
    let caller = state
        .scim_caller("okta", &TokenHash::of(token), now)
        .await
        .unwrap();
    caller.is_some_and(|caller| caller.org_url == ORG && caller.token_id == token)
}

#[tokio::test]
async fn a_rotated_token_holds_for_the_overlap() {
    let state = state().await;
    let made = integration(&state).await;
    switch(&state, made.revision, None, Some("one"), at(1)).await;
    switch(&state, made.revision + 1, Some(at(1000)), Some("two"), at(2)).await;
    assert!(holds(&state, "one", at(999)).await && holds(&state, "two", at(999)).await);
    assert!(!holds(&state, "one", at(1000)).await);
    assert!(holds(&state, "two", at(1000)).await);
    assert!(!holds(&state, "three", at(999)).await);
    let tokens = state.scim_tokens("okta", at(1000)).await.unwrap();
    assert_eq!(tokens.len(), 1);
    assert_eq!(tokens[0].last_used, Some(at(999)));
    switch(&state, made.revision + 2, Some(at(1001)), None, at(1001)).await;
    assert!(!holds(&state, "two", at(1001)).await);
    assert!(state.scim_tokens("okta", at(0)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_switch_of_somebody_elses_settings_is_refused() {
    let state = state().await;
    let made = integration(&state).await;
    let settings = IntegrationSettings::default();
    let switch = ScimSwitch {
        integration: ("i", made.revision + 1),
        plugin: "okta",
        settings: &settings,
        earlier_end: None,
        token: Some(NewScimToken {
            id: "t".to_owned(),
            hash: TokenHash::of("t"),
        }),
    };
    let entry = AuditEntry::new("ada", "scim.on", "integration/acme");
    let error = state.switch_scim(&switch, &entry, at(1)).await.unwrap_err();
    assert!(matches!(error, StateError::Conflict { .. }), "{error}");
    assert!(state.scim_tokens("okta", at(1)).await.unwrap().is_empty());
}
