//! `lock`: who is kept out. Locks that SCIM and user sync make are shown; they lift them themselves.

use async_trait::async_trait;
use axum::extract::State;
use domain::Timestamp;
use domain::role::Verb;
use futures_util::FutureExt as _;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::state::{Lock as Row, LockTarget, cause};

use crate::app::App;
use crate::error::ApiError;
use crate::extract::Segment;
use crate::people::locks;
use crate::resources::kind::{About, Asked, Change, Kind, typed, whole};
use crate::resources::shape::{Field, Shape, field, foreign};
use crate::view::{ResourceMetadata, ResourceView, time_text};

const NOT_HERE: &str = "locks name a person, a role or an API token here; remove it";

const TARGET: &[Field] = &[
    field("user", Shape::Text, "A person, by name"),
    field("role", Shape::Text, "A role: it gives nothing"),
    field("token", Shape::Text, "An API token, by id"),
    foreign("login", NOT_HERE),
    foreign("node", NOT_HERE),
    foreign("server_id", NOT_HERE),
    foreign("mfa_device", NOT_HERE),
    foreign("windows_desktop", NOT_HERE),
    foreign("device", NOT_HERE),
    foreign("access_request", NOT_HERE),
];

static ABOUT: About = About {
    word: "lock",
    plural: "locks",
    versions: &["v2"],
    meaning: "Keeps a person, a role or an API token out, from the next request on",
    fields: &[
        field("target", Shape::One(TARGET), "What it names: one of them"),
        field("message", Shape::Text, "For people"),
        field(
            "expires",
            Shape::Text,
            "When it ends, RFC 3339; never when left out",
        ),
        foreign("created_at", "it is in `status`; remove it"),
        foreign("created_by", "it is in `status`; remove it"),
    ],
    describes: false,
    calls: [
        (Verb::List, Method::GET, "/api/v1/locks"),
        (Verb::Read, Method::GET, "/api/v1/locks"),
        (Verb::Create, Method::POST, "/api/v1/locks"),
        (Verb::Update, Method::POST, "/api/v1/locks"),
        (Verb::Delete, Method::DELETE, "/api/v1/locks/{id}"),
    ],
    places: &[("target", "spec.target"), ("roles", "spec.target.role")],
};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Spec {
    target: Target,
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Target {
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

impl Target {
    fn of(kind: LockTarget, name: String) -> Self {
        let mut target = Self::default();
        match kind {
            LockTarget::User => target.user = Some(name),
            LockTarget::Role => target.role = Some(name),
            LockTarget::Token => target.token = Some(name),
        }
        target
    }

    fn only(self) -> Result<(LockTarget, String), ApiError> {
        match (self.user, self.role, self.token) {
            (Some(name), None, None) => Ok((LockTarget::User, name)),
            (None, Some(name), None) => Ok((LockTarget::Role, name)),
            (None, None, Some(name)) => Ok((LockTarget::Token, name)),
            _ => Err(ApiError::invalid(
                "spec.target",
                "a lock names one of `user`, `role` and `token`",
            )),
        }
    }
}

fn time_of(text: &str) -> Result<Timestamp, ApiError> {
    let time: jiff::Timestamp = text.parse().map_err(|_| {
        ApiError::invalid(
            "spec.expires",
            format!("`{text}` is no time like 2026-01-31T10:00:00Z"),
        )
    })?;
    Ok(Timestamp::from_ms(time.as_millisecond()))
}

fn resource(lock: Row) -> Result<ResourceView, ApiError> {
    let spec = Spec {
        target: Target::of(lock.kind, lock.target),
        message: lock.message,
        expires: lock.expires.map(time_text),
    };
    Ok(ResourceView {
        kind: ABOUT.word.to_owned(),
        version: ABOUT.version().to_owned(),
        metadata: ResourceMetadata {
            name: lock.id,
            ..ResourceMetadata::default()
        },
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        status: json!({
            "cause": lock.cause, "created_at": time_text(lock.created), "created_by": lock.created_by,
        }),
    })
}

async fn row(app: &App, name: &str) -> Result<Option<Row>, ApiError> {
    let locks = app.parts.state.locks(app.now()).await?;
    Ok(locks.into_iter().find(|lock| lock.id == name))
}

fn refuse_foreign(lock: &Row) -> Result<(), ApiError> {
    if lock.cause == cause::MANUAL {
        return Ok(());
    }
    let message = format!("this lock was made by {} and is lifted by it", lock.cause);
    Err(ApiError::new(StatusCode::CONFLICT, "managed", message)
        .hint("make a lock of your own for the same person; it stays when this one is lifted"))
}

async fn lock_of(asked: &Asked<'_>, change: &Change) -> Result<Row, ApiError> {
    let spec: Spec = typed(&change.wanted)?;
    let (kind, target) = spec.target.only()?;
    let expires = spec.expires.as_deref().map(time_of).transpose()?;
    let now = asked.app.now();
    if expires.is_some_and(|end| end <= now) && change.before.is_none() {
        return Err(ApiError::invalid("spec.expires", "this time is over"));
    }
    Ok(Row {
        id: change.name().to_owned(),
        kind,
        target,
        cause: cause::MANUAL.to_owned(),
        message: spec.message,
        created: now,
        created_by: asked.principal.actor(),
        expires,
    })
}

#[async_trait]
impl Kind for Lock {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn whole(&self, spec: Value) -> Result<Value, ApiError> {
        let mut spec: Spec =
            serde_json::from_value(spec).map_err(|error| ApiError::invalid("spec", error.to_string()))?;
        // One form for one moment, so that an unchanged lock is known as such.
        let expires = spec.expires.as_deref().map(time_of).transpose()?;
        spec.expires = expires.map(time_text);
        spec.message = spec.message.trim().to_owned();
        whole::<Spec>(serde_json::to_value(spec).map_err(ApiError::internal)?)
    }

    async fn all(&self, app: &App) -> Result<Vec<ResourceView>, ApiError> {
        let locks = app.parts.state.locks(app.now()).await?;
        locks.into_iter().map(resource).collect()
    }

    async fn one(&self, app: &App, name: &str) -> Result<Option<ResourceView>, ApiError> {
        row(app, name).await?.map(resource).transpose()
    }

    async fn check(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let lock = lock_of(asked, change).await?;
        let there = asked.app.parts.state.locks(asked.app.now()).await?;
        let same = |one: &&Row| {
            one.kind == lock.kind && one.cause == lock.cause && one.target.eq_ignore_ascii_case(&lock.target)
        };
        if let Some(other) = there.iter().find(same).filter(|other| other.id != lock.id) {
            let message = format!("the lock `{}` names this already", other.id);
            return Err(ApiError::invalid("spec.target", message).hint("change that one, or remove it first"));
        }
        if let Some(before) = there.iter().find(|one| one.id == lock.id) {
            refuse_foreign(before)?;
            if (before.kind, &before.target) != (lock.kind, &lock.target) {
                return Err(
                    ApiError::invalid("spec.target", "a lock stays with what it names")
                        .hint("make a lock of another name"),
                );
            }
        }
        let comes_too = lock.kind == LockTarget::User && asked.people.contains(&lock.target.to_lowercase());
        if comes_too && asked.app.parts.state.user_named(&lock.target).await?.is_none() {
            return Ok(());
        }
        locks::check(asked.app, asked.principal, &lock, &asked.roles)
            .boxed()
            .await
    }

    async fn put(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let lock = lock_of(asked, change).await?;
        locks::make(asked.app, &lock).boxed().await
    }

    async fn remove(&self, asked: &Asked<'_>, name: &str) -> Result<(), ApiError> {
        let _ = locks::lock_delete(
            State(asked.app.clone()),
            asked.principal.clone(),
            Segment(name.to_owned()),
        )
        .boxed()
        .await?;
        Ok(())
    }
}

/// `lock`
pub(in crate::resources) struct Lock;
