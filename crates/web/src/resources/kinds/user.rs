//! `user`: people. Those of an organization come with user sync, SCIM or a sign-in; here are their roles.

use async_trait::async_trait;
use axum::extract::State;
use domain::role::Verb;
use futures_util::FutureExt as _;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::state::{AuditEntry, NewLocalUser, PeopleFilter, Person, new_id};

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Body, Segment};
use crate::people::giving::check_giving;
use crate::people::{self, change as pages};
use crate::resources::kind::{About, Asked, Change, Kind, typed, whole};
use crate::resources::shape::{Shape, field, foreign};
use crate::session::account_name;
use crate::view::{OriginWord, PersonChange, PersonView, ResourceMetadata, ResourceView};

const PAGE: u32 = 1_000;
const ELSEWHERE: &str = "who somebody is elsewhere comes with the sign-in; remove it";

static ABOUT: About = About {
    word: "user",
    plural: "users",
    versions: &["v2"],
    meaning: "A person. One that is made from a file is local and has no password until `portolan users reset`",
    fields: &[
        field("roles", Shape::Texts, "Roles that are assigned"),
        field(
            "disabled",
            Shape::Flag,
            "Whether the person is barred from signing in",
        ),
        field(
            "traits",
            Shape::LabelSets,
            "What the organization says of the person; it cannot be changed here",
        ),
        foreign("saml_identities", ELSEWHERE),
        foreign("oidc_identities", ELSEWHERE),
        foreign("github_identities", ELSEWHERE),
        foreign(
            "local_auth",
            "passwords and second factors are in no file; remove it",
        ),
        foreign("created_by", "it is in `status`; remove it"),
        foreign("expires", "people have no end here: a lock bars them; remove it"),
        foreign("status", "locks are resources of their own; remove it"),
    ],
    describes: false,
    calls: [
        (Verb::List, Method::GET, "/api/v1/users"),
        (Verb::Read, Method::GET, "/api/v1/users/{id}"),
        (Verb::Create, Method::POST, "/api/v1/users"),
        (Verb::Update, Method::PATCH, "/api/v1/users/{id}"),
        (Verb::Delete, Method::DELETE, "/api/v1/users/{id}"),
    ],
    places: &[("name", "metadata.name")],
};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Spec {
    roles: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    disabled: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    traits: BTreeMap<String, Vec<String>>,
}

fn resource(person: PersonView, is_disabled: bool) -> Result<ResourceView, ApiError> {
    let spec = Spec {
        roles: person.roles,
        disabled: is_disabled,
        traits: person.traits,
    };
    let mut status = json!({
        "origin": person.origin, "state": person.state, "created_at": person.created_at,
    });
    let more = [
        (
            "display_name",
            Some(person.display_name).filter(|name| !name.is_empty()),
        ),
        ("email", Some(person.email).filter(|email| !email.is_empty())),
        ("okta_id", person.okta_id),
        ("connector", person.connector),
        ("last_sign_in_at", person.last_sign_in_at),
        ("purge_at", person.purge_at),
    ];
    for (name, value) in more {
        if let Some(value) = value {
            status[name] = value.into();
        }
    }
    if !person.mapped_roles.is_empty() {
        status["mapped_roles"] = person.mapped_roles.into();
    }
    if person.origin == OriginWord::Local {
        status["has_password"] = person.has_password.into();
        status["has_second_factor"] = person.has_second_factor.into();
    }
    Ok(ResourceView {
        kind: ABOUT.word.to_owned(),
        version: ABOUT.version().to_owned(),
        metadata: ResourceMetadata {
            name: person.name,
            labels: person.labels,
            ..ResourceMetadata::default()
        },
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        status,
    })
}

fn of_person(person: Person) -> Result<ResourceView, ApiError> {
    let is_disabled = person.disabled.is_some();
    resource(people::view(person), is_disabled)
}

async fn named(app: &App, name: &str) -> Result<Person, ApiError> {
    let found = app.parts.state.person_named(name, app.now()).await?;
    found.ok_or_else(|| {
        ApiError::not_found(
            format!("there is no person `{name}`"),
            "`portolan users ls` lists all",
        )
    })
}

/// What is to be changed about a person who is there.
fn person_change(before: &Person, spec: &Spec) -> PersonChange {
    PersonChange {
        roles: (spec.roles != before.roles).then(|| spec.roles.clone()),
        disabled: (spec.disabled != before.disabled.is_some()).then_some(spec.disabled),
        ..PersonChange::default()
    }
}

#[async_trait]
impl Kind for User {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn whole(&self, spec: Value) -> Result<Value, ApiError> {
        whole::<Spec>(spec)
    }

    async fn all(&self, app: &App) -> Result<Vec<ResourceView>, ApiError> {
        let (state, filter) = (&app.parts.state, PeopleFilter::default());
        let (mut all, mut after) = (Vec::new(), None::<String>);
        loop {
            let found = state
                .people(&filter, after.as_deref(), PAGE, app.now())
                .boxed()
                .await?;
            let people = found.people;
            after = people.last().map(|last| last.name.to_lowercase());
            let is_last = people.len() < PAGE as usize;
            for person in people {
                all.push(of_person(person)?);
            }
            if is_last {
                return Ok(all);
            }
        }
    }

    async fn one(&self, app: &App, name: &str) -> Result<Option<ResourceView>, ApiError> {
        let found = app.parts.state.person_named(name, app.now()).await?;
        found.map(of_person).transpose()
    }

    async fn check(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let spec: Spec = typed(&change.wanted)?;
        pages::check_roles_and(asked.app, &spec.roles, &asked.roles).await?;
        let said = &change.wanted.metadata.labels;
        let Some(before) = &change.before else {
            if !said.is_empty() || !spec.traits.is_empty() {
                return Err(ApiError::invalid(
                    if said.is_empty() {
                        "spec.traits"
                    } else {
                        "metadata.labels"
                    },
                    "a person of an organization cannot be made from a file",
                )
                .hint("user sync, SCIM or the first sign-in makes them; then their roles can be set here"));
            }
            return account_name(change.name()).map(|_| ());
        };
        let known: Spec = typed(before)?;
        if spec.traits != known.traits {
            return Err(ApiError::invalid(
                "spec.traits",
                "traits come from the organization and cannot be changed",
            )
            .hint("leave them as they are, or change them in Okta"));
        }
        if !said.is_empty() && *said != before.metadata.labels {
            return Err(
                ApiError::invalid("metadata.labels", "labels of people say where they come from")
                    .hint("leave them as they are"),
            );
        }
        let person = named(asked.app, change.name()).await?;
        pages::check_standing(asked.app, &person, &person_change(&person, &spec))
            .boxed()
            .await
    }

    async fn put(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let spec: Spec = typed(&change.wanted)?;
        let app = asked.app;
        if change.before.is_none() {
            check_giving(app, asked.principal, &[], &spec.roles).await?;
            let new = NewLocalUser {
                id: new_id(),
                name: account_name(change.name())?,
                password_hash: String::new(),
                roles: spec.roles.clone(),
            };
            let (actor, target) = (asked.principal.actor(), format!("user/{}", new.name));
            let entry = AuditEntry {
                detail: json!({"roles": new.roles, "password": false}),
                ..AuditEntry::new(&actor, "user.create", &target)
            };
            app.parts.state.create_user(&new, &entry, app.now()).await?;
            if !spec.disabled {
                return Ok(());
            }
        }
        let person = named(app, change.name()).await?;
        let wanted = Body(person_change(&person, &spec));
        let _ = pages::user_change(
            State(app.clone()),
            asked.principal.clone(),
            Segment(person.id),
            wanted,
        )
        .boxed()
        .await?;
        Ok(())
    }

    async fn remove(&self, asked: &Asked<'_>, name: &str) -> Result<(), ApiError> {
        let person = named(asked.app, name).await?;
        pages::user_delete(
            State(asked.app.clone()),
            asked.principal.clone(),
            Segment(person.id),
        )
        .boxed()
        .await?;
        Ok(())
    }
}

/// `user`
pub(in crate::resources) struct User;
