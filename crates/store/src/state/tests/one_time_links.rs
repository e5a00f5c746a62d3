use super::*;

#[tokio::test]
async fn work_once_in_time_and_for_their_purpose() {
    let state = state().await;
    let link = TokenHash::of("code");
    state
        .create_one_time_link(&link, "setup", at(100), at(0))
        .await
        .unwrap();
    let spend = |purpose, ms| state.spend_one_time_link(&link, purpose, at(ms));
    assert!(spend("reset", 50).await.is_err());
    assert!(spend("setup", 100).await.is_err());
    spend("setup", 50).await.unwrap();
    assert!(spend("setup", 51).await.is_err());
    assert_eq!(state.one_time_link(&link, at(51)).await.unwrap(), None);
}

#[tokio::test]
async fn a_second_server_does_not_void_the_first_ones_link_and_one_use_ends_them_all() {
    let state = state().await;
    let (old, new) = (TokenHash::of("old"), TokenHash::of("new"));
    state
        .create_one_time_link(&old, "setup", at(100), at(0))
        .await
        .unwrap();
    state
        .create_one_time_link(&new, "setup", at(100), at(1))
        .await
        .unwrap();
    assert!(state.one_time_link(&old, at(2)).await.unwrap().is_some());
    assert!(state.one_time_link(&new, at(2)).await.unwrap().is_some());
    state.spend_one_time_link(&old, "setup", at(3)).await.unwrap();
    assert!(state.one_time_link(&new, at(4)).await.unwrap().is_none());
    assert!(state.spend_one_time_link(&new, "setup", at(4)).await.is_err());
}
