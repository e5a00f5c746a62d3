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
    let started: Value = remote
        .send_json(
            reqwest::Method::POST,
            "/api/v1/integrations/okta/scan",
            &json!({}),
        )
        .await?;
    eprintln!("{}", started["message"].as_str().unwrap_or("a scan was started"));
    if !arguments.no_wait {
        follow(&remote, started["run"].as_str()).await?;
    }
    if arguments.format == Print::Json {
        print::pretty(&remote.get::<Value>("/api/v1/integrations/okta").await?);
    }
    Ok(())
}

/// Id of the scan that ran last; `None` before the first.
pub(super) async fn last_run(remote: &Remote) -> anyhow::Result<Option<String>> {
    let integration: Value = remote.get("/api/v1/integrations/okta").await?;
    Ok(integration["scan"]["run"].as_str().map(str::to_owned))
}

/// Shows progress until this run has ended; the one that runs, or ran last, where none is named.
pub(super) async fn follow(remote: &Remote, run: Option<&str>) -> anyhow::Result<()> {
    let is_meant = |id: &Value| run.is_none() || id.as_str() == run;
    watch(remote, is_meant).await
}

/// The same for the next run after `before`.
pub(super) async fn follow_next(remote: &Remote, before: Option<String>) -> anyhow::Result<()> {
    watch(remote, |id| {
        id.as_str().is_some() && id.as_str() != before.as_deref()
    })
    .await
}

async fn watch(remote: &Remote, is_meant: impl Fn(&Value) -> bool) -> anyhow::Result<()> {
    let mut line = ProgressLine::new();
    let mut was_seen = false;
    loop {
        let integration: Value = remote.get("/api/v1/integrations/okta").await?;
        let scan = &integration["scan"];
        let is_it = is_meant(&scan["run"]);
        was_seen |= is_it;
        match scan["state"].as_str() {
            // A run that has been seen and is not the last any more has ended, and a later one tells how things are.
            Some("running") if is_it || !was_seen => line.show(&scan["progress"]),
            Some("failed") if was_seen => {
                line.end();
                let error = scan["error"].as_str().unwrap_or("the scan failed");
                let advice = scan["advice"].as_str().unwrap_or_default();
                return Err(anyhow!("{error}\n{advice}")
                    .context("the scan failed; what was read before is still there"));
            }
            Some(_) if was_seen => {
                line.end();
                eprintln!(
                    "{}",
                    integration["summary"].as_str().unwrap_or("the scan is done")
                );
                return Ok(());
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
        if let Some(left) = progress["requests_left"].as_u64() {
            text.push_str(&format!(" ({left} more allowed this minute)"));
        }
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
