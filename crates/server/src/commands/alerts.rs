//! `portolan alerts`: what rules found, and what people do with it.
#![expect(clippy::print_stdout, reason = "answers go to standard output")]

use super::note;
use super::print::{self, cell};
use super::rules::show;
use crate::cli::{ActionKind, Alerts, Asking, Shape};
use crate::remote::{Remote, segment};
use anyhow::anyhow;
use serde_json::{Value, json};

const PAGE: u64 = 1000;

pub(super) async fn run(what: Alerts) -> anyhow::Result<()> {
    match what {
        Alerts::Ls {
            status,
            severity,
            rule,
            tactic,
            from_history,
            from,
            limit,
            asking,
        } => {
            let remote = Remote::new(&asking.server)?;
            let mut path = String::from("/api/v1/alerts?");
            let several = |words: Vec<String>| (!words.is_empty()).then(|| words.join(","));
            let filters = [
                ("status", several(status)),
                ("severity", several(severity)),
                ("rule", rule),
                ("tactic", several(tactic)),
                ("from_history", from_history.map(|is| is.to_string())),
                ("from", from),
            ];
            for (name, value) in filters {
                if let Some(value) = value {
                    path.push_str(&format!("{name}={}&", segment(&value)));
                }
            }
            let list = pages(&remote, &path, limit).await?;
            let columns = [
                "id",
                "last_seen",
                "severity",
                "status",
                "title",
                "identity",
                "findings",
            ];
            show(&list, "alerts", &columns, asking.format)
        }
        Alerts::Show { id, asking } => {
            let path = format!("/api/v1/alerts/{}", segment(&id));
            let remote = Remote::new(&asking.server)?;
            let mut alert: Value = remote.get(&path).await?;
            alert["reach"] = reach(&remote, &alert).await;
            tell(&alert, asking.format);
            Ok(())
        }
        Alerts::Set {
            id,
            status,
            owner,
            note,
            asking,
        } => {
            let path = format!("/api/v1/alerts/{}", segment(&id));
            let body = json!({ "status": status, "owner": owner, "note": note });
            let remote = Remote::new(&asking.server)?;
            let alert: Value = remote.send_json(reqwest::Method::PATCH, &path, &body).await?;
            tell(&alert, asking.format);
            Ok(())
        }
        Alerts::Forwards { what } => super::forwards::run(what).await,
        Alerts::Act {
            id,
            kind,
            actor,
            yes,
            note,
            asking,
        } => {
            let to = if actor { "actor" } else { "subject" };
            act(&id, (kind, to), yes, &note, &asking).await
        }
    }
}

/// Does something to the person an alert is about or to who did it to them, or says what it would do.
async fn act(
    id: &str,
    (kind, to): (ActionKind, &str),
    yes: bool,
    why: &str,
    asking: &Asking,
) -> anyhow::Result<()> {
    let word = match kind {
        ActionKind::Lock => "lock",
        ActionKind::ClearSessions => "clear_sessions",
        ActionKind::Suspend => "suspend",
    };
    let path = format!("/api/v1/alerts/{}/actions", segment(id));
    let remote = Remote::new(&asking.server)?;
    let list: Value = remote.get(&path).await?;
    let mut actions = list["actions"].as_array().into_iter().flatten();
    let action = actions
        .find(|action| action["kind"] == word && action["to"] == to)
        .cloned()
        .ok_or_else(|| anyhow!("this alert is about who did it: leave --actor out"))?;
    if action["available"] != true {
        return Err(anyhow!("{}\n{}", cell(&action["why_not"]), cell(&action["hint"])));
    }
    if !yes {
        return plan(&action, asking.format);
    }
    let body = json!({ "kind": word, "to": to, "confirm": action["confirm"], "note": why });
    let done: Value = remote.send_json(reqwest::Method::POST, &path, &body).await?;
    if asking.format == Shape::Json {
        print::pretty(&done);
    } else {
        print::text(&format!("{}\n", cell(&done["message"])))?;
    }
    Ok(())
}

/// What would be done.
fn plan(action: &Value, format: Shape) -> anyhow::Result<()> {
    if format == Shape::Json {
        print::pretty(&json!({ "dry_run": true, "action": action }));
    } else {
        print::text(&format!("this {}\n", cell(&action["does"])))?;
    }
    note("nothing was done: this was a dry run; --yes does it");
    Ok(())
}

async fn pages(remote: &Remote, path: &str, limit: u64) -> anyhow::Result<Value> {
    let (mut alerts, mut cursor) = (Vec::new(), String::new());
    loop {
        let ask = (limit - alerts.len() as u64).clamp(1, PAGE);
        let mut page: Value = remote
            .get(&format!("{path}limit={ask}&cursor={}", segment(&cursor)))
            .await?;
        if let Value::Array(more) = page["alerts"].take() {
            alerts.extend(more);
        }
        match page["next_cursor"].as_str() {
            Some(next) if (alerts.len() as u64) < limit => cursor = next.to_owned(),
            _ => {
                page["alerts"] = alerts.into();
                return Ok(page);
            }
        }
    }
}

/// What the identity of an alert can come to control, by kind; null when it is no node, or there is no graph.
async fn reach(remote: &Remote, alert: &Value) -> Value {
    let Some(node) = alert["node"].as_str() else {
        return Value::Null;
    };
    let path = format!("/api/v1/graph/blast?limit=1&node={}", segment(node));
    let found: anyhow::Result<Value> = remote.get(&path).await;
    found.map_or(
        Value::Null,
        |found| json!({ "by_kind": found["by_kind"], "reaches_organization": found["reaches_organization"] }),
    )
}

/// The same in words.
fn reach_told(reach: &Value) -> String {
    if reach["reaches_organization"] == true {
        return "the whole organization".to_owned();
    }
    let counts = reach["by_kind"].as_array().into_iter().flatten();
    let words: Vec<String> = counts
        .map(|one| format!("{} {}", cell(&one["reached"]), cell(&one["sub_kind"])))
        .collect();
    words.join(", ")
}

fn tell(view: &Value, format: Shape) {
    if format == Shape::Json {
        return print::pretty(view);
    }
    let alert = &view["alert"];
    println!(
        "{} · {} · {}\n{}\n",
        cell(&alert["severity"]),
        cell(&alert["title"]),
        cell(&alert["status"]),
        cell(&view["description"])
    );
    for (name, value) in [
        ("rule", &alert["rule"]),
        ("entity", &alert["entity"]),
        ("identity", &alert["identity"]),
        ("owner", &alert["owner"]),
        ("first", &alert["first_seen"]),
        ("last", &alert["last_seen"]),
        ("findings", &alert["findings"]),
        ("ATT&CK", &view["techniques"]),
    ] {
        println!("{name:<10}{}", cell(value));
    }
    if !view["reach"].is_null() {
        println!("{:<10}{}", "reach", reach_told(&view["reach"]));
    }
    list("what to do", view["steps"].as_array(), cell);
    list("evidence", view["evidence"].as_array(), |one| {
        format!(
            "{}  {}  {}",
            cell(&one["time"]),
            cell(&one["event_type"]),
            cell(&one["id"])
        )
    });
    list("history", view["history"].as_array(), |one| {
        format!(
            "{}  {} {} {}",
            cell(&one["at"]),
            cell(&one["actor"]),
            cell(&one["action"]),
            cell(&one["detail"])
        )
    });
}

fn list(name: &str, items: Option<&Vec<Value>>, text: impl Fn(&Value) -> String) {
    let items = items.map(Vec::as_slice).unwrap_or_default();
    if !items.is_empty() {
        println!("\n{name}");
        items.iter().for_each(|item| println!("  {}", text(item)));
    }
}
