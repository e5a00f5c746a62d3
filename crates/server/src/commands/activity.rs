//! `portolan activity`: events, asked for, watched and taken in.
#![expect(clippy::print_stderr, reason = "progress goes to standard error")]

mod identity;
mod import;
mod stats;
mod tail;

use super::Usage;
use super::print::{self, Output, Rows};
use crate::cli::{Activity, Asking, Shape, Span};
use crate::remote::{Remote, segment};
use anyhow::Context as _;
use serde_json::{Value, json};
use std::path::Path;
use tokio::io::AsyncWriteExt as _;

/// Most events that the server gives at once.
const PAGE: u64 = 1000;
/// Columns of a table of events, with where they are.
const COLUMNS: [&str; 7] = [
    "event_time",
    "source",
    "action",
    "status",
    "actor_name",
    "target_name",
    "ip",
];

pub(super) async fn run(what: Activity) -> anyhow::Result<()> {
    match what {
        Activity::Search {
            q,
            view,
            span,
            limit,
            asking,
        } => search((&q, view.as_deref()), &span, limit, &asking).await,
        Activity::Views { asking } => super::views::list(&asking).await,
        Activity::Stats {
            q,
            by,
            top,
            span,
            asking,
        } => {
            let is_asked = !q.is_empty() || by.is_some() || span.from.is_some() || span.until.is_some();
            match is_asked {
                true => stats::counted(&q, &span, (by.as_deref(), top), &asking).await,
                false => stats::held(&asking).await,
            }
        }
        Activity::Export {
            q,
            view,
            span,
            form,
            ocsf,
            to,
            limit,
            server,
        } => {
            let remote = Remote::new(&server)?;
            let (q, span) = super::views::narrowed(&remote, view.as_deref(), &q, &span).await?;
            let what = What {
                form: word(&form),
                ocsf,
                limit,
            };
            export(&remote, &q, &span, &what, to.as_deref()).await
        }
        Activity::Sources { what } => super::sources::run(what).await,
        Activity::Identity { name, span, asking } => identity::run(&name, &span, &asking).await,
        Activity::Tail { q, asking } => tail::run(&q, &asking).await,
        Activity::Import {
            source,
            org,
            alerts,
            files,
            asking,
        } => {
            let what = import::What {
                source: word(&source),
                org,
                alerts: word(&alerts),
            };
            import::run(&what, &files, &asking).await
        }
    }
}

/// The word of a choice.
fn word(choice: &impl clap::ValueEnum) -> String {
    let value = choice.to_possible_value();
    value.map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// A span of time as the API takes it.
pub(super) fn times(span: &Span) -> anyhow::Result<String> {
    not_empty(span)?;
    let mut text = String::new();
    for (name, time) in [("from", &span.from), ("until", &span.until)] {
        if let Some(time) = time {
            text.push_str(&format!("&{name}={}", segment(time)));
        }
    }
    Ok(text)
}

/// Refuses a span in which nothing can lie: an empty table would be taken for an answer.
pub(super) fn not_empty(span: &Span) -> anyhow::Result<()> {
    span.emptiness(crate::serve::now())
        .map_or(Ok(()), |why| Err(Usage::error(why)))
}

/// A question, and the view that it narrows.
type Asked<'a> = (&'a str, Option<&'a str>);

async fn search((q, view): Asked<'_>, span: &Span, limit: u64, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let (q, span) = super::views::narrowed(&remote, view, q, span).await?;
    let base = format!("/api/v1/activity/events?q={}{}", segment(&q), times(&span)?);
    let mut events: Vec<Value> = Vec::new();
    let (mut cursor, mut count) = (String::new(), None);
    loop {
        let ask = (limit - events.len() as u64).clamp(1, PAGE);
        let page: Value = remote
            .get(&format!("{base}&limit={ask}&cursor={}", segment(&cursor)))
            .await?;
        count = count.or(page["count"].as_u64());
        events.extend(page["events"].as_array().into_iter().flatten().cloned());
        match page["next_cursor"].as_str() {
            Some(next) if (events.len() as u64) < limit => cursor = next.to_owned(),
            _ => break,
        }
    }
    if asking.format == Shape::Json {
        print::pretty(&json!({ "events": events, "count": count }));
        return Ok(());
    }
    let shown = events.len() as u64;
    print::table(&Rows {
        columns: COLUMNS.map(str::to_owned).to_vec(),
        rows: events.iter().map(row).collect(),
    })?;
    if let Some(count) = count.filter(|count| *count > shown) {
        eprintln!("note: {shown} of {count} events; --limit fetches more");
    }
    Ok(())
}

/// How an export is wanted.
struct What {
    form: String,
    ocsf: String,
    limit: u64,
}

/// Writes an export as it comes. A file that could not be written whole is not there.
async fn export(remote: &Remote, q: &str, span: &Span, what: &What, to: Option<&Path>) -> anyhow::Result<()> {
    let path = format!(
        "/api/v1/activity/export?format={}&ocsf={}&limit={}&q={}{}",
        what.form,
        segment(&what.ocsf),
        what.limit,
        segment(q),
        times(span)?
    );
    let mut answer = remote.stream(&path).await?;
    let broke = "the server ended the export before it was whole";
    let cut = cut_of(&answer);
    let Some(file) = to else {
        let mut out = Output::new();
        while let Some(piece) = answer.chunk().await.context(broke)? {
            out.write(&piece)?;
        }
        tell_cut(cut);
        return out.end();
    };
    let failed = || format!("{} cannot be written", file.display());
    let beside = file.with_extension("part");
    let mut written = tokio::fs::File::create(&beside).await.with_context(failed)?;
    while let Some(piece) = answer.chunk().await.context(broke)? {
        written.write_all(&piece).await.with_context(failed)?;
    }
    written.sync_all().await.with_context(failed)?;
    tokio::fs::rename(&beside, file).await.with_context(failed)?;
    tell_cut(cut);
    Ok(())
}

/// How many events were written and how many there are, when those are more.
fn cut_of(answer: &reqwest::Response) -> Option<(u64, u64)> {
    let number = |name: &str| answer.headers().get(name)?.to_str().ok()?.parse().ok();
    let (written, found) = (number("x-portolan-written")?, number("x-portolan-found")?);
    (written < found).then_some((written, found))
}

fn tell_cut(cut: Option<(u64, u64)>) {
    if let Some((written, found)) = cut {
        eprintln!("note: the newest {written} of {found} events were written; --limit writes more");
    }
}

fn row(event: &Value) -> Vec<Value> {
    COLUMNS.iter().map(|column| event[*column].clone()).collect()
}
