//! `plugin`: the settings of an integration. Its credentials are in no file: enrolment brings them.

mod fields;

use async_trait::async_trait;
use axum::extract::State;
use domain::role::Verb;
use futures_util::FutureExt as _;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::state::Integration;

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Body, Params};
use crate::integrations::delete::{DeleteParams, integration_delete};
use crate::integrations::draft::changed_settings;
use crate::integrations::edit::{EditParams, integration_edit};
use crate::integrations::status::view;
use crate::integrations::sync;
use crate::resources::kind::{About, Asked, Change, Kind, typed};
use crate::resources::shape::{Field, Shape, field};
use crate::view::{
    EditRequest, IntegrationSettings, IntegrationView, ResourceMetadata, ResourceView, SyncScope,
    UserSyncSettings,
};

/// The name of the one integration there is.
const NAME: &str = "okta";
const SETTINGS: &[Field] = &[field("okta", Shape::One(fields::OKTA), "Okta")];

static ABOUT: About = About {
    word: "plugin",
    plural: "plugins",
    versions: &["v1"],
    meaning: "Settings of the Okta integration. Credentials are never shown and come with `portolan plugins install okta`",
    fields: &[field("settings", Shape::One(SETTINGS), "By kind of integration")],
    describes: false,
    calls: [
        (Verb::List, Method::GET, "/api/v1/integrations"),
        (Verb::Read, Method::GET, "/api/v1/integrations/okta"),
        (Verb::Create, Method::POST, "/api/v1/integrations/okta"),
        (Verb::Update, Method::PATCH, "/api/v1/integrations/okta"),
        (Verb::Delete, Method::DELETE, "/api/v1/integrations/okta"),
    ],
    places: &[
        ("scan_interval_s", "spec.settings.okta.scan.interval"),
        ("refresh_interval_s", "spec.settings.okta.scan.refresh_interval"),
        ("share_percent", "spec.settings.okta.scan.share_percent"),
        ("log_interval_s", "spec.settings.okta.scan.log_interval"),
        ("log_history_days", "spec.settings.okta.scan.log_history_days"),
        ("app", "spec.settings.okta.sync_settings.app_name"),
        ("groups", "spec.settings.okta.sync_settings.groups"),
        ("roles", "spec.settings.okta.sync_settings.default_role"),
        ("brake_percent", "spec.settings.okta.sync_settings.brake_percent"),
        ("brake_count", "spec.settings.okta.sync_settings.brake_count"),
    ],
};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Spec {
    settings: Settings,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Settings {
    okta: Okta,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Okta {
    org_url: String,
    scan: Scan,
    sync_settings: Sync,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Scan {
    enabled: bool,
    interval: u32,
    refresh_interval: u32,
    share_percent: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_interval: Option<u32>,
    log_history_days: u32,
}

impl Default for Scan {
    fn default() -> Self {
        Self::of(&IntegrationSettings::default())
    }
}

impl Scan {
    const fn of(settings: &IntegrationSettings) -> Self {
        Self {
            enabled: settings.scan_enabled,
            interval: settings.scan_interval_s,
            refresh_interval: settings.refresh_interval_s,
            log_interval: settings.log_interval_s,
            log_history_days: settings.log_history_days,
            share_percent: settings.share_percent,
        }
    }

    fn edit(&self) -> EditRequest {
        EditRequest {
            credential: None,
            scan_interval_s: Some(self.interval),
            refresh_interval_s: Some(self.refresh_interval),
            log_interval_s: Some(self.log_interval),
            log_history_days: Some(self.log_history_days),
            share_percent: Some(self.share_percent),
            scan_enabled: Some(self.enabled),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(default)]
struct Sync {
    sync_users: bool,
    user_sync_source: Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_name: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<String>,
    disable_assign_default_roles: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_role: Option<String>,
    brake_percent: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    brake_count: Option<u32>,
    purge_after_days: u32,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Source {
    SamlApp,
    Org,
    Groups,
}

impl Default for Sync {
    fn default() -> Self {
        Self::of(UserSyncSettings::default())
    }
}

impl Sync {
    fn of(settings: UserSyncSettings) -> Self {
        Self {
            sync_users: settings.enabled,
            user_sync_source: match settings.scope {
                SyncScope::App => Source::SamlApp,
                SyncScope::All => Source::Org,
                SyncScope::Groups => Source::Groups,
            },
            app_name: settings.app,
            groups: settings.groups,
            disable_assign_default_roles: settings.role.is_none(),
            default_role: settings.role,
            brake_percent: settings.brake_percent,
            brake_count: settings.brake_count,
            purge_after_days: settings.purge_days,
        }
    }

    fn settings(self) -> UserSyncSettings {
        UserSyncSettings {
            enabled: self.sync_users,
            scope: match self.user_sync_source {
                Source::SamlApp => SyncScope::App,
                Source::Org => SyncScope::All,
                Source::Groups => SyncScope::Groups,
            },
            app: self.app_name,
            groups: self.groups,
            role: self.default_role.filter(|_| !self.disable_assign_default_roles),
            brake_percent: self.brake_percent,
            brake_count: self.brake_count,
            purge_days: self.purge_after_days,
        }
    }
}

async fn integration(app: &App) -> Result<Option<Integration>, ApiError> {
    let all = app.parts.state.integrations().await?;
    Ok(all.into_iter().find(|one| one.plugin == NAME))
}

async fn resource(app: &App, integration: &Integration) -> Result<ResourceView, ApiError> {
    let shown: IntegrationView = view(app, integration).await?;
    let spec = Spec {
        settings: Settings {
            okta: Okta {
                org_url: integration.org_url.clone(),
                scan: Scan::of(&shown.settings),
                sync_settings: Sync::of(sync::settings_of(integration)),
            },
        },
    };
    Ok(ResourceView {
        kind: ABOUT.word.to_owned(),
        version: ABOUT.version().to_owned(),
        metadata: ResourceMetadata {
            name: NAME.to_owned(),
            revision: Some(integration.revision.to_string()),
            ..ResourceMetadata::default()
        },
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        status: json!({
            "state": shown.state, "summary": shown.summary, "credential": shown.auth.kind,
            "client_id": shown.auth.client_id, "created_at": shown.created_at,
        }),
    })
}

#[async_trait]
impl Kind for Plugin {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn whole(&self, spec: Value) -> Result<Value, ApiError> {
        let mut spec: Spec =
            serde_json::from_value(spec).map_err(|error| ApiError::invalid("spec", error.to_string()))?;
        let sync = &mut spec.settings.okta.sync_settings;
        if sync.disable_assign_default_roles {
            sync.default_role = None;
        }
        // Read once more, a role that is left out on purpose would become the usual one.
        serde_json::to_value(spec).map_err(ApiError::internal)
    }

    async fn is_same(
        &self,
        _app: &App,
        wanted: &ResourceView,
        before: &ResourceView,
    ) -> Result<bool, ApiError> {
        // The address cannot be changed, so it need not be said.
        let mut wanted = wanted.spec.clone();
        let place = "/settings/okta/org_url";
        if let (Some(ours), Some(theirs)) = (wanted.pointer_mut(place), before.spec.pointer(place))
            && *ours == ""
        {
            ours.clone_from(theirs);
        }
        Ok(wanted == before.spec)
    }

    async fn all(&self, app: &App) -> Result<Vec<ResourceView>, ApiError> {
        match integration(app).await? {
            Some(integration) => Ok(vec![resource(app, &integration).await?]),
            None => Ok(Vec::new()),
        }
    }

    async fn one(&self, app: &App, name: &str) -> Result<Option<ResourceView>, ApiError> {
        if name != NAME {
            return Ok(None);
        }
        Ok(self.all(app).await?.pop())
    }

    async fn check(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let spec: Spec = typed(&change.wanted)?;
        let okta = spec.settings.okta;
        let Some(before) = integration(asked.app).await?.filter(|_| change.name() == NAME) else {
            return Err(ApiError::invalid(
                "metadata.name",
                "an integration cannot be made from a file, because its credentials are in none",
            )
            .hint("enrol it with `portolan plugins install okta`; then its settings can be set here"));
        };
        if !okta.org_url.is_empty()
            && okta.org_url.trim_end_matches('/') != before.org_url.trim_end_matches('/')
        {
            return Err(ApiError::invalid(
                "spec.settings.okta.org_url",
                format!(
                    "the integration is with {}; that cannot be changed",
                    before.org_url
                ),
            )
            .hint("remove the integration, and enrol the other organization"));
        }
        changed_settings(&before.settings, &okta.scan.edit())?;
        sync::check(asked.app, &okta.sync_settings.settings(), &asked.roles)
            .boxed()
            .await
    }

    async fn put(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let spec: Spec = typed(&change.wanted)?;
        let before: Spec = match &change.before {
            Some(before) => typed(before)?,
            None => Spec::default(),
        };
        let (okta, was) = (spec.settings.okta, before.settings.okta);
        if okta.scan != was.scan {
            let _ = integration_edit(
                State(asked.app.clone()),
                asked.principal.clone(),
                Params(EditParams::default()),
                Body(okta.scan.edit()),
            )
            .boxed()
            .await?;
        }
        let (wanted, known) = (okta.sync_settings.settings(), was.sync_settings.settings());
        if wanted != known {
            let _ = sync::sync_set(State(asked.app.clone()), asked.principal.clone(), Body(wanted))
                .boxed()
                .await?;
        }
        Ok(())
    }

    async fn remove(&self, asked: &Asked<'_>, name: &str) -> Result<(), ApiError> {
        if name != NAME {
            return Err(ApiError::new(
                StatusCode::NOT_FOUND,
                "not_found",
                format!("there is no plugin `{name}`"),
            ));
        }
        let which = Params(DeleteParams::default());
        let _ = integration_delete(State(asked.app.clone()), asked.principal.clone(), which)
            .boxed()
            .await?;
        Ok(())
    }
}

/// `plugin`
pub(in crate::resources) struct Plugin;
