//! Changing the master key: what an older key sealed is sealed again with the current one.

use crate::state::{ClientKey, Connector, EventSource, Forward, Integration, State, StateError, seed_place};
use crate::vault::{Vault, VaultError};
use domain::Secret;

/// Why credentials could not be sealed again. Those done before the failure stay done.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The database failed.
    #[error(transparent)]
    State(#[from] StateError),
    /// A credential does not open.
    #[error("{secret} cannot be sealed again")]
    Vault {
        /// What it is and whose.
        secret: String,
        /// Why.
        source: VaultError,
    },
}

/// Seals every stored credential with the current key; gives how many were sealed with another one before.
///
/// When it has succeeded, the older keys are not needed any more. It can be repeated at any time.
pub async fn reseal_all(state: &State, vault: &Vault) -> Result<u64, RotationError> {
    let mut resealed = 0;
    for integration in state.integrations().await? {
        let place = Integration::credential_place(&integration.id);
        let sealed = &integration.sealed_credential;
        let fail = |source| RotationError::Vault {
            secret: format!("the credential of the integration `{}`", integration.name),
            source,
        };
        if let Some(fresh) = vault.reseal(sealed, &place).map_err(fail)? {
            state.reseal_integration(&integration.id, sealed, &fresh).await?;
            resealed += 1;
        }
    }
    for key in state.client_keys().await? {
        let sealed = &key.sealed_private;
        let fail = |source| RotationError::Vault {
            secret: format!("the key `{}`", key.kid),
            source,
        };
        let place = ClientKey::private_place(&key.kid);
        if let Some(fresh) = vault.reseal(sealed, &place).map_err(fail)? {
            state.reseal_client_key(&key.kid, sealed, &fresh).await?;
            resealed += 1;
        }
    }
    Ok(resealed + reseal_identity(state, vault).await? + reseal_events(state, vault).await?)
}

/// Name of the value that tells whether a master key is this database's.
const PROOF: &str = "master_key_proof";

/// Makes sure that this key is the one that the database's secrets are sealed with: a server that sealed with another
/// one would leave secrets that its peers, and itself after a repair, cannot open. Where the file holds a newer key
/// before the older one, everything is sealed again with the newer one; gives how many that were.
///
/// # Errors
/// [`RotationError::Vault`] when the key is another one.
pub async fn agree_on_key(state: &State, vault: &Vault) -> Result<u64, RotationError> {
    let fail = |source| RotationError::Vault {
        secret: "what this database was first sealed with".to_owned(),
        source,
    };
    let known = match state.meta(PROOF).await? {
        Some(known) => known,
        None => {
            // A database of before this was written down: its secrets themselves are asked.
            reseal_all(state, vault).await?;
            let fresh = vault
                .seal(&Secret::new(state.instance_id().await?), PROOF)
                .map_err(fail)?;
            state.keep_meta(PROOF, &fresh).await?
        }
    };
    let Some(fresh) = vault.reseal(&known, PROOF).map_err(fail)? else {
        return Ok(0);
    };
    let resealed = reseal_all(state, vault).await?;
    state.set_meta(PROOF, &fresh).await?;
    Ok(resealed)
}

/// Keys of connectors, and seeds of one-time passwords.
async fn reseal_identity(state: &State, vault: &Vault) -> Result<u64, RotationError> {
    let mut resealed = 0;
    for connector in state.connectors().await? {
        let Some(sealed) = &connector.sealed_secret else {
            continue;
        };
        let fail = |source| RotationError::Vault {
            secret: format!("the key of the connector `{}`", connector.name),
            source,
        };
        let place = Connector::secret_place(&connector.name);
        if let Some(fresh) = vault.reseal(sealed, &place).map_err(fail)? {
            state.reseal_connector(&connector.name, sealed, &fresh).await?;
            resealed += 1;
        }
    }
    for (user_id, sealed) in state.sealed_seeds().await? {
        let fail = |source| RotationError::Vault {
            secret: format!("the second factor of the user with the id `{user_id}`"),
            source,
        };
        if let Some(fresh) = vault.reseal(&sealed, &seed_place(&user_id)).map_err(fail)? {
            state.reseal_seed(&user_id, &sealed, &fresh).await?;
            resealed += 1;
        }
    }
    Ok(resealed)
}

/// Credentials of sources of events, and targets that alerts are forwarded to.
async fn reseal_events(state: &State, vault: &Vault) -> Result<u64, RotationError> {
    let mut resealed = 0;
    for source in state.event_sources().await? {
        let Some(sealed) = &source.sealed_credential else {
            continue;
        };
        let fail = |error| RotationError::Vault {
            secret: format!("the credential of the source `{}`", source.name),
            source: error,
        };
        let place = EventSource::credential_place(&source.name);
        if let Some(fresh) = vault.reseal(sealed, &place).map_err(fail)? {
            state.reseal_event_source(&source.name, sealed, &fresh).await?;
            resealed += 1;
        }
    }
    for forward in state.forwards().await? {
        let sealed = &forward.sealed_target;
        let fail = |error| RotationError::Vault {
            secret: format!("the target of the forward `{}`", forward.name),
            source: error,
        };
        let place = Forward::target_place(&forward.id);
        if let Some(fresh) = vault.reseal(sealed, &place).map_err(fail)? {
            state.reseal_forward(&forward.id, sealed, &fresh).await?;
            resealed += 1;
        }
    }
    Ok(resealed)
}
