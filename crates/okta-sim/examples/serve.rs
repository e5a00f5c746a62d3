//! Serves a simulated organization: `cargo run -p portolan-okta-sim --example serve -- 127.0.0.1:7100 [small|medium|large|FILE]`.

use std::net::SocketAddr;
use std::sync::Arc;

use portolan_okta_sim::{ServeOptions, World};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let listen: SocketAddr = arguments
        .next()
        .unwrap_or_else(|| "127.0.0.1:7100".to_owned())
        .parse()?;
    let sim = Arc::new(match arguments.next().as_deref() {
        Some("medium") => World::medium(1),
        Some("large") => World::large(1),
        Some("small") | None => World::small(),
        Some(file) => World::from_file(file.as_ref())?,
    });
    let options = ServeOptions {
        tls_listen: Some(SocketAddr::new(listen.ip(), 0)),
        ..ServeOptions::new(listen)
    };
    let credentials = sim.credentials().clone();
    let served = sim.serve(options).await?;
    let mut out = std::io::stdout().lock();
    std::io::Write::write_fmt(
        &mut out,
        format_args!(
            "{}\n{}\nsuper administrator: {}\nread-only administrator: {}\nclient: {}\n",
            served.url,
            served.tls_url.as_deref().unwrap_or_default(),
            credentials.super_admin_token,
            credentials.read_only_token,
            credentials.client_id,
        ),
    )?;
    std::io::Write::flush(&mut out)?;
    drop(out);
    tokio::signal::ctrl_c().await?;
    Ok(())
}
