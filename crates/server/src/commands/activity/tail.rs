//! Events as they come in.
#![expect(clippy::print_stderr, reason = "what was left out goes to standard error")]

use super::row;
use crate::cli::{Asking, Shape};
use crate::commands::print::{Output, cell};
use crate::remote::{Remote, segment};
use anyhow::Context as _;
use serde_json::Value;

/// Passes events on as they come.
pub(super) async fn run(q: &str, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let mut answer = remote
        .stream(&format!("/api/v1/activity/tail?q={}", segment(q)))
        .await?;
    let (mut text, mut said) = (Vec::new(), Said::default());
    while let Some(piece) = answer.chunk().await.context("the server ended the tail")? {
        text.extend_from_slice(&piece);
        while let Some(end) = text.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = text.drain(..=end).collect();
            match said.hear(String::from_utf8_lossy(&line).trim_end()) {
                Some(Told::Event(data)) => show(&data, asking.format)?,
                Some(Told::LeftOut(sentence)) => eprintln!("{sentence}"),
                None => {}
            }
        }
    }
    Ok(())
}

/// What the stream said so far.
#[derive(Default)]
struct Said {
    name: String,
    /// Whether an event was shown: what came before the first one was nothing that anybody followed.
    has_begun: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Told {
    Event(String),
    LeftOut(String),
}

impl Said {
    /// One line of the stream.
    fn hear(&mut self, line: &str) -> Option<Told> {
        if let Some(name) = line.strip_prefix("event: ") {
            name.clone_into(&mut self.name);
            return None;
        }
        let data = line.strip_prefix("data: ")?;
        if self.name == "event" {
            self.has_begun = true;
            return Some(Told::Event(data.to_owned()));
        }
        let told: Value = serde_json::from_str(data).unwrap_or_default();
        let missed = told["missed"].as_u64().filter(|_| self.has_begun)?;
        Some(Told::LeftOut(format!(
            "note: {missed} earlier events were left out: more came at once than a tail shows; \
             `portolan activity search` finds them"
        )))
    }
}

fn show(data: &str, format: Shape) -> anyhow::Result<()> {
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

#[cfg(test)]
mod tests {
    use super::{Said, Told};

    #[test]
    fn what_is_left_out_is_told_once_a_tail_has_begun() {
        let mut said = Said::default();
        let mut hear = |line: &str| said.hear(line);
        assert_eq!(hear("event: missed"), None);
        assert_eq!(hear(r#"data: {"missed":548}"#), None, "nobody followed it yet");
        assert_eq!(hear("event: event"), None);
        assert_eq!(hear("data: {}"), Some(Told::Event("{}".to_owned())));
        assert_eq!(hear(": keep-alive"), None);
        assert_eq!(hear("event: missed"), None);
        let Some(Told::LeftOut(sentence)) = hear(r#"data: {"missed":548}"#) else {
            panic!("it is told");
        };
        assert!(
            sentence.starts_with("note: 548 earlier events were left out"),
            "{sentence}"
        );
    }
}
