//! `portolan connectors`: ways to sign in, seen and tried.

use super::note;
use super::print::{self, cell};
use super::rules::show;
use crate::cli::{Asking, Connectors, Shape};
use crate::remote::{Remote, segment};
use anyhow::anyhow;
use reqwest::Method;
use serde_json::{Value, json};

const CONNECTORS: &str = "/api/v1/connectors";

pub(super) async fn run(what: Connectors) -> anyhow::Result<()> {
    match what {
        Connectors::Ls { asking } => {
            let mut list: Value = Remote::new(&asking.server)?.get(CONNECTORS).await?;
            if asking.format == Shape::Table {
                for one in list["connectors"].as_array_mut().into_iter().flatten() {
                    one["display"] = one["spec"]["display"].clone();
                    one["entity"] = one["identity_provider"]["entity_id"].clone();
                }
            }
            let columns = ["name", "kind", "display", "entity", "updated_at"];
            show(&list, "connectors", &columns, asking.format)
        }
        Connectors::Show { name, asking } => {
            let connector: Value = Remote::new(&asking.server)?.get(&path_of(&name)).await?;
            tell(&connector, asking.format)
        }
        Connectors::Test { name, asking } => test(&name, &asking).await,
    }
}

fn path_of(name: &str) -> String {
    format!("{CONNECTORS}/{}", segment(name))
}

fn tell(connector: &Value, format: Shape) -> anyhow::Result<()> {
    if format == Shape::Json {
        print::pretty(connector);
        return Ok(());
    }
    let (ours, theirs) = (&connector["service_provider"], &connector["identity_provider"]);
    let mut text = String::new();
    for (name, value) in [
        ("name", &connector["name"]),
        ("display", &connector["spec"]["display"]),
        ("single sign-on URL", &ours["acs_url"]),
        ("audience URI", &ours["entity_id"]),
        ("our metadata", &ours["metadata_url"]),
        ("single logout URL", &ours["slo_url"]),
        ("identity provider", &theirs["entity_id"]),
        ("sign-in at", &theirs["sso_url"]),
        ("updated", &connector["updated_at"]),
    ] {
        if !cell(value).is_empty() {
            text.push_str(&format!("{name:<20}{}\n", cell(value)));
        }
    }
    for key in theirs["keys"].as_array().into_iter().flatten() {
        let (print, ends) = (cell(&key["fingerprint"]), cell(&key["expires_at"]));
        text.push_str(&format!("{:<20}{print} until {ends}\n", "pinned key"));
    }
    for line in connector["spec"]["attributes_to_roles"]
        .as_array()
        .into_iter()
        .flatten()
    {
        let (name, value, roles) = (cell(&line["name"]), cell(&line["value"]), cell(&line["roles"]));
        text.push_str(&format!("{:<20}{name} = {value} gives {roles}\n", "mapping"));
    }
    print::text(&text)
}

/// Looks at the other side again. Signing in takes a browser: that is what the page of the connector does.
async fn test(name: &str, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let connector: Value = remote.get(&path_of(name)).await?;
    let spec = &connector["spec"];
    let body = match spec["metadata_url"].as_str() {
        Some(url) => json!({ "connector": name, "metadata_url": url }),
        None => json!({ "connector": name, "metadata_xml": spec["metadata_xml"] }),
    };
    let mut read: Value = remote
        .send_json(Method::POST, &format!("{CONNECTORS}/check"), &body)
        .await?;
    let trials: Value = remote.get(&format!("{}/trials", path_of(name))).await?;
    let trial = trials["trials"].get(0).cloned().unwrap_or_default();
    if asking.format == Shape::Json {
        read["last_trial"] = trial;
        print::pretty(&read);
    } else {
        print::text(&told(&read, &trial))?;
        note(&format!(
            "a trial sign-in is begun in a browser, at {}/connectors",
            asking.server.url
        ));
    }
    match read["needs_confirmation"] == true {
        true => Err(anyhow!(
            "the signing keys are others than the pinned ones; if that is what changed in Okta, agree to it on the \
             page of the connector, or with `portolan edit saml/{name} --confirm`"
        )),
        false => Ok(()),
    }
}

fn told(read: &Value, trial: &Value) -> String {
    let theirs = &read["identity_provider"];
    let mut text = format!("{} can be read and used\n", cell(&theirs["entity_id"]));
    for change in read["changes"].as_array().into_iter().flatten() {
        text.push_str(&format!("changed: {}\n", cell(change)));
    }
    if !trial.is_null() {
        let outcome = match trial["accepted"] == true {
            true => format!(
                "{} could sign in with {}",
                cell(&trial["name"]),
                cell(&trial["roles"])
            ),
            false => format!("refused: {}; {}", cell(&trial["message"]), cell(&trial["advice"])),
        };
        text.push_str(&format!("last trial, {}: {outcome}\n", cell(&trial["at"])));
    }
    text
}
