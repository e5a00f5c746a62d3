//! From what an administrator typed to what is stored: address, credential, settings.

use domain::{OrgUrl, Reach, Secret};
use http::StatusCode;
use serde_json::Value;
use store::OktaCredential;
use store::state::{ClientKey, Integration, IntegrationSettings as Stored};

use crate::app::App;
use crate::error::ApiError;
use crate::loops::{CheckFault, CredentialDraft};
use crate::view::{CredentialInput, EditRequest, IntegrationSettings, NoticeLevel};

/// Keys of settings that the store keeps without knowing them.
pub(super) const SCAN_ENABLED: &str = "scan_enabled";
pub(super) const REFRESH_INTERVAL_S: &str = "refresh_interval_s";
pub(super) const LOG_INTERVAL_S: &str = "log_interval_s";
pub(super) const LOG_HISTORY_DAYS: &str = "log_history_days";
pub(super) const CLIENT_ID: &str = "client_id";
pub(super) const KEY_ID: &str = "key_id";

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

/// The credential, checked for what can be seen without Okta. One without a key of its own gets one made here.
pub(super) async fn credential_of(app: &App, given: CredentialInput) -> Result<OktaCredential, ApiError> {
    match given {
        CredentialInput::ApiToken { token } => api_token(&token),
        CredentialInput::ServiceApp {
            client_id,
            private_key,
            key_id,
            scopes,
        } => {
            let client_id = client_id_of(&client_id)?;
            let key_id = key_id
                .map(|key_id| key_id.trim().to_owned())
                .filter(|key_id| !key_id.is_empty());
            let (private_key, key_id) = match private_key {
                Some(text) => (brought_key(&text)?, key_id),
                None => kept_key(app, key_id.as_deref()).await?,
            };
            Ok(OktaCredential::ServiceApp {
                client_id,
                private_key,
                key_id,
                scopes,
            })
        }
    }
}

fn api_token(token: &str) -> Result<OktaCredential, ApiError> {
    let token = token.trim().trim_start_matches("SSWS ").trim();
    if token.is_empty() || token.len() > 512 || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ApiError::invalid(
            "credential.token",
            "this is no API token: copy it again from Okta",
        ));
    }
    Ok(OktaCredential::ApiToken(Secret::new(token)))
}

fn client_id_of(text: &str) -> Result<String, ApiError> {
    let client_id = text.trim();
    if client_id.is_empty() || client_id.len() > 100 || !client_id.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Err(ApiError::invalid(
            "credential.client_id",
            "this is no client id: it begins with `0oa`",
        ));
    }
    Ok(client_id.to_owned())
}

fn brought_key(text: &str) -> Result<Secret, ApiError> {
    if text.trim().is_empty() || text.len() > SECRET_BYTES_MAX {
        return Err(ApiError::invalid(
            "credential.private_key",
            "this is no private key: paste a JWK or a PEM block",
        ));
    }
    Ok(Secret::new(text.trim()))
}

/// The private half and the id of a key made here: the named one, or the newest.
async fn kept_key(app: &App, wanted: Option<&str>) -> Result<(Secret, Option<String>), ApiError> {
    let keys = app.parts.state.client_keys().await?;
    let found = match wanted {
        Some(kid) => keys.into_iter().find(|key| key.kid == kid),
        None => keys.into_iter().next(),
    };
    let Some(key) = found else {
        let message = match wanted {
            Some(kid) => format!("there is no key `{kid}` here"),
            None => "there is no key here to sign with".to_owned(),
        };
        return Err(ApiError::invalid("credential.private_key", message).hint(
            "make one with `portolan plugins key okta` and give Okta its public half, or bring a private key",
        ));
    };
    let opened = app
        .parts
        .vault
        .open(&key.sealed_private, &ClientKey::private_place(&key.kid))
        .map_err(|error| {
            ApiError::new(StatusCode::CONFLICT, "credential_unreadable", error.to_string())
                .hint("make a new key, and give Okta its public half")
        })?;
    Ok((opened, Some(key.kid)))
}

/// Tries a draft; one that a scan makes no sense with is refused with what the check said.
pub(super) async fn try_draft(app: &App, draft: CredentialDraft) -> Result<(), ApiError> {
    let report = app.parts.loops.check(draft).await?;
    if report.usable {
        return Ok(());
    }
    let advice = report.notices.into_iter().find_map(|notice| match notice.level {
        NoticeLevel::Error => notice.advice,
        _ => None,
    });
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
    let hint = advice.or_else(|| missing.take(1).next());
    Err(error.hint(hint.unwrap_or_else(|| "check the credential".to_owned())))
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
    let wanted = EditRequest {
        credential: None,
        scan_interval_s: Some(given.scan_interval_s),
        share_percent: Some(given.share_percent),
        scan_enabled: Some(given.scan_enabled),
        refresh_interval_s: Some(given.refresh_interval_s),
        log_interval_s: Some(given.log_interval_s),
        log_history_days: Some(given.log_history_days),
    };
    set(&mut stored, &wanted)?;
    note_client_id(&mut stored, credential);
    Ok(stored)
}

/// Settings after a change.
pub(crate) fn changed_settings(before: &Stored, wanted: &EditRequest) -> Result<Stored, ApiError> {
    let mut stored = before.clone();
    set(&mut stored, wanted)?;
    Ok(stored)
}

/// Keeps the ids of client and key beside the sealed credential, so that they can be shown.
pub(super) fn note_client_id(stored: &mut Stored, credential: &OktaCredential) {
    let (client_id, key_id) = match credential {
        OktaCredential::ServiceApp {
            client_id, key_id, ..
        } => (Some(client_id), key_id.as_ref()),
        OktaCredential::ApiToken(_) => (None, None),
    };
    for (name, value) in [(CLIENT_ID, client_id), (KEY_ID, key_id)] {
        match value {
            Some(value) => stored.other.insert(name.to_owned(), Value::from(value.as_str())),
            None => stored.other.remove(name),
        };
    }
}

/// The address of an organization that is connected already: what was allowed once can always be switched off.
pub(super) fn connected_org(integration: &Integration) -> Result<OrgUrl, ApiError> {
    OrgUrl::parse(&integration.org_url, Reach::Loopback).map_err(ApiError::internal)
}

fn set(stored: &mut Stored, wanted: &EditRequest) -> Result<(), ApiError> {
    if let Some(interval_s) = wanted.scan_interval_s {
        if !(60..=604_800).contains(&interval_s) {
            return Err(ApiError::invalid(
                "scan_interval_s",
                "a scan can start every 60 to 604800 seconds",
            ));
        }
        stored.scan_interval_s = interval_s;
    }
    if let Some(share) = wanted.share_percent {
        if !(1..=100).contains(&share) {
            return Err(ApiError::invalid(
                "share_percent",
                "the share must be 1 to 100 per cent",
            ));
        }
        stored.share_percent = share;
    }
    if let Some(enabled) = wanted.scan_enabled {
        stored.other.insert(SCAN_ENABLED.to_owned(), Value::from(enabled));
    }
    if let Some(seconds) = wanted.refresh_interval_s {
        if seconds > 3600 {
            return Err(ApiError::invalid(
                "refresh_interval_s",
                "the System Log can be looked at every 1 to 3600 seconds, or not between scans (0)",
            ));
        }
        stored
            .other
            .insert(REFRESH_INTERVAL_S.to_owned(), Value::from(seconds));
    }
    set_log(stored, wanted)
}

/// How the System Log is read for the Activity Center.
fn set_log(stored: &mut Stored, wanted: &EditRequest) -> Result<(), ApiError> {
    if wanted.log_interval_s == Some(None) {
        stored.other.remove(LOG_INTERVAL_S);
    }
    if let Some(Some(seconds)) = wanted.log_interval_s {
        if seconds != 0 && !(5..=3600).contains(&seconds) {
            return Err(ApiError::invalid(
                LOG_INTERVAL_S,
                "the System Log can be read every 5 to 3600 seconds, or not at all (0)",
            ));
        }
        stored
            .other
            .insert(LOG_INTERVAL_S.to_owned(), Value::from(seconds));
    }
    if let Some(days) = wanted.log_history_days {
        if days > 90 {
            return Err(ApiError::invalid(
                LOG_HISTORY_DAYS,
                "Okta keeps 90 days: name 0 to 90",
            ));
        }
        stored
            .other
            .insert(LOG_HISTORY_DAYS.to_owned(), Value::from(days));
    }
    Ok(())
}
