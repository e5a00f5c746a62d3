//! SCIM from the shell: on, a new token, off, and how it stands.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "answers go to standard output, the rest beside it"
)]

use super::super::print::{self, Rows, cell};
use super::{OKTA, only_okta};
use crate::cli::{Print, Scim};
use crate::remote::Remote;
use reqwest::Method;
use serde_json::{Value, json};

pub(super) async fn run(arguments: Scim) -> anyhow::Result<()> {
    only_okta(&arguments.on.name)?;
    let remote = Remote::new(&arguments.on.server)?;
    let scim = format!("{OKTA}/scim");
    if arguments.status {
        return status(&remote.get(&scim).await?, arguments.format);
    }
    if arguments.off {
        let view: Value = remote.send_json(Method::DELETE, &scim, &json!({})).await?;
        if arguments.format == Print::Json {
            print::pretty(&view);
        } else {
            eprintln!("SCIM is off and its tokens are revoked; who was provisioned stays");
        }
        return Ok(());
    }
    let (path, body) = if arguments.rotate {
        let body = arguments
            .overlap_hours
            .map_or(json!({}), |hours| json!({ "overlap_h": hours }));
        (format!("{scim}/token"), body)
    } else {
        (scim, json!({}))
    };
    let made: Value = remote.send_json(Method::POST, &path, &body).await?;
    if arguments.format == Print::Json {
        print::pretty(&made);
        return Ok(());
    }
    println!("SCIM connector base URL  {}", cell(&made["view"]["base_url"]));
    println!("token                    {}", cell(&made["token"]));
    eprintln!(
        "the token is shown now and never again; in Okta: Applications › the app › Provisioning › Integration › \
         HTTP Header"
    );
    Ok(())
}

fn status(view: &Value, format: Print) -> anyhow::Result<()> {
    if format == Print::Json {
        print::pretty(view);
        return Ok(());
    }
    let word = if view["on"] == true { "on" } else { "off" };
    println!("SCIM is {word}, at {}", cell(&view["base_url"]));
    println!(
        "{} users, {} of them deactivated; {} groups",
        cell(&view["users"]),
        cell(&view["inactive_users"]),
        cell(&view["groups"])
    );
    let last = &view["last_call"];
    if last.is_null() {
        println!("nobody has called yet");
    } else {
        println!("last call {}: {}", cell(&last["at"]), call(last));
    }
    table(
        &view["tokens"],
        &["id", "created_at", "last_used_at", "expires_at"],
    )?;
    for refusal in view["refusals"].as_array().into_iter().flatten() {
        let when = cell(&refusal["call"]["at"]);
        println!(
            "refused {when}: {}: {}",
            call(&refusal["call"]),
            cell(&refusal["reason"])
        );
    }
    Ok(())
}

fn call(call: &Value) -> String {
    let [method, path, status] = ["method", "path", "status"].map(|name| cell(&call[name]));
    format!("{method} {path} answered {status}")
}

fn table(rows: &Value, columns: &[&str]) -> anyhow::Result<()> {
    let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
    if rows.is_empty() {
        return Ok(());
    }
    print::table(&Rows {
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: rows
            .iter()
            .map(|row| columns.iter().map(|column| row[*column].clone()).collect())
            .collect(),
    })
}
