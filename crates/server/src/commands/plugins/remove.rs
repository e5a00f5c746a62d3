//! What takes away: delete, cleanup.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "answers go to standard output, the rest beside it"
)]

use super::super::print::{self, cell};
use super::{OKTA, only_okta};
use crate::cli::{On, Print};
use crate::remote::Remote;
use reqwest::Method;
use serde_json::{Value, json};

pub(super) async fn delete(on: &On, with_snapshots: bool, is_dry: bool, format: Print) -> anyhow::Result<()> {
    only_okta(&on.name)?;
    let path = format!(
        "{OKTA}?dry_run={is_dry}&snapshots={}",
        if with_snapshots { "delete" } else { "keep" }
    );
    let remote = Remote::new(&on.server)?;
    let deleted: Value = remote.send_json(Method::DELETE, &path, &json!({})).await?;
    if format == Print::Json {
        print::pretty(&deleted);
        return Ok(());
    }
    if is_dry {
        would_go(&deleted);
        return Ok(());
    }
    eprintln!(
        "removed {} and its credentials; {} snapshots removed, {} kept",
        cell(&deleted["org_url"]),
        cell(&deleted["snapshots_deleted"]),
        cell(&deleted["snapshots_kept"])
    );
    tell_who_stays(&remote).await;
    Ok(())
}

/// What a deletion would take and leave.
fn would_go(told: &Value) {
    println!("would remove {}", cell(&told["org_url"]));
    for goes in list(&told["goes"]) {
        println!("goes: {}", cell(goes));
    }
    println!(
        "snapshots: {} would go, {} stay",
        cell(&told["snapshots_deleted"]),
        cell(&told["snapshots_kept"])
    );
    for stay in list(&told["stays"]) {
        println!("stays: {}", counted(stay, "label"));
    }
    eprintln!("nothing was removed: this was a dry run");
}

/// People stay until somebody removes them, and nothing takes their access away any more: that must not go unnoticed.
async fn tell_who_stays(remote: &Remote) {
    let people: anyhow::Result<Value> = remote.get("/api/v1/users?origin=okta&limit=1").await;
    let count = people
        .ok()
        .and_then(|people| people["total"].as_u64())
        .unwrap_or(0);
    if count > 0 {
        eprintln!(
            "{count} people came from it and stay, with what roles they have: `portolan users ls --origin okta` lists \
             them, `portolan users rm` and `lock` take their access; connectors stay for the next enrolment"
        );
    }
}

/// The server refuses while an integration is active, and removes nothing unless told to.
pub(super) async fn cleanup(on: &On, really: bool, format: Print) -> anyhow::Result<()> {
    only_okta(&on.name)?;
    let found: Value = Remote::new(&on.server)?
        .send_json(
            Method::POST,
            &format!("{OKTA}/cleanup"),
            &json!({ "dry_run": !really }),
        )
        .await?;
    if format == Print::Json {
        print::pretty(&found);
        return Ok(());
    }
    let verb = if really { "removed" } else { "would remove" };
    let (organizations, keys) = (list(&found["organizations"]), list(&found["keys"]));
    for left in organizations {
        println!(
            "{verb} {} snapshots of {}, {} to {}",
            cell(&left["snapshots"]),
            cell(&left["org_url"]),
            cell(&left["oldest"]),
            cell(&left["newest"])
        );
    }
    for kid in keys {
        println!("{verb} the key {}", cell(kid));
    }
    let parts = list(&found["parts"]);
    for part in parts {
        println!("{verb} {}", counted(part, "label"));
    }
    if organizations.is_empty() && keys.is_empty() && parts.is_empty() {
        println!("nothing was left behind");
        return Ok(());
    }
    for stay in list(&found["stays"]) {
        println!("stays: {}: {}", counted(stay, "what"), cell(&stay["why"]));
    }
    if !really {
        eprintln!(
            "nothing was removed: this was a dry run. Snapshots are the proof of who could do what on a past date; \
             --no-dry-run removes them and the rest"
        );
    }
    Ok(())
}

/// How many of what, with the first names.
fn counted(row: &Value, what: &str) -> String {
    let names = list(&row["names"]);
    let more = row["count"]
        .as_u64()
        .is_some_and(|count| count > names.len() as u64);
    let mut text = match row["count"].as_u64() {
        Some(count) => format!("{count} {}", cell(&row[what])),
        None => cell(&row[what]),
    };
    if !names.is_empty() {
        let more = if more { ", …" } else { "" };
        text.push_str(&format!(" ({}{more})", cell(&row["names"])));
    }
    text
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
