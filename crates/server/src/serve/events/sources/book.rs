//! What readings of sources come to: numbers of a row, pauses, and events that the center takes.

use super::super::view::text_of;
use crate::serve::now;
use activity::event::Source;
use center::{Center, Taken};
use collect::{Fault, Sink};
use domain::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use store::state::{SourceGap, State};
use web::view::CollectorView;

/// After a failure, doubled after each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(15);
/// An event dated further ahead says nothing about how far behind a collector is.
const AHEAD_MS: i64 = 600_000;
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// How long to rest after so many failures in a row.
pub(super) fn pause_after(fault: &Fault, failures: u32) -> Duration {
    let doubled = FIRST_PAUSE.saturating_mul(1 << failures.saturating_sub(1).min(10));
    fault
        .wait
        .unwrap_or(Duration::ZERO)
        .max(doubled.min(LONGEST_PAUSE))
}

pub(super) fn succeeded(row: &mut CollectorView, at: Timestamp) {
    row.last_success = Some(text_of(at));
    row.error = None;
    row.advice = None;
    if row.state != "history" {
        row.state = "following".to_owned();
    }
}

/// Adds what came to the numbers of a row.
pub(super) fn count(row: &mut CollectorView, taken: &collect::Taken, at: Timestamp) {
    row.events += taken.read;
    row.stored += taken.stored;
    row.repeated += taken.repeated;
    row.malformed += taken.malformed;
    row.unknown += taken.unknown;
    if let Some(newest) = taken.newest.filter(|newest| newest.since_ms(at) <= AHEAD_MS) {
        row.lag_s = Some(at.since_ms(newest).max(0).unsigned_abs() / 1_000);
    }
}

/// The words of the center in those of collectors.
pub(super) fn as_taken(taken: &Taken) -> collect::Taken {
    collect::Taken {
        read: taken.read,
        stored: taken.stored,
        repeated: taken.repeated,
        malformed: taken.malformed,
        unknown: taken.unknown,
        newest: taken
            .span
            .map(|(_, last)| Timestamp::from_ms(last.0.div_euclid(1_000))),
    }
}

/// Takes what sources bring to the center.
pub(super) struct CenterSink {
    pub(super) center: Arc<Center>,
    pub(super) state: State,
    pub(super) source: Source,
    /// What people call it.
    pub(super) name: String,
}

impl Sink for CenterSink {
    fn cursor(&self, stream: &str) -> Option<String> {
        self.center.cursor(stream)
    }

    async fn take(
        &self,
        org: &str,
        text: Vec<u8>,
        cursor: Option<(&str, String)>,
    ) -> Result<collect::Taken, String> {
        let cursor = cursor.map(|(stream, at)| (stream.to_owned(), at));
        let taken = self.center.take((self.source, org), text, cursor).await;
        taken
            .map(|taken| as_taken(&taken))
            .map_err(|error| error.to_string())
    }

    async fn lost(&self, stream: &str, from: Timestamp, until: Timestamp) -> Result<(), String> {
        tracing::warn!(stream, "events are lost: the log was not read for too long");
        let gap = SourceGap {
            source: self.source.word().to_owned(),
            org: self.name.clone(),
            begins: from,
            ends: until,
            why: "the log was not read for longer than it is kept there".to_owned(),
        };
        let noted = self.state.note_gap(&gap, now()).await;
        noted.map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{count, pause_after};
    use collect::{Fault, Taken};
    use domain::Timestamp;
    use std::time::Duration;
    use web::view::CollectorView;

    #[test]
    fn failures_make_it_rest_longer_and_the_other_side_has_the_last_word() {
        let fault = Fault::new("x", "y");
        let seconds = |failures| pause_after(&fault, failures).as_secs();
        assert_eq!([1, 2, 3, 9, u32::MAX].map(seconds), [15, 30, 60, 300, 300]);
        let told = Fault {
            wait: Some(Duration::from_secs(1_000)),
            ..fault.clone()
        };
        assert_eq!(pause_after(&told, 1).as_secs(), 1_000);
    }

    #[test]
    fn the_lag_is_that_of_the_newest_event() {
        let mut row = CollectorView::default();
        let taken = Taken {
            read: 3,
            stored: 2,
            repeated: 1,
            newest: Some(Timestamp::from_ms(40_000)),
            ..Taken::default()
        };
        count(&mut row, &taken, Timestamp::from_ms(100_000));
        assert_eq!(
            (row.events, row.stored, row.repeated, row.lag_s),
            (3, 2, 1, Some(60))
        );
        count(&mut row, &Taken::default(), Timestamp::from_ms(500_000));
        assert_eq!(row.lag_s, Some(60), "nothing new says nothing about the lag");
    }
}
