//! `portolan get`, `create`, `edit` and `rm`: resources as YAML and JSON.

mod edit;

pub(super) use edit::run as edit;

use super::print::{self, cell};
use super::{Usage, note};
use crate::cli::{Create, Get, Print, Rm, Written};
use crate::remote::{Remote, segment};
use anyhow::Context as _;
use reqwest::Method;
use serde_json::Value;
use std::io::Read as _;

const YAML: &str = "application/yaml";
const JSON: &str = "application/json";

pub(super) async fn get(arguments: Get) -> anyhow::Result<()> {
    let remote = Remote::new(&arguments.server)?;
    let mut paths = Vec::new();
    match arguments.what.split_once('/') {
        Some((kind, name)) => paths.push(path_of(kind, name)),
        None if arguments.what == "all" => {
            let kinds: Value = remote.get("/api/v1/resources").await?;
            let kinds = kinds["kinds"].as_array().into_iter().flatten();
            paths.extend(kinds.map(|kind| format!("/api/v1/resources/{}", segment(&cell(&kind["kind"])))));
        }
        None => paths.push(format!("/api/v1/resources/{}", segment(&arguments.what))),
    }
    if arguments.format == Written::Yaml {
        // Nothing is printed before all of it is there: half an export must not look like a whole one.
        let mut text = String::new();
        for path in &paths {
            text.push_str(&remote.text(path, YAML).await?);
        }
        return print::text(&text);
    }
    let mut all = Vec::new();
    for path in &paths {
        let answer: Value = serde_json::from_str(&remote.text(path, JSON).await?)?;
        match answer["resources"].as_array() {
            Some(list) => all.extend(list.iter().cloned()),
            None => all.push(answer),
        }
    }
    print::pretty(&Value::Array(all));
    Ok(())
}

pub(super) async fn create(arguments: Create) -> anyhow::Result<()> {
    let (name, text) = read(&arguments.file)?;
    let path = format!(
        "/api/v1/resources?force={}&dry_run={}&confirm={}",
        arguments.force, arguments.dry_run, arguments.confirm
    );
    let remote = Remote::new(&arguments.server)?;
    let applied: Value = remote
        .send_text(Method::POST, &path, text, YAML)
        .await
        .context(name)?;
    if arguments.format == Print::Json {
        print::pretty(&applied);
        return Ok(());
    }
    tell(&applied)
}

pub(super) async fn rm(arguments: Rm) -> anyhow::Result<()> {
    let (kind, name) = named(&arguments.what)?;
    let remote = Remote::new(&arguments.server)?;
    let _: Value = remote
        .send_json(Method::DELETE, &path_of(kind, name), &Value::Null)
        .await?;
    note(&format!("{kind}/{name} removed"));
    Ok(())
}

/// What became of resources, one a line.
fn tell(applied: &Value) -> anyhow::Result<()> {
    let would = if applied["dry_run"] == true {
        "would be "
    } else {
        ""
    };
    let mut text = String::new();
    for one in applied["resources"].as_array().into_iter().flatten() {
        text.push_str(&format!(
            "{}/{} {would}{}\n",
            cell(&one["kind"]),
            cell(&one["name"]),
            cell(&one["outcome"])
        ));
    }
    print::text(&text)
}

/// Name for people and text of a file, or of standard input.
pub(super) fn read(file: &str) -> anyhow::Result<(String, String)> {
    if file != "-" {
        let text = std::fs::read_to_string(file).with_context(|| format!("{file} cannot be read"))?;
        return Ok((file.to_owned(), text));
    }
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .context("standard input cannot be read")?;
    Ok(("standard input".to_owned(), text))
}

/// Kind and name of one resource.
fn named(what: &str) -> anyhow::Result<(&str, &str)> {
    match what.split_once('/') {
        Some((kind, name)) if !kind.is_empty() && !name.is_empty() => Ok((kind, name)),
        _ => Err(Usage::error(format!(
            "`{what}` names no resource; write it as role/ops"
        ))),
    }
}

fn path_of(kind: &str, name: &str) -> String {
    format!("/api/v1/resources/{}/{}", segment(kind), segment(name))
}
