//! What rules say: findings of single moments, folded into alerts by rule, entity and time.

use crate::event::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How bad something is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Look when there is time.
    Low,
    /// Look today.
    Medium,
    /// Look now.
    High,
    /// Act now.
    Critical,
}

impl Severity {
    /// All, the least first.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The severity of a word; Sigma's `informational` is known.
    pub fn of_word(word: &str) -> Option<Self> {
        let word = if word == "informational" { "info" } else { word };
        Self::ALL.into_iter().find(|severity| severity.word() == word)
    }

    /// OCSF's number: 1 informational to 5 critical.
    pub const fn ocsf(self) -> u8 {
        self as u8 + 1
    }
}

/// An event that an alert rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// When it happened.
    pub time: Moment,
    /// Its source.
    pub source: String,
    /// Its organization.
    pub org: String,
    /// Its id; for alerts as evidence the alert's id.
    pub uid: String,
    /// Its type.
    pub event_type: String,
}

/// Whom a rule is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// Who acts.
    #[default]
    Actor,
    /// The user it is done to; who acts where it is done to no other user.
    Target,
}

impl Subject {
    /// Its word in rules.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Target => "target",
        }
    }

    /// Whether it is who acts.
    pub fn is_actor(&self) -> bool {
        *self == Self::Actor
    }
}

/// Whom an alert is about; empty texts are not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Whom<'a> {
    /// The person or workload.
    pub person: &'a str,
    /// The id in the source.
    pub id: &'a str,
    /// The name in the source.
    pub name: &'a str,
}

/// Who and where, of the event that completed a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The person or workload behind the actor.
    pub person: String,
    /// The actor's id in its source.
    pub actor_id: String,
    /// The actor's name in its source.
    pub actor_name: String,
    /// The client's address.
    pub ip: String,
    /// The country of the address.
    pub country: String,
    /// The session.
    pub session_id: String,
    /// The credential.
    pub credential_id: String,
    /// The main target.
    pub target: String,
    /// Its kind.
    pub target_kind: String,
    /// The id of the user among the targets; empty when there is none but who acts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target_user: String,
    /// The person behind that user.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target_person: String,
}

impl About {
    /// Who acts.
    pub fn actor(&self) -> Whom<'_> {
        Whom {
            person: &self.person,
            id: &self.actor_id,
            name: &self.actor_name,
        }
    }

    /// Another user whom it is done to.
    pub fn victim(&self) -> Option<Whom<'_>> {
        let is_main = is_user(&self.target_kind);
        (!self.target_person.is_empty()).then_some(Whom {
            person: &self.target_person,
            id: &self.target_user,
            name: if is_main { &self.target } else { "" },
        })
    }

    /// Whom a rule is about that is about such a subject.
    pub fn whom(&self, subject: Subject) -> Whom<'_> {
        let victim = self.victim().filter(|_| subject == Subject::Target);
        victim.unwrap_or_else(|| self.actor())
    }
}

/// Whether targets of that kind are people.
pub(crate) fn is_user(kind: &str) -> bool {
    matches!(kind, "user" | "app_user")
}

/// An alert: what one rule found about one entity within one window. Alerts change while findings join them; the id
/// stays. Write it by id, the newest wins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// The same history gives the same id, everywhere.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// The worst of its findings.
    pub severity: Severity,
    /// What the rule groups by, with values.
    pub entity: Vec<(String, String)>,
    /// Of the first finding.
    pub about: About,
    /// Whom of these the rule is about.
    #[serde(default, skip_serializing_if = "Subject::is_actor")]
    pub subject: Subject,
    /// Time of the first event.
    pub first_seen: Moment,
    /// Time of the last finding.
    pub last_seen: Moment,
    /// How many findings were folded.
    pub findings: u64,
    /// The events, oldest first, at most [`EVIDENCE_MAX`].
    pub evidence: Vec<Evidence>,
    /// How many events beyond.
    pub evidence_left_off: u64,
    /// What to do.
    pub steps: Vec<String>,
    /// MITRE tactics.
    pub tactics: Vec<String>,
    /// MITRE techniques.
    pub techniques: Vec<String>,
    /// False once no late event can change it any more.
    pub provisional: bool,
}

impl Alert {
    /// Whom it is about: what it endangers is theirs.
    pub fn whom(&self) -> Whom<'_> {
        self.about.whom(self.subject)
    }
}

/// Events kept as evidence of one alert.
pub const EVIDENCE_MAX: usize = 100;

/// What became of an alert.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It is new, or is now like this.
    Is(Box<Alert>),
    /// A late event took away its ground.
    Withdrawn {
        /// Its id.
        id: String,
    },
}

/// One finding of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// When it was complete.
    pub(crate) time: Moment,
    pub(crate) severity: Severity,
    pub(crate) about: About,
    pub(crate) evidence: Vec<Evidence>,
    /// Events beyond the kept evidence.
    pub(crate) left_off: u64,
}

impl Finding {
    /// Findings of one rule and key with the same mark are the same.
    pub(crate) fn mark(&self) -> (Moment, &str) {
        (
            self.time,
            self.evidence.last().map_or("", |evidence| evidence.uid.as_str()),
        )
    }
}

/// The id of an alert.
pub(crate) fn id(rule: &str, key: &str, window: i64) -> String {
    let digest = Sha256::digest(format!("{rule}\n{key}\n{window}"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
