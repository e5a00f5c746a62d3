//! What brings a credential or a setting: install, check, edit, rotate.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "answers go to standard output, the rest beside it"
)]

use super::super::print::{self, Rows, cell};
use super::super::{Usage, scan};
use super::{OKTA, only_okta, steps};
use crate::cli::{Check, Credentials, Edit, Install, LogSet, On, Print, Rotate};
use crate::remote::Remote;
use anyhow::Context as _;
use reqwest::Method;
use serde_json::{Value, json};

pub(super) async fn install(arguments: Install) -> anyhow::Result<()> {
    only_okta(&arguments.on.name)?;
    let credential = credential(&arguments.credentials)?.ok_or_else(no_credential)?;
    let remote = Remote::new(&arguments.on.server)?;
    let mut settings = json!({});
    set(
        &mut settings,
        arguments.scan_interval_minutes,
        arguments.share_percent,
        arguments.refresh_interval_seconds,
    );
    set_log(&mut settings, &arguments.log);
    let body = json!({
        "org_url": arguments.org, "credential": credential, "settings": settings,
        "skip_check": arguments.skip_check,
    });
    if arguments.steps.any() && is_enrolled(&remote, &arguments.org).await? {
        eprintln!("{} is enrolled already; going on from there", arguments.org);
    } else {
        let installed: Value = remote.send_json(Method::POST, OKTA, &body).await?;
        eprintln!(
            "enrolled {}",
            installed["org_url"].as_str().unwrap_or(&arguments.org)
        );
        if !arguments.no_wait {
            scan::follow_next(&remote, None).await?;
        }
    }
    let taken = steps::take(&remote, &arguments.steps).await?;
    if arguments.format == Print::Json {
        let mut integration = remote.get::<Value>(OKTA).await?;
        integration["steps"] = taken;
        print::pretty(&integration);
    } else {
        steps::tell(&taken);
    }
    Ok(())
}

/// Whether this very organization was enrolled before and later steps are named: then only those are left to do.
async fn is_enrolled(remote: &Remote, org: &str) -> anyhow::Result<bool> {
    let known: Value = remote.get("/api/v1/integrations").await?;
    let wanted = org.trim_end_matches('/');
    let wanted = wanted.strip_prefix("https://").unwrap_or(wanted);
    let mut all = known["integrations"].as_array().into_iter().flatten();
    Ok(all.any(|one| {
        let known = one["org_url"].as_str().unwrap_or_default();
        known.strip_prefix("https://").unwrap_or(known) == wanted
    }))
}

/// What the installed credential, or one that is brought, may read.
pub(super) async fn check(arguments: Check) -> anyhow::Result<()> {
    only_okta(&arguments.on.name)?;
    let mut draft = json!({});
    if let Some(credential) = credential(&arguments.credentials)? {
        draft["credential"] = credential;
    }
    if let Some(org) = &arguments.org {
        if draft["credential"].is_null() {
            return Err(no_credential());
        }
        draft["org_url"] = json!(org);
    }
    let remote = Remote::new(&arguments.on.server)?;
    let report: Value = remote
        .send_json(Method::POST, &format!("{OKTA}/check"), &draft)
        .await?;
    if arguments.format == Print::Json {
        print::pretty(&report);
    } else {
        report_text(&report)?;
    }
    if report["usable"] == true {
        Ok(())
    } else {
        Err(anyhow::anyhow!(
            "a scan makes no sense with this credential; give its owner the Read-Only Administrator role"
        ))
    }
}

fn report_text(report: &Value) -> anyhow::Result<()> {
    println!("{}", cell(&report["summary"]));
    for notice in report["notices"].as_array().into_iter().flatten() {
        println!("{}. {}", cell(&notice["message"]), cell(&notice["advice"]));
    }
    let rows = report["endpoints"].as_array().into_iter().flatten();
    print::table(&Rows {
        columns: ["part", "readable", "endpoint", "what to do"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows
            .map(|row| {
                let readable = if row["ok"] == true { "yes" } else { "no" };
                vec![
                    row["label"].clone(),
                    json!(readable),
                    row["endpoint"].clone(),
                    row["message"].clone(),
                ]
            })
            .collect(),
    })
}

pub(super) async fn edit(arguments: Edit) -> anyhow::Result<()> {
    only_okta(&arguments.on.name)?;
    let mut change = json!({});
    set(
        &mut change,
        arguments.scan_interval_minutes,
        arguments.share_percent,
        arguments.refresh_interval_seconds,
    );
    set_log(&mut change, &arguments.log);
    match (arguments.pause, arguments.resume) {
        (true, _) => change["scan_enabled"] = json!(false),
        (_, true) => change["scan_enabled"] = json!(true),
        _ => {}
    }
    if change == json!({}) {
        return Err(Usage::error(
            "nothing to change; give --scan-interval-minutes, --share-percent, --refresh-interval-seconds, \
             --log-interval-seconds, --log-history-days, --pause or --resume",
        ));
    }
    patch(&arguments.on, &change, arguments.dry_run, arguments.format).await
}

pub(super) async fn rotate(arguments: Rotate) -> anyhow::Result<()> {
    only_okta(&arguments.on.name)?;
    let credential = credential(&arguments.credentials)?.ok_or_else(no_credential)?;
    patch(
        &arguments.on,
        &json!({ "credential": credential }),
        false,
        arguments.format,
    )
    .await
}

async fn patch(on: &On, change: &Value, is_dry: bool, format: Print) -> anyhow::Result<()> {
    let remote = Remote::new(&on.server)?;
    let path = format!("{OKTA}?dry_run={is_dry}");
    let changed: Value = remote.send_json(Method::PATCH, &path, change).await?;
    if format == Print::Json {
        print::pretty(&changed);
        return Ok(());
    }
    for effect in changed["effects"].as_array().into_iter().flatten() {
        println!("{}", cell(effect));
    }
    match is_dry {
        true => eprintln!("nothing was changed: this was a dry run"),
        false => eprintln!("changed; {}", cell(&changed["summary"])),
    }
    Ok(())
}

fn set_log(settings: &mut Value, wanted: &LogSet) {
    if let Some(seconds) = wanted.log_interval_seconds {
        settings["log_interval_s"] = json!(seconds);
    }
    if let Some(days) = wanted.log_history_days {
        settings["log_history_days"] = json!(days);
    }
}

fn set(
    settings: &mut Value,
    interval_minutes: Option<u32>,
    share_percent: Option<u8>,
    refresh_seconds: Option<u32>,
) {
    if let Some(minutes) = interval_minutes {
        settings["scan_interval_s"] = json!(minutes.saturating_mul(60));
    }
    if let Some(share) = share_percent {
        settings["share_percent"] = json!(share);
    }
    if let Some(seconds) = refresh_seconds {
        settings["refresh_interval_s"] = json!(seconds);
    }
}

fn no_credential() -> anyhow::Error {
    Usage::error(
        "no credential; give --api-token, or --client-id with --key FILE (without --key for a key made by \
         `portolan plugins key make okta`)",
    )
}

fn credential(given: &Credentials) -> anyhow::Result<Option<Value>> {
    if let Some(token) = &given.api_token {
        return Ok(Some(json!({ "kind": "api_token", "token": token })));
    }
    let Some(client_id) = &given.client_id else {
        return Ok(None);
    };
    let mut credential = json!({ "kind": "service_app", "client_id": client_id, "scopes": given.scopes });
    if let Some(file) = &given.key {
        let key = std::fs::read_to_string(file)
            .with_context(|| format!("the key file {} cannot be read", file.display()))?;
        credential["private_key"] = json!(key);
    }
    if let Some(key_id) = &given.key_id {
        credential["key_id"] = json!(key_id);
    }
    Ok(Some(credential))
}
