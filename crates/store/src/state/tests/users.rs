use super::*;

#[tokio::test]
async fn names_differ_by_more_than_letter_case() {
    let state = state().await;
    user(&state, "Ada").await;
    assert_eq!(state.user_named(" aDA ").await.unwrap().unwrap().name, "Ada");
    let twice = NewLocalUser {
        id: "other".into(),
        ..new_user("ADA")
    };
    let made = state.create_user(&twice, &entry("x"), at(2)).await;
    assert!(matches!(made, Err(StateError::Exists { .. })));
}

#[tokio::test]
async fn a_link_makes_one_user_only() {
    let state = state().await;
    assert!(!state.has_users().await.unwrap());
    let link = TokenHash::of("code");
    state
        .create_one_time_link(&link, "setup", at(100), at(0))
        .await
        .unwrap();
    let make = |name| {
        let (state, link) = (state.clone(), link.clone());
        async move {
            state
                .create_user_by_link(&link, "setup", &new_user(name), &entry("x"), at(5))
                .await
        }
    };
    make("ada").await.unwrap();
    assert!(state.has_users().await.unwrap());
    assert!(matches!(make("eve").await, Err(StateError::LinkSpent)));
    assert_eq!(state.users().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_refused_name_leaves_the_link_usable() {
    let state = state().await;
    user(&state, "ada").await;
    let link = TokenHash::of("code");
    state
        .create_one_time_link(&link, "setup", at(100), at(0))
        .await
        .unwrap();
    let twice = NewLocalUser {
        id: "other".into(),
        ..new_user("ada")
    };
    let made = state
        .create_user_by_link(&link, "setup", &twice, &entry("x"), at(5))
        .await;
    assert!(matches!(made, Err(StateError::Exists { .. })));
    assert!(state.one_time_link(&link, at(5)).await.unwrap().is_some());
}

#[tokio::test]
async fn a_new_password_ends_the_sessions() {
    let state = state().await;
    let ada = user(&state, "ada").await;
    let hash = session(&state, &ada.id).await;
    state
        .set_password_hash(&ada.id, "$argon2id$new", &entry("x"), at(3))
        .await
        .unwrap();
    assert_eq!(state.web_session(&hash, at(4)).await.unwrap(), None);
    assert_eq!(
        state.user(&ada.id).await.unwrap().unwrap().password_hash,
        "$argon2id$new"
    );
}

#[tokio::test]
async fn debug_shows_no_hash() {
    let state = state().await;
    let ada = user(&state, "ada").await;
    assert!(!format!("{ada:?}").contains("argon2"));
}

#[tokio::test]
async fn of_two_editors_who_go_at_the_same_moment_one_stays() {
    let state = state().await;
    let mut ids = Vec::new();
    for name in ["ann", "bob"] {
        let new = NewLocalUser {
            roles: vec!["editor".to_owned()],
            ..new_user(name)
        };
        state.create_user(&new, &entry("x"), at(1)).await.unwrap();
        ids.push(new.id);
    }
    let (deleted, barred) = (entry("user.delete"), entry("user.disable"));
    let (one, two) = tokio::join!(
        state.delete_person(&ids[0], &deleted, at(2)),
        state.set_user_disabled(&ids[1], true, &barred, at(2)),
    );
    let refused = |done: &Result<(), StateError>| matches!(done, Err(StateError::LastEditor));
    assert_eq!(
        [&one, &two].into_iter().filter(|done| refused(done)).count(),
        1,
        "{one:?} {two:?}"
    );
}
