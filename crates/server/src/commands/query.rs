//! `portolan query`: one SELECT, its rows. A table for people is cut and says so; JSON and CSV for machines are whole.
#![expect(clippy::print_stderr, reason = "what is not an answer goes to standard error")]

use super::print::{self, Rows};
use crate::cli::{Format, Query};
use crate::remote::Remote;
use anyhow::Context as _;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Answer {
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
    row_count: u64,
    truncated: bool,
    #[serde(default)]
    notices: Vec<String>,
}

#[derive(Deserialize)]
struct Column {
    name: String,
}

pub(super) async fn run(arguments: Query) -> anyhow::Result<()> {
    let remote = Remote::new(&arguments.server)?;
    let body = json!({ "sql": arguments.sql, "as_of": arguments.as_of, "max_rows": arguments.max_rows });
    if arguments.format != Format::Table {
        return stream(&remote, &body, arguments.format).await;
    }
    let answer: Answer = remote
        .send_json(reqwest::Method::POST, "/api/v1/query", &body)
        .await?;
    let rows = Rows {
        columns: answer.columns.into_iter().map(|column| column.name).collect(),
        rows: answer.rows,
    };
    print::table(&rows)?;
    for notice in &answer.notices {
        eprintln!("note: {notice}");
    }
    if answer.truncated {
        eprintln!(
            "note: only the first {} rows; ask for more with --max-rows, or add a WHERE",
            answer.row_count
        );
    }
    Ok(())
}

/// Passes the rows on as they come, so that an answer of millions takes no memory here.
async fn stream(remote: &Remote, body: &Value, format: Format) -> anyhow::Result<()> {
    let accept = if format == Format::Csv {
        "text/csv"
    } else {
        "application/x-ndjson"
    };
    let mut answer = remote.open("/api/v1/query", body, accept).await?;
    let mut out = print::Output::new();
    if format == Format::Csv {
        while let Some(piece) = answer.chunk().await.context("the answer broke off")? {
            out.write(&piece)?;
        }
        return out.end();
    }
    let mut lines = Vec::new();
    let mut count = 0_u64;
    out.write(b"[")?;
    while let Some(piece) = answer.chunk().await.context("the answer broke off")? {
        lines.extend_from_slice(&piece);
        while let Some(end) = lines.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = lines.drain(..=end).collect();
            if let Some(error) = refusal_in(&line) {
                return Err(error.context("the answer ended early"));
            }
            out.write(if count == 0 { b"\n  " } else { b",\n  " })?;
            out.write(line.trim_ascii_end())?;
            count += 1;
        }
    }
    out.write(if count == 0 { b"]\n" } else { b"\n]\n" })?;
    out.end()
}

/// The error that stands in place of a row where a query failed on its way.
fn refusal_in(line: &[u8]) -> Option<anyhow::Error> {
    let detail = line
        .strip_prefix(b"{\"error\":{\"code\":")
        .map(|_| String::from_utf8_lossy(line))?;
    Some(crate::remote::refusal(200, &detail))
}
