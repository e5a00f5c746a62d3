//! Counts: of values, and over time; and what may be asked at all.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{question, seen_by};
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::session::Principal;
use crate::view::{ErrorBody, FacetList, LanguageView, TimelineView};

const TOP_DEFAULT: usize = 10;
const TOP_MAX: usize = 1000;
const BUCKETS_DEFAULT: usize = 60;
const BUCKETS_MAX: usize = 2000;

/// Which values are counted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FacetParams {
    /// The question in the query language; all events when left out.
    #[serde(default)]
    q: Option<String>,
    /// Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`.
    #[serde(default)]
    from: Option<String>,
    /// Latest time, the same; now when left out.
    #[serde(default)]
    until: Option<String>,
    /// Columns, with commas between them; the usual ones when left out.
    #[serde(default)]
    columns: Option<String>,
    /// Values of a column at most, 1 to 1000; 10 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    top: Option<u32>,
}

/// How often each value occurs in the events that are found.
#[utoipa::path(
    get,
    path = "/api/v1/activity/facets",
    operation_id = "activity_facets",
    tag = "activity",
    params(FacetParams),
    responses(
        (status = 200, description = "The counts", body = FacetList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_facets(
    State(app): State<Shared>,
    principal: Principal,
    Params(wanted): Params<FacetParams>,
) -> Answer<FacetList> {
    let top = bounded("top", wanted.top, TOP_DEFAULT, TOP_MAX)?;
    let columns = wanted.columns.unwrap_or_default();
    let columns = columns.split(',').map(str::trim).filter(|name| !name.is_empty());
    let columns = columns.map(str::to_owned).collect();
    let asked = seen_by(&principal, question(wanted.q, wanted.from, wanted.until));
    Ok(Json(app.parts.activity.facets(asked, columns, top).await?))
}

/// Which time line.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimelineParams {
    /// The question in the query language; all events when left out.
    #[serde(default)]
    q: Option<String>,
    /// Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`.
    #[serde(default)]
    from: Option<String>,
    /// Latest time, the same; now when left out.
    #[serde(default)]
    until: Option<String>,
    /// About how many buckets, 1 to 2000; 60 when left out. Their length is a round one.
    #[serde(default)]
    #[param(minimum = 1, maximum = 2000)]
    buckets: Option<u32>,
}

/// How many events were found in each part of the time.
#[utoipa::path(
    get,
    path = "/api/v1/activity/timeline",
    operation_id = "activity_timeline",
    tag = "activity",
    params(TimelineParams),
    responses(
        (status = 200, description = "The counts", body = TimelineView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_timeline(
    State(app): State<Shared>,
    principal: Principal,
    Params(wanted): Params<TimelineParams>,
) -> Answer<TimelineView> {
    let buckets = bounded("buckets", wanted.buckets, BUCKETS_DEFAULT, BUCKETS_MAX)?;
    let asked = seen_by(&principal, question(wanted.q, wanted.from, wanted.until));
    Ok(Json(app.parts.activity.timeline(asked, buckets).await?))
}

/// What may be written in a question.
#[utoipa::path(
    get,
    path = "/api/v1/activity/language",
    operation_id = "activity_language",
    tag = "activity",
    responses(
        (status = 200, description = "Columns and examples", body = LanguageView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_language(State(app): State<Shared>) -> Answer<LanguageView> {
    Ok(Json(app.parts.activity.language()))
}

fn bounded(field: &str, wanted: Option<u32>, default: usize, most: usize) -> Result<usize, ApiError> {
    let wanted = wanted.map_or(default, |wanted| wanted as usize);
    if (1..=most).contains(&wanted) {
        Ok(wanted)
    } else {
        Err(ApiError::invalid(field, format!("`{field}` must be 1 to {most}")))
    }
}
