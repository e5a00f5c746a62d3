use super::{DECOY, WeakPassword, check, hash, verify};

#[test]
fn rules() {
    assert_eq!(check("ada", "short"), Err(WeakPassword::Short));
    assert_eq!(check("ada", &"x1y2z".repeat(60)), Err(WeakPassword::Long));
    assert_eq!(check("lovelace", "xxLoveLace1842!"), Err(WeakPassword::HoldsName));
    assert_eq!(check("ada", "aaaaaaaaaaaaaaaa"), Err(WeakPassword::Common));
    assert_eq!(check("ada", "Password2026!!"), Err(WeakPassword::Common));
    assert_eq!(check("ada", "winterwinter2026"), Err(WeakPassword::Common));
    assert_eq!(check("ada", "correct horse battery"), Ok(()));
    assert_eq!(check("ada", "ärger über größe"), Ok(()));
    assert_eq!(
        check("ab", "cabbage and tomatoes"),
        Ok(()),
        "a name of two letters is in too many words"
    );
}

#[tokio::test]
async fn a_kept_hash_knows_its_password() {
    let kept = hash("correct horse battery".to_owned()).await.unwrap();
    assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
    assert!(
        verify("correct horse battery".to_owned(), Some(kept.clone()))
            .await
            .unwrap()
    );
    assert!(
        !verify("correct horse batterz".to_owned(), Some(kept))
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn an_unknown_name_costs_the_same_and_never_matches() {
    assert!(!verify("anything".to_owned(), None).await.unwrap());
    let cost = |phc: &str| phc.split('$').nth(3).map(str::to_owned);
    assert_eq!(cost(DECOY), cost(&hash("x".to_owned()).await.unwrap()));
}
