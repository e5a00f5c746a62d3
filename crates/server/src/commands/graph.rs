//! `portolan graph`: ways, consequences and differences, in words.
#![expect(clippy::print_stdout, reason = "answers go to standard output")]

use super::print::{self, Rows, cell};
use crate::cli::{Graph, Print, Server};
use crate::remote::{Remote, segment};
use serde_json::Value;

/// Most rows that the server gives at once.
const PAGE_ROWS: u64 = 1000;

pub(super) async fn run(question: Graph) -> anyhow::Result<()> {
    match question {
        Graph::Path {
            from,
            to,
            server,
            format,
        } => {
            let path = format!("/api/v1/graph/path?from={}&to={}", segment(&from), segment(&to));
            let answer = ask(&server, &path).await?;
            show(&answer, format, path_text)
        }
        Graph::Blast {
            node,
            assume_worst,
            max_rows,
            server,
            format,
        } => {
            let path = format!(
                "/api/v1/graph/blast?node={}&assume_worst={assume_worst}",
                segment(&node)
            );
            let answer = pages(&server, &path, max_rows).await?;
            show(&answer, format, blast_text)
        }
        Graph::Diff {
            from,
            to,
            max_rows,
            server,
            format,
        } => {
            let path = format!("/api/v1/graph/diff?from={}&to={}", segment(&from), segment(&to));
            let answer = pages(&server, &path, max_rows).await?;
            show(&answer, format, diff_text)
        }
    }
}

async fn ask(server: &Server, path: &str) -> anyhow::Result<Value> {
    Remote::new(server)?.get(path).await
}

/// The answer with the rows of all its pages, up to `max_rows`; `next_cursor` stays where there are more.
async fn pages(server: &Server, path: &str, max_rows: u64) -> anyhow::Result<Value> {
    let remote = Remote::new(server)?;
    let limit = max_rows.clamp(1, PAGE_ROWS);
    let mut answer: Value = remote.get(&format!("{path}&limit={limit}")).await?;
    while let Some(cursor) = answer["next_cursor"].as_str() {
        let had = answer["rows"].as_array().map_or(0, Vec::len) as u64;
        if had >= max_rows {
            break;
        }
        let limit = (max_rows - had).min(PAGE_ROWS);
        let next = format!("{path}&limit={limit}&cursor={}", segment(cursor));
        let mut page: Value = remote.get(&next).await?;
        answer["next_cursor"] = page["next_cursor"].take();
        if let (Some(rows), Value::Array(more)) = (answer["rows"].as_array_mut(), page["rows"].take()) {
            rows.extend(more);
        }
    }
    Ok(answer)
}

fn show(answer: &Value, format: Print, text: fn(&Value) -> anyhow::Result<()>) -> anyhow::Result<()> {
    match format {
        Print::Json => print::pretty(answer),
        Print::Text => text(answer)?,
    }
    Ok(())
}

fn path_text(answer: &Value) -> anyhow::Result<()> {
    println!("{}", cell(&answer["summary"]));
    for (number, step) in items(answer, "steps").enumerate() {
        println!(
            "{:>3}. {} → {}: {}",
            number + 1,
            cell(&step["from"]["name"]),
            cell(&step["to"]["name"]),
            cell(&step["explanation"])
        );
    }
    Ok(())
}

fn blast_text(answer: &Value) -> anyhow::Result<()> {
    println!(
        "{} reaches {} nodes",
        cell(&answer["node"]["name"]),
        cell(&answer["total"])
    );
    for count in items(answer, "by_kind") {
        println!(
            "{:>8} of {:<8} {}",
            cell(&count["reached"]),
            cell(&count["of"]),
            cell(&count["sub_kind"])
        );
    }
    let rows = items(answer, "rows").map(|row| {
        vec![
            row["distance"].clone(),
            row["node"]["name"].clone(),
            row["node"]["sub_kind"].clone(),
            row["explanation"].clone(),
        ]
    });
    more(answer);
    print::table(&Rows {
        columns: ["steps", "node", "kind", "how"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}

fn diff_text(answer: &Value) -> anyhow::Result<()> {
    println!(
        "{} → {}",
        cell(&answer["from"]["taken_at"]),
        cell(&answer["to"]["taken_at"])
    );
    for count in items(answer, "summary") {
        println!(
            "{:>8} gained {:>8} lost  {}",
            cell(&count["gained"]),
            cell(&count["lost"]),
            cell(&count["class"])
        );
    }
    for row in items(answer, "rows") {
        let sign = if row["change"] == "gained" { '+' } else { '-' };
        println!("{sign} {}", cell(&row["explanation"]));
    }
    more(answer);
    Ok(())
}

/// Says that there is more than one page.
fn more(answer: &Value) {
    if answer["next_cursor"].is_string() {
        println!(
            "… and more: {} in all; --max-rows fetches more",
            cell(&answer["total"])
        );
    }
}

fn items<'a>(answer: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    answer[field].as_array().into_iter().flatten()
}
