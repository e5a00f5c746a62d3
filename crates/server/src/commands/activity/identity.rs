//! `portolan activity identity`: what one person or workload did.

use super::times;
use crate::cli::{Asking, Shape, Span};
use crate::commands::note;
use crate::commands::print::{self, Rows, cell};
use crate::remote::{Remote, segment};
use serde_json::Value;

/// One list of the answer: its name, the word of its rows, what names a row and what is told of it.
type List = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const LISTS: [List; 7] = [
    ("people", "person", &["person"], &[]),
    (
        "accounts",
        "account",
        &["source", "org", "id"],
        &["reason", "evidence"],
    ),
    (
        "hints",
        "may be theirs",
        &["source", "org", "id"],
        &["reason", "evidence"],
    ),
    (
        "sessions",
        "session",
        &["session"],
        &["source", "ips", "countries", "agents"],
    ),
    ("places", "place", &["country", "region", "city"], &[]),
    ("devices", "device", &["device", "agent"], &[]),
    ("alerts", "alert", &["title"], &["severity", "status", "id"]),
];

pub(super) async fn run(name: &str, span: &Span, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let path = format!("/api/v1/activity/identity?name={}{}", segment(name), times(span)?);
    let told: Value = remote.get(&path).await?;
    if asking.format == Shape::Json {
        print::pretty(&told);
        return Ok(());
    }
    print::table(&Rows {
        columns: ["what", "name", "told", "events", "first", "last"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows(&told),
    })?;
    note(&summary(&told));
    Ok(())
}

fn rows(told: &Value) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for (list, what, names, details) in LISTS {
        for one in told[list].as_array().into_iter().flatten() {
            let time = |name: &str, other: &str| match &one[name] {
                Value::Null => one[other].clone(),
                time => time.clone(),
            };
            let known = |names: &[&str]| {
                let cells = names.iter().map(|name| cell(&one[*name]));
                cells
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · ")
            };
            rows.push(vec![
                what.into(),
                known(names).into(),
                known(details).into(),
                match &one["events"] {
                    Value::Null => one["findings"].clone(),
                    events => events.clone(),
                },
                time("first", "first_seen"),
                time("last", "last_seen"),
            ]);
        }
    }
    rows
}

fn summary(told: &Value) -> String {
    let mut text = format!("{}: {} events", cell(&told["person"]), cell(&told["events"]));
    if let (Some(first), Some(last)) = (told["first"].as_str(), told["last"].as_str()) {
        text.push_str(&format!(", {first} to {last}"));
    }
    let looked_at = told["looked_at"].as_u64().unwrap_or(0);
    if told["events"].as_u64().is_some_and(|all| all > looked_at) {
        text.push_str(&format!(
            "; sessions, places and devices are of the newest {looked_at}"
        ));
    }
    text.push_str(&format!(
        "\nthe events: portolan activity search '{}'",
        cell(&told["q"])
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_list_is_told_in_one_table() {
        let told = json!({
            "person": "ada@acme.example", "events": 9, "looked_at": 5, "q": "actor:ada",
            "first": "2026-01-01T00:00:00Z", "last": "2026-01-02T00:00:00Z",
            "accounts": [{"source": "aws", "org": "1", "id": "AROA:ada", "reason": "saml_subject", "evidence": "ada@acme.example"}],
            "sessions": [{"session": "s1", "source": "okta", "ips": ["10.0.0.1", "10.0.0.2"], "countries": ["DE"],
                "agents": [], "events": 3, "first": "a", "last": "b"}],
            "alerts": [{"title": "Push bombing", "severity": "high", "status": "open", "id": "x", "findings": 2,
                "first_seen": "c", "last_seen": "d"}],
        });
        let rows = rows(&told);
        assert_eq!(rows.len(), 3);
        assert_eq!(
            rows[0][..3],
            [
                json!("account"),
                json!("aws · 1 · AROA:ada"),
                json!("saml_subject · ada@acme.example")
            ]
        );
        assert_eq!(rows[1][3..], [json!(3), json!("a"), json!("b")]);
        assert_eq!(rows[2][3..], [json!(2), json!("c"), json!("d")]);
        let summary = summary(&told);
        assert!(
            summary.contains("9 events") && summary.contains("newest 5"),
            "{summary}"
        );
        assert!(summary.contains("activity search 'actor:ada'"), "{summary}");
    }
}
