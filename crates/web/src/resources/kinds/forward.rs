//! `forward`: where alerts are told. Target and secret may be brought, and are never shown: the address of a webhook is
//! often all that it takes to write there.

use async_trait::async_trait;
use axum::extract::State;
use domain::role::Verb;
use futures_util::FutureExt as _;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::App;
use crate::detections::forwards::{forward_change, forward_create, forward_delete};
use crate::error::ApiError;
use crate::extract::{Body, Segment};
use crate::resources::kind::{About, Asked, Change, Kind, typed, whole};
use crate::resources::list::missing;
use crate::resources::shape::{Shape, field};
use crate::view::{ForwardChange, ForwardRequest, ForwardView, ResourceMetadata, ResourceView};

static ABOUT: About = About {
    word: "forward",
    plural: "forwards",
    versions: &["v1"],
    meaning: "Where alerts are told",
    fields: &[
        field("kind", Shape::Text, "`webhook`, `slack`, `email` or `syslog`"),
        field(
            "target",
            Shape::Text,
            "Where; never shown, and the one that is kept stays when it is left out",
        ),
        field(
            "secret",
            Shape::Text,
            "What signs webhooks, or the password for e-mail; never shown, and kept likewise",
        ),
        field(
            "min_severity",
            Shape::Text,
            "Alerts of this severity and above; `medium` when left out",
        ),
        field("enabled", Shape::Flag, "Whether it is told; it is unless `false`"),
    ],
    describes: false,
    calls: [
        (Verb::List, Method::GET, "/api/v1/forwards"),
        (Verb::Read, Method::GET, "/api/v1/forwards"),
        (Verb::Create, Method::POST, "/api/v1/forwards"),
        (Verb::Update, Method::PATCH, "/api/v1/forwards/{id}"),
        (Verb::Delete, Method::DELETE, "/api/v1/forwards/{id}"),
    ],
    places: &[("name", "metadata.name"), ("kind", "spec.kind")],
};

#[derive(Serialize, Deserialize)]
#[serde(default)]
struct Spec {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    min_severity: String,
    enabled: bool,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            kind: String::new(),
            target: None,
            secret: None,
            min_severity: "medium".to_owned(),
            enabled: true,
        }
    }
}

impl Spec {
    fn change(self, dry_run: bool) -> ForwardChange {
        ForwardChange {
            kind: Some(self.kind),
            target: self.target,
            secret: self.secret,
            min_severity: Some(self.min_severity),
            enabled: Some(self.enabled),
            dry_run,
        }
    }

    fn request(self, name: &str, dry_run: bool) -> ForwardRequest {
        ForwardRequest {
            name: name.to_owned(),
            kind: self.kind,
            target: self.target.unwrap_or_default(),
            secret: self.secret,
            min_severity: Some(self.min_severity),
            enabled: self.enabled,
            dry_run,
        }
    }
}

fn resource(forward: ForwardView) -> Result<ResourceView, ApiError> {
    let spec = Spec {
        kind: forward.kind,
        target: None,
        secret: None,
        min_severity: forward.min_severity,
        enabled: forward.enabled,
    };
    Ok(ResourceView {
        kind: ABOUT.word.to_owned(),
        version: ABOUT.version().to_owned(),
        metadata: ResourceMetadata {
            name: forward.name,
            ..ResourceMetadata::default()
        },
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        status: json!({
            "target_host": forward.target_host, "waiting": forward.waiting, "last_sent": forward.last_sent,
            "last_error": forward.last_error,
        }),
    })
}

async fn view_of(app: &App, name: &str) -> Result<Option<ForwardView>, ApiError> {
    let all = app.parts.activity.forwards().await?.forwards;
    Ok(all.into_iter().find(|forward| forward.name == name))
}

#[async_trait]
impl Kind for Forward {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn whole(&self, spec: Value) -> Result<Value, ApiError> {
        whole::<Spec>(spec)
    }

    async fn is_same(
        &self,
        app: &App,
        wanted: &ResourceView,
        before: &ResourceView,
    ) -> Result<bool, ApiError> {
        let mut spec: Spec = typed(wanted)?;
        let (target, secret) = (spec.target.take(), spec.secret.take());
        if serde_json::to_value(&spec).map_err(ApiError::internal)? != before.spec {
            return Ok(false);
        }
        if target.is_none() && secret.is_none() {
            return Ok(true);
        }
        let Some(forward) = view_of(app, &before.metadata.name).boxed().await? else {
            return Ok(false);
        };
        let port = &app.parts.activity;
        Ok(port
            .forward_aims(&forward.id, target.as_deref(), secret.as_deref())
            .await?)
    }

    async fn all(&self, app: &App) -> Result<Vec<ResourceView>, ApiError> {
        let all = app.parts.activity.forwards().await?.forwards;
        all.into_iter().map(resource).collect()
    }

    async fn one(&self, app: &App, name: &str) -> Result<Option<ResourceView>, ApiError> {
        view_of(app, name).boxed().await?.map(resource).transpose()
    }

    async fn check(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let spec: Spec = typed(&change.wanted)?;
        if spec.kind.is_empty() {
            return Err(ApiError::invalid(
                "kind",
                "it is needed: webhook, slack, email or syslog",
            ));
        }
        let (port, actor) = (&asked.app.parts.activity, asked.principal.actor());
        match view_of(asked.app, change.name()).boxed().await? {
            Some(forward) => {
                port.forward_change(&forward.id, spec.change(true), &actor)
                    .await?
            }
            None => {
                port.forward_create(spec.request(change.name(), true), &actor)
                    .await?
            }
        };
        Ok(())
    }

    async fn put(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let spec: Spec = typed(&change.wanted)?;
        let (state, who) = (State(asked.app.clone()), asked.principal.clone());
        if let Some(forward) = view_of(asked.app, change.name()).boxed().await? {
            let _ = forward_change(state, who, Segment(forward.id), Body(spec.change(false)))
                .boxed()
                .await?;
        } else {
            let wanted = Body(spec.request(change.name(), false));
            let _ = forward_create(state, who, wanted).boxed().await?;
        }
        Ok(())
    }

    async fn remove(&self, asked: &Asked<'_>, name: &str) -> Result<(), ApiError> {
        let forward = view_of(asked.app, name).boxed().await?;
        let forward = forward.ok_or_else(|| missing(self, name))?;
        let (state, who) = (State(asked.app.clone()), asked.principal.clone());
        let _ = forward_delete(state, who, Segment(forward.id)).boxed().await?;
        Ok(())
    }
}

/// `forward`
pub(in crate::resources) struct Forward;
