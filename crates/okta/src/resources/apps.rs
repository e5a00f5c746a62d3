//! Applications and the groups assigned to them. Source: Okta, "Applications", "Application Groups".

use serde::Deserialize;

use super::wire::{nullable, segment};
use crate::{Class, Client, Endpoint, Fault, Id, Moment, Object, Pages};

pub(crate) static LIST_APPS: Endpoint = Endpoint::plain("GET /api/v1/apps", Class::Apps, "okta.apps.read");
pub(crate) static GET_APP: Endpoint =
    Endpoint::plain("GET /api/v1/apps/{appId}", Class::App, "okta.apps.read");
pub(crate) static APP_GROUPS: Endpoint =
    Endpoint::plain("GET /api/v1/apps/{appId}/groups", Class::Apps, "okta.apps.read");
pub(crate) static GROUP_APPS: Endpoint = Endpoint::plain(
    "GET /api/v1/groups/{groupId}/apps",
    Class::Groups,
    "okta.groups.read",
);

/// An application.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct App {
    /// `0oa…`
    pub id: Id,
    /// Name in Okta's catalogue, or the organization's own.
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
    /// What people see.
    #[serde(default, deserialize_with = "nullable")]
    pub label: String,
    /// `ACTIVE` or `INACTIVE`.
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// `SAML_2_0`, …; missing for provisioning-only apps.
    pub sign_on_mode: Option<String>,
    /// Provisioning features.
    #[serde(default, deserialize_with = "nullable")]
    pub features: Vec<String>,
    /// When the app was created.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
    /// How it proves itself.
    #[serde(default, deserialize_with = "nullable")]
    pub credentials: AppCredentials,
    /// Its settings.
    #[serde(default, deserialize_with = "nullable")]
    pub settings: AppSettings,
}

impl App {
    /// OAuth client id, for OpenID Connect and service apps.
    pub fn client_id(&self) -> Option<&str> {
        self.credentials.oauth_client.client_id.as_deref()
    }

    /// Whether it acts for itself: an API service app, or any app that may use client credentials.
    pub fn is_service(&self) -> bool {
        let oauth = &self.settings.oauth_client;
        oauth.application_type.as_deref() == Some("service")
            || oauth
                .grant_types
                .iter()
                .any(|grant| grant == "client_credentials")
    }
}

/// How an app proves itself. Secrets are not read.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AppCredentials {
    /// OAuth client.
    #[serde(default, rename = "oauthClient", deserialize_with = "nullable")]
    pub oauth_client: OAuthClient,
}

/// OAuth client of an app.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct OAuthClient {
    /// Client id; as a rule the app's id.
    pub client_id: Option<String>,
    /// `private_key_jwt`, `client_secret_basic`, …
    pub token_endpoint_auth_method: Option<String>,
}

/// Settings of an app.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AppSettings {
    /// OAuth settings.
    #[serde(default, rename = "oauthClient", deserialize_with = "nullable")]
    pub oauth_client: OAuthSettings,
}

/// OAuth settings of an app.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct OAuthSettings {
    /// `web`, `browser`, `native`, `service`.
    pub application_type: Option<String>,
    /// `authorization_code`, `client_credentials`, …
    #[serde(default, deserialize_with = "nullable")]
    pub grant_types: Vec<String>,
}

/// A group's assignment to an app.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppGroup {
    /// `00g…`
    pub id: Id,
    /// Lower wins.
    pub priority: Option<i32>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

impl Client {
    /// All apps, active or not.
    pub fn apps(&self) -> Pages<Object<App>> {
        self.list(&LIST_APPS, "/api/v1/apps?limit=200".to_owned())
    }

    /// One app.
    pub async fn app(&self, id: &str) -> Result<Object<App>, Fault> {
        self.one(&GET_APP, &format!("/api/v1/apps/{}", segment(id))).await
    }

    /// The groups assigned to an app.
    pub fn app_groups(&self, app: &str) -> Pages<Object<AppGroup>> {
        self.list(
            &APP_GROUPS,
            format!("/api/v1/apps/{}/groups?limit=200", segment(app)),
        )
    }

    /// The apps assigned to a group: counts in the wide bucket of groups, not in that of apps.
    pub fn group_apps(&self, group: &str) -> Pages<Object<App>> {
        self.list(
            &GROUP_APPS,
            format!("/api/v1/groups/{}/apps?limit=200", segment(group)),
        )
    }
}
