//! The words of `portolan activity sources`.

use super::Asking;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand)]
pub(crate) enum Sources {
    /// What brings events, and how that goes: state, lag, last success, last failure and what to do about it.
    Ls {
        #[command(flatten)]
        asking: Asking,
    },
    /// Read another source from now on.
    Add {
        #[command(subcommand)]
        what: AddSource,
    },
    /// Switch a source on or off, or replace what it is read with.
    Set {
        /// Name of the source.
        name: String,
        /// Read it again.
        #[arg(long, conflicts_with = "off")]
        on: bool,
        /// Stop reading it; what was read stays.
        #[arg(long)]
        off: bool,
        #[command(flatten)]
        key: AwsKey,
        #[command(flatten)]
        access: GitHubAccess,
        #[command(flatten)]
        asking: Asking,
    },
    /// Make a new token for a source that sends by itself; the old one does not hold any more.
    Token {
        /// Name of the source.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Read now: a source by its name, or all of one kind.
    Run {
        /// Name of the source, or okta, self, aws, github.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Remove a source with its credential; its events stay.
    Rm {
        /// Name of the source.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
}

#[derive(Subcommand)]
pub(crate) enum AddSource {
    /// CloudTrail's objects in S3, told by an SQS queue.
    Aws {
        /// What to call it: small letters, digits and hyphens.
        name: String,
        /// Address of the queue: https://sqs.eu-west-1.amazonaws.com/111122223333/trail.
        #[arg(long, value_name = "URL")]
        queue_url: String,
        /// Region, where the address of the queue does not name it.
        #[arg(long)]
        region: Option<String>,
        /// Ask this address in place of SQS's own.
        #[arg(long, value_name = "URL")]
        sqs_endpoint: Option<String>,
        /// Ask this address in place of S3's own.
        #[arg(long, value_name = "URL")]
        s3_endpoint: Option<String>,
        #[command(flatten)]
        key: AwsKey,
        #[command(flatten)]
        asking: Asking,
    },
    /// GitHub's audit log, over its API.
    Github {
        /// What to call it: small letters, digits and hyphens.
        name: String,
        /// The organization.
        #[arg(long, required_unless_present = "enterprise")]
        org: Option<String>,
        /// Or the slug of the enterprise.
        #[arg(long, conflicts_with = "org")]
        enterprise: Option<String>,
        /// Address of the API of a server of one's own: https://HOST/api/v3.
        #[arg(long, value_name = "URL")]
        api_url: Option<String>,
        /// all, web or git events; all unless given.
        #[arg(long)]
        include: Option<String>,
        #[command(flatten)]
        access: GitHubAccess,
        #[command(flatten)]
        asking: Asking,
    },
    /// What Teleport's event handler sends here; prints address and token.
    Teleport {
        /// What to call it: small letters, digits and hyphens.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
}

/// An access key of AWS. Without one, the credentials of the server's machine are used.
#[derive(Args)]
pub(crate) struct AwsKey {
    /// Access key; without one the server uses the credentials of its machine: environment, container, role.
    #[arg(long, value_name = "ID", requires = "secret_access_key")]
    pub(crate) access_key_id: Option<String>,
    /// Its secret.
    #[arg(
        long,
        value_name = "SECRET",
        env = "PORTOLAN_AWS_SECRET_ACCESS_KEY",
        hide_env_values = true
    )]
    pub(crate) secret_access_key: Option<String>,
}

/// What GitHub is read with.
#[derive(Args)]
pub(crate) struct GitHubAccess {
    /// A token that may read the audit log.
    #[arg(
        long = "github-token",
        value_name = "TOKEN",
        env = "PORTOLAN_GITHUB_TOKEN",
        hide_env_values = true,
        conflicts_with = "app_id"
    )]
    pub(crate) github_token: Option<String>,
    /// Or the id of a GitHub App that may.
    #[arg(long, value_name = "ID", requires = "app_key")]
    pub(crate) app_id: Option<String>,
    /// File with the app's private key.
    #[arg(long, value_name = "FILE", requires = "app_id")]
    pub(crate) app_key: Option<PathBuf>,
}
