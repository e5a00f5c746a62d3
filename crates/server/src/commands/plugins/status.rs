//! How the integration is: state, last scan, what was read, what is left of Okta's limits.
#![expect(clippy::print_stdout, reason = "answers go to standard output")]

use super::super::print::{self, Rows, cell};
use super::{OKTA, only_okta};
use crate::cli::{On, Print, Server};
use crate::remote::Remote;
use serde_json::{Value, json};

pub(super) async fn list(server: &Server, format: Print) -> anyhow::Result<()> {
    let answer: Value = Remote::new(server)?.get("/api/v1/integrations").await?;
    let integrations = &answer["integrations"];
    if format == Print::Json {
        print::pretty(integrations);
        return Ok(());
    }
    let columns = ["kind", "org_url", "state", "summary"];
    let rows = integrations.as_array().into_iter().flatten();
    print::table(&Rows {
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows
            .map(|row| columns.iter().map(|column| row[*column].clone()).collect())
            .collect(),
    })
}

pub(super) async fn show(on: &On, format: Print) -> anyhow::Result<()> {
    only_okta(&on.name)?;
    let integration: Value = Remote::new(&on.server)?.get(OKTA).await?;
    if format == Print::Json {
        print::pretty(&integration);
        return Ok(());
    }
    head(&integration);
    scan(&integration["scan"]);
    following(&integration["following"]);
    for notice in items(&integration["notices"]) {
        println!("note          {}", cell(&notice["message"]));
    }
    errors(&integration["errors"])?;
    coverage(&integration["coverage"])?;
    budget(&integration["budget"])
}

/// What failed last, component by component.
fn errors(errors: &Value) -> anyhow::Result<()> {
    if items(errors).next().is_none() {
        return Ok(());
    }
    println!();
    let columns = ["label", "last_at", "count", "message", "advice"];
    print::table(&Rows {
        columns: ["error log", "last", "times", "what", "what to do"]
            .map(str::to_owned)
            .to_vec(),
        rows: items(errors)
            .map(|row| columns.iter().map(|column| row[*column].clone()).collect())
            .collect(),
    })
}

fn head(integration: &Value) {
    println!("organization  {}", cell(&integration["org_url"]));
    println!(
        "state         {}: {}",
        cell(&integration["state"]),
        cell(&integration["summary"])
    );
    let auth = &integration["auth"];
    println!(
        "credential    {} {}",
        cell(&auth["kind"]),
        cell(&auth["client_id"])
    );
    let settings = &integration["settings"];
    println!(
        "settings      a scan every {} s with at most {} % of Okta's limits; {}",
        cell(&settings["scan_interval_s"]),
        cell(&settings["share_percent"]),
        match settings["refresh_interval_s"].as_u64() {
            Some(0) => "changes show after the next scan".to_owned(),
            seconds => format!(
                "what the System Log names is read every {} s",
                seconds.unwrap_or(60)
            ),
        }
    );
    println!(
        "              the System Log is {}, with {} days of its past",
        match settings["log_interval_s"].as_u64() {
            Some(0) => "not read for the Activity Center".to_owned(),
            Some(seconds) => format!("read every {seconds} s for the Activity Center"),
            None => "read for the Activity Center as the server is set".to_owned(),
        },
        cell(&settings["log_history_days"])
    );
    println!("next scan     {}", cell(&integration["next_scan_at"]));
}

fn scan(scan: &Value) {
    println!(
        "last scan     {} {} {}",
        cell(&scan["state"]),
        cell(&scan["started_at"]),
        cell(&scan["finished_at"])
    );
    for field in ["error", "advice"] {
        if let Some(text) = scan[field].as_str() {
            println!("{field:<13} {text}");
        }
    }
}

/// Whether changes show before the next scan.
fn following(following: &Value) {
    if let Some(problem) = following["problem"].as_str() {
        println!("System Log    {problem}. {}", cell(&following["advice"]));
    } else if let Some(read) = following["read_at"].as_str() {
        let refreshed = cell(&following["refreshed_at"]);
        let taken = if refreshed.is_empty() {
            "no change taken over since".to_owned()
        } else {
            format!("changes last taken over {refreshed}")
        };
        println!("System Log    read to its end {read}; {taken}");
    }
}

fn coverage(coverage: &Value) -> anyhow::Result<()> {
    if items(coverage).next().is_none() {
        return Ok(());
    }
    println!();
    print::table(&Rows {
        columns: ["part", "reading", "rows", "requests", "why not more"]
            .map(str::to_owned)
            .to_vec(),
        rows: items(coverage)
            .map(|row| {
                vec![
                    row["label"].clone(),
                    row["reading"].clone(),
                    row["rows"].clone(),
                    row["requests"].clone(),
                    row["reason"].clone(),
                ]
            })
            .collect(),
    })
}

fn budget(budget: &Value) -> anyhow::Result<()> {
    if items(budget).next().is_none() {
        return Ok(());
    }
    println!();
    print::table(&Rows {
        columns: ["Okta's limits", "left of the minute", "ours", "others", "429s"]
            .map(str::to_owned)
            .to_vec(),
        rows: items(budget)
            .map(|row| {
                let left = match (row["remaining"].as_u64(), row["limit"].as_u64()) {
                    (Some(left), Some(limit)) => json!(format!("{left} of {limit}")),
                    _ => json!("not limited"),
                };
                vec![
                    row["bucket"].clone(),
                    left,
                    row["ours"].clone(),
                    row["others"].clone(),
                    row["limited"].clone(),
                ]
            })
            .collect(),
    })
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}
