//! `role`: what people may do here. Teleport's `role`, as far as it speaks of what there is here.

use async_trait::async_trait;
use axum::extract::State;
use domain::role::{Verb, preset};
use futures_util::FutureExt as _;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Body, Segment};
use crate::people::roles;
use crate::resources::kind::{About, Asked, Change, Kind, typed, whole};
use crate::resources::shape::{Field, Shape, field, foreign};
use crate::view::{ResourceMetadata, ResourceView, RoleConditions, RoleRequest, RoleRule, RoleView};

/// Stands for every kind and every verb; inside an empty list does.
const EVERY: &str = "*";
const SERVERS: &str = "Portolan governs Okta's apps and groups, not servers; remove it";

const SIDE: &[Field] = &[
    field(
        "rules",
        Shape::Many(RULE),
        "Kinds of resource with what may be done to them",
    ),
    field(
        "app_labels",
        Shape::LabelSets,
        "Apps by their labels; `*` stands for any text",
    ),
    field("group_labels", Shape::LabelSets, "Groups by their labels"),
    field("request", Shape::One(ROLES), "What may be asked for"),
    field("review_requests", Shape::One(ROLES), "What may be decided"),
    foreign("logins", SERVERS),
    foreign("node_labels", SERVERS),
    foreign("kubernetes_labels", SERVERS),
    foreign("kubernetes_groups", SERVERS),
    foreign("kubernetes_users", SERVERS),
    foreign("kubernetes_resources", SERVERS),
    foreign("db_labels", SERVERS),
    foreign("db_names", SERVERS),
    foreign("db_users", SERVERS),
    foreign("windows_desktop_labels", SERVERS),
    foreign("windows_desktop_logins", SERVERS),
    foreign("aws_role_arns", SERVERS),
    foreign("impersonate", "nobody acts as somebody else here; remove it"),
    foreign("join_sessions", SERVERS),
];
const RULE: &[Field] = &[
    field("resources", Shape::Texts, "Kinds, `*` for every one"),
    field(
        "verbs",
        Shape::Texts,
        "`list`, `read`, `create`, `update`, `delete`, `use`, `*` for every one",
    ),
    foreign(
        "where",
        "conditions on single resources are not supported; name the kinds that are meant",
    ),
];
const ROLES: &[Field] = &[
    field("roles", Shape::Texts, "Names of roles, `*` stands for any text"),
    foreign(
        "search_as_roles",
        "what is found is decided by labels here; remove it",
    ),
    foreign(
        "claims_to_roles",
        "roles come by the connector's mapping; remove it",
    ),
];
const OPTIONS: &[Field] = &[
    field(
        "max_session_ttl",
        Shape::Span,
        "Longest sign-in, at least 60s; the shortest of all roles counts",
    ),
    foreign("forward_agent", SERVERS),
    foreign("port_forwarding", SERVERS),
    foreign("ssh_file_copy", SERVERS),
    foreign("record_session", SERVERS),
    foreign("request_access", "asking is always optional here; remove it"),
];

static ABOUT: About = About {
    word: "role",
    plural: "roles",
    versions: &["v7", "v3", "v4", "v5", "v6", "v8"],
    meaning: "What people may do here. Presets are in every server and in no list",
    fields: &[
        field("options", Shape::One(OPTIONS), "Bounds"),
        field("allow", Shape::One(SIDE), "What it permits"),
        field(
            "deny",
            Shape::One(SIDE),
            "What it forbids, whatever other roles permit",
        ),
    ],
    describes: true,
    calls: [
        (Verb::List, Method::GET, "/api/v1/roles"),
        (Verb::Read, Method::GET, "/api/v1/roles/{name}"),
        (Verb::Create, Method::POST, "/api/v1/roles"),
        (Verb::Update, Method::PUT, "/api/v1/roles/{name}"),
        (Verb::Delete, Method::DELETE, "/api/v1/roles/{name}"),
    ],
    places: &[
        ("name", "metadata.name"),
        ("max_session_ttl_s", "spec.options.max_session_ttl"),
    ],
};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Spec {
    options: Options,
    allow: Side,
    #[serde(skip_serializing_if = "Side::is_empty")]
    deny: Side,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Options {
    #[serde(skip_serializing_if = "Option::is_none")]
    max_session_ttl: Option<u32>,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Side {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<RoleRule>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    app_labels: BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    group_labels: BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "Roles::is_empty")]
    request: Roles,
    #[serde(skip_serializing_if = "Roles::is_empty")]
    review_requests: Roles,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Roles {
    roles: Vec<String>,
}

impl Roles {
    const fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }
}

impl Side {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn of(side: RoleConditions) -> Self {
        let starred = |words: Vec<String>| {
            if words.is_empty() {
                vec![EVERY.to_owned()]
            } else {
                words
            }
        };
        let rule = |rule: RoleRule| RoleRule {
            resources: starred(rule.resources),
            verbs: starred(rule.verbs),
        };
        Self {
            rules: side.rules.into_iter().map(rule).collect(),
            app_labels: side.app_labels,
            group_labels: side.group_labels,
            request: Roles {
                roles: side.request_roles,
            },
            review_requests: Roles {
                roles: side.review_roles,
            },
        }
    }

    /// As the pages have it; `path` names the side for a complaint.
    fn conditions(self, path: &str) -> Result<RoleConditions, ApiError> {
        let mut rules = Vec::with_capacity(self.rules.len());
        for (index, rule) in self.rules.into_iter().enumerate() {
            let words = |name: &str, words: Vec<String>| {
                let place = format!("{path}.rules.{index}.{name}");
                unstarred(words).ok_or_else(|| {
                    ApiError::invalid(
                        &place,
                        format!("`{name}` is empty: name them, or `*` for every one"),
                    )
                })
            };
            rules.push(RoleRule {
                resources: words("resources", rule.resources)?,
                verbs: words("verbs", rule.verbs)?,
            });
        }
        Ok(RoleConditions {
            rules,
            app_labels: self.app_labels,
            group_labels: self.group_labels,
            request_roles: self.request.roles,
            review_roles: self.review_requests.roles,
        })
    }
}

/// Words without the star; a list of nothing else is empty, and an empty one is none.
fn unstarred(words: Vec<String>) -> Option<Vec<String>> {
    if words.is_empty() {
        return None;
    }
    if words.iter().any(|word| word == EVERY) {
        return Some(Vec::new());
    }
    Some(words)
}

fn request_of(change: &Change) -> Result<RoleRequest, ApiError> {
    let spec: Spec = typed(&change.wanted)?;
    Ok(RoleRequest {
        name: Some(change.name().to_owned()),
        description: change.wanted.metadata.description.clone(),
        allow: spec.allow.conditions("spec.allow")?,
        deny: spec.deny.conditions("spec.deny")?,
        max_session_ttl_s: spec.options.max_session_ttl,
        revision: change.revision(),
    })
}

fn resource(role: RoleView) -> Result<ResourceView, ApiError> {
    let spec = Spec {
        options: Options {
            max_session_ttl: role.max_session_ttl_s,
        },
        allow: Side::of(role.allow),
        deny: Side::of(role.deny),
    };
    Ok(ResourceView {
        kind: ABOUT.word.to_owned(),
        version: ABOUT.version().to_owned(),
        metadata: ResourceMetadata {
            name: role.name,
            description: role.description,
            revision: Some(role.revision.to_string()),
            ..ResourceMetadata::default()
        },
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        status: json!({"preset": role.preset, "locked": role.locked, "people": role.people}),
    })
}

#[async_trait]
impl Kind for Role {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn whole(&self, spec: Value) -> Result<Value, ApiError> {
        whole::<Spec>(spec)
    }

    async fn all(&self, app: &App) -> Result<Vec<ResourceView>, ApiError> {
        let roles = roles::all(app).boxed().await?.into_iter();
        roles.filter(|role| !role.preset).map(resource).collect()
    }

    async fn one(&self, app: &App, name: &str) -> Result<Option<ResourceView>, ApiError> {
        if preset(name).is_none() && app.parts.state.role(name).await?.is_none() {
            return Ok(None);
        }
        resource(roles::one(app, name).boxed().await?).map(Some)
    }

    async fn check(&self, _: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        roles::refuse_preset(change.name())?;
        roles::check_name(change.name())?;
        roles::spec_of(&request_of(change)?).map(|_| ())
    }

    async fn put(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let (state, who) = (State(asked.app.clone()), asked.principal.clone());
        let wanted = Body(request_of(change)?);
        if change.before.is_some() {
            let name = Segment(change.name().to_owned());
            let _ = roles::role_change(state, who, name, wanted).boxed().await?;
        } else {
            let _ = roles::role_create(state, who, wanted).boxed().await?;
        }
        Ok(())
    }

    async fn remove(&self, asked: &Asked<'_>, name: &str) -> Result<(), ApiError> {
        let (state, who) = (State(asked.app.clone()), asked.principal.clone());
        roles::role_delete(state, who, Segment(name.to_owned()))
            .boxed()
            .await?;
        Ok(())
    }
}

/// `role`
pub(in crate::resources) struct Role;
