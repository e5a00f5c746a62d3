//! Files of events, of any length, plain or gzip, as they come.

use super::Adapter;
use super::rules::broken;
use super::view::moment_text;
use activity::event::{Moment, Source};
use activity::normalise::holds_event;
use center::{Alerts, Cutter};
use flate2::write::MultiGzDecoder;
use futures_util::StreamExt as _;
use serde_json::json;
use std::io::Write as _;
use std::time::Instant;
use store::state::AuditEntry;
use web::view::ImportView;
use web::{ActivityFault, Import, ImportAlerts, Incoming};

/// The first bytes of gzip (RFC 1952 section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// So many bytes without one event are no file of events.
const FOREIGN_MAX: usize = 16 << 20;

impl Adapter {
    pub(super) async fn take_file(
        &self,
        what: Import,
        body: Incoming,
        actor: &str,
    ) -> Result<ImportView, ActivityFault> {
        let began = Instant::now();
        let source = Source::of_word(&what.source)
            .filter(|source| *source != Source::Own)
            .ok_or_else(|| {
                invalid(
                    "source",
                    format!("`{}` is no source: okta, aws, github or teleport", what.source),
                )
            })?;
        let mut done = Done::default();
        let bringing = self.center.bring();
        let read = self.read_file(source, &what, body, &mut done).await;
        drop(bringing);
        let mut view = done.view;
        if !what.more {
            // What came before a fault is kept, and is judged.
            view.alerts = self.center.judge_brought().await.map_err(broken)?;
            view.judged = true;
        }
        read?;
        let text = |moment: Moment| moment_text(moment.0);
        (view.first, view.last) = (
            done.span.map(|(first, _)| text(first)),
            done.span.map(|(_, last)| text(last)),
        );
        view.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let target = format!("activity/{}", source.word());
        let entry = AuditEntry {
            detail: json!({ "read": view.read, "stored": view.stored, "org": what.org }),
            ..AuditEntry::new(actor, "activity.import", &target)
        };
        self.state.record(&entry, self.now()).await?;
        Ok(view)
    }

    async fn read_file(
        &self,
        source: Source,
        what: &Import,
        mut body: Incoming,
        done: &mut Done,
    ) -> Result<(), ActivityFault> {
        let (mut reader, mut cutter) = (Reader::default(), Cutter::default());
        let whose = (source, what);
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|error| invalid("body", format!("the body broke off: {error}")))?;
            let plain = reader.read(&bytes)?;
            self.take_plain(whose, &plain, &mut cutter, done).await?;
        }
        let last = reader.finish()?;
        self.take_plain(whose, &last, &mut cutter, done).await?;
        let rest = cutter.finish();
        if !rest.trim_ascii().is_empty() {
            self.take_known(whose, rest, done).await?;
        }
        if done.waiting.is_empty() {
            return Ok(());
        }
        Err(foreign(source))
    }

    async fn take_plain(
        &self,
        whose: (Source, &Import),
        plain: &[u8],
        cutter: &mut Cutter,
        done: &mut Done,
    ) -> Result<(), ActivityFault> {
        done.view.bytes += plain.len() as u64;
        // A compressed piece can be long.
        for part in plain.chunks(1 << 20) {
            let piece = cutter.push(part);
            if let Some(piece) = piece.map_err(|error| invalid("body", error.to_string()))? {
                self.take_known(whose, piece, done).await?;
            }
        }
        Ok(())
    }

    /// Takes a piece in once one event of the file was seen: nothing of a wrong file is kept.
    async fn take_known(
        &self,
        whose: (Source, &Import),
        piece: Vec<u8>,
        done: &mut Done,
    ) -> Result<(), ActivityFault> {
        if !done.is_known {
            if !holds_event(whose.0, &piece) {
                done.waiting.push(piece);
                let waiting: usize = done.waiting.iter().map(Vec::len).sum();
                return if waiting > FOREIGN_MAX {
                    Err(foreign(whose.0))
                } else {
                    Ok(())
                };
            }
            done.is_known = true;
            for earlier in std::mem::take(&mut done.waiting) {
                self.take_piece(whose, earlier, done).await?;
            }
        }
        self.take_piece(whose, piece, done).await
    }

    async fn take_piece(
        &self,
        (source, what): (Source, &Import),
        piece: Vec<u8>,
        done: &mut Done,
    ) -> Result<(), ActivityFault> {
        let wanted = match what.alerts {
            ImportAlerts::Marked => Alerts::Marked,
            ImportAlerts::Told => Alerts::Told,
            ImportAlerts::Unsaid => Alerts::Unsaid,
        };
        let taken = self
            .center
            .take_by_hand((source, what.org.as_str()), piece, wanted);
        let taken = taken.await.map_err(broken)?;
        let view = &mut done.view;
        view.read += taken.read;
        view.stored += taken.stored;
        view.repeated += taken.repeated;
        view.differing += taken.differing;
        view.malformed += taken.malformed;
        view.unknown += taken.unknown;
        if let Some((first, last)) = taken.span {
            let known = done.span.unwrap_or((first, last));
            done.span = Some((known.0.min(first), known.1.max(last)));
        }
        Ok(())
    }
}

/// What became of a file so far.
#[derive(Default)]
struct Done {
    view: ImportView,
    /// First and last time of what was kept.
    span: Option<(Moment, Moment)>,
    /// Whether an event was seen, and what came before it.
    is_known: bool,
    waiting: Vec<Vec<u8>>,
}

fn foreign(source: Source) -> ActivityFault {
    invalid(
        "body",
        format!(
            "not one line of it is an event of {}, so nothing was kept: is it the right file, and of the right source?",
            source.word()
        ),
    )
}

/// Takes compression away, where there is some.
#[derive(Default)]
struct Reader {
    /// Bytes before it is known whether they are compressed.
    head: Vec<u8>,
    form: Option<Form>,
}

enum Form {
    Plain,
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
}

impl Reader {
    fn read(&mut self, bytes: &[u8]) -> Result<Vec<u8>, ActivityFault> {
        let head;
        let bytes = match &self.form {
            Some(_) => bytes,
            None => {
                self.head.extend_from_slice(bytes);
                if self.head.len() < GZIP.len() {
                    return Ok(Vec::new());
                }
                self.form = Some(if self.head.starts_with(&GZIP) {
                    Form::Gzip(Box::new(MultiGzDecoder::new(Vec::new())))
                } else {
                    Form::Plain
                });
                head = std::mem::take(&mut self.head);
                &head
            }
        };
        match &mut self.form {
            Some(Form::Gzip(decoder)) => {
                decoder.write_all(bytes).map_err(|error| damaged(&error))?;
                Ok(std::mem::take(decoder.get_mut()))
            }
            _ => Ok(bytes.to_vec()),
        }
    }

    /// What was held back.
    fn finish(self) -> Result<Vec<u8>, ActivityFault> {
        match self.form {
            Some(Form::Gzip(mut decoder)) => {
                decoder.try_finish().map_err(|error| damaged(&error))?;
                Ok(std::mem::take(decoder.get_mut()))
            }
            Some(Form::Plain) => Ok(Vec::new()),
            None => Ok(self.head),
        }
    }
}

fn damaged(error: &std::io::Error) -> ActivityFault {
    invalid(
        "body",
        format!("the gzip data is damaged or ends too early: {error}; what came before it is kept"),
    )
}

fn invalid(field: &'static str, message: String) -> ActivityFault {
    ActivityFault::Invalid { field, message }
}
