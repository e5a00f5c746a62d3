//! The `portolan` binary: settings, wiring and commands. It knows every room and therefore does almost nothing.

mod cli;
mod commands;
mod data_folder;
mod ready;
mod remote;
mod serve;
mod telemetry;

use clap::Parser as _;
use std::process::ExitCode;

/// Scans allocate and free millions of small texts; mimalloc gives the memory back, glibc keeps it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The stack of each worker. A query's tree is walked by functions that call themselves; the longest that is allowed
/// fits many times over. Only what is used of it takes memory.
const STACK_BYTES: usize = 16 << 20;

fn main() -> ExitCode {
    end_quietly_when_nobody_reads();
    let cli = cli::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK_BYTES)
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return commands::fail(&anyhow::anyhow!("no threads could be started: {error}")),
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => commands::fail(&error),
    }
}

/// `portolan … | head` closes the pipe before everything is printed; `println!` panics then. That is no mistake of
/// anybody: the program ends as one that was told to.
fn end_quietly_when_nobody_reads() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to std") && said.contains("Broken pipe") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}
