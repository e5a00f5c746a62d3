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
        // What reads this is a program: values come as they are.
        "text/csv; formulas=as-is"
    } else {
        "application/x-ndjson"
    };
    let mut answer = remote.open("/api/v1/query", body, accept).await?;
    let mut out = print::Output::new();
    if format == Format::Csv {
        let mut rows = CsvRows::default();
        while let Some(piece) = answer.chunk().await.context("the answer broke off")? {
            out.write(&rows.take(&piece))?;
        }
        let told = rows.end();
        if told.is_none() {
            out.write(&rows.kept)?;
        }
        out.end()?;
        return match told {
            Some(told) if body["max_rows"].is_null() => {
                Err(anyhow::anyhow!("the answer ended early: {told}"))
            }
            Some(told) => {
                eprintln!("note: {told}");
                Ok(())
            }
            None => Ok(()),
        };
    }
    let mut lines = Vec::new();
    let mut count = 0_u64;
    out.write(b"[")?;
    while let Some(piece) = answer.chunk().await.context("the answer broke off")? {
        lines.extend_from_slice(&piece);
        while let Some(end) = lines.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = lines.drain(..=end).collect();
            if let Some(error) = refusal_in(&line) {
                if is_wanted_cut(&line, body) {
                    eprintln!("note: {error}");
                    continue;
                }
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

/// Rows as they come, the last line held back: it may say why there are no more.
#[derive(Default)]
struct CsvRows {
    kept: Vec<u8>,
}

impl CsvRows {
    /// What can be written now that `piece` has come.
    fn take(&mut self, piece: &[u8]) -> Vec<u8> {
        self.kept.extend_from_slice(piece);
        let body = self.kept.strip_suffix(b"\n").unwrap_or(&self.kept);
        let end = body
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        self.kept.drain(..end).collect()
    }

    /// Why the answer ended early, if the last line says so.
    fn end(&self) -> Option<String> {
        let line = String::from_utf8_lossy(&self.kept);
        let line = line.trim_end();
        let quoted = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
        let line = quoted.map_or_else(|| line.to_owned(), |line| line.replace("\"\"", "\""));
        line.strip_prefix("#error: ").map(str::to_owned)
    }
}

/// Whether a row only says that there are more rows than were asked for.
fn is_wanted_cut(line: &[u8], body: &Value) -> bool {
    !body["max_rows"].is_null() && line.starts_with(b"{\"error\":{\"code\":\"truncated\"")
}

/// The error that stands in place of a row where a query failed on its way.
fn refusal_in(line: &[u8]) -> Option<anyhow::Error> {
    let detail = line
        .strip_prefix(b"{\"error\":{\"code\":")
        .map(|_| String::from_utf8_lossy(line))?;
    Some(crate::remote::refusal(200, &detail))
}

#[cfg(test)]
mod tests {
    use super::CsvRows;

    fn read(pieces: &[&str]) -> (String, Option<String>) {
        let mut rows = CsvRows::default();
        let mut written: Vec<u8> = pieces
            .iter()
            .flat_map(|piece| rows.take(piece.as_bytes()))
            .collect();
        let told = rows.end();
        if told.is_none() {
            written.extend(&rows.kept);
        }
        (String::from_utf8(written).unwrap(), told)
    }

    #[test]
    fn why_an_answer_ended_early_is_no_row() {
        assert_eq!(
            read(&["name\r\na\r\nb", "\r\n"]),
            ("name\r\na\r\nb\r\n".to_owned(), None)
        );
        let cut = read(&["name\r\na\r\n\"#error: there are more", " rows; \"\"2\"\"\"\r\n"]);
        assert_eq!(
            cut,
            (
                "name\r\na\r\n".to_owned(),
                Some("there are more rows; \"2\"".to_owned())
            )
        );
        assert_eq!(read(&[]), (String::new(), None));
    }
}
