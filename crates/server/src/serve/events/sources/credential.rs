//! What a source is read with, as it is sealed.

use super::invalid;
use serde::{Deserialize, Serialize};
use web::ActivityFault;
use web::view::{AwsSource, GitHubSource};

/// A credential.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(in crate::serve::events) enum Kept {
    /// An access key of AWS.
    AwsKey {
        access_key_id: String,
        secret_access_key: String,
        session_token: Option<String>,
    },
    /// A token of GitHub.
    GitHubToken { token: String },
    /// A GitHub App.
    GitHubApp { app_id: String, key: String },
}

impl Kept {
    pub(super) fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn of_text(text: &str) -> Result<Self, ActivityFault> {
        serde_json::from_str(text)
            .map_err(|_| ActivityFault::Internal("a sealed credential is not what it should be".to_owned()))
    }

    /// What it is, without what proves it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::AwsKey { access_key_id, .. } => format!("access key {access_key_id}"),
            Self::GitHubToken { .. } => "token".to_owned(),
            Self::GitHubApp { app_id, .. } => format!("app {app_id}"),
        }
    }
}

/// The credential that a request brings, if any; half of one is an error.
pub(super) fn fresh(
    aws: Option<&AwsSource>,
    github: Option<&GitHubSource>,
) -> Result<Option<Kept>, ActivityFault> {
    let given = |text: &Option<String>| {
        text.as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    if let Some(aws) = aws {
        return match (given(&aws.access_key_id), given(&aws.secret_access_key)) {
            (Some(access_key_id), Some(secret_access_key)) => Ok(Some(Kept::AwsKey {
                access_key_id,
                secret_access_key,
                session_token: given(&aws.session_token),
            })),
            (None, None) => Ok(None),
            _ => Err(invalid(
                "secret_access_key",
                "`access_key_id` and `secret_access_key` go together".to_owned(),
            )),
        };
    }
    let Some(github) = github else { return Ok(None) };
    match (
        given(&github.token),
        given(&github.app_id),
        given(&github.app_key),
    ) {
        (Some(token), None, None) => Ok(Some(Kept::GitHubToken { token })),
        (None, Some(app_id), Some(key)) => {
            collect::github::AppKey::new(&app_id, &domain::Secret::new(key.as_str()))
                .map_err(|fault| invalid("app_key", format!("{fault}: {}", fault.advice)))?;
            Ok(Some(Kept::GitHubApp { app_id, key }))
        }
        (None, None, None) => Ok(None),
        _ => Err(invalid(
            "token",
            "give either `token`, or `app_id` with `app_key`".to_owned(),
        )),
    }
}
