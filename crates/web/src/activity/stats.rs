//! What the archive holds.

use axum::Json;
use axum::extract::State;

use super::sees_own;
use crate::app::Shared;
use crate::error::Answer;
use crate::session::Principal;
use crate::view::{ActivityStats, ErrorBody};

/// The word of events of this server itself.
const OWN: &str = activity::event::Source::Own.word();

/// What the archive holds, by source, and what no table knows.
#[utoipa::path(
    get,
    path = "/api/v1/activity/stats",
    operation_id = "activity_stats",
    tag = "activity",
    responses(
        (status = 200, description = "What it holds", body = ActivityStats),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_stats(State(app): State<Shared>, principal: Principal) -> Answer<ActivityStats> {
    let stats = app.parts.activity.stats().await?;
    Ok(Json(match sees_own(&principal) {
        true => stats,
        false => without_own(stats),
    }))
}

/// What is held of others. Bytes stay those of the whole archive.
fn without_own(mut stats: ActivityStats) -> ActivityStats {
    let is_own = |source: &str| source == OWN;
    let own = stats.sources.iter().filter(|one| is_own(&one.source));
    stats.events = stats.events.saturating_sub(own.map(|one| one.events).sum());
    stats.sources.retain(|one| !is_own(&one.source));
    stats.unknown_types.retain(|one| !is_own(&one.source));
    stats.first = stats.sources.iter().filter_map(|one| one.first.clone()).min();
    stats.last = stats.sources.iter().filter_map(|one| one.last.clone()).max();
    stats
}

#[cfg(test)]
mod tests {
    use super::{OWN, without_own};
    use crate::view::{ActivityStats, SourceCount, UnknownType};

    #[test]
    fn what_is_held_of_the_audit_log_is_not_told() {
        let source = |word: &str, events, first: &str, last: &str| SourceCount {
            source: word.to_owned(),
            events,
            first: Some(first.to_owned()),
            last: Some(last.to_owned()),
        };
        let unknown = |word: &str| UnknownType {
            source: word.to_owned(),
            event_type: "x".to_owned(),
            count: 1,
        };
        let stats = without_own(ActivityStats {
            events: 7,
            sources: vec![
                source("okta", 3, "2026-02", "2026-03"),
                source(OWN, 4, "2026-01", "2026-04"),
            ],
            unknown_types: vec![unknown("okta"), unknown(OWN)],
            ..ActivityStats::default()
        });
        assert_eq!(
            (stats.events, stats.sources.len(), stats.unknown_types.len()),
            (3, 1, 1)
        );
        assert_eq!(
            (stats.first.as_deref(), stats.last.as_deref()),
            (Some("2026-02"), Some("2026-03"))
        );
    }
}
