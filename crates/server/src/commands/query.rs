//! `portolan query`: one SELECT, its rows.
#![expect(clippy::print_stderr, reason = "what is not an answer goes to standard error")]

use super::print::{self, Rows};
use crate::cli::{Format, Query};
use crate::remote::Remote;
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
    let answer: Answer = remote.send_json(reqwest::Method::POST, "/api/v1/query", &body).await?;
    let rows = Rows { columns: answer.columns.into_iter().map(|column| column.name).collect(), rows: answer.rows };
    match arguments.format {
        Format::Table => print::table(&rows),
        Format::Json => print::json(&rows),
        Format::Csv => print::csv(&rows),
    }
    for notice in &answer.notices {
        eprintln!("note: {notice}");
    }
    if answer.truncated {
        eprintln!("note: only the first {} rows; ask for more with --max-rows, or add a WHERE", answer.row_count);
    }
    Ok(())
}
