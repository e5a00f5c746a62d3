//! Rules that judge events, and the collectors that bring them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::AlertRow;

/// All rules.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct RuleList {
    /// By id.
    pub rules: Vec<RuleRow>,
}

/// A rule in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RuleRow {
    /// Stable id.
    pub id: String,
    /// One line.
    pub title: String,
    /// `info`, `low`, `medium`, `high`, `critical`, tuning applied.
    pub severity: String,
    /// `event`, `count`, `sequence`, `first_seen`, `travel`, `dormant`.
    pub kind: String,
    /// Sources whose events it reads; empty for all.
    pub sources: Vec<String>,
    /// MITRE tactics.
    pub tactics: Vec<String>,
    /// MITRE techniques.
    pub techniques: Vec<String>,
    /// Whether it runs.
    pub enabled: bool,
    /// Whether it raises alerts; otherwise it only feeds rules over alerts.
    pub alerting: bool,
    /// `shipped` or `own`.
    pub origin: String,
    /// Whether anything was changed about it here.
    pub tuned: bool,
    /// Its alerts that are not resolved or closed.
    pub open_alerts: u64,
    /// All its alerts.
    pub alerts: u64,
    /// When it last spoke, RFC 3339.
    pub last_alert: Option<String>,
}

/// A rule with everything that belongs to it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct RuleView {
    /// The row of the list.
    pub rule: RuleRow,
    /// Why it matters and what it sees.
    pub description: String,
    /// What the investigator does, in order.
    pub steps: Vec<String>,
    /// When it fires without harm.
    pub false_positives: Vec<String>,
    /// Where the facts come from.
    pub references: Vec<String>,
    /// What it groups by.
    pub by: Vec<String>,
    /// Alerts of one entity within so many seconds are one.
    pub fold_s: u64,
    /// What may be tuned.
    pub parameters: Vec<RuleParameter>,
    /// Events that it does not see.
    pub exceptions: Vec<RuleException>,
    /// Its severity here; `null` for the rule's own.
    pub severity_set: Option<String>,
    /// Its examples and how they go now.
    pub examples: Vec<RuleExample>,
    /// Name of its file.
    pub file: String,
    /// Its file, as it is.
    pub text: String,
}

/// A value that may be changed without touching the rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RuleParameter {
    /// Its name.
    pub name: String,
    /// What it does.
    pub meaning: String,
    /// Its values now.
    pub values: Vec<String>,
    /// Whether they were changed here.
    pub tuned: bool,
}

/// Events that a rule does not see.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleException {
    /// Why, for people.
    pub reason: String,
    /// Which events: a selection over columns, for example `{"ip|cidr": "192.0.2.0/24"}`.
    #[schema(value_type = Object)]
    pub when: serde_json::Value,
    /// Only events before this time, RFC 3339.
    #[serde(default)]
    pub until: Option<String>,
}

/// An example of a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RuleExample {
    /// Its name.
    pub name: String,
    /// Whether it goes as the example says.
    pub passed: bool,
    /// Alerts it raises.
    pub alerts: u64,
}

/// Changes what the rule does here; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleChange {
    /// On or off; `null` as the rule says.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// Another severity; an empty text for the rule's own.
    #[serde(default)]
    pub severity: Option<String>,
    /// Other values of parameters, all of them: those left out go back to their defaults.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub parameters: Option<serde_json::Map<String, serde_json::Value>>,
    /// Events that the rule does not see, all of them.
    #[serde(default)]
    pub exceptions: Option<Vec<RuleException>>,
    /// What is left out goes back to what the rule says, in place of staying.
    #[serde(default)]
    pub reset: bool,
    /// Only check it.
    #[serde(default)]
    pub dry_run: bool,
}

/// Adds or replaces a rule of one's own.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleRequest {
    /// The file: ours, or Sigma's rules and correlations as they are.
    pub text: String,
    /// Only check it and run its examples.
    #[serde(default)]
    pub dry_run: bool,
}

/// What became of a rule of one's own.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct RuleChecked {
    /// The rules of the file.
    pub rules: Vec<RuleView>,
    /// Whether they are kept and run.
    pub saved: bool,
}

/// What a rule would have said.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct ReplayView {
    /// Events of the time that were looked at.
    pub events: u64,
    /// Events that the rule was touched by.
    pub hits: u64,
    /// Alerts it would have raised, oldest first, at most 1,000.
    pub alerts: Vec<AlertRow>,
    /// How many alerts beyond.
    pub alerts_left_off: u64,
    /// Milliseconds it took.
    pub elapsed_ms: u64,
}

/// Which rules are to be played, over which time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReplayRequest {
    /// Ids of rules, switched on or not; none is every rule that is switched on.
    pub rules: Vec<String>,
    /// Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`; `30d` when left out.
    pub from: Option<String>,
    /// Latest time, the same; now when left out.
    pub until: Option<String>,
}

/// What several rules would have said.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct RulesReplayView {
    /// Events of the time that were looked at; once for all rules.
    pub events: u64,
    /// How often an event touched a rule.
    pub hits: u64,
    /// The rules, the loudest first, the quiet ones too.
    pub rules: Vec<ReplayedRule>,
    /// Alerts that they would have raised, oldest first, at most 1,000.
    pub alerts: Vec<AlertRow>,
    /// How many alerts beyond.
    pub alerts_left_off: u64,
    /// Milliseconds it took.
    pub elapsed_ms: u64,
}

/// A rule that was played.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReplayedRule {
    /// Id.
    pub id: String,
    /// One line.
    pub title: String,
    /// `info`, `low`, `medium`, `high`, `critical`.
    pub severity: String,
    /// Alerts that it would have raised.
    pub alerts: u64,
}

/// All collectors.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct CollectorList {
    /// By source.
    pub collectors: Vec<CollectorView>,
}

/// A collector: what brings the events of one source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CollectorView {
    /// `okta`, `aws`, `github`, `teleport`, `self`.
    pub source: String,
    /// The organization it reads; empty for files.
    pub org: String,
    /// Its name, for a source that somebody made; else empty.
    #[serde(default)]
    pub name: String,
    /// `following`, `history`, `waiting`, `failing`, `off`, `by_import`.
    pub state: String,
    /// Seconds between the newest event and the moment it was taken in, at the last reading.
    pub lag_s: Option<u64>,
    /// When it last read to the end, RFC 3339.
    pub last_success: Option<String>,
    /// When it last failed, RFC 3339.
    pub last_failure: Option<String>,
    /// Why, in one sentence.
    pub error: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
    /// Events it brought since the start of the server, those that were there before included.
    pub events: u64,
    /// Those of them that were new.
    #[serde(default)]
    pub stored: u64,
    /// Those that had been kept before.
    #[serde(default)]
    pub repeated: u64,
    /// Those that are no JSON objects; kept.
    #[serde(default)]
    pub malformed: u64,
    /// Those of a type that no table knows; kept.
    #[serde(default)]
    pub unknown: u64,
    /// What it was told of and cannot read: it stays where it is and is tried again.
    #[serde(default)]
    pub troubles: Vec<TroubleView>,
    /// How far back history is read, RFC 3339; `null` when all of it is.
    pub history_until: Option<String>,
    /// Times of which events may be missing, and why.
    pub gaps: Vec<GapView>,
}

/// What a collector was told of and cannot read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TroubleView {
    /// Id of the message.
    pub what: String,
    /// Why, in one sentence.
    pub why: String,
    /// How often it was tried.
    pub tries: u32,
}

/// A time of which events may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GapView {
    /// From, RFC 3339.
    pub from: String,
    /// Until, RFC 3339.
    pub until: String,
    /// Why.
    pub why: String,
}

/// What a wish came to.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct CollectorWoken {
    /// One sentence.
    pub message: String,
}
