//! `portolan activity`: events, asked for, watched and taken in.
#![expect(clippy::print_stderr, reason = "progress goes to standard error")]

mod identity;

use super::print::{self, Output, Rows, cell};
use crate::cli::{Activity, Asking, FileForm, Server, Shape, Span};
use crate::remote::{Remote, segment};
use anyhow::Context as _;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Most events that the server gives at once.
const PAGE: u64 = 1000;
/// Bytes of a file that are read at once.
const CHUNK: usize = 1 << 20;
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
        Activity::Stats { asking } => stats(&asking).await,
        Activity::Export {
            q,
            view,
            span,
            form,
            to,
            limit,
            server,
        } => {
            let remote = Remote::new(&server)?;
            let (q, span) = super::views::narrowed(&remote, view.as_deref(), &q, &span).await?;
            export(&server, &q, &span, (form, limit), to.as_deref()).await
        }
        Activity::Sources { what } => super::sources::run(what).await,
        Activity::Identity { name, span, asking } => identity::run(&name, &span, &asking).await,
        Activity::Tail { q, asking } => tail(&q, &asking).await,
        Activity::Import {
            source,
            org,
            files,
            asking,
        } => {
            let word = clap::ValueEnum::to_possible_value(&source);
            let word = word.map(|word| word.get_name().to_owned()).unwrap_or_default();
            let mut done = Vec::new();
            for file in &files {
                done.push(import(&word, &org, file, &asking).await?);
            }
            imported(&done, asking.format)
        }
    }
}

/// A span of time as the API takes it.
pub(super) fn times(span: &Span) -> String {
    let mut text = String::new();
    for (name, time) in [("from", &span.from), ("until", &span.until)] {
        if let Some(time) = time {
            text.push_str(&format!("&{name}={}", segment(time)));
        }
    }
    text
}

/// A question, and the view that it narrows.
type Asked<'a> = (&'a str, Option<&'a str>);

async fn search((q, view): Asked<'_>, span: &Span, limit: u64, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let (q, span) = super::views::narrowed(&remote, view, q, span).await?;
    let base = format!("/api/v1/activity/events?q={}{}", segment(&q), times(&span));
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

/// Writes an export as it comes. A file that could not be written whole is not there.
async fn export(
    server: &Server,
    q: &str,
    span: &Span,
    (form, limit): (FileForm, u64),
    to: Option<&Path>,
) -> anyhow::Result<()> {
    let remote = Remote::new(server)?;
    let word = clap::ValueEnum::to_possible_value(&form);
    let word = word.map(|word| word.get_name().to_owned()).unwrap_or_default();
    let path = format!(
        "/api/v1/activity/export?format={word}&limit={limit}&q={}{}",
        segment(q),
        times(span)
    );
    let mut answer = remote.stream(&path).await?;
    let broke = "the server ended the export before it was whole";
    let Some(file) = to else {
        let mut out = Output::new();
        while let Some(piece) = answer.chunk().await.context(broke)? {
            out.write(&piece)?;
        }
        return out.end();
    };
    let failed = || format!("{} cannot be written", file.display());
    let beside = file.with_extension("part");
    let mut written = tokio::fs::File::create(&beside).await.with_context(failed)?;
    while let Some(piece) = answer.chunk().await.context(broke)? {
        written.write_all(&piece).await.with_context(failed)?;
    }
    written.sync_all().await.with_context(failed)?;
    tokio::fs::rename(&beside, file).await.with_context(failed)
}

fn row(event: &Value) -> Vec<Value> {
    COLUMNS.iter().map(|column| event[*column].clone()).collect()
}

async fn stats(asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let mut stats: Value = remote.get("/api/v1/activity/stats").await?;
    let collectors: Value = remote.get("/api/v1/collectors").await?;
    stats["collectors"] = collectors["collectors"].clone();
    if asking.format == Shape::Json {
        print::pretty(&stats);
        return Ok(());
    }
    let rows = stats["sources"].as_array().into_iter().flatten().map(|source| {
        let of = stats["collectors"].as_array().into_iter().flatten();
        let of = of.filter(|one| one["source"] == source["source"]);
        let states: Vec<String> = of.map(|one| cell(&one["state"])).collect();
        vec![
            source["source"].clone(),
            source["events"].clone(),
            source["first"].clone(),
            source["last"].clone(),
            states.join(", ").into(),
        ]
    });
    print::table(&Rows {
        columns: ["source", "events", "first", "last", "collector"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    })?;
    eprintln!(
        "{} events in {} bytes, {:.0} an event",
        cell(&stats["events"]),
        cell(&stats["bytes"]),
        stats["bytes_per_event"].as_f64().unwrap_or(0.0)
    );
    for one in stats["collectors"].as_array().into_iter().flatten() {
        if let (Some(error), advice) = (one["error"].as_str(), cell(&one["advice"])) {
            eprintln!(
                "{} {}: {error}\n{advice}",
                cell(&one["source"]),
                cell(&one["org"])
            );
        }
    }
    Ok(())
}

/// Passes events on as they come.
async fn tail(q: &str, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let mut answer = remote
        .stream(&format!("/api/v1/activity/tail?q={}", segment(q)))
        .await?;
    let mut text = Vec::new();
    let mut is_event = false;
    while let Some(piece) = answer.chunk().await.context("the server ended the tail")? {
        text.extend_from_slice(&piece);
        while let Some(end) = text.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = text.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end();
            if let Some(name) = line.strip_prefix("event: ") {
                is_event = name == "event";
            } else if let Some(data) = line.strip_prefix("data: ") {
                tell(data, is_event, asking.format)?;
            }
        }
    }
    Ok(())
}

fn tell(data: &str, is_event: bool, format: Shape) -> anyhow::Result<()> {
    if !is_event {
        eprintln!("note: not all could be shown: {data}");
        return Ok(());
    }
    let mut out = Output::new();
    if format == Shape::Json {
        out.write(data.as_bytes())?;
    } else {
        let event: Value = serde_json::from_str(data).unwrap_or_default();
        let cells: Vec<String> = row(&event).iter().map(cell).collect();
        out.write(cells.join("  ").as_bytes())?;
    }
    out.write(b"\n")?;
    out.end()
}

/// Sends one file and tells how far it is.
async fn import(source: &str, org: &str, file: &Path, asking: &Asking) -> anyhow::Result<Value> {
    let remote = Remote::new(&asking.server)?;
    let opened = tokio::fs::File::open(file)
        .await
        .with_context(|| format!("{} cannot be read", file.display()))?;
    let length = opened.metadata().await.map(|meta| meta.len()).unwrap_or(0);
    let name = file.display().to_string();
    let begin = (opened, 0_u64, Instant::now(), name);
    let body = futures_util::stream::unfold(begin, move |(mut opened, sent, told, name)| async move {
        let mut bytes = vec![0; CHUNK];
        match opened.read(&mut bytes).await {
            Ok(0) => None,
            Ok(read) => {
                bytes.truncate(read);
                let sent = sent + read as u64;
                let is_time = told.elapsed().as_secs() >= 2;
                if is_time {
                    eprintln!("{name}: {} of {} MB sent", sent >> 20, length >> 20);
                }
                let told = if is_time { Instant::now() } else { told };
                Some((Ok::<_, std::io::Error>(bytes), (opened, sent, told, name)))
            }
            Err(error) => Some((Err(error), (opened, sent, told, name))),
        }
    });
    let path = format!("/api/v1/activity/import?source={source}&org={}", segment(org));
    let mut done: Value = remote
        .send_body(&path, reqwest::Body::wrap_stream(body))
        .await
        .with_context(|| format!("{} was not taken in whole", file.display()))?;
    done["file"] = file.display().to_string().into();
    Ok(done)
}

fn imported(done: &[Value], format: Shape) -> anyhow::Result<()> {
    if format == Shape::Json {
        print::pretty(&json!({ "files": done }));
        return Ok(());
    }
    let columns = [
        "file",
        "read",
        "stored",
        "repeated",
        "differing",
        "malformed",
        "unknown",
        "alerts",
        "elapsed_ms",
    ];
    let rows = done
        .iter()
        .map(|one| columns.iter().map(|column| one[*column].clone()).collect());
    print::table(&Rows {
        rows: rows.collect(),
        columns: columns.map(str::to_owned).to_vec(),
    })
}
