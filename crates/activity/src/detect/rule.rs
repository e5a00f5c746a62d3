//! A rule as read from its file: what to look for, what to remember, what to say.

mod kinds;
mod own;
mod parameters;
mod tellers;

pub use tellers::Silence;

use super::alert::{Severity, Subject};
use super::expr::{Expr, Source, Test};
use super::tuning::Tuning;
use super::yaml::{Fault, File, Node};
use crate::event::Moment;

pub(crate) use kinds::window;
pub use kinds::{Count, Kind, Sequence};
pub(crate) use own::{FOLD_US, fingerprint};

/// A rule. Read it with [`load`]; many become one [`super::RuleSet`].
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable id, for example `okta.push-bombing`.
    pub id: String,
    /// One line.
    pub title: String,
    /// Why it matters and what it sees.
    pub description: String,
    /// How bad.
    pub severity: Severity,
    /// Sources whose events it reads; empty for all.
    pub sources: Vec<String>,
    /// MITRE tactics, for example `credential-access`.
    pub tactics: Vec<String>,
    /// MITRE techniques, for example `T1621`.
    pub techniques: Vec<String>,
    /// What the investigator does, in order.
    pub steps: Vec<String>,
    /// When it fires without harm.
    pub false_positives: Vec<String>,
    /// Where the facts come from.
    pub references: Vec<String>,
    /// What may be tuned.
    pub parameters: Vec<Parameter>,
    /// Whether it runs.
    pub enabled: bool,
    /// Whether it raises alerts; otherwise it only feeds rules over alerts.
    pub alerting: bool,
    /// What it remembers.
    pub kind: Kind,
    /// Whom its alerts are about.
    pub subject: Subject,
    /// Names of what it groups by, for people.
    pub by: Vec<String>,
    /// Alerts of one entity within this many microseconds fold into one.
    pub fold_us: i64,
    /// How long late events are waited for, in microseconds; `None` for the engine's.
    pub lateness_us: Option<i64>,
    /// Examples in its file.
    pub examples: Vec<Example>,
    /// The name of its file.
    pub file: String,
    pub(crate) keys: Vec<Source>,
    /// Steps that group by something of their own; it must mean the same.
    pub(crate) step_keys: Vec<(u8, Vec<Source>)>,
    pub(crate) values: Vec<Source>,
    pub(crate) tests: Vec<Test>,
    /// What its steps look for; a rule without steps has one.
    pub(crate) uses: Vec<Expr>,
    pub(crate) escalations: Vec<(Expr, Severity)>,
    /// Changes when anything that matters for remembered state changes.
    pub(crate) fingerprint: String,
}

/// A value that users may change without touching the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name; `$name` in the rule.
    pub name: String,
    /// Its values now.
    pub values: Vec<String>,
    /// What it does.
    pub meaning: String,
}

/// An example beside a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name.
    pub name: String,
    /// How many alerts it must give; `None` for at least one.
    pub fires: Option<usize>,
    /// Its events and the answers of the graph.
    pub node: Node,
}

impl Rule {
    /// Whether it reads what other rules say.
    pub fn is_over_alerts(&self) -> bool {
        self.sources.iter().any(|source| source == "alert")
    }

    /// Whether what it said can lose its ground when more of the past comes to light.
    pub fn can_lose(&self) -> bool {
        self.kind.can_lose() || self.is_over_alerts()
    }

    /// The beginning of the window whose alerts fold into one.
    pub fn fold_of(&self, time: Moment) -> Moment {
        Moment(time.0.div_euclid(self.fold_us).saturating_mul(self.fold_us))
    }
}

/// Reads all rules of a file: ours, or Sigma's rules and correlations, as they are.
///
/// `name` is the file's name for errors; tuning is applied while reading.
pub fn load(name: &str, text: &str, tuning: &Tuning) -> Result<Vec<Rule>, Fault> {
    let file = File { name, text };
    let documents = file.parse()?;
    let is_sigma = documents
        .iter()
        .any(|document| document.get("logsource").is_some() || document.get("correlation").is_some());
    if is_sigma {
        return super::sigma::load(file, &documents, tuning);
    }
    documents
        .iter()
        .map(|document| own::read(file, document, tuning))
        .collect()
}
