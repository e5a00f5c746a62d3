//! The commands, one file each. All but `serve`, `demo` and `okta-sim` are clients of a server's API.

mod activity;
mod alerts;
mod audit;
mod connectors;
mod demo;
mod forwards;
mod graph;
mod locks;
mod okta_sim;
mod plugins;
mod print;
mod query;
mod resources;
mod rules;
mod scan;
mod sources;
mod users;
mod views;

use crate::cli::{Cli, Command};
use std::process::ExitCode;

/// Does what the command line says.
pub(crate) async fn run(cli: Cli) -> anyhow::Result<()> {
    crate::telemetry::start(&cli.log, cli.log_format)?;
    match cli.command {
        Command::Demo(arguments) => demo::run(arguments).await,
        Command::Serve(arguments) => crate::serve::run(arguments).await,
        Command::OktaSim(arguments) => okta_sim::run(arguments).await,
        Command::Plugins { action } => plugins::run(action).await,
        Command::Query(arguments) => query::run(arguments).await,
        Command::Scan(arguments) => scan::run(arguments).await,
        Command::Activity { what } => activity::run(what).await,
        Command::Rules { what } => rules::run(what).await,
        Command::Alerts { what } => alerts::run(what).await,
        Command::Graph { question } => graph::run(question).await,
        Command::Users { what } => users::run(what).await,
        Command::Roles { what } => users::roles(what).await,
        Command::Locks { what } => locks::run(what).await,
        Command::Tokens { what } => locks::tokens(what).await,
        Command::Connectors { what } => connectors::run(what).await,
        Command::Audit { what } => audit::run(what).await,
        Command::Get(arguments) => resources::get(arguments).await,
        Command::Create(arguments) => resources::create(arguments).await,
        Command::Edit(arguments) => resources::edit(arguments).await,
        Command::Rm(arguments) => resources::rm(arguments).await,
    }
}

/// A command line that was understood by its form and cannot be meant: exit code 2, as for an unknown flag.
#[derive(Debug)]
pub(crate) struct Usage(String);

impl Usage {
    /// Says what is wrong and what to write.
    pub(crate) fn error(sentence: impl Into<String>) -> anyhow::Error {
        anyhow::Error::new(Self(sentence.into()))
    }
}

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// Says on standard error what is no answer.
#[expect(clippy::print_stderr, reason = "what is no answer goes to standard error")]
fn note(sentence: &str) {
    eprintln!("{sentence}");
}

/// Says on standard error what went wrong, with its causes, and gives the exit code for it.
#[expect(clippy::print_stderr, reason = "the contract: errors go to standard error")]
pub(crate) fn fail(error: &anyhow::Error) -> ExitCode {
    let mut sentence = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !sentence.contains(&cause) {
            sentence = format!("{sentence}: {cause}");
        }
    }
    eprintln!("portolan: {sentence}");
    if error.is::<Usage>() {
        ExitCode::from(2)
    } else {
        ExitCode::FAILURE
    }
}
