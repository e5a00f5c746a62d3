//! What is kept, and what about it deserves a look.

use super::Adapter;
use super::asked::AHEAD_MS;
use super::view::moment_text;
use activity::event::{Field, View as _};
use activity::normalise::TIME_IN_FUTURE;
use archive::{Archive, Column, Filter, Query, SearchError};
use web::ActivityFault;
use web::view::{ActivityStats, SourceCount, UnknownType};

impl Adapter {
    pub(super) async fn held(&self) -> Result<ActivityStats, ActivityFault> {
        let near = self.now().plus_ms(AHEAD_MS);
        let (stats, ahead) = self
            .asking(move |archive| {
                let ahead = archive.count(&ahead_of_time())?.events;
                Ok((stats_until(archive, near)?, ahead))
            })
            .await?;
        let tally = self.center.tally().await;
        let all = || stats.sources.values().filter(|source| source.events > 0);
        let events: u64 = all().map(|source| source.events).sum();
        let sealed: u64 = all().map(|source| source.events_bytes + source.index_bytes).sum();
        let bytes = sealed + stats.log_bytes;
        let sources = stats.sources.iter().filter(|(_, source)| source.events > 0);
        let unknown = tally.unknown.iter().map(|((source, name), count)| UnknownType {
            source: source.word().to_owned(),
            event_type: name.clone(),
            count: *count,
        });
        Ok(ActivityStats {
            events,
            bytes,
            bytes_per_event: bytes as f64 / events.max(1) as f64,
            first: all().map(|source| source.oldest).min().map(moment_text),
            last: all().map(|source| source.newest).max().map(moment_text),
            sources: sources
                .map(|(word, source)| SourceCount {
                    source: word.clone(),
                    events: source.events,
                    first: Some(moment_text(source.oldest)),
                    last: Some(moment_text(source.newest)),
                })
                .collect(),
            unknown_types: unknown.collect(),
            malformed: tally.malformed,
            ahead,
            retention_held: self.board.held(),
        })
    }
}

/// Events that were dated ahead when they came.
fn ahead_of_time() -> Query {
    Query {
        filter: Filter::Is {
            column: Column::One(Field::Signals),
            values: vec![TIME_IN_FUTURE.to_owned()],
        },
        ..Query::default()
    }
}

/// What is kept. What is dated beyond that time is counted, but is not the last: one event of the year 2126 would be that
/// for ever.
fn stats_until(archive: &Archive, near: domain::Timestamp) -> Result<archive::Stats, SearchError> {
    let mut stats = archive.stats();
    for (word, source) in &mut stats.sources {
        if source.events == 0 || source.newest <= near.as_ms().saturating_mul(1_000) {
            continue;
        }
        let query = Query {
            until: Some(near),
            filter: Filter::Is {
                column: Column::One(Field::Source),
                values: vec![word.clone()],
            },
            ..Query::default()
        };
        let newest = archive.search(&query, 1, None)?.events.pop();
        source.newest = newest.map_or(source.oldest, |event| event.time().0);
    }
    Ok(stats)
}
