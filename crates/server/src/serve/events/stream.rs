//! Events that flow out: to files, and to those who watch them come in.

use super::Adapter;
use super::view::view;
use activity::event::{COLUMNS, Field};
use activity::ocsf::{Version, export};
use archive::{Event, Page, Position, Query, Table};
use axum::body::Bytes;
use center::Taken;
use domain::Timestamp;
use futures_util::StreamExt as _;
use futures_util::stream;
use std::collections::VecDeque;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use web::view::EventView;
use web::{ActivityFault, Export, ExportFormat, OcsfVersion, Question, Tail};

/// Events of one piece of an export.
const PIECE: usize = 1_000;
/// Events of one intake that a tail shows at most; the others are told as missed.
const TAIL_MAX: usize = 500;

impl Adapter {
    pub(super) async fn write_out(
        &self,
        asked: Question,
        format: ExportFormat,
        limit: usize,
    ) -> Result<Export, ActivityFault> {
        let query = self.question(&asked).await?;
        // A question that cannot be answered is refused before the first byte; and who asks is told how much there is.
        let probe = query.clone();
        let found = self.asking(move |archive| {
            archive.search(&probe, 1, None)?;
            Ok(archive.count(&probe)?.events)
        });
        let found = found.await?;
        let table = match format {
            ExportFormat::Parquet => {
                Some(Table::new().map_err(|error| ActivityFault::Internal(error.to_string()))?)
            }
            _ => None,
        };
        let begin = Exporting {
            table,
            adapter: self.clone(),
            query,
            format,
            left: limit,
            after: None,
            is_first: true,
        };
        // Whoever compresses asks once more after the end.
        let bytes = stream::unfold(Some(begin), next_piece).fuse().boxed();
        Ok(Export { found, bytes })
    }

    pub(super) async fn watch(&self, asked: &Question) -> Result<Tail, ActivityFault> {
        let query = self.question(asked).await?;
        let probe = query.clone();
        self.asking(move |archive| archive.search(&probe, 1, None))
            .await?;
        let watching = Watching {
            adapter: self.clone(),
            query,
            intakes: self.center.tail(),
            ready: VecDeque::new(),
        };
        Ok(stream::unfold(watching, next_event).fuse().boxed())
    }
}

struct Exporting {
    adapter: Adapter,
    query: Query,
    format: ExportFormat,
    /// The file that is being made, for Parquet.
    table: Option<Table>,
    left: usize,
    after: Option<Position>,
    is_first: bool,
}

type Piece = Result<Bytes, std::io::Error>;

async fn next_piece(state: Option<Exporting>) -> Option<(Piece, Option<Exporting>)> {
    let mut state = state?;
    let (query, after, count) = (state.query.clone(), state.after, state.left.min(PIECE));
    let found = state
        .adapter
        .asking(move |archive| archive.search(&query, count, after));
    let page = match found.await {
        Ok(page) => page,
        // The head of the answer is out: only breaking off can tell.
        Err(fault) => return Some((Err(std::io::Error::other(fault)), None)),
    };
    if let Some(table) = state.table.take() {
        return next_rows(state, table, page);
    }
    let mut text = String::new();
    if state.is_first && state.format == ExportFormat::Csv {
        let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
        text.push_str(&names.join(","));
        text.push_str("\r\n");
    }
    let format = state.format;
    let write = |people: &activity::correlate::Correlator| {
        for event in &page.events {
            match format {
                ExportFormat::Csv => csv_line(event, &mut text),
                ExportFormat::Ndjson => {
                    text.push_str(&serde_json::to_string(&view(event, true, people)).unwrap_or_default());
                    text.push('\n');
                }
                ExportFormat::Ocsf(wanted) => {
                    if let Some(row) = event.row() {
                        text.push_str(&export(&row, version(wanted)).to_string());
                        text.push('\n');
                    }
                }
                // Made before this.
                ExportFormat::Parquet => {}
            }
        }
    };
    state.adapter.center.people(write).await;
    state.is_first = false;
    let goes_on = state.go_on(&page);
    Some((Ok(Bytes::from(text)), goes_on.then_some(state)))
}

fn version(wanted: OcsfVersion) -> Version {
    match wanted {
        OcsfVersion::V1_5 => Version::V1_5,
        OcsfVersion::V1_8 => Version::V1_8,
        OcsfVersion::V1_9 => Version::V1_9,
    }
}

impl Exporting {
    /// Moves on behind a page; says whether there is more.
    fn go_on(&mut self, page: &Page) -> bool {
        self.left -= page.events.len().min(self.left);
        self.after = page.next;
        self.left > 0 && page.next.is_some() && !page.events.is_empty()
    }
}

/// The same for Parquet: bytes come when a group of rows is whole, and at the end.
fn next_rows(mut state: Exporting, mut table: Table, page: Page) -> Option<(Piece, Option<Exporting>)> {
    for event in &page.events {
        if let Err(error) = table.push(event) {
            return Some((Err(error), None));
        }
    }
    if state.go_on(&page) {
        let bytes = table.take();
        state.table = Some(table);
        return Some((Ok(Bytes::from(bytes)), Some(state)));
    }
    Some((table.finish().map(Bytes::from), None))
}

/// One event as a line (RFC 4180). A cell that a spreadsheet would take for a formula gets a quote before it.
fn csv_line(event: &Event, text: &mut String) {
    for (index, column) in COLUMNS.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        let cell = event.get(column.field).unwrap_or_default();
        let is_formula = !matches!(column.field, Field::Latitude | Field::Longitude)
            && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let cell = if is_formula { format!("'{cell}") } else { cell };
        if cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

struct Watching {
    adapter: Adapter,
    query: Query,
    intakes: Receiver<Taken>,
    ready: VecDeque<Result<EventView, u64>>,
}

async fn next_event(mut state: Watching) -> Option<(Result<EventView, u64>, Watching)> {
    loop {
        if let Some(item) = state.ready.pop_front() {
            return Some((item, state));
        }
        match state.intakes.recv().await {
            Ok(taken) => state.ready = state.adapter.of_intake(&state.query, &taken).await,
            Err(RecvError::Lagged(intakes)) => state.ready.push_back(Err(intakes)),
            Err(RecvError::Closed) => return None,
        }
    }
}

impl Adapter {
    /// The events of one intake that a question finds, oldest first.
    async fn of_intake(&self, query: &Query, taken: &Taken) -> VecDeque<Result<EventView, u64>> {
        let Some((first, last)) = taken.span else {
            return VecDeque::new();
        };
        let from = Timestamp::from_ms(first.0.div_euclid(1_000));
        let until = Timestamp::from_ms(last.0.div_euclid(1_000) + 1);
        let query = Query {
            from: Some(query.from.map_or(from, |known| known.max(from))),
            until: Some(query.until.map_or(until, |known| known.min(until))),
            filter: query.filter.clone(),
        };
        let found = self.asking(move |archive| {
            let events = archive.search(&query, TAIL_MAX + 1, None)?.events;
            let all = match events.len() > TAIL_MAX {
                true => archive.count(&query)?.events,
                false => events.len() as u64,
            };
            Ok((events, all))
        });
        let (mut events, all) = match found.await {
            Ok(found) => found,
            Err(fault) => {
                tracing::warn!(%fault, "a tail misses events");
                return VecDeque::from([Err(taken.stored)]);
            }
        };
        let is_cut = events.len() > TAIL_MAX;
        events.retain(|event| event.row().is_some_and(|row| row.ingested() == taken.ingested));
        let shown = events.len().min(TAIL_MAX);
        let mut ready: VecDeque<_> = self
            .center
            .people(|people| {
                let newest = events.iter().take(TAIL_MAX).rev();
                newest.map(|event| Ok(view(event, false, people))).collect()
            })
            .await;
        // No more than the question finds in that time, and than came.
        let missed = taken.stored.min(all).saturating_sub(shown as u64);
        if is_cut && missed > 0 {
            ready.push_front(Err(missed));
        }
        ready
    }
}
