//! What the archive holds, and how often each value occurs.
#![expect(clippy::print_stderr, reason = "what deserves a look goes to standard error")]

use super::times;
use crate::cli::{Asking, Shape, Span};
use crate::commands::print::{self, Rows, cell};
use crate::remote::{Remote, segment};
use serde_json::Value;

/// How often each value occurs in the events that a question finds.
pub(super) async fn counted(
    q: &str,
    span: &Span,
    (by, top): (Option<&str>, u64),
    asking: &Asking,
) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let path = format!(
        "/api/v1/activity/facets?q={}&columns={}&top={top}{}",
        segment(q),
        segment(by.unwrap_or_default()),
        times(span)?
    );
    let counts: Value = remote.get(&path).await?;
    if asking.format == Shape::Json {
        print::pretty(&counts);
        return Ok(());
    }
    let facets = counts["facets"].as_array().into_iter().flatten();
    let rows = facets.flat_map(rows_of);
    print::table(&Rows {
        columns: ["column", "value", "events"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })?;
    eprintln!("{} events are found", cell(&counts["total"]));
    Ok(())
}

/// The rows of one column: its values, how many more there are, and events without one.
fn rows_of(facet: &Value) -> Vec<Vec<Value>> {
    let row = |value: Value, events: Value| vec![facet["column"].clone(), value, events];
    let values = facet["values"].as_array().into_iter().flatten();
    let mut rows: Vec<Vec<Value>> = values
        .map(|one| row(one["value"].clone(), one["count"].clone()))
        .collect();
    if let Some(more) = facet["more"].as_u64().filter(|more| *more > 0) {
        rows.push(row(format!("({more} more values)").into(), Value::Null));
    }
    if facet["nulls"].as_u64() > Some(0) {
        rows.push(row("(none)".into(), facet["nulls"].clone()));
    }
    rows
}

/// What deserves a look.
fn note(stats: &Value) {
    if let Some(ahead) = stats["ahead"].as_u64().filter(|ahead| *ahead > 0) {
        eprintln!(
            "{ahead} events were dated ahead when they came: `portolan activity search signal:time_in_future`"
        );
    }
    if let Some(why) = stats["retention_held"].as_str() {
        eprintln!("{why}");
    }
}

/// What the archive holds, and what brings it.
pub(super) async fn held(asking: &Asking) -> anyhow::Result<()> {
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
    note(&stats);
    for one in stats["collectors"].as_array().into_iter().flatten() {
        for gap in one["gaps"].as_array().into_iter().flatten() {
            eprintln!(
                "{} {}: events from {} to {} are missing: {}",
                cell(&one["source"]),
                cell(&one["org"]),
                cell(&gap["from"]),
                cell(&gap["until"]),
                cell(&gap["why"])
            );
        }
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

#[cfg(test)]
mod tests {
    use super::rows_of;
    use serde_json::json;

    #[test]
    fn a_column_tells_its_values_and_what_is_beside_them() {
        let facet = json!({
            "column": "country", "values": [{"value": "DE", "count": 7}], "more": 2, "nulls": 3,
        });
        let rows = rows_of(&facet);
        assert_eq!(rows[0], [json!("country"), json!("DE"), json!(7)]);
        assert_eq!(rows[1][1], "(2 more values)");
        assert_eq!(rows[2], [json!("country"), json!("(none)"), json!(3)]);
    }
}
