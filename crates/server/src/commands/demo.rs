//! `portolan demo`: a simulated organization, a server, and the enrolment between them over the public way.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "where to go is said on standard output"
)]

use super::okta_sim::{load, write_ready};
use crate::cli;
use crate::remote::Remote;
use crate::serve::{self, Settings};
use anyhow::Context as _;
use okta_sim::{LimitMode, ServeOptions};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Who the demonstration's administrator is.
const NAME: &str = "demo";
/// A change in the small organization shows up after a minute at most; larger ones are read as often as real ones.
fn scan_interval_s(org: &str) -> u32 {
    if org == "medium" || org == "large" {
        1800
    } else {
        60
    }
}

pub(super) async fn run(arguments: cli::Demo) -> anyhow::Result<()> {
    crate::remote::install_crypto();
    let sim = Arc::new(load(&arguments.world).await?);
    let options = ServeOptions {
        limits: LimitMode::Off,
        ..ServeOptions::new(SocketAddr::from(([127, 0, 0, 1], 0)))
    };
    let simulated = Arc::clone(&sim).serve(options).await?;

    let folder = Folder::new(arguments.data_dir)?;
    let settings = Settings {
        listen: arguments.listen,
        pg_listen: Some(arguments.pg_listen),
        data_dir: folder.path.clone(),
        allow_private_org_urls: true,
        ..Settings::default()
    };
    let server = serve::start(settings).await?;
    let Administrator {
        name,
        password,
        token,
    } = administrator(&server).await?;
    let okta_token = &sim.credentials().super_admin_token;
    enrol(
        &server.url,
        &token,
        &simulated.url,
        okta_token,
        scan_interval_s(&arguments.world.org),
    )
    .await?;
    sim.set_traffic(arguments.world.seed, arguments.events_per_minute);

    let sign_in_url = format!("{}/sign-in", server.url);
    println!("ready {}", server.url);
    println!("sign in at {sign_in_url} as `{name}` with the password {password}");
    println!("API token  {token}");
    println!(
        "try        PORTOLAN_URL={} PORTOLAN_TOKEN={token} portolan query 'SELECT * FROM nodes LIMIT 5'",
        server.url
    );
    if let Some(file) = &arguments.ready_file {
        let credentials = sim.credentials();
        let facts = json!({
            "url": server.url,
            "token": token,
            "okta_url": simulated.url,
            "okta_token": okta_token,
            "client_id": credentials.client_id,
            "client_key": super::okta_sim::key_as_json(&credentials.client_key),
            "pg_url": server.pg_url.as_ref().map(|url| url.replace("postgresql://", &format!("postgresql://portolan:{token}@"))),
            "sign_in_url": sign_in_url,
            "sign_in_name": name,
            "sign_in_password": password,
        });
        write_ready(file, &facts)?;
    }
    server.until_stopped().await
}

/// Who can sign in, and with what.
struct Administrator {
    name: String,
    password: String,
    token: String,
}

/// Makes an administrator and a token. A data folder that was used before has the earlier ones, under earlier names.
async fn administrator(server: &serve::Server) -> anyhow::Result<Administrator> {
    let mut name = NAME.to_owned();
    let mut number = 2;
    while server.state.user_named(&name).await?.is_some() {
        name = format!("{NAME}-{number}");
        number += 1;
    }
    let password = serve::secret_text();
    let id = web::make_admin(&server.state, &name, &password, serve::now()).await?;
    let token = web::issue_token(
        &server.state,
        &id,
        "demo",
        web::view::RoleWord::Admin,
        None,
        serve::now(),
    )
    .await?;
    Ok(Administrator {
        name,
        password,
        token: token.reveal().to_owned(),
    })
}

/// Enrols the simulated organization as a person would, and waits for the first scan.
async fn enrol(
    server: &str,
    token: &str,
    okta: &str,
    okta_token: &str,
    interval_s: u32,
) -> anyhow::Result<()> {
    let remote = Remote::new(&cli::Server {
        url: server.to_owned(),
        token: token.to_owned(),
    })?;
    // The simulator of an earlier demonstration stood at another address.
    let known: Value = remote.get("/api/v1/integrations").await?;
    for _ in known["integrations"].as_array().into_iter().flatten() {
        let _: Value = remote
            .send_json(reqwest::Method::DELETE, "/api/v1/integrations/okta", &json!({}))
            .await?;
    }
    let body = json!({
        "org_url": okta,
        "credential": { "kind": "api_token", "token": okta_token },
        "settings": { "scan_interval_s": interval_s, "share_percent": 100 },
    });
    let _: Value = remote
        .send_json(reqwest::Method::POST, "/api/v1/integrations/okta", &body)
        .await
        .context("the simulated organization could not be enrolled")?;
    eprintln!("enrolled {okta}; reading it");
    super::scan::follow(&remote, Value::Null).await
}

/// The data folder: given, or temporary and removed at the end.
struct Folder {
    path: PathBuf,
    is_temporary: bool,
}

impl Folder {
    fn new(given: Option<PathBuf>) -> anyhow::Result<Self> {
        if let Some(path) = given {
            return Ok(Self {
                path,
                is_temporary: false,
            });
        }
        let path = std::env::temp_dir().join(format!("portolan-demo-{}", std::process::id()));
        std::fs::create_dir_all(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        Ok(Self {
            path,
            is_temporary: true,
        })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.is_temporary {
            // What cannot be removed stays in the temporary folder, where systems clean up.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
