//! `portolan rules`: what is looked for, whether its examples go as they say, and what it would have said.

mod test;

use super::activity::{not_empty, times};
use super::print::{self, Rows};
use crate::cli::{Asking, Rules, Shape, Span};
use crate::remote::{Remote, segment};
use serde_json::{Value, json};

pub(super) async fn run(what: Rules) -> anyhow::Result<()> {
    match what {
        Rules::Ls { asking } => {
            let list: Value = Remote::new(&asking.server)?.get("/api/v1/rules").await?;
            let columns = [
                "id",
                "severity",
                "kind",
                "enabled",
                "origin",
                "open_alerts",
                "alerts",
                "title",
            ];
            show(&list, "rules", &columns, asking.format)
        }
        Rules::Test { paths, format } => test::run(&paths, format),
        Rules::Replay {
            ids, span, asking, ..
        } => match ids.as_slice() {
            [id] => replay(id, &span, &asking).await,
            ids => replay_several(ids, &span, &asking).await,
        },
    }
}

async fn replay(id: &str, span: &Span, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let path = format!("/api/v1/rules/{}/replay?q={}", segment(id), times(span)?);
    let nothing = Value::Object(serde_json::Map::new());
    let told: Value = remote.send_json(reqwest::Method::POST, &path, &nothing).await?;
    let columns = [
        "first_seen",
        "last_seen",
        "severity",
        "entity",
        "findings",
        "title",
    ];
    show(&told, "alerts", &columns, asking.format)?;
    if asking.format == Shape::Table {
        super::note(&format!(
            "{} events in {} ms; {} alerts more",
            told["events"], told["elapsed_ms"], told["alerts_left_off"]
        ));
    }
    Ok(())
}

/// No rule named is every one that is switched on.
async fn replay_several(ids: &[String], span: &Span, asking: &Asking) -> anyhow::Result<()> {
    not_empty(span)?;
    let remote = Remote::new(&asking.server)?;
    let wanted = json!({ "rules": ids, "from": span.from, "until": span.until });
    let told: Value = remote
        .send_json(reqwest::Method::POST, "/api/v1/rules/replay", &wanted)
        .await?;
    show(
        &told,
        "rules",
        &["id", "severity", "alerts", "title"],
        asking.format,
    )?;
    if asking.format == Shape::Table {
        super::note(&format!(
            "{} events in {} ms; --format json tells the alerts too",
            told["events"], told["elapsed_ms"]
        ));
    }
    Ok(())
}

/// Rows of one list of an answer.
pub(super) fn show(answer: &Value, list: &str, columns: &[&str], format: Shape) -> anyhow::Result<()> {
    if format == Shape::Json {
        print::pretty(answer);
        return Ok(());
    }
    let rows = answer[list].as_array().into_iter().flatten();
    let rows = rows.map(|row| columns.iter().map(|column| row[*column].clone()).collect());
    print::table(&Rows {
        rows: rows.collect(),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
    })
}
