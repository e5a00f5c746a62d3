//! `rule`: detection rules of one's own, each with the text of its file as it was written.

use async_trait::async_trait;
use axum::extract::State;
use domain::role::Verb;
use futures_util::FutureExt as _;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::ActivityFault;
use crate::app::App;
use crate::detections::own_rules::{rule_create, rule_delete};
use crate::error::ApiError;
use crate::extract::{Body, Segment};
use crate::resources::kind::{About, Asked, Change, Kind, typed, whole};
use crate::resources::shape::{Shape, field};
use crate::view::{ResourceMetadata, ResourceView, RuleRequest, RuleView};

const OWN: &str = "own";

static ABOUT: About = About {
    word: "rule",
    plural: "rules",
    versions: &["v1"],
    meaning: "Detection rules of one's own. The name is the id of the first rule in the text; shipped rules are in every server and in no list",
    fields: &[field(
        "text",
        Shape::Text,
        "The file: a rule in our form, or Sigma's rules and correlations as they are (docs/reference/detections.md)",
    )],
    describes: false,
    calls: [
        (Verb::List, Method::GET, "/api/v1/rules"),
        (Verb::Read, Method::GET, "/api/v1/rules/{id}"),
        (Verb::Create, Method::POST, "/api/v1/rules"),
        (Verb::Update, Method::POST, "/api/v1/rules"),
        (Verb::Delete, Method::DELETE, "/api/v1/rules/{id}"),
    ],
    places: &[("text", "spec.text"), ("id", "metadata.name")],
};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Spec {
    text: String,
}

fn resource(rule: RuleView) -> ResourceView {
    ResourceView {
        kind: ABOUT.word.to_owned(),
        version: ABOUT.version().to_owned(),
        metadata: ResourceMetadata {
            name: rule.rule.id,
            ..ResourceMetadata::default()
        },
        spec: json!({"text": rule.text}),
        status: json!({
            "title": rule.rule.title, "severity": rule.rule.severity, "enabled": rule.rule.enabled,
            "alerts": rule.rule.alerts,
        }),
    }
}

/// The id of the first rule of a file, from its name.
fn first_of(file: &str) -> Option<&str> {
    file.strip_prefix("own/")?.strip_suffix(".yaml")
}

fn request_of(change: &Change, dry_run: bool) -> Result<RuleRequest, ApiError> {
    let spec: Spec = typed(&change.wanted)?;
    Ok(RuleRequest {
        text: spec.text,
        dry_run,
    })
}

#[async_trait]
impl Kind for Rule {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn whole(&self, spec: Value) -> Result<Value, ApiError> {
        whole::<Spec>(spec)
    }

    async fn all(&self, app: &App) -> Result<Vec<ResourceView>, ApiError> {
        let mut all = Vec::new();
        // A file stands for all its rules; its name is that of the first.
        for own in app.parts.state.own_rules().await? {
            let id = first_of(&own.file).unwrap_or(&own.file);
            all.extend(self.one(app, id).await?);
        }
        Ok(all)
    }

    async fn one(&self, app: &App, name: &str) -> Result<Option<ResourceView>, ApiError> {
        match app.parts.activity.rule(name).await {
            Ok(rule) if rule.rule.origin == OWN => Ok(Some(resource(rule))),
            Ok(_) | Err(ActivityFault::NotFound { .. }) => Ok(None),
            Err(fault) => Err(fault.into()),
        }
    }

    async fn check(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let (port, actor) = (&asked.app.parts.activity, asked.principal.actor());
        let checked = port.rule_create(request_of(change, true)?, &actor).await?;
        let first = checked.rules.first().map_or("", |rule| rule.rule.id.as_str());
        if first != change.name() {
            return Err(ApiError::invalid(
                "metadata.name",
                format!("the first rule of the text has the id `{first}`"),
            )
            .hint("name the resource like that"));
        }
        let failed = checked
            .rules
            .iter()
            .flat_map(|rule| &rule.examples)
            .find(|example| !example.passed);
        match failed {
            Some(example) => Err(ApiError::invalid(
                "text",
                format!(
                    "the example `{}` does not go as it says ({} alerts)",
                    example.name, example.alerts
                ),
            )
            .hint("correct the rule or the example; `portolan rules test FILE` tries them here")),
            None => Ok(()),
        }
    }

    async fn put(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let wanted = Body(request_of(change, false)?);
        let _ = rule_create(State(asked.app.clone()), asked.principal.clone(), wanted)
            .boxed()
            .await?;
        Ok(())
    }

    async fn remove(&self, asked: &Asked<'_>, name: &str) -> Result<(), ApiError> {
        let (state, who) = (State(asked.app.clone()), asked.principal.clone());
        let _ = rule_delete(state, who, Segment(name.to_owned())).boxed().await?;
        Ok(())
    }
}

/// `rule`
pub(in crate::resources) struct Rule;
