//! The words of `portolan plugins`.

use super::{Print, Server};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

mod lists;

pub(crate) use lists::{ListSet, ListSync};

#[derive(Subcommand)]
pub(crate) enum Plugins {
    /// Enrol an organization: checks the credentials, keeps them sealed, starts a scan.
    Install(Box<Install>),
    /// The integrations of this server.
    Ls {
        #[command(flatten)]
        server: Server,
        #[arg(long, value_enum, default_value_t = Print::Text)]
        format: Print,
    },
    /// Everything about one integration: last scan, what was not read, budget, faults with advice.
    Status {
        #[command(flatten)]
        on: On,
        #[arg(long, value_enum, default_value_t = Print::Text)]
        format: Print,
    },
    /// Try the installed credential, or a new one, and tell what it may read and what the rest costs.
    Check(Check),
    /// Change settings.
    Edit(Edit),
    /// Replace the credentials; the old ones are used until the new ones have proved themselves.
    Rotate(Rotate),
    /// Keys for a service app that the server makes and keeps, so that no private key travels.
    Key {
        #[command(subcommand)]
        action: Keys,
    },
    /// SCIM, so that Okta provisions people and groups: switches it on and prints address and token.
    Scim(Scim),
    /// User sync: how it stands, what a run would do, run now, change settings.
    Sync(Sync),
    /// App and group sync: what its filters take, and settings. It begins with Access Lists.
    Lists(ListSync),
    /// Remove the integration and its credentials. Snapshots stay unless told otherwise.
    Delete {
        #[command(flatten)]
        on: On,
        /// Remove its snapshots too: nobody can ask about its past any more.
        #[arg(long)]
        with_snapshots: bool,
        /// Only tell what would go, and what would stay.
        #[arg(long)]
        dry_run: bool,
        #[arg(long, value_enum, default_value_t = Print::Text)]
        format: Print,
    },
    /// Remove what an integration left behind. Shows what it would do unless told to.
    Cleanup {
        #[command(flatten)]
        on: On,
        /// Do it.
        #[arg(long)]
        no_dry_run: bool,
        #[arg(long, value_enum, default_value_t = Print::Text)]
        format: Print,
    },
}

/// Which integration of which server.
#[derive(Args)]
pub(crate) struct On {
    /// Name of the integration.
    #[arg(default_value = "okta")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) server: Server,
}

/// One of Okta's two kinds of credential.
#[derive(Args)]
pub(crate) struct Credentials {
    /// An SSWS API token: Okta, Security › API › Tokens.
    #[arg(
        long,
        env = "PORTOLAN_OKTA_API_TOKEN",
        hide_env_values = true,
        group = "credential"
    )]
    pub(crate) api_token: Option<String>,
    /// Client id of an API Services app: Okta, Applications › Create App Integration › API Services.
    #[arg(long, group = "credential")]
    pub(crate) client_id: Option<String>,
    /// File with that app's private key, as JWK or PEM; without it a key made by `plugins key make` is used.
    #[arg(long, value_name = "FILE", requires = "client_id")]
    pub(crate) key: Option<PathBuf>,
    /// Key id, when the key file names none; or which key made here to use, the newest unless given.
    #[arg(long, value_name = "KID", requires = "client_id")]
    pub(crate) key_id: Option<String>,
    /// OAuth scopes to ask for; all read scopes unless given.
    #[arg(long = "scope", value_name = "SCOPE", requires = "client_id")]
    pub(crate) scopes: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Install {
    #[command(flatten)]
    pub(crate) on: On,
    /// The organization: https://acme.okta.com
    #[arg(long, value_name = "URL")]
    pub(crate) org: String,
    #[command(flatten)]
    pub(crate) credentials: Credentials,
    /// Minutes between scans.
    #[arg(long, value_name = "N")]
    pub(crate) scan_interval_minutes: Option<u32>,
    /// Percent of Okta's rate limits to use at most.
    #[arg(long, value_name = "N")]
    pub(crate) share_percent: Option<u8>,
    /// Seconds between looks at Okta's System Log for what changed since the scan; 0 waits for the next scan.
    #[arg(long, value_name = "N")]
    pub(crate) refresh_interval_seconds: Option<u32>,
    #[command(flatten)]
    pub(crate) log: LogSet,
    /// Keep the credential without trying it: for an organization that cannot be reached yet.
    #[arg(long)]
    pub(crate) skip_check: bool,
    #[command(flatten)]
    pub(crate) steps: Steps,
    /// Do not wait for the first scan.
    #[arg(long)]
    pub(crate) no_wait: bool,
    #[arg(long, value_enum, default_value_t = Print::Text)]
    pub(crate) format: Print,
}

/// The later steps of an enrolment; one that is not named is left for later, and the same command takes it then.
#[derive(Args, Default)]
pub(crate) struct Steps {
    /// Single sign-on: where the metadata of the SAML app in Okta is; makes the connector `okta`.
    #[arg(long, value_name = "URL")]
    pub(crate) saml_metadata_url: Option<String>,
    /// A line of its mapping, several times: `groups=IT-*=editor,auditor`.
    #[arg(long = "map", value_name = "NAME=VALUE=ROLES", requires = "saml_metadata_url")]
    pub(crate) mapping: Vec<String>,
    /// Provisioning: switches SCIM on; prints address and token.
    #[arg(long)]
    pub(crate) scim: bool,
    /// User sync: whose people are kept in step.
    #[arg(long, value_enum, value_name = "WHO")]
    pub(crate) users_sync: Option<SyncPeople>,
    /// The app whose people they are, by label or id.
    #[arg(long, value_name = "APP", requires = "users_sync")]
    pub(crate) sync_app: Option<String>,
    /// A group whose members they are, by name, `*` stands for any text; several times for several.
    #[arg(long = "sync-group", value_name = "NAME", requires = "users_sync")]
    pub(crate) sync_groups: Vec<String>,
    /// Give the people of user sync no role: those who come by a mapping get theirs.
    #[arg(long, requires = "users_sync")]
    pub(crate) no_assign_default_roles: bool,
    #[command(flatten)]
    pub(crate) lists: ListSet,
}

impl Steps {
    /// Whether any step is named.
    pub(crate) const fn any(&self) -> bool {
        self.saml_metadata_url.is_some() || self.scim || self.users_sync.is_some() || self.lists.any()
    }
}

#[derive(Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) on: On,
    /// The organization, for one that is not installed yet: https://acme.okta.com
    #[arg(long, value_name = "URL")]
    pub(crate) org: Option<String>,
    #[command(flatten)]
    pub(crate) credentials: Credentials,
    #[arg(long, value_enum, default_value_t = Print::Text)]
    pub(crate) format: Print,
}

#[derive(Args)]
pub(crate) struct Edit {
    #[command(flatten)]
    pub(crate) on: On,
    /// Minutes between scans.
    #[arg(long, value_name = "N")]
    pub(crate) scan_interval_minutes: Option<u32>,
    /// Percent of Okta's rate limits to use at most.
    #[arg(long, value_name = "N")]
    pub(crate) share_percent: Option<u8>,
    /// Seconds between looks at Okta's System Log for what changed since the scan; 0 waits for the next scan.
    #[arg(long, value_name = "N")]
    pub(crate) refresh_interval_seconds: Option<u32>,
    #[command(flatten)]
    pub(crate) log: LogSet,
    /// Stop scanning; what was read stays.
    #[arg(long, conflicts_with = "resume")]
    pub(crate) pause: bool,
    /// Scan again.
    #[arg(long)]
    pub(crate) resume: bool,
    /// Only tell what it would change.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_enum, default_value_t = Print::Text)]
    pub(crate) format: Print,
}

/// How the System Log is read for the Activity Center.
#[derive(Args, Default)]
pub(crate) struct LogSet {
    /// Seconds between readings of the System Log for the Activity Center; 0 switches that off.
    #[arg(long, value_name = "N")]
    pub(crate) log_interval_seconds: Option<u32>,
    /// Days of the System Log's past to fetch, 0 to 90.
    #[arg(long, value_name = "N")]
    pub(crate) log_history_days: Option<u32>,
}

#[derive(Args)]
pub(crate) struct Rotate {
    #[command(flatten)]
    pub(crate) on: On,
    #[command(flatten)]
    pub(crate) credentials: Credentials,
    #[arg(long, value_enum, default_value_t = Print::Text)]
    pub(crate) format: Print,
}

#[derive(Args)]
pub(crate) struct Scim {
    #[command(flatten)]
    pub(crate) on: On,
    /// Make a new token; those there are hold for the overlap.
    #[arg(long, group = "what")]
    pub(crate) rotate: bool,
    /// Hours for which the earlier tokens still hold; 24 unless given.
    #[arg(long, value_name = "N", requires = "rotate")]
    pub(crate) overlap_hours: Option<u32>,
    /// Switch it off and revoke its tokens; who was provisioned stays.
    #[arg(long, group = "what")]
    pub(crate) off: bool,
    /// Show address, tokens, last call, counts and refusals.
    #[arg(long, group = "what")]
    pub(crate) status: bool,
    #[arg(long, value_enum, default_value_t = Print::Text)]
    pub(crate) format: Print,
}

#[derive(Args)]
pub(crate) struct Sync {
    #[command(flatten)]
    pub(crate) on: On,
    /// Show what a run would do, with the settings named here in place of those that are set.
    #[arg(long, conflicts_with = "run")]
    pub(crate) plan: bool,
    /// Run now.
    #[arg(long)]
    pub(crate) run: bool,
    /// Let the plan with this hash go ahead though it would lock many; another plan is held again. `--plan` prints it.
    #[arg(long, value_name = "HASH", requires = "run")]
    pub(crate) approve: Option<String>,
    #[command(flatten)]
    pub(crate) set: SyncSet,
    /// Change the settings; without it what is named here is only planned and shown.
    #[arg(long)]
    pub(crate) yes: bool,
    #[arg(long, value_enum, default_value_t = Print::Text)]
    pub(crate) format: Print,
}

/// Settings of user sync; what is left out stays.
#[derive(Args, Default)]
pub(crate) struct SyncSet {
    /// Keep people in step after each scan.
    #[arg(long, conflicts_with_all = ["stop", "run"])]
    pub(crate) start: bool,
    /// Stop keeping people in step; who is here stays as they are.
    #[arg(long, conflicts_with = "run")]
    pub(crate) stop: bool,
    /// Whose people: of one app, everybody, or members of groups.
    #[arg(long, value_enum, conflicts_with = "run")]
    pub(crate) people: Option<SyncPeople>,
    /// The app, by label or id.
    #[arg(long, value_name = "APP", conflicts_with = "run")]
    pub(crate) app: Option<String>,
    /// A group by name, `*` stands for any text; several times for several.
    #[arg(long = "group", value_name = "NAME", conflicts_with = "run")]
    pub(crate) groups: Vec<String>,
    /// The role that everybody gets; an empty text for none.
    #[arg(long, value_name = "ROLE", conflicts_with = "run")]
    pub(crate) role: Option<String>,
    /// A run that would lock more than this share is held.
    #[arg(long, value_name = "N", conflicts_with = "run")]
    pub(crate) brake_percent: Option<u8>,
    /// A run that would lock more people than this is held, too; `none` for the share alone.
    #[arg(long, value_name = "N", value_parser = number_or_none, conflicts_with = "run")]
    pub(crate) brake_count: Option<NumberOrNone>,
    /// Days after which the record of somebody goes whom user sync made inactive; who was made inactive by SCIM goes by
    /// SCIM's own time.
    #[arg(long, value_name = "N", conflicts_with = "run")]
    pub(crate) purge_days: Option<u32>,
}

/// A number, or the word `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NumberOrNone(pub(crate) Option<u32>);

fn number_or_none(text: &str) -> Result<NumberOrNone, String> {
    match text {
        "none" => Ok(NumberOrNone(None)),
        number => number
            .parse()
            .map(|number| NumberOrNone(Some(number)))
            .map_err(|_| "write a number, or `none`".to_owned()),
    }
}

/// Whose people user sync keeps in step.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SyncPeople {
    App,
    All,
    Groups,
}

#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Make a key; prints the public half, to paste in Okta. The private one stays sealed in the server.
    Make {
        #[command(flatten)]
        on: On,
        #[arg(long, value_enum, default_value_t = Print::Text)]
        format: Print,
    },
    /// The keys, and where Okta can fetch their public halves.
    Ls {
        #[command(flatten)]
        on: On,
        #[arg(long, value_enum, default_value_t = Print::Text)]
        format: Print,
    },
    /// Destroy a key.
    Rm {
        /// Key id.
        kid: String,
        #[command(flatten)]
        on: On,
        #[arg(long, value_enum, default_value_t = Print::Text)]
        format: Print,
    },
}
