//! Where what the System Log brings goes: events to the center, and what is lost to the state.

use crate::serve::now;
use activity::event::Source;
use center::Center;
use domain::Timestamp;
use reconcile::logs::LogSink;
use std::sync::Arc;
use store::state::{SourceGap, State};

/// Takes what the System Log brings to the center.
pub(super) struct Sink {
    pub(super) center: Arc<Center>,
    pub(super) state: State,
}

impl LogSink for Sink {
    fn cursor(&self, stream: &str) -> Option<String> {
        self.center.cursor(stream)
    }

    async fn take(&self, org: &str, events: Vec<u8>, cursor: (String, String)) -> Result<(), String> {
        let taken = self.center.take((Source::Okta, org), events, Some(cursor)).await;
        taken.map(|_| ()).map_err(|error| error.to_string())
    }

    async fn lost(&self, org: &str, from: Timestamp, until: Timestamp) -> Result<(), String> {
        tracing::warn!(
            org,
            "events of the System Log are lost: it was not read for 90 days"
        );
        let gap = SourceGap {
            source: Source::Okta.word().to_owned(),
            org: org.to_owned(),
            begins: from,
            ends: until,
            why: "the log was not read for longer than Okta keeps it".to_owned(),
        };
        let noted = self.state.note_gap(&gap, now()).await;
        noted.map_err(|error| error.to_string())
    }
}
