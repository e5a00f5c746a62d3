use super::*;

#[tokio::test]
async fn of_two_who_want_the_lead_at_once_one_has_it() {
    let state = state().await;
    let (one, other) = tokio::join!(
        state.take_lease("work", "one", at(0)),
        state.take_lease("work", "other", at(0))
    );
    let held: Vec<Lease> = [one.unwrap(), other.unwrap()].into_iter().flatten().collect();
    assert_eq!(held.len(), 1);
    assert_eq!(state.take_lease("work", "third", at(1)).await.unwrap(), None);
    assert!(
        state
            .take_lease("other work", "third", at(1))
            .await
            .unwrap()
            .is_some()
    );
    state.end_lease(&held[0]).await.unwrap();
    assert!(state.take_lease("work", "third", at(2)).await.unwrap().is_some());
}

#[tokio::test]
async fn who_slept_too_long_writes_nothing_any_more() {
    let state = state().await;
    let sleeper = state.take_lease("work", "one", at(0)).await.unwrap().unwrap();
    state.keep_lease(&sleeper, at(100_000)).await.unwrap();
    assert_eq!(
        state.take_lease("work", "two", at(200_000)).await.unwrap(),
        None,
        "working keeps it"
    );
    let next = state
        .take_lease("work", "two", at(220_000))
        .await
        .unwrap()
        .unwrap();
    let org = "https://acme.okta.com";
    let late = state
        .apply_people(&sleeper, org, &[], at(DAY_MS), at(220_001))
        .await;
    assert!(matches!(late, Err(StateError::LeaseLost)), "{late:?}");
    let late = state.purge_people(&sleeper, at(220_001)).await;
    assert!(matches!(late, Err(StateError::LeaseLost)), "{late:?}");
    state.end_lease(&sleeper).await.unwrap();
    state.keep_lease(&next, at(220_002)).await.unwrap();
}

#[tokio::test]
async fn the_same_server_does_not_do_it_twice_at_once() {
    let state = state().await;
    let first = state.take_lease("work", "one", at(0)).await.unwrap().unwrap();
    assert_eq!(state.take_lease("work", "one", at(1)).await.unwrap(), None);
    let again = state
        .take_lease("work", "one", at(DAY_MS))
        .await
        .unwrap()
        .unwrap();
    assert_ne!(first, again);
    assert!(state.keep_lease(&first, at(DAY_MS)).await.is_err());
}

fn connector(name: &str) -> Connector {
    Connector {
        name: name.to_owned(),
        kind: "saml".to_owned(),
        spec: "{}".to_owned(),
        sealed_secret: None,
        created: at(1),
        updated: at(1),
        revision: 1,
    }
}

#[tokio::test]
async fn a_refresh_and_the_connector_that_follows_from_it_are_kept_together() {
    let state = state().await;
    let row = connector("okta");
    state
        .create_connector(&row, &entry("saml.create"), at(1))
        .await
        .unwrap();
    let lease = state.take_lease("work", "one", at(1)).await.unwrap().unwrap();
    let refresh = Refresh {
        due: at(9),
        checked: Some(at(2)),
        changes: vec!["a key is added".to_owned()],
        listed: vec!["AB".to_owned()],
        ..Refresh::default()
    };
    let changed = Connector {
        spec: "{\"a\":1}".to_owned(),
        ..row.clone()
    };
    let noted = entry("saml.refresh");
    state
        .note_refresh(&lease, "okta", &refresh, Some(&changed), Some(&noted), at(2))
        .await
        .unwrap();
    assert_eq!(state.refresh("okta").await.unwrap(), Some(refresh.clone()));
    assert_eq!(state.connector("okta").await.unwrap().unwrap().revision, 2);

    // Somebody changed the connector in the meantime: nothing of it is kept.
    let later = Refresh {
        due: at(99),
        ..refresh.clone()
    };
    let stale = state
        .note_refresh(&lease, "okta", &later, Some(&changed), None, at(3))
        .await;
    assert!(matches!(stale, Err(StateError::Conflict { .. })), "{stale:?}");
    assert_eq!(state.refresh("okta").await.unwrap(), Some(refresh));

    state
        .delete_connector("okta", &entry("saml.delete"), at(4))
        .await
        .unwrap();
    assert_eq!(state.refreshes().await.unwrap(), []);
}
