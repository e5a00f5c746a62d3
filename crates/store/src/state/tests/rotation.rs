use domain::Secret;

use super::*;
use crate::rotation::{RotationError, agree_on_key, reseal_all};
use crate::vault::Vault;

const OLD: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const NEW: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

#[tokio::test]
async fn makes_the_old_key_superfluous() {
    let state = state().await;
    let (old, new) = (Vault::from_text(OLD).unwrap(), Vault::from_text(NEW).unwrap());
    let both = Vault::from_text(&format!("{NEW},{OLD}")).unwrap();
    let mut integration = new_integration("okta", "https://acme.okta.com");
    let place = Integration::credential_place(&integration.id);
    integration.sealed_credential = old.seal(&Secret::new("00token"), &place).unwrap();
    let made = state
        .create_integration(integration, &entry("x"), at(1))
        .await
        .unwrap();
    assert!(
        reseal_all(&state, &new).await.is_err(),
        "the old key is needed once"
    );
    assert_eq!(reseal_all(&state, &both).await.unwrap(), 1);
    assert_eq!(reseal_all(&state, &new).await.unwrap(), 0);
    let sealed = state
        .integration(&made.id)
        .await
        .unwrap()
        .unwrap()
        .sealed_credential;
    assert_eq!(new.open(&sealed, &place).unwrap().reveal(), "00token");
    assert!(old.open(&sealed, &place).is_err());
}

#[tokio::test]
async fn a_server_with_another_key_is_turned_away_and_a_newer_key_seals_everything_again() {
    let state = state().await;
    let vault = |text: &str| Vault::from_text(text).unwrap();
    assert_eq!(agree_on_key(&state, &vault(OLD)).await.unwrap(), 0);
    assert_eq!(agree_on_key(&state, &vault(OLD)).await.unwrap(), 0);
    let refused = agree_on_key(&state, &vault(NEW)).await;
    assert!(
        matches!(refused, Err(RotationError::Vault { .. })),
        "a key that is not the database's"
    );
    let both = vault(&format!("{NEW} {OLD}"));
    agree_on_key(&state, &both).await.unwrap();
    // From now on the older key is not needed, and is not enough.
    agree_on_key(&state, &vault(NEW)).await.unwrap();
    assert!(agree_on_key(&state, &vault(OLD)).await.is_err());
}
