use super::*;

#[tokio::test]
async fn hold_until_they_expire_or_are_removed() {
    let state = state().await;
    let ada = user(&state, "ada").await;
    let hash = token(&state, &ada.id, Some(at(100))).await;
    assert!(state.api_token_by_hash(&hash, at(99)).await.unwrap().is_some());
    assert!(state.api_token_by_hash(&hash, at(100)).await.unwrap().is_none());
    state.delete_api_token("t1", &entry("x"), at(5)).await.unwrap();
    assert!(state.api_token_by_hash(&hash, at(6)).await.unwrap().is_none());
    assert!(matches!(
        state.delete_api_token("t1", &entry("x"), at(5)).await,
        Err(StateError::NotFound { .. })
    ));
}

#[tokio::test]
async fn are_worth_no_more_than_their_owner() {
    let state = state().await;
    let ada = user(&state, "ada").await;
    let hash = token(&state, &ada.id, None).await;
    let found = state.api_token_by_hash(&hash, at(3)).await.unwrap().unwrap();
    assert_eq!(found.effective_roles(), ["admin"]);
    state
        .set_user_roles(&ada.id, (&[], None), &entry("x"), at(4))
        .await
        .unwrap();
    let found = state.api_token_by_hash(&hash, at(5)).await.unwrap().unwrap();
    assert!(found.effective_roles().is_empty());
    state
        .set_user_disabled(&ada.id, true, &entry("x"), at(6))
        .await
        .unwrap();
    assert!(state.api_token_by_hash(&hash, at(7)).await.unwrap().is_none());
}

#[tokio::test]
async fn are_listed_with_their_last_use() {
    let state = state().await;
    let ada = user(&state, "ada").await;
    let hash = token(&state, &ada.id, None).await;
    assert_eq!(state.api_tokens(None).await.unwrap()[0].last_used, None);
    state.api_token_by_hash(&hash, at(3)).await.unwrap();
    assert_eq!(
        state.api_tokens(Some(&ada.id)).await.unwrap()[0].last_used,
        Some(at(3))
    );
    assert!(state.api_tokens(Some("other")).await.unwrap().is_empty());
}
