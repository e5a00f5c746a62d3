use super::*;

fn passkey(user_id: &str, id: &str) -> NewPasskey {
    NewPasskey {
        id: id.to_owned(),
        user_id: user_id.to_owned(),
        name: "laptop".to_owned(),
        public_key: "k".to_owned(),
        counter: 0,
    }
}

#[tokio::test]
async fn a_challenge_is_answered_once_by_the_one_who_may() {
    let state = state().await;
    let challenge = Challenge {
        hash: TokenHash::of("c"),
        purpose: "register".to_owned(),
        user_id: Some("ada".to_owned()),
        expires: at(10),
    };
    let take = |purpose: &'static str, user: Option<&'static str>, ms| {
        let (state, hash) = (state.clone(), challenge.hash.clone());
        async move { state.take_challenge(&hash, purpose, user, at(ms)).await.unwrap() }
    };
    state.give_challenge(&challenge, at(0)).await.unwrap();
    assert!(!take("sign_in", Some("ada"), 1).await);
    assert!(!take("register", None, 1).await);
    assert!(!take("register", Some("bob"), 1).await);
    assert!(!take("register", Some("ada"), 10).await, "it is over");
    let (one, other) = tokio::join!(take("register", Some("ada"), 2), take("register", Some("ada"), 2));
    assert_ne!(one, other);
}

#[tokio::test]
async fn passkeys_are_kept_renamed_removed_and_go_with_their_owner() {
    let state = state().await;
    let ada = user(&state, "ada").await;
    let bob = user(&state, "bob").await;
    let add = entry("user.passkey.add");
    state
        .add_passkey(&passkey(&ada.id, "one"), &add, at(2))
        .await
        .unwrap();
    state
        .add_passkey(&passkey(&ada.id, "two"), &add, at(3))
        .await
        .unwrap();
    let twice = state.add_passkey(&passkey(&bob.id, "one"), &add, at(4)).await;
    assert!(matches!(twice, Err(StateError::Exists { .. })));

    let change = entry("user.passkey.rename");
    assert!(
        state
            .rename_passkey(&ada.id, "one", "desk", &change, at(5))
            .await
            .unwrap()
    );
    assert!(
        !state
            .rename_passkey(&bob.id, "one", "mine", &change, at(5))
            .await
            .unwrap()
    );
    assert!(
        !state
            .remove_passkey(&bob.id, "one", &change, at(5))
            .await
            .unwrap()
    );
    assert!(
        state
            .remove_passkey(&ada.id, "two", &change, at(5))
            .await
            .unwrap()
    );
    let kept = state.passkeys_of(&ada.id).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].name.as_str(), kept[0].last_used), ("desk", None));
}

#[tokio::test]
async fn a_counter_that_does_not_grow_is_a_copy() {
    let state = state().await;
    let ada = user(&state, "ada").await;
    let add = entry("user.passkey.add");
    state
        .add_passkey(&passkey(&ada.id, "one"), &add, at(2))
        .await
        .unwrap();
    assert!(
        state.use_passkey("one", 0, at(3)).await.unwrap(),
        "an authenticator without one"
    );
    assert!(state.use_passkey("one", 5, at(4)).await.unwrap());
    for counter in [0, 4, 5] {
        assert!(
            !state.use_passkey("one", counter, at(5)).await.unwrap(),
            "{counter}"
        );
    }
    assert!(state.use_passkey("one", 6, at(6)).await.unwrap());
    assert_eq!(
        state.passkey("one").await.unwrap().unwrap().last_used,
        Some(at(6))
    );
}
