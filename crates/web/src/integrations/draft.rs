//! From what an administrator typed to what is stored: address, credential, settings.

use domain::{OrgUrl, Reach, Secret};
use http::StatusCode;
use serde_json::Value;
use store::OktaCredential;
use store::state::IntegrationSettings as Stored;

use crate::app::App;
use crate::error::ApiError;
use crate::loops::{CheckFault, CredentialDraft};
use crate::view::{CredentialInput, EditRequest, IntegrationSettings};

/// Keys of settings that the store keeps without knowing them.
pub(super) const SCAN_ENABLED: &str = "scan_enabled";
pub(super) const CLIENT_ID: &str = "client_id";

const SECRET_BYTES_MAX: usize = 16 * 1024;

/// The address, checked.
pub(super) fn org_url_of(app: &App, text: &str) -> Result<OrgUrl, ApiError> {
    let reach = if app.parts.settings.allow_private_org_urls {
        Reach::Loopback
    } else {
        Reach::Public
    };
    OrgUrl::parse(text, reach).map_err(|error| ApiError::invalid("org_url", error.to_string()))
}

/// The credential, checked for what can be seen without Okta.
pub(super) fn credential_of(given: CredentialInput) -> Result<OktaCredential, ApiError> {
    let wrong = |field: &str, message: &str| Err(ApiError::invalid(field, message));
    match given {
        CredentialInput::ApiToken { token } => {
            let token = token.trim().trim_start_matches("SSWS ").trim();
            if token.is_empty() || token.len() > 512 || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
                return wrong(
                    "credential.token",
                    "this is no API token: copy it again from Okta",
                );
            }
            Ok(OktaCredential::ApiToken(Secret::new(token)))
        }
        CredentialInput::ServiceApp {
            client_id,
            private_key,
            key_id,
            scopes,
        } => {
            let client_id = client_id.trim().to_owned();
            if client_id.is_empty()
                || client_id.len() > 100
                || !client_id.bytes().all(|byte| byte.is_ascii_graphic())
            {
                return wrong(
                    "credential.client_id",
                    "this is no client id: it begins with `0oa`",
                );
            }
            if private_key.trim().is_empty() || private_key.len() > SECRET_BYTES_MAX {
                return wrong(
                    "credential.private_key",
                    "this is no private key: paste a JWK or a PEM block",
                );
            }
            let key_id = key_id
                .map(|key_id| key_id.trim().to_owned())
                .filter(|key_id| !key_id.is_empty());
            let private_key = Secret::new(private_key.trim());
            Ok(OktaCredential::ServiceApp {
                client_id,
                private_key,
                key_id,
                scopes,
            })
        }
    }
}

/// Tries a draft; one that a scan makes no sense with is refused with what the check said.
pub(super) async fn try_draft(app: &App, draft: CredentialDraft) -> Result<(), ApiError> {
    let report = app.parts.loops.check(draft).await?;
    if report.usable {
        return Ok(());
    }
    let missing = report
        .endpoints
        .into_iter()
        .filter(|row| !row.ok)
        .filter_map(|row| row.message);
    let error = ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "credential_refused",
        report.summary,
    );
    Err(match missing.take(1).next() {
        Some(message) => error.hint(message),
        None => error.hint("check the credential, or install with `skip_check`"),
    })
}

impl From<CheckFault> for ApiError {
    fn from(fault: CheckFault) -> Self {
        let advice = fault
            .advice
            .unwrap_or_else(|| "check the address and whether this server can reach it".to_owned());
        ApiError::new(StatusCode::BAD_GATEWAY, "check_failed", fault.message).hint(advice)
    }
}

/// Settings to store for a new integration.
pub(super) fn settings_of(
    given: &IntegrationSettings,
    credential: &OktaCredential,
) -> Result<Stored, ApiError> {
    let mut stored = Stored::default();
    set(
        &mut stored,
        Some(given.scan_interval_s),
        Some(given.share_percent),
        Some(given.scan_enabled),
    )?;
    note_client_id(&mut stored, credential);
    Ok(stored)
}

/// Settings after a change.
pub(super) fn changed_settings(before: &Stored, wanted: &EditRequest) -> Result<Stored, ApiError> {
    let mut stored = before.clone();
    set(
        &mut stored,
        wanted.scan_interval_s,
        wanted.share_percent,
        wanted.scan_enabled,
    )?;
    Ok(stored)
}

/// Keeps the client id beside the sealed credential, so that it can be shown.
pub(super) fn note_client_id(stored: &mut Stored, credential: &OktaCredential) {
    match credential {
        OktaCredential::ServiceApp { client_id, .. } => {
            stored
                .other
                .insert(CLIENT_ID.to_owned(), Value::from(client_id.as_str()));
        }
        OktaCredential::ApiToken(_) => {
            stored.other.remove(CLIENT_ID);
        }
    }
}

fn set(
    stored: &mut Stored,
    interval_s: Option<u32>,
    share: Option<u8>,
    enabled: Option<bool>,
) -> Result<(), ApiError> {
    if let Some(interval_s) = interval_s {
        if !(60..=604_800).contains(&interval_s) {
            return Err(ApiError::invalid(
                "scan_interval_s",
                "a scan can start every 60 to 604800 seconds",
            ));
        }
        stored.scan_interval_s = interval_s;
    }
    if let Some(share) = share {
        if !(1..=100).contains(&share) {
            return Err(ApiError::invalid(
                "share_percent",
                "the share must be 1 to 100 per cent",
            ));
        }
        stored.share_percent = share;
    }
    if let Some(enabled) = enabled {
        stored.other.insert(SCAN_ENABLED.to_owned(), Value::from(enabled));
    }
    Ok(())
}
