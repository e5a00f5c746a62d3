use super::*;

#[tokio::test]
async fn are_found_as_they_were_made() {
    let state = state().await;
    let made = integration(&state).await;
    assert_eq!(made.settings.scan_interval_s, 1800);
    assert_eq!(made.settings.share_percent, 50);
    assert_eq!(state.integration(&made.id).await.unwrap(), Some(made.clone()));
    assert_eq!(state.integration_named("okta").await.unwrap(), Some(made));
    assert_eq!(state.integration("other").await.unwrap(), None);
}

#[tokio::test]
async fn names_and_organizations_are_unique() {
    let state = state().await;
    integration(&state).await;
    for (name, url) in [
        ("okta", "https://other.okta.com"),
        ("second", "https://acme.okta.com"),
    ] {
        let made = state
            .create_integration(new_integration(name, url), &entry("x"), at(2))
            .await;
        assert!(matches!(made, Err(StateError::Exists { .. })));
    }
    assert_eq!(
        state.verify_audit().await.unwrap().rows,
        1,
        "what failed is not in the log"
    );
}

#[tokio::test]
async fn the_second_of_two_changes_is_refused() {
    let state = state().await;
    let made = integration(&state).await;
    let settings = IntegrationSettings {
        share_percent: 20,
        ..IntegrationSettings::default()
    };
    let change = IntegrationChange {
        settings: Some(settings),
        ..IntegrationChange::default()
    };
    let first = state
        .update_integration(&made.id, 1, change.clone(), &entry("x"), at(3))
        .await
        .unwrap();
    assert_eq!(
        (first.revision, first.settings.share_percent, first.updated),
        (2, 20, at(3))
    );
    assert_eq!(
        first.sealed_credential, made.sealed_credential,
        "what is not changed stays"
    );
    let second = state
        .update_integration(&made.id, 1, change, &entry("x"), at(4))
        .await;
    assert!(matches!(
        second,
        Err(StateError::Conflict {
            expected: 1,
            found: 2,
            ..
        })
    ));
    assert_eq!(state.integration(&made.id).await.unwrap(), Some(first));
}

#[tokio::test]
async fn unknown_settings_are_kept() {
    let state = state().await;
    let mut new = new_integration("okta", "https://acme.okta.com");
    new.settings = serde_json::from_value(json!({"share_percent": 10, "later": {"x": 1}})).unwrap();
    let made = state.create_integration(new, &entry("x"), at(1)).await.unwrap();
    let read = state.integration(&made.id).await.unwrap().unwrap();
    assert_eq!(read.settings.other.get("later"), Some(&json!({"x": 1})));
    assert_eq!(
        (read.settings.share_percent, read.settings.scan_interval_s),
        (10, 1800)
    );
}

#[tokio::test]
async fn resealing_replaces_only_what_it_read() {
    let state = state().await;
    let made = integration(&state).await;
    state
        .reseal_integration(&made.id, "v1.other", "v1.new")
        .await
        .unwrap();
    assert_eq!(
        state
            .integration(&made.id)
            .await
            .unwrap()
            .unwrap()
            .sealed_credential,
        "v1.sealed"
    );
    state
        .reseal_integration(&made.id, "v1.sealed", "v1.new")
        .await
        .unwrap();
    let read = state.integration(&made.id).await.unwrap().unwrap();
    assert_eq!((read.sealed_credential.as_str(), read.revision), ("v1.new", 1));
}

#[tokio::test]
async fn go_with_their_runs() {
    let state = state().await;
    let made = integration(&state).await;
    state
        .start_scan_run("r1", &made.id, "schedule", at(2))
        .await
        .unwrap();
    state
        .delete_integration(&made.id, &entry("x"), at(3))
        .await
        .unwrap();
    assert_eq!(state.scan_run("r1").await.unwrap(), None);
    let again = state.delete_integration(&made.id, &entry("x"), at(3)).await;
    assert!(matches!(again, Err(StateError::NotFound { .. })));
}
