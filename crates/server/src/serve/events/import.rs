//! Files of events, of any length, plain or gzip, as they come.

use super::Adapter;
use super::rules::broken;
use activity::event::Source;
use center::Cutter;
use flate2::write::MultiGzDecoder;
use futures_util::StreamExt as _;
use serde_json::json;
use std::io::Write as _;
use std::time::Instant;
use store::state::AuditEntry;
use web::view::ImportView;
use web::{ActivityFault, Incoming};

/// The first bytes of gzip (RFC 1952 section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

impl Adapter {
    pub(super) async fn take_file(
        &self,
        source: &str,
        org: &str,
        mut body: Incoming,
        actor: &str,
    ) -> Result<ImportView, ActivityFault> {
        let began = Instant::now();
        let source = Source::of_word(source)
            .filter(|source| *source != Source::Own)
            .ok_or_else(|| {
                invalid(
                    "source",
                    format!("`{source}` is no source: okta, aws, github or teleport"),
                )
            })?;
        let (mut done, mut reader, mut cutter) =
            (ImportView::default(), Reader::default(), Cutter::default());
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|error| invalid("body", format!("the body broke off: {error}")))?;
            let plain = reader.read(&bytes)?;
            done.bytes += plain.len() as u64;
            // A compressed piece can be long.
            for part in plain.chunks(1 << 20) {
                let piece = cutter.push(part);
                if let Some(piece) = piece.map_err(|error| invalid("body", error.to_string()))? {
                    self.take_piece(source, org, piece, &mut done).await?;
                }
            }
        }
        let last = reader.finish()?;
        done.bytes += last.len() as u64;
        for part in last.chunks(1 << 20) {
            let piece = cutter.push(part);
            if let Some(piece) = piece.map_err(|error| invalid("body", error.to_string()))? {
                self.take_piece(source, org, piece, &mut done).await?;
            }
        }
        let rest = cutter.finish();
        if !rest.trim_ascii().is_empty() {
            self.take_piece(source, org, rest, &mut done).await?;
        }
        done.alerts += self.center.judge_late().await.map_err(broken)?;
        done.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let target = format!("activity/{}", source.word());
        let entry = AuditEntry {
            detail: json!({ "read": done.read, "stored": done.stored, "org": org }),
            ..AuditEntry::new(actor, "activity.import", &target)
        };
        self.state.record(&entry, self.now()).await?;
        Ok(done)
    }

    async fn take_piece(
        &self,
        source: Source,
        org: &str,
        piece: Vec<u8>,
        done: &mut ImportView,
    ) -> Result<(), ActivityFault> {
        let taken = self
            .center
            .take((source, org), piece, None)
            .await
            .map_err(broken)?;
        done.read += taken.read;
        done.stored += taken.stored;
        done.repeated += taken.repeated;
        done.differing += taken.differing;
        done.malformed += taken.malformed;
        done.unknown += taken.unknown;
        done.alerts += taken.alerts;
        Ok(())
    }
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
