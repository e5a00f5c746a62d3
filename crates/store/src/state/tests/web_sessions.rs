use super::*;

#[tokio::test]
async fn hold_until_they_expire() {
    let state = state().await;
    let ada = user(&state, "ada").await;
    let hash = session(&state, &ada.id).await;
    let found = state.web_session(&hash, at(DAY_MS - 1)).await.unwrap().unwrap();
    assert_eq!(
        (found.user_name.as_str(), found.csrf.as_str(), found.roles),
        ("ada", "c", vec!["admin".into()])
    );
    assert_eq!(state.web_session(&hash, at(DAY_MS)).await.unwrap(), None);
    assert_eq!(
        state.web_session(&TokenHash::of("other"), at(3)).await.unwrap(),
        None
    );
    assert_eq!(state.forget_expired_web_sessions(at(DAY_MS)).await.unwrap(), 1);
}

#[tokio::test]
async fn being_seen_is_noted_once_a_minute() {
    let state = state().await;
    let ada = user(&state, "ada").await;
    let hash = session(&state, &ada.id).await;
    let last_seen = |ms| {
        let (state, hash) = (state.clone(), hash.clone());
        async move { state.web_session(&hash, at(ms)).await.unwrap().unwrap().last_seen }
    };
    last_seen(30_000).await;
    assert_eq!(last_seen(70_000).await, at(2));
    assert_eq!(last_seen(70_001).await, at(70_000));
}

#[tokio::test]
async fn a_barred_user_has_none() {
    let state = state().await;
    let ada = user(&state, "ada").await;
    let hash = session(&state, &ada.id).await;
    state
        .set_user_disabled(&ada.id, true, &entry("x"), at(3))
        .await
        .unwrap();
    assert_eq!(state.web_session(&hash, at(4)).await.unwrap(), None);
    state
        .set_user_disabled(&ada.id, false, &entry("x"), at(5))
        .await
        .unwrap();
    assert_eq!(
        state.web_session(&hash, at(6)).await.unwrap(),
        None,
        "an ended session does not come back"
    );
}
