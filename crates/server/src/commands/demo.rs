//! `portolan demo`: a simulated organization, a server, and the enrolment between them over the public way.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "where to go is said on standard output"
)]

mod elsewhere;
mod past;
mod sign_on;

use super::okta_sim::load;
use crate::cli;
use crate::data_folder;
use crate::ready::write_ready;
use crate::remote::Remote;
use crate::serve::{self, DatabaseUrl, Settings};
use anyhow::Context as _;
use okta_sim::{LimitMode, ServeOptions, Served, Sim};
use reqwest::Method;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const OKTA: &str = "/api/v1/integrations/okta";
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
    // Stopped before it is ready, it still removes its temporary folder.
    tokio::select! {
        told = serve::told_to_stop() => told,
        ended = demonstrate(arguments) => ended,
    }
}

async fn demonstrate(arguments: cli::Demo) -> anyhow::Result<()> {
    crate::remote::install_crypto();
    let sim = Arc::new(load(&arguments.world).await?);
    let folder = Folder::new(arguments.data_dir)?;
    // Who wants the organization to be still wants no attack on it either.
    let story = arguments.story.told().filter(|_| arguments.events_per_minute > 0);
    let today = past::tell(&sim, &arguments.world, story, &folder.path)?;
    let simulated = simulate(&sim, &folder.path).await?;
    let settings = Settings {
        listen: arguments.listen,
        pg_listen: Some(arguments.pg_listen),
        data_dir: folder.path.clone(),
        database_url: arguments.database_url.map(DatabaseUrl::new),
        allow_private_org_urls: true,
        // The simulated organization has no limits: what happens there is seen at once.
        events_interval_s: 2,
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
    let sign_on = sign_on::set_up(&server.url, &token, &sim, &simulated.url).await?;
    let scim = provision(&server.url, &token).await?;
    if arguments.events_per_minute > 0 {
        let (base, scim_token) = (scim["view"]["base_url"].as_str(), scim["token"].as_str());
        sign_on::keep_provisioned(&sim, base.unwrap_or_default(), scim_token.unwrap_or_default())?;
    }
    if let Some(today) = today.filter(|_| story.is_some() && arguments.world.org == "small") {
        let remote = Remote::new(&cli::Server {
            url: server.url.clone(),
            token: token.clone(),
        })?;
        elsewhere::bring_in(&remote, &sim, arguments.world.seed, today).await?;
    }
    sim.set_traffic(arguments.world.seed, arguments.events_per_minute);

    let sign_in_url = format!("{}/sign-in", server.url);
    let pg_url = server
        .pg_url
        .as_ref()
        .map(|url| url.replace("postgresql://", &format!("postgresql://portolan:{token}@")));
    if let Some(file) = &arguments.ready_file {
        let credentials = sim.credentials();
        let facts = json!({
            "url": server.url,
            "token": token,
            "okta_url": simulated.url,
            "okta_token": okta_token,
            "client_id": credentials.client_id,
            "client_key": super::okta_sim::key_as_json(&credentials.client_key),
            "pg_url": pg_url,
            "scim_url": scim["view"]["base_url"],
            "scim_token": scim["token"],
            "sign_in_url": sign_in_url,
            "sign_in_name": name,
            "sign_in_password": password,
            "saml_login_url": sign_on.login_url,
            "oidc_login_url": sign_on.oidc_login_url,
            "whoami_url": format!("{}/api/v1/session", server.url),
            "saml_people": sign_on.people,
            "saml_password": sign_on.password,
        });
        write_ready(file, &facts)?;
    }
    println!("ready {}", server.url);
    println!("sign in at {sign_in_url} as `{name}` with the password {password}");
    println!(
        "or through the simulated Okta: {} as {} with the password {}",
        sign_on.login_url,
        sign_on.people.join(" or "),
        sign_on.password
    );
    println!("API token  {token}");
    println!(
        "try        PORTOLAN_URL={} PORTOLAN_TOKEN={token} portolan query 'SELECT * FROM nodes LIMIT 5'",
        server.url
    );
    if let Some(pg_url) = pg_url {
        println!("or         psql {pg_url}");
    }
    server.until_stopped().await
}

/// Serves the organization, at the port of the demonstration before in the same folder: it is the same organization
/// then, and its past stays.
async fn simulate(sim: &Arc<Sim>, folder: &Path) -> anyhow::Result<Served> {
    let note = folder.join("okta-sim.port");
    let noted = std::fs::read_to_string(&note).ok();
    let before: u16 = noted.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let options = |port| ServeOptions {
        limits: LimitMode::Off,
        ..ServeOptions::new(SocketAddr::from(([127, 0, 0, 1], port)))
    };
    let served = match Arc::clone(sim).serve(options(before)).await {
        Err(_) if before != 0 => Arc::clone(sim).serve(options(0)).await?,
        served => served?,
    };
    let port = served.url.rsplit(':').next().unwrap_or_default();
    std::fs::write(&note, port).with_context(|| format!("{} cannot be written", note.display()))?;
    Ok(served)
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
    let token = web::issue_token(&server.state, &id, "demo", &["editor"], None, serve::now()).await?;
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
    let credential = json!({ "kind": "api_token", "token": okta_token });
    let known: Value = remote.get("/api/v1/integrations").await?;
    let known = known["integrations"][0]["org_url"].as_str().map(str::to_owned);
    let is_known = known.as_deref() == Some(okta);
    if known.is_some() && !is_known {
        // The simulator of an earlier demonstration stood at another address.
        let _: Value = remote.send_json(Method::DELETE, OKTA, &json!({})).await?;
    }
    let before = if is_known {
        super::scan::last_run(&remote).await?
    } else {
        None
    };
    let enrolled: anyhow::Result<Value> = if is_known {
        let body = json!({ "credential": credential, "scan_interval_s": interval_s });
        remote.send_json(Method::PATCH, OKTA, &body).await
    } else {
        let settings = json!({ "scan_interval_s": interval_s, "share_percent": 100 });
        let body = json!({ "org_url": okta, "credential": credential, "settings": settings });
        remote.send_json(Method::POST, OKTA, &body).await
    };
    enrolled.context("the simulated organization could not be enrolled")?;
    eprintln!("enrolled {okta}; reading it");
    super::scan::follow_next(&remote, before).await
}

/// Switches SCIM on; in a folder that was used before, makes another token.
async fn provision(server: &str, token: &str) -> anyhow::Result<Value> {
    let remote = Remote::new(&cli::Server {
        url: server.to_owned(),
        token: token.to_owned(),
    })?;
    let path = format!("{OKTA}/scim");
    let view: Value = remote.get(&path).await?;
    let path = if view["on"] == true {
        format!("{path}/token")
    } else {
        path
    };
    let made = remote.send_json(Method::POST, &path, &json!({})).await;
    made.context("SCIM could not be switched on")
}

/// The data folder: given, or temporary and removed at the end.
struct Folder {
    path: PathBuf,
    is_temporary: bool,
}

impl Folder {
    fn new(given: Option<PathBuf>) -> anyhow::Result<Self> {
        if let Some(path) = given {
            data_folder::make(&path)?;
            return Ok(Self {
                path,
                is_temporary: false,
            });
        }
        let path = std::env::temp_dir().join(format!("portolan-demo-{}", std::process::id()));
        data_folder::make(&path)?;
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
