//! `portolan okta-sim`: the simulated organization alone.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "where to go is said on standard output"
)]

use crate::cli::{Limits, OktaSim, OktaSimAction, World as Choice};
use crate::ready::write_ready;
use anyhow::Context as _;
use okta_sim::{LimitMode, ServeOptions, Sim, World};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

pub(super) async fn run(arguments: OktaSim) -> anyhow::Result<()> {
    if let Some(OktaSimAction::Dump { to, force }) = &arguments.action {
        return dump(&arguments.world, to, *force);
    }
    crate::remote::install_crypto();
    let sim = Arc::new(load(&arguments.world).await?);
    let served = Arc::clone(&sim)
        .serve(ServeOptions {
            tls_listen: Some(arguments.tls_listen),
            public_url: arguments.public_url.clone(),
            limits: if arguments.limits == Limits::Real {
                LimitMode::Real
            } else {
                LimitMode::Off
            },
            ..ServeOptions::new(arguments.listen)
        })
        .await?;
    sim.set_traffic(arguments.world.seed, arguments.events_per_minute);
    let ca_file = write_certificate(served.ca_pem.as_deref(), arguments.ready_file.as_deref())?;
    let credentials = sim.credentials();
    let url = arguments.public_url.clone().unwrap_or_else(|| served.url.clone());
    println!("ready {url}");
    println!(
        "API token of a super administrator  {}",
        credentials.super_admin_token
    );
    println!("API services app                    {}", credentials.client_id);
    if let Some(tls) = &served.tls_url {
        println!("https                               {tls}");
    }
    if let Some(file) = &arguments.ready_file {
        let facts = json!({
            "okta_url": url,
            "okta_tls_url": served.tls_url,
            "ca_file": ca_file,
            "okta_token": credentials.super_admin_token,
            "client_id": credentials.client_id,
            "client_key": key_as_json(&credentials.client_key),
        });
        write_ready(file, &facts)?;
    }
    crate::serve::told_to_stop().await
}

/// Makes or loads the organization that the command line names; a large one takes a while and says so.
pub(super) async fn load(choice: &Choice) -> anyhow::Result<Sim> {
    let (org, seed) = (choice.org.clone(), choice.seed);
    if org == "large" {
        eprintln!("making an organization of 200,000 people; this takes some seconds");
    }
    let made = tokio::task::spawn_blocking(move || match org.as_str() {
        "small" => Ok(World::small()),
        "medium" => Ok(World::medium(seed)),
        "large" => Ok(World::large(seed)),
        file => World::from_file(Path::new(file)).with_context(|| {
            format!("`{file}` is neither small, medium or large nor a file with an organization")
        }),
    });
    made.await.context("making the organization was broken off")?
}

fn dump(world: &Choice, to: &Path, force: bool) -> anyhow::Result<()> {
    if !force && to.exists() {
        anyhow::bail!(
            "{} is there already: name another file, or replace it with `--force`",
            to.display()
        );
    }
    let sim = match world.org.as_str() {
        "small" => World::small(),
        "medium" => World::medium(world.seed),
        "large" => World::large(world.seed),
        file => World::from_file(Path::new(file))?,
    };
    let out = std::fs::File::create(to).with_context(|| format!("{} cannot be written", to.display()))?;
    sim.dump(&mut std::io::BufWriter::new(out))
        .with_context(|| format!("{} could not be finished", to.display()))?;
    eprintln!("wrote {}", to.display());
    Ok(())
}

/// The certificate of the https listener, beside the ready file, for clients to trust.
fn write_certificate(pem: Option<&str>, ready_file: Option<&Path>) -> anyhow::Result<Option<String>> {
    let (Some(pem), Some(ready_file)) = (pem, ready_file) else {
        return Ok(None);
    };
    let file = ready_file.with_extension("ca.pem");
    std::fs::write(&file, pem).with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(Some(file.to_string_lossy().into_owned()))
}

/// The key is JSON already; in a JSON file it stands as an object.
pub(super) fn key_as_json(key: &str) -> Value {
    serde_json::from_str(key).unwrap_or_else(|_| Value::String(key.to_owned()))
}
