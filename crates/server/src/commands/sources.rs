//! `portolan activity sources`: what brings events.
#![expect(
    clippy::print_stderr,
    reason = "what is beside the answer goes to standard error"
)]

use super::print::{self, Rows, cell};
use crate::cli::{AddSource, Asking, AwsKey, GitHubAccess, Shape, Sources};
use crate::remote::{Remote, segment};
use anyhow::Context as _;
use reqwest::Method;
use serde_json::{Value, json};

const SOURCES: &str = "/api/v1/activity/sources";

pub(super) async fn run(what: Sources) -> anyhow::Result<()> {
    match what {
        Sources::Ls { asking } => list(&asking).await,
        Sources::Add { what } => add(what).await,
        Sources::Set {
            name,
            on,
            off,
            key,
            access,
            asking,
        } => {
            let mut body = json!({});
            if on || off {
                body["enabled"] = on.into();
            }
            let key = of_key(&key);
            if key["access_key_id"].is_string() {
                body["aws"] = key;
            }
            // Half of a credential in the environment says nothing about a source that has none of it.
            let access = of_access(&access)?;
            if body["aws"].is_null() && access != json!({}) && !(on || off) {
                body["github"] = access;
            }
            let path = format!("{SOURCES}/{}", segment(&name));
            let made = Remote::new(&asking.server)?
                .send_json(Method::PATCH, &path, &body)
                .await?;
            told(&made, &asking)
        }
        Sources::Token { name, asking } => {
            let path = format!("{SOURCES}/{}/token", segment(&name));
            let made = Remote::new(&asking.server)?
                .send_json(Method::POST, &path, &json!({}))
                .await?;
            told(&made, &asking)
        }
        Sources::Run { name, asking } => {
            let path = format!("/api/v1/collectors/{}/run", segment(&name));
            let remote = Remote::new(&asking.server)?;
            let woken: Value = remote.send_json(Method::POST, &path, &json!({})).await?;
            if asking.format == Shape::Json {
                print::pretty(&woken);
            } else {
                eprintln!("{}", cell(&woken["message"]));
            }
            Ok(())
        }
        Sources::Rm { name, asking } => {
            let path = format!("{SOURCES}/{}", segment(&name));
            let remote = Remote::new(&asking.server)?;
            let left: Value = remote.send_json(Method::DELETE, &path, &json!({})).await?;
            if asking.format == Shape::Json {
                print::pretty(&left);
            } else {
                eprintln!("removed {name}; its events stay");
            }
            Ok(())
        }
    }
}

async fn add(what: AddSource) -> anyhow::Result<()> {
    let (body, asking) = match what {
        AddSource::Aws {
            name,
            queue_url,
            region,
            sqs_endpoint,
            s3_endpoint,
            key,
            asking,
        } => {
            let mut aws = of_key(&key);
            aws["queue_url"] = queue_url.into();
            for (field, value) in [
                ("region", region),
                ("sqs_endpoint", sqs_endpoint),
                ("s3_endpoint", s3_endpoint),
            ] {
                if let Some(value) = value {
                    aws[field] = value.into();
                }
            }
            (json!({ "name": name, "kind": "aws", "aws": aws }), asking)
        }
        AddSource::Github {
            name,
            org,
            enterprise,
            api_url,
            include,
            access,
            asking,
        } => {
            let mut github = of_access(&access)?;
            for (field, value) in [
                ("org", org),
                ("enterprise", enterprise),
                ("api_url", api_url),
                ("include", include),
            ] {
                if let Some(value) = value {
                    github[field] = value.into();
                }
            }
            (
                json!({ "name": name, "kind": "github", "github": github }),
                asking,
            )
        }
        AddSource::Teleport { name, asking } => (json!({ "name": name, "kind": "teleport" }), asking),
    };
    let remote = Remote::new(&asking.server)?;
    let made = remote.send_json(Method::POST, SOURCES, &body).await?;
    told(&made, &asking)
}

fn of_key(key: &AwsKey) -> Value {
    match (&key.access_key_id, &key.secret_access_key) {
        (Some(id), Some(secret)) => json!({ "access_key_id": id, "secret_access_key": secret }),
        _ => json!({}),
    }
}

fn of_access(access: &GitHubAccess) -> anyhow::Result<Value> {
    if let (Some(id), Some(file)) = (&access.app_id, &access.app_key) {
        let key =
            std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        return Ok(json!({ "app_id": id, "app_key": key }));
    }
    Ok(match &access.github_token {
        Some(token) => json!({ "token": token }),
        None => json!({}),
    })
}

/// What was made, and how Teleport is told about it.
fn told(made: &Value, asking: &Asking) -> anyhow::Result<()> {
    if asking.format == Shape::Json {
        print::pretty(made);
        return Ok(());
    }
    let source = &made["source"];
    print::table(&Rows {
        columns: ["name", "kind", "enabled", "credential"]
            .map(str::to_owned)
            .to_vec(),
        rows: vec![
            ["name", "kind", "enabled", "credential"]
                .iter()
                .map(|field| source[*field].clone())
                .collect(),
        ],
    })?;
    if let (Some(token), Some(address)) = (made["token"].as_str(), source["intake_url"].as_str()) {
        let with_token = address.replacen("://", &format!("://portolan:{token}@"), 1);
        eprintln!(
            "this token is shown once; in the event handler's [forward.fluentd]:\nurl = \"{with_token}\"\nsession-url = \"{with_token}\""
        );
    }
    Ok(())
}

async fn list(asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let list: Value = remote.get("/api/v1/collectors").await?;
    if asking.format == Shape::Json {
        print::pretty(&list);
        return Ok(());
    }
    let columns = [
        "source",
        "name",
        "state",
        "lag_s",
        "events",
        "stored",
        "last_success",
        "last_failure",
    ];
    let all = || list["collectors"].as_array().into_iter().flatten();
    print::table(&Rows {
        columns: columns.map(str::to_owned).to_vec(),
        rows: all()
            .map(|one| {
                let shown = |column: &&str| match (*column, one["name"].as_str()) {
                    ("name", None | Some("")) => one["org"].clone(),
                    (column, _) => one[column].clone(),
                };
                columns.iter().map(shown).collect()
            })
            .collect(),
    })?;
    for one in all() {
        let name = [&one["name"], &one["org"]].map(cell).concat();
        if let Some(error) = one["error"].as_str() {
            eprintln!(
                "{} {name}: {error}\n{}",
                cell(&one["source"]),
                cell(&one["advice"])
            );
        }
        for trouble in one["troubles"].as_array().into_iter().flatten() {
            let [what, why, tries] = ["what", "why", "tries"].map(|field| cell(&trouble[field]));
            eprintln!(
                "{} {name}: message {what} cannot be read, tried {tries} times: {why}",
                cell(&one["source"])
            );
        }
        for gap in one["gaps"].as_array().into_iter().flatten() {
            let [from, until, why] = ["from", "until", "why"].map(|field| cell(&gap[field]));
            eprintln!(
                "{} {name}: events from {from} to {until} are lost: {why}",
                cell(&one["source"])
            );
        }
    }
    Ok(())
}
