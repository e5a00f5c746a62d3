//! The command line: every word a person can type, with its help.

mod activity;
mod connectors;
mod people;
mod plugins;
mod resources;
mod sources;
mod words;

pub(crate) use self::activity::{ActionKind, Activity, Alerts, Asking, Forwards, Rules, Shape, Span};
pub(crate) use connectors::{AddConnector, ClientAuth, Connectors, OidcSet, SamlSet, SharedSet};
pub(crate) use people::{Audit, LockFor, LockKind, Locks, Roles, Tokens, Users};
#[cfg(test)]
pub(crate) use plugins::NumberOrNone;
pub(crate) use plugins::{
    Check, Credentials, Edit, Install, Keys, ListSet, ListSync, LogSet, On, Plugins, Rotate, Scim, Steps,
    Sync, SyncPeople, SyncSet,
};
pub(crate) use resources::{Create, EditResource, Get, Rm, Written};
pub(crate) use sources::{AddSource, AwsKey, GitHubAccess, Sources};

use clap::{Args, Parser, Subcommand, ValueEnum};
use okta_sim::Story;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Charts, keeps and watches the ways people take through an Okta organization.
#[derive(Parser)]
#[command(
    name = "portolan",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// How much to say on standard error: error, warn, info, debug, or a filter such as `reconcile=debug`.
    #[arg(
        long,
        global = true,
        env = "PORTOLAN_LOG",
        default_value = "warn",
        hide_env_values = true
    )]
    pub(crate) log: String,
    /// Logs as text for people or JSON for machines.
    #[arg(long, global = true, env = "PORTOLAN_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// A simulated Okta organization and a server that is enrolled in it, ready to look at.
    Demo(Demo),
    /// The server.
    Serve(Serve),
    /// A simulated Okta organization alone.
    OktaSim(OktaSim),
    /// Integrations: enrol, look after and remove an Okta organization.
    Plugins {
        #[command(subcommand)]
        action: Plugins,
    },
    /// Ask in SQL: `portolan query "SELECT * FROM access_path WHERE identity = 'ada@acme.example'"`.
    Query(Query),
    /// Read the organization again, now, and wait until that is done.
    Scan(Scan),
    /// What happened: events of all sources.
    Activity {
        #[command(subcommand)]
        what: Activity,
    },
    /// What is looked for in events.
    Rules {
        #[command(subcommand)]
        what: Rules,
    },
    /// What rules found.
    Alerts {
        #[command(subcommand)]
        what: Alerts,
    },
    /// Ask the access graph.
    Graph {
        #[command(subcommand)]
        question: Graph,
    },
    /// People of this server.
    Users {
        #[command(subcommand)]
        what: Users,
    },
    /// What people may do.
    Roles {
        #[command(subcommand)]
        what: Roles,
    },
    /// Who is kept out.
    Locks {
        #[command(subcommand)]
        what: Locks,
    },
    /// API tokens of this server.
    Tokens {
        #[command(subcommand)]
        what: Tokens,
    },
    /// Ways to sign in through an identity provider.
    Connectors {
        #[command(subcommand)]
        what: Connectors,
    },
    /// What was done to this server.
    Audit {
        #[command(subcommand)]
        what: Audit,
    },
    /// Resources as YAML or JSON: `portolan get roles`, `portolan get user/ada`, `portolan get all`.
    Get(Get),
    /// Bring resources in from a file; all of them are looked at before the first is changed.
    Create(Create),
    /// Change one resource in your editor (`VISUAL`, `EDITOR`, or vi).
    Edit(EditResource),
    /// Remove one resource.
    Rm(Rm),
}

#[derive(Args)]
pub(crate) struct Demo {
    /// Where the web application and the API listen.
    #[arg(long, default_value = "127.0.0.1:8080", env = "PORTOLAN_LISTEN")]
    pub(crate) listen: SocketAddr,
    /// Where the PostgreSQL protocol listens; port 0 takes any free one.
    #[arg(long, default_value = "127.0.0.1:0", env = "PORTOLAN_PG_LISTEN")]
    pub(crate) pg_listen: SocketAddr,
    #[command(flatten)]
    pub(crate) world: World,
    /// Where to keep data; a new temporary folder, removed at the end, unless given.
    #[arg(long)]
    pub(crate) data_dir: Option<PathBuf>,
    /// PostgreSQL server for what is remembered; a file in the data folder unless given.
    #[arg(
        long,
        env = "PORTOLAN_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) database_url: Option<String>,
    /// Write addresses and credentials to this file as JSON once everything is ready.
    #[arg(long)]
    pub(crate) ready_file: Option<PathBuf>,
    /// How many events and changes the simulated people make.
    #[arg(long, default_value_t = 60, value_name = "N")]
    pub(crate) events_per_minute: u32,
    /// The attack that has just ended, for the alerts to show; there is none when nobody makes events.
    #[arg(long, value_enum, default_value_t = Attack::SessionTheft)]
    pub(crate) story: Attack,
}

/// What has happened to the simulated organization.
#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum Attack {
    SessionTheft,
    PushBombing,
    PasswordSpray,
    TokenTheft,
    HelpDeskTakeover,
    None,
}

impl Attack {
    /// As the simulator knows it.
    pub(crate) const fn told(self) -> Option<Story> {
        match self {
            Self::SessionTheft => Some(Story::SessionTheft),
            Self::PushBombing => Some(Story::PushBombing),
            Self::PasswordSpray => Some(Story::PasswordSpray),
            Self::TokenTheft => Some(Story::TokenTheft),
            Self::HelpDeskTakeover => Some(Story::HelpDeskTakeover),
            Self::None => None,
        }
    }
}

#[derive(Args)]
pub(crate) struct World {
    /// Which organization: small, medium, large, or a file: a dump or a recorded scan of a real one.
    #[arg(
        long,
        global = true,
        default_value = "small",
        value_name = "small|medium|large|FILE"
    )]
    pub(crate) org: String,
    /// Makes the medium and large organizations, and all chance, repeatable.
    #[arg(long, global = true, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,
}

#[derive(Args)]
pub(crate) struct Serve {
    /// Settings as TOML; flags and `PORTOLAN_*` variables win over it.
    #[arg(long, env = "PORTOLAN_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where the web application and the API listen; 127.0.0.1:8080 unless set.
    #[arg(long)]
    pub(crate) listen: Option<SocketAddr>,
    /// Where the PostgreSQL protocol listens; off unless set.
    #[arg(long)]
    pub(crate) pg_listen: Option<SocketAddr>,
    /// Where to keep data; ./portolan-data unless set.
    #[arg(long)]
    pub(crate) data_dir: Option<PathBuf>,
    /// How people reach this server from outside, for links and cookies: https://portolan.example.com
    #[arg(long)]
    pub(crate) public_url: Option<String>,
    /// File of the MaxMind DB format (`.mmdb`) that tells where addresses are, for events whose source does not.
    #[arg(long, value_name = "FILE")]
    pub(crate) geo_city_file: Option<PathBuf>,
    /// The same that tells whose networks they belong to.
    #[arg(long, value_name = "FILE")]
    pub(crate) geo_asn_file: Option<PathBuf>,
    /// Allow organizations on loopback and private addresses, over http too: for a simulated organization.
    #[arg(long)]
    pub(crate) allow_private_org_urls: bool,
    /// Write the addresses, and the link for the first administrator, to this file as JSON once everything is ready.
    #[arg(long)]
    pub(crate) ready_file: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct OktaSim {
    #[command(subcommand)]
    pub(crate) action: Option<OktaSimAction>,
    /// Where plain http listens.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// Where https listens, with a certificate made at start; Okta's SDKs insist on it.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub(crate) tls_listen: SocketAddr,
    #[command(flatten)]
    pub(crate) world: World,
    /// Okta's rate limits, or none.
    #[arg(long, value_enum, default_value_t = Limits::Real)]
    pub(crate) limits: Limits,
    /// How many events and changes the simulated people make.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) events_per_minute: u32,
    /// The address written into links; what the caller asked for unless set.
    #[arg(long)]
    pub(crate) public_url: Option<String>,
    /// Write addresses and credentials to this file as JSON once everything is ready.
    #[arg(long)]
    pub(crate) ready_file: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum OktaSimAction {
    /// Write the organization to a file that `--org FILE` reads.
    Dump {
        /// The file to write.
        #[arg(value_name = "FILE")]
        to: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum Limits {
    Real,
    Off,
}

/// Where the server is and who asks.
#[derive(Args, Clone)]
pub(crate) struct Server {
    /// Address of the server.
    #[arg(
        long = "server",
        env = "PORTOLAN_URL",
        default_value = "http://127.0.0.1:8080",
        value_name = "URL"
    )]
    pub(crate) url: String,
    /// An API token, from Account › API tokens.
    #[arg(long, env = "PORTOLAN_TOKEN", hide_env_values = true, default_value = "")]
    pub(crate) token: String,
}

#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum Format {
    Table,
    Json,
    Csv,
}

/// How to print an answer that is not a table of rows.
#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum Print {
    Text,
    Json,
}

#[derive(Args)]
pub(crate) struct Query {
    /// One SELECT.
    pub(crate) sql: String,
    #[command(flatten)]
    pub(crate) server: Server,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// Ask the past: 2026-03-01, 2026-03-01T12:00:00Z, or the id of a snapshot.
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// Most rows to fetch.
    #[arg(long, value_name = "N")]
    pub(crate) max_rows: Option<u64>,
}

#[derive(Args)]
pub(crate) struct Scan {
    #[command(flatten)]
    pub(crate) on: On,
    /// Do not wait for the end.
    #[arg(long)]
    pub(crate) no_wait: bool,
    #[arg(long, value_enum, default_value_t = Print::Text)]
    pub(crate) format: Print,
}

#[derive(Subcommand)]
pub(crate) enum Graph {
    /// The shortest way from one node to another, with the reason for every step.
    Path {
        /// Name, alias or id.
        from: String,
        /// Name, alias or id.
        to: String,
        #[command(flatten)]
        server: Server,
        #[arg(long, value_enum, default_value_t = Print::Text)]
        format: Print,
    },
    /// All that falls when one identity, token or app falls.
    Blast {
        /// Name, alias or id.
        node: String,
        /// Take Okta's barriers as broken.
        #[arg(long)]
        assume_worst: bool,
        /// Most rows to fetch.
        #[arg(long, value_name = "N", default_value_t = 1000)]
        max_rows: u64,
        #[command(flatten)]
        server: Server,
        #[arg(long, value_enum, default_value_t = Print::Text)]
        format: Print,
    },
    /// Access gained and lost between two moments, with causes.
    Diff {
        /// A time, or the id of a snapshot.
        from: String,
        /// A time, or the id of a snapshot.
        to: String,
        /// Most rows to fetch.
        #[arg(long, value_name = "N", default_value_t = 1000)]
        max_rows: u64,
        #[command(flatten)]
        server: Server,
        #[arg(long, value_enum, default_value_t = Print::Text)]
        format: Print,
    },
}

#[cfg(test)]
mod tests;
