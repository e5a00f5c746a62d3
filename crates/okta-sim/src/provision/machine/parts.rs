//! What a machine is made of: its keys, its steps, and what it knows of the other side.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::provision::wanted::WantedGroup;
use crate::stamp::Stamp;

/// What a way of requests is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::provision) enum Key {
    /// The test of the credentials, which comes before everything.
    Test,
    Import,
    /// Okta id of a user.
    User(String),
    /// Okta id of a group.
    Group(String),
}

impl Key {
    /// Okta id of the user or group.
    pub(in crate::provision) fn id(&self) -> &str {
        match self {
            Self::User(id) | Self::Group(id) => id,
            Self::Test | Self::Import => "",
        }
    }
}

/// A request to be made, relative to the base URL.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::provision) struct Task {
    pub(in crate::provision) key: Key,
    pub(in crate::provision) method: &'static str,
    /// `/Users?…`
    pub(in crate::provision) target: String,
    pub(in crate::provision) body: Option<Value>,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::provision) enum Outcome {
    Answered {
        status: u16,
        retry_after_s: Option<i64>,
        body: Value,
    },
    /// No answer: what went wrong.
    Lost(String),
}

/// What happened, for the System Log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::provision) enum Done {
    /// A user was sent: event type, Okta id and id at the other side.
    User {
        event: &'static str,
        user: String,
        scim_id: String,
    },
    Group {
        event: &'static str,
        group: String,
    },
    Imported {
        users: usize,
        groups: usize,
    },
    Tested,
    /// A way of requests ended with a refusal.
    Failed {
        event: &'static str,
        key: Key,
        reason: String,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    TestUsers,
    TestGroups,
    ImportUsers(usize),
    ImportGroups(usize),
    Find,
    Create,
    /// Reads the user before it is written, as Okta does; then writes it so.
    Read {
        active: bool,
    },
    Put {
        active: bool,
    },
    Patch {
        active: bool,
    },
    Change,
    Delete,
}

/// A way of requests under way.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) step: Step,
    pub(super) attempts: u32,
    pub(super) not_before: Stamp,
    pub(super) in_flight: bool,
    /// What was wanted when the request was made: what the other side has when it says yes.
    pub(super) user: Option<Value>,
    pub(super) group: Option<WantedGroup>,
    /// SCIM ids of that group's members.
    pub(super) members: BTreeSet<String>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct UserLink {
    pub(super) scim_id: Option<String>,
    pub(super) name: String,
    /// What was last sent.
    pub(super) sent: Option<Value>,
    pub(super) active: bool,
    /// The refusal, and what was wanted when it came: not tried again before that changes.
    pub(super) refused: Option<(String, Option<Value>)>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct GroupLink {
    pub(super) scim_id: Option<String>,
    pub(super) name: String,
    /// SCIM ids of the members; `None` when it is not known what the other side holds.
    pub(super) members: Option<BTreeSet<String>>,
    pub(super) refused: Option<(String, Option<WantedGroup>)>,
}

#[derive(Debug, Default)]
pub(super) struct Import {
    pub(super) users: usize,
    pub(super) groups: usize,
    pub(super) unknown: Vec<String>,
}

impl Job {
    pub(super) fn new(step: Step) -> Self {
        Self {
            step,
            attempts: 0,
            not_before: Stamp(i64::MIN),
            in_flight: false,
            user: None,
            group: None,
            members: BTreeSet::new(),
        }
    }
}

/// What follows an answer.
pub(super) enum Next {
    Step(Step),
    Done(Option<Done>),
    /// Event type and reason.
    Refused(&'static str, String),
}
