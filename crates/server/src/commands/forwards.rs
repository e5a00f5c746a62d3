//! `portolan alerts forwards`: whom alerts are told, and whether that arrives.
#![expect(
    clippy::print_stderr,
    reason = "what is beside the answer goes to standard error"
)]

use super::print::{self, cell};
use super::rules::show;
use crate::cli::{Asking, Forwards, Shape};
use crate::remote::{Remote, segment};
use anyhow::anyhow;
use reqwest::Method;
use serde_json::{Value, json};

const FORWARDS: &str = "/api/v1/forwards";
const COLUMNS: [&str; 7] = [
    "name",
    "kind",
    "target_host",
    "min_severity",
    "waiting",
    "last_sent",
    "last_error",
];

pub(super) async fn run(what: Forwards) -> anyhow::Result<()> {
    match what {
        Forwards::Ls { asking } => {
            let list: Value = Remote::new(&asking.server)?.get(FORWARDS).await?;
            show(&list, "forwards", &COLUMNS, asking.format)
        }
        Forwards::Add {
            name,
            kind,
            target,
            secret,
            min_severity,
            asking,
        } => {
            let body = json!({
                "name": name,
                "kind": kind,
                "target": target,
                "secret": secret,
                "min_severity": min_severity,
            });
            let remote = Remote::new(&asking.server)?;
            let list: Value = remote.send_json(Method::POST, FORWARDS, &body).await?;
            show(&list, "forwards", &COLUMNS, asking.format)
        }
        Forwards::Test { name, asking } => test(&name, &asking).await,
        Forwards::Rm { name, asking } => {
            let remote = Remote::new(&asking.server)?;
            let path = format!("{FORWARDS}/{}", segment(&id_of(&remote, &name).await?));
            let list: Value = remote.send_json(Method::DELETE, &path, &json!({})).await?;
            show(&list, "forwards", &COLUMNS, asking.format)
        }
    }
}

async fn test(name: &str, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let path = format!("{FORWARDS}/{}/test", segment(&id_of(&remote, name).await?));
    let told: Value = remote.send_json(Method::POST, &path, &json!({})).await?;
    let [message, hint] = ["message", "hint"].map(|field| cell(&told[field]));
    if asking.format == Shape::Json {
        print::pretty(&told);
    } else if told["outcome"] != "failed" {
        print::text(&format!("{message}\n"))?;
        if !hint.is_empty() {
            eprintln!("{hint}");
        }
    }
    match told["outcome"].as_str() {
        Some("taken" | "sent") => Ok(()),
        _ => Err(anyhow!("{message}\n{hint}")),
    }
}

/// The id of a forward, by its name or id.
async fn id_of(remote: &Remote, name: &str) -> anyhow::Result<String> {
    let list: Value = remote.get(FORWARDS).await?;
    let all = list["forwards"].as_array().into_iter().flatten();
    let meant: Vec<&str> = all
        .filter(|one| one["name"] == name || one["id"] == name)
        .filter_map(|one| one["id"].as_str())
        .collect();
    match meant.as_slice() {
        [one] => Ok((*one).to_owned()),
        [] => Err(anyhow!(
            "there is no forward `{name}`\n`portolan alerts forwards ls` lists them"
        )),
        _ => Err(anyhow!(
            "{} forwards are called `{name}`\nname one by its id: `portolan alerts forwards ls --format json`",
            meant.len()
        )),
    }
}
