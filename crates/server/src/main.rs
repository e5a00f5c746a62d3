//! The `portolan` binary: settings, wiring and commands. It knows every room and therefore does almost nothing.

mod cli;
mod commands;
mod ready;
mod remote;
mod serve;
mod telemetry;

use clap::Parser as _;
use std::process::ExitCode;

/// Scans allocate and free millions of small texts; mimalloc gives the memory back, glibc keeps it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return commands::fail(&anyhow::anyhow!("no threads could be started: {error}")),
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => commands::fail(&error),
    }
}
