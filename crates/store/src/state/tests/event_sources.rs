//! Sources of events, and the sealing of what they and forwards hold.

use super::*;
use crate::rotation::reseal_all;
use crate::vault::Vault;
use domain::Secret;

const OLD: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const BOTH: &str =
    "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=,AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

fn source(name: &str) -> EventSource {
    EventSource {
        name: name.to_owned(),
        kind: "teleport".to_owned(),
        settings: "{}".to_owned(),
        sealed_credential: None,
        token_hash: Some(TokenHash::of(name).as_str().to_owned()),
        enabled: true,
        created: at(1),
        updated: at(1),
        revision: 1,
    }
}

#[tokio::test]
async fn a_source_is_made_found_by_its_token_changed_and_removed() {
    let state = state().await;
    let made = source("cluster");
    state
        .create_event_source(&made, &entry("source.create"), at(1))
        .await
        .unwrap();
    let again = state
        .create_event_source(&made, &entry("source.create"), at(1))
        .await;
    assert!(matches!(again, Err(StateError::Exists { .. })), "{again:?}");
    let found = state
        .event_source_by_token(&TokenHash::of("cluster"))
        .await
        .unwrap();
    assert_eq!(found.as_ref(), Some(&made));
    assert_eq!(
        state
            .event_source_by_token(&TokenHash::of("other"))
            .await
            .unwrap(),
        None
    );
    let changed = EventSource {
        enabled: false,
        token_hash: Some(TokenHash::of("fresh").as_str().to_owned()),
        ..made.clone()
    };
    state
        .update_event_source(&changed, &entry("source.update"), at(2))
        .await
        .unwrap();
    let late = state
        .update_event_source(&changed, &entry("source.update"), at(3))
        .await;
    assert!(matches!(late, Err(StateError::Conflict { .. })), "{late:?}");
    assert_eq!(
        state
            .event_source_by_token(&TokenHash::of("cluster"))
            .await
            .unwrap(),
        None
    );
    let found = state.event_source("cluster").await.unwrap().unwrap();
    assert_eq!((found.enabled, found.revision), (false, 2));
    state
        .delete_event_source("cluster", &entry("source.delete"), at(4))
        .await
        .unwrap();
    assert!(state.event_sources().await.unwrap().is_empty());
    let gone = state
        .delete_event_source("cluster", &entry("source.delete"), at(4))
        .await;
    assert!(matches!(gone, Err(StateError::NotFound { .. })), "{gone:?}");
}

#[tokio::test]
async fn credentials_of_sources_and_targets_of_forwards_get_the_new_key() {
    let state = state().await;
    let (old, both) = (Vault::from_text(OLD).unwrap(), Vault::from_text(BOTH).unwrap());
    let place = EventSource::credential_place("trail");
    let sealed = EventSource {
        sealed_credential: Some(old.seal(&Secret::new("key"), &place).unwrap()),
        token_hash: None,
        ..source("trail")
    };
    state
        .create_event_source(&sealed, &entry("source.create"), at(1))
        .await
        .unwrap();
    let target = Forward::target_place("f1");
    let forward = Forward {
        id: "f1".to_owned(),
        name: "hook".to_owned(),
        kind: "webhook".to_owned(),
        target_host: "hooks.example".to_owned(),
        sealed_target: old.seal(&Secret::new("https://hooks.example"), &target).unwrap(),
        min_severity: 2,
        enabled: true,
        last_sent: None,
        last_error: None,
        waiting: 0,
    };
    state
        .create_forward(&forward, &entry("forward.create"), at(1))
        .await
        .unwrap();
    assert_eq!(reseal_all(&state, &both).await.unwrap(), 2);
    assert_eq!(reseal_all(&state, &both).await.unwrap(), 0);
    let fresh = state.event_source("trail").await.unwrap().unwrap();
    let fresh = fresh.sealed_credential.unwrap();
    assert_eq!(both.open(&fresh, &place).unwrap().reveal(), "key");
    assert!(old.open(&fresh, &place).is_err());
    let fresh = state.forwards().await.unwrap().remove(0).sealed_target;
    assert_eq!(
        both.open(&fresh, &target).unwrap().reveal(),
        "https://hooks.example"
    );
    assert!(old.open(&fresh, &target).is_err());
}
