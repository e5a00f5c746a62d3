//! `portolan plugins`: enrol, look after and remove an Okta organization from the shell.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "answers go to standard output, the rest beside it"
)]

use super::print::{self, Rows, cell};
use super::scan;
use crate::cli::{Credentials, Edit, Install, On, Plugins, Print, Rotate};
use crate::remote::Remote;
use anyhow::{Context as _, anyhow};
use reqwest::Method;
use serde_json::{Value, json};

const OKTA: &str = "/api/v1/integrations/okta";

pub(super) async fn run(action: Plugins) -> anyhow::Result<()> {
    match action {
        Plugins::Install(arguments) => install(arguments).await,
        Plugins::Ls { server, format } => {
            let answer: Value = Remote::new(&server)?.get("/api/v1/integrations").await?;
            list(&answer["integrations"], format)
        }
        Plugins::Status { on, format } => status(&on, format).await,
        Plugins::Edit(arguments) => edit(arguments).await,
        Plugins::Rotate(arguments) => rotate(arguments).await,
        Plugins::Delete { on, with_snapshots } => delete(&on, with_snapshots).await,
        Plugins::Cleanup { on, no_dry_run } => cleanup(&on, no_dry_run).await,
    }
}

/// The name is part of the command's words (`plugins cleanup okta`); there is one kind of integration so far.
pub(super) fn only_okta(name: &str) -> anyhow::Result<()> {
    if name == "okta" {
        return Ok(());
    }
    Err(anyhow!(
        "there is no integration called `{name}`; the one that can be enrolled is `okta`"
    ))
}

async fn install(arguments: Install) -> anyhow::Result<()> {
    only_okta(&arguments.on.name)?;
    let remote = Remote::new(&arguments.on.server)?;
    let credential = credential(&arguments.credentials)?
        .context("no credential; give --api-token, or --client-id with --key")?;
    let mut settings = json!({});
    if let Some(minutes) = arguments.scan_interval_minutes {
        settings["scan_interval_s"] = json!(minutes.saturating_mul(60));
    }
    if let Some(share) = arguments.share_percent {
        settings["share_percent"] = json!(share);
    }
    let body = json!({ "org_url": arguments.org, "credential": credential, "settings": settings });
    let installed: Value = remote.send_json(Method::POST, OKTA, &body).await?;
    eprintln!(
        "enrolled {}",
        installed["org_url"].as_str().unwrap_or(&arguments.org)
    );
    if arguments.no_wait {
        Ok(())
    } else {
        scan::follow(&remote, Value::Null).await
    }
}

async fn status(on: &On, format: Print) -> anyhow::Result<()> {
    only_okta(&on.name)?;
    let integration: Value = Remote::new(&on.server)?.get(OKTA).await?;
    if format == Print::Json {
        print::pretty(&integration);
        return Ok(());
    }
    println!("organization  {}", cell(&integration["org_url"]));
    println!(
        "state         {}: {}",
        cell(&integration["state"]),
        cell(&integration["summary"])
    );
    println!("credential    {}", cell(&integration["auth"]["kind"]));
    let settings = &integration["settings"];
    println!(
        "settings      a scan every {} s with at most {} % of Okta's limits",
        cell(&settings["scan_interval_s"]),
        cell(&settings["share_percent"])
    );
    println!("next scan     {}", cell(&integration["next_scan_at"]));
    let scan = &integration["scan"];
    println!(
        "last scan     {} {} {}",
        cell(&scan["state"]),
        cell(&scan["started_at"]),
        cell(&scan["finished_at"])
    );
    for field in ["error", "advice"] {
        if let Some(text) = scan[field].as_str() {
            println!("{field:<13} {text}");
        }
    }
    for notice in integration["notices"].as_array().into_iter().flatten() {
        println!("note          {}", cell(&notice["message"]));
    }
    Ok(())
}

fn list(integrations: &Value, format: Print) -> anyhow::Result<()> {
    if format == Print::Json {
        print::pretty(integrations);
        return Ok(());
    }
    let columns = ["kind", "org_url", "state", "summary"];
    let rows = integrations.as_array().into_iter().flatten();
    print::table(&Rows {
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows
            .map(|row| columns.iter().map(|column| row[*column].clone()).collect())
            .collect(),
    })
}

async fn edit(arguments: Edit) -> anyhow::Result<()> {
    only_okta(&arguments.on.name)?;
    let mut change = json!({});
    if let Some(minutes) = arguments.scan_interval_minutes {
        change["scan_interval_s"] = json!(minutes.saturating_mul(60));
    }
    if let Some(share) = arguments.share_percent {
        change["share_percent"] = json!(share);
    }
    if change == json!({}) {
        return Err(anyhow!(
            "nothing to change; give --scan-interval-minutes or --share-percent"
        ));
    }
    patch(&arguments.on, &change).await
}

async fn rotate(arguments: Rotate) -> anyhow::Result<()> {
    only_okta(&arguments.on.name)?;
    let credential = credential(&arguments.credentials)?
        .context("no new credential; give --api-token, or --client-id with --key")?;
    patch(&arguments.on, &json!({ "credential": credential })).await
}

async fn patch(on: &On, change: &Value) -> anyhow::Result<()> {
    let changed: Value = Remote::new(&on.server)?
        .send_json(Method::PATCH, OKTA, change)
        .await?;
    eprintln!("changed; {}", cell(&changed["summary"]));
    Ok(())
}

async fn delete(on: &On, with_snapshots: bool) -> anyhow::Result<()> {
    only_okta(&on.name)?;
    let path = format!(
        "{OKTA}?snapshots={}",
        if with_snapshots { "delete" } else { "keep" }
    );
    let deleted: Value = Remote::new(&on.server)?
        .send_json(Method::DELETE, &path, &json!({}))
        .await?;
    eprintln!(
        "removed {} and its credentials; {} snapshots removed, {} kept",
        cell(&deleted["org_url"]),
        cell(&deleted["snapshots_deleted"]),
        cell(&deleted["snapshots_kept"])
    );
    Ok(())
}

/// What enrolment leaves behind is removed only once the integration is gone, so that cleaning up can never be what
/// takes somebody's access away.
async fn cleanup(on: &On, really: bool) -> anyhow::Result<()> {
    only_okta(&on.name)?;
    let remote = Remote::new(&on.server)?;
    let known: Value = remote.get("/api/v1/integrations").await?;
    if let Some(active) = known["integrations"].as_array().and_then(|all| all.first()) {
        return Err(anyhow!(
            "the integration with {} is active; remove it first with `portolan plugins delete okta`",
            cell(&active["org_url"])
        ));
    }
    println!("0 Access Lists to remove: this version imports none");
    println!("snapshots are kept: they are the proof of who could do what on a past date");
    if !really {
        eprintln!("nothing was removed: this was a dry run; --no-dry-run does it");
    }
    Ok(())
}

fn credential(given: &Credentials) -> anyhow::Result<Option<Value>> {
    if let Some(token) = &given.api_token {
        return Ok(Some(json!({ "kind": "api_token", "token": token })));
    }
    let (Some(client_id), Some(file)) = (&given.client_id, &given.key) else {
        return Ok(None);
    };
    let key = std::fs::read_to_string(file)
        .with_context(|| format!("the key file {} cannot be read", file.display()))?;
    Ok(Some(json!({
        "kind": "service_app", "client_id": client_id, "private_key": key, "scopes": given.scopes,
    })))
}
