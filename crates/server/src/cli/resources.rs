//! The words of `portolan get`, `create`, `edit` and `rm`.

use super::Server;
use clap::{Args, ValueEnum};

/// How resources are written.
#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum Written {
    Yaml,
    Json,
}

#[derive(Args)]
pub(crate) struct Get {
    /// A kind (`roles`), one of a kind (`role/ops`), or `all`. Kinds: role, saml, oidc, user, lock,
    /// plugin, rule, rule_tuning, forward.
    #[arg(value_name = "KIND[/NAME]")]
    pub(crate) what: String,
    #[command(flatten)]
    pub(crate) server: Server,
    #[arg(long, value_enum, default_value_t = Written::Yaml)]
    pub(crate) format: Written,
}

#[derive(Args)]
pub(crate) struct Create {
    /// File with resources as YAML or JSON, `-` for standard input.
    #[arg(short = 'f', long = "filename", value_name = "FILE")]
    pub(crate) file: String,
    /// Replace what is there and differs.
    #[arg(long)]
    pub(crate) force: bool,
    /// Only look whether all of it would be taken.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Agree to new or missing signing keys of a connector.
    #[arg(long)]
    pub(crate) confirm: bool,
    #[command(flatten)]
    pub(crate) server: Server,
    #[arg(long, value_enum, default_value_t = super::Print::Text)]
    pub(crate) format: super::Print,
}

#[derive(Args)]
pub(crate) struct EditResource {
    /// The resource, for example `role/ops`.
    #[arg(value_name = "KIND/NAME")]
    pub(crate) what: String,
    /// Agree to new or missing signing keys of a connector.
    #[arg(long)]
    pub(crate) confirm: bool,
    #[command(flatten)]
    pub(crate) server: Server,
}

#[derive(Args)]
pub(crate) struct Rm {
    /// The resource, for example `role/ops`.
    #[arg(value_name = "KIND/NAME")]
    pub(crate) what: String,
    #[command(flatten)]
    pub(crate) server: Server,
}
