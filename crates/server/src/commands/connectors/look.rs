//! `portolan connectors test`: the other side, looked at again. Signing in takes a browser: that is what the page of the
//! connector does.

use super::{CONNECTORS, path_of};
use crate::cli::{Asking, Shape};
use crate::commands::note;
use crate::commands::print::{self, cell};
use crate::remote::Remote;
use anyhow::anyhow;
use reqwest::Method;
use serde_json::{Value, json};

/// Looks, tells, and fails when a sign-in would.
pub(super) async fn run(name: &str, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let connector: Value = remote.get(&path_of(name)).await?;
    let is_oidc = connector["kind"] == "oidc";
    let mut read: Value = if is_oidc {
        let path = format!("{}/check", path_of(name));
        remote.send_json(Method::POST, &path, &Value::Null).await?
    } else {
        let path = format!("{CONNECTORS}/check");
        remote
            .send_json(Method::POST, &path, &metadata_of(name, &connector))
            .await?
    };
    let trials: Value = remote.get(&format!("{}/trials", path_of(name))).await?;
    let trial = trials["trials"].get(0).cloned().unwrap_or_default();
    if asking.format == Shape::Json {
        read["last_trial"] = trial;
        print::pretty(&read);
    } else {
        let looked = if is_oidc {
            provider_told(&read)
        } else {
            metadata_told(&read)
        };
        print::text(&format!("{looked}{}", trial_told(&trial)))?;
        note(&format!(
            "a trial sign-in is begun in a browser, at {}/connectors",
            asking.server.url
        ));
    }
    if read["needs_confirmation"] == true {
        return Err(anyhow!(
            "the signing keys are others than the pinned ones; if that is what changed in Okta, agree to it on the \
             page of the connector, or with `portolan connectors edit {name} --confirm`"
        ));
    }
    match read["client_taken"] == false {
        true => Err(anyhow!("{}\n{}", cell(&read["message"]), cell(&read["advice"]))),
        false => Ok(()),
    }
}

fn metadata_of(name: &str, connector: &Value) -> Value {
    let spec = &connector["spec"];
    match spec["metadata_url"].as_str() {
        Some(url) => json!({ "connector": name, "metadata_url": url }),
        None => json!({ "connector": name, "metadata_xml": spec["metadata_xml"] }),
    }
}

fn metadata_told(read: &Value) -> String {
    let theirs = &read["identity_provider"];
    let mut text = format!("{} can be read and used\n", cell(&theirs["entity_id"]));
    for change in read["changes"].as_array().into_iter().flatten() {
        text.push_str(&format!("changed: {}\n", cell(change)));
    }
    text
}

fn provider_told(read: &Value) -> String {
    let mut text = format!("{} describes itself as it should\n", cell(&read["issuer"]));
    for key in read["keys"].as_array().into_iter().flatten() {
        text.push_str(&format!("signs with: {}\n", cell(key)));
    }
    match read["client_taken"].as_bool() {
        Some(true) => text.push_str("it takes this client\n"),
        Some(false) => text.push_str("it does not take this client\n"),
        None => text.push_str(&format!(
            "{}; {}\n",
            cell(&read["message"]),
            cell(&read["advice"])
        )),
    }
    text
}

fn trial_told(trial: &Value) -> String {
    if trial.is_null() {
        return String::new();
    }
    let outcome = match trial["accepted"] == true {
        true => format!(
            "{} could sign in with {}",
            cell(&trial["name"]),
            cell(&trial["roles"])
        ),
        false => format!("refused: {}; {}", cell(&trial["message"]), cell(&trial["advice"])),
    };
    format!("last trial, {}: {outcome}\n", cell(&trial["at"]))
}
