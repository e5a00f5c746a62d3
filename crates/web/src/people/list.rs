//! People by name, and one of them.

use axum::Json;
use axum::extract::State;
use domain::{OrgUrl, Reach};
use futures_util::FutureExt as _;
use serde::Deserialize;
use store::state::{PeopleFilter, PeopleFound, PersonOrigin, PersonState};
use utoipa::IntoParams;

use super::{person, view};
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Segment};
use crate::paging::Page;
use crate::view::{ErrorBody, OriginWord, PeoplePage, PersonStateWord, PersonView};

/// Which people.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeopleParams {
    /// A part of name, display name or e-mail.
    #[serde(default)]
    q: Option<String>,
    /// Where they come from.
    #[serde(default)]
    origin: Option<OriginWord>,
    /// In which state they are.
    #[serde(default)]
    state: Option<PersonStateWord>,
    /// Who has this role.
    #[serde(default)]
    role: Option<String>,
    /// Of the organization with this address.
    #[serde(default)]
    org: Option<String>,
    /// Who came through this connector last.
    #[serde(default)]
    connector: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// People by name.
#[utoipa::path(
    get,
    path = "/api/v1/users",
    operation_id = "users",
    tag = "people",
    params(PeopleParams),
    responses(
        (status = 200, description = "A page of people", body = PeoplePage),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn users(
    State(app): State<Shared>,
    Params(wanted): Params<PeopleParams>,
) -> Answer<PeoplePage> {
    let limit = u32::try_from(Page::read(None, wanted.limit)?.limit).unwrap_or(u32::MAX);
    let filter = PeopleFilter {
        text: wanted.q,
        origin: wanted.origin.map(|origin| match origin {
            OriginWord::Local => PersonOrigin::Local,
            OriginWord::Sso => PersonOrigin::SingleSignOn,
            OriginWord::Okta => PersonOrigin::Okta,
        }),
        state: wanted.state.map(|state| match state {
            PersonStateWord::Active => PersonState::Active,
            PersonStateWord::Locked => PersonState::Locked,
            PersonStateWord::Inactive => PersonState::Inactive,
        }),
        role: wanted.role,
        org_url: wanted.org.map(|org| org_url(&org)).transpose()?,
        connector: wanted.connector,
    };
    let (state, now) = (&app.parts.state, app.now());
    let after = wanted.cursor.as_deref().filter(|cursor| !cursor.is_empty());
    let PeopleFound { people, total } = state.people(&filter, after, limit, now).boxed().await?;
    let is_full = u32::try_from(people.len()).is_ok_and(|rows| rows == limit);
    let next_cursor = people
        .last()
        .filter(|_| is_full)
        .map(|last| last.name.to_lowercase());
    Ok(Json(PeoplePage {
        people: people.into_iter().map(view).collect(),
        total,
        next_cursor,
    }))
}

/// The address of an organization as it is kept.
fn org_url(text: &str) -> Result<String, ApiError> {
    OrgUrl::parse(text, Reach::Loopback)
        .map(|url| url.as_str().to_owned())
        .map_err(|error| ApiError::invalid("org", error.to_string()))
}

/// One person.
#[utoipa::path(
    get,
    path = "/api/v1/users/{id}",
    operation_id = "user",
    tag = "people",
    params(("id" = String, Path, description = "Id of the person")),
    responses(
        (status = 200, description = "The person", body = PersonView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn user(State(app): State<Shared>, Segment(id): Segment<String>) -> Answer<PersonView> {
    Ok(Json(view(person(&app, &id).await?)))
}
