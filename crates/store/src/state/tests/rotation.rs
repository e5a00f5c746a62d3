use domain::Secret;

use super::*;
use crate::rotation::reseal_all;
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
