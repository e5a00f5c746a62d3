//! Events that a source sends by itself.

use super::super::Adapter;
use super::super::rules::broken;
use super::super::view::text_of;
use super::invalid;
use activity::event::Source;
use center::Cutter;
use futures_util::StreamExt as _;
use web::view::IntakeView;
use web::{ActivityFault, Incoming};

impl Adapter {
    /// Takes events in; durable when it returns. What comes twice is known by its id.
    pub(in crate::serve::events) async fn take_sent(
        &self,
        name: &str,
        kind: &str,
        mut body: Incoming,
    ) -> Result<IntakeView, ActivityFault> {
        let source = Source::of_word(kind)
            .ok_or_else(|| invalid("kind", format!("`{kind}` sends nothing by itself")))?;
        let (mut cutter, mut done) = (Cutter::default(), IntakeView::default());
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|error| invalid("body", format!("the body broke off: {error}")))?;
            let piece = cutter.push(&bytes);
            if let Some(piece) = piece.map_err(|error| invalid("body", error.to_string()))? {
                self.sent_piece(source, name, piece, &mut done).await?;
            }
        }
        let rest = cutter.finish();
        if !rest.trim_ascii().is_empty() {
            self.sent_piece(source, name, rest, &mut done).await?;
        }
        Ok(done)
    }

    async fn sent_piece(
        &self,
        source: Source,
        name: &str,
        piece: Vec<u8>,
        done: &mut IntakeView,
    ) -> Result<(), ActivityFault> {
        let taken = self.center.take((source, name), piece, None).await;
        let now = self.now();
        let row = (source.word(), name);
        let taken = match taken {
            Ok(taken) => taken,
            Err(error) => {
                self.board.change(row, |row| {
                    row.state = "failing".to_owned();
                    row.last_failure = Some(text_of(now));
                    row.error = Some(error.to_string());
                    row.advice = Some("look at the disk of the archive; the sender tries again".to_owned());
                });
                return Err(broken(error));
            }
        };
        done.read += taken.read;
        done.stored += taken.stored;
        done.repeated += taken.repeated;
        self.board.change(row, |row| {
            super::book::count(row, &super::book::as_taken(&taken), now);
            row.state = "following".to_owned();
            row.last_success = Some(text_of(now));
            row.error = None;
            row.advice = None;
        });
        Ok(())
    }
}
