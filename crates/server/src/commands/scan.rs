//! `portolan scan`: read the organization again, and watch.
#![expect(
    clippy::print_stderr,
    reason = "progress is for the person at the terminal, on standard error"
)]

use super::print;
use crate::cli::{Print, Scan};
use crate::remote::Remote;
use anyhow::anyhow;
use serde_json::{Value, json};
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

pub(super) async fn run(arguments: Scan) -> anyhow::Result<()> {
    super::plugins::only_okta(&arguments.on.name)?;
    let remote = Remote::new(&arguments.on.server)?;
    let before = last_run(&remote).await?;
    let started: Value = remote
        .send_json(
            reqwest::Method::POST,
            "/api/v1/integrations/okta/scan",
            &json!({}),
        )
        .await?;
    eprintln!("{}", started["message"].as_str().unwrap_or("a scan was started"));
    if !arguments.no_wait {
        follow(&remote, before).await?;
    }
    if arguments.format == Print::Json {
        print::pretty(&remote.get::<Value>("/api/v1/integrations/okta").await?);
    }
    Ok(())
}

/// When the last scan that ended had started; `null` before the first.
pub(super) async fn last_run(remote: &Remote) -> anyhow::Result<Value> {
    let integration: Value = remote.get("/api/v1/integrations/okta").await?;
    let scan = &integration["scan"];
    Ok(if scan["state"] == "running" {
        Value::Null
    } else {
        scan["started_at"].clone()
    })
}

/// Shows progress until a scan other than the one that started at `before` has ended.
pub(super) async fn follow(remote: &Remote, before: Value) -> anyhow::Result<()> {
    let mut line = ProgressLine::new();
    loop {
        let integration: Value = remote.get("/api/v1/integrations/okta").await?;
        let scan = &integration["scan"];
        match scan["state"].as_str() {
            Some("running") => line.show(&scan["progress"]),
            Some("done") if scan["started_at"] != before => {
                line.end();
                eprintln!(
                    "{}",
                    integration["summary"].as_str().unwrap_or("the scan is done")
                );
                return Ok(());
            }
            Some("failed") if scan["started_at"] != before => {
                line.end();
                let error = scan["error"].as_str().unwrap_or("the scan failed");
                let advice = scan["advice"].as_str().unwrap_or_default();
                return Err(anyhow!("{error}\n{advice}")
                    .context("the scan failed; what was read before is still there"));
            }
            _ => {}
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// One line that is written over; without a terminal, one line a change of phase.
struct ProgressLine {
    is_terminal: bool,
    last: String,
}

impl ProgressLine {
    fn new() -> Self {
        Self {
            is_terminal: std::io::stderr().is_terminal(),
            last: String::new(),
        }
    }

    fn show(&mut self, progress: &Value) {
        let phase = progress["phase"].as_str().unwrap_or("starting");
        let mut text = phase.to_owned();
        if let Some(done) = progress["done"].as_u64() {
            text.push_str(&match progress["of"].as_u64() {
                Some(of) => format!(" {done} of {of}"),
                None => format!(" {done}"),
            });
        }
        text.push_str(&format!(
            ", {} requests",
            progress["requests"].as_u64().unwrap_or(0)
        ));
        if let Some(left) = progress["eta_s"].as_u64() {
            text.push_str(&format!(", about {} min {} s left", left / 60, left % 60));
        }
        if self.is_terminal {
            eprint!("\r\x1b[2K{text}");
            // A terminal that does not take the line is no reason to stop.
            let _ = std::io::stderr().flush();
        } else if self.last != phase {
            eprintln!("{text}");
            phase.clone_into(&mut self.last);
        }
    }

    fn end(&self) {
        if self.is_terminal {
            eprint!("\r\x1b[2K");
        }
    }
}
