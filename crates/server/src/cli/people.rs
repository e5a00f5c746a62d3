//! The words of `portolan users`, `roles`, `locks`, `tokens` and `audit`.

use super::activity::{Asking, Span};
use clap::{Args, Subcommand, ValueEnum};

#[derive(Subcommand)]
pub(crate) enum Users {
    /// People, by name.
    Ls {
        /// A part of name, display name or e-mail.
        #[arg(default_value = "", hide_default_value = true, value_name = "TEXT")]
        q: String,
        /// Where they come from: local, sso, okta.
        #[arg(long)]
        origin: Option<String>,
        /// In which state they are: active, locked, inactive.
        #[arg(long)]
        state: Option<String>,
        /// Who has this role.
        #[arg(long)]
        role: Option<String>,
        /// Of the organization with this address.
        #[arg(long, value_name = "URL")]
        org: Option<String>,
        /// Who came through this connector last.
        #[arg(long, value_name = "NAME")]
        connector: Option<String>,
        /// Most people to fetch.
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: u64,
        #[command(flatten)]
        asking: Asking,
    },
    /// Make a local administrator; prints a password made here unless one is given.
    Add {
        /// Name of the person.
        name: String,
        /// Names of roles, with commas.
        #[arg(long, value_delimiter = ',', required = true, value_name = "ROLES")]
        roles: Vec<String>,
        /// File with the first password, `-` for standard input.
        #[arg(long, value_name = "FILE")]
        password_file: Option<String>,
        #[command(flatten)]
        asking: Asking,
    },
    /// One person.
    Show {
        /// Name of the person.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Lock a person out: sessions end, tokens rest.
    Lock {
        /// Name of the person.
        name: String,
        #[command(flatten)]
        lock: LockFor,
        #[command(flatten)]
        asking: Asking,
    },
    /// Lift the locks that were made by hand on a person.
    Unlock {
        /// Name of the person.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Remove a person with sessions and tokens.
    Rm {
        /// Name of the person.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Give a local person a new password and take the second factor away; sessions end.
    Reset {
        /// Name of the person.
        name: String,
        /// File with the new password, `-` for standard input; one is made and printed unless given.
        #[arg(long, value_name = "FILE")]
        password_file: Option<String>,
        #[command(flatten)]
        asking: Asking,
    },
    /// The roles of a person, or change them.
    Roles {
        /// Name of the person.
        name: String,
        /// These and no others, with commas.
        #[arg(long, value_delimiter = ',', value_name = "ROLES", conflicts_with_all = ["add", "remove"])]
        set: Vec<String>,
        /// These too.
        #[arg(long, value_delimiter = ',', value_name = "ROLES")]
        add: Vec<String>,
        /// Without these.
        #[arg(long, value_delimiter = ',', value_name = "ROLES")]
        remove: Vec<String>,
        #[command(flatten)]
        asking: Asking,
    },
}

/// Why and for how long somebody is locked.
#[derive(Args)]
pub(crate) struct LockFor {
    /// Why, for people.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(crate) message: String,
    /// Hours until it ends; it does not end unless given.
    #[arg(long, value_name = "N")]
    pub(crate) hours: Option<u32>,
}

#[derive(Subcommand)]
pub(crate) enum Roles {
    /// All roles, presets first.
    Ls {
        #[command(flatten)]
        asking: Asking,
    },
}

/// What a lock names.
#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum LockKind {
    User,
    Role,
    Token,
}

#[derive(Subcommand)]
pub(crate) enum Locks {
    /// Locks in force, newest first.
    Ls {
        #[command(flatten)]
        asking: Asking,
    },
    /// Lock a person, a role or an API token.
    Add {
        /// What is locked.
        #[arg(value_enum)]
        kind: LockKind,
        /// Name of the person or role, id of the token.
        target: String,
        #[command(flatten)]
        lock: LockFor,
        #[command(flatten)]
        asking: Asking,
    },
    /// Lift a lock.
    Rm {
        /// Id of the lock.
        id: String,
        #[command(flatten)]
        asking: Asking,
    },
}

#[derive(Subcommand)]
pub(crate) enum Tokens {
    /// API tokens, newest first; never their values.
    Ls {
        #[command(flatten)]
        asking: Asking,
    },
    /// Make an API token; prints its value, which is nowhere else.
    Add {
        /// What it is for.
        name: String,
        /// Names of roles, with commas; not more than one's own.
        #[arg(long, value_delimiter = ',', required = true, value_name = "ROLES")]
        roles: Vec<String>,
        /// Days until it ends.
        #[arg(long, value_name = "N", default_value_t = 90)]
        days: u32,
        #[command(flatten)]
        asking: Asking,
    },
    /// Revoke an API token.
    Rm {
        /// Id of the token.
        id: String,
        #[command(flatten)]
        asking: Asking,
    },
}

#[derive(Subcommand)]
pub(crate) enum Audit {
    /// What was done to this server, newest first.
    Ls {
        /// Who; `*` stands for any text.
        #[arg(long)]
        actor: Option<String>,
        /// What was done: `user.create`, `user.*`; several with commas.
        #[arg(long)]
        action: Option<String>,
        /// To what: `role/ops`, `user/*`.
        #[arg(long)]
        target: Option<String>,
        /// How it ended.
        #[arg(long, value_parser = ["success", "failure"])]
        outcome: Option<String>,
        /// Text anywhere in it.
        #[arg(long, value_name = "TEXT")]
        q: Option<String>,
        #[command(flatten)]
        span: Span,
        /// Most entries to fetch.
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: u64,
        #[command(flatten)]
        asking: Asking,
    },
    /// Check that no entry was changed, removed or put in between: each carries the hash of the one before.
    Verify {
        #[command(flatten)]
        asking: Asking,
    },
}
