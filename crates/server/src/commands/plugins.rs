//! `portolan plugins`: enrol, look after and remove an Okta organization from the shell.

mod enrol;
mod keys;
mod lists;
mod remove;
mod scim;
mod status;
mod steps;
mod sync;

use super::Usage;
use crate::cli::Plugins;

/// Where the integration is in the API.
const OKTA: &str = "/api/v1/integrations/okta";

pub(super) async fn run(action: Plugins) -> anyhow::Result<()> {
    match action {
        Plugins::Install(arguments) => enrol::install(*arguments).await,
        Plugins::Ls { server, format } => status::list(&server, format).await,
        Plugins::Status { on, format } => status::show(&on, format).await,
        Plugins::Check(arguments) => enrol::check(arguments).await,
        Plugins::Edit(arguments) => enrol::edit(arguments).await,
        Plugins::Rotate(arguments) => enrol::rotate(arguments).await,
        Plugins::Key { action } => keys::run(action).await,
        Plugins::Scim(arguments) => scim::run(arguments).await,
        Plugins::Sync(arguments) => sync::run(arguments).await,
        Plugins::Lists(arguments) => lists::run(arguments).await,
        Plugins::Delete {
            on,
            with_snapshots,
            dry_run,
            format,
        } => remove::delete(&on, with_snapshots, dry_run, format).await,
        Plugins::Cleanup {
            on,
            no_dry_run,
            format,
        } => remove::cleanup(&on, no_dry_run, format).await,
    }
}

/// The name is part of the command's words (`plugins cleanup okta`); there is one kind of integration so far.
pub(super) fn only_okta(name: &str) -> anyhow::Result<()> {
    if name == "okta" {
        return Ok(());
    }
    Err(Usage::error(format!(
        "there is no integration called `{name}`; the one that can be enrolled is `okta`"
    )))
}
