//! Keys that the server makes and keeps for a service app.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "answers go to standard output, the rest beside it"
)]

use super::super::print::{self, Rows, cell};
use super::{OKTA, only_okta};
use crate::cli::{Keys, Print};
use crate::remote::{Remote, segment};
use reqwest::Method;
use serde_json::{Value, json};

pub(super) async fn run(action: Keys) -> anyhow::Result<()> {
    match action {
        Keys::Make { on, format } => {
            only_okta(&on.name)?;
            let remote = Remote::new(&on.server)?;
            let made: Value = remote
                .send_json(Method::POST, &format!("{OKTA}/keys"), &json!({}))
                .await?;
            if format == Print::Json {
                print::pretty(&made);
                return Ok(());
            }
            eprintln!(
                "made key {}; give its public half to Okta: Applications › the app › General › Client Credentials › \
                 Public key / Private key › Add key, and paste",
                cell(&made["kid"])
            );
            print::pretty(&made["public_jwk"]);
            eprintln!("then: portolan plugins install okta --org URL --client-id 0oa…");
            Ok(())
        }
        Keys::Ls { on, format } => {
            only_okta(&on.name)?;
            let keys: Value = Remote::new(&on.server)?.get(&format!("{OKTA}/keys")).await?;
            list(&keys, format)
        }
        Keys::Rm { kid, on, format } => {
            only_okta(&on.name)?;
            let path = format!("{OKTA}/keys/{}", segment(&kid));
            let left: Value = Remote::new(&on.server)?
                .send_json(Method::DELETE, &path, &json!({}))
                .await?;
            if format == Print::Json {
                print::pretty(&left);
            } else {
                eprintln!("destroyed key {kid}");
            }
            Ok(())
        }
    }
}

fn list(keys: &Value, format: Print) -> anyhow::Result<()> {
    if format == Print::Json {
        print::pretty(keys);
        return Ok(());
    }
    let columns = ["kid", "algorithm", "in_use", "created_at"];
    let rows = keys["keys"].as_array().into_iter().flatten();
    print::table(&Rows {
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows
            .map(|row| columns.iter().map(|column| row[*column].clone()).collect())
            .collect(),
    })?;
    println!("public halves for Okta to fetch: {}", cell(&keys["jwks_url"]));
    Ok(())
}
