//! `rule_tuning`: what is changed about a rule without touching it. A rule that nothing is changed about has none.

use std::collections::BTreeMap;

use async_trait::async_trait;
use axum::extract::State;
use domain::role::Verb;
use futures_util::FutureExt as _;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::state::RuleSetting;

use crate::ActivityFault;
use crate::app::App;
use crate::detections::rules::rule_change;
use crate::error::ApiError;
use crate::extract::{Body, Segment};
use crate::resources::kind::{About, Asked, Change, Kind, typed, whole};
use crate::resources::shape::{Field, Shape, field};
use crate::view::{ResourceMetadata, ResourceView, RuleChange, RuleException, RuleRow};

const EXCEPTION: &[Field] = &[
    field("reason", Shape::Text, "Why, for people"),
    field(
        "when",
        Shape::Any,
        "Which events: a selection over columns, such as `{\"ip|cidr\": 192.0.2.0/24}`",
    ),
    field("until", Shape::Text, "Only events before this time, RFC 3339"),
];

static ABOUT: About = About {
    word: "rule_tuning",
    plural: "rule_tunings",
    versions: &["v1"],
    meaning: "What is changed about a rule, shipped or one's own, without touching it. The name is the rule's id; what is \
              left out is as the rule says, and without a tuning all of it",
    fields: &[
        field("enabled", Shape::Flag, "On or off"),
        field(
            "severity",
            Shape::Text,
            "`info`, `low`, `medium`, `high` or `critical`",
        ),
        field(
            "parameters",
            Shape::LabelSets,
            "Values of the rule's parameters, thresholds among them; `portolan rules show` lists them",
        ),
        field(
            "exceptions",
            Shape::Many(EXCEPTION),
            "Events that the rule does not see",
        ),
    ],
    describes: false,
    calls: [
        (Verb::List, Method::GET, "/api/v1/rules"),
        (Verb::Read, Method::GET, "/api/v1/rules/{id}"),
        (Verb::Create, Method::PATCH, "/api/v1/rules/{id}"),
        (Verb::Update, Method::PATCH, "/api/v1/rules/{id}"),
        (Verb::Delete, Method::PATCH, "/api/v1/rules/{id}"),
    ],
    places: &[("id", "metadata.name")],
};

#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Spec {
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    parameters: BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<Exception>,
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Exception {
    reason: String,
    when: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl Spec {
    fn of(setting: &RuleSetting) -> Result<Self, ApiError> {
        let parameters: BTreeMap<String, Value> =
            serde_json::from_str(&setting.parameters).map_err(ApiError::internal)?;
        let exceptions = serde_json::from_str(&setting.exceptions).map_err(ApiError::internal)?;
        let parameters = parameters.into_iter().map(|(name, value)| (name, texts(&value)));
        Ok(Self {
            enabled: setting.enabled,
            severity: setting.severity.clone(),
            parameters: parameters.collect(),
            exceptions,
        })
    }

    fn change(self, dry_run: bool) -> RuleChange {
        let exception = |exception: Exception| RuleException {
            reason: exception.reason,
            when: exception.when,
            until: exception.until,
        };
        let parameters: Map<String, Value> = self
            .parameters
            .into_iter()
            .map(|(name, values)| (name, values.into()))
            .collect();
        RuleChange {
            enabled: self.enabled,
            severity: self.severity,
            parameters: Some(parameters),
            exceptions: Some(self.exceptions.into_iter().map(exception).collect()),
            reset: true,
            dry_run,
        }
    }
}

/// Values as texts: the page keeps a single one as it is.
fn texts(value: &Value) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match value {
        Value::Array(values) => values.iter().map(text).collect(),
        one => vec![text(one)],
    }
}

fn resource(setting: &RuleSetting, rules: &[RuleRow]) -> Result<Option<ResourceView>, ApiError> {
    let spec = Spec::of(setting)?;
    // The setting of a rule that is gone waits for it, and is nothing that could be brought back.
    let rule = rules.iter().find(|rule| rule.id == setting.rule);
    let Some(rule) = rule.filter(|_| spec != Spec::default()) else {
        return Ok(None);
    };
    Ok(Some(ResourceView {
        kind: ABOUT.word.to_owned(),
        version: ABOUT.version().to_owned(),
        metadata: ResourceMetadata {
            name: setting.rule.clone(),
            ..ResourceMetadata::default()
        },
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        status: json!({
            "title": rule.title, "origin": rule.origin, "severity": rule.severity, "enabled": rule.enabled,
            "alerts": rule.alerts,
        }),
    }))
}

#[async_trait]
impl Kind for RuleTuning {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn whole(&self, spec: Value) -> Result<Value, ApiError> {
        whole::<Spec>(spec)
    }

    async fn all(&self, app: &App) -> Result<Vec<ResourceView>, ApiError> {
        let (mut all, settings) = (Vec::new(), app.parts.state.rule_settings().boxed().await?);
        if settings.is_empty() {
            return Ok(all);
        }
        let rules = app.parts.activity.rules().await?.rules;
        for setting in settings {
            all.extend(resource(&setting, &rules)?);
        }
        Ok(all)
    }

    async fn one(&self, app: &App, name: &str) -> Result<Option<ResourceView>, ApiError> {
        let all = self.all(app).await?;
        Ok(all.into_iter().find(|one| one.metadata.name == name))
    }

    async fn check(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let spec: Spec = typed(&change.wanted)?;
        if spec == Spec::default() {
            return Err(ApiError::invalid("spec", "nothing is changed about the rule")
                .hint("say what is, or leave the resource out"));
        }
        let (port, actor) = (&asked.app.parts.activity, asked.principal.actor());
        match port.rule_change(change.name(), spec.change(true), &actor).await {
            Ok(_) => Ok(()),
            // A rule that comes with it is not there yet.
            Err(ActivityFault::NotFound { .. }) if asked.rules.contains(change.name()) => Ok(()),
            Err(ActivityFault::NotFound { message, hint }) => {
                Err(ApiError::invalid("metadata.name", message).hint(hint))
            }
            Err(fault) => Err(fault.into()),
        }
    }

    async fn put(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let spec: Spec = typed(&change.wanted)?;
        set(asked, change.name(), spec).boxed().await
    }

    async fn remove(&self, asked: &Asked<'_>, name: &str) -> Result<(), ApiError> {
        set(asked, name, Spec::default()).boxed().await
    }
}

async fn set(asked: &Asked<'_>, name: &str, spec: Spec) -> Result<(), ApiError> {
    let (state, who) = (State(asked.app.clone()), asked.principal.clone());
    let wanted = Body(spec.change(false));
    let _ = rule_change(state, who, Segment(name.to_owned()), wanted)
        .boxed()
        .await?;
    Ok(())
}

/// `rule_tuning`
pub(in crate::resources) struct RuleTuning;
