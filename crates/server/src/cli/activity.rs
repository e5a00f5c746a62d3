//! The words of `portolan activity`, `portolan rules` and `portolan alerts`.

use super::{Server, Sources, words};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// A table for people or JSON for machines.
#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum Shape {
    Table,
    Json,
}

/// What every command asks with.
#[derive(Args, Clone)]
pub(crate) struct Asking {
    #[command(flatten)]
    pub(crate) server: Server,
    #[arg(long, value_enum, default_value_t = Shape::Table)]
    pub(crate) format: Shape,
}

/// A span of time.
#[derive(Args, Clone, Default)]
pub(crate) struct Span {
    /// Earliest time: 2026-01-31T10:00:00Z, 2026-01-31, or a span before now such as 24h or 90d.
    #[arg(long, value_name = "TIME", value_parser = words::time)]
    pub(crate) from: Option<String>,
    /// Latest time, the same.
    #[arg(long, value_name = "TIME", value_parser = words::time)]
    pub(crate) until: Option<String>,
}

#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum Source {
    Okta,
    Aws,
    Github,
    Teleport,
}

/// What becomes of alerts about imported events.
#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum ImportAlerts {
    /// Raised, marked as found in history, forwarded to nobody.
    Marked,
    /// Raised and forwarded.
    Told,
    /// None: rules only remember the events.
    None,
}

/// What events are written as.
#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum FileForm {
    /// Columns, the first line names them.
    Csv,
    /// One JSON object a line, raw text included.
    Ndjson,
    /// One OCSF event a line.
    Ocsf,
    /// A table that other engines read.
    Parquet,
}

#[derive(Subcommand)]
pub(crate) enum Activity {
    /// Events of all sources, newest first: `portolan activity search 'action:login status:failure' --from 24h`.
    Search {
        /// The question; all events when left out.
        #[arg(default_value = "", hide_default_value = true, allow_hyphen_values = true)]
        q: String,
        /// Begin with a search that comes ready or is kept, by its id or name: `portolan activity views` lists them.
        /// The question narrows it; its time is that of the search unless one is given.
        #[arg(long, value_name = "NAME")]
        view: Option<String>,
        #[command(flatten)]
        span: Span,
        /// Most events to fetch.
        #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
        limit: u64,
        #[command(flatten)]
        asking: Asking,
    },
    /// Searches that come ready, and those that people keep.
    Views {
        #[command(flatten)]
        asking: Asking,
    },
    /// What the archive holds, and what brings it; with a question, a span or --by: how often each value occurs in the
    /// events that are found, as beside a search in the browser.
    Stats {
        /// The question; all events when left out.
        #[arg(default_value = "", hide_default_value = true, allow_hyphen_values = true)]
        q: String,
        /// Columns whose values are counted, with commas between them; the usual ones when left out.
        #[arg(long, value_name = "COLUMNS")]
        by: Option<String>,
        /// Values of a column at most.
        #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=1000))]
        top: u64,
        #[command(flatten)]
        span: Span,
        #[command(flatten)]
        asking: Asking,
    },
    /// What a person or workload did, over all sources: accounts with the evidence, sessions, places, devices, alerts.
    /// A token or a session is followed like a person.
    Identity {
        /// A login, an account's name or id, a node of the graph, or the id of a credential or session.
        name: String,
        #[command(flatten)]
        span: Span,
        #[command(flatten)]
        asking: Asking,
    },
    /// Events as they come in, until interrupted.
    Tail {
        /// The question; all events when left out.
        #[arg(default_value = "", hide_default_value = true, allow_hyphen_values = true)]
        q: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Write events to a file, newest first: CSV, JSON lines, OCSF or Parquet.
    Export {
        /// The question; all events when left out.
        #[arg(default_value = "", hide_default_value = true, allow_hyphen_values = true)]
        q: String,
        /// Begin with a search that comes ready or is kept, by its id or name.
        #[arg(long, value_name = "NAME")]
        view: Option<String>,
        #[command(flatten)]
        span: Span,
        /// What the file is to be.
        #[arg(long = "as", value_enum, default_value_t = FileForm::Ndjson)]
        form: FileForm,
        /// Version of OCSF, for `--as ocsf`.
        #[arg(long, value_name = "VERSION", default_value = "1.8", value_parser = ["1.5", "1.8", "1.9"])]
        ocsf: String,
        /// The file; standard output when left out.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        /// Most events to write; where there are more, standard error says how many.
        #[arg(long, value_name = "N", default_value_t = 100_000)]
        limit: u64,
        #[command(flatten)]
        server: Server,
    },
    /// What brings events: AWS, GitHub, Teleport.
    Sources {
        #[command(subcommand)]
        what: Sources,
    },
    /// Take events in from files: JSON lines, arrays, or what the source delivers; plain or gzip. What was kept before
    /// is left out. Rules judge all files together, in the order of time; alerts are marked as found in history and
    /// forwarded to nobody.
    Import {
        /// Whose events they are.
        #[arg(long, value_enum)]
        source: Source,
        /// Organization or account, for events that do not say it themselves.
        #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
        org: String,
        /// What becomes of alerts.
        #[arg(long, value_enum, default_value_t = ImportAlerts::Marked)]
        alerts: ImportAlerts,
        /// The files; `-` is standard input.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        asking: Asking,
    },
}

#[derive(Subcommand)]
pub(crate) enum Rules {
    /// All rules of the server.
    Ls {
        #[command(flatten)]
        asking: Asking,
    },
    /// Run the examples of rule files, without a server; those that we ship when no file is named.
    Test {
        /// Files, or folders with YAML files.
        #[arg(value_name = "FILE|DIR")]
        paths: Vec<PathBuf>,
        #[arg(long, value_enum, default_value_t = Shape::Table)]
        format: Shape,
    },
    /// What rules would have said about the events that are kept; nothing is raised. Of several rules it is told how
    /// many alerts each would have raised; as JSON the alerts too. The events are read once for all of them.
    Replay {
        /// Ids of rules, switched on or not.
        #[arg(required_unless_present = "all", value_name = "ID")]
        ids: Vec<String>,
        /// Every rule that is switched on.
        #[arg(long, conflicts_with = "ids")]
        all: bool,
        #[command(flatten)]
        span: Span,
        #[command(flatten)]
        asking: Asking,
    },
}

#[derive(Subcommand)]
pub(crate) enum Alerts {
    /// Alerts, newest first.
    Ls {
        /// How it stands; several with commas.
        #[arg(long, value_delimiter = ',', value_parser = words::alert_status())]
        status: Vec<String>,
        /// How bad it is; several with commas.
        #[arg(long, value_delimiter = ',', value_parser = words::severity())]
        severity: Vec<String>,
        /// Id of a rule.
        #[arg(long)]
        rule: Option<String>,
        /// MITRE tactics of the rule; several with commas.
        #[arg(long, value_delimiter = ',', value_parser = words::tactic())]
        tactic: Vec<String>,
        /// true: only alerts found in history (imported files, events of long ago); false: only the others.
        #[arg(long, value_name = "BOOL")]
        from_history: Option<bool>,
        /// Last seen at or after: 2026-01-31T10:00:00Z, 2026-01-31, or a span before now such as 7d.
        #[arg(long, value_name = "TIME", value_parser = words::time)]
        from: Option<String>,
        /// Most alerts to fetch.
        #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
        limit: u64,
        #[command(flatten)]
        asking: Asking,
    },
    /// One alert: evidence, steps, history.
    Show {
        /// Id of the alert, or its first eight characters or more where no other begins so.
        id: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Set status or owner of an alert, or add a note.
    Set {
        /// Id of the alert, or its first eight characters or more where no other begins so.
        id: String,
        /// How it stands now.
        #[arg(long, value_parser = words::alert_status())]
        status: Option<String>,
        /// Who works on it; an empty text for nobody.
        #[arg(long)]
        owner: Option<String>,
        /// A note for the history.
        #[arg(long)]
        note: Option<String>,
        #[command(flatten)]
        asking: Asking,
    },
    /// Whom alerts are told: webhooks, Slack, e-mail, syslog.
    Forwards {
        #[command(subcommand)]
        what: Forwards,
    },
    /// Do something to the person an alert is about. Tells what it would do, and does nothing, unless --yes is given.
    Act {
        /// Id of the alert, or its first eight characters or more where no other begins so.
        id: String,
        /// What to do.
        #[arg(value_enum)]
        kind: ActionKind,
        /// To who did it, where the alert is about whom it was done to.
        #[arg(long)]
        actor: bool,
        /// Do it.
        #[arg(long)]
        yes: bool,
        /// Why, for the audit log.
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
        #[command(flatten)]
        asking: Asking,
    },
}

/// Whom alerts are told.
#[derive(Subcommand)]
pub(crate) enum Forwards {
    /// All forwards, and how they go.
    Ls {
        #[command(flatten)]
        asking: Asking,
    },
    /// Tell another place from now on.
    Add {
        /// What to call it.
        name: String,
        /// How it is told.
        #[arg(long, value_parser = words::forward_kind())]
        kind: String,
        /// Address; see the guide for each kind.
        #[arg(long, value_name = "URL")]
        target: String,
        /// What signs webhooks; for e-mail the password.
        #[arg(long, env = "PORTOLAN_FORWARD_SECRET", hide_env_values = true)]
        secret: Option<String>,
        /// Alerts of this severity and above.
        #[arg(long, default_value = "medium", value_parser = words::severity())]
        min_severity: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Send a test message, now, and tell what the other side said; fails when it did not arrive.
    Test {
        /// Name of the forward.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Remove a forward; what waits for it is not sent.
    Rm {
        /// Name of the forward.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
}

/// What can be done to the person an alert is about.
#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum ActionKind {
    /// Lock them here.
    Lock,
    /// End their sessions with Okta, and revoke their OAuth tokens.
    ClearSessions,
    /// Suspend them in Okta.
    Suspend,
}
