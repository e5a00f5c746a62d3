//! The later steps of an enrolment, in the wizard's order: single sign-on, provisioning, user sync. What is there already
//! stays, so that the same command goes on where an earlier one stopped.
#![expect(clippy::print_stdout, reason = "what is to be entered in Okta is the answer")]

use super::super::print::cell;
use super::{OKTA, lists, sync};
use crate::cli::{Steps, SyncSet};
use crate::commands::connectors::mapping;
use crate::commands::note;
use crate::remote::Remote;
use reqwest::Method;
use serde_json::{Value, json};

/// The name the guide gives the connector.
const CONNECTOR: &str = "okta";

/// Takes the steps that are named; gives what each one answered.
pub(super) async fn take(remote: &Remote, steps: &Steps) -> anyhow::Result<Value> {
    let mut taken = json!({});
    if let Some(url) = &steps.saml_metadata_url {
        taken["connector"] = single_sign_on(remote, url, &steps.mapping).await?;
    }
    if steps.scim {
        taken["scim"] = provisioning(remote).await?;
    }
    if steps.users_sync.is_some() {
        taken["users_sync"] = user_sync(remote, steps).await?;
    }
    if steps.lists.any() {
        let view: Value = remote.get(&format!("{OKTA}/lists")).await?;
        let wanted = lists::changed(&view["settings"], &steps.lists);
        taken["lists"] = lists::set(remote, &wanted).await?;
    }
    Ok(taken)
}

/// What is said of them to people.
pub(super) fn tell(taken: &Value) {
    if let Some(connector) = taken.get("connector") {
        let provider = &connector["service_provider"];
        println!("single sign-on URL       {}", cell(&provider["acs_url"]));
        println!("audience URI             {}", cell(&provider["entity_id"]));
        println!("sign in at               {}", cell(&provider["login_url"]));
    }
    if let Some(made) = taken.get("scim") {
        println!("SCIM connector base URL  {}", cell(&made["view"]["base_url"]));
        if let Some(token) = made["token"].as_str() {
            println!("SCIM token               {token}");
        }
    }
    if let Some(sync) = taken.get("users_sync") {
        println!("user sync                of {}", cell(&sync["settings"]["scope"]));
    }
    if let Some(lists) = taken.get("lists") {
        println!("app and group sync       {}", cell(&lists["begins"]));
    }
}

async fn single_sign_on(remote: &Remote, url: &str, lines: &[String]) -> anyhow::Result<Value> {
    let known: Value = remote.get("/api/v1/connectors").await?;
    let all = known["connectors"].as_array().into_iter().flatten();
    if let Some(known) = all.into_iter().find(|one| one["name"] == CONNECTOR) {
        note("the connector `okta` is there already; `portolan connectors edit okta` changes it");
        return Ok(known.clone());
    }
    let lines = lines
        .iter()
        .map(|line| mapping(line))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let spec = json!({ "metadata_url": url, "attributes_to_roles": lines });
    let body = json!({ "name": CONNECTOR, "spec": spec });
    remote.send_json(Method::POST, "/api/v1/connectors", &body).await
}

async fn provisioning(remote: &Remote) -> anyhow::Result<Value> {
    let path = format!("{OKTA}/scim");
    let view: Value = remote.get(&path).await?;
    if view["on"] == true {
        note("SCIM is on already; `portolan plugins scim okta --rotate` makes a new token");
        return Ok(json!({ "view": view }));
    }
    remote.send_json(Method::POST, &path, &json!({})).await
}

async fn user_sync(remote: &Remote, steps: &Steps) -> anyhow::Result<Value> {
    let path = format!("{OKTA}/sync");
    let view: Value = remote.get(&path).await?;
    let set = SyncSet {
        start: true,
        people: steps.users_sync,
        app: steps.sync_app.clone(),
        groups: steps.sync_groups.clone(),
        role: steps.no_assign_default_roles.then(String::new),
        ..SyncSet::default()
    };
    let wanted = sync::changed(&view["settings"], &set);
    remote.send_json(Method::PUT, &path, &wanted).await
}
